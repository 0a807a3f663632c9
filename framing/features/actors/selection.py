"""Which candidates name something that a story is about: a linear model over outward signs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib import resources

import numpy as np
import pandas as pd

from framing.features.actors import candidates, gazetteer, tagger, words
from framing.features.actors.candidates import FAMILIES, Candidates
from framing.features.actors.remembering import Remembered

ROLES = (
    "", "event", "government", "leader", "member", "minister", "organisation", "people", "person",
    "place", "state", "thing",
)  # fmt: skip
RELATIONS = ("", "name", "adjective", "people", "capital", "metonym")
TITLES = frozenset({"leader", "minister", "member"})

_CLASS_OF = np.zeros(128, dtype=np.int64)
_CLASS_OF[np.frombuffer(tagger.CLASSES.encode("ascii"), dtype=np.uint8)] = np.arange(
    len(tagger.CLASSES)
)
_NAME_OF = np.zeros(128, dtype=np.int64)
_NAME_OF[np.frombuffer(tagger.NAMES.encode("ascii"), dtype=np.uint8)] = np.arange(len(tagger.NAMES))
_SALIENCE = np.array([-3, -1.5, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5])
_COMMON = np.array([-3.0, -2, -1, 0, 1, 2, 3])
_REPEATS = np.array([1.5, 2.5, 4, 8, 16])


# Kinds of heads that can act; names and countries can as well.
_ACTING = frozenset(
    {"government", "leader", "member", "minister", "organisation", "people", "person", "state"}
)
_SPEAKING = frozenset({"in", "into", "speak", "speaks", "speaking", "spoke", "spoken", "fluent"})
# Heads that only count or part what stands after them: members of the caravan.
PARTS = frozenset({
    "member", "members", "group", "groups", "dozen", "dozens", "hundred", "hundreds",
    "thousand", "thousands", "tens", "million", "millions", "majority", "number", "part",
    "parts", "some", "many", "most", "one", "kind", "kinds", "sort", "piece", "series", "lot",
    "lots", "couple", "pair", "rest", "all", "half", "end",
})  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """Some texts as the selection sees them: tokens, their classes, and the countries named.

    Parameters
    ----------
    stream : Stream
        Headlines in capitals respelt as running text would spell them.
    low : tuple of str
        The different tokens in lower case.
    low_ids : ndarray of int64, shape (tokens,)
        Which of `low` stands there.
    classes, names : str
        One letter a token; see `tagger`.
    places : list of (int, int, Place)
        Countries named: first token, token after the last, which.
    """

    stream: words.Stream
    low: tuple[str, ...]
    low_ids: np.ndarray
    classes: str
    names: str
    places: list[tuple[int, int, gazetteer.Place]]

    @cached_property
    def text_of(self) -> np.ndarray:
        """The number of each token's text, int64."""
        sizes = np.diff(self.stream.bounds)
        return np.repeat(np.arange(len(sizes)), sizes)

    @cached_property
    def place_at(self) -> np.ndarray:
        """For each token the number of the country named there, -1: none; int64."""
        found = np.full(len(self.low_ids), -1, dtype=np.int64)
        for number, (a, b, _) in enumerate(self.places):
            found[a:b] = number
        return found

    @cached_property
    def spoken(self) -> np.ndarray:
        """Adjectives of countries that stand for a language: *in English*; bool."""
        adjective = np.array([p.relation == "adjective" for _, _, p in self.places] + [False])
        before = np.array([word in _SPEAKING for word in self.low], dtype=bool)[self.low_ids]
        return adjective[self.place_at] & np.append(False, before[:-1])


def read(texts: Sequence[Sequence[tuple[int, str]]]) -> Reading:
    """Tag the tokens of texts, given as their pieces, and look up their countries."""
    stream = _truecased(words.stream(texts))
    classes, names = tagger.tag_stream(stream.surfaces, stream.ids)
    text_of = np.repeat(np.arange(len(texts)), np.diff(stream.bounds))
    classes = _hyphened(stream, _consistent(stream, text_of, classes))
    known: dict[str, int] = {}
    numbers = [known.setdefault(word.lower(), len(known)) for word in stream.surfaces]
    low_ids = np.array(numbers, dtype=np.int64)[stream.ids]
    places = gazetteer.load().find_in(stream.surfaces, stream.ids)
    return Reading(stream, tuple(known), low_ids, classes, names, places)


