"""When a page was published: its own time stamps first, then its address, then a caption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from framing.dates import Moment, find_moments
from framing.furniture.lines import Line

Basis = Literal["text", "url", "caption"]
_PUBLISHED = re.compile(
    r"\b(?:published|posted|originally|first published|issued|released"
    r"|veröffentlicht|publié|publicado|pubblicato|опубликовано)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated?|last modified|aktualisiert|mis à jour|actualizado|aggiornato"
    r"|обновлено|güncelleme)\b",
    re.IGNORECASE,
)
_OLD = re.compile(r"\b(?:file|archive|undated)\b", re.IGNORECASE)  # such pictures are older
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/-]|\b)")
_SAYS = ("timestamp", "source_line", "byline")


def find_published(lines: Sequence[Line]) -> tuple[Moment | None, Basis | None]:
    """Find when a page was published.

    A line that says 'published' comes before one that says nothing, that before 'updated'; a
    minute comes before a day where both name the same day. A crawl header gives the year to
    stamps that name none, and the day where nothing else does.

    A caption counts where it stands above the story and is no file picture.

    Returns
    -------
    (Moment or None, {"text", "url", "caption"} or None)
    """
    crawl = [m for line in lines if line.kind == "crawl" for m in find_moments(line.text)]
    addressed = _from_addresses(lines)
    year = int((crawl or addressed)[0].iso[:4]) if crawl or addressed else None
    last = _last_of_story(lines)
    found: list[tuple[int, int, Moment]] = []
    for i, line in enumerate(lines):
        if line.kind not in _SAYS or (i > last and not _PUBLISHED.search(line.text)):
            continue
        for moment in find_moments(line.text, year=year)[:2]:
            rank = 0 if _PUBLISHED.search(line.text) else 2 if _UPDATED.search(line.text) else 1
            rank = 3 if line.kind == "source_line" else rank  # when the original appeared
            found.append((rank, i, moment))
    if found:
        best = min(found, key=lambda f: (f[0], f[1]))[2]
        same = [m for _, _, m in found if m.day == best.day and m.precision == "minute"]
        chosen = same[0] if same and best.precision == "day" else best
        return _settle(chosen, [*crawl, *addressed]), "text"
    if crawl:
        return crawl[0], "text"
    if addressed:
        return addressed[0], "url"
    story = [i for i, line in enumerate(lines) if line.kind == "body"]
    for line in lines[: story[0] if story else None]:
        if line.kind == "caption" and not _OLD.search(line.text):
            for moment in find_moments(line.text):
                return moment, "caption"
    return None, None


def _settle(moment: Moment, others: Sequence[Moment]) -> Moment:
    """Settle 05/06/2018 by another date of the page, where one fits one of the two readings."""
    if not moment.ambiguous:
        return moment
    for other in others:
        if other.day == moment.swapped().day:
            return moment.swapped()
        if other.day == moment.day:
            return Moment(moment.iso, moment.precision)
    return moment


def _from_addresses(lines: Sequence[Line]) -> list[Moment]:
    found = []
    for line in lines:
        if line.kind in ("url", "crawl"):
            for match in _IN_URL.finditer(line.text):
                found.extend(find_moments("-".join(match.groups()))[:1])
    return found


def _last_of_story(lines: Sequence[Line]) -> int:
    """The index of the last line of the story; later dates belong to other stories."""
    told = [i for i, line in enumerate(lines) if line.kind in ("headline", "standfirst", "body")]
    return told[-1] if told else len(lines)
