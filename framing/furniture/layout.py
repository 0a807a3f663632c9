"""Where the story stands among a page's lines: headline, standfirst, body, and what lies between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.furniture.captions import caption_score
from framing.furniture.datelines import dateline_end, is_agency_dateline, stands_alone
from framing.furniture.lines import Line
from framing.furniture.marks import Remark

_WORD = re.compile(r"[^\W\d_]{4,}")
_CONTINUES = re.compile(r"[a-zа-яё,;:)\]…]|\.\.\.")
_BULLET = re.compile(r"(?:[•·▪●*–—-]|\(?\d{1,2}[.)]|[a-z][.)])\s*\S")
_QUOTED = re.compile(r"[\"“‘'«][^\"“”‘«».]+[\"”’'»]")
_SPEAKER = re.compile(r"(?:Q|A|QUESTION|ANSWER|[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40})\s*:\s*\S")
_ABOUT_AUTHOR = re.compile(
    r"(?:[A-ZÀ-Þ][\w.'’-]+ ){2,4}(?:is|are) (?:an?|the|also) .{0,120}\b(?:writers?|reporters?|columnists?"
    r"|editors?|correspondents?|contributors?|journalists?|author of|hosts?|novelist|professor)\b"
    r"(?=.*(?:@|[Ff]ollow|[Tt]witter|author of|columnist|staff writer|contribut|correspondent|editor"
    r"|reporter (?:for|at)|based in))"
)
_LONGEST_HEADLINE = 220
# Kinds that only a new story's head has; pictures and shares may stand anywhere.
_HEAD_KINDS = ("byline", "timestamp")


def find_body(lines: Sequence[Line]) -> int | None:
    """The index of the first line of the story's running text, or None where there is none."""
    for i, line in enumerate(lines):
        if line.paragraph and not _is_headline_like(line, strict=True):
            return i
    for i, line in enumerate(lines):
        if line.sentence and not _is_headline_like(line, strict=True):
            return i
    return None


def find_late_head(lines: Sequence[Line]) -> int | None:
    """The index of a headline that stands below other paragraphs, or None.

    Pages may begin with captions or boxes that read like paragraphs. A line that could be a
    headline, with a byline or time stamp under it and four fifths of all paragraphs after it, is
    the headline all the same.
    """
    length = [len(line.text) if line.paragraph else 0 for line in lines]
    total, before = sum(length), 0
    for i, line in enumerate(lines[:60]):
        if before > 0.2 * total:
            return None
        if before and 4 <= line.words <= 25 and _is_headline_like(line) and (
            not dateline_end(line.text)
        ):
            first = next((k for k in range(i + 1, min(i + 6, len(lines))) if length[k]), None)
            if first is not None and any(
                h.kind in _HEAD_KINDS for h in lines[i + 1:first]
            ) and not any(h.kind in _HEAD_KINDS for h in lines[:i]):
                return i
        before += length[i]
    return None