def _truecased(stream: words.Stream) -> words.Stream:
    """Headlines in capitals as running text would spell them: names keep theirs, words lose it.

    A word counts as a name where the rest of the text spells it so within a sentence, or where
    news hardly knows it as a word.
    """
    ids, surfaces = stream.ids, list(stream.surfaces)
    lines = _loud_lines(stream)
    if not lines:
        return stream
    loud = np.zeros(len(ids), dtype=bool)
    for a, b in lines:
        loud[a:b] = True
    text_of = np.repeat(np.arange(len(stream.bounds) - 1), np.diff(stream.bounds))
    spelled = _spelled_elsewhere(surfaces, ids, text_of, loud)
    number = {word: i for i, word in enumerate(surfaces)}
    quiet = ids.copy()
    for a, b in lines:
        line = [surfaces[i] for i in ids[a:b].tolist()]
        usual = tagger.commonness([w.lower() for w in line])
        names = tagger.are_names(line)
        country = {i for x, y, _ in gazetteer.load().find(line) for i in range(x, y)}
        text = int(text_of[a])
        for i, word in enumerate(line):
            if not word[0].isupper() or (word.isupper() and len(word) < 4):
                continue
            seen = spelled.get((text, word.lower()))
            if i in country:
                word = word.title() if word.isupper() and len(word) > 3 else word
            elif seen:
                word = seen
            elif i and usual[i] > -3.4 and not names[i]:
                word = word.lower()
            elif word.isupper():
                word = word.title()
            quiet[a + i] = number.setdefault(word, len(number))
    return replace(stream, ids=quiet, surfaces=tuple(number))


def _loud_lines(stream: words.Stream) -> list[tuple[int, int]]:
    """Lines that are set as headlines are: most of their longer words begin with a capital."""
    surfaces, ids = stream.surfaces, stream.ids
    kinds = _letters(surfaces)[:, :4] > 0
    breaks = np.flatnonzero(kinds[:, 3][ids])
    begin, stop = breaks[:-1] + 1, breaks[1:]
    sums = np.zeros((len(ids) + 1, 3), dtype=np.int64)
    long, capital, upper = kinds.T[:3, ids]
    flags = np.column_stack([long, long & capital, long & upper])
    np.cumsum(flags, axis=0, out=sums[1:])
    many, capitals, uppers = (sums[stop] - sums[begin]).T
    good = (stop - begin > 3) & (many > 2) & (capitals >= 0.75 * many)
    found = []
    for a, b, shouted in zip(
        begin[good].tolist(), stop[good].tolist(), (uppers == many)[good].tolist(), strict=True
    ):
        if shouted or surfaces[ids[b - 1]][0] not in ".!?\"'":
            found.append((a, b))
    return found


