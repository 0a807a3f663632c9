"""The stage: fills in which event each article covers."""

from __future__ import annotations

import hashlib

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
    articles = corpus.articles.copy()
    stories = [story_of(corpus, a) for a in articles["article_id"]]
    titles = [
        t or (None if pd.isna(h) else str(h))
        for (t, _), h in zip(stories, articles["headline"], strict=True)
    ]
    texts = [text for _, text in stories]
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
    wordless = [not (t or "").strip() and not x.strip() for t, x in zip(titles, texts, strict=True)]
    labels = cluster(texts, titles, published if use_dates else None, known=events, window=window)
    rows = pd.DataFrame(
        {
            "label": labels,
            "event": events,
            "published": published,
            "print": [fingerprint(t, x) for t, x in zip(titles, texts, strict=True)],
        }
    )
    names = _names(rows)
    found = [
        e or (None if w else names[label])
        for e, w, label in zip(events, wordless, labels.tolist(), strict=True)
    ]
    articles["event"] = pd.array(found, dtype="string")
    articles["event_basis"] = pd.array(
        [
            b if e else "unknown" if w else "grouped"
            for b, e, w in zip(basis, events, wordless, strict=True)
        ],
        dtype="string",
    )
    settings = {"use_dates": use_dates, "window": window, "regroup": regroup}
    step = Step("events", settings, f"events-{load_model().name}")
    notes = pd.concat([corpus.notes, _notes(articles, basis, wordless)], ignore_index=True)
    return corpus.with_tables(step, articles=articles, notes=notes)


def story_of(corpus: Corpus, article: str) -> tuple[str, str]:
    """Headline and the rest of a story, without furniture, datelines and repeats."""
    text = corpus.text(article)
    spans = corpus.story_spans(article)
    title = " ".join(text[a:b] for a, b, kind in spans if kind == "headline")
    return title, "\n".join(text[a:b] for a, b, kind in spans if kind != "headline")


def _names(rows: pd.DataFrame) -> dict[int, str]:
    """A name for each group: that which it has, else a hash of its earliest story."""
    taken = set(rows["event"].dropna())
    names: dict[int, str] = {}
    ordered = rows.assign(when=rows["published"].fillna("9999")).sort_values(["when", "print"])
    for label, members in ordered.groupby("label", sort=True):
        given = members["event"].dropna()
        if len(given):
            names[int(label)] = str(given.iloc[0])
            continue
        key = ""
        for when, mark in zip(members["when"], members["print"], strict=True):
            key += f"{when}{mark}"
            name = "e" + hashlib.blake2b(key.encode(), digest_size=6).hexdigest()
            if name not in taken:
                break
        if name in taken:
            raise FramingError(f"event id {name} is taken; call group(..., regroup=True)")
        taken.add(name)
        names[int(label)] = name
    return names


def _notes(articles: pd.DataFrame, basis: list[str], wordless: list[bool]) -> pd.DataFrame:
    lines = []
    given = sum(b == "given" for b in basis)
    kept = sum(b == "grouped" for b in basis)
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
    for article, without in zip(articles["article_id"], wordless, strict=True):
        if without:
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
