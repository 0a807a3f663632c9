"""Who prints whose words: lines from origins to the outlets that print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.plots.style import BLACK, BLUE, GREY, ORANGE, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# How an origin is known: a colour, a line, and what the legend says.
BASES = {
    "credited": (BLUE, "-", "credited in the file"),
    "dateline": (GREY, "--", "known from the dateline"),
    "traced": (ORANGE, ":", "shares passages, no credit in the file"),
}


def network(
    table: pd.DataFrame, *, most: int = 30, footnote: str = "", ax: Axes | None = None
) -> Axes:
    """Draw one line for each origin and outlet, as wide as the stories are many.

    Parameters
    ----------
    table : DataFrame
        From `framing.reuse.network`: ``source, target, basis, articles, stories``.
    most : int
        How many lines to draw, those with most stories first.
    footnote : str
    ax : Axes, optional

    Returns
    -------
    Axes
        Origins at the left, outlets at the right, sorted by name; the number on a line is its
        independent stories.
    """
    from matplotlib.lines import Line2D

    order = table.assign(basis=table["basis"].astype(object).fillna("credited")).sort_values(
        ["stories", "source", "target", "basis"], ascending=[False, True, True, True], kind="stable"
    )
    used = order.head(most)
    left, right = (sorted(used[c].astype(str).unique(), reverse=True) for c in ("source", "target"))
    tall = max(len(left), len(right), 1)
    with style():
        ax = axes(ax, width="onehalf", height=1.3 + 0.3 * tall)
        height = {
            0: {n: _spread(i, len(left), tall) for i, n in enumerate(left)},
            1: {n: _spread(i, len(right), tall) for i, n in enumerate(right)},
        }
        pairs: dict[tuple[str, str], int] = {}
        for row in used.itertuples(index=False):
            colour, line, _ = BASES.get(str(row.basis), BASES["credited"])
            shift = 0.12 * pairs.get((row.source, row.target), 0)
            pairs[row.source, row.target] = pairs.get((row.source, row.target), 0) + 1
            ends = (height[0][str(row.source)] + shift, height[1][str(row.target)] + shift)
            ax.plot((0, 1), ends, color=colour, ls=line, lw=0.9 + 0.8 * row.stories**0.5, zorder=1)
            at = 0.86 - 0.1 * (left.index(str(row.source)) % 3)
            ax.annotate(
                f"{row.stories:,}",
                (at, ends[0] + (ends[1] - ends[0]) * at),
                fontsize=7,
                ha="center",
                va="center",
                bbox={"fc": "white", "ec": "none", "pad": 0.8},
                zorder=2,
            )
        for x, align in ((0, "right"), (1, "left")):
            for name, y in height[x].items():
                ax.plot([x], [y], marker="o", ms=5, mfc="white", mec=BLACK, ls="", zorder=3)
                away = (-7 if x == 0 else 7, 0)
                ax.annotate(
                    name, (x, y), xytext=away, textcoords="offset points", ha=align, va="center"
                )
        ax.set_xlim(-0.55, 1.75)
        ax.set_ylim(-0.6, tall - 0.3)
        ax.axis("off")
        ax.set_title("Whose words (left) stand in whose pages (right)", pad=34)
        shown = [b for b in BASES if b in set(used["basis"])]
        ax.legend(
            handles=[
                Line2D([], [], color=BASES[b][0], ls=BASES[b][1], lw=1.8, label=BASES[b][2])
                for b in shown
            ],
            loc="lower left",
            bbox_to_anchor=(0, 1.0),
            ncols=2,
            borderaxespad=0.1,
        )
        note = f"{len(used)} of {len(table)} lines · numbers are independent stories"
        small_print(ax, f"{note} · {footnote}" if footnote else note)
    return ax


def _spread(place: int, number: int, tall: int) -> float:
    """Heights that share the whole height among fewer names."""
    return (place + 0.5) * tall / number - 0.5
