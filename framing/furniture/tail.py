"""Where the story ends and the page goes on: lists of other stories, comments, authors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.furniture.lines import Line
from framing.furniture.middle import continues

_ABOUT_AUTHOR = re.compile(
    r"(?:[A-ZÀ-Þ][\w.'’-]+ ){2,4}(?:is|are) (?:an?|the|also) .{0,120}\b(?:writers?|reporters?"
    r"|columnists?|editors?|correspondents?|contributors?|journalists?|author of|hosts?|novelist"
    r"|professor)\b(?=.*(?:@|[Ff]ollow|[Tt]witter|author of|columnist|staff writer|contribut"
    r"|correspondent|editor|reporter (?:for|at)|based in))"
)


def lay_tail(lines: Sequence[Line], body: int) -> int:
    """Mark what follows the story to the page's end; return the index where that begins."""
    length = [len(line.text) if line.sentence else 0 for line in lines]
    before = [0]
    for size in length:
        before.append(before[-1] + size)
    total = before[-1] - before[body]
    cut = len(lines)
    for i in range(body + 1, len(lines)):
        if lines[i].kind not in ("tail", "form") and not _opens_list(lines, i):
            continue
        told, rest = before[i] - before[body], before[-1] - before[i]
        decisive = lines[i].kind == "form" and re.match(
            r"(?:leave|post|write|add) (?:us )?a |\d+ comments|comments", lines[i].text.lower()
        )
        if rest <= 0.25 * total or (decisive and told >= 0.3 * total and told >= 300):
            cut = i
            break
    opening = lines[cut] if cut < len(lines) else None
    for line in lines[cut:]:
        if line.kind == "form":
            opening = line
        elif opening is not None and line.kind in (None, "section", "teaser", "subhead"):
            line.set("form" if opening.kind == "form" else "tail", f"after {opening.text[:40]!r}")
    for i in range(cut - 1, body + 2, -1):
        if not lines[i].sentence:
            continue
        if lines[i].words > 60 or not _ABOUT_AUTHOR.match(lines[i].text):
            break
        lines[i].set("tail", "about the author")
    while cut > body + 1 and not _tells(lines[cut - 1]):
        cut -= 1
        if lines[cut].kind is None:
            line = lines[cut]
            last = cut == len(lines) - 1
            if continues(lines, cut) or line.words > 16 or _listed(lines, cut):
                cut += 1
                break
            names = line.text.split()
            signed = last and 2 <= len(names) <= 5 and all(n[:1].isupper() for n in names)
            line.set("byline" if signed else "tail", "after the story")
    return cut


def _opens_list(lines: Sequence[Line], i: int) -> bool:
    """A teaser cue alone on its line, with nothing but short lines after it."""
    return (
        lines[i].kind == "teaser"
        and lines[i].words <= 4
        and not any(line.paragraph for line in lines[i + 1 :])
    )


def _listed(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is an item of a list that a paragraph ending in a colon opens."""
    while i > 0 and lines[i].kind is None and not lines[i].paragraph:
        i -= 1
    return lines[i].paragraph and lines[i].text.endswith(":")


def _tells(line: Line) -> bool:
    return line.sentence or line.kind in ("standfirst", "headline", "repeat")
