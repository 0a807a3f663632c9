"""Mentions: where a story names an actor, an event or a thing, and in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from framing.features.actors import gazetteer, selection, tagger
from framing.features.actors.candidates import FAMILIES
from framing.features.actors.selection import Reading

Kind = Literal[
    "person", "name", "role", "country", "people", "government", "organisation", "place", "event",
    "thing", "phrase", "action",
]  # fmt: skip

_VERBS = frozenset(i for i, name in enumerate(FAMILIES) if name.startswith("verb"))
_KIND_OF_ROLE: dict[str, Kind] = {
    "leader": "role", "minister": "role", "member": "role", "person": "role", "people": "people",
    "state": "country", "government": "government", "organisation": "organisation",
    "place": "place", "event": "event", "thing": "thing",
}  # fmt: skip
_KIND_OF_NAME: dict[str, Kind] = {
    "p": "person", "g": "place", "d": "people", "r": "organisation",
}  # fmt: skip
_OPENERS = frozenset({
    "the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our",
    "my", "your", "some", "any", "no", "every", "each", "both", "all", "many", "several",
    "few", "more", "most", "such", "another", "other",
})  # fmt: skip
_HONORIFICS = frozenset({
    "mr.", "mrs.", "ms.", "dr.", "sir", "dame", "lord", "lady", "comrade", "mr", "mrs", "ms",
    "madam", "sen.", "rep.", "gov.", "gen.", "lt.", "col.", "sgt.", "adm.", "prof.", "rev.",
    "counsel", "agent",
})  # fmt: skip
_INNER = re.compile(r"(?<!Mc)(?<!Mac)(?<!De)(?<=[a-z])[A-Z]")
_PERSONAL = frozenset({"leader", "minister", "member", "person"})


@dataclass(frozen=True, slots=True)
class Naming:
    """What a mention is, wherever it stands; mentions of the same words share one.

    Parameters
    ----------
    text : str
        What stands there.
    head : str
        The word that says what is named, lower case: ``state`` in *the reclusive state*.
    kind : str
        person, name (a single word that may be a person's name or not: *Occupy*), role (a person
        by office), country, people, government, organisation, place, event, thing, phrase (a noun
        phrase of no known kind), action (with a verb).
    name : str
        The proper name inside, without titles: ``Kim Jong Un``; empty where there is none.
    title : str
        The office before or instead of a name, lower case: ``foreign minister``; or empty.
    modifiers : tuple of str
        What qualifies the head, lower case, in order: ``("reclusive",)``.
    country : str
        Code of the country that is named or that qualifies (``KP``); or empty.
    relation : str
        What the country is to the mention: ``name``, ``people``, ``capital``, ``metonym`` where it
        *is* the country; ``adjective``, ``owner`` or ``of`` where it qualifies; or empty.
    opener : str
        The article or pronoun it opens with, lower case; or empty.
    """

    text: str
    head: str
    kind: Kind
    name: str
    title: str
    modifiers: tuple[str, ...]
    country: str
    relation: str
    opener: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an actor, an event or a thing.

    Parameters
    ----------
    start, end : int
        Code-point offsets into the text, end exclusive.
    naming : Naming
        What it is; each of its fields is one of the mention as well.
    score : float
        How much it looks like what a reader marks; 0 is the usual threshold.
    """

    start: int
    end: int
    naming: Naming
    score: float

    @property
    def text(self) -> str:
        """What stands there."""
        return self.naming.text

    @property
    def head(self) -> str:
        """The word that says what is named, lower case."""
        return self.naming.head

    @property
    def kind(self) -> Kind:
        """Person, role, country and so on; see `Naming`."""
        return self.naming.kind

    @property
    def name(self) -> str:
        """The proper name inside, without titles; or empty."""
        return self.naming.name

    @property
    def title(self) -> str:
        """The office before or instead of a name, lower case; or empty."""
        return self.naming.title

    @property
    def modifiers(self) -> tuple[str, ...]:
        """What qualifies the head, lower case, in order."""
        return self.naming.modifiers

    @property
    def country(self) -> str:
        """Code of the country that is named or that qualifies; or empty."""
        return self.naming.country

    @property
    def relation(self) -> str:
        """What the country is to the mention; or empty."""
        return self.naming.relation

    @property
    def opener(self) -> str:
        """The article or pronoun it opens with, lower case; or empty."""
        return self.naming.opener


