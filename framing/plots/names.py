"""Names of any kind as labels of a figure: harmless, drawable, and no longer than their room."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

FONT = "DejaVu Sans"  # comes with matplotlib: the same on every machine
MARKS = 2  # combining signs in a row; more would climb over the neighbours
SCANNED = 400  # characters of a name that are looked at; no label is wider


def tidy(words: object) -> str:
    """One line without control signs, with a box for every sign that the font does not have.

    Examples
    --------
    >>> tidy("The\\nPaper\\x07 \\u202e")
    'The Paper'
    >>> tidy("Paper \\ue000")
    'Paper □'
    """
    known = _signs()
    kept: list[str] = []
    marks = 0
    for sign in str(words)[:SCANNED]:
        kind = unicodedata.category(sign)
        if kind in ("Cc", "Zl", "Zp", "Zs"):
            kept.append(" ")
            continue
        if kind in ("Cf", "Cs"):
            continue
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks <= MARKS:
            kept.append(sign if ord(sign) in known else "□")
    return " ".join("".join(kept).split())


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    from matplotlib.font_manager import get_font

    return frozenset(get_font(_file(False)).get_charmap())


@lru_cache(maxsize=2)
def _file(bold: bool) -> str:
    from matplotlib.font_manager import FontProperties, findfont

    return str(findfont(FontProperties(family=FONT, weight="bold" if bold else "normal")))


@lru_cache(maxsize=4096)
def width_of(words: str, size: float = 7.5, *, bold: bool = False) -> float:
    """How wide a line is, in inches."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    font: Any = get_font(_file(bold))
    font.set_size(64.0, 72)
    font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64 * size / 64 / 72


def fit(
    words: object,
    room: float,
    *,
    size: float = 7.5,
    bold: bool = False,
    cut: Literal["end", "middle"] = "middle",
) -> str:
    """A name as a label at most `room` inches wide; what is cut is shown by an ellipsis.

    Parameters
    ----------
    words : object
    room : float
        Inches.
    size : float
        Of the letters, in points.
    bold : bool
    cut : {"middle", "end"}
        Names are cut in the middle, since many differ at their end only; sentences at the end.

    Returns
    -------
    str
        For matplotlib: a dollar sign stays one and begins no formula.

    Examples
    --------
    >>> fit("TASS", 2.0), fit("$US", 2.0)
    ('TASS', '\\\\$US')
    >>> fit("The Christian Science Monitor International Edition", 1.6)
    'The Christian Scie…nal Edition'
    """
    line = tidy(words)
    if width_of(line, size, bold=bold) > room:
        low, high = 0, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            if width_of(_cut(line, middle, cut), size, bold=bold) <= room:
                low = middle
            else:
                high = middle - 1
        line = _cut(line, low, cut)
    return line.replace("$", r"\$")


def _cut(line: str, kept: int, cut: str) -> str:
    head = kept if cut == "end" else -(-3 * kept // 5)
    tail = line[len(line) - (kept - head) :] if kept > head else ""
    return line[:head].rstrip(" ,·") + "…" + tail.lstrip(" ")


def wrap(
    words: object, room: float, *, size: float = 7.5, bold: bool = False, lines: int = 2
) -> list[str]:
    """Words broken into at most `lines` lines of `room` inches, the last one cut if need be.

    Examples
    --------
    >>> wrap("one two three", 0.3)
    ['one', 'two…']
    """
    waiting = tidy(words).split()
    found: list[str] = []
    while waiting and len(found) < lines - 1:
        line = waiting.pop(0)
        while waiting and width_of(f"{line} {waiting[0]}", size, bold=bold) <= room:
            line += " " + waiting.pop(0)
        found.append(line)
    if waiting:
        found.append(" ".join(waiting))
    return [fit(line, room, size=size, bold=bold, cut="end") for line in found]


def fitted(names: Iterable[object], room: float, *, size: float = 7.5) -> list[str]:
    """Each of several names, at most `room` inches wide."""
    return [fit(name, room, size=size) for name in names]
