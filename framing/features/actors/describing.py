"""What each mention is, from word classes and countries: for all mentions of a reading at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.features.actors import gazetteer, selection, tagger
from framing.features.actors.namings import Kind, Namings
from framing.features.actors.remembering import Remembered
from framing.features.actors.selection import Reading

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
_LINKS = frozenset({"of", "in", "from"})
_IS_COUNTRY = frozenset({"name", "people", "capital", "metonym"})


def describe_stretches(
    reading: Reading, first: np.ndarray, after: np.ndarray, heads: np.ndarray, verbs: np.ndarray
) -> Namings:
    """Describe stretches of tokens by their words, their classes, and the countries in them.

    Parameters
    ----------
    reading : Reading
    first, after, heads : ndarray of int64, shape (stretches,)
        First token, the token after the last, and the one that says what is named.
    verbs : ndarray of bool, shape (stretches,)
        Whether it was proposed as a phrase with a verb.

    Returns
    -------
    Namings
        One row a stretch.
    """
    at = _Signs.of(reading)
    words, ids = at.words, at.low_ids
    a, b = first, after
    told = verbs & at.is_("VBGE", heads)
    h = np.where(told, heads, _counted(reading, at, a, b, heads))
    # The phrase proper: after the last possessive before the head.
    owner = at.last_possessive[h]
    begin = np.where(owner > a, owner + 1, a + at.is_("D$", a))
    proper = at.is_("P", h)
    first_name = np.where(proper, np.maximum(at.name_run[h], begin), h + 1)
    # What country the head itself names.
    place = at.place[h]
    ends_here = (place >= 0) & (at.place_end[place] == h + 1)
    country = np.where(ends_here, at.place_code[place], -1)
    relation = np.where(ends_here, at.place_relation[place], 0)
    relation[ends_here & (relation == _ADJECTIVE)] = _PEOPLE
    place_begin = at.place_begin[place]
    inside = ends_here & ((place_begin <= begin) | (first_name < place_begin))
    lower = np.minimum(first_name, np.maximum(place_begin, a))
    first_name = np.where(inside, lower, first_name)
    first_name = _past_offices(at, first_name, h)
    cut = _past_titles(at, first_name, h)
    # An office or a body in capitals is no name.
    cut = np.where(at.title[h] | ((cut == h) & at.known[h]), h + 1, cut)
    named = (cut <= h) & proper & ~told
    upto = np.minimum(cut, h + 1)
    # Countries before the head, behind a possessive, or in what follows.
    front = at.last_country_word[np.maximum(np.minimum(cut, h) - 1, 0)]
    qualifies = (country < 0) & (front >= begin) & (np.minimum(cut, h) > begin)
    country = np.where(qualifies, at.place_code[at.place[front]], country)
    relation = np.where(qualifies, _ADJECTIVE, relation)
    owned = at.last_country[np.maximum(begin - 1, 0)]
    owns = (country < 0) & (begin > a) & (owned >= a)
    country = np.where(owns, at.place_code[at.place[owned]], country)
    relation = np.where(owns, _OWNER, relation)
    follows = at.next_country[np.minimum(h + 2, at.size)]
    linked = (country < 0) & (h + 2 < b) & at.links[np.minimum(h + 1, at.size - 1)] & (follows < b)
    country = np.where(linked, at.place_code[at.place[np.minimum(follows, at.size - 1)]], country)
    relation = np.where(linked, _OF, relation)
    # In English: a language, not its speakers.
    relation[(relation == _PEOPLE) & (b == a + 1) & at.spoken[a]] = _ADJECTIVE
    country[told], relation[told] = -1, 0

    # What stands before the head: offices, and words that qualify it.
    token, row = _spread(begin, np.where(told, begin, upto))
    plain = ~at.is_("D$", token) & ((at.place[token] < 0) | (token == h[row]))
    office = plain & at.title[token]
    qualifier = plain & ~office & (token != h[row]) & at.qualifies[token]
    titles = _grouped(words, ids, token[office], row[office], len(a))
    for k in np.flatnonzero(~named & ~told & at.title[h]).tolist():
        word = words[ids[h[k]]]
        if word not in titles[k]:
            titles[k] = (*titles[k], word)
    token, row = token[qualifier], row[qualifier]
    objects, of = _spread(np.where(told, h + 1, b), b)
    object_ = at.is_("NnP", objects)
    token = np.concatenate([token, objects[object_]])
    row = np.concatenate([row, of[object_]])
    order = np.argsort(row, kind="stable")
    modifiers = _grouped(words, ids, token[order], row[order], len(a))

    whole, starts, ends = reading.stream.text, at.starts, at.ends
    text = [whole[x:y] for x, y in zip(starts[a].tolist(), ends[b - 1].tolist(), strict=True)]
    name = [""] * len(a)
    which = np.flatnonzero(named)
    for k, x, y in zip(
        which.tolist(), starts[cut[which]].tolist(), ends[h[which]].tolist(), strict=True
    ):
        name[k] = whole[x:y]
    title = [" ".join(mine) if mine else "" for mine in titles]
    opens = np.where(at.is_("D$", a) & ~told, ids[a], len(words))
    spelled = (*words, "")
    return Namings(
        text,
        [words[i] for i in ids[h].tolist()],
        _kinds(at, named, told, relation, a, h, name, title),
        name,
        title,
        modifiers,
        [at.codes[i] for i in country.tolist()],
        [_RELATIONS[i] for i in relation.tolist()],
        [spelled[i] for i in opens.tolist()],
    )


_RELATIONS = ("", "name", "adjective", "people", "capital", "metonym", "owner", "of")
_ADJECTIVE, _PEOPLE = _RELATIONS.index("adjective"), _RELATIONS.index("people")
_OWNER, _OF = _RELATIONS.index("owner"), _RELATIONS.index("of")


@dataclass(frozen=True)
class _Signs:
    """The signs of each token that decide, as arrays over the tokens of a reading."""

    size: int
    words: tuple[str, ...]
    low_ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    code: np.ndarray  # class letters
    name: np.ndarray  # letters of name classes
    last_possessive: np.ndarray  # the place of the last possessive mark up to here
    name_run: np.ndarray  # where the run of names and hyphens begins that reaches here
    last_person: np.ndarray  # the place of the last token of a person's name up to here
    role: np.ndarray  # an index into `selection.ROLES`
    title: np.ndarray  # offices
    known: np.ndarray  # words of some role
    personal: np.ndarray  # offices, kinship and the like, and honorifics
    next_personal: np.ndarray  # the place of the next one from here that no person's name goes on
    honorific: np.ndarray
    qualifies: np.ndarray  # words that may qualify a head
    links: np.ndarray  # of, in, from
    counts: np.ndarray  # words that only count or part what stands after them
    of_: np.ndarray  # of
    place: np.ndarray
    place_begin: np.ndarray
    place_end: np.ndarray
    place_code: np.ndarray
    place_relation: np.ndarray
    codes: tuple[str, ...]  # of countries; the last is empty
    last_country: np.ndarray
    last_country_word: np.ndarray  # the same, but for articles inside a country's name
    next_country: np.ndarray
    spoken: np.ndarray

    def is_(self, letters: str, where: np.ndarray) -> np.ndarray:
        """Whether tokens are of some word classes."""
        table = np.zeros(128, dtype=bool)
        table[[ord(x) for x in letters]] = True
        return table[self.code[where]]

    @classmethod
    def of(cls, reading: Reading) -> _Signs:
        words, ids = reading.low, reading.low_ids
        size = len(ids)
        every = np.arange(size)
        code = np.frombuffer(reading.classes.encode("ascii"), dtype=np.uint8)
        name = np.frombuffer(reading.names.encode("ascii"), dtype=np.uint8)
        facts = _facts_of(words)
        title, known, personal, honorific, plain, links, counts, of_ = facts.T[1:, ids] > 0
        role = facts[:, 0].astype(np.int64)[ids]
        place = reading.place_at
        codes = tuple(sorted({p.code for _, _, p in reading.places}))
        number = {c: i for i, c in enumerate(codes)}
        rows = [(x, y, number[p.code], _RELATIONS.index(p.relation)) for x, y, p in reading.places]
        begins, stops, of, relation = np.array([*rows, (0, 0, -1, 0)], dtype=np.int64).T

        def last(where: np.ndarray) -> np.ndarray:
            return np.maximum.accumulate(np.where(where, every, -1))

        article = (code == ord("D")) | (code == ord("$"))
        person = name == ord("p")
        goes_on = person & np.append(False, person[:-1])
        following = np.append(np.where(personal & ~goes_on, every, size), size)
        covered = np.append(np.where(place >= 0, every, size), size)
        run = (code == ord("P")) | (code == ord("H"))
        letters = np.zeros(128, dtype=bool)
        letters[[ord(x) for x in "JNnPCEG"]] = True
        return cls(
            size, words, ids, reading.stream.starts, reading.stream.ends, code, name,
            last(code == ord("S")), last(~run) + 1, last(person), role, title, known, personal,
            np.minimum.accumulate(following[::-1])[::-1], honorific, letters[code] & plain, links,
            counts, of_,
            place, begins, stops, of, relation, (*codes, ""),
            last(place >= 0), last((place >= 0) & ~article),
            np.minimum.accumulate(covered[::-1])[::-1], reading.spoken,
        )  # fmt: skip


def _facts(word: str) -> tuple[int, ...]:
    """What a lower-case word may be to a naming: its role, and whether it is one of some kinds."""
    role = gazetteer.load().roles.get(word, "")
    return (
        selection.ROLES.index(role),
        role in selection.TITLES,
        role != "",
        role in _PERSONAL or word in _HONORIFICS,
        word in _HONORIFICS,
        word not in _OPENERS,
        word in _LINKS,
        word in selection.PARTS,
        word == "of",
    )


_facts_of = Remembered(_facts)


def _counted(
    reading: Reading, at: _Signs, a: np.ndarray, b: np.ndarray, h: np.ndarray
) -> np.ndarray:
    """The heads, but for those that only count what stands after them: *members of the caravan*."""
    some = np.flatnonzero(at.counts[h] & (h + 2 < b) & at.of_[np.minimum(h + 1, at.size - 1)])
    moved, classes = h.copy(), reading.classes
    for k in some.tolist():
        end = int(b[k])
        for i in range(int(h[k]) + 2, end):
            if classes[i] in "NnP" and (i + 1 == end or classes[i + 1] not in "NnPSH"):
                if classes[i] != "P":
                    moved[k] = i
                break
    return moved


def _past_offices(at: _Signs, first_name: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Secretary of [State Mike Pompeo]: what is no person's name goes before it."""
    moved = first_name.copy()
    rows = np.flatnonzero((at.name[h] == ord("p")) & (first_name + 1 < h))
    while len(rows):
        here, head = moved[rows], h[rows]
        goes_on = (here < head) & (at.last_person[np.maximum(head - 1, 0)] > here)
        goes_on &= (at.name[np.minimum(here, at.size - 1)] != ord("p")) | at.known[
            np.minimum(here, at.size - 1)
        ]
        rows = rows[goes_on]
        moved[rows] += 1
    return moved


