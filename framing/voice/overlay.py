"""Let sure patterns correct the tagger: headlines, transcripts, and cues far from their content."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

import numpy as np

from framing.voice.attribution import Span
from framing.voice.cues import stance_of
from framing.voice.decode import Stretch
from framing.voice.features import Features
from framing.voice.marks import Quotation
from framing.voice.patterns import (
    FAR_CUES,
    STOPS,
    according_first,
    far_cues,
    goes_on_after,
    headline_patterns,
    narrator_adds,
    turns,
)
from framing.voice.scan import MARK, WORD, Scan


class Told(NamedTuple):
    """What a pattern says of a content: its cue and source, and the stretch that it found.

    `sure` is False where the tagger found most of that stretch by itself.
    """

    cue: Stretch | None
    source: Stretch | None
    whole: Stretch
    sure: bool


_ENOUGH = 0.8
_MOST = 0.3
_SHORTEST_QUOTATION = 4
_FARTHEST = 16
_MARKS = frozenset("\"'")
_opening = attrgetter("first")
_begin, _end = itemgetter(0), itemgetter(1)


def overlaid(
    scanned: Scan,
    quotes: Sequence[Quotation],
    headlines: Sequence[Span],
    features: Features,
    contents: list[Stretch],
) -> tuple[list[Stretch], list[Told | None]]:
    """Contents in order, corrected; for those that a pattern found, its cue and source.

    Where the tagger has at least four fifths of what a pattern found, the tagger's stretches
    stay; the pattern's cue and source help where the tagger's stand in another sentence.
    """
    contents = [c for c in contents if not _is_title(c, scanned, quotes)]
    contents = _snapped(contents, quotes)
    proposals, added = _proposals(scanned, headlines, features)
    if not proposals:
        return contents, [None] * len(contents)
    if added:
        contents = [c for c in contents if not any(a <= c.first <= b for a, b in added)]
    kept: list[tuple[Stretch, Told | None]] = [(c, None) for c in contents]
    whole = _headline_starts(scanned, headlines)
    for content, told in proposals:
        first, last = content
        if last < first:
            continue
        size = last - first + 1
        low = bisect_left(kept, first, key=_last_token)
        high = bisect_right(kept, last, low, key=_first_token)
        covered = sum(min(c.last, last) - max(c.first, first) + 1 for c, _ in kept[low:high])
        into = told.source is not None and any(
            c.first <= told.source.last and c.last >= told.source.first for c, _ in kept[low:high]
        )
        if not into and covered >= (_ENOUGH if first not in whole else 1) * size:
            for i in range(low, high):
                inner, known = kept[i]
                if known is None and first <= inner.first and inner.last <= last:
                    kept[i] = (inner, told._replace(sure=False))
        else:
            kept[low:high] = [(content, told)]
    return [c for c, _ in kept], [t for _, t in kept]


def _headline_starts(scanned: Scan, headlines: Sequence[Span]) -> set[int]:
    """Tokens of headlines: there a pattern is taken unless the tagger has all of it."""
    found: set[int] = set()
    starts = scanned.offsets[0]
    for low, high in headlines:
        found.update(range(bisect_left(starts, low), bisect_left(starts, high)))
    return found


def _proposals(
    scanned: Scan, headlines: Sequence[Span], features: Features
) -> tuple[list[tuple[Stretch, Told]], list[tuple[int, int]]]:
    """What patterns find, and the runs of tokens that they give to the narrator."""
    found: list[tuple[Stretch, Told]] = []
    folded = scanned.folded
    for pattern in (
        *headline_patterns(folded, headlines),
        *turns(folded),
        *according_first(folded),
    ):
        content = _tokens(scanned, pattern.content)
        if content is not None:
            cue, source = _tokens(scanned, pattern.cue), _tokens(scanned, pattern.source)
            found.append((content, Told(cue, source, content, True)))
    far, added = _far(scanned, features)
    return found + far, added


def _tokens(scanned: Scan, span: Span) -> Stretch | None:
    starts = scanned.offsets[0]
    low = bisect_left(starts, span[0])
    high = bisect_left(starts, span[1], low) - 1
    return Stretch(low, high) if high >= low else None


def _far(
    scanned: Scan, features: Features
) -> tuple[list[tuple[Stretch, Told]], list[tuple[int, int]]]:
    """Sentences whose rule state says that content comes first."""
    flagged = np.flatnonzero(features.cue[features.sentences] // 10 & 4).tolist()
    found: list[tuple[Stretch, Told]] = []
    added: list[tuple[int, int]] = []
    if not flagged:
        return found, added
    sentences, quote = features.sentences.tolist(), features.quote
    sentences.append(len(scanned))
    starts, ends = scanned.offsets
    folded = scanned.folded
    for number in flagged:
        low, high = sentences[number], sentences[number + 1]
        if quote[low]:
            continue
        words = [folded[a:b].lower() for a, b in zip(starts[low:high], ends[low:high], strict=True)]
        comma = -1
        for cue in range(len(words) - 1, 0, -1):
            if words[cue] not in FAR_CUES:
                continue
            if comma < 0 or comma >= cue:
                comma = next((i for i in range(cue - 1, 0, -1) if words[i] in STOPS), 0)
            if not comma or quote[low + comma] or cue - comma > _FARTHEST:
                continue
            match = far_cues(words, 0, len(words), cue, comma)
            if match is None:
                continue
            a, b, s, t, c = (x + low for x in match)
            cued, source = Stretch(c, c), Stretch(s, t)
            after = goes_on_after(words, cue, comma)
            if after is not None:
                parts = Stretch(low, low + comma - 1), Stretch(low + after[0], low + after[1])
                found += [(part, Told(cued, source, part, True)) for part in parts]
                break
            whole = Stretch(a, b)
            found.append((whole, Told(cued, source, whole, True)))
            rest = narrator_adds(words, cue, len(words))
            if rest >= 0:
                added.append((low + rest, high - 1))
            break
    return found, added


def _is_title(content: Stretch, scanned: Scan, quotes: Sequence[Quotation]) -> bool:
    """A title or a nickname in marks: a few words, each with a capital, and no cue before it."""
    first, last = content
    if not 2 <= last - first <= 7 or first == 0:
        return False
    starts, ends = scanned.offsets
    folded = scanned.folded
    if folded[starts[first]] not in _MARKS:
        return False
    at = bisect_left(quotes, first, key=_opening)
    if at == len(quotes) or not any(
        q.first == first and q.last == last for q in quotes[at : at + 2]
    ):
        return False
    inside = slice(first + 1, last)
    kinds = scanned.kinds[inside]
    long = (scanned.ends[inside] - scanned.starts[inside] > 3) & (kinds == WORD)
    if not long.any() or ((scanned.shapes[inside] & 3)[long] == 0).any():
        return False
    if (kinds == MARK).any():
        return False
    before = folded[starts[first - 1] : ends[first - 1]]
    return before.isalpha() and stance_of(before) == "none"


def _snapped(contents: list[Stretch], quotes: Sequence[Quotation]) -> list[Stretch]:
    """Take in the whole of a quotation, marks included, where a third or so is content."""
    result = list(contents)
    carried = False
    for q in quotes:
        first, last = q.first, q.last
        if q.single or last - first < _SHORTEST_QUOTATION:
            continue
        low = bisect_left(result, first, key=_end)
        high = bisect_right(result, last, low, key=_begin)
        inside = result[low:high]
        covered = sum(min(b, last) - max(a, first) + 1 for a, b in inside)
        size = last - first + 1
        # A quotation that goes on in the next paragraph goes on there as content.
        taken = covered >= _MOST * size or (carried and q.continued)
        carried = taken and not q.closed
        if taken and covered < size:
            low_edge = min([first, *(a for a, _ in inside)])
            result[low:high] = [Stretch(low_edge, max([last, *(b for _, b in inside)]))]
    return result


def _last_token(pair: tuple[Stretch, Told | None]) -> int:
    return pair[0].last


def _first_token(pair: tuple[Stretch, Told | None]) -> int:
    return pair[0].first
