"""Who wrote a text, as its credits say: datelines, bylines, marks, copyright, source lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from framing.corpus import STORY_KINDS
from framing.outlets.credit_lines import LONG, WINDOW, WRITERS, Credit, read_head, read_tail
from framing.outlets.names import exact, leading_name, trailing_name
from framing.outlets.registry import Registry
from framing.outlets.registry import load as load_registry
from framing.text import fold

__all__ = ["WRITERS", "Credit", "cited", "read"]

# Spans of the furniture stage in which a name is a credit, and in which it never is.
CREDIT_KINDS = frozenset(
    {"byline", "credit", "copyright", "source_line", "dateline", "url", "crawl", "timestamp"}
)
MASKED_KINDS = frozenset({"teaser", "advert", "form", "social"})
LISTED_KINDS = frozenset({"copyright", "url", "source_line", "credit"})  # even after the story
Place = Literal["head", "tail", "span", "late"]
LATE = 1500  # after so much story a name alone is another story's; only sign-offs count
_FOLDS = tuple((mark, fold(mark)) for mark in "\u2019\u2018\u201c\u201d\u2014\u2013\u00a0")
_CITED = re.compile(
    r"\b(?:told|quoted by|cited by|according to|reported by|said by|interview with)\s+"
    r"(?:the\s+)?(?:[a-z]+\s+){0,3}(?P<a>[A-Z][\w/'-]*(?: [A-Z][\w/'-]*){0,4})"
    r"|(?P<b>[A-Z][\w/'-]*(?: [A-Z][\w/'-]*){0,4})(?:'s)?(?: [a-z]+){0,3}? "
    r"(?:reported|quoted|cited|quotes|cites|reports|said)\b"
)


def read(
    text: str,
    *,
    spans: Sequence[tuple[int, int, str]] = (),
    registry: Registry | None = None,
) -> tuple[Credit, ...]:
    """Find the credits at the head and the tail of a text.

    Parameters
    ----------
    text : str
    spans : sequence of (start, end, kind)
        What the furniture stage found: credits are read in `CREDIT_KINDS` wherever they stand,
        and never in `MASKED_KINDS`. Without spans, the first and last 700 characters are read.
    registry : Registry, optional
        Only names that it knows are credits.

    Returns
    -------
    tuple of Credit
        In the order of the text.

    Examples
    --------
    >>> for c in read("MOSCOW, May 31 (Reuters) - Lavrov met Kim, TASS said.\\n(c) 2018 AFP"):
    ...     print(c.kind, c.names)
    dateline ('Reuters',)
    copyright ('AFP',)
    """
    registry = load_registry() if registry is None else registry
    found: list[Credit] = []
    lines = list(_lines(text, spans))
    whole = len(text) <= WINDOW
    last = _closing(lines)
    for start, line, place in lines:
        if place in ("head", "span"):
            after = _plain(text[start + len(line) : start + len(line) + 120]).lstrip()
            found.extend(read_head(line, after, start, registry))
        if place != "head" or whole or start in last:
            found.extend(read_tail(line, start, registry, ends=start in last))
    found = [_pictured(c, registry) for c in found]
    return tuple(sorted(dict.fromkeys(found), key=lambda c: (c.start, c.end, c.kind, c.names)))


def _closing(lines: Sequence[tuple[int, str, str]]) -> list[int]:
    """Where the last lines begin: three at most, from the last paragraph on."""
    found: list[int] = []
    for start, line, place in reversed(lines):
        if place in ("head", "tail") and len(found) < 3:
            found.append(start)
            if len(line) > LONG:
                break
    return found


def _pictured(credit: Credit, registry: Registry) -> Credit:
    """A credit to a picture agency alone is one to a photographer, however it is put."""
    if (
        credit.names
        and credit.kind in WRITERS
        and all(registry.on(n).role == "picture agency" for n in credit.names)
    ):
        return replace(credit, kind="photo")
    return credit


def _lines(text: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, str, Place]]:
    """Lines that may hold a credit: (offset, folded line, where)."""
    size = len(text)
    windows: list[tuple[int, int, Place]] = [(0, min(WINDOW, size), "head")]
    if size > WINDOW:
        low = max(WINDOW, size - WINDOW)
        windows.append((text.rfind("\n", 0, low) + 1, size, "tail"))
    for a, b, kind in sorted(spans):
        if kind in CREDIT_KINDS and a >= WINDOW:
            late = _story_before(a, spans) > LATE
            windows.append((a, min(b, a + WINDOW), "late" if late else "span"))
    masked = [(a, b) for a, b, kind in spans if kind in MASKED_KINDS] + _after_story(spans, size)
    seen: set[int] = set()
    for low, high, place in windows:
        start = low
        for line in _plain(text[low:high]).split("\n"):
            if line and not line.isspace():
                at = start + len(line) - len(line.lstrip())
                hidden = masked and any(a <= at < b for a, b in masked)
                if not hidden and start not in seen:
                    yield start, line, place
                    if place in ("span", "late"):
                        seen.add(start)
            start += len(line) + 1


def _after_story(spans: Sequence[tuple[int, int, str]], size: int) -> list[tuple[int, int]]:
    """The stretch after the story in which other stories are listed, but for `LISTED_KINDS`."""
    story = max((b for _, b, kind in spans if kind in STORY_KINDS), default=None)
    if story is None:
        return []
    listed = min((a for a, _, kind in spans if kind == "tail" and a >= story), default=size)
    rights = sorted((a, b) for a, b, kind in spans if kind in LISTED_KINDS and a >= listed)
    edges = [listed, *(edge for pair in rights for edge in pair), size]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _story_before(start: int, spans: Sequence[tuple[int, int, str]]) -> int:
    """Characters of the story that stand before an offset."""
    return sum(min(b, start) - a for a, b, kind in spans if kind == "body" and a < start)


def _plain(text: str) -> str:
    """`fold` for the commonest marks only, which is several times as fast."""
    if not text.isascii():
        for mark, plain in _FOLDS:
            text = text.replace(mark, plain)
    return text


def cited(text: str, *, registry: Registry | None = None) -> tuple[Credit, ...]:
    """Find the media that a text merely cites as its sources.

    Parameters
    ----------
    text : str
    registry : Registry, optional

    Returns
    -------
    tuple of Credit
        Of kind ``cited``; in the order of the text.

    Examples
    --------
    >>> [c.names for c in cited('"It was good," TASS quoted a source in the ministry as saying.')]
    [('TASS',)]
    """
    registry = load_registry() if registry is None else registry
    folded, found = fold(text), []
    for m in _CITED.finditer(folded):
        group = "a" if m["a"] else "b"
        words = m[group]
        name = leading_name(words, registry) if group == "a" else None
        name = name or trailing_name(words, registry) or exact(words, registry)
        if name is not None:
            found.append(Credit(m.start(), m.end(), "cited", (name,), text[m.start() : m.end()]))
    return tuple(found)
