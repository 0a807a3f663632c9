"""One style for every figure: widths of journal columns, colours that survive grey, fixed bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from framing.errors import FramingError
from framing.files import write_atomically
from framing.plots.names import FONT, fit, tidy, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Blue, vermilion, green and sky blue of Okabe & Ito (2008), told apart by readers with any common
# colour vision, and by lightness; the purple, the grey and the black are our own.
BLUE, ORANGE, GREEN, PURPLE, SKY, GREY, BLACK = (
    "#0072B2", "#D55E00", "#009E73", "#7A5195", "#56B4E9", "#6E6E6E", "#1A1A1A",
)  # fmt: skip
RULE = "#E6E6E6"  # of lines that guide the eye
SIDES = ((BLUE, "o"), (ORANGE, "D"))  # a colour and a marker for each side
VOICES: Mapping[str, tuple[str, str]] = {  # a colour and a hatch for each voice
    "narrator": ("#D9D9D9", ""),
    "indirect": ("#8DB8D9", "////"),
    "direct": ("#2B6A9B", ".."),
}
WIDTHS: Mapping[str, float] = {"single": 3.46, "onehalf": 5.2, "double": 7.2}  # inches
MARGIN = 0.07  # inches around a figure
_OURS = "framing"  # marks the figures that `axes` made

_RC = {
    "font.family": FONT,
    "font.size": 8,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.edgecolor": BLACK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "hatch.linewidth": 0.5,
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "svg.hashsalt": "framing",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "path.simplify": False,
}


# What a reader may have set and what would change a figure's bytes: put back to the defaults.
_LOOKS = (
    "axes", "errorbar", "figure", "font", "grid", "hatch", "legend", "lines", "markers",
    "mathtext", "patch", "path", "pdf", "savefig", "svg", "text", "xaxis", "xtick", "yaxis",
    "ytick",
)  # fmt: skip


@contextmanager
def style() -> Iterator[None]:
    """Draw in the style of this package, and leave the reader's own settings as they were."""
    import matplotlib

    plain = {
        name: value
        for name, value in matplotlib.rcParamsDefault.items()
        if name.split(".")[0] in _LOOKS
    }
    with matplotlib.rc_context({**plain, **_RC}):
        yield


def axes(
    ax: Axes | None, *, width: Literal["single", "onehalf", "double"] = "double", height: float
) -> Axes:
    """The reader's axes, or new ones on a figure of a journal's column width.

    `height` is that of axes and tick labels, in inches; `finish` adds what title, key and small
    print need.
    """
    if ax is not None:
        return ax
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTHS[width], height), layout="constrained")
    figure.set_label(_OURS)
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def finish(
    ax: Axes, *, title: str, note: str = "", key: Sequence[Any] | None = None, named: str = ""
) -> None:
    """Write title, key and small print, and make the figure as high as they need.

    Parameters
    ----------
    ax : Axes
    title : str
        What the figure shows; broken into lines at the figure's width.
    note : str
        What it rests on (counts, signature), in small print.
    key : sequence of handles, optional
        What the signs mean; by default what the axes' artists are labelled. Nothing to tell
        apart: no key.
    named : str
        A title for the key.
    """
    handles = list(ax.get_legend_handles_labels()[0] if key is None else key)
    if ax.figure.get_label() != _OURS:
        _finish_readers(ax, title, note, handles, named)
        return
    figure: Any = ax.figure
    wide, body = figure.get_size_inches()
    room = wide - 2 * MARGIN
    head = wrap(title, room, size=9, bold=True)
    small = wrap(note, room, size=6, lines=3)
    legend = _legend(figure, handles, named, room)
    deep = legend.get_window_extent().height / figure.dpi if legend else 0.0
    top = MARGIN + 0.165 * len(head) + (deep + 0.09 if legend else 0.05)
    bottom = MARGIN + 0.115 * len(small)
    height = body + top + bottom
    figure.set_size_inches(wide, height)
    figure.get_layout_engine().set(rect=(0, bottom / height, 1, body / height))
    left = MARGIN / wide
    figure.text(left, 1 - MARGIN / height, "\n".join(head), size=9, weight="bold", va="top")
    figure.text(left, MARGIN / height, "\n".join(small), size=6, color=GREY)
    if legend:
        under = 1 - (MARGIN + 0.165 * len(head) + 0.04) / height
        legend.set_bbox_to_anchor((left, under), transform=figure.transFigure)


