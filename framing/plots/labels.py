"""How each side names one actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.plots.style import BLACK, SIDES, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def labels(
    table: pd.DataFrame,
    actor: str,
    *,
    side: str = "origin",
    most: int = 12,
    signature: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw how often each side uses each label of an actor.

    Parameters
    ----------
    table : DataFrame
        One row an occurrence, with ``actor``, ``label`` and the column named by `side`.
    actor : str
    side : str
        The column that tells the sides apart.
    most : int
        How many labels to draw, the most frequent first.
    ax : Axes, optional

    Returns
    -------
    Axes
        Occurrences, one marker a side.
    """
    from matplotlib.ticker import MaxNLocator

    mine = table[table["actor"] == actor]
    counts = mine.groupby(["label", side]).size().unstack(fill_value=0)
    order = counts.sum(axis=1).sort_values(ascending=False, kind="stable").head(most).index[::-1]
    counts = counts.loc[order]
    with style():
        ax = axes(ax, width="onehalf", height=1.1 + 0.25 * max(len(counts), 1))
        for y in range(len(counts)):
            ax.axhline(y, color="#E4E4E4", lw=0.6, zorder=0)
        shapes = [*SIDES, ("#009E73", "s"), ("#7A5195", "^"), ("#6E6E6E", "v")]
        for number, name in enumerate(sorted(counts.columns)):
            colour, marker = shapes[number % len(shapes)]
            drawn = counts[name][counts[name] > 0]
            middle = number - (counts.shape[1] - 1) / 2
            rows = [counts.index.get_loc(label) - 0.14 * middle for label in drawn.index]
            ax.plot(
                drawn,
                rows,
                ls="",
                marker=marker,
                ms=5.5,
                mfc=colour,
                mec=BLACK,
                mew=0.5,
                label=str(name),
                alpha=0.9,
            )
        ax.set_yticks(range(len(counts)), [str(label) for label in counts.index])
        ax.set_xlabel("occurrences")
        ax.set_xlim(left=0)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_title(f"What {actor} is called", pad=18)
        ax.legend(
            loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, borderaxespad=0.2, handletextpad=0.2
        )
        small_print(ax, f"{len(mine)} mentions · signature {signature}")
    return ax
