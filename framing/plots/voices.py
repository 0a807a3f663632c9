"""How much of each outlet's stories is its own voice, attributed, or quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.corpus import Corpus
from framing.plots.style import BLACK, VOICES, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def voices(corpus: Corpus, *, by: str = "outlet", ax: Axes | None = None) -> Axes:
    """Draw the share of words by voice, one bar an outlet (or origin).

    Parameters
    ----------
    corpus : Corpus
        With the voice stage done.
    by : str
        A column of ``articles``.
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
    sums = sums.loc[sorted(sums.index, reverse=True)]
    totals = sums.sum(axis=1)
    shares = sums.div(totals.where(totals > 0), axis=0) * 100
    counts = names.value_counts()
    with style():
        ax = axes(ax, height=0.75 + 0.32 * len(sums))
        left = pd.Series(0.0, index=shares.index)
        for column, (voice, (colour, hatch)) in zip(columns, VOICES.items(), strict=True):
            ax.barh(
                shares.index,
                shares[column],
                left=left,
                color=colour,
                hatch=hatch,
                edgecolor=BLACK,
                linewidth=0.6,
                height=0.62,
                label={
                    "narrator": "own words",
                    "indirect": "attributed, no marks",
                    "direct": "in quotation marks",
                }[voice],
            )
            left = left + shares[column]
        for y, name in enumerate(shares.index):
            stories = "1 article" if counts[name] == 1 else f"{counts[name]} articles"
            ax.annotate(
                f"{totals[name]:,} words, {stories}",
                (101, y),
                va="center",
                fontsize=7,
                annotation_clip=False,
            )
        ax.set_xlim(0, 100)
        ax.set_xlabel("share of the story's words, %")
        ax.set_title(f"In whose words, by {by}", pad=22)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, borderaxespad=0.2)
        ax.tick_params(axis="y", length=0)
        small_print(ax, f"{len(articles)} articles · signature {corpus.signature}")
    return ax
