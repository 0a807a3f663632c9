"""How much of each outlet's stories is its own voice, attributed, or quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.corpus import Corpus
from framing.plots.names import fitted
from framing.plots.style import BLACK, VOICES, axes, beside, finish, nothing, style
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes


SAID = {
    "narrator": "own words",
    "indirect": "attributed, no marks",
    "direct": "in quotation marks",
}


def voices(corpus: Corpus, *, by: str = "outlet", most: int = 30, ax: Axes | None = None) -> Axes:
    """Draw the share of words by voice, one bar an outlet (or origin).

    Parameters
    ----------
    corpus : Corpus
        With the voice stage done.
    by : str
        A column of ``articles``.
    most : int
        How many to draw: those with most words.
    ax : Axes, optional

    Returns
    -------
    Axes
        Shares of the story's words, 0 to 100 per cent; the number at the right is the words.
    """
    columns = [f"words_{voice}" for voice in VOICES]
    articles = corpus.articles
    names = articles[by].fillna("unknown")
    sums = articles[columns].fillna(0).astype(int).groupby(names).sum()
    sums["n"] = names.value_counts()
    sums["all"] = sums[columns].sum(axis=1)
    chosen = sums.reset_index(names="name").sort_values(
        ["all", "name"], ascending=[False, True], kind="stable"
    )
    chosen = chosen.head(most).sort_values("name", ascending=False, kind="stable")
    rows = range(len(chosen))
    with style():
        ax = axes(ax, height=0.55 + 0.27 * max(len(chosen), 1))
        left = pd.Series(0.0, index=chosen.index)
        for column, (voice, (colour, hatch)) in zip(columns, VOICES.items(), strict=True):
            share = 100 * chosen[column] / chosen["all"].where(chosen["all"] > 0)
            ax.barh(rows, share, left=left, color=colour, hatch=hatch, edgecolor=BLACK,
                    linewidth=0.6, height=0.66, label=SAID[voice])  # fmt: skip
            left = left + share.fillna(0)
        for y, (n, words) in enumerate(zip(chosen["n"], chosen["all"], strict=True)):
            beside(ax, y, f"{plural(int(words), 'word')}, {plural(int(n), 'article')}")
        ax.set_yticks(rows, fitted(chosen["name"], 2.2))
        ax.tick_params(axis="y", length=0)
        ax.set_xlim(0, 100)
        ax.set_ylim(-0.6, len(chosen) - 0.4)
        ax.set_xlabel("share of the story's words, %")
        if chosen.empty:
            nothing(ax, "no articles")
        left_out = len(sums) - len(chosen)
        finish(
            ax,
            title=f"In whose words, by {by}",
            note=f"{plural(len(articles), 'article')}"
            + (f" · {left_out:,} with fewer words are not drawn" if left_out else "")
            + f" · signature {corpus.signature}",
        )
    return ax
