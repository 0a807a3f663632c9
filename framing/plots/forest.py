"""Each outlet singly: its rate with the interval over its stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.plots.names import fit
from framing.plots.style import BLACK, RULE, SIDES, axes, beside, finish, nothing, style
from framing.plots.values import numbers
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def forest(
    table: pd.DataFrame,
    *,
    sides: tuple[str, str],
    title: str = "Rate by outlet",
    xlabel: str = "hits per 1,000 words of story, with 95 % intervals over stories",
    units: tuple[str, str] = ("story", "stories"),
    most: int = 20,
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
        The first stands on top, with circles; the second below it, with diamonds.
    title, xlabel, footnote : str
    units : (str, str)
        What the column ``stories`` counts: one of it, and several.
    most : int
        How many of each side to draw: those with most stories.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    rows = _rows(table, sides, most)
    with style():
        ax = axes(ax, height=0.55 + 0.235 * max(len(rows), 1))
        for y, row in enumerate(rows):
            if row["heading"]:
                continue
            colour, marker = SIDES[row["_s"]]
            ax.axhline(y, color=RULE, lw=0.6, zorder=0)
            if not (pd.isna(row["low"]) or pd.isna(row["high"])):
                ax.plot([row["low"], row["high"]], [y, y], color=colour, lw=1.4)
            if not pd.isna(row["rate"]):
                ax.plot([row["rate"]], [y], ls="", marker=marker, ms=5.5, mfc=colour, mec=BLACK,
                        mew=0.5)  # fmt: skip
            beside(ax, y, plural(int(row["stories"]), *units))
        names = [fit(r["name"], 2.4, bold=r["heading"]) for r in rows]
        ax.set_yticks(range(len(rows)), names)
        for row, tick in zip(rows, ax.get_yticklabels(), strict=True):
            tick.set_fontweight("bold" if row["heading"] else "normal")
        ax.tick_params(axis="y", length=0)
        ax.set_ylim(-0.6, max(len(rows), 1) - 0.4)
        top = float(np.nanmax([*numbers(table, "rate"), *numbers(table, "high"), 0.1]))
        ax.set_xlim(-0.02 * top, top * 1.05)
        ax.set_xlabel(xlabel)
        if not rows:
            nothing(ax, "no outlets")
        left_out = len(table) - sum(not r["heading"] for r in rows)
        said = f"{left_out:,} with fewer {units[1]} are not drawn" if left_out else ""
        finish(ax, title=title, note=" · ".join(filter(None, [said, footnote])))
    return ax


def _rows(table: pd.DataFrame, sides: tuple[str, str], most: int) -> list[dict[str, Any]]:
    """From the bottom up: the second side's outlets, its name, the first side's, its name."""
    rows: list[dict[str, Any]] = []
    for number in (1, 0):
        mine = table[table["side"] == sides[number]].assign(_s=number, heading=False)
        if mine.empty:
            continue
        chosen = mine.sort_values(["stories", "name"], ascending=[False, True], kind="stable")
        chosen = chosen.head(most).sort_values(["rate", "name"], kind="stable")
        rows += chosen.to_dict("records")
        if len(table) > len(sides) or set(mine["name"]) != {sides[number]}:
            rows.append({"name": sides[number], "heading": True})
    return rows
