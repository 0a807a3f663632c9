"""A story as HTML in which every layer (voice, copies, features, furniture) can be seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple


class Mark(NamedTuple):
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
        cuts.add(mark.start if mark.start > start else start)
        cuts.add(mark.end if mark.end < end else end)
    edges = sorted(cuts)
    pieces: list[str] = []
    active: list[Mark] = []
    waiting = sorted(inside, key=lambda m: m.start)
    position = 0
    for a, b in pairwise(edges):
        active = [m for m in active if m.end > a]
        while position < len(waiting) and waiting[position].start <= a:
            active.append(waiting[position])
            position += 1
        pieces.append(_opening(active) + escape(text[a:b], quote=False) + _CLOSING[bool(active)])
    return "".join(pieces)


_CLOSING = ("", "</span>")


def _opening(active: Sequence[Mark]) -> str:
    """The beginning of the element round a piece; nothing where no mark is over it."""
    if not active:
        return ""
    if len(active) == 1:
        classes, titles = active[0].layer, [active[0].title]
    else:
        classes = " ".join(sorted({m.layer for m in active}))
        said = [m for m in active if m.title]
        least = min((m.end - m.start for m in said), default=0)
        titles = sorted({m.title for m in said if m.end - m.start == least})
    title = f' title="{escape("; ".join(titles))}"' if any(titles) else ""
    return f'<span class="{escape(classes)}"{title}>'
