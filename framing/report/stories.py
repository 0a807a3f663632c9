"""Stories side by side, coloured: on the page for a few events, in files beside it for the rest."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.corpus import Corpus
from framing.report.contents import Contents
from framing.report.coverage import event_labels
from framing.report.marked import Mark, marked
from framing.report.values import plain

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


@dataclass(frozen=True)
class Shelf:
    """Which articles stand in which file: ``""`` is the page itself, ``events/…`` lie beside it."""

    page: tuple[str, ...]
    files: dict[str, str]
    groups: tuple[tuple[str, str, tuple[str, ...]], ...]  # file, event, articles


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
    about = corpus.articles.set_index("article_id", drop=False)
    about.index.name = None
    layers = _marks(contents, set(articles))
    labels = event_labels(contents)
    a, _ = comparison.between
    found = []
    for article in articles:
        row = about.loc[article]
        side = sides.get(article)
        facts = [
            plain(row["published"])[:16].replace("T", ", "),
            f"{plain(row['words']) or 0} words",
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
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        a, b = line.span()
        of_story = [kinds[kind] for start, end, kind in story if start < b and end > a]
        name = of_story[0] if of_story else "furniture"
        css = f' class="{name}"' if name else ""
        pieces.append(f'<p id="{anchor}-{a}"{css}>{marked(text, marks, start=a, end=b)}</p>')
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

    def mine(frame: pd.DataFrame) -> Any:
        return frame[frame["article_id"].isin(articles)].itertuples(index=False)

    for r in mine(corpus.spans):
        if r.stage == "furniture":
            add(r.article_id, r.start, r.end, "furniture", r.kind)
        elif r.kind in ("dateline", "repeat"):
            add(r.article_id, r.start, r.end, r.kind, r.kind)
        elif r.stage == "voice" and r.kind != "narrator":
            add(r.article_id, r.start, r.end, r.kind)
    for r in mine(corpus.attributions):
        who = plain(r.speaker) or "no source named"
        via = f", via {r.via}" if plain(r.via) else ""
        add(r.article_id, r.content_start, r.content_end, f"said-{r.voice}", f"{who}{via}")
    for r in mine(corpus.passages):
        if r.kind == "copy":
            add(r.article_id, r.start, r.end, "copy", f"shared with {r.other_id}")
    for r in mine(corpus.hits):
        layer = "hit" if plain(r.target) else "style"
        said_of = f" (of {r.target})" if plain(r.target) else ""
        add(r.article_id, r.start, r.end, layer, f"{r.feature}: {plain(r.entry)}{said_of}")
    labels = contents.table("labels")
    if len(labels):
        for r in mine(labels):
            add(r.article_id, r.start, r.end, "label", r.actor)
    return found
