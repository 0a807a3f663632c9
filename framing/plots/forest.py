"""Each outlet singly: its rate with the interval over its stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.plots.style import BLACK, GREY, SIDES, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def forest(
    table: pd.DataFrame,
    *,
    sides: tuple[str, str],
    title: str = "Rate by outlet",
    xlabel: str = "hits per 1,000 words of story, with 95 % intervals over stories",
    units: tuple[str, str] = ("story", "stories"),
    footnote: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw one row an outlet: rate, interval where there is one, and number of stories.

    Parameters
    ----------
    table : DataFrame
        One row an outlet: ``name, side, stories, rate, low, high`` (per 1,000 words; intervals
        are missing where there are too few stories).
    sides : (str, str)
        The first is drawn on top, with a circle; the second with a diamond.
    title, xlabel, footnote : str
    units : (str, str)
        What the column ``stories`` counts: one of it, and several.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    order = table.assign(_s=table["side"].map({sides[0]: 0, sides[1]: 1})).sort_values(
        ["_s", "rate", "name"], ascending=[False, True, False], kind="stable"
    )
    with style():
        ax = axes(ax, height=1.2 + 0.27 * max(len(order), 1))
        for y, row in enumerate(order.to_dict("records")):
            colour, marker = SIDES[int(row["_s"])]
            ax.axhline(y, color="#EDEDED", lw=0.6, zorder=0)
            if not (pd.isna(row["low"]) or pd.isna(row["high"])):
                ax.plot([row["low"], row["high"]], [y, y], color=colour, lw=1.4)
            if not pd.isna(row["rate"]):
                ax.plot([row["rate"]], [y], ls="", marker=marker, ms=5.5, mfc=colour, mec=BLACK,
                        mew=0.5)  # fmt: skip
            number = int(row["stories"])
            ax.annotate(
                f"{row['side']}, {number:,} {units[number != 1]}",
                (1.01, y),
                xycoords=("axes fraction", "data"),
                va="center",
                fontsize=7,
                annotation_clip=False,
            )
        first = int((order["_s"] == 1).sum())
        if 0 < first < len(order):
            ax.axhline(first - 0.5, color=GREY, lw=0.8)
        ax.set_yticks(range(len(order)), [str(n) for n in order["name"]])
        ax.tick_params(axis="y", length=0)
        ax.set_ylim(-0.6, len(order) - 0.4)
        top = np.nanmax([*order[["rate", "high"]].astype("Float64").to_numpy(
            dtype=float, na_value=np.nan).ravel(), 0.0])  # fmt: skip
        ax.set_xlim(-0.02 * max(top, 0.1), max(top, 0.1) * 1.05)
        ax.set_xlabel(xlabel)
        ax.set_title(title)
        small_print(ax, footnote)
    return ax
