"""What stands above the story: parts of the page, standfirst, sections, datelines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.furniture.captions import caption_score
from framing.furniture.datelines import is_agency_dateline, stands_alone
from framing.furniture.headlines import HEAD_KINDS
from framing.furniture.lines import Line

_ONE_NAME = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3}"
_NAMES = re.compile(rf"{_ONE_NAME}(?:, {_ONE_NAME})*,? and {_ONE_NAME}")


def lay_head(lines: Sequence[Line], headline: int | None, body: int) -> int:
    """Say what the lines before the body are; return where the body begins after all.

    Lines before the headline are parts of the page. Between headline and body a line that reads
    like a sentence is the standfirst; so are first paragraphs that a byline or a time stamp
    parts from the rest.
    """
    begin = 0 if headline is None else headline
    for line in lines[:begin]:
        if line.kind is None:
            kind = "navigation" if line.words < 6 else "teaser"
            line.set("caption" if caption_score(line.text) else kind, "stands before the headline")
    if headline is not None:
        lines[headline].set("headline")
    for i in range(begin, body):
        line = lines[i]
        if line.kind is not None:
            continue
        if headline is not None and lines[headline].text == line.text:
            line.set("repeat", "the headline again")
        elif headline is not None and stands_alone(line.text) and line.words <= 5:
            line.set("dateline" if i >= body - 2 and line.text[:4].isupper() else "section")
        elif headline is not None and _NAMES.fullmatch(line.text):
            line.set("byline", "names alone above the story")
        elif headline is not None and (line.words >= 6 or line.full):
            line.set("standfirst")
        elif line.words <= 4 and headline is not None:
            line.set(*_short_head(line))
        elif headline is None and line.words >= 6 and line.stops:
            line.set("standfirst")
        else:
            line.set("section" if line.words <= 4 else "subhead", "stands above the story")
    if (
        body
        and lines[body - 1].kind in ("caption", "credit")
        and (is_agency_dateline(lines[body - 1].text))
    ):
        lines[body - 1].set("dateline")
    return _standfirst_before_byline(lines, headline, body)


def _short_head(line: Line) -> tuple[str, str]:
    names = line.text.replace(",", " ").split()
    if 2 <= len(names) <= 4 and all(n[:1].isupper() for n in names) and not line.stops:
        return "byline", "a name alone above the story"
    plain = len(names) > 1 and not all(n[:1].isupper() for n in names)
    return "subhead" if plain else "section", "stands above the story"


def _standfirst_before_byline(lines: Sequence[Line], headline: int | None, body: int) -> int:
    """First paragraphs that a byline or time stamp parts from the body are the standfirst."""
    if headline is None:
        return body
    i, words = body, 0
    while i < len(lines) and i < body + 4 and lines[i].kind not in HEAD_KINDS:
        if lines[i].kind is None:
            words += lines[i].words
        i += 1
    is_parted = (
        i < len(lines)
        and i < body + 4
        and words <= 70
        and not any(line.kind in HEAD_KINDS for line in lines[headline:body])
    )
    rest = [j for j in range(i, len(lines)) if lines[j].paragraph]
    if not is_parted or not rest:
        return body
    for line in lines[body:i]:
        if line.kind is None:
            line.set("standfirst", "parted from the body by byline or time")
    return rest[0] if all(lines[j].kind is not None for j in range(i, rest[0])) else i
