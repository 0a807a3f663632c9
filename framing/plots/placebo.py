"""How many differences each method finds where there is nothing to find."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from framing.plots.names import fitted
from framing.plots.style import BLACK, RULE, SIDES, axes, beside, finish, nothing, style
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def placebo(
    found: pd.DataFrame,
    *,
    title: str = "Differences found between random halves",
    footnote: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw for each method how many differences it found, split by split.

    Parameters
    ----------
    found : DataFrame
        One row a split of the same stories, one column a method; there is nothing to find.
    title, footnote : str
    ax : Axes, optional

    Returns
    -------
    Axes
        Splits that found the same number share a mark, whose area tells how many they are; the
        number stands in marks of several. Logarithmic above 1; the share of splits with any
        finding stands at the right.
    """
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    largest = max(float(found.to_numpy().max()) if found.size else 0.0, 3.0)
    with style():
        ax = axes(ax, height=0.55 + 0.36 * max(found.shape[1], 1))
        for y, method in enumerate(found.columns):
            colour, marker = SIDES[y % len(SIDES)]
            ax.axhline(y, color=RULE, lw=0.6, zorder=0)
            values = found[method].to_numpy()
            for value, times in sorted(Counter(values.tolist()).items()):
                share = times / len(values)
                ax.plot([value], [y], ls="", marker=marker, ms=4.5 + 9 * share**0.5, mec=BLACK,
                        mfc=colour, mew=0.5)  # fmt: skip
                if share >= 0.2:
                    ax.annotate(f"{times}", (value, y), color="white", size=6.5, weight="bold",
                                ha="center", va="center_baseline")  # fmt: skip
            beside(ax, y, f"any in {(values > 0).mean():.0%}".replace("%", " %"))
        ax.set_xscale("symlog", linthresh=1)
        ax.set_xlim(-0.35, largest * 1.6)
        ticks = [0, *(10**k for k in range(7) if 10**k <= largest * 1.6)]
        ax.xaxis.set_major_locator(FixedLocator(ticks))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        ax.set_yticks(range(found.shape[1]), fitted(found.columns, 2.4))
        ax.tick_params(axis="y", length=0)
        ax.set_ylim(-0.6, max(found.shape[1], 1) - 0.4)
        ax.set_xlabel("differences found in one split; none is real")
        if not found.size:
            nothing(ax, "no splits")
        size = plural(len(found), "split")
        finish(ax, title=title, note=f"{size} · {footnote}" if footnote else size)
    return ax
