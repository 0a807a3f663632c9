"""Captions: which lines near a picture credit describe a picture, and which tell the story."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.dates import month_names
from framing.furniture.datelines import dateline_end
from framing.furniture.lines import Line

# Who stands where; (R) alone is a Republican.
_PLACES = (
    r"\((?:front |rear |back )?(?:[Ll]eft|[Rr]ight|[Cc]ent(?:er|re))\)|\((?:L-R|C)\)"
    r"|\((?:front|rear|back) [LRC]\)|\(L\).{1,80}\(R\)|\(R\).{1,80}\(L\)"
)
_PLACED = re.compile(_PLACES)
_MARKERS = re.compile(
    r"\b(?:pictured|file photo|file picture|file image|looks? on|shak(?:es?|ing) hands"
    r"|poses? (?:for|with|during)|(?:is|are) (?:seen|shown|pictured)|seen (?:here|in|at|on|during)"
    r"|in this (?:photo|image|picture|file|handout|undated)|screen ?(?:shot|grab)"
    r"|photo(?:graph)? (?:shows|taken|released|provided)"
    r"|from left|second (?:left|right)|L-R)\b|, (?:left|right|cent(?:er|re)|background)\b"
    + "|"
    + _PLACES
)
_PRESENT = re.compile(
    r"\b(?:arrives?|speaks?|walks?|waves|gestures?|attends?|listens?|smiles?|stands|sits|greets?"
    r"|meets|holds|addresses|gathers?|takes|leaves|boards|reacts|welcomes|delivers|watch(?:es)?"
    r"|reviews|inspects|embraces?|hugs|chats|visits|answers|makes|steps|looks|reads|protests?) "
    r"|[A-Z][\w’'-]+ (?:[a-z]{2,}[^su\W]s) (?:an?|the|his|her|their|with|at|on|during|past|next) "
)
_REPORTED = re.compile(r"\b(?:said|says|told|announced|added|according to)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FULL_DATE = re.compile(
    r"\b(?:"
    + "|".join(sorted(month_names(), key=lambda m: (-len(m), m)))
    + r")\b\.? \d{1,2},? (?:19|20)\d\d|\b\d{1,2}\.? (?:"
    + "|".join(sorted(month_names(), key=lambda m: (-len(m), m)))
    + r")\b\.? (?:19|20)\d\d",
    re.IGNORECASE,
)


_PHOTO = re.compile(
    r"\((?:[Ff]ile )?(?:[Pp]hoto|[Ii]mage|AP Photo|[Pp]icture)\b|(?:Photo|Image)\b:?"
)
_HEAD = 8  # lines from the top among which a picture credit belongs to the line above it


def caption_score(line: str) -> int:
    """How much a line reads like a caption: markers count two, a full date and a present tense one.

    Examples
    --------
    >>> caption_score("Kim and Lavrov pose for photo in Pyongyang on May 31, 2018")
    3
    >>> caption_score("Lavrov’s visit shows that Moscow pays attention, the leader said")
    0
    """
    if len(line) > 500 or dateline_end(line):
        return 0
    dated = _YEAR.search(line) is not None and _FULL_DATE.search(line) is not None
    return (
        2 * (_MARKERS.search(line) is not None)
        + dated
        + (_PRESENT.search(line[:200]) is not None and _REPORTED.search(line) is None)
    )


def mark_captions(lines: Sequence[Line]) -> None:
    """Mark the lines that describe a picture: those beside a picture credit that read so."""
    for i, line in enumerate(lines):
        if line.kind != "credit":
            continue
        before = _neighbour(lines, i, -1)
        if before is not None and before.kind is None:
            score = caption_score(before.text)
            plain = _PHOTO.match(line.text) is not None
            if (
                score >= 2
                or (score == 1 and (plain or not before.stops or i <= _HEAD))
                or (plain and i <= _HEAD and before.words <= 60 and _is_first(lines, before))
            ):
                before.set("caption", "stands before a picture credit")
                continue
        after = _neighbour(lines, i, 1)
        if after is not None and after.kind is None and caption_score(after.text) >= 3:
            after.set("caption", "stands after a picture credit")
    for line in lines[:_HEAD]:
        if (
            line.kind is None
            and line.words <= 60
            and line.text[0].isalpha()
            and (_PLACED.search(line.text) and not dateline_end(line.text))
        ):
            line.set("caption", "says who stands where")
    for line in lines:
        if (
            line.kind is None
            and not line.stops
            and 6 <= line.words <= 60
            and (caption_score(line.text) >= 3)
        ):
            line.set("caption", "reads like a caption")


def _is_first(lines: Sequence[Line], line: Line) -> bool:
    """Whether no paragraph stands above a line."""
    return next((other for other in lines if other.paragraph), line) is line


def _neighbour(lines: Sequence[Line], i: int, step: int) -> Line | None:
    """The next line that is no separator or page button."""
    j = i + step
    while 0 <= j < len(lines) and lines[j].kind in ("separator", "navigation"):
        j += step
    return lines[j] if 0 <= j < len(lines) else None
