"""Who is named in a story: persons, the words that describe them, and where they are mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from framing.text import fold
from framing.voice.attribution import Span, SpeakerKind
from framing.voice.countries import country_of, speaks_for_country
from framing.voice.cues import word_set
from framing.voice.kinds import kind_of, kind_of_words

# The capital stands first, so that a search leaps from one to the next.
NAME_WORD = r"[A-Z](?:[a-zà-ÿ'’]++(?:[A-Z][a-zà-ÿ]++)?+(?:[-‑][A-Za-zà-ÿ]++)*+|\.(?:[A-Z]\.)*+)"
_CAPITALS = r"[A-Z][A-Z'’]{2,}+"
_PERSON = re.compile(
    rf"{NAME_WORD}(?:[ \u00a0](?:al-|bin |von |van |de |del |der |la )?{NAME_WORD})+"
)
_SHOUTED = re.compile(rf"{_CAPITALS}(?: {_CAPITALS})+")
# A run of capitalised words with one of these is no person.
_NO_NAMES = word_set(
    "Scheme System Systems Country Law Act Street Avenue Road Square Hall Center Centre Central "
    "Island Islands Bay River City County Times Post Journal Daily News Basic Affairs Council "
    "University College Church House Party Court Bank Day War Movement Air Airlines Games League "
    "Principles Plan Agreement Peninsula Sea Mr Mrs Ms Dr Voters Development The A An And Or Of "
    "Though Although Because Since Amendment Circuit Society Institute Company Corporation "
    "Corp Inc Group Fund Project Program Programme Office Union Alliance Coalition Campaign Summit "
    "Festival Museum Library School Hospital Airport Theater Theatre Stadium Park Hotel Building "
    "Tower Bridge Lake Mountain Mountains Valley Coast Ocean Gulf Strait District Province "
    "Republic Kingdom Empire Treaty Accord Protocol Code Report Review Magazine Press Radio "
    "Television Network Internet Web Award Prize Cup Series Analysis Politics Studies Survey Poll "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June "
    "July August September October November December Democrats Republicans Services Security Army "
    "Navy Police Forces Brotherhood Front State States Nations Assembly Congress Senate Parliament"
)
# So end nouns for things; the names that end so are few.
_THINGS = ("tion", "sion", "ment", "ism", "ness", "ship", "ology", "graphy", "ics")
_PLACES = word_set("New San Los Las Fort Mount Saint Port Cape Rio Santa El South North East West")
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
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Lord|Lady|Sen|Rep|Gov|Gen|Col|Lt|Capt|Rev|Hon|Adm|Maj|Sgt)"
    r"\.? |Comrade |President |Chairman |Minister |Secretary |Senator |Chancellor |Premier |"
    r"Professor |King |Queen |Prince |Princess |Pope |General |Ambassador |Governor |Mayor |"
    r"Judge |Justice |Speaker |Prime Minister )+"
)
_OPENING_WORDS = word_set(
    "The Though Although Because Since Instead Meanwhile However But And In On At As For When "
    "While After If Like That Former Then Yet So Even Only Both"
)
# After 'Secretary of', 'Minister of', 'Director of' these belong to the office.
_OFFICES_OF = word_set(
    "State Defense Defence Foreign Affairs Health Education Energy Labor Labour Commerce Treasury "
    "Justice Interior Homeland Security National Intelligence Agriculture Transportation "
    "Veterans Housing Finance Trade War Staff Parliament Human Services Culture Economy Public"
)
_TITLE_WORDS = word_set(
    "leader minister president of state counterpart spokesman spokeswoman foreign prime former "
    "vice deputy chief"
)
_MARKS = frozenset('.,;:!?\n"“”')
_LETTERS = re.compile(r"[A-Za-z]+")
_CAPITAL = re.compile(r"[A-Z]")
_APPOSITION = re.compile(r", ([^,.;\n]{3,60})[,.]")
_WORD = re.compile(r"\w++(?:['-]\w++)*+")
_NEAR = 400
# What may stand between the letters of one word.
_JOINS = frozenset("'-_")


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
    """The persons of one story, and where each is named, in full or by family name.

    Parameters
    ----------
    text : str
        The folded text.
    persons : list of Person
        In the order of their first full names.
    bodies : dict
        The bodies and agencies that have spoken so far, the latest by the last word of its name
        (``ministry``), and the latest of all by ``""``.
    """

    text: str
    persons: list[Person] = field(default_factory=list)
    bodies: dict[str, tuple[str | None, SpeakerKind, str | None]] = field(default_factory=dict)
    _named: dict[str, Person | None] = field(default_factory=dict)

    def named(self, words: str) -> Person | None:
        """The person whose full or family name stands in the words."""
        if words not in self._named:
            self._named[words] = _named(words, self)
        return self._named[words]

    @cached_property
    def by_name(self) -> dict[str, Person]:
        """Persons by their full names."""
        return {p.name: p for p in self.persons}

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

    @cached_property
    def by_last_word(self) -> dict[str, list[Person]]:
        """All persons by the last word of their names."""
        found: dict[str, list[Person]] = {}
        for person in self.persons:
            found.setdefault(person.name[person.name.rfind(" ") + 1 :], []).append(person)
        return found

    def mentions(self, low: int, high: int) -> Iterator[tuple[int, Person]]:
        """Offset and person of each family name in a stretch of the text, in order."""
        known = self.by_family
        for match in _WORD.finditer(self.text, low, high):
            word = match.group()
            if word in known:
                yield match.start(), known[word]
            elif "'" in word or "-" in word:
                at = match.start()
                for piece in word.replace("'", "-").split("-"):
                    if piece in known:
                        yield at, known[piece]
                    at += len(piece) + 1

    def nearest_mention(self, low: int, high: int) -> int:
        """Where the last mention in a stretch stands, or -1."""
        nearest = -1
        # Most stand near, so that the rest of a long stretch need not be searched.
        for begin in (max(low, high - _NEAR), low):
            for name in self._families:
                at = self.text.rfind(name, max(begin, nearest), high)
                while at > nearest and not self._is_mention(at, name, low, high):
                    at = self.text.rfind(name, begin, at + len(name) - 1)
                nearest = max(nearest, at)
            if nearest >= 0 or begin == low:
                break
        return nearest

    @cached_property
    def _families(self) -> list[str]:
        """The family names that are one word."""
        return [name for name in self.by_family if _WORD.fullmatch(name)]

    def _is_mention(self, at: int, name: str, low: int, high: int) -> bool:
        """Whether a family name stands there as a word in a stretch, and not inside another."""
        end = at + len(name)
        before = self.text[at - 1] if at > low else " "
        after = self.text[end] if end < high else " "
        if not (before.isalnum() or before in _JOINS or after.isalnum() or after in _JOINS):
            return True
        while at > low and not self.text[at - 1].isspace():
            at -= 1
        place = end - len(name)
        return any(found == place for found, _ in self.mentions(at, high))


def untitled(name: str) -> str:
    """The name without titles before it."""
    match = _TITLES.match(name)
    return name[match.end() :] if match else name


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
    name = fold(name)
    words = name.split()
    if len(words) > 1 and name.isupper():
        words = name.title().split()
    if len(words) == 2 and words[1].count("-") == 1:
        left, right = words[1].split("-")
        if right[:1].islower() or (len(left) + len(right) <= 9 and len(words[0]) <= 5):
            words = [words[0], left, right.capitalize()]
    return " ".join([_SPELLINGS.get(w, w) for w in words])


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
            begin, words = match.start(), match.group()
            if text.endswith(" of ", 0, begin):
                cut = _office_length(words)
                begin, words = begin + cut, words[cut:]
            cut, name, key = _stripped(words)
            if name is None:
                continue
            start = begin + cut
            end = start + len(name)
            held = found.get(key)
            if held is None:
                held = found[key] = ([], set(), None)
            spans, described, country = held
            spans.append((start, end))
            title = _title_before(text, start)
            if title:
                described.update(_lower_words(title))
            if text.startswith(", ", end):
                after = _APPOSITION.match(text, end, end + 80)
                if after and kind_of_words(after.group(1).lower()) in ("official", "expert"):
                    described.update(_lower_words(after.group(1)))
                    title += " " + after.group(1)
            if country is None and title:
                found[key] = (spans, described, country_of(title))
    persons = [
        Person(name, tuple(sorted(spans)), frozenset(words), country)
        for name, (spans, words, country) in found.items()
    ]
    persons.sort(key=lambda p: p.spans[0])
    return Cast(text, persons)


def _office_length(words: str) -> int:
    """How much of 'State Mike Pompeo' belongs to the office where 'Secretary of' stands before."""
    length = 0
    for word in words.split(" ")[:-2]:
        if word not in _OFFICES_OF:
            break
        length += len(word) + 1
    return length


def _lower_words(words: str) -> list[str]:
    return _LETTERS.findall(words.lower() if words.isascii() else words)


def _title_before(text: str, start: int) -> str:
    """The words just before a name that say who it is: 'Russian Foreign Minister '."""
    if start < 2 or text[start - 1] in _MARKS or text[start - 2] in _MARKS:
        return ""
    low = max(0, start - 60)
    nearest = text[text.rfind(" ", low, start - 1) + 1 : start - 1]
    if (
        text[start - 1] == " "
        and nearest.isalpha()
        and nearest.islower()
        and nearest not in _TITLE_WORDS
    ):
        return ""
    low = max(low, text.rfind("\n", low, start) + 1)
    kept: list[str] = []
    for word in reversed(text[low:start].split()[-7:]):
        bare = word if _MARKS.isdisjoint(word) else word[max(map(word.rfind, _MARKS)) + 1 :]
        if bare[:1].isupper() or bare.strip("()'’").lower() in _TITLE_WORDS:
            kept.append(bare)
        if bare is not word or not kept or kept[-1] is not bare:
            break
    return " ".join(reversed(kept))


@lru_cache(maxsize=50_000)
def _stripped(name: str) -> tuple[int, str | None, str]:
    """Take titles and a leading small word from a run of capitalised words.

    Returns how much was taken, the name or None where it is none, and its one spelling.
    """
    start = 0
    while True:
        match = _TITLES.match(name)
        if not match or match.end() >= len(name):
            break
        start, name = start + match.end(), name[match.end() :]
    words = name.split()
    # 'Russian Foreign Minister Sergei Lavrov': the name follows the last word of office.
    for last in range(len(words) - 1, -1, -1):
        if kind_of_words(words[last].lower()) in ("official", "body", "medium"):
            cut = sum(len(w) + 1 for w in words[: last + 1])
            start, name = start + cut, name[cut:]
            break
    while name and ((first := name.split()[0]) in _OPENING_WORDS or country_of(first)):
        cut = len(first) + 1
        start, name = start + cut, name[cut:]
    name = name.rstrip("'’")
    if name.endswith(("'s", "’s")):
        name = name[:-2]
    words = name.split()
    # An initial ends no name: 'Democratic U.S.'
    while words and words[-1].endswith(".") and words[-1] not in ("Jr.", "Sr."):
        name = name[: -len(words.pop())].rstrip()
    if (
        len(words) < 2
        or not _NO_NAMES.isdisjoint(words)
        or words[0] in _PLACES
        or len(name) > 50
        or any(w.endswith(_THINGS) and w != "Clement" for w in words)
        or country_of(words[-1])
        or speaks_for_country(name)
    ):
        return start, None, ""
    return start, name, one_spelling(name)


@lru_cache(maxsize=50_000)
def _name_words(words: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The words in one spelling, those that may end a full name, and those with a capital, the
    last one first."""
    if not _CAPITAL.search(words):
        return words, (), ()
    folded = one_spelling(untitled(words))
    families = []
    for word in folded.replace(",", " ").split():
        word = word.strip(".,'’\"“”()")
        if word[:1].isupper():
            families.append(word[:-2] if word.endswith(("'s", "’s")) else word)
    if folded.isupper():
        families = [w.capitalize() for w in families]
    return (
        folded,
        # A full name has two words or more.
        tuple([w.removesuffix("'s") for w in _WORD.findall(folded)]) if " " in folded else (),
        tuple(reversed(families)),
    )


def _named(words: str, cast: Cast) -> Person | None:
    """The person whose full or family name stands in the words, the latest in them."""
    folded, ends, families = _name_words(words)
    known = cast.by_last_word
    best: tuple[int, int, Person] | None = None
    for end in ends:
        for person in known.get(end, ()):
            at = folded.find(person.name)
            if at >= 0 and (best is None or (len(person.name), -at) > best[:2]):
                best = (len(person.name), -at, person)
    if best is not None:
        return best[2]
    for word in families:
        if word in cast.by_family and not kind_of_words(word.lower()) and not country_of(word):
            return cast.by_family[word]
    return None
