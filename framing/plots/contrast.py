"""Which side uses a feature more, with the interval that says how sure one may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.plots.style import BLACK, GREY, SIDES, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def contrast(
    table: pd.DataFrame,
    *,
    sides: tuple[str, str],
    most: int = 20,
    titles: Mapping[str, str] | None = None,
    footnote: str = "",
    descriptive: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw log2 rate ratios with their intervals, the first side to the right.

    Parameters
    ----------
    table : DataFrame
        With ``feature, log2_ratio, low, high, hits_a, hits_b``; one row a feature.
    sides : (str, str)
        Names of the two groups; a positive ratio means that the first uses it more.
    most : int
        How many features to draw, those with most hits.
    titles : mapping of str to str, optional
        What to call a feature; else its own name.
    descriptive : bool
        Draw the two rates (``rate_a``, ``rate_b``) instead: there is too little for a ratio.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    used = table[(table["hits_a"].fillna(0) + table["hits_b"].fillna(0)) > 0]
    used = used.assign(_n=used["hits_a"].fillna(0) + used["hits_b"].fillna(0))
    used = used.sort_values(["_n", "feature"], ascending=[False, True], kind="stable").head(most)
    key = (used["rate_a"] - used["rate_b"]) if descriptive else used["log2_ratio"]
    used = used.assign(_k=key.astype("Float64").fillna(0.0)).sort_values(
        ["_k", "feature"], ascending=[True, False], kind="stable"
    )
    rows = np.arange(len(used))
    with style():
        ax = axes(ax, height=1.2 + 0.24 * max(len(used), 1))
        for y in range(len(used)):
            ax.axhline(y, color="#E8E8E8", lw=0.6, zorder=0)
        if descriptive:
            for (colour, marker), name, column in zip(
                SIDES, sides, ("rate_a", "rate_b"), strict=True
            ):
                values = used[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
                ax.plot(
                    values,
                    rows,
                    ls="",
                    marker=marker,
                    ms=5,
                    mfc=colour,
                    mec=BLACK,
                    mew=0.5,
                    label=name,
                )
            ax.set_xlabel("hits per 1,000 words of story (no test: descriptive only)")
            ax.set_xlim(left=-0.2)
            ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, borderaxespad=0.2)
        else:
            ratio, low, high = (
                used[c].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
                for c in ("log2_ratio", "low", "high")
            )
            for k, (colour, marker) in enumerate(SIDES):
                mine = (ratio > 0) if k == 0 else (ratio <= 0)
                ax.errorbar(
                    ratio[mine],
                    rows[mine],
                    xerr=[(ratio - low)[mine], (high - ratio)[mine]],
                    fmt=marker,
                    ms=5,
                    color=colour,
                    mec=BLACK,
                    mew=0.5,
                    elinewidth=1.1,
                    capsize=2,
                )
            ax.axvline(0, color=GREY, lw=0.8)
            ax.set_xlabel(f"← more by {sides[1]}    log2 ratio of rates    more by {sides[0]} →")
        ax.set_yticks(rows, [(titles or {}).get(str(f), str(f)) for f in used["feature"]])
        ax.set_ylim(-0.7, len(used) - 0.3)
        ax.set_title(f"{sides[0]} and {sides[1]} in the same events", pad=18 if descriptive else 6)
        small_print(ax, footnote)
    return ax
