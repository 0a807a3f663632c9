"""What one line at the head or the tail of a text says of its writer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from framing.outlets.names import (
    DATED,
    MONTH,
    STAFF_TITLE,
    WORD,
    alone,
    cut_date,
    exact,
    first_words,
    leading_name,
    names_in,
    person_and_name,
    without,
)
from framing.outlets.registry import Registry

Kind = Literal[
    "dateline",
    "byline",
    "source line",
    "copyright",
    "end mark",
    "link",
    "sign-off",
    "staff",
    "contribution",
    "photo",
    "cited",
    "version",
    "reprint",
]
WRITERS: tuple[Kind, ...] = (
    "dateline",
    "byline",
    "source line",
    "copyright",
    "end mark",
    "link",
    "sign-off",
    "staff",
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


_PLACED = re.compile(r"[A-Z][A-Z/ .,'-]{2,40}(?:, [A-Z][\w. ]{2,30})? --? |[A-Z][\w .,]{2,40}\(")
_BYLINE = re.compile(
    r"(?:(?:story|written|reported|report|text|analysis|authored)\s+"
    r"|(?:posted|published|updated)\b.{0,60}?[\s,]|(?P<lead>[A-Z][^\n]{1,40}?)\s+-+\s+)?"
    r"by:?\s+(?P<who>.+)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:source|kaynak|kaynak/source|quelle|fuente|agency|originally published (?:by|on|at|in)"
    r"|first published (?:by|on|at|in)|republished from|reprinted from|reposted from"
    r"|(?:this|the) (?:article|story|piece|report) (?:was )?(?:first |originally )?"
    r"(?:appeared|published|reported|written|produced|provided) (?:by|on|at|in)"
    r"|article courtesy of|from our partners at)"
    r"\s*:?\s+(.+)",
    re.IGNORECASE,
)
_SOURCE_LABEL = re.compile(
    r"(?:kaynak/|kaynak |quelle/)?(?:source|kaynak|quelle|fuente)\s*:?", re.IGNORECASE
)
_COPYRIGHT_HINT = re.compile(r"©|\([cC]\)|[cC]opyright|COPYRIGHT")
_COPYRIGHT = re.compile(
    r"(?P<mark>©|\(c\)|copyright)\W{0,3}(?:©|\(c\)|copyright)?\s*(?P<year>(?:19|20)\d\d)?(?:-\d{4})?"
    r"[\s,]*(?:by\s+)?(?P<name>[^\n]{2,80})",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?P<place>[^()\n]{0,70}?)\(\s*(?P<name>[A-Za-z][^()\n]{1,38}?)\s*\)\s*"
    r"(?:--?|[:.]|(?=[A-Z\"']))"
)
_SLASHED = re.compile(
    r"(?P<place>[^()\n/]{0,70}?(?:^|[\s.,]))/(?P<name>[A-Z][A-Za-z -]{1,24})/"
    r"(?=[\s.,:-]|$)"
)
_COMMA = re.compile(
    rf"(?P<place>[A-Z][A-Za-z .'-]{{1,40}}[,.]\s+(?:(?i:{MONTH})\s+\d{{1,2}}(?:,\s+\d{{4}})?"
    r"[,.]?\s+)?)(?P<name>[A-Z][A-Za-z-]{2,20})\s*(?:--?\s*|[.:]\s+)(?=[A-Z\"'])"
)
_AGENCIES = re.compile(
    r"(?:by |from |compiled )?(?:(?:our )?(?:staff|correspondent)s?\s*(?:,|and|&|with)?\s*)?"
    r"(?:from )?(?:news |wire |press )?(?:agencies|wire (?:services|reports|sources))",
    re.IGNORECASE,
)
_PLACE_WORD = re.compile(
    r"(?:[A-Z\d(\[].*|of|and|de|del|la|al|el|the|on|st|[-/|.,:]+|)$", re.DOTALL
)
_SIGN_OFF = re.compile(
    r"\(?(?:additional |with )?(?:reporting|writing|compiled|editing)\b[^\n]{0,400}?"
    r"\bediting by\b",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:an? |the )?(?P<name>[A-Z][\w. -]{1,40}?)(?:'s?)?,? (?:news |staff |video )?"
    r"(?:writer|reporter|journalist|correspondent)s?\b"
)
_IS_STAFF = re.compile(
    r"[^\n]{3,80}? (?:is|are) (?:an? )?(?P<name>[A-Z][\w. -]{1,40}?)(?:'s?)? (?:staff )?"
    r"(?:writer|reporter|journalist|correspondent)s?\b"
)
_CONTRIBUTED = re.compile(
    r"(?P<name>[^\n]{2,200}?) (?:also |have |has )?contributed\b", re.IGNORECASE
)
_HELPED = re.compile(
    r"(?:with (?:files|reporting|material|information|additional reporting|reports)"
    r" (?:from|by)|contributing:|(?:some )?(?:material|information) from:?"
    r"|additional reporting by|some (?:information|material) (?:in|for|used in) this"
    r" (?:report|story|article) (?:came|comes|was provided|was taken|is) (?:from|by)"
    r"|this (?:report|story|article) (?:contains|includes)"
    r" (?:material|information|reporting|reports) from)\s+(?P<name>[^\n]{2,120})",
    re.IGNORECASE,
)
_HELP_WORDS = (
    "with ",
    "-with ",
    "--with ",
    "- with ",
    "-- with ",
    "(with ",
    "contributing",
    "material ",
    "some material",
    "information ",
    "additional ",
    "(additional ",
    "some information",
    "this ",
)
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
_OWN_STAFF = re.compile(r"\b(?:reporter|staff|correspondent|our)\b", re.IGNORECASE)
WINDOW = 700  # characters looked at from either end
LONG = 160  # a line longer than this is a paragraph
_SMALL_WORDS = frozenset(
    {
        "and",
        "for",
        "of",
        "the",
        "in",
        "at",
        "with",
        "via",
        "on",
        "to",
        "by",
        "from",
        "staff",
        "writer",
        "reporter",
        "special",
        "a",
        "an",
    }
)


def read_head(line: str, after: str, start: int, registry: Registry) -> Iterator[Credit]:
    stripped = line.strip()
    short = len(stripped) <= LONG or ("    " in line and len(" ".join(line.split())) <= LONG)
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
    if ("genc" in lower or "wire" in lower) and _AGENCIES.fullmatch(cut_date(line)):
        yield Credit(start, end, "byline", (), line, True)
        return
    nameless = first_words(registry).isdisjoint(WORD.findall(lower))
    if nameless and _SOURCE.match(line) is None:
        return
    if "by" in lower and (by := _BYLINE.match(line)) is not None and not _is_prose(by["who"]):
        who = cut_date(by["who"])
        names = names_in(who, registry)
        if not names and by["lead"] and (lead := exact(by["lead"], registry)):
            names = (lead,)
        if names:
            mixed = len(names) > 1 or bool(_OWN_STAFF.search(without(who, names, registry)))
            yield Credit(start, end, "byline", names, line, mixed)
        return
    if (source := _SOURCE.match(line)) is not None:
        if names := names_in(cut_date(source[1]), registry, links=True):
            yield Credit(start, end, "source line", names, line, len(names) > 1)
            yield Credit(start, end, "reprint", names, line)
        return
    yield from _read_copyright(line, start, registry)
    yield from _read_photo(line, start, registry)
    dated = cut_date(line) != line or bool(DATED.match(after))
    name = alone(line, registry)
    if name is not None and line[0] != "(":
        agency = registry.on(name).is_agency
        if not agency and not dated and start >= WINDOW:
            return  # deep in a page a paper's name alone is one of a list
        if dated or " " in line or _PLACED.match(after) or not agency:
            yield Credit(start, end, "source line", (name,), line)
        else:
            yield Credit(start, end, "photo", (name,), line)
    elif names := person_and_name(line, registry, dated=dated):
        yield Credit(start, end, "byline", names, line, len(names) > 1)


def _is_prose(who: str) -> bool:
    """Whether 'By …' begins a sentence: 'By Tuesday afternoon, the allies were pushing back'."""
    small = [w for w in who.split() if w[:1].islower() and w.lower() not in _SMALL_WORDS]
    return len(small) > 3


def read_tail(line: str, start: int, registry: Registry, *, ends: bool) -> Iterator[Credit]:
    stripped = line.strip()
    begin = start + len(line) - len(line.lstrip())
    end = begin + len(stripped)
    lower = stripped.lower()
    if "editing by" in lower and (m := _SIGN_OFF.search(stripped)):
        yield Credit(begin + m.start(), begin + m.end(), "sign-off", ("Reuters",), m.group())
    if (
        "contribut" in lower
        or lower.startswith(_HELP_WORDS)
        or (len(stripped) <= 250 and STAFF_TITLE.search(stripped))
    ):
        yield from _read_helpers(stripped, begin, registry)
    if len(stripped) <= LONG * 2:
        yield from _read_copyright(stripped, begin, registry)
        if (source := _SOURCE.match(stripped)) is not None and len(stripped) <= LONG:
            if names := names_in(cut_date(source[1]), registry, links=True):
                yield Credit(begin, end, "source line", names, stripped, len(names) > 1)
                yield Credit(begin, end, "reprint", names, stripped)
        elif _SOURCE_LABEL.fullmatch(stripped):
            yield Credit(begin, end, "reprint", (), stripped)
    if (
        ends
        and "," not in stripped
        and (names := person_and_name(stripped, registry, dated="|" in stripped))
    ):
        yield Credit(begin, end, "byline", names, stripped, len(names) > 1)
    if "/" in stripped and len(stripped) <= LONG * 2 and " " not in stripped:
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
    for pattern, mark in ((_DATELINE, "("), (_SLASHED, "/"), (_COMMA, "")):
        if mark not in head or (m := pattern.match(head)) is None:
            continue
        place = m["place"]
        if not all(map(_PLACE_WORD.match, place.split())) or place.count(". ") > 2:
            continue
        lead = len(line) - len(line.lstrip())
        if _AGENCIES.fullmatch(m["name"]):
            yield Credit(start + lead, start + m.end(), "dateline", (), m.group().strip(), True)
            return
        found = (exact(part, registry) for part in re.split(r"\s*[/,]\s*", m["name"]))
        names = tuple(dict.fromkeys(n for n in found if n is not None))
        if names and (mark or registry.on(names[0]).is_agency):
            yield Credit(
                start + lead, start + m.end(), "dateline", names, m.group().strip(), len(names) > 1
            )
            return


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
    picture = (
        not written and not (year and reserved) and ("/" in words[:60] or not (year or reserved))
    )
    if line[: m.start()].rstrip().lower().endswith(("image", "photo", "picture")):
        picture = True
    name = leading_name(words, registry)
    if picture:
        name = name or leading_name(words.rpartition("/")[2], registry)
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


def _read_links(
    line: str, start: int, registry: Registry, *, alone_only: bool = False
) -> Iterator[Credit]:
    for m in _LINK.finditer(line):
        if alone_only and len(line) - len(m.group()) > 3:
            continue
        if (name := registry.name_of_domain(m.group())) is not None:
            yield Credit(start + m.start(), start + m.end(), "link", (name,), m.group())


def _read_helpers(line: str, start: int, registry: Registry) -> Iterator[Credit]:
    """'… contributed to this report', 'With files from …': a writer's staff, or a helper."""
    at = line.find(" contributed")
    low = max(line.rfind(". ", 0, max(at - 3, 0)) + 2, 0) if ". " in line[: max(at - 3, 0)] else 0
    sentence = line[low:].lstrip("-_*( ")
    low += len(line[low:]) - len(sentence)
    staff = (_IS_STAFF if at < 0 else _STAFF).match(sentence)
    if staff and (name := leading_name(staff["name"], registry, whole=True)):
        yield Credit(start + low, start + len(line), "staff", (name,), sentence)
        return
    m = (_CONTRIBUTED if at >= 0 else _HELPED).match(sentence)
    if m and (names := names_in(m["name"], registry)):
        yield Credit(start + low, start + low + m.end(), "contribution", names, m.group())