def _spelled_elsewhere(
    surfaces: Sequence[str], ids: np.ndarray, text_of: np.ndarray, loud: np.ndarray
) -> dict[tuple[int, str], str]:
    """How the rest of each text first spells the words of its loud lines within a sentence."""
    low: dict[str, int] = {}
    number = np.array([low.setdefault(w.lower(), len(low)) for w in surfaces], dtype=np.int64)
    small, letters, leads = _letters(surfaces).T[4:] > 0
    keys = text_of * len(low) + number[ids]
    within = np.append(False, leads[ids[:-1]])
    place = np.flatnonzero(letters[ids] & ~loud & (small[ids] | within))
    place = place[np.isin(keys[place], np.unique(keys[loud]))]
    found, first = np.unique(keys[place], return_index=True)
    names = list(low)
    return {
        (key // len(low), names[key % len(low)]): surfaces[i]
        for key, i in zip(found.tolist(), ids[place[first]].tolist(), strict=True)
    }


def _consistent(stream: words.Stream, text_of: np.ndarray, classes: str) -> str:
    """A capitalised word that is mostly a name, in its text or in news, is one throughout."""
    surfaces, ids = stream.surfaces, stream.ids
    code = np.frombuffer(classes.encode("ascii"), dtype=np.uint8).copy()
    place = np.flatnonzero((_letters(surfaces)[:, 1] > 0)[ids])
    which, keys = pd.factorize(text_of[place] * len(surfaces) + ids[place])
    times = np.bincount(which, minlength=len(keys))
    names = np.bincount(which, weights=code[place] == ord("P"), minlength=len(keys))
    known = tagger.are_names(surfaces)[ids[place]]
    known &= np.isin(code[place], np.frombuffer(b"NnVBEG", dtype=np.uint8))
    mostly = (times > 2) & (names >= 0.6 * times)
    code[place[known | mostly[which]]] = ord("P")
    return code.tobytes().decode("ascii")


def _hyphened(stream: words.Stream, classes: str) -> str:
    """What a hyphen joins is part of a name or qualifies: ``Jong-un``, ``first-ever``."""
    if "H" not in classes:
        return classes
    mended = list(classes)
    for found in re.finditer("H", classes):
        i = found.start()
        behind = stream.surfaces[stream.ids[i + 1]]
        if behind == "\n" or stream.surfaces[stream.ids[i - 1]] == "\n":
            continue
        if mended[i - 1] in "ARVBEG" and classes[i + 1].isalpha():
            mended[i - 1] = "J"
        if classes[i + 1] in "ADIRVBEKGM":
            mended[i + 1] = "P" if mended[i - 1] == "P" and len(behind) < 4 else "J"
    return "".join(mended)


def _of_role(word: str) -> tuple[int, int, int]:
    """A lower-case word's kind of actor, whether it is an office, and whether it can act."""
    kind = gazetteer.load().roles.get(word, "")
    return ROLES.index(kind), kind in TITLES, kind in _ACTING or word in PARTS


_roles = Remembered(_of_role)
# Longer words, capitals, all in capitals, line breaks; small letters, letters, what a sentence
# goes on after.
_letters = Remembered(
    lambda w: (
        len(w) > 3 and w[0].isalpha(),
        w[0].isupper(),
        w.isupper(),
        w == "\n",
        w[0].islower(),
        w[0].isalpha(),
        w[0].isalnum() or w == ",",
    )
)


def propose(reading: Reading, *, actors: bool = False) -> Candidates:
    """The candidates of texts; with `actors` those alone whose head can act. See `candidates`."""
    _, titles, acting = _roles(reading.low).T > 0
    title = titles[reading.low_ids]
    wanted = None
    if actors:
        code = np.frombuffer(reading.classes.encode("ascii"), dtype=np.uint8)
        wanted = acting[reading.low_ids] | (code == ord("P")) | (reading.place_at >= 0)
    places = [(a, b) for a, b, _ in reading.places]
    return candidates.find(reading.classes, reading.names, places, np.flatnonzero(title), wanted)


def rows(reading: Reading, found: Candidates) -> dict[str, np.ndarray]:
    """Which row of each weight table every candidate reads; see `sizes` for their number."""
    s, e, h, f = found.starts, found.ends, found.heads, found.families
    many, kinds, named, roles = len(FAMILIES), len(tagger.CLASSES), len(tagger.NAMES), len(ROLES)
    code = np.frombuffer(reading.classes.encode("ascii"), dtype=np.uint8)
    class_ = _CLASS_OF[code]
    name = _NAME_OF[np.frombuffer(reading.names.encode("ascii"), dtype=np.uint8)]
    role = _roles(reading.low)[:, 0].astype(np.int64)[reading.low_ids]
    relations = [RELATIONS.index(place.relation) for _, _, place in reading.places]
    relation = np.array([*relations, 0], dtype=np.int64)[reading.place_at]
    text = reading.text_of[s]
    # The line breaks around a text are none of its tokens.
    size = np.diff(reading.stream.bounds) - 2
    common, salience = _salience(reading, code, size)

    first, last = class_[s], class_[e - 1]
    before, after = class_[s - 1], class_[e]
    second = np.where(e - s > 1, class_[s + 1], kinds - 1)
    quotes = np.cumsum(code == ord("Q"))
    quoted = np.minimum(quotes[e - 1] - quotes[s], 3)
    some_name = np.concatenate([[0], np.cumsum(name > 0)])
    bounds = np.stack([s, e], axis=1).ravel()
    most_salient = np.maximum.reduceat(salience, bounds)[::2] if len(s) else np.zeros(0)
    most_related = np.maximum.reduceat(relation, bounds)[::2] if len(s) else s
    return {
        "family_first": f * kinds + first,
        "family_last": f * kinds + last,
        "family_before": f * kinds + before,
        "family_after": f * kinds + after,
        "before_after": before * kinds + after,
        "first_second": first * kinds + second,
        "length": f * 16 + np.minimum(e - s, 15),
        "family_role": f * roles + role[h],
        "role_first_last": role[s] * roles + role[e - 1],
        "family_name": f * named + name[h],
        "name_first_last": name[s] * named + name[e - 1],
        "name_around": (name[s - 1] * named + name[h]) * named + name[e],
        "relation": (relation[h] * 6 + most_related) * 2 + (relation[e] > 0),
        "salience": np.searchsorted(_SALIENCE, most_salient) * many + f,
        "commonness": np.searchsorted(_COMMON, common[h]) * kinds + class_[h],
        "repeats": np.searchsorted(_REPEATS, _repeats(reading, text, s, e)) * many + f,
        "position": np.minimum((s - reading.stream.bounds[text] - 1) * 10 // size[text], 9),
        "quoted": quoted * many + f,
        "named": (some_name[e] > some_name[s]) * many + f,
    }


def sizes() -> dict[str, int]:
    """How many rows each weight table of `rows` has."""
    many, kinds, named, roles = len(FAMILIES), len(tagger.CLASSES), len(tagger.NAMES), len(ROLES)
    return {
        "family_first": many * kinds, "family_last": many * kinds, "family_before": many * kinds,
        "family_after": many * kinds, "before_after": kinds * kinds, "first_second": kinds * kinds,
        "length": many * 16, "family_role": many * roles, "role_first_last": roles * roles,
        "family_name": many * named, "name_first_last": named**2, "name_around": named**3,
        "relation": 72, "salience": many * (len(_SALIENCE) + 1),
        "commonness": kinds * (len(_COMMON) + 1), "repeats": many * (len(_REPEATS) + 1),
        "position": 10, "quoted": many * 4, "named": many * 2,
    }  # fmt: skip


def _salience(
    reading: Reading, code: np.ndarray, size: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each token the log of its rate in news, and how much its text exceeds that rate."""
    ids, text = reading.low_ids, reading.text_of
    usual = tagger.commonness(reading.low)
    common = usual[ids]
    which, _ = pd.factorize(text * len(reading.low) + ids)
    counts = np.bincount(which)[which]
    rate = np.log(counts / np.maximum(size, 1)[text] * 1e3 + 0.01)
    rate -= np.log(np.exp(usual) / 10 + 0.3)[ids]
    content = np.isin(code, np.frombuffer(b"NnPJVBGE", dtype=np.uint8))
    return common, np.where(content, rate, -3.0)


def _repeats(
    reading: Reading, text: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> np.ndarray:
    """How often the same words stand among the candidates of a text; by a 64-bit hash."""
    if not len(starts):
        return np.zeros(0)
    mixed = (reading.low_ids.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    base = np.uint64(0x100000001B3)
    lengths = ends - starts
    longest = int(lengths.max())
    powers = np.cumprod(np.full(longest, base))  # wraps round, as a hash may
    total = text.astype(np.uint64) * np.uint64(0x94D049BB133111EB)
    for step in range(longest):
        here = np.flatnonzero(lengths > step)
        total[here] += mixed[starts[here] + step] * powers[step]
    which, _ = pd.factorize(total)
    return np.bincount(which)[which]


@lru_cache(maxsize=1)
def load() -> Mapping[str, np.ndarray]:
    """Read the weights that lie beside this file."""
    path = resources.files(__package__).joinpath("selection.npz")
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        scale = float(stored["scale"])
        tables = {n: stored[n] for n in stored.files if n not in ("scale", "bias")}
        weights = {name: table.astype(np.float32) * scale for name, table in tables.items()}
        return weights | {"bias": stored["bias"].astype(np.float32)}


def score(
    reading: Reading, found: Candidates, weights: Mapping[str, np.ndarray] | None = None
) -> np.ndarray:
    """How much each candidate looks like a mention worth following; above 0 it is one.

    The log odds of the model, less the level at which dev stories gave about 2.35 candidates for
    each mention that a reader marked.

    Parameters
    ----------
    reading : Reading
    found : Candidates
    weights : mapping of str to ndarray, optional
        By default those that are shipped.

    Returns
    -------
    ndarray of float32, shape (candidates,)
    """
    weights = load() if weights is None else weights
    total = np.full(len(found.starts), weights["bias"][0], dtype=np.float32)
    for name, where in rows(reading, found).items():
        total += weights[name][where]
    return total
