"""One page of plain text, marked: what is story, what is furniture, and what the page says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from framing.furniture.captions import mark_captions
from framing.furniture.datelines import dateline_end
from framing.furniture.head import lay_head
from framing.furniture.headlines import find_body, find_headline, find_late_head
from framing.furniture.language import guess_language
from framing.furniture.lines import Line, mark_turns, split_lines
from framing.furniture.marks import Mark, Page, Remark, stage_of
from framing.furniture.markup import blank_out, cover, find_markup
from framing.furniture.middle import lay_middle
from framing.furniture.published import find_published
from framing.furniture.repeats import has_repeats, mark_repeats
from framing.furniture.stories import split_stories
from framing.furniture.tail import lay_tail

# A 'headline' column that holds one of these was scraped from the wrong place.
_NO_HEADLINE = frozenset(
    {
        "advert",
        "byline",
        "copyright",
        "crawl",
        "form",
        "navigation",
        "separator",
        "social",
        "timestamp",
        "url",
        "other",
    }
)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+-?(?:\.html?)?>?")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")


def find_furniture(text: str, *, headline: str | None = None) -> Page:
    """Mark every part of a page: headline, standfirst, dateline, body, repeats, and furniture.

    Parameters
    ----------
    text : str
        One page as it was scraped, or a clean article; one line a paragraph.
    headline : str, optional
        The headline, where it is known; it is looked for among the lines.

    Returns
    -------
    Page
        Its marks do not overlap and hold every character that is not blank.

    Examples
    --------
    >>> page = find_furniture("Kim meets Lavrov\\nBy Reuters\\nKim met Lavrov on Thursday in "
    ...                       "Pyongyang, the ministry said, and they talked.\\nADVERTISEMENT")
    >>> [(m.kind, m.start) for m in page.marks]
    [('headline', 0), ('byline', 17), ('body', 28), ('advert', 105)]
    """
    markup = find_markup(text)
    lines = split_lines(blank_out(text, markup))
    if not lines:
        return Page(tuple(cover(text, [], markup)))
    remarks: list[Remark] = []
    _continue_addresses(lines)
    title = _lay_out(lines, headline, remarks)
    repeats = _repeats(text, lines)
    marks = _to_marks(lines, repeats)
    marks = cover(text, marks, markup)
    story = " ".join(line.text for line in lines if line.kind in ("headline", "standfirst", "body"))
    language = guess_language(story)
    if language not in (None, "en"):
        remarks.append(
            Remark(
                "warning",
                "not_english",
                f"the story seems to be in {language!r}, "
                "not English; voice and features are made for English",
            )
        )
    published, basis = find_published(lines)
    if published is not None and published.ambiguous:
        remarks.append(
            Remark(
                "warning",
                "ambiguous_date",
                f"the date was read with the month "
                f"first, {published.day}; give 'published' in the manifest to be "
                "sure",
            )
        )
    if not any(m.kind in ("headline", "standfirst", "body") for m in marks):
        remarks.append(Remark("warning", "no_story", "no part of this page reads like a story"))
    return Page(tuple(marks), title, published, basis, language, _own_url(lines), tuple(remarks))


def _lay_out(lines: list[Line], headline: str | None, remarks: list[Remark]) -> str | None:
    """Say what each line is; return the headline as it stands there."""
    mark_turns(lines)
    at = _given_headline(lines, headline, remarks)
    if at is not None:
        lines[at].set("headline")  # so that it is taken for nothing else
    mark_captions(lines)
    if at is None:
        at = find_late_head(lines)
    first = find_body(lines[at + 1 :]) if at is not None else find_body(lines)
    body = None if first is None else first + (0 if at is None else at + 1)
    if at is None:
        at = find_headline(lines, body)
    if body is None:
        _lay_bare(lines, at, remarks)
        return lines[at].text if at is not None else None
    body = lay_head(lines, at, body)
    cut = lay_tail(lines, body)
    second, remark = split_stories(lines, body, cut)
    if remark is not None:
        remarks.append(remark)
    for line in lines[second:cut]:
        line.set("other", "second story on the page")
    title = lines[at].text if at is not None else None
    live = remark is not None and remark.code == "live_blog"
    lay_middle(lines, body, second, headline=title, live=live)
    return title


def _given_headline(
    lines: Sequence[Line], headline: str | None, remarks: list[Remark]
) -> int | None:
    """The line on which a known headline stands; a 'headline' that is furniture is refused."""
    if not headline:
        return None
    wanted = " ".join(headline.split())
    total, before = sum(len(line.text) for line in lines if line.paragraph), 0
    for i, line in enumerate(lines[:40]):
        before += len(lines[i - 1].text) if i and lines[i - 1].paragraph else 0
        if before > 0.2 * total:
            return None  # it stands among the story's own lines, as a link to itself
        if line.text == wanted or " ".join(line.text.split()) == wanted:
            if line.kind not in _NO_HEADLINE or (
                line.kind == "byline" and not wanted.lower().startswith("by ")
            ):
                return i
            remarks.append(
                Remark(
                    "warning",
                    "headline_is_furniture",
                    f"the headline "
                    f"{wanted[:60]!r} is part of the page ({line.kind}), not of a "
                    "story; another was looked for in the text",
                )
            )
            return None
    return None


def _lay_bare(lines: Sequence[Line], headline: int | None, remarks: list[Remark]) -> None:
    """A page without running text: a headline alone, or lines of which nothing can be told."""
    if headline is not None:
        lines[headline].set("headline")
    rest = [line for line in lines if line.kind is None]
    if rest and len(rest) < len(lines) and all(line.words < 4 for line in rest):
        for line in rest:
            line.set("other", "too short to be a story")
        return
    for line in rest:
        line.set("body", "the page has no running text; kept as it is")
    if rest:
        remarks.append(
            Remark(
                "warning",
                "no_paragraphs",
                "no line reads like a paragraph; what is no furniture was kept as body "
                f"({len(rest)} of {len(lines)} lines)",
            )
        )


def _continue_addresses(lines: Sequence[Line]) -> None:
    """An address broken at its end goes on in the next line: ``…ahead-of-`` / ``trump-kim``."""
    for before, line in pairwise(lines):
        if before.kind == "url" and line.kind is None and _SLUG.fullmatch(line.text):
            line.set("url", "goes on from the line before")


def _repeats(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    if not has_repeats(text):
        return []
    return mark_repeats([line for line in lines if line.kind in ("body", "standfirst")])


def _to_marks(lines: Sequence[Line], repeats: Sequence[tuple[int, int]]) -> list[Mark]:
    """Marks of all lines; paragraphs of the body that follow each other are one mark."""
    marks: list[Mark] = []
    told = 0
    for line in lines:
        kind = line.kind or "other"
        if kind not in ("body", "standfirst"):
            marks.append(Mark(line.start, line.end, stage_of(kind), kind, line.note))
            continue
        inside = [r for r in repeats if r[0] >= line.start and r[1] <= line.end] if repeats else []
        if told >= 3 and not inside and kind == "body" == marks[-1].kind:
            marks[-1] = Mark(marks[-1].start, line.end, "structure", "body")
            continue
        begin = line.start
        if told < 3:
            told += 1
            length = 0 if inside or line.spoken else dateline_end(line.text)
            if length:
                marks.append(Mark(begin, begin + length, "structure", "dateline"))
                begin += length
                told = 3
        for start, end in inside:
            _add(marks, begin, start, kind, line.text, line.start)
            marks.append(Mark(start, end, "structure", "repeat", "stands elsewhere in the text"))
            begin = end
        _add(marks, begin, line.end, kind, line.text, line.start)
    return marks


def _add(marks: list[Mark], start: int, end: int, kind: str, line: str, offset: int) -> None:
    """Add a stretch of story, without blanks at its ends; join it to the one before it."""
    piece = line[start - offset : end - offset]
    if not piece.strip():
        return
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if marks and marks[-1].kind == kind == "body":
        marks[-1] = Mark(marks[-1].start, end, "structure", kind)
    else:
        marks.append(Mark(start, end, "structure", kind))


def _own_url(lines: Sequence[Line]) -> str | None:
    """The page's own address: in the crawl header, or an address alone on a line."""
    for line in lines:
        if line.kind == "crawl":
            found = _URL.search(line.text)
            if found:
                return found.group()
    for i, line in enumerate(lines):
        if line.kind in ("url", "source_line"):
            found = _URL.search(line.text)
            if found:
                broken = found.group().endswith("-") and lines[i + 1 : i + 2]
                rest = broken[0].text.rstrip(">") if broken and broken[0].kind == "url" else ""
                return found.group() + rest
    return None
