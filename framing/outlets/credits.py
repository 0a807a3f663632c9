"""Who wrote this text, as its credits say: datelines, bylines, marks, copyright and source lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from framing.outlets.registry import Registry
from framing.outlets.registry import load as load_registry
from framing.text import fold

Kind = Literal[
    "dateline", "byline", "source line", "copyright", "end mark", "link", "sign-off", "staff",
    "contribution", "photo", "cited", "version", "reprint",
]
WRITERS: tuple[Kind, ...] = (
    "dateline", "byline", "source line", "copyright", "end mark", "link", "sign-off", "staff",
)
"""The kinds that name a writer, the strongest first; the others do not."""


@dataclass(frozen=True)
class Credit:
    """One place in a text that names an outlet or agency, and what it says of it.

    Parameters
    ----------
    start, end : int
        Code points in the text.
    kind : str
        One of `WRITERS`; or ``contribution`` (helped), ``photo`` (took the picture), ``cited``
        (is quoted as a source), ``version`` (a correction or update), ``reprint`` (a source is
        spoken of); the last two may name nobody.
    names : tuple of str
        Registry names, in the order of the text.
    text : str
        The words that say so.
    mixed : bool
        Whether more than one stands there, or staff writers beside an agency.
    """

    start: int
    end: int
    kind: Kind
    names: tuple[str, ...]
    text: str
    mixed: bool = False


# Spans of the furniture stage in which a name is a credit, and in which it never is.
CREDIT_KINDS = frozenset({"byline", "credit", "copyright", "source_line", "dateline", "url",
                          "crawl", "timestamp"})
MASKED_KINDS = frozenset({"caption", "navigation", "section", "teaser", "advert", "tail", "form",
                          "social"})
WINDOW = 700  # characters looked at from either end

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE_TAIL = re.compile(
    r"[\s,|(•·-]+(?:(?:published|updated|posted|last|first|modified|online)\b.*"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*"
    rf"|{_MONTH}\s+\d.*|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}.*|\d{{1,4}}[:./-]\d.*|\d{{4}}\b.*)$",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"(?:updated|published|posted|purchase|{_MONTH} \d|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|\d{{1,2}}[:.]\d\d"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)", re.IGNORECASE,
)
_PLACED = re.compile(r"[A-Z][A-Z/ .,'-]{2,40}(?:, [A-Z][\w. ]{2,30})? --? |[A-Z][\w .,]{2,40}\(")
_BYLINE = re.compile(
    r"(?:(?:story|written|reported|report|text|analysis|authored)\s+"
    r"|(?:posted|published|updated)\b.{0,60}?[\s,]|(?P<lead>[A-Z][^\n]{1,40}?)\s+-+\s+)?"
    r"by:?\s+(?P<who>.+)", re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:source|kaynak|kaynak/source|quelle|fuente|agency|originally published (?:by|on|at|in)"
    r"|first published (?:by|on|at|in)|republished from|reprinted from|reposted from"
    r"|(?:this|the) (?:article|story|piece|report) (?:was )?(?:first |originally )?"
    r"(?:appeared|published) (?:by|on|at|in)|article courtesy of|from our partners at)"
    r"\s*:?\s+(.+)", re.IGNORECASE,
)
_SOURCE_LABEL = re.compile(r"(?:kaynak/|kaynak |quelle/)?(?:source|kaynak|quelle|fuente)\s*:?",
                           re.IGNORECASE)
_COPYRIGHT_HINT = re.compile(r"©|\([cC]\)|[cC]opyright|COPYRIGHT")
_COPYRIGHT = re.compile(
    r"(?P<mark>©|\(c\)|copyright)\W{0,3}(?:©|\(c\)|copyright)?\s*(?P<year>(?:19|20)\d\d)?(?:-\d{4})?"
    r"[\s,]*(?:by\s+)?(?P<name>[^\n]{2,80})", re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?P<place>[^()\n]{0,70}?)\(\s*(?P<name>[A-Za-z][^()\n]{1,38}?)\s*\)\s*"
    r"(?:--?|[:.]|(?=[A-Z\"']))"
)
_SLASHED = re.compile(r"(?P<place>[^()\n/]{0,70}?(?:^|[\s.,]))/(?P<name>[A-Z][A-Za-z -]{1,24})/"
                      r"(?=[\s.,:-]|$)")
_PLACE_WORD = re.compile(
    r"(?:[A-Z\d(\[].*|of|and|de|del|la|al|el|the|on|st|[-/|.,:]+|)$", re.DOTALL
)
_SIGN_OFF = re.compile(
    r"\(?(?:additional |with )?(?:reporting|writing|compiled|editing)\b[^\n]{0,400}?"
    r"\bediting by\b", re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:an? |the )?(?P<name>[A-Z][\w. -]{1,40}?)(?:'s?)?,? (?:news |staff |video )?"
    r"(?:writer|reporter|journalist|correspondent)s?\b"
)
_STAFF_HINT = re.compile(r"\b(?:writer|reporter|journalist|correspondent)s?\b")
_IS_STAFF = re.compile(
    r"[^\n]{3,80}? (?:is|are) (?:an? )?(?P<name>[A-Z][\w. -]{1,40}?)(?:'s?)? (?:staff )?"
    r"(?:writer|reporter|journalist|correspondent)s?\b"
)
_CONTRIBUTED = re.compile(r"(?P<name>[^\n]{2,200}?) (?:also |have |has )?contributed\b",
                          re.IGNORECASE)
_HELPED = re.compile(
    r"(?:with (?:files|reporting|material|information|additional reporting|reports)"
    r" (?:from|by)|contributing:|(?:some )?(?:material|information) from:?"
    r"|additional reporting by|this (?:report|story|article) (?:contains|includes|was compiled with)"
    r" (?:material|information|reporting|reports) from)\s+(?P<name>[^\n]{2,120})", re.IGNORECASE,
)
_HELP_WORDS = ("with ", "-with ", "--with ", "- with ", "-- with ", "(with ", "contributing",
               "material ", "some material", "information ", "additional ", "(additional ",
               "some information", "this ")
_END_MARK = re.compile(
    r"(?:^|[.!?\"'])\s*(?:--?\s*|[(/\[]\s*)(?P<name>[A-Za-z][\w .&-]{1,30}?)\s*[)/\]]?\s*\.?\s*$"
)
_JOINED = re.compile(r"\s*[-/,&]\s*|\s+and\s+|\s+via\s+")
_VERSION = re.compile(
    r"(?:CORRECTED|CORRECTION|CORRECTS|REFILE|WRAPUP(?: \d+)?|UPDATE(?: \d+)|UPDATED?|RPT|"
    r"CLARIFICATION|RECAST)\b(?:\s*[-:,(/]|\s+[A-Z])"
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+|^[a-z0-9.-]+\.[a-z]{2,6}/\S+$")
_PHOTO = re.compile(
    r"\((?P<a>[A-Z][\w ]{1,30}?) Photo\b|(?:^|[\s(|])(?:photo|image|picture|credit)s?(?: by)?:"
    r"\s*(?P<b>[^\n]{2,80})|[\w.)]\s*/\s*(?P<c>[A-Z][\w .&-]{1,30}?)\s*[).]*$"
    r"|(?:^|[\s(])(?P<d>[A-Z][\w&-]{1,30}) ?/ ?[A-Z][\w. -]{2,40}",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*(?:[,;|/•·]|\band\b|&|\bvia\b|\bfor\b|\bwith\b|\bof\b|\bin\b|\bat\b|--|\s-\s)\s*",
    re.IGNORECASE)
_STAFF_WORD = re.compile(
    r"(?:staff(?: writers?)?|newsroom|desk|news|india|uk|us|usa|africa|canada|world|videos?|"
    r"online|wire|newswire|service|writers?|reporters?|correspondents?|agency|editors?)$",
    re.IGNORECASE)
_OWN_STAFF = re.compile(r"\b(?:reporter|staff|correspondent|our)\b", re.IGNORECASE)
_NAMES_OF_PEOPLE = frozenset({"beta", "mina", "trend", "turan", "petra", "saba", "fars", "ana",
                              "mia", "antara", "kan", "map", "tap", "kabar", "efe", "sana"})
_LONG = 160  # a line longer than this is a paragraph


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
    following = [line.lstrip() for _, line, _ in lines[1:]] + [""]
    last = [start for start, line, _ in lines if line.strip()][-3:]
    for (start, line, place), after in zip(lines, following, strict=True):
        if place != "tail":
            found.extend(_read_head(line, after, start, registry))
        if place != "head" or whole or start in last:
            found.extend(_read_tail(line, start, registry, ends=start in last))
    found = [_pictured(c, registry) for c in found]
    return tuple(sorted(dict.fromkeys(found), key=lambda c: (c.start, c.end, c.kind, c.names)))


def _pictured(credit: Credit, registry: Registry) -> Credit:
    """A credit to a picture agency alone is one to a photographer, however it is put."""
    if credit.kind in WRITERS and all(
        registry.on(n).role == "picture agency" for n in credit.names
    ):
        return replace(credit, kind="photo")
    return credit


def _lines(
    text: str, spans: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, str, Literal["head", "tail", "span"]]]:
    """Lines that may hold a credit: (offset, folded line, where)."""
    size = len(text)
    windows: list[tuple[int, int, Literal["head", "tail", "span"]]] = [(0, min(WINDOW, size),
                                                                        "head")]
    if size > WINDOW:
        low = max(WINDOW, size - WINDOW)
        windows.append((text.rfind("\n", 0, low) + 1, size, "tail"))
    windows += [(a, b, "span") for a, b, kind in spans
                if kind in CREDIT_KINDS and (a >= WINDOW or kind in ("copyright", "byline"))]
    masked = [(a, b) for a, b, kind in spans if kind in MASKED_KINDS]
    seen: set[tuple[int, str]] = set()
    for low, high, place in windows:
        start = low
        for line in _plain(text[low:high]).split("\n"):
            if line and not line.isspace():
                at = start + len(line) - len(line.lstrip())
                if not masked or not any(a <= at < b for a, b in masked):
                    if place != "span" or (start, place) not in seen:
                        yield start, line, place
                        seen.add((start, place))
            start += len(line) + 1


_FOLDS = tuple((mark, fold(mark)) for mark in "\u2019\u2018\u201c\u201d\u2014\u2013\u00a0")


def _plain(text: str) -> str:
    """`fold` for the commonest marks only, which is several times as fast."""
    if not text.isascii():
        for mark, plain in _FOLDS:
            text = text.replace(mark, plain)
    return text


def _read_head(line: str, after: str, start: int, registry: Registry) -> Iterator[Credit]:
    stripped = line.strip()
    short = len(stripped) <= _LONG or ("    " in line and len(" ".join(line.split())) <= _LONG)
    yield from _read_dateline(line, start, registry)
    if short:
        begin = start + len(line) - len(line.lstrip())
        yield from _read_short(stripped, after, begin, registry)
    if stripped[:1].isupper() and (version := _VERSION.match(stripped)):
        yield Credit(start, start + version.end(), "version", (), version.group().rstrip(" -:,(/"))
    if "://" in line or "www." in line:
        yield from _read_links(line, start, registry)


def _read_short(line: str, after: str, start: int, registry: Registry) -> Iterator[Credit]:
    """A line that is no paragraph: byline, name standing alone, source, copyright, photo."""
    end = start + len(line)
    lower = line.lower()
    if _SOURCE_LABEL.fullmatch(lower):
        yield Credit(start, end, "reprint", (), line)
    if _first_words(registry).isdisjoint(_WORD.findall(lower)):
        if (source := _SOURCE.match(line)) is None:
            return
    if "by" in lower and (by := _BYLINE.match(line)) is not None:
        who = cut_date(by["who"])
        names = names_in(who, registry)
        if not names and by["lead"] and (lead := exact(by["lead"], registry)):
            names = (lead,)
        if names:
            mixed = len(names) > 1 or bool(_OWN_STAFF.search(_without(who, names, registry)))
            yield Credit(start, end, "byline", names, line, mixed)
        return
    if (source := _SOURCE.match(line)) is not None:
        if names := names_in(cut_date(source[1]), registry, links=True):
            yield Credit(start, end, "source line", names, line, len(names) > 1)
            yield Credit(start, end, "reprint", names, line)
        return
    yield from _read_copyright(line, start, registry)
    yield from _read_photo(line, start, registry)
    dated = cut_date(line) != line or bool(_DATED.match(after))
    name = alone(line, registry)
    if name is not None:
        if dated or " " in line or _PLACED.match(after) or not registry.on(name).is_agency:
            yield Credit(start, end, "source line", (name,), line)
        else:
            yield Credit(start, end, "photo", (name,), line)
    elif (names := _person_and_name(line, registry, dated=dated)):
        yield Credit(start, end, "byline", names, line, len(names) > 1)


_WORD = re.compile(r"\w+")


@lru_cache(maxsize=8)
def _first_words(registry: Registry) -> frozenset[str]:
    """The words with which names begin; a line that holds none of them holds no name."""
    keys = registry.by_name
    plain = {(_WORD.findall(k) or [k])[0] for k in keys}
    written = {(_WORD.findall(fold(a).lower().removeprefix("the ")) or [a])[0]
               for o in registry.outlets for a in (o.name, *o.aliases)}
    return frozenset(plain | written)


def _read_tail(line: str, start: int, registry: Registry, *, ends: bool) -> Iterator[Credit]:
    stripped = line.strip()
    begin = start + len(line) - len(line.lstrip())
    end = begin + len(stripped)
    lower = stripped.lower()
    if "editing by" in lower and (m := _SIGN_OFF.search(stripped)):
        yield Credit(begin + m.start(), begin + m.end(), "sign-off", ("Reuters",), m.group())
    if "contribut" in lower or lower.startswith(_HELP_WORDS) or (
        len(stripped) <= 250 and _STAFF_HINT.search(stripped)
    ):
        yield from _read_helpers(stripped, begin, registry)
    if len(stripped) <= _LONG * 2:
        yield from _read_copyright(stripped, begin, registry)
        if (source := _SOURCE.match(stripped)) is not None and len(stripped) <= _LONG:
            if names := names_in(cut_date(source[1]), registry, links=True):
                yield Credit(begin, end, "source line", names, stripped, len(names) > 1)
                yield Credit(begin, end, "reprint", names, stripped)
        elif _SOURCE_LABEL.fullmatch(stripped):
            yield Credit(begin, end, "reprint", (), stripped)
    if ends and "," not in stripped and (
        names := _person_and_name(stripped, registry, dated="|" in stripped)
    ):
        yield Credit(begin, end, "byline", names, stripped, len(names) > 1)
    if "/" in stripped and len(stripped) <= _LONG * 2 and " " not in stripped:
        yield from _read_links(stripped, begin, registry, alone_only=True)
    if ends and len(stripped) <= 60:
        parts = [exact(part, registry) for part in _JOINED.split(stripped)]
        names = tuple(dict.fromkeys(n for n in parts if n is not None))
        if names and None not in parts and all(registry.on(n).is_agency for n in names):
            yield Credit(begin, end, "end mark", names, stripped, len(names) > 1)
            return
        if cut_date(stripped) != stripped and (printed := alone(stripped, registry)):
            yield Credit(begin, end, "source line", (printed,), stripped)
    if ends and (m := _END_MARK.search(stripped[-60:])):
        name = exact(m["name"], registry)
        if name is not None and registry.on(name).is_agency:
            yield Credit(end - len(m.group()), end, "end mark", (name,), m.group().strip())
    if ends and stripped in ("Enditem", "Endit") and "Xinhua" in registry.periods:
        yield Credit(begin, end, "end mark", ("Xinhua",), stripped)


def _read_dateline(line: str, start: int, registry: Registry) -> Iterator[Credit]:
    head = line[:120]
    for pattern, mark in ((_DATELINE, "("), (_SLASHED, "/")):
        if mark not in head or (m := pattern.match(head)) is None:
            continue
        place = m["place"]
        if not all(map(_PLACE_WORD.match, place.split())) or place.count(". ") > 2:
            continue
        found = (exact(part, registry) for part in re.split(r"\s*[/,]\s*", m["name"]))
        names = tuple(dict.fromkeys(n for n in found if n is not None))
        if names:
            lead = len(line) - len(line.lstrip())
            yield Credit(start + lead, start + m.end(), "dateline", names, m.group().strip(),
                         len(names) > 1)


def _read_copyright(line: str, start: int, registry: Registry) -> Iterator[Credit]:
    if _COPYRIGHT_HINT.search(line, 0, 60) is None:
        return
    m = _COPYRIGHT.search(line)
    if m is None:
        return
    words = m["name"]
    reserved = "reserved" in line.lower()
    year = m["year"] or re.search(r"\b(?:19|20)\d\d\b", words[:50])
    written = "copyright" in m.group()[:12].lower()
    picture = not written and not (year and reserved) and ("/" in words[:60] or not (
        year or reserved))
    if line[: m.start()].rstrip().lower().endswith(("image", "photo", "picture")):
        picture = True
    name = _leading_name(words, registry)
    if picture:
        name = name or _leading_name(words.rpartition("/")[2], registry)
    if name is not None:
        kind: Kind = "photo" if picture else "copyright"
        yield Credit(start + m.start(), start + min(m.end(), len(line)), kind, (name,), m.group())


def _read_photo(line: str, start: int, registry: Registry) -> Iterator[Credit]:
    if "/" not in line and "hoto" not in line and "redit" not in line:
        return
    m = _PHOTO.search(line)
    if m is None:
        return
    words = next(g for g in m.groups() if g is not None)
    names = names_in(words, registry)
    if names:
        yield Credit(start + m.start(), start + m.end(), "photo", names, m.group().strip())


def _read_links(line: str, start: int, registry: Registry, *,
                alone_only: bool = False) -> Iterator[Credit]:
    for m in _LINK.finditer(line):
        if alone_only and len(line) - len(m.group()) > 3:
            continue
        if (name := registry.name_of_domain(m.group())) is not None:
            yield Credit(start + m.start(), start + m.end(), "link", (name,), m.group())


def _read_helpers(line: str, start: int, registry: Registry) -> Iterator[Credit]:
    """'… contributed to this report', 'With files from …': a writer's staff, or a helper."""
    at = line.find(" contributed")
    low = max(line.rfind(". ", 0, max(at - 3, 0)) + 2, 0) if ". " in line[:max(at - 3, 0)] else 0
    sentence = line[low:].lstrip("-_*( ")
    low += len(line[low:]) - len(sentence)
    staff = _STAFF.match(sentence) or (_IS_STAFF.match(sentence) if at < 0 else None)
    if staff:
        if name := _leading_name(staff["name"], registry, whole=True):
            yield Credit(start + low, start + len(line), "staff", (name,), sentence)
            return
    m = (_CONTRIBUTED if at >= 0 else _HELPED).match(sentence)
    if m and (names := names_in(m["name"], registry)):
        yield Credit(start + low, start + low + m.end(), "contribution", names, m.group())


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
    >>> exact("AFP", load_registry()), exact("time", load_registry())
    ('AFP', None)
    """
    return _exact(written.strip(" .,:;*()[]<>\"'•·|"), registry)


@lru_cache(maxsize=200_000)
def _exact(written: str, registry: Registry) -> str | None:
    if not 2 <= len(written) <= 60:
        return None
    name = registry.by_name.get(_key(written))
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


def _key(written: str) -> str:
    from framing.outlets.registry import name_key

    return name_key(written)


def names_in(words: str, registry: Registry, *, links: bool = False) -> tuple[str, ...]:
    """Registry names in the words of a credit, beside names of people.

    Examples
    --------
    >>> names_in("GEOFF MULVIHILL Associated Press", load_registry())
    ('AP',)
    >>> names_in("Reuters and AFP", load_registry())
    ('Reuters', 'AFP')
    """
    found: dict[str, int] = {}

    def add(name: str | None, at: int) -> None:
        if name is not None:
            found.setdefault(name, at)

    add(exact(words, registry), 0)
    if not found:
        for at, part in enumerate(words.split(",")):
            add(_trailing_name(part, registry), 100 * at + 50)
            for k, piece in enumerate(_SEPARATOR.split(part)):
                add(exact(piece, registry) or _trailing_name(piece, registry), 100 * at + k)
    if links and not found:
        for word in words.split():
            if "." in word:
                add(registry.name_of_domain(word), 0)
    return tuple(sorted(found, key=lambda n: (found[n], n)))


def _trailing_name(words: str, registry: Registry) -> str | None:
    """The longest name with which the words end: ``Jane Doe Associated Press``.

    A title may follow it: ``AP National Security Writer``.
    """
    parts = words.strip(" .,:;*()[]").split()
    if len(parts) > 1 and _STAFF_HINT.fullmatch(parts[-1].lower()):
        name = _leading_name(words, registry)
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
            if last - first > 1 or (registry.on(name).is_agency
                                    and piece.casefold() not in _NAMES_OF_PEOPLE) or (
                piece.isupper() and len(piece) <= 5 and not words.isupper()
            ):
                return name
    return None


def _leading_name(words: str, registry: Registry, *, whole: bool = False) -> str | None:
    """The longest name with which the words begin: ``CNN NewSource. All rights reserved``."""
    parts = words.replace("/", " / ").split()[:7]
    if parts and "/" in parts[:3] and (name := exact(words.split()[0], registry)):
        return name
    for count in range(len(parts), 0, -1):
        name = exact(" ".join(parts[:count]), registry)
        if name is not None and (count == len(parts) or not whole or count > 1
                                 or registry.on(name).is_agency):
            return name
    return None


def alone(line: str, registry: Registry) -> str | None:
    """The outlet whose name is all that a line holds, apart from a date.

    Examples
    --------
    >>> alone("StraitsTimes (31 May 2018)", load_registry())
    'The Straits Times'
    """
    words = cut_date(line)
    if not words or len(words) > 60:
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


def _person_and_name(line: str, registry: Registry, *, dated: bool) -> tuple[str, ...]:
    """``Jonathan Lemire and Jill Colvin, Associated Press`` without 'By'.

    'Evan Vucci, AP' and 'Evan Vucci / AP' are how pictures are credited, so that an agency counts
    only where several people stand before it, or a date stands beside it.
    """
    if len(line) > 120 or line.endswith((".", "?", "!", ")", '"')) or ":" in line[:12]:
        return ()
    if "©" in line or not line[:1].isupper():
        return ()
    who = cut_date(line)
    several = " and " in who.lower()
    people, mark, last = _last_part(who)
    name = exact(last, registry) if mark else _trailing_name(who, registry)
    if name is None:
        return ()
    if not mark:
        people = who[: -len(last)] if (last := _written(who, name, registry)) else ""
    agency = registry.on(name).is_agency
    if not mark and (not agency or " " not in last.strip()):
        return ()
    if agency and not several and (not dated or len(last.strip()) <= 4 or mark == "/"):
        return ()
    words = [w for w in _SEPARATOR.sub(" ", people).split() if w != "-"]
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


def _without(words: str, names: Iterable[str], registry: Registry) -> str:
    """The words without the names found in them, so that 'Reuters Staff' is not staff beside."""
    kept = []
    for part in _SEPARATOR.split(words):
        if exact(part, registry) is None and _trailing_name(part, registry) is None:
            kept.append(part)
    return " ".join(kept)


_CITED = re.compile(
    r"\b(?:told|quoted by|cited by|according to|reported by|said by|interview with)\s+"
    r"(?:the\s+)?(?:[a-z]+\s+){0,3}(?P<a>[A-Z][\w/'-]*(?: [A-Z][\w/'-]*){0,4})"
    r"|(?P<b>[A-Z][\w/'-]*(?: [A-Z][\w/'-]*){0,4})(?:'s)?(?: [a-z]+){0,3}? "
    r"(?:reported|quoted|cited|quotes|cites|reports|said)\b"
)


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
        name = _leading_name(words, registry) if group == "a" else None
        name = name or _trailing_name(words, registry) or exact(words, registry)
        if name is not None:
            found.append(Credit(m.start(), m.end(), "cited", (name,), text[m.start():m.end()]))
    return tuple(found)
