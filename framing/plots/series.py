"""How a gap between two sides goes on over time, with the band that says how sure one may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.plots.style import BLACK, BLUE, GREY, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def series(
    table: pd.DataFrame,
    *,
    sides: tuple[str, str] = ("A", "B"),
    date: object = None,
    title: str = "The gap, period by period",
    footnote: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw log2 ratios of one feature period by period, before and after a date.

    Parameters
    ----------
    table : DataFrame
        One row a period: ``period, log2_ratio, low, high, enough``, as
        `framing.comparison.series_counts` gives them for one feature.
    sides : (str, str)
        Above zero the first side uses the feature more.
    date : period, optional
        The first period of 'after'; a line is drawn before it.
    title, footnote : str
    ax : Axes, optional

    Returns
    -------
    Axes
        A hollow mark is a period with too few stories for a claim; a gap in the line is a period
        without a ratio.
    """
    rows = table.sort_values("period", kind="stable").reset_index(drop=True)
    x = np.arange(len(rows))
    middle, low, high = (
        np.where(np.isfinite(v), v, np.nan)
        for v in (
            rows[c].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
            for c in ("log2_ratio", "low", "high")
        )
    )
    enough = rows["enough"].to_numpy(dtype=bool) if "enough" in rows else np.ones(len(rows), bool)
    with style():
        ax = axes(ax, height=2.6)
        ax.axhline(0, color=GREY, lw=0.8, zorder=0)
        ax.fill_between(x, low, high, color=BLUE, alpha=0.2, lw=0, label="95 % of each period")
        ax.plot(x, middle, color=BLUE, lw=1.2)
        for flag, face, words in (
            (True, BLUE, "enough stories"),
            (False, "white", "too few for a claim"),
        ):
            if (enough == flag).any():
                ax.plot(x[enough == flag], middle[enough == flag], ls="", marker="o", ms=5,
                        mfc=face, mec=BLACK, mew=0.7, label=words)  # fmt: skip
        periods = [str(p) for p in rows["period"]]
        if date is not None and str(date) in periods:
            ax.axvline(periods.index(str(date)) - 0.5, color=BLACK, lw=1, ls="--")
            ax.annotate(
                "after",
                (periods.index(str(date)) - 0.45, 0.97),
                xycoords=("data", "axes fraction"),
                va="top",
                fontsize=7,
            )
        step = max(1, -(-len(periods) // 12))
        ax.set_xticks(x[::step], periods[::step])
        ax.set_ylabel(f"log2 ratio of rates\n← {sides[1]}      {sides[0]} →")
        ax.set_title(title, pad=18)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, borderaxespad=0.2)
        small_print(ax, footnote)
    return ax
