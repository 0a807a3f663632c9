"""Who passed words on: an agency that quotes a ministry, a ministry that quotes its minister."""

from __future__ import annotations

import re
from bisect import bisect_left

from framing.voice.attribution import Span
from framing.voice.kinds import kind_of

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


def passing_words(folded: str) -> list[int]:
    """Where words stand that may say who passed something on, in order."""
    found: list[int] = []
    for word in _PASSING:
        at = folded.find(word)
        while at >= 0:
            found.append(at)
            at = folded.find(word, at + 1)
    found.sort()
    return found


def passed_on(
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