def _legend(figure: Any, handles: Sequence[Any], named: str, room: float) -> Any:
    """The key in as many columns as its width allows; None where there is nothing to tell."""
    if not handles:
        return None
    words = [fit(h.get_label(), min(room - 0.5, 2.6) if room < 4 else room / 2 - 0.6)
             for h in handles]  # fmt: skip
    for rows in range(1, len(handles) + 1):
        columns = -(-len(handles) // rows)
        legend = figure.legend(
            handles, words, loc="upper left", ncols=columns, title=named or None,
            borderaxespad=0, borderpad=0, columnspacing=1.4, handletextpad=0.5,
            alignment="left", bbox_to_anchor=(0, 1),
        )  # fmt: skip
        legend.set_in_layout(False)
        if columns == 1 or legend.get_window_extent().width <= 0.96 * room * figure.dpi:
            break
        legend.remove()
    return legend


def _finish_readers(ax: Axes, title: str, note: str, handles: Sequence[Any], named: str) -> None:
    """On the reader's axes nothing is resized: title and key above them, small print below."""
    room = ax.get_window_extent().width / ax.figure.dpi
    columns = min(len(handles), 3)
    rows = -(-len(handles) // columns) if handles else 0
    if handles:
        words = [fit(h.get_label(), max(room / columns - 0.3, 0.5)) for h in handles]
        ax.legend(
            handles, words, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns,
            title=named or None, borderaxespad=0.2,
        )  # fmt: skip
    head = wrap(title, room, size=9, bold=True)
    ax.set_title("\n".join(head), loc="left", pad=6 + 12 * (rows + bool(named)))
    small = wrap(note, room, size=6, lines=3)
    ax.annotate(
        "\n".join(small), (0, 0), xytext=(0, -34), xycoords="axes fraction",
        textcoords="offset points", size=6, color=GREY, va="top", annotation_clip=False,
    )  # fmt: skip


def beside(ax: Axes, y: float, words: object, *, room: float = 1.9, size: float = 7) -> None:
    """Write something at the right of a row, outside of the axes."""
    ax.annotate(
        fit(words, room, size=size, cut="end"), (1, y), xytext=(5, 0), textcoords="offset points",
        xycoords=ax.get_yaxis_transform(), size=size, va="center", annotation_clip=False,
    )  # fmt: skip


def ends(ax: Axes, sides: tuple[str, str], what: str = "more by") -> None:
    """Say above the axes which way is whose: the second side's to the left, the first's right."""
    for x, align, words in (
        (0.0, "left", f"← {what} {tidy(sides[1])}"),
        (1.0, "right", f"{what} {tidy(sides[0])} →"),
    ):
        ax.annotate(
            fit(words, 2.3, size=7.5), (x, 1), xytext=(0, 3), textcoords="offset points",
            xycoords="axes fraction", size=7.5, ha=align, va="bottom", annotation_clip=False,
        )  # fmt: skip


def nothing(ax: Axes, words: str) -> None:
    """Say in the middle of empty axes why they are empty."""
    ax.text(0.5, 0.5, words, transform=ax.transAxes, ha="center", va="center", color=GREY)
    ax.set_xticks([])
    ax.set_yticks([])


_NO_DATE = {"svg": {"Date": None, "Creator": "framing"},
            "pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": "framing"},
            "png": {"Software": None}}  # fmt: skip


def save(drawn: Axes | Figure, path: str | Path) -> Path:
    """Write a figure as SVG, PDF or PNG: the same picture gives the same bytes.

    Parameters
    ----------
    drawn : Axes or Figure
    path : path
        Its suffix says the format.

    Returns
    -------
    Path

    Raises
    ------
    FramingError
        Where the suffix is none of the three.
    """
    path = Path(path)
    kind = path.suffix.lstrip(".").lower()
    if kind not in _NO_DATE:
        raise FramingError(f"{path}: a figure is written as .svg, .pdf or .png")
    figure: Any = getattr(drawn, "figure", drawn)
    with style(), write_atomically(path, "wb") as handle:
        figure.savefig(handle, format=kind, metadata=_NO_DATE[kind])
    return path
