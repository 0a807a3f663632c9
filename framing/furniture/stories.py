"""Pages with more than one story: a second one below the first, a collection, a live blog."""

from __future__ import annotations

from collections.abc import Sequence

from framing.furniture.datelines import dateline_end
from framing.furniture.headlines import HEAD_KINDS, is_headline_like
from framing.furniture.lines import Line
from framing.furniture.marks import Remark


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
    if not is_headline_like(line) or line.words < 4 or line.text[0].islower():
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
    heads = {h.kind for h in lines[i + 1 : first] if h.kind in HEAD_KINDS}
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
