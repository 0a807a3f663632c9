"""Where the words that name a source begin and end: whole names, whose claim it is."""

from __future__ import annotations

import re

from framing.voice.attribution import Span
from framing.voice.cues import word_set
from framing.voice.decode import Stretch
from framing.voice.scan import Scan

_MORE_NAME = re.compile(r"(?: (?:[A-Z][\w'-]*\w|[A-Z]\.))+")
_NAME_BEFORE = re.compile(
    r"(?:(?<![\w.'-])(?:[A-Z][\w'-]*|(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen)\.|[Tt]he|[Aa]n?) )+$"
)
_ARTICLES = word_set("the a an")
_FAMILIAR = re.compile(
    r"(?:(?:an?|the|one|two|three|several|another|other) )?(?:\w+ )?(?:persons?|people|sources?|"
    r"officials?|individuals?|aides?|diplomats?) (?:who (?:is|are|was|were) )?(?:familiar with|"
    r"close to|briefed on|with (?:direct )?knowledge of|involved in) $",
    re.IGNORECASE,
)
_FAMILIAR_ENDS = (" familiar with ", " close to ", " briefed on ", "knowledge of ", " involved in ")
# "Petrova's claim that ..."
_NOUN_CUE = re.compile(
    r"((?:[A-Z][\w.-]* )*[A-Z][\w.-]*|[Hh]is|[Hh]er|[Tt]heir)(?:'s?)? (?:[a-z]+ )?"
    r"[a-z]+(?: that)? $"
)
_CUE_NOUNS = word_set(
    "claim claims belief beliefs view views assertion assertions contention statement "
    "statements warning warnings promise promises vow pledge pledges argument arguments "
    "allegation allegations accusation accusations suggestion suggestions insistence remark "
    "remarks comment comments admission fear fears hope hopes"
)
_NO_SOURCE = word_set("but and so or yet as while because then also with by from to of")
_AFTER_SOURCE = word_set("was were is are has have had been said says say also told on in at")
# Words of time and manner that stand between a source and its cue: 'Lavrov on Thursday'.
_LATER_WORDS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow night "
    "morning afternoon evening also then later earlier now once again recently previously "
    "repeatedly meanwhile however reportedly subsequently"
)
_LATER = re.compile(
    r"(?:,? (?:on|late|early|earlier|last|this|late on|early on|earlier on)? ?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|tomorrow|"
    r"(?:this|last|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|day|[ ])*"
    r" ?(?:morning|night|afternoon|evening))"
    r"|,? (?:also|then|later|earlier|now|once|again|recently|previously|repeatedly|meanwhile|"
    r"however|reportedly|subsequently))+$"
)
_PLACE_FIRST = re.compile(
    r"(?:In|On|At|After|During|Meanwhile|Later|Earlier|But|And)\b[^,]{0,40}, (?=\S)"
)
_UNFINISHED = ("the", " a", " an", " of")


def source_span(folded: str, scanned: Scan, source: Stretch, cue: Span | None) -> Span:
    """The source's words, trimmed of small words and with the rest of a name that was cut.

    Parameters
    ----------
    folded : str
    scanned : Scan
    source : Stretch
        As the tagger has it.
    cue : (int, int) or None
        A source that is only ``the`` or ends in ``of the`` is taken on to the cue after it.
    """
    starts, ends = scanned.offsets
    first, last = source
    if first < last:
        first, last = _trimmed(folded, starts, ends, first, last)
    start, end = starts[first], ends[last]
    at = starts[last]
    # 'Olga' -> 'Olga Petrova'
    if (
        folded[at].isupper()
        and folded[end : end + 1] == " "
        and folded[end + 1 : end + 2].isupper()
        and not folded.endswith("'s", at, end)
    ):
        more = _MORE_NAME.match(folded, end)
        if more:
            end = more.end()
    if folded[start] in "IOADMLEB" and folded.find(", ", start, end) > 0:
        place = _PLACE_FIRST.match(folded, start, end)
        start = place.end() if place else start
    space = folded.rfind(" ", start, end)
    if space > 0 and folded[space + 1 : end].lower() in _LATER_WORDS:
        later = _LATER.search(folded, start, end)
        if later and later.start() > start:
            end = later.start()
    if start > 1 and folded[start - 1] == " ":
        if folded[start].isupper() and folded[start - 2] not in ".!?\"'\n":
            start = _with_name_before(folded, start)
        if folded.endswith(_FAMILIAR_ENDS, 0, start):
            familiar = _FAMILIAR.search(folded[max(0, start - 80) : start])
            start -= len(familiar.group().lstrip()) if familiar else 0
    if cue is not None and cue[0] > end:
        words = folded[start:end].lower()
        if words.endswith(_UNFINISHED) or words in ("a", "an"):
            end = _filled(folded, end, cue)
    return start, end


def _with_name_before(folded: str, start: int) -> int:
    """Where a name begins whose last words stand at `start`: 'Olga Petrova' for 'Petrova'."""
    low = max(0, start - 60)
    nearest = folded[folded.rfind(" ", low, start - 1) + 1 : start - 1]
    if nearest.isalpha() and nearest.islower() and nearest not in _ARTICLES:
        return start
    before = _NAME_BEFORE.search(folded[low:start])
    return start - len(before.group()) if before else start


def _trimmed(
    folded: str, starts: list[int], ends: list[int], first: int, last: int
) -> tuple[int, int]:
    """Without marks, breaks and small words at its ends."""
    while first < last:
        word = folded[starts[first] : ends[first]]
        if word[:1].isalnum() and word.lower() not in _NO_SOURCE:
            break
        first += 1
    while first < last:
        word = folded[starts[last] : ends[last]].lower()
        if word[:1].isalnum() and word not in _NO_SOURCE and word not in _AFTER_SOURCE:
            break
        last -= 1
    return first, last


def _filled(folded: str, end: int, cue: Span) -> int:
    """Where a source that is only 'the' or ends in 'of the' ends: at the cue after it."""
    gap = folded[end : cue[0]]
    if not gap.strip() or len(gap) > 60 or any(mark in gap for mark in '.,;:\n"'):
        return end
    return end + len(gap.rstrip())


def owner(folded: str, at: int) -> Span | None:
    """Whose claim or belief it is, where such a noun stands just before the content."""
    end = at - 1
    if folded[end - 5 : end] == " that":
        end -= 5
    if (
        folded[end : end + 1] != " "
        or folded[folded.rfind(" ", 0, end) + 1 : end] not in _CUE_NOUNS
    ):
        return None
    low = max(0, at - 90)
    found = _NOUN_CUE.search(folded[low:at])
    return (low + found.start(1), low + found.end(1)) if found else None
