"""Two stories side by side, with the passages that they share joined by bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.corpus import Corpus
from framing.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KINDS = {
    "copy": (BLUE, ""),
    "quotation": (ORANGE, "////"),
    "rewrite": (GREEN, "\\\\\\\\"),
    "boilerplate": (GREY, "...."),
}


def aligned(corpus: Corpus, first: str, second: str, *, ax: Axes | None = None) -> Axes:
    """Draw the shared passages of two articles as bands between two bars.

    Parameters
    ----------
    corpus : Corpus
        With the reuse stage done.
    first, second : str
        Article ids.
    ax : Axes, optional

    Returns
    -------
    Axes
        Each bar is a story from top to bottom; a band joins the two places of a passage.
    """
    from matplotlib.patches import Patch, Polygon, Rectangle

    about = corpus.articles.set_index("article_id")
    passages = corpus.passages
    pair = passages[(passages["article_id"] == first) & (passages["other_id"] == second)]
    ends = [max((e for _, e, _ in corpus.story_spans(i)), default=1) for i in (first, second)]
    with style():
        ax = axes(ax, width="single", height=3.4)
        for x in (0.0, 1.0):
            ax.add_patch(Rectangle((x - 0.09, 0), 0.18, 1, fc="#EFEFEF", ec=BLACK, lw=0.7))
        seen = []
        for row in pair.itertuples(index=False):
            if row.kind not in _KINDS:
                continue
            seen.append(row.kind)
            colour, hatch = _KINDS[row.kind]
            left = (row.start / ends[0], row.end / ends[0])
            right = (row.other_start / ends[1], row.other_end / ends[1])
            corners = [(0.09, left[0]), (0.91, right[0]), (0.91, right[1]), (0.09, left[1])]
            ax.add_patch(Polygon(corners, fc=colour, alpha=0.25, hatch=hatch, ec=colour, lw=0.4))
            for x, (a, b) in ((0, left), (1, right)):
                ax.add_patch(
                    Rectangle((x - 0.09, a), 0.18, b - a, fc=colour, ec="none", alpha=0.85)
                )
        for x, article in ((0, first), (1, second)):
            row = about.loc[article]
            ax.annotate(
                f"{row['outlet']}\n(words: {row['origin']})",
                (x, -0.03),
                ha="center",
                va="bottom",
                fontsize=7,
                annotation_clip=False,
            )
        ax.set_xlim(-0.35, 1.35)
        ax.set_ylim(1.01, -0.01)
        ax.axis("off")
        ax.set_title("Shared passages", pad=30)
        shown = [k for k in _KINDS if k in seen]
        ax.legend(
            handles=[Patch(fc=_KINDS[k][0], hatch=_KINDS[k][1], alpha=0.5, label=k) for k in shown],
            loc="upper center",
            bbox_to_anchor=(0.5, 0.0),
            ncols=3,
        )
        small_print(ax, f"{len(pair)} passages · signature {corpus.signature}")
    return ax
