"""The stage: fills in which event each article covers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.corpus import Corpus, Step
from framing.errors import FramingError
from framing.events.cluster import WINDOW, cluster, fingerprint
from framing.events.model import load_model


def group(
    corpus: Corpus, *, use_dates: bool = True, window: int = WINDOW, regroup: bool = False
) -> Corpus:
    """Say for each article which happening it covers.

    An event that the corpus brings along (``articles.event``) is kept: a user's own column wins,
    and events that were found before stay as they are. Articles without one join such an event
    or found a new one. An event's id is a hash of its earliest story.

    Parameters
    ----------
    corpus : Corpus
    use_dates : bool
        Whether articles published more than `window` days apart are held apart.
    window : int
        In days.
    regroup : bool
        Forget events that were found before, and group anew; a user's own stay.

    Returns
    -------
    Corpus
        With ``articles.event`` and ``articles.event_basis`` (``given``, ``grouped``, or
        ``unknown`` for an article without words, which has no event).

    Examples
    --------
    >>> rows = [{"article_id": "a", "text": "A fire destroyed the old dairy in Palmer."},
    ...         {"article_id": "b", "text": "In Palmer, the old dairy was destroyed by fire."}]
    >>> group(Corpus.from_articles(rows)).articles["event"].nunique()
    1
    """
    titles, texts = stories_of(corpus)
    settled = settle(corpus.articles, regroup=regroup)
    published = settled.published if use_dates else None
    labels = cluster(texts, titles, published, known=settled.events, window=window)
    prints = [fingerprint(t, x) for t, x in zip(titles, texts, strict=True)]
    articles = with_events(corpus.articles, settled, labels, prints, wordless(titles, texts))
    notes = event_notes(articles["article_id"], settled, wordless(titles, texts))
    step = step_of(use_dates=use_dates, window=window, regroup=regroup)
    return corpus.with_tables(
        step, articles=articles, notes=pd.concat([corpus.notes, notes], ignore_index=True)
    )


def step_of(*, use_dates: bool, window: int, regroup: bool) -> Step:
    """The stage with its settings and its model."""
    settings = {"use_dates": use_dates, "window": window, "regroup": regroup}
    return Step("events", settings, f"events-{load_model().name}")


def stories_of(corpus: Corpus) -> tuple[list[str | None], list[str]]:
    """Title and text of each article's story."""
    stories = [story_of(corpus, a) for a in corpus.articles["article_id"]]
    titles = [
        t or (None if pd.isna(h) else str(h))
        for (t, _), h in zip(stories, corpus.articles["headline"], strict=True)
    ]
    return titles, [text for _, text in stories]


def wordless(titles: list[str | None], texts: list[str]) -> list[bool]:
    """Which articles have no story."""
    return [not (t or "").strip() and not x.strip() for t, x in zip(titles, texts, strict=True)]


@dataclass(frozen=True)
class Settled:
    """What articles bring along: each one's event or None, how it is known, and its time."""

    events: list[str | None]
    basis: list[str]
    published: list[str | None]


def settle(articles: pd.DataFrame, *, regroup: bool) -> Settled:
    """Tell events that stay from those that are to be found."""
    basis = [
        "unknown" if pd.isna(e) else "given" if pd.isna(b) or b == "unknown" else str(b)
        for e, b in zip(articles["event"], articles["event_basis"], strict=True)
    ]
    if regroup:
        basis = ["unknown" if b == "grouped" else b for b in basis]
    events = [
        None if b == "unknown" else str(e) for e, b in zip(articles["event"], basis, strict=True)
    ]
    published = [None if pd.isna(p) else str(p) for p in articles["published"]]
    return Settled(events, basis, published)


def with_events(
    articles: pd.DataFrame,
    settled: Settled,
    labels: np.ndarray,
    prints: list[str],
    without: list[bool],
) -> pd.DataFrame:
    """The table of articles with their events."""
    rows = pd.DataFrame(
        {
            "label": labels,
            "event": settled.events,
            "published": settled.published,
            "print": prints,
        }
    )
    names = _names(rows)
    found = [
        e or (None if w else names[label])
        for e, w, label in zip(settled.events, without, labels.tolist(), strict=True)
    ]
    basis = [
        b if e else "unknown" if w else "grouped"
        for b, e, w in zip(settled.basis, settled.events, without, strict=True)
    ]
    return articles.assign(
        event=pd.array(found, dtype="string"), event_basis=pd.array(basis, dtype="string")
    )


def story_of(corpus: Corpus, article: str) -> tuple[str, str]:
    """Headline and the rest of a story, without furniture, datelines and repeats."""
    text = corpus.text(article)
    spans = corpus.story_spans(article)
    title = " ".join(text[a:b] for a, b, kind in spans if kind == "headline")
    return title, "\n".join(text[a:b] for a, b, kind in spans if kind != "headline")


def _names(rows: pd.DataFrame) -> dict[int, str]:
    """A name for each group: that which it has, else a hash of its earliest story."""
    ordered = rows.assign(when=rows["published"].fillna("9999")).sort_values(["when", "print"])
    columns = (ordered[c].astype(object).tolist() for c in ("label", "event", "when", "print"))
    given: dict[int, str] = {}
    members: dict[int, list[str]] = {}
    for label, event, when, mark in zip(*columns, strict=True):
        if not pd.isna(event):
            given.setdefault(label, str(event))
        members.setdefault(label, []).append(f"{when}{mark}")
    names, taken = dict(given), set(given.values())
    for label in sorted(members.keys() - given.keys()):
        key = ""
        for story in members[label]:
            key += story
            name = "e" + hashlib.blake2b(key.encode(), digest_size=6).hexdigest()
            if name not in taken:
                break
        if name in taken:
            raise FramingError(f"event id {name} is taken; call group(..., regroup=True)")
        taken.add(name)
        names[label] = name
    return names


def event_notes(ids: pd.Series, settled: Settled, without: list[bool]) -> pd.DataFrame:
    """What was kept, and which articles have no event."""
    lines: list[tuple[str | None, str, str]] = []
    given = sum(b == "given" for b in settled.basis)
    kept = sum(b == "grouped" for b in settled.basis)
    if given:
        lines.append((None, "event-given", f"{given} articles bring their event along; it is kept"))
    if kept:
        lines.append(
            (
                None,
                "event-kept",
                f"{kept} articles keep the event found before; regroup=True groups them anew",
            )
        )
    for article, none in zip(ids, without, strict=True):
        if none:
            lines.append((article, "event-none", "no words of a story, so no event"))
    return pd.DataFrame(
        {
            "article_id": pd.array([a for a, _, _ in lines], dtype="string"),
            "stage": "events",
            "level": "info",
            "code": [c for _, c, _ in lines],
            "message": [m for _, _, m in lines],
        }
    )
