"""Which kinds of sources are given words, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.plots.names import fitted
from framing.plots.style import BLACK, axes, beside, finish, nothing, style
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# From dark to light, with a hatch each, so that the parts are told apart in grey.
LOOKS = (
    ("#0B4F7D", ""), ("#E58A4E", "////"), ("#8CC4DE", ""), ("#F7D9B5", "|||"),
    ("#5C5C5C", "...."), ("#B79BCB", "\\\\\\\\"), ("#D4D4D4", ""), ("#7FC4A4", "xxx"),
    ("#EDEDED", "---"), ("#FFFFFF", ""),
)  # fmt: skip


def sources(
    table: pd.DataFrame,
    *,
    by: str = "outlet",
    what: str = "kind",
    most: int = 9,
    most_bars: int = 30,
    footnote: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the share of words given to each kind (or country) of source, one bar an outlet.

    Parameters
    ----------
    table : DataFrame
        From `framing.voice.source_mix`: the column named by `by`, ``what, value, words, of``.
    by : str
        The column that names the bars.
    what : {"kind", "country"}
    most : int
        How many kinds to draw singly; the others are put together.
    most_bars : int
        How many bars to draw: those with most words.
    footnote : str
    ax : Axes, optional

    Returns
    -------
    Axes
        Per cent of the story's words; what is missing up to 100 are the outlet's own words.
    """
    mine = table[table["what"] == what]
    words = mine.groupby([by, "value"])["words"].sum().unstack(fill_value=0).astype(int)
    total = table.drop_duplicates(by).set_index(by)["of"].astype(int)
    order = words.sum().rename("n").rename_axis("value").reset_index()
    order = order[order["n"] > 0].sort_values(["n", "value"], ascending=[False, True])
    kinds = order["value"].astype(str).tolist()
    shares = words[kinds[:most]].copy()
    if len(kinds) > most:
        shares["others"] = words[kinds[most:]].sum(axis=1)
    sizes = total[total > 0].rename("n").rename_axis("name").reset_index()
    sizes = sizes.sort_values(["n", "name"], ascending=[False, True], kind="stable")
    names = sorted(sizes["name"].head(most_bars), reverse=True)
    shares = shares.reindex(names, fill_value=0).div(total.loc[names], axis=0) * 100
    rows = range(len(names))
    with style():
        ax = axes(ax, height=0.55 + 0.27 * max(len(names), 1))
        left = pd.Series(0.0, index=shares.index)
        for (colour, hatch), kind in zip(LOOKS, shares.columns, strict=False):
            ax.barh(rows, shares[kind], left=left, color=colour, hatch=hatch, edgecolor=BLACK,
                    linewidth=0.5, height=0.66, label=str(kind))  # fmt: skip
            left = left + shares[kind]
        for y, name in enumerate(names):
            beside(ax, y, f"of {plural(int(total[name]), 'word')}")
        ax.set_yticks(rows, fitted(names, 2.2))
        ax.tick_params(axis="y", length=0)
        ax.set_xlim(0, max(float(left.max()) * 1.02 if len(left) else 1.0, 1.0))
        ax.set_ylim(-0.6, len(names) - 0.4)
        ax.set_xlabel("share of the story's words, %")
        if not kinds:
            nothing(ax, "no words are given to others")
        left_out = len(sizes) - len(names)
        said = f"{left_out:,} {by}s with fewer words are not drawn" if left_out else ""
        finish(
            ax,
            title=f"To which {what} of source words are given, by {by}",
            note=" · ".join(filter(None, [said, footnote])),
        )
    return ax
