"""How each side names one actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.plots.names import fitted
from framing.plots.style import (
    BLACK,
    GREEN,
    GREY,
    PURPLE,
    RULE,
    SIDES,
    axes,
    finish,
    nothing,
    style,
)
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS = (*SIDES, (GREEN, "s"), (PURPLE, "^"), (GREY, "v"))
OTHERS = ("#FFFFFF", "P")


def labels(
    table: pd.DataFrame,
    actor: str,
    *,
    side: str = "origin",
    most: int = 12,
    signature: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw how often each side uses each label of an actor.

    Parameters
    ----------
    table : DataFrame
        One row an occurrence, with ``actor``, ``label`` and the column named by `side`.
    actor : str
    side : str
        The column that tells the sides apart. Of more than six, the five with most mentions are
        drawn singly and the others together.
    most : int
        How many labels to draw, the most frequent first.
    ax : Axes, optional

    Returns
    -------
    Axes
        Occurrences, one marker a side.
    """
    from matplotlib.ticker import MaxNLocator

    mine = table[table["actor"] == actor]
    counts = mine.groupby(["label", side]).size().unstack(fill_value=0)
    used = counts.sum(axis=1).sort_values(ascending=False, kind="stable").head(most).index[::-1]
    sides = _sides(counts)
    rows = range(len(used))
    with style():
        pitch = 0.14 + 0.055 * max(len(sides), 2)
        ax = axes(ax, width="onehalf", height=0.55 + pitch * max(len(used), 1))
        for y in rows:
            ax.axhspan(y - 0.5, y + 0.5, color="#F4F4F4" if y % 2 else "white", lw=0, zorder=0)
        for number, (name, columns) in enumerate(sides.items()):
            colour, marker = LOOKS[number] if number < len(LOOKS) else OTHERS
            times = counts.loc[used, columns].sum(axis=1).to_numpy()
            shift = 0.66 * (number + 0.5) / len(sides) - 0.33
            drawn = [(n, y - shift) for y, n in zip(rows, times, strict=True) if n]
            ax.plot(*zip(*drawn, strict=True) if drawn else ([], []), ls="", marker=marker, ms=5,
                    mfc=colour, mec=BLACK, mew=0.5, label=name)  # fmt: skip
        ax.set_yticks(rows, fitted(used, 2.0))
        ax.tick_params(axis="y", length=0)
        ax.set_ylim(-0.5, max(len(used), 1) - 0.5)
        ax.set_xlabel("occurrences")
        ax.set_xlim(left=0)
        ax.grid(axis="x", color=RULE, lw=0.6)
        ax.set_axisbelow(True)
        ax.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
        if not len(used):
            nothing(ax, "not mentioned")
        shown = f" · {len(used)} of {plural(len(counts), 'label')}" if len(counts) > most else ""
        finish(
            ax,
            title=f"What {actor} is called",
            note=f"{plural(len(mine), 'mention')}{shown} · signature {signature}",
        )
    return ax


def _sides(counts: pd.DataFrame) -> dict[str, list[str]]:
    """What is drawn with one sign each: single sides, and the small ones together."""
    if counts.shape[1] <= len(LOOKS) + 1:
        return {str(name): [name] for name in sorted(counts.columns)}
    total = counts.sum().rename("n").rename_axis("side").reset_index()
    total = total.sort_values(["n", "side"], ascending=[False, True], kind="stable")
    order = total["side"].tolist()
    found = {str(name): [name] for name in sorted(order[: len(LOOKS)])}
    rest = order[len(LOOKS) :]
    return {**found, f"{len(rest)} others": rest}
