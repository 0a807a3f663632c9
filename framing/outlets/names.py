"""Outlet names in the words of a credit, told apart from people, titles and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from framing.outlets.registry import Registry, name_key
from framing.text import fold

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE_TAIL = re.compile(
    r"[\s,|(•·-]+(?:(?:published|updated|posted|last|first|modified|online)\b.*"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*"
    rf"|{MONTH}\s+\d.*|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}.*|\d{{1,4}}[:./-]\d.*|\d{{4}}\b.*)$",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    rf"(?:{MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|[\d:./-]+"
    r"(?:st|nd|rd|th|am|pm)?|[ap]\.?m\.?|[a-z]{1,4}t|gmt|utc|updated|published|posted|modified"
    r"|last|first|online|at|on|page\s?\d*)",
    re.IGNORECASE,
)
DATED = re.compile(
    rf"(?:updated|published|posted|purchase|{MONTH} \d|\d{{1,2}}(?:st|nd|rd|th)? {MONTH}"
    r"|\d{1,2}[:.]\d\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)",
    re.IGNORECASE,
)
SEPARATOR = re.compile(
    r"\s*(?:[,;|/•·]|\band\b|&|\bvia\b|\bfor\b|\bwith\b|\bof\b|\bin\b|\bat\b|--|\s-\s)\s*",
    re.IGNORECASE,
)
_STAFF_WORD = re.compile(
    r"(?:staff(?: writers?)?|newsroom|desk|news|india|uk|us|usa|africa|canada|world|videos?|"
    r"online|wire|newswire|service|writers?|reporters?|correspondents?|agency|editors?)$",
    re.IGNORECASE,
)
STAFF_TITLE = re.compile(r"\b(?:writer|reporter|journalist|correspondent)s?\b")
_NAMES_OF_PEOPLE = frozenset(
    {
        "beta",
        "mina",
        "trend",
        "turan",
        "petra",
        "saba",
        "fars",
        "ana",
        "mia",
        "antara",
        "kan",
        "map",
        "tap",
        "kabar",
        "efe",
        "sana",
    }
)
WORD = re.compile(r"\w+")


@lru_cache(maxsize=10_000)
def cut_date(line: str) -> str:
    """The line without the date or time at its end.

    Examples
    --------
    >>> cut_date("Associated Press Monday, July 16, 2018")
    'Associated Press'
    """
    return _DATE_TAIL.sub("", line).strip(" •·|,-–—\t")


def exact(written: str, registry: Registry) -> str | None:
    """The registry name of a name written in full; short names must be written in capitals.

    Examples
    --------
    >>> from framing.outlets.registry import load
    >>> exact("AFP", load()), exact("time", load())
    ('AFP', None)
    """
    return _exact(written.strip(" .,:;*()[]<>\"'•·|"), registry)


@lru_cache(maxsize=200_000)
def _exact(written: str, registry: Registry) -> str | None:
    if not 2 <= len(written) <= 60:
        return None
    name = registry.by_name.get(name_key(written))
    if name is None:
        return None
    if written.islower() and written not in _spellings(registry):
        return None
    if len(written) <= 4 and not written.isupper() and written not in _spellings(registry):
        return None
    return name


@lru_cache(maxsize=8)
def _spellings(registry: Registry) -> frozenset[str]:
    return frozenset(a for o in registry.outlets for a in (o.name, *o.aliases))


def names_in(words: str, registry: Registry, *, links: bool = False) -> tuple[str, ...]:
    """Registry names in the words of a credit, beside names of people.

    Examples
    --------
    >>> from framing.outlets.registry import load
    >>> names_in("GEOFF MULVIHILL Associated Press", load())
    ('AP',)
    >>> names_in("Reuters and AFP", load())
    ('Reuters', 'AFP')
    """
    found: dict[str, int] = {}

    def add(name: str | None, at: int) -> None:
        if name is not None:
            found.setdefault(name, at)

    add(exact(words, registry), 0)
    if not found:
        for at, part in enumerate(words.split(",")):
            add(trailing_name(part, registry), 100 * at + 50)
            for k, piece in enumerate(SEPARATOR.split(part)):
                add(exact(piece, registry) or trailing_name(piece, registry), 100 * at + k)
    if links and not found:
        for word in words.split():
            if "." in word:
                add(registry.name_of_domain(word), 0)
    return tuple(sorted(found, key=lambda n: (found[n], n)))


def trailing_name(words: str, registry: Registry) -> str | None:
    """The longest name with which the words end: ``Jane Doe Associated Press``.

    A title may follow it: ``AP National Security Writer``.
    """
    parts = words.strip(" .,:;*()[]").split()
    if len(parts) > 1 and STAFF_TITLE.fullmatch(parts[-1].lower()):
        name = leading_name(words, registry)
        if name is not None and registry.on(name).is_agency:
            return name
    for last in (len(parts), len(parts) - 1):
        if last < len(parts) and not (parts and _STAFF_WORD.match(parts[-1])):
            break
        for first in range(max(0, last - 6), last):
            piece = " ".join(parts[first:last])
            name = exact(piece, registry)
            if name is None:
                continue
            if (
                last - first > 1
                or (registry.on(name).is_agency and piece.casefold() not in _NAMES_OF_PEOPLE)
                or (piece.isupper() and len(piece) <= 5 and not words.isupper())
            ):
                return name
    return None


def leading_name(words: str, registry: Registry, *, whole: bool = False) -> str | None:
    """The longest name with which the words begin: ``CNN NewSource. All rights reserved``."""
    parts = words.replace("/", " / ").split()[:7]
    if parts and "/" in parts[:3] and (name := exact(words.split()[0], registry)):
        return name
    for count in range(len(parts), 0, -1):
        name = exact(" ".join(parts[:count]), registry)
        if name is not None and (
            count == len(parts) or not whole or count > 1 or registry.on(name).is_agency
        ):
            return name
    return None


def alone(line: str, registry: Registry) -> str | None:
    """The outlet whose name is all that a line holds, apart from a date.

    Examples
    --------
    >>> from framing.outlets.registry import load
    >>> alone("StraitsTimes (31 May 2018)", load())
    'The Straits Times'
    """
    words = cut_date(line)
    if not words or len(words) > 60 or line.rstrip().endswith(","):
        return None
    dates = line[len(words) :].replace(",", " ").replace("|", " ").split() if words else []
    if not all(_DATE_WORDS.fullmatch(d.strip("()[]•·-–—")) for d in dates if d.strip("()[]•·-–—")):
        return None
    name = exact(words, registry)
    if name is None and _STAFF_WORD.search(words):
        name = exact(words.rpartition(" ")[0], registry)
    if name is None:
        return None
    dated = words != line.strip()
    row = registry.on(name)
    plain = " " not in words and not row.is_agency
    section = row.role == "ministry"  # 'White House' stands over a section of politics
    return None if section or (plain and not dated) else name


def person_and_name(line: str, registry: Registry, *, dated: bool) -> tuple[str, ...]:
    """``Jonathan Lemire and Jill Colvin, Associated Press`` without 'By'.

    'Evan Vucci, AP' and 'Evan Vucci / AP' are how pictures are credited, so that an agency counts
    only where several people stand before it, or a date stands beside it.
    """
    if len(line) > 120 or line.endswith((".", "?", "!", ")", '"')):
        return ()
    who = cut_date(line)
    if "©" in who or ":" in who or ";" in who or not who[:1].isupper():
        return ()
    several = " and " in who.lower()
    people, mark, last = _last_part(who)
    name = exact(last, registry) if mark else trailing_name(who, registry)
    if name is None:
        return ()
    if not mark:
        people = who[: -len(last)] if (last := _written(who, name, registry)) else ""
    agency = registry.on(name).is_agency
    if not mark and (not agency or " " not in last.strip()):
        return ()
    if agency and not several and (not dated or len(last.strip()) <= 4 or mark == "/"):
        return ()
    words = [w for w in SEPARATOR.sub(" ", people).split() if w != "-"]
    if not 2 <= len(words) <= 16 or not all(w[:1].isupper() for w in words):
        return ()
    return (name,)


def _last_part(who: str) -> tuple[str, str, str]:
    """What stands before the last comma, bar or slash, that mark, and what stands after it."""
    at = max(who.rfind(mark) for mark in ",|/")
    return (who[:at], who[at], who[at + 1 :]) if at > 0 else (who, "", "")


def _written(who: str, name: str, registry: Registry) -> str:
    """The last words of `who` that are the name."""
    parts = who.split()
    for first in range(len(parts)):
        piece = " ".join(parts[first:])
        if exact(piece, registry) == name:
            return piece
    return ""


def without(words: str, names: Iterable[str], registry: Registry) -> str:
    """The words without the names found in them, so that 'Reuters Staff' is not staff beside."""
    kept = []
    for part in SEPARATOR.split(words):
        if exact(part, registry) is None and trailing_name(part, registry) is None:
            kept.append(part)
    return " ".join(kept)


@lru_cache(maxsize=8)
def first_words(registry: Registry) -> frozenset[str]:
    """The words with which names begin; a line that holds none of them holds no name."""
    keys = registry.by_name
    plain = {(WORD.findall(k) or [k])[0] for k in keys}
    written = {
        (WORD.findall(fold(a).lower().removeprefix("the ")) or [a])[0]
        for o in registry.outlets
        for a in (o.name, *o.aliases)
    }
    return frozenset(plain | written)
