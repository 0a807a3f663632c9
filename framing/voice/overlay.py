"""Let sure patterns correct the tagger: headlines, transcripts, and cues far from their content."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.voice.attribution import Span
from framing.voice.cues import stance_of
from framing.voice.decode import Stretch
from framing.voice.features import Features
from framing.voice.marks import Quotation
from framing.voice.patterns import (
    FAR_CUES,
    STOPS,
    Found,
    according_first,
    far_cues,
    goes_on_after,
    headline_patterns,
    narrator_adds,
    turns,
)
from framing.voice.scan import MARK, WORD, Scan

# Cue, source, and whether the pattern found the content itself (or only knows its sentence).
Told = tuple[Stretch | None, Stretch | None, bool]
_ENOUGH = 0.8
_MOST = 0.3
_SHORTEST_QUOTATION = 4


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
    contents = [c for c in contents if not any(a <= c.first <= b for a, b in added)]
    kept: list[tuple[Stretch, Told | None]] = [(c, None) for c in contents]
    whole = _headline_starts(scanned, headlines)
    for content, told in proposals:
        if content.last < content.first:
            continue
        size = content.last - content.first + 1
        covered = sum(
            max(0, min(c.last, content.last) - max(c.first, content.first) + 1) for c, _ in kept
        )
        if covered >= (_ENOUGH if content.first not in whole else 1) * size:
            kept = [
                (c, t or ((*told[:2], False) if _within(c, content) else None)) for c, t in kept
            ]
            continue
        kept = [(c, t) for c, t in kept if c.last < content.first or c.first > content.last]
        kept.append((content, told))
    kept.sort(key=lambda pair: pair[0].first)
    return [c for c, _ in kept], [t for _, t in kept]


def _headline_starts(scanned: Scan, headlines: Sequence[Span]) -> set[int]:
    """Tokens of headlines: there a pattern is taken unless the tagger has all of it."""
    found: set[int] = set()
    for span in headlines:
        low, high = np.searchsorted(scanned.starts, span)
        found.update(range(int(low), int(high)))
    return found


def _within(inner: Stretch, outer: Stretch) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


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
            found.append((content, _told(scanned, pattern)))
    far, added = _far(scanned, features)
    return found + far, added


def _told(scanned: Scan, pattern: Found) -> Told:
    return _tokens(scanned, pattern.cue), _tokens(scanned, pattern.source), True


def _tokens(scanned: Scan, span: Span) -> Stretch | None:
    low = int(np.searchsorted(scanned.starts, span[0]))
    high = int(np.searchsorted(scanned.starts, span[1])) - 1
    return Stretch(low, high) if high >= low else None


def _far(
    scanned: Scan, features: Features
) -> tuple[list[tuple[Stretch, Told]], list[tuple[int, int]]]:
    """Sentences whose rule state says that content comes first."""
    first = features.cue // 10 & 4 > 0
    if not first.any():
        return [], []
    sentences = np.append(features.sentences, len(scanned))
    found: list[tuple[Stretch, Told]] = []
    added: list[tuple[int, int]] = []
    for number in np.flatnonzero(first[features.sentences]).tolist():
        low, high = int(sentences[number]), int(sentences[number + 1])
        if features.quote[low]:
            continue
        words = [
            scanned.folded[a:b].lower()
            for a, b in zip(
                scanned.starts[low:high].tolist(), scanned.ends[low:high].tolist(), strict=True
            )
        ]
        for cue in range(len(words) - 1, 0, -1):
            if words[cue] not in FAR_CUES:
                continue
            comma = next((i for i in range(cue - 1, 0, -1) if words[i] in STOPS), 0)
            if not comma or features.quote[low + comma] or cue - comma > 16:
                continue
            match = far_cues(words, 0, len(words), cue, comma)
            if match is None:
                continue
            a, b, s, t, c = (x + low for x in match)
            told: Told = (Stretch(c, c), Stretch(s, t), True)
            after = goes_on_after(words, cue, comma)
            if after is not None:
                found.append((Stretch(low, low + comma - 1), told))
                found.append((Stretch(low + after[0], low + after[1]), told))
                break
            found.append((Stretch(a, b), told))
            rest = narrator_adds(words, cue, len(words))
            if rest >= 0:
                added.append((low + rest, high - 1))
            break
    return found, added


def _is_title(content: Stretch, scanned: Scan, quotes: Sequence[Quotation]) -> bool:
    """A title or a nickname in marks: a few words, each with a capital, and no cue before it."""
    if not 2 <= content.last - content.first <= 7:
        return False
    if not any(q.first == content.first and q.last == content.last for q in quotes):
        return False
    inside = slice(content.first + 1, content.last)
    long = (scanned.ends[inside] - scanned.starts[inside] > 3) & (scanned.kinds[inside] == WORD)
    if not long.any() or ((scanned.shapes[inside] & 3)[long] == 0).any():
        return False
    if (scanned.kinds[inside] == MARK).any() or content.first == 0:
        return False
    before = scanned.folded[
        int(scanned.starts[content.first - 1]) : int(scanned.ends[content.first - 1])
    ]
    return before.isalpha() and stance_of(before) == "none"


def _snapped(contents: list[Stretch], quotes: Sequence[Quotation]) -> list[Stretch]:
    """Take in the whole of a quotation, marks included, where a third or so is content."""
    result = list(contents)
    for q in quotes:
        if q.single or q.last - q.first < _SHORTEST_QUOTATION:
            continue
        inside = [c for c in result if c.first <= q.last and c.last >= q.first]
        covered = sum(min(c.last, q.last) - max(c.first, q.first) + 1 for c in inside)
        size = q.last - q.first + 1
        if not inside or covered == size or covered < _MOST * size:
            continue
        whole = Stretch(min(inside[0].first, q.first), max(inside[-1].last, q.last))
        result = sorted([c for c in result if c not in inside] + [whole], key=lambda c: c.first)
    return result
