"""How a gap between two sides goes on over time, with the band that says how sure one may be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.plots.names import fitted, tidy, width_of, wrap
from framing.plots.style import BLACK, BLUE, GREY, axes, finish, nothing, style
from framing.plots.values import numbers
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOM = 4.8  # inches that the periods share


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
        for v in (numbers(rows, c) for c in ("log2_ratio", "low", "high"))
    )
    enough = rows["enough"].to_numpy(dtype=bool) if "enough" in rows else np.ones(len(rows), bool)
    with style():
        ax = axes(ax, height=2.5)
        ax.axhline(0, color=GREY, lw=0.8, zorder=0)
        ax.fill_between(x, low, high, fc="#CCE3F0", ec=BLUE, lw=0.4, label="95 % of each period")
        ax.plot(x, middle, color=BLUE, lw=1.2)
        for flag, face, words in (
            (True, BLUE, "enough stories"),
            (False, "white", "too few for a claim"),
        ):
            alone = enough == flag
            if alone.any():
                ax.plot(x[alone], middle[alone], ls="", marker="o", ms=5, mfc=face, mec=BLACK,
                        mew=0.7, label=words)  # fmt: skip
                spread = [middle[alone] - low[alone], high[alone] - middle[alone]]
                ax.errorbar(x[alone], middle[alone], yerr=spread, fmt="none", ecolor=BLUE,
                            elinewidth=0.7)  # fmt: skip
        periods = [str(p) for p in rows["period"]]
        if date is not None and str(date) in periods:
            at = periods.index(str(date)) - 0.5
            ax.axvline(at, color=BLACK, lw=1, ls="--")
            for align, words in (("right", "before "), ("left", " after")):
                ax.annotate(words, (at, 1), xycoords=ax.get_xaxis_transform(), xytext=(0, 2),
                            textcoords="offset points", ha=align, size=7)  # fmt: skip
        said = fitted(periods, 0.9)
        widest = max((width_of(p) for p in said), default=0.5) + 0.12
        edge, cut = _edge(middle, low, high)
        ax.set_ylim(-edge, edge)
        step = max(1, math.ceil(len(periods) * widest / ROOM))
        ax.set_xticks(x[::step], said[::step])
        ax.set_xlim(-0.5, max(len(rows), 1) - 0.5)
        ax.set_ylabel("log2 ratio of rates")
        for y, align, arrow, name in ((1, "top", "↑", sides[0]), (0, "bottom", "↓", sides[1])):
            lines = wrap(f"{arrow} more by {tidy(name)}", 1.15, size=7, lines=4)
            ax.annotate("\n".join(lines), (1, y), xycoords="axes fraction", xytext=(5, 0),
                        textcoords="offset points", va=align, size=7,
                        annotation_clip=False)  # fmt: skip
        if not np.isfinite(middle).any():
            nothing(ax, "no period has a ratio")
        said_of_cut = f"{plural(cut, 'interval')} beyond the edge" if cut else ""
        finish(ax, title=title, note=" · ".join(filter(None, [said_of_cut, footnote])))
    return ax


def _edge(middle: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[float, int]:
    """How far the axis goes: to every ratio and four of five intervals; and how many it cuts."""
    farthest = np.fmax(np.abs(low), np.abs(high))
    farthest = farthest[np.isfinite(farthest)]
    ratios = np.abs(middle[np.isfinite(middle)])
    usual = float(np.quantile(farthest, 0.8)) if len(farthest) else 0.0
    edge = 1.1 * max(float(ratios.max()) if len(ratios) else 0.0, usual, 0.5)
    return edge, int((farthest > edge).sum())
