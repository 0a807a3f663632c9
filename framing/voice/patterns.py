"""Constructions that a rule finds more surely than the tagger: headlines, transcripts, far cues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.voice.attribution import Span
from framing.voice.countries import speaks_for_country
from framing.voice.cues import word_set

_NAME = r"(?:[A-Z][\w.'-]*|of|the|al|de|von|bin)"
_WHO_FIRST = re.compile(rf"((?:the )?[A-Z][\w.'-]*(?: {_NAME}){{0,5}}): (?=\S)")
_WHO_LAST = re.compile(r"(.{20,}): ((?:the )?[A-Z][\w.'-]*(?: [\w.'-]+){0,3})\s*$")
_SAYS_LAST = re.compile(
    r"(.{15,}?), ((?:says?|said|warns?|claims?|reports?|tells?|insists?) (?P<who>[^,.:;]{2,60}))"
    r"\s*$"
)
_WHO_SAYS_LAST = re.compile(
    r"(.{15,}?), ((?P<who>[^,.:;]{2,50}) (?P<cue>says?|said|warns?|claims?|reports?|insists?))\s*$"
)
_TURN = re.compile(r"[ \t]*([A-Z][A-Z.' -]{1,30}|Q|A|Question|Answer): +(?=\S)")
_LONGEST_NAME = 60
# What stands before a colon and names no speaker.
TOPICS = word_set(
    "explainer analysis opinion editorial update updated live watch video photos gallery "
    "breaking exclusive review factbox timeline profile interview poll report fact check "
    "recap preview podcast commentary column letter letters election politics world business "
    "sports sport health science technology news quiz transcript correction note how why what "
    "who when where debate campaign part chapter episode day week cnn wow revealed look "
    "leaked question notice bombshell busted must reminder warning alert spoiler hunch result "
    "hint"
)
_ACCORDING_FIRST = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?\"'] ))(According to) "
    r"((?:[^,.\n\"]|\.(?! [A-Z])){2,90}), (?!who |which |a |an |the \w+ of )"
    r"([^\n\"]+?)(?=[.!?][\"']?(?:\s|$)|\n|$)"
)
# After 'X said,' these open what the narrator adds.
_NARRATOR_ADDS = word_set(
    "in during amid ahead following releasing hours days weeks minutes despite"
)
FAR_CUES = word_set(
    "said says say added adds told reported reports noted stressed announced explained stated "
    "insisted claimed argued acknowledged according"
)
_AFTER_CUE = word_set(
    "in on at during after late earlier later before by through via last this yesterday today "
    "recently here there while when monday tuesday wednesday thursday friday saturday sunday "
    "to"
)
STOPS = frozenset((",", '"', "'"))
_AUXILIARIES = word_set(
    "will would is are was were has have had can could must should may might does did do"
)


@dataclass(frozen=True)
class Found:
    """What a pattern found, in offsets."""

    content: Span
    cue: Span
    source: Span


def headline_patterns(folded: str, headlines: Sequence[Span]) -> Iterator[Found]:
    """``Kim: ...``, ``...: Moscow``, ``..., says ministry`` in headlines and standfirsts."""
    for low, high in headlines:
        line = folded[low:high]
        if not line.strip():
            continue
        found = _headline(line.rstrip())
        if found is not None:
            yield Found(*((a + low, b + low) for a, b in found))


def _headline(line: str) -> tuple[Span, Span, Span] | None:
    first = _WHO_FIRST.match(line)
    if first and _may_speak(first.group(1)) and len(line) - first.end() > 12:
        return (first.end(), len(line)), (first.end(1), first.end(1) + 1), first.span(1)
    last = _WHO_LAST.match(line)
    if (
        last
        and _may_speak(last.group(2))
        and (
            speaks_for_country(last.group(2))
            or speaks_for_country(last.group(2).title())
            or len(last.group(2).split()) <= 3
        )
    ):
        return last.span(1), (last.end(1), last.end(1) + 1), last.span(2)
    says = _SAYS_LAST.match(line)
    if says:
        return says.span(1), (says.start(2), says.start("who") - 1), says.span("who")
    says = _WHO_SAYS_LAST.match(line)
    if says and says.group("who").split()[0].lower() not in ("who", "which", "as", "and", "but"):
        return says.span(1), says.span("cue"), says.span("who")
    return None


def _may_speak(words: str) -> bool:
    pieces = words.lower().split()
    return not TOPICS.intersection(pieces[:1] + pieces[-1:]) and not words[:1].isdigit()


def turns(folded: str) -> Iterator[Found]:
    """The turns of a transcript: two or more paragraphs that open with a speaker and a colon."""
    found: list[re.Match[str]] = []
    line = -1
    at = folded.find(": ")
    while at >= 0:
        begin = folded.rfind("\n", max(0, at - _LONGEST_NAME), at) + 1
        if begin > line and (begin or at < _LONGEST_NAME):
            match = _TURN.match(folded, begin)
            if match:
                found.append(match)
            line = begin
        at = folded.find(": ", at + 1)
    if len(found) < 2:
        return
    for match in found:
        end = folded.find("\n", match.end())
        end = len(folded) if end < 0 else end
        end = match.end() + len(folded[match.end() : end].rstrip())
        if end > match.end():
            yield Found((match.end(), end), (match.end(1), match.end(1) + 1), match.span(1))


def far_cues(
    words: Sequence[str], low: int, high: int, cue: int, comma: int
) -> tuple[int, int, int, int, int] | None:
    """Content first in one sentence: ``..., the ministry said on Monday.``

    Parameters
    ----------
    words : sequence of str
        The text's tokens, lower case.
    low, high : int
        The sentence's tokens, `high` exclusive.
    cue, comma : int
        Its last cue, and the last comma before that.

    Returns
    -------
    tuple of int or None
        First and last token of the content, the source's first and last, and the cue.
    """
    after = words[cue + 1] if cue + 1 < high else "."
    if words[cue] == "according" and after == "to" and comma - low >= 4:
        last = _noun_phrase_end(words, cue + 2, high)
        return (low, comma - 1, cue + 2, last, cue) if last >= cue + 2 else None
    if words[cue] == "according" or comma - low < 1:
        return None
    if comma - low < 4 and goes_on_after(words, cue, comma) is None:
        return None
    if "that" in words[cue + 1 : min(high, cue + 8)] or (
        high - cue > 14 and after not in (",", "in")
    ):
        return None
    if after.strip() and after[:1].isalpha() and after not in _AFTER_CUE and cue > comma + 1:
        return None
    if cue == comma + 1:
        last = _noun_phrase_end(words, cue + 1, high)
        if last < cue + 1 or last - cue > 10 or not words[cue + 1][:1].isalpha():
            return None
        return low, comma - 1, cue + 1, last, cue
    if words[comma + 1] in ("who", "which", "and", "but", "that", "as", "a", "an", "when", "where"):
        return None
    return low, comma - 1, comma + 1, cue - 1, cue


def _noun_phrase_end(words: Sequence[str], low: int, high: int) -> int:
    """Last token of the run that begins at `low`, up to a mark or a preposition."""
    last = low - 1
    while (
        last + 1 < high
        and words[last + 1] not in (".", ",", ";", ":", "in", "on", "at", "during", "after", "\n")
        and words[last + 1].strip()
    ):
        last += 1
    return last


def according_first(folded: str) -> Iterator[Found]:
    """``According to X, ...`` at a sentence's start."""
    if "According to" not in folded:
        return
    for match in _ACCORDING_FIRST.finditer(folded):
        yield Found(match.span(3), match.span(1), match.span(2))


def narrator_adds(words: Sequence[str], cue: int, high: int) -> int:
    """Where the narrator goes on after ``..., X said, in what ...``; -1 where he does not."""
    if cue + 2 < high and words[cue + 1] == "," and words[cue + 2] in _NARRATOR_ADDS:
        return cue + 2
    return -1


def goes_on_after(words: Sequence[str], cue: int, comma: int) -> tuple[int, int] | None:
    """First and last token of the second part of ``It, Petrova said, will stay open``."""
    if comma > 8 or cue + 3 >= len(words) or words[cue + 1] != ",":
        return None
    if words[cue + 2] not in _AUXILIARIES:
        return None
    last = len(words) - 1
    while last > cue + 2 and not words[last][:1].isalnum():
        last -= 1
    return cue + 2, last
