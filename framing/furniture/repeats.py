"""Repeated paragraphs and stories that stand twice: which copy is the story, which the repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.furniture.lines import Line
from framing.text import fold

_OPENING = re.compile(r"(?:^|[\n.!?])[\"”’')\]]*\s*[\"“‘']?([^\W\d_][^\n]{23})")
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”’'»)\]]*(?=\s|[A-ZА-ЯЁ\"“«]|$)\s*")
_SHINGLE = 6  # words in a row that must be the same
_COVERED = 0.85
_SHORTEST = 8  # words; shorter sentences may well stand twice


def has_repeats(text: str) -> bool:
    """Whether two sentences or lines of a text begin alike: the quick test before the careful one.

    Examples
    --------
    >>> has_repeats("The ministry said on Friday it would wait. It did not say why.")
    False
    """
    openings = _OPENING.findall(text)
    return len(set(openings)) < len(openings)


def mark_repeats(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Find what stands twice among the lines of a story.

    A line is a repeat where nearly all of its words stand, six in a row, in other lines as well.
    Of a story that stands twice, the copy with more text counts as the story; of a lone
    paragraph, the first.

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
    words: list[str] = []
    owner: list[int] = []
    for number, (_, _, _, text) in enumerate(units):
        found = _WORD.findall(fold(text).lower())
        words.extend(found)
        owner.extend([number] * len(found))
    if len(words) < 2 * _SHORTEST:
        return []
    earlier, later = _covered(words, owner, units)
    sizes = [0] * len(units)
    for number in owner:
        sizes[number] += 1
    has_later = [s >= _SHORTEST and c >= _COVERED * s for s, c in zip(sizes, later, strict=True)]
    has_earlier = [s >= _SHORTEST and c >= _COVERED * s
                   for s, c in zip(sizes, earlier, strict=True)]
    first = [i for i, yes in enumerate(has_later) if yes and not has_earlier[i]]
    second = [i for i, yes in enumerate(has_earlier) if yes]
    if not second and not first:
        return []
    chosen = _drop(first, second, units, sizes)
    return _stretches(chosen, units, lines, sizes)


def _sentences(number: int, line: Line) -> list[tuple[int, int, int, str]]:
    """Line number, start, end and text of each sentence of a line, run-together ones parted."""
    found, begin = [], 0
    for match in _SENTENCE_END.finditer(line.text):
        if match.end() - begin >= 20:
            piece = line.text[begin:match.end()].rstrip()
            found.append((number, line.start + begin, line.start + begin + len(piece), piece))
            begin = match.end()
    if begin < len(line.text):
        found.append((number, line.start + begin, line.end, line.text[begin:]))
    return found


def _covered(
    words: list[str], owner: list[int], units: Sequence[tuple[int, int, int, str]]
) -> tuple[list[int], list[int]]:
    """For each sentence: how many of its words stand six in a row in an earlier, a later line."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(words) - _SHINGLE + 1):
        places.setdefault(tuple(words[i:i + _SHINGLE]), []).append(i)
    before = bytearray(len(words))
    after = bytearray(len(words))
    mark = b"\x01" * _SHINGLE
    for spots in places.values():
        if len(spots) < 2:
            continue
        line_of = [units[owner[s]][0] for s in spots]
        for spot, line in zip(spots, line_of, strict=True):
            if line_of[0] < line:
                before[spot:spot + _SHINGLE] = mark
            if line_of[-1] > line:
                after[spot:spot + _SHINGLE] = mark
    earlier, later = [0] * len(units), [0] * len(units)
    for i, number in enumerate(owner):
        earlier[number] += before[i]
        later[number] += after[i]
    return earlier, later


def _drop(
    first: list[int], second: list[int], units: Sequence[tuple[int, int, int, str]],
    sizes: list[int],
) -> list[int]:
    """Which of the sentences that stand twice are the repeats."""
    if not first or not second:
        return second
    size_first = sum(sizes[first[0]:first[-1] + 1])
    size_second = sum(sizes[second[0]:second[-1] + 1])
    # Two copies one after the other: the fuller one is the story.
    apart = units[first[-1]][0] < units[second[0]][0]
    if apart and len(first) > 1 and size_second > size_first:
        return first
    return second


def _stretches(
    chosen: list[int], units: Sequence[tuple[int, int, int, str]], lines: Sequence[Line],
    sizes: list[int],
) -> list[tuple[int, int]]:
    """Whole lines where a line's words are nearly all repeated, else its repeated sentences."""
    per_line: dict[int, list[int]] = {}
    for number in chosen:
        per_line.setdefault(units[number][0], []).append(number)
    totals: dict[int, int] = {}
    for (line, _, _, _), size in zip(units, sizes, strict=True):
        totals[line] = totals.get(line, 0) + size
    found: list[tuple[int, int]] = []
    for line, numbers in sorted(per_line.items()):
        share = sum(sizes[n] for n in numbers) / max(1, totals[line])
        if share >= 0.9:
            found.append((lines[line].start, lines[line].end))
        elif share >= 0.5:
            found.extend((units[n][1], units[n][2]) for n in numbers)
    return found
