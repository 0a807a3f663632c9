"""Where in each story something stands: a tick for each hit, from the headline to the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.plots.names import fit
from framing.plots.style import BLACK, BLUE, ORANGE, axes, finish, style
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Own words stand above the line, others' below, so that no colour is needed.
LOOKS = {
    "narrator": (ORANGE, 0.0, 0.36, "own words (above the line)"),
    "indirect": (BLUE, -0.36, 0.0, "attributed or quoted (below)"),
    "direct": (BLUE, -0.36, 0.0, "attributed or quoted (below)"),
}


def xray(
    corpus: Corpus, hits: pd.DataFrame, *, title: str = "", most: int = 30, ax: Axes | None = None
) -> Axes:
    """Draw each story as a line and each hit as a tick at its place in the story's text.

    Parameters
    ----------
    corpus : Corpus
    hits : DataFrame
        Rows of ``corpus.hits`` (``article_id, start, voice``), for instance those of one feature.
    title : str
    most : int
        How many stories to draw, those with most hits first.
    ax : Axes, optional

    Returns
    -------
    Axes
        0 is the beginning of the story, 100 its end; furniture has no place.

    Raises
    ------
    FramingError
        Where there are no hits.
    """
    if hits.empty:
        raise FramingError("no hits to draw; choose a feature that was found")
    counts = hits.groupby("article_id").size().rename("n").reset_index()
    chosen = counts.sort_values(["n", "article_id"], ascending=[False, True]).head(most)
    about = corpus.articles.set_index("article_id")
    names = sorted(
        ((str(about.at[i, "outlet"]), str(i)) for i in chosen["article_id"]), reverse=True
    )
    with style():
        ax = axes(ax, height=0.5 + 0.25 * len(names))
        places: dict[str, tuple[list[float], list[float], str, list[float]]] = {}
        for y, (_, article) in enumerate(names):
            ax.plot([0, 100], [y, y], color=BLACK, lw=0.6, zorder=0)
            mine = hits[hits["article_id"] == article]
            spans = corpus.story_spans(article)
            for start, voice in zip(mine["start"], mine["voice"].fillna("narrator"), strict=True):
                colour, low, high, words = LOOKS[str(voice)]
                bottoms, tops, _, at = places.setdefault(words, ([], [], colour, []))
                bottoms.append(y + low)
                tops.append(y + high)
                at.append(_place(spans, int(start)))
        for words in sorted(places, reverse=True):  # own words first
            bottoms, tops, colour, at = places[words]
            ax.vlines(at, bottoms, tops, color=colour, lw=1.6, label=words)
        ticks = [f"{fit(outlet, 1.7)} {_short(article)}" for outlet, article in names]
        ax.set_yticks(range(len(names)), ticks)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlim(-1, 101)
        ax.set_ylim(-0.6, len(names) - 0.4)
        ax.set_xlabel("place in the story, % of its text")
        shown = int(chosen["n"].sum())
        finish(
            ax,
            title=title or "Where it stands",
            note=f"{shown:,} of {plural(len(hits), 'hit')} in {len(names)} of "
            f"{plural(len(counts), 'article')} · signature {corpus.signature}",
        )
    return ax


def _place(spans: Sequence[tuple[int, int, str]], start: int) -> float:
    """How far into the story's characters a place lies, in per cent."""
    total = sum(b - a for a, b, _ in spans)
    before = sum(min(b, max(start, a)) - a for a, b, _ in spans)
    return 100 * before / total if total else 0.0


def _short(article: str) -> str:
    """An article's id, in brackets: it tells the stories of one outlet apart."""
    return f"({fit(article, 0.75)})"