def _past_titles(at: _Signs, first_name: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Where the name begins behind the titles and countries that stand before it."""
    cut = first_name.copy()
    rows = np.flatnonzero(cut < h)
    while len(rows):
        here, head = cut[rows], h[rows]
        place = at.place[here]
        country = (place >= 0) & (at.place_end[place] <= head)
        # Choe Son Hui is nobody's son.
        titled = at.personal[here] | (at.next_personal[here + 1] < head)
        cut[rows] = np.where(country, at.place_end[place], here + titled)
        rows = rows[(country | titled) & (cut[rows] < head)]
    return cut


def _spread(begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The tokens of stretches one after the other, and which stretch each is of."""
    sizes = np.maximum(end - begin, 0)
    row = np.repeat(np.arange(len(begin)), sizes)
    before = np.cumsum(sizes) - sizes
    return np.arange(len(row)) - before[row] + begin[row], row


def _grouped(
    words: tuple[str, ...], ids: np.ndarray, token: np.ndarray, row: np.ndarray, count: int
) -> list[tuple[str, ...]]:
    """The words of tokens as one tuple a row; tokens are in the order of their rows."""
    spelled = [words[i] for i in ids[token].tolist()]
    bounds = np.searchsorted(row, np.arange(count + 1))
    found: list[tuple[str, ...]] = [()] * count
    some = np.flatnonzero(np.diff(bounds))
    for k, x, y in zip(
        some.tolist(), bounds[some].tolist(), bounds[some + 1].tolist(), strict=True
    ):
        found[k] = tuple(spelled[x:y])
    return found


def _kinds(
    at: _Signs,
    named: np.ndarray,
    told: np.ndarray,
    relation: np.ndarray,
    a: np.ndarray,
    h: np.ndarray,
    name: list[str],
    title: list[str],
) -> list[Kind]:
    """The kind of each naming; see `Naming`."""
    by_role: list[Any] = [_KIND_OF_ROLE.get(role, "phrase") for role in selection.ROLES]
    kinds: list[Kind] = [by_role[i] for i in at.role[h].tolist()]
    letters = at.name[h]
    honoured = at.honorific[a]
    is_country = np.array([r in _IS_COUNTRY for r in _RELATIONS], dtype=bool)[relation]
    for k in np.flatnonzero(named & ~is_country).tolist():
        letter = chr(letters[k])
        kind = _KIND_OF_NAME.get(letter, "person" if title[k] else "phrase")
        if letter == "o" and name[k].isalpha() and not name[k].isupper():
            # One unknown word is mostly a surname; Central and LinkedIn are none.
            known = tagger.is_word(name[k]) or _INNER.search(name[k])
            kind = "name" if known else "person"
        kinds[k] = "person" if title[k] or honoured[k] else kind
    for k in np.flatnonzero(is_country).tolist():
        kinds[k] = "people" if relation[k] == _PEOPLE else "country"
    for k in np.flatnonzero(told).tolist():
        kinds[k] = "action"
    return kinds
