"""Stories side by side, coloured: on the page for a few events, in files beside it for the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.corpus import Corpus
from framing.report.contents import Contents
from framing.report.coverage import event_labels
from framing.report.marked import Mark, marked
from framing.report.values import lightly, plain
from framing.wording import plural

MOST_STORIES = 12  # on the page itself; a small corpus is shown whole
WHOLE = 24
LAYERS = (
    ("voice", "voices (quoted, attributed)", True),
    ("hit", "features said of somebody", True),
    ("style", "other features", False),
    ("label", "names and labels of actors", False),
    ("copy", "copied passages", False),
    ("furniture", "furniture, dateline, repeats", False),
)


Group = tuple[str, str, tuple[str, ...]]  # file, event, articles


@dataclass(frozen=True)
class Shelf:
    """Which articles stand in which file: ``""`` is the page itself, ``events/…`` lie beside it."""

    page: tuple[str, ...]
    files: dict[str, str]
    groups: tuple[Group, ...]


def shelve(contents: Contents) -> Shelf:
    """Put the stories of the contrast on the page while there is room, event by event.

    The events with most stories on both sides come first. A corpus of up to 24 articles is shown
    whole; of a larger one, each event that finds no room has a file of its own.
    """
    articles = contents.corpus.articles
    sides = contents.comparison.stories
    event = sides["event"].fillna("")
    pairs = sides.groupby([event, "side"]).size().unstack(fill_value=0)
    order = pd.DataFrame({"least": pairs.min(axis=1), "all": pairs.sum(axis=1)}).reset_index()
    order = order.sort_values(
        ["least", "all", "event"], ascending=[False, False, True], kind="stable"
    )
    inside = articles[articles["article_id"].isin(sides["article_id"])]
    rank = sides.set_index("article_id")["side"].map(
        {side: i for i, side in enumerate(contents.comparison.between)}
    )
    inside = inside.assign(_side=inside["article_id"].map(rank), _e=inside["event"].fillna(""))
    inside = inside.sort_values(["_side", "published", "article_id"], kind="stable")
    whole = len(articles) <= WHOLE
    page: list[str] = []
    files: dict[str, str] = {}
    groups = []
    for number, name in enumerate(order["event"], start=1):
        mine = tuple(inside.loc[inside["_e"] == name, "article_id"].astype(str))
        if not mine:  # of a large corpus only some events are shown
            continue
        if whole or len(page) + len(mine) <= MOST_STORIES:
            page += mine
            files |= dict.fromkeys(mine, "")
        else:
            file = f"events/event-{number:04d}.html"
            groups.append((file, str(name), mine))
            files |= dict.fromkeys(mine, file)
    if whole:
        rest = [str(i) for i in articles["article_id"] if i not in files]
        page += rest
        files |= dict.fromkeys(rest, "")
    return Shelf(tuple(page), files, tuple(groups))


def story_rows(contents: Contents, articles: Collection[str]) -> list[dict[str, Any]]:
    """The stories as HTML, each with what is known of it, in the order given."""
    corpus, comparison = contents.corpus, contents.comparison
    sides = comparison.stories.set_index("article_id")["side"]
    columns = ["outlet", "origin", "published", "words", "event"]
    inside = corpus.articles[corpus.articles["article_id"].isin(list(articles))]
    about = lightly(inside[["article_id", *columns]]).set_index("article_id").to_dict("index")
    layers = _marks(contents, set(articles))
    labels = event_labels(contents)
    a, _ = comparison.between
    found = []
    for article in articles:
        row = about[article]
        side = sides.get(article)
        facts = [
            plain(row["published"])[:16].replace("T", ", "),
            plural(0 if pd.isna(row["words"]) else int(row["words"]), "word"),
            side if side is not None else "not in the contrast",
            labels.get(plain(row["event"]), ""),
            article,
        ]
        found.append(
            {
                "article": article,
                "outlet": plain(row["outlet"]) or "unknown",
                "origin": plain(row["origin"]) or "unknown",
                "about": " · ".join(filter(None, facts)),
                "side_class": "" if side is None else "side-a" if side == a else "side-b",
                "html": _safe(_lines(corpus, article, layers.get(article, []))),
            }
        )
    return found


def _lines(corpus: Corpus, article: str, marks: list[Mark]) -> str:
    """Each line of the text as an element: headline, paragraph, or furniture that may be shown."""
    from html import escape

    text = corpus.text(article)
    kinds = {"headline": "headline", "standfirst": "standfirst", "body": ""}
    story = corpus.story_spans(article)
    anchor = escape(anchor_of(article))
    pieces = []
    waiting = sorted(marks, key=lambda m: m.start, reverse=True)
    near: list[Mark] = []
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        a, b = line.span()
        while waiting and waiting[-1].start < b:
            near.append(waiting.pop())
        near = [m for m in near if m.end > a]
        of_story = [kinds[kind] for start, end, kind in story if start < b and end > a]
        name = of_story[0] if of_story else "furniture"
        css = f' class="{name}"' if name else ""
        pieces.append(f'<p id="{anchor}-{a}"{css}>{marked(text, near, start=a, end=b)}</p>')
    return "".join(pieces)


def anchor_of(article: str) -> str:
    """An id that may stand in a page for an article of any name.

    Examples
    --------
    >>> anchor_of("001 a.txt")
    's-001_20a.txt'
    """
    return "s-" + re.sub(r"[^A-Za-z0-9.-]", lambda m: f"_{ord(m[0]):x}", article)


def _safe(html: str) -> Any:
    from markupsafe import Markup

    return Markup(html)


def _marks(contents: Contents, articles: set[str]) -> dict[str, list[Mark]]:
    corpus = contents.corpus
    found: dict[str, list[Mark]] = {}

    def add(article: str, start: int, end: int, layer: str, title: str = "") -> None:
        found.setdefault(article, []).append(Mark(int(start), int(end), layer, title))

    def mine(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
        kept = lightly(frame.loc[frame["article_id"].isin(articles), ["article_id", *columns]])
        return kept.itertuples(index=False, name=None)

    for article, start, end, stage, kind in mine(corpus.spans, "start", "end", "stage", "kind"):
        if stage == "furniture":
            add(article, start, end, "furniture", kind)
        elif kind in ("dateline", "repeat"):
            add(article, start, end, kind, kind)
        elif stage == "voice" and kind != "narrator":
            add(article, start, end, kind)
    for article, start, end, voice, speaker, via in mine(
        corpus.attributions, "content_start", "content_end", "voice", "speaker", "via"
    ):
        said = (speaker or "no source named") + (f", via {via}" if via else "")
        add(article, start, end, f"said-{voice}", said)
    for article, start, end, kind, other in mine(
        corpus.passages, "start", "end", "kind", "other_id"
    ):
        if kind == "copy":
            add(article, start, end, "copy", f"shared with {other}")
    for article, start, end, feature, entry, target in mine(
        corpus.hits, "start", "end", "feature", "entry", "target"
    ):
        said_of = f" (of {target})" if target else ""
        add(article, start, end, "hit" if target else "style", f"{feature}: {entry or ''}{said_of}")
    labels = contents.table("labels")
    if len(labels):
        for article, start, end, actor in mine(labels, "start", "end", "actor"):
            add(article, start, end, "label", actor)
    return found
