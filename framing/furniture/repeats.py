"""Repeated paragraphs and stories that stand twice: which copy is the story, which the repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.furniture.lines import Line
from framing.text import fold

_OPENING = re.compile(r"[\n.!?][\"”’')\]]*\s*[\"“‘']?([^\W\d_][^\n]{43})")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”’'»)\]]*(?=\s|[A-ZА-ЯЁ\"“«]|$)\s*")
_OPENS = 44  # characters that two sentences must share to be compared; shorter ones may recur

_Unit = tuple[int, int, int, str]  # number of its line, start, end, text


def has_repeats(text: str) -> bool:
    """Whether two sentences or lines of a text begin alike: the quick test before the careful one.

    Examples
    --------
    >>> has_repeats("The ministry said on Friday it would wait. It did not say why.")
    False
    """
    openings = _OPENING.findall("\n" + text)
    return len(set(openings)) < len(openings)


def mark_repeats(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Find what stands twice among the lines of a story.

    Two sentences are one where they begin alike and stay alike to the shorter one's end. Of a
    story that stands twice, the copy with more text counts as the story; of a lone paragraph, the
    first. A sentence that a paragraph repeats in passing is no repeat: at least half of a line
    must stand elsewhere.

    Parameters
    ----------
    lines : sequence of Line
        The lines of the story, in order.

    Returns
    -------
    list of (int, int)
        Offsets of the repeats, in order: whole lines, or sentences of a line that is a repeat in
        part.
    """
    units = [u for i, line in enumerate(lines) for u in _sentences(i, line)]
    first, second = _twins(units)
    if not second:
        return []
    return _stretches(_drop(sorted(first), sorted(second), units), units, lines)


def _sentences(number: int, line: Line) -> list[_Unit]:
    """Line number, start, end and text of each sentence of a line, run-together ones parted."""
    found: list[_Unit] = []
    begin = 0
    for match in _SENTENCE_END.finditer(line.text):
        if match.end() - begin >= 20:
            piece = line.text[begin : match.end()].rstrip()
            found.append((number, line.start + begin, line.start + begin + len(piece), piece))
            begin = match.end()
    if begin < len(line.text):
        found.append((number, line.start + begin, line.end, line.text[begin:]))
    return found


def _twins(units: Sequence[_Unit]) -> tuple[set[int], set[int]]:
    """The sentences that stand again in a later line, and those that stood in an earlier one."""
    alike: dict[str, list[int]] = {}
    for number, (_, _, _, text) in enumerate(units):
        if len(text) >= _OPENS:
            alike.setdefault(_plain(text[: _OPENS + 2])[: _OPENS - 4], []).append(number)
    first: set[int] = set()
    second: set[int] = set()
    for numbers in alike.values():
        for k, later in enumerate(numbers):
            for earlier in numbers[:k]:
                if units[earlier][0] != units[later][0] and _same(
                    units[earlier][3], units[later][3]
                ):
                    first.add(earlier)
                    second.add(later)
                    break
    return first - second, second


def _same(one: str, other: str) -> bool:
    """Whether two sentences are alike to the shorter one's end, give or take a tenth."""
    one, other = _plain(one), _plain(other)
    shorter = min(len(one), len(other))
    if shorter < 0.6 * max(len(one), len(other)):
        return False
    alike = int(0.9 * shorter)
    return one[:alike] == other[:alike]


def _plain(text: str) -> str:
    return " ".join(fold(text).lower().split()).strip(" \"'.,")


def _drop(first: list[int], second: list[int], units: Sequence[_Unit]) -> list[int]:
    """Which of the sentences that stand twice are the repeats."""
    # Two copies one after the other: the fuller one is the story.
    if len(first) > 1 and units[first[-1]][0] < units[second[0]][0]:
        size_first = units[first[-1]][2] - units[first[0]][1]
        size_second = units[second[-1]][2] - units[second[0]][1]
        if size_second > size_first:
            return first
    return second


def _stretches(
    chosen: list[int], units: Sequence[_Unit], lines: Sequence[Line]
) -> list[tuple[int, int]]:
    """Whole lines where a line is nearly all repeated, else its repeated sentences."""
    per_line: dict[int, list[int]] = {}
    for number in chosen:
        per_line.setdefault(units[number][0], []).append(number)
    found: list[tuple[int, int]] = []
    for i, numbers in sorted(per_line.items()):
        line = lines[i]
        share = sum(units[n][2] - units[n][1] for n in numbers) / (line.end - line.start)
        if share >= 0.9:
            found.append((line.start, line.end))
        elif share >= 0.5:
            found.extend((units[n][1], units[n][2]) for n in numbers)
    return found
