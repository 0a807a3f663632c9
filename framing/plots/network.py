"""Who prints whose words: lines from origins to the outlets that print them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.plots.names import fit
from framing.plots.style import BLACK, BLUE, GREY, ORANGE, axes, finish, nothing, style
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# How an origin is known: a colour, a line, what the key says, and what stands beside an outlet.
BASES = {
    "credited": (BLUE, "-", "credited in the file", ""),
    "dateline": (GREY, (0, (4, 1.5)), "known from the dateline", " (dateline)"),
    "traced": (ORANGE, (0, (1, 1)), "shares passages, no credit in the file", " (traced)"),
}


def network(
    table: pd.DataFrame, *, most: int = 30, footnote: str = "", ax: Axes | None = None
) -> Axes:
    """Draw one line for each origin and outlet, the wider the more stories.

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
        Origins at the left, outlets at the right, sorted by name; under an outlet stand its
        origins with their independent stories.
    """
    from matplotlib.lines import Line2D

    order = table.assign(
        basis=table["basis"].astype(object).fillna("credited"),
        source=table["source"].astype(str),
        target=table["target"].astype(str),
    ).sort_values(
        ["stories", "source", "target", "basis"], ascending=[False, True, True, True], kind="stable"
    )
    used = order.head(most)
    left, right = (sorted(used[c].unique(), reverse=True) for c in ("source", "target"))
    tall = max(len(left), len(right), 1)
    largest = max([int(n) for n in used["stories"]], default=1)
    with style():
        ax = axes(ax, height=0.3 + 0.36 * tall)
        height = [{n: _spread(i, len(names), tall) for i, n in enumerate(names)}
                  for names in (left, right)]  # fmt: skip
        pairs: dict[tuple[str, str], int] = {}
        for row in used.itertuples(index=False):
            colour, line, *_ = BASES.get(row.basis, BASES["credited"])
            shift = 0.14 * pairs.get((row.source, row.target), 0)
            pairs[row.source, row.target] = pairs.get((row.source, row.target), 0) + 1
            ends = (height[0][row.source] + shift, height[1][row.target] + shift)
            wide = 0.8 + 3.2 * ((row.stories - 1) / max(largest - 1, 9)) ** 0.5
            ax.plot((0, 1), ends, color=colour, ls=line, lw=wide, zorder=1)
        for x, align in ((0, "right"), (1, "left")):
            for name, y in height[x].items():
                ax.plot([x], [y], marker="o", ms=5, mfc="white", mec=BLACK, ls="", zorder=3)
                at: Any = {"xytext": (-8 if x == 0 else 8, 0), "textcoords": "offset points"}
                label = fit(name, 1.9 if x == 0 else 2.5)
                if x:
                    label += "\n" + fit(_origins(used[used["target"] == name]), 2.5, cut="end")
                ax.annotate(label, (x, y), ha=align, va="center", size=7.5, linespacing=1.15,
                            annotation_clip=False, **at)  # fmt: skip
        ax.set_xlim(-0.02, 1.02)
        ax.set_ylim(-0.6, tall - 0.4)
        ax.axis("off")
        if used.empty:
            nothing(ax, "nobody prints another's words")
        shown = set(used["basis"])
        note = f"{len(used)} of {plural(len(table), 'line')} · numbers are independent stories"
        finish(
            ax,
            title="Whose words (left) stand in whose pages (right)",
            key=[Line2D([], [], color=colour, ls=line, lw=1.8, label=words)
                 for basis, (colour, line, words, _) in BASES.items() if basis in shown],
            note=f"{note} · {footnote}" if footnote else note,
        )  # fmt: skip
    return ax


def _origins(lines: pd.DataFrame) -> str:
    """The origins of one outlet with their stories, most first."""
    return ", ".join(
        f"{r.source} {r.stories:,}{BASES.get(r.basis, BASES['credited'])[3]}"
        for r in lines.itertuples(index=False)
    )


def _spread(place: int, number: int, tall: int) -> float:
    """Heights that share the whole height among fewer names."""
    return (place + 0.5) * tall / number - 0.5