def find_mentions(text: str, *, threshold: float = 0.0) -> list[Mention]:
    """Find where a text names actors, events and things, without a parser.

    Noun phrases, the names and titles inside them, what follows them with a preposition, and
    short verb phrases are proposed from word classes; a linear model over outward signs (word
    classes at the edges, kind of the head, how often it returns) keeps those that a reader of
    NewsWCL50 would mark. Mentions may lie inside each other (*North Korea* in *North Korea's
    leader*).

    Parameters
    ----------
    text : str
    threshold : float
        Score above which a candidate counts; lower finds more.

    Returns
    -------
    list of Mention
        Sorted by start and end.

    Notes
    -----
    English only. Pronouns are not mentions. When not to use it: as a count of noun phrases; a
    phrase of no salience is left out.

    Examples
    --------
    >>> found = find_mentions("Lavrov visited the secretive state.")
    >>> [(m.text, m.modifiers) for m in found if m.kind == "country"]
    [('the secretive state', ('secretive',))]
    """
    return describe(selection.read([[(0, text)]]), threshold=threshold)[0]


def describe(
    reading: Reading, *, threshold: float = 0.0, actors: bool = False
) -> list[list[Mention]]:
    """The mentions of texts that were read together; see `find_mentions`.

    Parameters
    ----------
    reading : Reading
    threshold : float
        Score above which a candidate counts.
    actors : bool
        Only those that name somebody who can act, or a country.

    Returns
    -------
    list of list of Mention
        For each text its mentions, sorted by start and end, with offsets into that text.
    """
    found = selection.propose(reading, actors=actors)
    scores = selection.score(reading, found)
    kept = np.flatnonzero(scores > threshold)
    stream = reading.stream
    first, after = found.starts[kept], found.ends[kept]
    texts = reading.text_of[first]
    start, end = stream.starts[first], stream.ends[after - 1]
    own = stream.own(start)
    signs = _signs(reading)
    tokens = _Tokens(
        reading,
        reading.low_ids.tolist(),
        stream.starts.tolist(),
        stream.ends.tolist(),
        reading.place_at.tolist(),
    )
    known: dict[tuple[str, str, int, bool], Naming] = {}
    mentions: list[list[Mention]] = [[] for _ in range(len(stream.bounds) - 1)]
    verbs = np.isin(found.families[kept], sorted(_VERBS))
    heads = found.heads[kept] - first
    rows = (texts, first, after, heads, verbs, own, start, end, scores[kept])
    for number, a, b, head, verb, at, low, high, score in zip(
        *(row.tolist() for row in rows), strict=True
    ):
        words = stream.text[low:high]
        key = (words, signs[a:b], head, verb)
        naming = known.get(key)
        if naming is None:
            naming = known[key] = _naming(words, tokens, a, b, head, verb)
        mentions[number].append(Mention(at, at + high - low, naming, score))
    return mentions


