"""Which side uses a feature more, with the interval that says how sure one may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.plots.names import fitted
from framing.plots.style import BLACK, GREY, RULE, SIDES, axes, beside, ends, finish, nothing, style
from framing.plots.values import numbers
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def contrast(
    table: pd.DataFrame,
    *,
    sides: tuple[str, str],
    most: int = 20,
    titles: Mapping[str, str] | None = None,
    title: str = "",
    footnote: str = "",
    descriptive: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw log2 rate ratios with their intervals, the first side to the right.

    Parameters
    ----------
    table : DataFrame
        With ``feature, log2_ratio, low, high, hits_a, hits_b``; one row a feature. Where it has
        ``p_family``, a filled mark is a claim (.05 or less) and a hollow one is none.
    sides : (str, str)
        Names of the two groups; a positive ratio means that the first uses it more.
    most : int
        How many features to draw, those with most hits.
    titles : mapping of str to str, optional
        What to call a feature; else its own name.
    title, footnote : str
    descriptive : bool
        Draw the two rates (``rate_a``, ``rate_b``) instead: there is too little for a ratio.
    ax : Axes, optional

    Returns
    -------
    Axes
        At the right of each row stand its hits, those of the first side before the colon. A
        feature that only one side uses has no ratio: its mark stands at that side's edge.
    """
    hits = table[["hits_a", "hits_b"]].fillna(0)
    found = table.assign(_n=hits["hits_a"] + hits["hits_b"])
    found = found[found["_n"] > 0]
    used = found.sort_values(["_n", "feature"], ascending=[False, True], kind="stable").head(most)
    key = (used["rate_a"] - used["rate_b"]) if descriptive else used["log2_ratio"]
    used = used.assign(_k=key.astype("Float64").fillna(0.0)).sort_values(
        ["_k", "feature"], ascending=[True, False], kind="stable"
    )
    with style():
        ax = axes(ax, height=0.75 + 0.23 * max(len(used), 1))
        for y in range(len(used)):
            ax.axhline(y, color=RULE, lw=0.6, zorder=0)
        if descriptive:
            _rates(ax, used, sides)
        else:
            _ratios(ax, used, sides)
        counts = used[["hits_a", "hits_b"]].fillna(0).astype(int)
        for y, (a, b) in enumerate(counts.itertuples(index=False)):
            beside(ax, y, f"{a:,} : {b:,}", size=6.5)
        names = [(titles or {}).get(str(f), str(f)) for f in used["feature"]]
        ax.set_yticks(range(len(used)), fitted(names, 2.4))
        ax.set_ylim(-0.7, max(len(used), 1) - 0.3)
        if used.empty:
            nothing(ax, "none of the features was found")
        shown = f"{len(used)} of {plural(len(found), 'feature')} that were found"
        finish(
            ax,
            title=title or f"In the same events: {sides[0]} and {sides[1]}",
            note=f"{shown} · at the right: hits of the two sides · {footnote}".strip(" ·"),
        )
    return ax


def _rates(ax: Axes, used: pd.DataFrame, sides: tuple[str, str]) -> None:
    for (colour, marker), name, column in zip(SIDES, sides, ("rate_a", "rate_b"), strict=True):
        values = numbers(used, column)
        ax.plot(values, range(len(used)), ls="", marker=marker, ms=5, mfc=colour, mec=BLACK,
                mew=0.5, label=name)  # fmt: skip
    ax.set_xlabel("hits per 1,000 words of story (no test: descriptive only)")
    ax.set_xlim(left=-0.02 * max(ax.get_xlim()[1], 0.1))


def _ratios(ax: Axes, used: pd.DataFrame, sides: tuple[str, str]) -> None:
    ratio, low, high = (numbers(used, c) for c in ("log2_ratio", "low", "high"))
    claimed = numbers(used, "p_family") <= 0.05 if "p_family" in used else np.ones(len(used), bool)
    known = [v[np.isfinite(v)] for v in (ratio, low, high)]
    edge = max((float(np.abs(v).max()) for v in known if len(v)), default=1.0) * 1.08
    for y, (value, a, b, claim) in enumerate(zip(ratio, low, high, claimed, strict=True)):
        if np.isnan(value):
            continue
        colour, marker = SIDES[0] if value > 0 else SIDES[1]
        if np.isinf(value):
            value, marker = (edge, ">") if value > 0 else (-edge, "<")
        ax.plot([max(a, -edge), min(b, edge)], [y, y], color=colour, lw=1.2)
        ax.plot([value], [y], ls="", marker=marker, ms=5.5, mec=BLACK if claim else colour,
                mfc=colour if claim else "white", mew=0.6 if claim else 1.1)  # fmt: skip
    ax.axvline(0, color=GREY, lw=0.8)
    ax.set_xlim(-edge * 1.04, edge * 1.04)
    marks = "; filled: family-wise p ≤ .05" if "p_family" in used else ""
    ax.set_xlabel(f"log2 ratio of rates (1: twice as often), 95 % intervals{marks}")
    ends(ax, sides)
