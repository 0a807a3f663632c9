"""The phrases and words by which lines show what they are, read from cues.tsv and words.txt."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from framing.text import fold

_NUMBER = re.compile(r"\d[\d.,]*[km]?\b")
_ENDS = " .:!?»›→*…()[]|•·>-+"


class Cues(NamedTuple):
    """The phrases of cues.tsv, laid out for look-up; the file's head explains its columns."""

    line: dict[str, str]
    colon: dict[str, str]
    start: dict[str, list[tuple[str, str]]]
    para: dict[str, list[tuple[str, str]]]
    end: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The phrases, read once."""
    found, ends = Cues({}, {}, {}, {}, ()), []
    for row in _data("cues.tsv"):
        kind, how, phrase = row.split("\t")
        if how == "line":
            found.line.setdefault(_normal(phrase), kind)
        elif how == "colon":
            found.colon.setdefault(phrase, kind)
        elif how == "end":
            ends.append((phrase, kind))
        elif how in ("start", "para"):
            buckets = found.para if how == "para" else found.start
            buckets.setdefault(_first(phrase), []).append((phrase, kind))
    return found._replace(end=tuple(ends))


@lru_cache(maxsize=1)
def word_lists() -> dict[str, frozenset[str]]:
    """The word lists of words.txt, by name.

    Examples
    --------
    >>> "facebook" in word_lists()["share"]
    True
    """
    lists: dict[str, list[str]] = {}
    name = ""
    for row in _data("words.txt"):
        if row.startswith("["):
            name = row.strip("[]")
        else:
            lists.setdefault(name, []).extend(row.split())
    return {name: frozenset(words) for name, words in lists.items()}


def by_phrase(line: str, *, sentence: bool) -> str | None:
    """The kind that a short line's phrases give it, or None.

    Parameters
    ----------
    line : str
    sentence : bool
        Whether it reads like a sentence of a story; then only plain cases count.

    Examples
    --------
    >>> by_phrase("Read more: What the treaty says", sentence=False)
    'teaser'
    """
    known = cues()
    low = " ".join(fold(line).lower().split())
    found = known.line.get(_normal(low)) or _by_label(low, known, sentence)
    if found is not None:
        return found
    opening = low.lstrip("([ *•-")
    first = _first(opening)
    for phrase, kind in known.para.get(first, ()):
        if opening.startswith(phrase):
            return kind
    if sentence:
        return None
    for phrase, kind in known.start.get(first, ()):
        if opening.startswith(phrase) and (kind != "navigation" or len(low) <= 30):
            return kind
    closing = low.rstrip(" .!:")
    for phrase, kind in known.end:
        if closing.endswith(phrase) and (kind != "advert" or len(low) <= 60):
            return kind
    return None


def by_opening(line: str) -> str | None:
    """The kind that a paragraph's opening gives it, or None.

    Examples
    --------
    >>> by_opening("We use cookies to improve your experience on this site and for other ends.")
    'other'
    """
    buckets = cues().para
    first = line[:12].split(" ", 1)[0].lower()
    if first in buckets:
        opening = fold(line[:80]).lower()
        for phrase, kind in buckets[first]:
            if opening.startswith(phrase):
                return kind
    return None


def _by_label(low: str, known: Cues, sentence: bool) -> str | None:
    """The kind of a line that begins with a label and a colon: ``Photo: …``, ``Tags: …``."""
    head, colon, rest = low.partition(":")
    if not colon or len(head) > 40:
        return None
    kind = known.colon.get(head.strip(" (*-•>["))
    many = rest.count(" ") > 6
    if kind == "source_line" and many and "http" not in rest:
        return None if sentence else "teaser"  # "Source: officer believes …" is a headline
    if sentence and (many or kind in ("teaser", "caption", "navigation")):
        return None
    return kind


def _data(name: str) -> list[str]:
    text = (resources.files("framing.furniture") / name).read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row.strip() and not row.startswith("# ")]


def _normal(line: str) -> str:
    """Lower case, numbers as ``#``, no marks at the ends."""
    line = _NUMBER.sub("#", " ".join(line.lower().split()))
    return line.strip(_ENDS) or line


def _first(line: str) -> str:
    """The first word of a line, up to a blank."""
    return line.split(" ", 1)[0][:12]
