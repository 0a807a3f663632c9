"""Let sure patterns correct the tagger: headlines, transcripts, and cues far from their content."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.voice.attribution import Span
from framing.voice.decode import Stretch
from framing.voice.features import Features
from framing.voice.marks import Quotation
from framing.voice.patterns import (
    Found,
    according_first,
    far_cues,
    headline_patterns,
    narrator_adds,
    turns,
)
from framing.voice.scan import Scan

Told = tuple[Stretch | None, Stretch | None]
_ENOUGH = 0.5


def overlaid(
    scanned: Scan,
    quotes: Sequence[Quotation],
    headlines: Sequence[Span],
    features: Features,
    contents: list[Stretch],
) -> tuple[list[Stretch], list[Told | None]]:
    """Contents in order, corrected; for those that a pattern found, its cue and source.

    Where the tagger has at least half of what a pattern found, the tagger's stretches stay.
    """
    proposals, added = _proposals(scanned, headlines, features)
    if not proposals:
        return contents, [None] * len(contents)
    contents = [c for c in contents if not any(a <= c.first <= b for a, b in added)]
    kept: list[tuple[Stretch, Told | None]] = [(c, None) for c in contents]
    for content, told in proposals:
        if content.last < content.first:
            continue
        size = content.last - content.first + 1
        covered = sum(
            max(0, min(c.last, content.last) - max(c.first, content.first) + 1) for c, _ in kept
        )
        if covered >= _ENOUGH * size:
            continue
        kept = [(c, t) for c, t in kept if c.last < content.first or c.first > content.last]
        kept.append((content, told))
    kept.sort(key=lambda pair: pair[0].first)
    return [c for c, _ in kept], [t for _, t in kept]


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
    return _tokens(scanned, pattern.cue), _tokens(scanned, pattern.source)


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
        part = first[low:high]
        comma = low + int(np.flatnonzero(part)[-1])
        source = features.cue[low:high] // 10 & 8 > 0
        where = np.flatnonzero(source)
        cue = low + int(where[-1]) + 1 if len(where) else comma + 1
        if features.quote[low] or features.quote[comma] or cue >= high:
            continue
        words = [
            scanned.folded[a:b].lower()
            for a, b in zip(
                scanned.starts[low:high].tolist(), scanned.ends[low:high].tolist(), strict=True
            )
        ]
        match = far_cues(words, 0, high - low, cue - low, comma - low)
        if match is not None:
            a, b, s, t, c = (x + low for x in match)
            found.append((Stretch(a, b), (Stretch(c, c), Stretch(s, t))))
            rest = narrator_adds(words, cue - low, high - low)
            if rest >= 0:
                added.append((low + rest, high - 1))
    return found, added
