"""Two stories side by side, with the passages that they share joined by bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.corpus import Corpus
from framing.plots.names import fit
from framing.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, axes, finish, nothing, style
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KINDS = {
    "copy": (BLUE, ""),
    "quotation": (ORANGE, "////"),
    "rewrite": (GREEN, "xxxx"),
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
    pair = pair[pair["kind"].isin(list(_KINDS))]
    ends = [max((e for _, e, _ in corpus.story_spans(i)), default=1) for i in (first, second)]
    with style():
        ax = axes(ax, width="single", height=3.2)
        for x in (0.0, 1.0):
            ax.add_patch(Rectangle((x - 0.09, 0), 0.18, 1, fc="#F2F2F2", ec=BLACK, lw=0.7))
        for row in pair.itertuples(index=False):
            colour, hatch = _KINDS[row.kind]
            left = (row.start / ends[0], row.end / ends[0])
            right = (row.other_start / ends[1], row.other_end / ends[1])
            corners = [(0.09, left[0]), (0.91, right[0]), (0.91, right[1]), (0.09, left[1])]
            ax.add_patch(Polygon(corners, fc=colour, alpha=0.25, hatch=hatch, ec=colour, lw=0.4))
            for x, (a, b) in ((0, left), (1, right)):
                ax.add_patch(Rectangle((x - 0.09, a), 0.18, b - a, fc=colour, hatch=hatch,
                                       ec="white" if hatch else colour, lw=0))  # fmt: skip
        for x, article in ((0, first), (1, second)):
            row = about.loc[article]
            name = fit(row["outlet"], 1.5, size=8, bold=True)
            ax.annotate(name, (x, 0), xytext=(0, 13), textcoords="offset points", ha="center",
                        size=8, weight="bold", annotation_clip=False)  # fmt: skip
            ax.annotate(fit(f"words: {row['origin']}", 1.5, size=7), (x, 0), xytext=(0, 4),
                        textcoords="offset points", ha="center", size=7,
                        annotation_clip=False)  # fmt: skip
        ax.set_xlim(-0.4, 1.4)
        ax.set_ylim(1.01, -0.01)
        ax.axis("off")
        if pair.empty:
            nothing(ax, "no passage in common")
        shown = set(pair["kind"])
        finish(
            ax,
            title="Shared passages",
            key=[Patch(fc=colour, hatch=hatch, ec="white" if hatch else colour, label=kind)
                 for kind, (colour, hatch) in _KINDS.items() if kind in shown],
            note=f"{plural(len(pair), 'passage')}, from the top of each story to its end · "
            f"signature {corpus.signature}",
        )  # fmt: skip
    return ax
