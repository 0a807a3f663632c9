"""How many differences each method finds where there is nothing to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.plots.style import BLACK, SIDES, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def placebo(
    found: pd.DataFrame,
    *,
    title: str = "Differences found between random halves",
    footnote: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw one mark a split for each method: the number of differences it found.

    Parameters
    ----------
    found : DataFrame
        One row a split of the same stories, one column a method; there is nothing to find.
    title, footnote : str
    ax : Axes, optional

    Returns
    -------
    Axes
        Logarithmic above 1; the share of splits with any finding stands at the right.
    """
    with style():
        ax = axes(ax, height=1.1 + 0.45 * found.shape[1])
        rows = range(found.shape[1])
        for y, (method, (colour, marker)) in enumerate(
            zip(found.columns, [*SIDES, *SIDES, *SIDES], strict=False)
        ):
            values = found[method].to_numpy()
            spread = [y + 0.22 * ((i % 5) - 2) / 2 for i in range(len(values))]
            ax.plot(
                values,
                spread,
                ls="",
                marker=marker,
                ms=4,
                mfc=colour,
                mec=BLACK,
                mew=0.4,
                alpha=0.8,
            )
            share = (values > 0).mean()
            ax.annotate(
                f"any in {share:.0%}",
                (1.01, y),
                xycoords=("axes fraction", "data"),
                va="center",
                fontsize=7,
                annotation_clip=False,
            )
        ax.set_xscale("symlog", linthresh=1)
        ax.set_xlim(-0.3, max(float(found.to_numpy().max()) * 1.6, 3))
        ax.set_yticks(list(rows), [str(m) for m in found.columns])
        ax.set_ylim(-0.6, found.shape[1] - 0.4)
        ax.set_xlabel("false discoveries in one split")
        ax.set_title(title)
        small_print(ax, footnote or f"{len(found)} splits")
    return ax
