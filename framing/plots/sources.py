"""Which kinds of sources are given words, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.plots.style import BLACK, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# From dark to light, with a hatch each, so that the parts are told apart in grey.
LOOKS = (
    ("#0B4F7D", ""), ("#C75B12", "///"), ("#4FA3C7", ""), ("#F0B070", "||"), ("#4E4E4E", ""),
    ("#8E6BA8", "\\\\\\"), ("#A9A9A9", "//"), ("#5FB08A", "\\\\"), ("#E3E3E3", "--"),
    ("#F5F5F5", ""),
)  # fmt: skip


def sources(
    table: pd.DataFrame,
    *,
    by: str = "outlet",
    what: str = "kind",
    most: int = 9,
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
    names = sorted(total[total > 0].index, reverse=True)
    shares = shares.reindex(names, fill_value=0).div(total.loc[names], axis=0) * 100
    with style():
        ax = axes(ax, height=1.3 + 0.32 * len(names))
        left = pd.Series(0.0, index=shares.index)
        for (colour, hatch), kind in zip(LOOKS, shares.columns, strict=False):
            ax.barh(
                [str(n) for n in shares.index],
                shares[kind],
                left=left,
                color=colour,
                hatch=hatch,
                edgecolor=BLACK,
                linewidth=0.5,
                height=0.62,
                label=str(kind),
            )
            left = left + shares[kind]
        for y, name in enumerate(shares.index):
            ax.annotate(
                f"of {total[name]:,} words",
                (1.01, y),
                xycoords=("axes fraction", "data"),
                va="center",
                fontsize=7,
                annotation_clip=False,
            )
        ax.set_xlim(0, max(float(left.max()) * 1.02 if len(left) else 1.0, 1.0))
        ax.set_xlabel("share of the story's words, %")
        ax.set_title(f"To which {what} of source words are given, by {by}", pad=36)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=5, borderaxespad=0.2)
        ax.tick_params(axis="y", length=0)
        small_print(ax, footnote)
    return ax
