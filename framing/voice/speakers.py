"""Who a source is: the person or body behind 'he', 'the minister' or 'Lavrov' in this story."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from framing.text import fold
from framing.voice.attribution import Span, SpeakerKind
from framing.voice.countries import country_of, speaks_for_country
from framing.voice.cues import data_rows

_NAME_WORD = r"(?:[A-Z][a-zà-ÿ'’]+(?:[A-Z][a-zà-ÿ]+)?(?:[-‑][A-Za-zà-ÿ]+)*|[A-Z]\.)"
_CAPITALS = r"[A-Z][A-Z'’]{2,}"
_PERSON = re.compile(
    rf"{_NAME_WORD}(?:[ \u00a0](?:al-|bin |von |van |de |del |der |la )?{_NAME_WORD})+"
)
_SHOUTED = re.compile(rf"{_CAPITALS}(?: {_CAPITALS})+")
_PRONOUNS = {
    "he",
    "she",
    "him",
    "her",
    "his",
    "i",
    "we",
    "they",
    "their",
    "it",
    "its",
    "them",
    "our",
}
_SINGULAR = {"he", "she", "him", "her", "his", "i"}
_RELATIVES = {"who", "which", "that", "whose", "whom"}
# A run of capitalised words with one of these is no person.
_NO_NAMES = frozenset(
    [
        "Scheme",
        "System",
        "Systems",
        "Country",
        "Law",
        "Act",
        "Street",
        "Avenue",
        "Road",
        "Square",
        "Hall",
        "Center",
        "Centre",
        "Central",
        "Island",
        "Islands",
        "Bay",
        "River",
        "City",
        "County",
        "Times",
        "Post",
        "Journal",
        "Daily",
        "News",
        "Basic",
        "Affairs",
        "Council",
        "University",
        "College",
        "Church",
        "House",
        "Party",
        "Court",
        "Bank",
        "Day",
        "War",
        "Movement",
        "Air",
        "Airlines",
        "Games",
        "League",
        "Principles",
        "Plan",
        "Agreement",
        "Peninsula",
        "Sea",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Voters",
        "Development",
    ]
)
_DETERMINERS = (
    "the ",
    "a ",
    "an ",
    "his ",
    "her ",
    "its ",
    "their ",
    "this ",
    "that ",
    "some ",
    "many ",
    "several ",
    "our ",
    "other ",
    "these ",
    "those ",
)
# One spelling for given names that come in several from the same Cyrillic letters.
_SPELLINGS = {
    "Sergey": "Sergei",
    "Serguei": "Sergei",
    "Dmitriy": "Dmitry",
    "Dmitri": "Dmitry",
    "Alexey": "Alexei",
    "Aleksei": "Alexei",
    "Aleksey": "Alexei",
    "Andrey": "Andrei",
    "Yury": "Yuri",
    "Yuriy": "Yuri",
    "Nikolay": "Nikolai",
    "Vasiliy": "Vasily",
    "Anatoliy": "Anatoly",
    "Valeriy": "Valery",
    "Vitaliy": "Vitaly",
    "Mikhael": "Mikhail",
    "Aleksandr": "Alexander",
    "Volodymir": "Volodymyr",
    "Zelensky": "Zelenskyy",
    "Zelenskiy": "Zelenskyy",
}
_TITLES = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Lord|Lady|Sen|Rep|Gov|Gen|Col|Lt|Capt|Rev|Hon|Adm|Maj|Sgt)"
    r"\.? |Comrade |President |Chairman |Minister |Secretary |Senator |Chancellor |Premier |"
    r"Professor |King |Queen |Prince |Princess |Pope |General |Ambassador |Governor |Mayor |"
    r"Judge |Justice |Speaker |Prime Minister )+"
)


_MARKS = re.compile(r"[.,;:!?\n\"“”]")
_BLANKS = re.compile(r"[ ,]")
_LETTERS = re.compile(r"[A-Za-z]+")
_CAPITAL = re.compile(r"[A-Z]")
_PIECES = re.compile(r"[\w.'-]+")
_APPOSITION = re.compile(r", ([^,.;\n]{3,60})[,.]")
_NAMES_ONLY = re.compile(rf"(?:{_NAME_WORD}[ ]?)+")
_HEAD_ENDS = re.compile(r",| who | that | which | in | at | from | with | of | on | for ")
_ANONYMOUS = re.compile(
    r"anonym|condition(?:ed)? (?:of|on)|not (?:to be )?(?:named|identified)|"
    r"declined to be|unnamed|familiar with|\bsources?\b"
)
_BODIES = (
    "ministry",
    "agency",
    "government",
    "department",
    "committee",
    "office",
    "party",
    "police",
)


@dataclass(frozen=True)
class Person:
    """A person of the story.

    Parameters
    ----------
    name : str
        In one spelling: ``Kim Jong Un``.
    spans : tuple of (int, int)
        Where the full name stands.
    described : frozenset of str
        Lower-case words that stand before or after the name as its title.
    """

    name: str
    spans: tuple[Span, ...]
    described: frozenset[str]
    country: str | None = None

    @cached_property
    def kind(self) -> SpeakerKind:
        """What the describing words make of the person."""
        return kind_of(" ".join(sorted(self.described)), self.name)


@dataclass
class Cast:
    """The persons of one story, and where each is named, in full or by family name."""

    text: str
    persons: list[Person] = field(default_factory=list)
    _named: dict[str, Person | None] = field(default_factory=dict)

    def named(self, words: str) -> Person | None:
        """The person whose full or family name stands in the words."""
        if words not in self._named:
            self._named[words] = _named(words, self)
        return self._named[words]

    @cached_property
    def mentions(self) -> list[tuple[int, Person]]:
        """Offset and person of every mention, in order."""
        found: list[tuple[int, int, Person]] = []
        for word, person in self.by_family.items():
            size = len(word)
            at = self.text.find(word)
            while at >= 0:
                if _is_edge(self.text, at) and _is_edge(self.text, at + size):
                    found.append((at, -size, person))
                at = self.text.find(word, at + 1)
        found.sort(key=lambda m: m[:2])
        kept: list[tuple[int, Person]] = []
        done = 0
        for start, size, person in found:
            if start >= done:
                kept.append((start, person))
                done = start - size
        return kept

    @cached_property
    def by_family(self) -> dict[str, Person]:
        """The first person with each family name."""
        found: dict[str, Person] = {}
        for person in self.persons:
            names = person.name.split()
            found.setdefault(names[-1], person)
            if len(names) == 3 and len(names[0]) <= 5:
                found.setdefault(names[0], person)
        return found


def _is_edge(text: str, at: int) -> bool:
    """Whether a word begins or ends there."""
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    return (before.isalnum() or before == "_") != (after.isalnum() or after == "_")


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, ...], dict[str, int]]:
    """The kinds, the surest first, and by word the first kind that it tells of."""
    rows = data_rows("kinds.csv")
    first: dict[str, int] = {}
    for rank, row in enumerate(rows):
        for word in row["words"].split("|"):
            first.setdefault(word, rank)
    return tuple(row["kind"] for row in rows), first


@lru_cache(maxsize=50_000)
def one_spelling(name: str) -> str:
    """One way to write a person's name.

    Korean given names lose their hyphen (``Kim Jong-un`` is ``Kim Jong Un``), capitals become
    ordinary letters, and given names from Cyrillic letters take one spelling.

    Examples
    --------
    >>> one_spelling("Kim Jong-un"), one_spelling("Sergey Lavrov"), one_spelling("KIM JONG UN")
    ('Kim Jong Un', 'Sergei Lavrov', 'Kim Jong Un')
    """
    name = " ".join(fold(name).split())
    if name.isupper() and " " in name:
        name = name.title()
    words = name.split()
    if len(words) == 2 and words[1].count("-") == 1:
        left, right = words[1].split("-")
        if right[:1].islower() or (len(left) + len(right) <= 9 and len(words[0]) <= 5):
            words = [words[0], left, right.capitalize()]
    return " ".join(_SPELLINGS.get(w, w) for w in words)


def cast_of(text: str) -> Cast:
    """Find the persons that a story names in full, with the words that describe them.

    A person is a run of two or more capitalised words which is no country, body or title alone.

    Parameters
    ----------
    text : str

    Returns
    -------
    Cast
    """
    found: dict[str, tuple[list[Span], set[str], str | None]] = {}
    for pattern in (_PERSON, _SHOUTED):
        for match in pattern.finditer(text):
            cut, name = _stripped(match.group())
            if name is None:
                continue
            start = match.start() + cut
            key = one_spelling(name)
            spans, described, country = found.setdefault(key, ([], set(), None))
            spans.append((start, start + len(name)))
            before = text[max(0, start - 60) : start]
            title = _title_before(_MARKS.split(before)[-1])
            after = _APPOSITION.match(text[start + len(name) : start + len(name) + 80])
            if title:
                described.update(w.lower() for w in _LETTERS.findall(title))
            if after and _kind_of_words(after.group(1).lower()) in ("official", "expert"):
                described.update(w.lower() for w in _LETTERS.findall(after.group(1)))
                title += " " + after.group(1)
            if country is None and title:
                found[key] = (spans, described, country_of(title))
    persons = [
        Person(name, tuple(sorted(spans)), frozenset(words), country)
        for name, (spans, words, country) in found.items()
    ]
    persons.sort(key=lambda p: p.spans[0])
    return Cast(text, persons)


def _title_before(before: str) -> str:
    """The words just before a name that say who it is: 'Russian Foreign Minister '."""
    words = before.split()
    kept: list[str] = []
    for word in reversed(words[-7:]):
        bare = word.strip("()'’").lower()
        if word[:1].isupper() or bare in (
            "leader",
            "minister",
            "president",
            "of",
            "state",
            "counterpart",
            "spokesman",
            "spokeswoman",
            "foreign",
            "prime",
            "former",
            "vice",
            "deputy",
            "chief",
        ):
            kept.append(word)
        else:
            break
    return " ".join(reversed(kept))


@lru_cache(maxsize=50_000)
def _stripped(name: str) -> tuple[int, str | None]:
    """Take titles and a leading small word from a run of capitalised words; say how much."""
    start = 0
    while True:
        match = _TITLES.match(name)
        if not match or match.end() >= len(name):
            break
        start, name = start + match.end(), name[match.end() :]
    words = name.split()
    # 'Russian Foreign Minister Sergei Lavrov': the name follows the last word of office.
    kinds = [_kind_of_words(w.lower()) for w in words]
    last = max((i for i, k in enumerate(kinds) if k in ("official", "body", "medium")), default=-1)
    if last >= 0:
        cut = sum(len(w) + 1 for w in words[: last + 1])
        start, name = start + cut, name[cut:]
    while (
        name
        and (first := name.split()[0])
        and (
            first
            in (
                "The",
                "But",
                "And",
                "In",
                "On",
                "At",
                "As",
                "For",
                "When",
                "While",
                "After",
                "If",
                "Like",
                "That",
                "Former",
                "Then",
                "Yet",
                "So",
                "Even",
                "Only",
                "Both",
            )
            or country_of(first)
        )
    ):
        cut = len(first) + 1
        start, name = start + cut, name[cut:]
    name = name.rstrip("'’")
    if name.endswith(("'s", "’s")):
        name = name[:-2]
    words = name.split()
    if len(words) < 2 or speaks_for_country(name) or len(name) > 50:
        return start, None
    if country_of(words[-1]) or not _NO_NAMES.isdisjoint(words):
        return start, None
    return start, name


@lru_cache(maxsize=50_000)
def _kind_of_words(words: str) -> str | None:
    pieces = _PIECES.findall(words)
    kinds, first = _kinds()
    pairs = map(" ".join, itertools.pairwise(pieces))
    ranks = [first[w] for w in itertools.chain(pieces, pairs) if w in first]
    return kinds[min(ranks)] if ranks else None


def _head(words: str) -> str:
    """The noun phrase up to a relative clause, comma or 'in', 'at', 'from'."""
    return _HEAD_ENDS.split(words, maxsplit=1)[0]


@lru_cache(maxsize=50_000)
def kind_of(source: str, name: str | None) -> SpeakerKind:
    """What kind of source stands there.

    Parameters
    ----------
    source : str
        As it stands in the text, with what describes its person elsewhere in the story.
    name : str or None
        The person that it was resolved to.

    Examples
    --------
    >>> kind_of("a source in the minister's delegation", None), kind_of("Moscow", None)
    ('anonymous', 'body')
    >>> kind_of("Russian Foreign Minister Sergei Lavrov", "Sergei Lavrov")
    'official'
    """
    words = fold(source).lower().strip()
    if speaks_for_country(source):
        return "body"
    if _ANONYMOUS.search(words):
        return "anonymous"
    head = _head(words)
    if head.endswith(_BODIES):
        return "medium" if re.search(r"(?:news|press) agency$", head) else "body"
    kind = _kind_of_words(head) or _kind_of_words(words)
    if name is not None:
        return kind if kind in ("official", "expert") else "person"  # type: ignore[return-value]
    if kind is not None:
        return kind  # type: ignore[return-value]
    if country_of(source) and head.endswith("s"):
        return "public"
    return "body" if re.match(r"[A-Z]{2,6}$", source.strip()) else "unknown"


def resolve(
    source: str, at: int, cast: Cast, *, last: str | None = None, last_at: int = -1
) -> tuple[str | None, SpeakerKind, str | None]:
    """Say who a source is.

    Parameters
    ----------
    source : str
        As it stands in the text.
    at : int
        Its offset.
    cast : Cast
        The persons of the story.
    last : str or None
        Whom the attribution before this one was resolved to, for pronouns.
    last_at : int
        Where that source stood.

    Returns
    -------
    speaker : str or None
        One name throughout the story; a description with ``(unnamed)`` where nobody is named.
    kind : str
    country : str or None
    """
    words = " ".join(source.split()).strip(" ,;:")
    bare = fold(words).lower()
    if bare.endswith("'s"):
        words, bare = words[:-2], bare[:-2]
    if not words:
        return None, "unknown", None
    if bare in _RELATIVES:
        return _antecedent(at, cast)
    if bare in _PRONOUNS:
        return _pronoun(bare, at, cast, last, last_at)
    person = cast.named(words) or _by_office(bare, at, cast)
    if person is not None:
        kind = kind_of(words, person.name)
        kind = kind if kind in ("official", "expert") else person.kind
        return person.name, kind, country_of(words) or person.country
    kind = kind_of(words, None)
    country = country_of(words)
    if bare.startswith(_DETERMINERS) or words[:1].islower():
        if bare.startswith(("a ", "an ", "some ", "many ", "several ", "one ")):
            words = words[:1].lower() + words[1:]
        if kind in ("official", "expert", "anonymous", "public", "unknown"):
            return f"{words} (unnamed)", kind, country
        return words, kind, country
    if kind in ("anonymous", "public") or (
        kind in ("official", "expert") and not _CAPITAL.search(words, 1)
    ):
        words = words[:1].lower() + words[1:] if not country_of(words.split()[0]) else words
        return f"{words} (unnamed)", kind, country
    if kind == "unknown" and _NAMES_ONLY.fullmatch(words):
        kind = "person"
    return one_spelling(_TITLES.sub("", words)) if kind == "person" else words, kind, country


def _named(words: str, cast: Cast) -> Person | None:
    """The person whose full or family name stands in the words, the latest in them."""
    if not _CAPITAL.search(words):
        return None
    folded = one_spelling(_TITLES.sub("", words))
    best: tuple[int, int, Person] | None = None
    # A full name has two words or more.
    for person in cast.persons if " " in folded else ():
        at = folded.find(person.name)
        if at >= 0 and (best is None or (len(person.name), -at) > best[:2]):
            best = (len(person.name), -at, person)
    if best is not None:
        return best[2]
    pieces = [w.strip(".,'’\"“”()") for w in _BLANKS.split(folded)]
    pieces = [w[:-2] if fold(w).endswith("'s") else w for w in pieces]
    capital = [w for w in pieces if w[:1].isupper()]
    if folded.isupper():
        capital = [w.capitalize() for w in capital]
    for word in reversed(capital):
        if word not in cast.by_family or _kind_of_words(word.lower()) or country_of(word):
            continue
        return cast.by_family[word]
    return None


def _by_office(bare: str, at: int, cast: Cast) -> Person | None:
    """'the minister', 'the North Korean leader': the person described so, the nearest before."""
    if not bare.startswith(("the ", "russia's ", "china's ", "her ", "his ")):
        return None
    words = [w for w in re.findall(r"[a-z]+", bare) if w not in ("the", "his", "her", "top", "s")]
    if not words or len(words) > 5 or _kind_of_words(words[-1]) not in ("official", "expert"):
        return None
    fits = [p for p in cast.persons if set(words) <= p.described]
    before = [p for p in fits if p.spans[0][0] < at] or fits
    if not before:
        return None
    return max(before, key=lambda p: max((s for s, _ in p.spans if s < at), default=-1))


def _pronoun(
    bare: str, at: int, cast: Cast, last: str | None, last_at: int
) -> tuple[str | None, SpeakerKind, str | None]:
    """The person whom the sentence before begins with, or else whoever spoke last."""
    if bare not in _SINGULAR:
        if last is None or last in {p.name for p in cast.persons}:
            return None, "unknown", None
        return last, kind_of(last.removesuffix(" (unnamed)"), None), country_of(last)
    person = _subject_before(at, cast, last_at)
    if person is None:
        person = next((p for p in cast.persons if p.name == last), None)
    if person is None:
        person = _subject_before(at, cast, -1)
    if person is None:
        return None, "person", None
    return person.name, person.kind, person.country


def _subject_before(at: int, cast: Cast, after: int) -> Person | None:
    """The first person named in the last sentence before `at` that names one.

    Only sentences that begin after `after` count, where the last source stood.
    """
    mentions = cast.mentions
    upto = bisect_left(mentions, at, key=lambda m: m[0])
    if not upto:
        return None
    nearest = mentions[upto - 1][0]
    begin = max(cast.text.rfind(". ", 0, nearest), cast.text.rfind("\n", 0, nearest)) + 1
    if begin <= after or nearest <= after:
        return None
    return mentions[bisect_left(mentions, begin, key=lambda m: m[0])][1]


def _antecedent(at: int, cast: Cast) -> tuple[str | None, SpeakerKind, str | None]:
    """What 'who' or 'which' stands for: the words before it."""
    before = cast.text[max(0, at - 90) : at].rstrip(" ,")
    near = [
        p
        for p in cast.persons
        for s, e in p.spans
        if 0 <= at - e <= 60 and "." not in cast.text[e:at]
    ]
    if near:
        person = max(near, key=lambda p: max(e for _, e in p.spans if e <= at))
        return person.name, person.kind, person.country
    words = _MARKS.split(before)[-1].split()[-3:]
    if not words:
        return None, "unknown", None
    return (
        resolve(" ".join(words), at, Cast(cast.text, cast.persons))
        if (words[-1].lower() not in _RELATIVES | _PRONOUNS)
        else (None, "unknown", None)
    )
