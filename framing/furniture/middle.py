"""Between the story's first and last paragraph: what belongs to it, and what was put between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.furniture.lines import Line

_CONTINUES = re.compile(r"[a-zа-яё,;:)\]…]|\.\.\.")
_BULLET = re.compile(r"(?:[•·▪●*–—-]|\(?\d{1,2}[.)]|[a-z][.)])\s*\S")
_QUOTED = re.compile(r"[\"“‘'«][^\"“”‘«».]+[\"”’'»]")
_SPEAKER = re.compile(r"(?:Q|A|QUESTION|ANSWER|[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40})\s*:\s*\S")


def lay_middle(
    lines: Sequence[Line], body: int, cut: int, *, headline: str | None = None, live: bool = False
) -> None:
    """Between body and tail: paragraphs are the story, headline-like lines between them are not.

    A line of more than 16 words is a paragraph that lost its full stop, not a headline; the items
    of a list that a colon opens are the story's too.
    """
    after_cue = in_list = False
    for i in range(body, cut):
        line = lines[i]
        if line.kind is not None:
            after_cue = line.kind == "teaser" and line.words <= 4
            continue
        if line.text == headline:
            line.set("repeat", "the headline again")
        elif line.paragraph or continues(lines, i):
            in_list = line.text.endswith(":") or (in_list and not line.paragraph)
            line.set("body")
        elif in_list and not after_cue:
            line.set("body", "an item of a list")
        elif after_cue and not (line.full and line.words > 14):
            line.set("teaser", "after 'read more'")
        elif line.sentence:
            line.set("body")
        elif line.words <= 6 and _QUOTED.fullmatch(line.text):
            line.set("subhead", "a quotation alone between paragraphs")
        elif _BULLET.match(line.text) or _SPEAKER.match(line.text) or line.text[0] in "\"“«'‘":
            line.set("body", "an item of a list or a speaker")
        elif line.words > 16:
            line.set("body", "a paragraph without a full stop")
        else:
            line.set(
                "teaser" if line.words >= 6 and not live else "subhead",
                "stands alone between paragraphs",
            )
        after_cue = False


def continues(lines: Sequence[Line], i: int) -> bool:
    """Whether a line goes on with the sentence before it, or is gone on with by the next."""
    text = lines[i].text
    before = lines[i - 1] if i else None
    after = lines[i + 1] if i + 1 < len(lines) else None
    if before is not None and before.kind in (None, "body"):
        if _CONTINUES.match(text) and not (before.full and text[0].isalpha()):
            return True
        if before.text.endswith((":", ",")) and before.kind is not None:
            return True
    return (
        after is not None
        and after.kind is None
        and lines[i].words >= 3
        and _CONTINUES.match(after.text) is not None
        and not lines[i].full
    )
