"""One style for every figure: widths of journal columns, colours that survive grey, fixed bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from framing.errors import FramingError
from framing.files import write_atomically

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito (2008): told apart by readers with any common colour vision, and by lightness.
BLUE, ORANGE, GREEN, PURPLE, SKY, GREY, BLACK = (
    "#0072B2", "#D55E00", "#009E73", "#7A5195", "#56B4E9", "#6E6E6E", "#1A1A1A",
)  # fmt: skip
SIDES = ((BLUE, "o"), (ORANGE, "D"))  # a colour and a marker for each side
VOICES: Mapping[str, tuple[str, str]] = {  # a colour and a hatch for each voice
    "narrator": ("#D9D9D9", ""),
    "indirect": ("#8DB8D9", "////"),
    "direct": ("#2B6A9B", ".."),
}
WIDTHS: Mapping[str, float] = {"single": 3.46, "onehalf": 5.2, "double": 7.2}  # inches

_RC = {
    "font.family": "DejaVu Sans",
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


@contextmanager
def style() -> Iterator[None]:
    """Draw in the style of this package, and leave the reader's own settings as they were."""
    import matplotlib

    with matplotlib.rc_context(_RC):
        yield


def axes(
    ax: Axes | None, *, width: Literal["single", "onehalf", "double"] = "double", height: float
) -> Axes:
    """The reader's axes, or new ones on a figure of a journal's column width (height in inches)."""
    if ax is not None:
        return ax
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTHS[width], height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def small_print(ax: Axes, words: str) -> None:
    """Write what the figure rests on (counts, signature) under it."""
    figure = ax.figure
    figure.supxlabel(words, fontsize=6, color=GREY, x=0.01, ha="left")


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
