"""Mentions: where a story names an actor, an event or a thing, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from framing.features.actors import gazetteer, selection, words
from framing.features.actors.candidates import FAMILIES
from framing.features.actors.selection import Reading

Kind = Literal[
    "person", "role", "country", "people", "government", "organisation", "place", "event",
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
# Heads that only count or part what stands after them: members of the caravan.
_PARTS = frozenset({
    "member", "members", "group", "groups", "dozen", "dozens", "hundred", "hundreds",
    "thousand", "thousands", "tens", "million", "millions", "majority", "number", "part",
    "parts", "some", "many", "most", "one", "kind", "kinds", "sort", "piece", "series", "lot",
    "lots", "couple", "pair", "rest", "all", "half", "end",
})  # fmt: skip
_PERSONAL = frozenset({"leader", "minister", "member", "person"})


@dataclass(frozen=True)
class Mention:
    """One naming of an actor, an event or a thing.

    Parameters
    ----------
    start, end : int
        Code-point offsets into the text, end exclusive.
    text : str
        What stands there.
    head : str
        The word that says what is named, lower case: ``state`` in *the reclusive state*.
    kind : str
        person, role (a person by office), country, people, government, organisation, place, event,
        thing, phrase (a noun phrase of no known kind), action (with a verb).
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
    score : float
        How much it looks like what a reader marks; 0 is the usual threshold.
    """

    start: int
    end: int
    text: str
    head: str
    kind: Kind
    name: str
    title: str
    modifiers: tuple[str, ...]
    country: str
    relation: str
    opener: str
    score: float


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
    tokens, starts, ends = words.split(text)
    if not tokens:
        return []
    reading = selection.read(tokens)
    found = selection.propose(reading)
    scores = selection.score(reading, found)
    kept = scores > threshold
    covered = _places_by_token(reading)
    return [
        _describe(text, reading, covered, starts, ends, a, b, h, f, x)
        for a, b, h, f, x in zip(
            found.starts[kept].tolist(),
            found.ends[kept].tolist(),
            found.heads[kept].tolist(),
            found.families[kept].tolist(),
            scores[kept].tolist(),
            strict=True,
        )
    ]


def _places_by_token(reading: Reading) -> dict[int, tuple[int, int, gazetteer.Place]]:
    return {i: place for place in reading.places for i in range(place[0], place[1])}


def _describe(
    text: str,
    reading: Reading,
    covered: dict[int, tuple[int, int, gazetteer.Place]],
    starts: list[int],
    ends: list[int],
    a: int,
    b: int,
    h: int,
    family: int,
    score: float,
) -> Mention:
    low, classes = reading.low, reading.classes
    roles = gazetteer.load().roles
    start, end = starts[a], ends[b - 1]
    opener = low[a] if classes[a] in "D$" else ""
    if family in _VERBS and classes[h] in "VBGE":
        objects = tuple(low[i] for i in range(h + 1, b) if classes[i] in "NnP")
        return Mention(
            start, end, text[start:end], low[h], "action", "", "", objects, "", "", "", score
        )
    if low[h] in _PARTS and h + 2 < b and low[h + 1] == "of":
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
    if reading.names[h] == "p":
        # Secretary of [State Mike Pompeo]: what is no person's name goes before it.
        while (
            first_name < h
            and "p" in reading.names[first_name + 1 : h]
            and (reading.names[first_name] not in "p" or low[first_name] in roles)
        ):
            first_name += 1
    # Titles and countries at the front of the name are not the name.
    title: list[str] = []
    cut = first_name
    while cut < h:
        here = covered.get(cut)
        if here is not None and here[1] <= h:
            cut = here[1]
        elif any(roles.get(w) in _PERSONAL or w in _HONORIFICS for w in low[cut:h]):
            cut += 1
        else:
            break
    if roles.get(low[h]) in selection.TITLES or (cut == h and low[h] in roles):
        cut = h + 1  # an office or a body in capitals is no name
    name = text[starts[cut] : ends[h]] if cut <= h and classes[h] == "P" else ""
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
    if relation in ("name", "people", "capital", "metonym"):
        kind = "people" if relation == "people" else "country"
    elif name:
        kind = _KIND_OF_NAME.get(reading.names[h], "person" if title else "phrase")
        if reading.names[h] == "o" and name.isalpha() and not name.isupper():
            kind = "person"  # one unknown word: mostly a surname
        if kind != "person" and (title or low[a] in _HONORIFICS):
            kind = "person"
    else:
        kind = _KIND_OF_ROLE.get(role, "phrase")
    return Mention(
        start,
        end,
        text[start:end],
        low[h],
        kind,
        name,
        " ".join(title),
        tuple(modifiers),
        country,
        relation,
        opener,
        score,
    )
