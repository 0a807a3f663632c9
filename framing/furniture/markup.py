"""Tags that stand in a text: they stay there, as furniture, and the words between them count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.furniture.marks import Mark

_TAG = re.compile(
    r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>|</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,500})?/?>",
    re.DOTALL | re.IGNORECASE,
)


def find_markup(text: str) -> list[tuple[int, int]]:
    """Where tags, comments, scripts and style sheets stand in a text.

    Examples
    --------
    >>> find_markup("<p>Kim < Lavrov</p>")
    [(0, 3), (15, 19)]
    """
    return [m.span() for m in _TAG.finditer(text)] if "<" in text and ">" in text else []


def blank_out(text: str, markup: Sequence[tuple[int, int]]) -> str:
    """The text with its tags blanked out, so that offsets stay."""
    if not markup:
        return text
    parts, at = [], 0
    for start, end in markup:
        parts.append(text[at:start])
        parts.append("".join("\n" if c == "\n" else " " for c in text[start:end]))
        at = end
    return "".join((*parts, text[at:]))


def cover(text: str, marks: Sequence[Mark], markup: Sequence[tuple[int, int]]) -> list[Mark]:
    """Take tags out of the marks that hold them, and mark them as furniture."""
    if not markup:
        return list(marks)
    found: list[Mark] = [Mark(a, b, "furniture", "other", "markup") for a, b in markup]
    for mark in marks:
        begin = mark.start
        for start, end in markup:
            if end <= begin or start >= mark.end:
                continue
            found.extend(_part(text, mark, begin, start))
            begin = end
        found.extend(_part(text, mark, begin, mark.end))
    return sorted(found)


def _part(text: str, mark: Mark, start: int, end: int) -> list[Mark]:
    piece = text[start:end]
    if start >= end or not piece.strip():
        return []
    left = len(piece) - len(piece.lstrip())
    right = len(piece) - len(piece.rstrip())
    return [mark._replace(start=start + left, end=end - right)]
