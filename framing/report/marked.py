"""A story as HTML in which every layer (voice, copies, features, furniture) can be seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """A stretch of text, the layer that marked it, and what a reader is told of it."""

    start: int
    end: int
    layer: str
    title: str = ""


def marked(text: str, marks: Sequence[Mark], *, start: int = 0, end: int | None = None) -> str:
    """Return `text` as HTML in which each stretch carries the classes of the marks over it.

    Parameters
    ----------
    text : str
    marks : sequence of Mark
        They may overlap; the title shown is that of the shortest, or of all that are as short.
    start, end : int
        The part of the text to return.

    Returns
    -------
    str
        Escaped; ``<span class="…">`` are its only elements.

    Examples
    --------
    >>> marked("a <b> c", [Mark(2, 5, "direct", "Kim")])
    'a <span class="direct" title="Kim">&lt;b&gt;</span> c'
    """
    end = len(text) if end is None else end
    inside = [m for m in marks if m.start < end and m.end > start and m.end > m.start]
    cuts = {start, end}
    for mark in inside:
        cuts |= {max(mark.start, start), min(mark.end, end)}
    edges = sorted(cuts)
    pieces: list[str] = []
    active: list[Mark] = []
    waiting = sorted(inside, key=lambda m: m.start)
    position = 0
    for a, b in pairwise(edges):
        while position < len(waiting) and waiting[position].start <= a:
            active.append(waiting[position])
            position += 1
        active = [m for m in active if m.end > a]
        pieces.append(_piece(text[a:b], active))
    return "".join(pieces)


def _piece(piece: str, active: Sequence[Mark]) -> str:
    if not active:
        return escape(piece, quote=False)
    classes = " ".join(sorted({m.layer for m in active}))
    said = [m for m in active if m.title]
    least = min((m.end - m.start for m in said), default=0)
    titles = sorted({m.title for m in said if m.end - m.start == least})
    title = f' title="{escape("; ".join(titles))}"' if titles else ""
    return f'<span class="{escape(classes)}"{title}>{escape(piece, quote=False)}</span>'
