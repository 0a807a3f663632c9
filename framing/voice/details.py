"""What an attribution says beyond its content: voice, stance, speaker, and who passed it on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from framing.voice.attribution import Attribution, Span, SpeakerKind, Voice
from framing.voice.cues import stance_of
from framing.voice.decode import Stretch
from framing.voice.marks import Quotation
from framing.voice.scan import Scan
from framing.voice.speakers import cast_of, kind_of, resolve

_first_token = attrgetter("first")
_WINDOW = 110
_PASSING = ("quoted", "cited", "put it", "puts it", "words of", "told")
# 'TASS quoted a source in the delegation as saying'
_QUOTED_AS = re.compile(
    r"((?:the |its |his |her )?[A-Z][\w'.-]*(?: [\w'.-]+){0,3}?) (?:also )?(?:quoted|cited) "
    r"((?:an? |the |his |her |its |one |another )?[^.;:\n\"]{2,80}?) as (?:saying|telling|stating)"
)
# 'Lavrov was quoted as saying by his ministry', 'was quoted by TASS as saying'
_WAS_QUOTED = re.compile(
    r"(?:was|were|is|are|has been|have been) (?:also )?(?:quoted|cited)"
    r"(?: as (?:saying|telling \w+|stating)(?: [\w' -]{0,30}?)??)? by "
    r"((?:the |its |his |her )?[\w'.-]+(?: [\w'.-]+){0,4}?)(?= as (?:saying|stating)|[.,;:\n]|$)"
)
# 'as Petrova put it', 'in the words of Petrova'
_PUT_IT = re.compile(
    r"\bas ([A-Z][^,.\n\"]{1,60}?|he|she|they|one [^,.\n\"]{1,50}?) "
    r"(?:once |later )?(?:put|puts) it"
    r"|\bin the words of ((?:[^,.\n\"]|\.(?! )){2,60})",
    re.IGNORECASE,
)
# 'a source told TASS'
_TOLD = re.compile(
    r"(?:told|tells) ((?:the )?(?:[A-Z][\w'.-]*)(?: [A-Z][\w'.-]*){0,3}(?: (?:news )?agency)?)"
)


_STOP = re.compile(r"[.!?][\"']? (?=[A-Z\"])|\n")


@dataclass(frozen=True)
class Link:
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
    cast = cast_of(scanned.folded)
    passing = _passing(scanned.folded)
    found: list[Attribution] = []
    last: str | None = None
    last_at = -1
    for link in links:
        content = tuple(span_of(scanned, c) for c in link.content)
        voices = tuple(_voice(c, quotes) for c in link.content)
        cue = None if link.cue is None else span_of(scanned, link.cue)
        source = None if link.source is None else _whole_name(scanned.folded, scanned, link.source)
        if source is not None and cue is not None:
            source = _filled(scanned.folded, source, cue)
        source = _owner(scanned.folded, content[0][0]) or source
        via: str | None = None
        if passing:
            source, via = _passed_on(scanned.folded, text, content, source, passing)
        speaker: str | None = None
        kind: SpeakerKind = "unknown"
        country: str | None = None
        if source is not None:
            speaker, kind, country = resolve(
                text[slice(*source)], source[0], cast, last=last, last_at=last_at
            )
            if speaker is not None:
                last, last_at = speaker, source[0]
        stance = stance_of(text[slice(*cue)]) if cue else "none"
        found.append(Attribution(content, voices, cue, source, stance, speaker, kind, country, via))
    return _nested(found)


def span_of(scanned: Scan, stretch: Stretch) -> Span:
    """Offsets of a run of tokens."""
    starts, ends = scanned.offsets
    return starts[stretch.first], ends[stretch.last]


_MORE_NAME = re.compile(r"(?: (?:[A-Z][\w'-]*\w|[A-Z]\.))+")
_NAME_BEFORE = re.compile(
    r"(?:(?<![\w.'-])(?:[A-Z][\w'-]*|(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen)\.|[Tt]he|[Aa]n?) )+$"
)
_FAMILIAR = re.compile(
    r"(?:(?:an?|the|one|two|three|several|another|other) )?(?:\w+ )?(?:persons?|people|sources?|"
    r"officials?|individuals?|aides?|diplomats?) (?:who (?:is|are|was|were) )?(?:familiar with|"
    r"close to|briefed on|with (?:direct )?knowledge of|involved in) $",
    re.IGNORECASE,
)
# "Petrova's claim that ..."
_NOUN_CUE = re.compile(
    r"((?:[A-Z][\w.-]* )*[A-Z][\w.-]*|[Hh]is|[Hh]er|[Tt]heir)(?:'s?)? (?:[a-z]+ )?"
    r"[a-z]+(?: that)? $"
)
_CUE_NOUNS = frozenset(
    [
        "claim",
        "claims",
        "belief",
        "beliefs",
        "view",
        "views",
        "assertion",
        "assertions",
        "contention",
        "statement",
        "statements",
        "warning",
        "warnings",
        "promise",
        "promises",
        "vow",
        "pledge",
        "pledges",
        "argument",
        "arguments",
        "allegation",
        "allegations",
        "accusation",
        "accusations",
        "suggestion",
        "suggestions",
        "insistence",
        "remark",
        "remarks",
        "comment",
        "comments",
        "admission",
        "fear",
        "fears",
        "hope",
        "hopes",
    ]
)
_FAMILIAR_ENDS = (" familiar with ", " close to ", " briefed on ", "knowledge of ", " involved in ")
_NO_SOURCE = frozenset(
    [
        "but",
        "and",
        "so",
        "or",
        "yet",
        "as",
        "while",
        "because",
        "then",
        "also",
        "with",
        "by",
        "from",
        "to",
        "of",
    ]
)
_AFTER_SOURCE = frozenset(
    [
        "was",
        "were",
        "is",
        "are",
        "has",
        "have",
        "had",
        "been",
        "said",
        "says",
        "say",
        "also",
        "told",
        "on",
        "in",
        "at",
    ]
)


def _whole_name(folded: str, scanned: Scan, source: Stretch) -> Span:
    """The source with the rest of a name that the tagger cut: ``Olga`` → ``Olga Petrova``."""
    source = _trimmed(folded, scanned, source)
    start, end = span_of(scanned, source)
    last = folded[scanned.offsets[0][source.last] : end]
    if last[:1].isupper() and not last.endswith("'s"):
        more = _MORE_NAME.match(folded, end)
        if more:
            end = more.end()
    if folded[start : start + 1].isupper() and not _opens_sentence(folded, start):
        before = _NAME_BEFORE.search(folded[max(0, start - 60) : start])
        if before:
            start -= len(before.group())
    if folded.endswith(_FAMILIAR_ENDS, 0, start):
        familiar = _FAMILIAR.search(folded[max(0, start - 80) : start])
        start -= len(familiar.group().lstrip()) if familiar else 0
    return start, end


def _owner(folded: str, at: int) -> Span | None:
    """Whose claim or belief it is, where such a noun stands just before the content."""
    words = folded[max(0, at - 24) : at].split()
    noun = words[-2] if len(words) > 1 and words[-1] == "that" else words[-1] if words else ""
    if noun not in _CUE_NOUNS:
        return None
    low = max(0, at - 90)
    found = _NOUN_CUE.search(folded[low:at])
    return (low + found.start(1), low + found.end(1)) if found else None


def _filled(folded: str, source: Span, cue: Span) -> Span:
    """A source that is only 'the' or ends in 'of the', taken on to the cue after it."""
    words = folded[source[0] : source[1]].lower()
    gap = folded[source[1] : cue[0]]
    if not words.endswith(("the", " a", " an", " of")) and words not in ("a", "an"):
        return source
    if not gap.strip() or len(gap) > 60 or any(mark in gap for mark in '.,;:\n"'):
        return source
    return source[0], source[1] + len(gap.rstrip())


def _trimmed(folded: str, scanned: Scan, source: Stretch) -> Stretch:
    """Without marks, breaks and small words at its ends."""
    first, last = source.first, source.last
    starts, ends = scanned.offsets

    def word(token: int) -> str:
        return folded[starts[token] : ends[token]].lower()

    def empty(token: int) -> bool:
        return not word(token)[:1].isalnum() or word(token) in _NO_SOURCE

    while first < last and empty(first):
        first += 1
    while first < last and (empty(last) or word(last) in _AFTER_SOURCE):
        last -= 1
    return Stretch(first, last)


def _opens_sentence(folded: str, at: int) -> bool:
    return at < 2 or folded[at - 2] in ".!?\"'\n" or folded[at - 1] in "\n\"'"


def _voice(stretch: Stretch, quotes: Sequence[Quotation]) -> Voice:
    """Direct where the whole stretch stands in marks; a mark more or less does not count."""
    for q in quotes[max(0, bisect_right(quotes, stretch.first, key=_first_token) - 4) :]:
        if q.first > stretch.last:
            break
        if (
            q.first <= stretch.first + 1
            and stretch.last <= q.last + 1
            and (stretch.first <= q.last and q.first < stretch.last + (q.first == q.last))
        ):
            return "direct"
    return "indirect"


def _passing(folded: str) -> list[int]:
    """Where words stand that may say who passed something on, in order."""
    found: list[int] = []
    for word in _PASSING:
        at = folded.find(word)
        while at >= 0:
            found.append(at)
            at = folded.find(word, at + 1)
    found.sort()
    return found


def _passed_on(
    folded: str, text: str, content: tuple[Span, ...], source: Span | None, passing: list[int]
) -> tuple[Span | None, str | None]:
    """Who passed the words on, and the source without them."""
    low = max(0, content[0][0] - _WINDOW)
    high = content[-1][1] + _WINDOW
    near = bisect_left(passing, low) < bisect_left(passing, high)
    for base, piece in _sentence_around(folded, content, low, high) if near else ():
        quoted = _QUOTED_AS.search(piece)
        if quoted and len(quoted.group(2).split()) <= 12:
            a, b = quoted.span(2)
            return (base + a, base + b), text[base + quoted.start(1) : base + quoted.end(1)]
        passive = _WAS_QUOTED.search(piece)
        put = _PUT_IT.search(piece)
        if put:
            group = 1 if put.group(1) else 2
            return (base + put.start(group), base + put.end(group)), None
        if passive:
            by = (base + passive.start(1), base + passive.end(1))
            if source is None or (source[0] >= by[0] and source[1] <= by[1]):
                source = _subject_before(folded, base + passive.start()) or source
            while folded[by[1] - 1] in ".,;":
                by = (by[0], by[1] - 1)
            return source, text[slice(*by)]
    if source is not None:
        told = _TOLD.match(folded, source[1] + 1)
        if told and kind_of(told.group(1), None) == "medium":
            return source, text[slice(*told.span(1))]
    return source, None


def _sentence_around(
    folded: str, content: tuple[Span, ...], low: int, high: int
) -> list[tuple[int, str]]:
    """What stands before, between and after the content, to the ends of its sentence."""
    pieces: list[tuple[int, str]] = []
    edges = [low, *(x for span in content for x in span), high]
    for i, (a, b) in enumerate(zip(edges[0::2], edges[1::2], strict=True)):
        piece = folded[a:b]
        if i == 0:
            cut = max(piece.rfind(mark) for mark in (". ", "\n", '"')) + 1
            a, piece = a + cut, piece[cut:]
        stop = _STOP.search(piece)
        if stop and stop.start() > 0 and i:
            piece = piece[: stop.start() + 1]
        if any(word in piece for word in _PASSING):
            pieces.append((a, piece))
    return pieces


def _subject_before(folded: str, at: int) -> Span | None:
    """The last run of words before a verb, back to a mark: ``," Lavrov `` was quoted."""
    low = max(0, at - 80)
    piece = folded[low:at].rstrip()
    cut = max(piece.rfind(mark) for mark in (",", '"', "\n", ". ", ";")) + 1
    piece = piece[cut:]
    start = low + cut + len(piece) - len(piece.lstrip())
    end = low + cut + len(piece)
    return (start, end) if end - start > 1 else None


def _nested(found: list[Attribution]) -> list[Attribution]:
    """Set `part_of` where one attribution's cue and source stand inside another's content."""
    result = list(found)
    for i, inner in enumerate(found):
        place = inner.source or inner.cue
        if place is None:
            continue
        for j in range(max(0, i - 2), min(len(found), i + 3)):
            if j == i or found[j].content[0][0] > place[0] or place[1] > found[j].content[-1][1]:
                continue
            if any(a <= place[0] and place[1] <= b for a, b in found[j].content):
                result[i] = replace(inner, part_of=j)
                break
    return result
