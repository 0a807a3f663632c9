"""Which line is the headline, and where the story's running text begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.furniture.datelines import dateline_end
from framing.furniture.lines import Line

_WORD = re.compile(r"[^\W\d_]{4,}")
_LONGEST_HEADLINE = 220
# Kinds that only a story's head has; pictures and shares may stand anywhere.
HEAD_KINDS = ("byline", "timestamp")


def is_headline_like(line: Line, *, strict: bool = False) -> bool:
    """Whether a line could be a headline: some words, no full stop at its end.

    With `strict` also that it cannot be a paragraph, although it is long or ends in a mark.
    """
    text = line.text
    if line.kind is not None or line.spoken or len(text) > _LONGEST_HEADLINE or line.words < 2:
        return False
    if text.isupper() and line.words >= 3:
        return True
    if strict and (len(text) > 140 or line.words > 22):
        return False
    last = text.rstrip("\"'”’»)")[-1:]
    if last in ".:;,…" and not text.endswith("..."):
        return False
    if last in "?!":
        return line.words <= 20
    return not (strict and line.stops) and line.words <= 32


def find_body(lines: Sequence[Line]) -> int | None:
    """The index of the first line of the story's running text, or None where there is none."""
    for i, line in enumerate(lines):
        if line.paragraph and not is_headline_like(line, strict=True):
            return i
    for i, line in enumerate(lines):
        if line.sentence and not is_headline_like(line, strict=True):
            return i
    return None


def find_headline(lines: Sequence[Line], body: int | None) -> int | None:
    """The index of the headline among the lines before the body, or None where there is none.

    Of the lines that could be one, the headline shares most words with the story's first
    paragraphs and stands early.
    """
    stop = len(lines) if body is None else body
    candidates = [i for i in range(stop) if is_headline_like(lines[i])]
    if not candidates:
        return None
    if body is None:
        return candidates[0]
    story = {
        w[:5] for line in lines[body : body + 6] for w in _WORD.findall(line.text[:600].lower())
    }

    def score(i: int) -> tuple[float, int]:
        words = [w[:5] for w in _WORD.findall(lines[i].text.lower())]
        shared = sum(w in story for w in words) / max(3, len(words))
        length = min(lines[i].words, 8) / 16
        return (round(shared + length - 0.04 * candidates.index(i), 4), -i)

    best = max(candidates, key=score)
    if lines[best].words < 4 and score(best)[0] < 0.45 and not lines[best].text.isupper():
        return None
    return best


def find_late_head(lines: Sequence[Line]) -> int | None:
    """The index of a headline that stands below other paragraphs, or None.

    Pages may begin with captions or boxes that read like paragraphs. A line that could be a
    headline, with a byline or time stamp under it and four fifths of all paragraphs after it, is
    the headline all the same.
    """
    length = [len(line.text) if line.paragraph else 0 for line in lines]
    total, before = sum(length), 0
    for i, line in enumerate(lines[:60]):
        if before > 0.2 * total:
            return None
        if (
            before
            and 4 <= line.words <= 25
            and is_headline_like(line)
            and (not dateline_end(line.text))
        ):
            first = next((k for k in range(i + 1, min(i + 6, len(lines))) if length[k]), None)
            if (
                first is not None
                and any(h.kind in HEAD_KINDS for h in lines[i + 1 : first])
                and not any(h.kind in HEAD_KINDS for h in lines[:i])
            ):
                return i
        before += length[i]
    return None