def find_headline(lines: Sequence[Line], body: int | None) -> int | None:
    """The index of the headline among the lines before the body, or None where there is none.

    Of the lines that could be one, the headline shares most words with the story's first
    paragraphs and stands early.
    """
    stop = len(lines) if body is None else body
    candidates = [i for i in range(stop) if _is_headline_like(lines[i])]
    if not candidates:
        return None
    if body is None:
        return candidates[0]
    story = {
        w[:5] for line in lines[body : body + 6] for w in _WORD.findall(line.text[:600].lower())
    }

    def score(i: int) -> tuple[float, int]:
        words = [w[:5] for w in _WORD.findall(lines[i].text.lower())]
        shared = sum(w in story for w in words) / max(3, len(words))
        length = min(lines[i].words, 8) / 16
        return (round(shared + length - 0.04 * candidates.index(i), 4), -i)

    best = max(candidates, key=score)
    if lines[best].words < 4 and score(best)[0] < 0.45 and not lines[best].text.isupper():
        return None
    return best


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
        elif headline is not None and (line.words >= 6 or line.full):
            line.set("standfirst")
        elif line.words <= 4 and headline is not None:
            line.set(*_short_head(line))
        elif headline is None and line.words >= 6 and line.stops:
            line.set("standfirst")
        else:
            line.set("section" if line.words <= 4 else "subhead", "stands above the story")
    if body and lines[body - 1].kind in ("caption", "credit") and (
        is_agency_dateline(lines[body - 1].text)
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
    while i < len(lines) and i < body + 4 and lines[i].kind not in _HEAD_KINDS:
        if lines[i].kind is None:
            words += lines[i].words
        i += 1
    is_parted = (
        i < len(lines)
        and i < body + 4
        and words <= 70
        and not any(line.kind in _HEAD_KINDS for line in lines[headline:body])
    )
    rest = [j for j in range(i, len(lines)) if lines[j].paragraph]
    if not is_parted or not rest:
        return body
    for line in lines[body:i]:
        if line.kind is None:
            line.set("standfirst", "parted from the body by byline or time")
    return rest[0] if all(lines[j].kind is not None for j in range(i, rest[0])) else i


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
            if _continues(lines, cut) or line.words > 16 or _listed(lines, cut):
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
        elif line.paragraph or _continues(lines, i):
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


def _continues(lines: Sequence[Line], i: int) -> bool:
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


def split_stories(lines: Sequence[Line], body: int, cut: int) -> tuple[int, Remark | None]:
    """Find where a second story begins on the same page, or see that the page is a live blog.

    A second story opens with a headline of its own, byline or time stamp right under it, and
    paragraphs after that; and either the first story was closed before (by a line, a copyright,
    its reporters' names), or a dateline follows, or both byline and time stand there. Three heads
    or more are the entries of one live blog.

    Returns
    -------
    (int, Remark or None)
        The index from which lines belong to the second story (`cut` where there is none), and
        what to say of it.
    """
    heads = [i for i in range(body + 1, cut - 2) if _opens_story(lines, i, cut)]
    stamps = _entries(lines[body:cut])
    if len(heads) >= 3:
        return cut, Remark(
            "info",
            "live_blog",
            f"{max(len(heads), stamps)} entries with a time of their own: read as one live blog",
        )
    if stamps >= 3:
        return cut, Remark(
            "info", "live_blog", f"{stamps} entries with a time of their own: read as one live blog"
        )
    for i in heads:
        told = sum(len(line.text) for line in lines[body:i] if line.sentence)
        rest = sum(len(line.text) for line in lines[i:cut] if line.sentence)
        begins = f"a second story begins with {lines[i].text[:60]!r}"
        if told < 200:
            continue
        if told < 0.4 * rest:
            return cut, Remark(
                "warning",
                "two_stories",
                f"{begins}; the page seems to be a "
                "collection, all of it was counted as one story: put each story in "
                "a file of its own",
            )
        return i, Remark(
            "warning",
            "two_stories",
            f"{begins}; it is marked as furniture and not "
            "counted: put each story in a file of its own",
        )
    return cut, None


def _entries(lines: Sequence[Line]) -> int:
    """How many time stamps have something told under them, before the next one."""
    stamps, told = 0, False
    for line in reversed(lines):
        if line.kind == "timestamp":
            stamps += told
            told = False
        told = told or line.sentence
    return stamps


def _opens_story(lines: Sequence[Line], i: int, cut: int) -> bool:
    line = lines[i]
    if not _is_headline_like(line) or line.words < 4 or line.text[0].islower():
        return False
    if not lines[i - 1].sentence and lines[i - 1].kind not in (
        "separator",
        "copyright",
        "credit",
        "byline",
        "timestamp",
        "social",
        "advert",
        "caption",
        "navigation",
        "section",
        "teaser",
        "subhead",
    ):
        return False
    if lines[i - 1].kind == "teaser" and lines[i - 1].words <= 4:
        return False
    first = next((k for k in range(i + 1, min(i + 6, cut)) if lines[k].paragraph), None)
    if first is None:
        return False
    heads = {h.kind for h in lines[i + 1 : first] if h.kind in _HEAD_KINDS}
    if not heads:
        return False
    closed = lines[i - 1].kind in ("separator", "copyright", "credit", "tail", "form", "social")
    after = [h for h in lines[first : min(first + 8, cut)] if h.paragraph]
    dated = dateline_end(lines[first].text) > 0
    told = sum(len(h.text) for h in after)
    return (
        dated
        or (told >= 200 and closed and len(heads) == 2)
        or (told >= 300 and (closed or len(heads) == 2))
    )


def _is_headline_like(line: Line, *, strict: bool = False) -> bool:
    """Whether a line could be a headline: some words, no full stop at its end.

    With `strict` also that it cannot be a paragraph, although it is long or ends in a mark.
    """
    text = line.text
    if line.kind is not None or len(text) > _LONGEST_HEADLINE or line.words < 2:
        return False
    if text.isupper() and line.words >= 3:
        return True
    if strict and (len(text) > 140 or line.words > 22):
        return False
    last = text.rstrip("\"'”’»)")[-1:]
    if last in ".:;,…" and not text.endswith("..."):
        return False
    if last in "?!":
        return line.words <= 20
    return not (strict and line.stops) and line.words <= 32
