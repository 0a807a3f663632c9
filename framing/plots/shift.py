"""Which words make one side's texts differ from the other's: a word-shift graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing.plots.names import fitted
from framing.plots.style import BLACK, BLUE, GREY, ORANGE, axes, ends, finish, nothing, style
from framing.plots.values import numbers
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def shift(
    table: pd.DataFrame,
    *,
    sides: tuple[str, str],
    most: int = 24,
    titles: Mapping[str, str] | None = None,
    title: str = "",
    footnote: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw how far each feature's rate differs between two sides, the largest on top.

    Parameters
    ----------
    table : DataFrame
        With ``feature, rate_a, rate_b`` (hits per 1,000 words).
    sides : (str, str)
        A bar to the right: the first side uses it more.
    most : int
        How many features to draw.
    titles : mapping of str to str, optional
        What to call a feature.
    title, footnote : str
    ax : Axes, optional

    Returns
    -------
    Axes

    Notes
    -----
    The proportion shift of Gallagher et al. (2021), EPJ Data Science 10:4: the difference of
    rates. It describes; frequent words make large bars, and no bar is a claim.
    """
    found = table.assign(_d=numbers(table, "rate_a") - numbers(table, "rate_b"))
    found = found[found["_d"].notna() & (found["_d"] != 0)]
    used = found.assign(_s=found["_d"].abs()).sort_values(
        ["_s", "feature"], ascending=[False, True], kind="stable"
    )
    used = used.head(most).iloc[::-1]
    rows = range(len(used))
    with style():
        ax = axes(ax, height=0.75 + 0.21 * max(len(used), 1))
        for y, value in zip(rows, used["_d"], strict=True):
            colour, hatch = (BLUE, "") if value > 0 else (ORANGE, "////")
            ax.barh(y, value, color=colour, hatch=hatch, edgecolor=BLACK, linewidth=0.4, height=0.7)
        ax.axvline(0, color=GREY, lw=0.8)
        names = [(titles or {}).get(str(f), str(f)) for f in used["feature"]]
        ax.set_yticks(rows, fitted(names, 2.4))
        ax.tick_params(axis="y", length=0)
        ax.set_ylim(-0.7, max(len(used), 1) - 0.3)
        widest = max(float(used["_s"].max()) if len(used) else 0.0, 1e-9) * 1.08
        ax.set_xlim(-widest, widest)
        ax.set_xlabel("difference in hits per 1,000 words (descriptive: no bar is a claim)")
        ends(ax, sides)
        if used.empty:
            nothing(ax, "no rate differs")
        shown = f"the {len(used)} largest of {plural(len(found), 'difference')}"
        finish(
            ax,
            title=title or f"What makes {sides[0]} and {sides[1]} differ",
            note=f"{shown} · {footnote}" if footnote else shown,
        )
    return ax