def _signs(reading: Reading) -> str:
    """One character a token for all that decides, beside the words, how a mention is described."""
    classes = np.frombuffer(reading.classes.encode("ascii"), dtype=np.uint8).astype(np.uint32)
    names = np.frombuffer(reading.names.encode("ascii"), dtype=np.uint8)
    place = reading.place_at
    inside = np.append(False, (place[1:] == place[:-1]) & (place[1:] >= 0))
    marks = classes + 128 * (names - np.uint32(96)) + 4096 * ((place >= 0) + inside)
    marks += 16384 * reading.spoken.astype(np.uint32)
    return marks.astype("<u4").tobytes().decode("utf-32-le")


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A reading with its arrays as lists, which are quicker to look into one by one."""

    reading: Reading
    low_ids: list[int]
    starts: list[int]
    ends: list[int]
    place_at: list[int]


def _naming(text: str, tokens: _Tokens, first: int, after: int, h: int, verb: bool) -> Naming:
    """Describe a stretch of tokens by its words, their classes, and the countries in it."""
    reading = tokens.reading
    low = [reading.low[i] for i in tokens.low_ids[first:after]]
    classes, names = reading.classes[first:after], reading.names[first:after]
    covered = {}
    for i, number in enumerate(tokens.place_at[first:after]):
        if number >= 0:
            low_end, high_end, named = reading.places[number]
            covered[i] = (low_end - first, high_end - first, named)
    a, b = 0, after - first
    roles = gazetteer.load().roles
    opener = low[a] if classes[a] in "D$" else ""
    if verb and classes[h] in "VBGE":
        objects = tuple(low[i] for i in range(h + 1, b) if classes[i] in "NnP")
        return Naming(text, low[h], "action", "", "", objects, "", "", "")
    if low[h] in selection.PARTS and h + 2 < b and low[h + 1] == "of":
        inside = [i for i in range(h + 2, b) if classes[i] in "NnP"]
        following = [i for i in inside if i + 1 == b or classes[i + 1] not in "NnPSH"]
        if following and classes[following[0]] != "P":
            h = following[0]
    # The phrase proper: after the last possessive before the head.
    begin = a
    for i in range(h, a, -1):
        if classes[i] == "S":
            begin = i + 1
            break
    if begin == a and classes[a] in "D$":
        begin = a + 1
    first_name = h + 1
    if classes[h] == "P":
        first_name = h
        while first_name > begin and classes[first_name - 1] in "PH":
            first_name -= 1
    country, relation = "", ""
    place = covered.get(h)
    if place is not None and place[1] == h + 1:
        country = place[2].code
        # An adjective that is the head stands for the people: the North Korean.
        relation = "people" if place[2].relation == "adjective" else place[2].relation
        if place[0] <= begin or first_name < place[0]:
            first_name = min(first_name, max(place[0], a))
    if names[h] == "p":
        # Secretary of [State Mike Pompeo]: what is no person's name goes before it.
        while (
            first_name < h
            and "p" in names[first_name + 1 : h]
            and (names[first_name] != "p" or low[first_name] in roles)
        ):
            first_name += 1
    # Titles and countries at the front of the name are not the name.
    title: list[str] = []
    cut = first_name
    while cut < h:
        here = covered.get(cut)
        if here is not None and here[1] <= h:
            cut = here[1]
        elif any(
            (roles.get(low[i]) in _PERSONAL or low[i] in _HONORIFICS)
            and not (i > cut and names[i - 1 : i + 1] == "pp")  # Choe Son Hui is nobody's son
            for i in range(cut, h)
        ):
            cut += 1
        else:
            break
    if roles.get(low[h]) in selection.TITLES or (cut == h and low[h] in roles):
        cut = h + 1  # an office or a body in capitals is no name
    name = ""
    if cut <= h and classes[h] == "P":
        at = tokens.starts[first]
        name = text[tokens.starts[first + cut] - at : tokens.ends[first + h] - at]
    front = [i for i in range(begin, min(cut, h + 1)) if classes[i] not in "D$"]
    modifiers: list[str] = []
    for i in front:
        if covered.get(i) is not None and i != h:
            here = covered[i]
            if not country or relation == "adjective":
                country, relation = here[2].code, "adjective"
        elif roles.get(low[i]) in selection.TITLES:
            title.append(low[i])
        elif i != h and classes[i] in "JNnPCEG" and low[i] not in _OPENERS:
            modifiers.append(low[i])
    role = roles.get(low[h], "")
    if not name and role in selection.TITLES and low[h] not in title:
        title.append(low[h])
    if not country:
        for i in range(begin - 1, a - 1, -1):
            if i in covered:
                country, relation = covered[i][2].code, "owner"
                break
    if not country and h + 2 < b and low[h + 1] in ("of", "in", "from"):
        for i in range(h + 2, b):
            if i in covered:
                country, relation = covered[i][2].code, "of"
                break
    kind: Kind
    if relation == "people" and b == 1 and reading.spoken[first]:
        relation = "adjective"  # in English: a language, not its speakers
    if relation in ("name", "people", "capital", "metonym"):
        kind = "people" if relation == "people" else "country"
    elif name:
        kind = _KIND_OF_NAME.get(names[h], "person" if title else "phrase")
        if names[h] == "o" and name.isalpha() and not name.isupper():
            # One unknown word is mostly a surname; Central and LinkedIn are none.
            kind = "name" if tagger.is_word(name) or _INNER.search(name) else "person"
        if title or low[a] in _HONORIFICS:
            kind = "person"
    else:
        kind = _KIND_OF_ROLE.get(role, "phrase")
    return Naming(
        text, low[h], kind, name, " ".join(title), tuple(modifiers), country, relation, opener
    )
