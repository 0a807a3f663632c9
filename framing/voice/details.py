"""What an attribution says beyond its content: voice, stance, speaker, and who passed it on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from framing.voice.attribution import Attribution, Span, SpeakerKind, Voice
from framing.voice.cues import stance_of
from framing.voice.decode import Stretch
from framing.voice.marks import Quotation
from framing.voice.names import cast_of
from framing.voice.passing import passed_on, passing_words
from framing.voice.scan import Scan
from framing.voice.sources import owner, source_span
from framing.voice.speakers import resolve


class Link(NamedTuple):
    """Content with the cue and the source that it was linked to, as runs of tokens."""

    content: tuple[Stretch, ...]
    cue: Stretch | None
    source: Stretch | None


def described(
    text: str, scanned: Scan, quotes: Sequence[Quotation], links: Sequence[Link]
) -> list[Attribution]:
    """Turn links into attributions."""
    if not links:
        return []
    folded = scanned.folded
    starts, ends = scanned.offsets
    cast = cast_of(folded)
    passing = passing_words(folded)
    opens, closes = [q.first for q in quotes], [q.last for q in quotes]
    found: list[Attribution] = []
    last: str | None = None
    last_at = -1
    for link in links:
        content = tuple([(starts[a], ends[b]) for a, b in link.content])
        voices = tuple([_voice(c, opens, closes) for c in link.content])
        cue = None if link.cue is None else (starts[link.cue[0]], ends[link.cue[1]])
        source = None if link.source is None else source_span(folded, scanned, link.source, cue)
        source = owner(folded, content[0][0]) or source
        via: str | None = None
        if passing:
            source, via = passed_on(folded, text, content, source, passing)
        speaker: str | None = None
        kind: SpeakerKind = "unknown"
        country: str | None = None
        if source is not None:
            speaker, kind, country = resolve(
                text[source[0] : source[1]], source[0], cast, last=last, last_at=last_at
            )
            if speaker is not None:
                last, last_at = speaker, source[0]
        stance = stance_of(text[cue[0] : cue[1]]) if cue else "none"
        found.append(Attribution(content, voices, cue, source, stance, speaker, kind, country, via))
    return _nested(found)


def span_of(scanned: Scan, stretch: Stretch) -> Span:
    """Offsets of a run of tokens."""
    starts, ends = scanned.offsets
    return starts[stretch.first], ends[stretch.last]


def _voice(stretch: Stretch, opens: list[int], closes: list[int]) -> Voice:
    """Direct where the whole stretch stands in marks; a mark more or less does not count."""
    first, last = stretch
    at = bisect_right(opens, first)
    low = max(0, at - 4)
    for begin, end in zip(opens[low : at + 1], closes[low : at + 1], strict=True):
        if begin > last:
            break
        if (
            first <= end
            and last <= end + 1
            and begin <= first + 1
            and begin < last + (begin == end)
        ):
            return "direct"
    return "indirect"


def _nested(found: list[Attribution]) -> list[Attribution]:
    """Set `part_of` where one attribution's cue and source stand inside another's content."""
    result = list(found)
    lows, highs = [a.content[0][0] for a in found], [a.content[-1][1] for a in found]
    for i, inner in enumerate(found):
        place = inner.source or inner.cue
        if place is None:
            continue
        start, end = place
        for j in range(max(0, i - 2), min(len(found), i + 3)):
            if (
                lows[j] <= start
                and end <= highs[j]
                and j != i
                and any(a <= start and end <= b for a, b in found[j].content)
            ):
                result[i] = replace(inner, part_of=j)
                break
    return result
