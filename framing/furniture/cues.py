"""What a line says of itself, read alone: by its phrases, by its words, by its shape."""

from __future__ import annotations

import re

from framing.dates import month_names
from framing.furniture.phrases import by_opening, by_phrase, word_lists
from framing.furniture.shapes import (
    COPYRIGHT,
    CRAWL,
    FILED,
    URL,
    by_shape,
    ends_in_credit,
    is_code,
    names_reporters,
)

SHORT = 300  # characters; a longer line is a paragraph, and only its opening may speak

_WORD = re.compile(r"[^\W\d_]+|\d+")
_BARS = re.compile(r"\s[>›»|]\s")
_STAMPED = re.compile(
    r"\d{1,2}[:.h]\d\d|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d ?[ap]\.?m\b|\d ?[年년]"
    r"|\b(?:ago|old|mins?|minutes?) ?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d[:.]\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BESIDE_YEAR = re.compile(
    r"\||(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Published|Posted|Updated| [—–] "
)
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d[年년] ?\d")


def kind_of_short(line: str) -> str | None:
    """The kind of furniture that a line of at most 300 characters is by itself, or None.

    Parameters
    ----------
    line : str
        One line, without blanks at its ends, not empty.

    Examples
    --------
    >>> [kind_of_short(s) for s in ("ADVERTISEMENT", "By Reuters", "Valery Sharifulin / AP")]
    ['advert', 'byline', 'credit']
    >>> kind_of_short("Lavrov arrived in Pyongyang on Thursday.") is None
    True
    """
    if not any(map(str.isalnum, line)):
        return "separator"
    if line.isdigit() or is_code(line):
        return "other"
    sentence = line[-1] in ".…" and line.count(" ") > 8
    found = by_phrase(line, sentence=sentence)
    if found is not None:
        return found
    if CRAWL.match(line):
        return "crawl"
    if len(line) <= 140 and not sentence:
        found = _by_words(line)
        if found is not None:
            return found
    return by_shape(line, sentence=sentence)


def kind_of_long(line: str) -> str | None:
    """The kind of furniture that a whole paragraph is by its opening or its end, or None.

    Examples
    --------
    >>> kind_of_long("© 2018 AFP. All Rights Reserved. This material may not be published.")
    'copyright'
    """
    if is_code(line):
        return "other"
    found = by_opening(line)
    if found is not None:
        return found
    if line[0] in "FI" and FILED.match(line):
        return "caption"
    if (line[0] in "©(cC&" or "ights" in line[:120]) and COPYRIGHT.match(line):
        return "copyright"
    if line[0] in "hw<dcfrsa" and (URL.fullmatch(line) or CRAWL.match(line)):
        return "crawl" if CRAWL.match(line) else "url"
    if len(line) <= 600 and names_reporters(line):
        return "credit"
    if len(line) <= 900 and ends_in_credit(line):
        return "caption"
    return None


def _by_words(line: str) -> str | None:
    """Lines made of nothing but the words of time stamps, share bars or section names."""
    words = _WORD.findall(line.lower())
    if not words:
        return None
    lists, months = word_lists(), month_names()
    numbered = any(map(str.isdigit, words))
    if (
        numbered
        and all(w.isdigit() or w in lists["stamp"] or w in months for w in words)
        and (_STAMPED.search(line) or any(w in months for w in words))
    ):
        return "timestamp"
    if numbered and _is_signed_and_dated(line, words):
        return "byline"
    share = lists["share"]
    if any(w in share for w in words) and all(
        w in share or w in lists["share-fill"] or w.isdigit() for w in words
    ):
        return "social"
    if len(words) <= 8 and all(w in lists["section"] for w in words):
        return "navigation" if len(_BARS.findall(line)) > 1 else "section"
    return None


def _is_signed_and_dated(line: str, words: list[str]) -> bool:
    """Whether a line is names and a time: ``Jill Colvin, Associated Press Published 9:21 a.m. …``

    Small words may stand among the names only where they are roles (``contributor``, ``for``).
    """
    if line[-1] in "?!" or "@" in line or len(words) < 4:
        return False
    if not _CLOCK.search(line) and not (_YEAR.search(line) and _BESIDE_YEAR.search(line)):
        return False
    lists, months = word_lists(), month_names()
    if not (any(w in months for w in words) or _DAY.search(line)):
        return False
    others = [
        w
        for w in _WORD.findall(line)
        if not (w.isdigit() or w.lower() in lists["stamp"] or w.lower() in months)
    ]
    return 1 <= len(others) <= 10 and all(not w[0].islower() or w in lists["role"] for w in others)
