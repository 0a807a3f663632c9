"""Which candidates name something that a story is about: a linear model over outward signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from framing.features.actors import candidates, gazetteer, tagger
from framing.features.actors.candidates import FAMILIES, Candidates

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
_MARK = tagger.CLASSES.index(":")
_SALIENCE = np.array([-3, -1.5, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5])
_COMMON = np.array([-3.0, -2, -1, 0, 1, 2, 3])
_REPEATS = np.array([1.5, 2.5, 4, 8, 16])


@dataclass(frozen=True)
class Reading:
    """A text as the selection sees it: its tokens, their classes, and the countries named.

    Parameters
    ----------
    words, low : list of str
        Tokens as they stand there, and in lower case.
    classes, names : str
        One letter a token; see `tagger`.
    places : list of (int, int, Place)
        Countries named: first token, token after the last, which.
    """

    words: list[str]
    low: list[str]
    classes: str
    names: str
    places: list[tuple[int, int, gazetteer.Place]]


def read(words: list[str]) -> Reading:
    """Tag the tokens of a text and look up its countries."""
    words = _truecased(words)
    classes, names = tagger.tag(words)
    classes = _hyphened(words, _consistent(words, classes))
    return Reading(words, [w.lower() for w in words], classes, names, gazetteer.load().find(words))


def _truecased(words: list[str]) -> list[str]:
    """Headlines in capitals as running text would spell them: names keep theirs, words lose it.

    A word counts as a name where the rest of the text spells it so within a sentence, or where
    news hardly knows it as a word.
    """
    lines: list[tuple[int, int]] = []
    start = 0
    for i in [i for i, w in enumerate(words) if w == "\n"] + [len(words)]:
        if i - start > 3:
            lines.append((start, i))
        start = i + 1
    loud = []
    for a, b in lines:
        long = [w for w in words[a:b] if len(w) > 3 and w[0].isalpha()]
        closed = words[b - 1][0] in ".!?\"'" and not all(w.isupper() for w in long)
        if len(long) > 2 and not closed and sum(w[0].isupper() for w in long) >= 0.75 * len(long):
            loud.append((a, b))
    if not loud:
        return words
    headline = {i for a, b in loud for i in range(a, b)}
    spelled: dict[str, str] = {}
    for i, word in enumerate(words):
        if i not in headline and word[0].isalpha():
            within = i > 0 and (words[i - 1][0].isalnum() or words[i - 1] == ",")
            if word[0].islower() or within:
                spelled.setdefault(word.lower(), word)
    quiet = list(words)
    places = gazetteer.load().find(words)
    country = {i for a, b, _ in places for i in range(a, b)}
    for a, b in loud:
        usual = tagger.commonness([w.lower() for w in words[a:b]])
        for i in range(a, b):
            word = words[i]
            if not word[0].isupper() or (word.isupper() and len(word) < 4):
                continue
            seen = spelled.get(word.lower())
            if i in country:
                quiet[i] = word.title() if word.isupper() and len(word) > 3 else word
            elif seen:
                quiet[i] = seen
            elif i > a and usual[i - a] > -3.4 and not tagger.is_name(word):
                quiet[i] = word.lower()
            elif word.isupper():
                quiet[i] = word.title()
    return quiet


def _consistent(words: list[str], classes: str) -> str:
    """A capitalised word that is mostly a name, in this text or in news, is one throughout."""
    seen: dict[str, list[int]] = {}
    for i, word in enumerate(words):
        if word[0].isupper():
            seen.setdefault(word, []).append(i)
    mended = list(classes)
    for word, places in seen.items():
        if tagger.is_name(word):
            for i in places:
                mended[i] = "P" if mended[i] in "NnVBEG" else mended[i]
        if len(places) > 2:
            names = sum(classes[i] == "P" for i in places)
            if len(places) > names >= 0.6 * len(places):
                for i in places:
                    mended[i] = "P"
    return "".join(mended)


def _hyphened(words: list[str], classes: str) -> str:
    """What a hyphen joins is part of a name or qualifies: ``Jong-un``, ``first-ever``."""
    if "H" not in classes:
        return classes
    mended = list(classes)
    for i, class_ in enumerate(classes[:-1]):
        if class_ != "H" or i == 0:
            continue
        if mended[i - 1] in "ARVBEG" and classes[i + 1].isalpha():
            mended[i - 1] = "J"
        if classes[i + 1] in "ADIRVBEKGM":
            named = mended[i - 1] == "P" and len(words[i + 1]) < 4
            mended[i + 1] = "P" if named else "J"
    return "".join(mended)


def propose(reading: Reading) -> Candidates:
    """The candidates of a text; see `candidates.find`."""
    roles = gazetteer.load().roles
    titles = [i for i, w in enumerate(reading.low) if roles.get(w) in TITLES]
    places = [(a, b) for a, b, _ in reading.places]
    return candidates.find(reading.classes, reading.names, places, titles)


@lru_cache(maxsize=1)
def _role_ids() -> dict[str, int]:
    return {word: ROLES.index(kind) for word, kind in gazetteer.load().roles.items()}


def rows(reading: Reading, found: Candidates) -> dict[str, np.ndarray]:
    """Which row of each weight table every candidate reads; see `sizes` for their number."""
    size = len(reading.words)
    s, e, h, f = found.starts, found.ends, found.heads, found.families
    many, kinds, named, roles = len(FAMILIES), len(tagger.CLASSES), len(tagger.NAMES), len(ROLES)
    code = np.frombuffer((reading.classes + ":").encode("ascii"), dtype=np.uint8)
    class_ = _CLASS_OF[code]
    name = _NAME_OF[np.frombuffer((reading.names + "o").encode("ascii"), dtype=np.uint8)]
    role_ids = _role_ids()
    role = np.array([role_ids.get(w, 0) for w in reading.low] + [0], dtype=np.int64)
    relation = np.zeros(size + 1, dtype=np.int64)
    for a, b, place in reading.places:
        relation[a:b] = RELATIONS.index(place.relation)

    ids, counts, common = _word_statistics(reading)
    content = np.isin(code, np.frombuffer(b"NnPJVBGE", dtype=np.uint8))
    rate = np.log(counts / max(size, 1) * 1e3 + 0.01) - np.log(np.exp(common) / 10 + 0.3)
    salience = np.where(content, rate, -3.0)

    first, last = class_[s], class_[e - 1]
    before = np.where(s == 0, _MARK, class_[s - 1])
    after = class_[np.minimum(e, size)]
    second = np.where(e - s > 1, class_[np.minimum(s + 1, size)], kinds - 1)
    quotes = np.cumsum(code == ord("Q"))
    quoted = np.minimum(quotes[e - 1] - quotes[s], 3)
    some_name = np.concatenate([[0], np.cumsum(name > 0)])
    bounds = np.stack([s, e], axis=1).ravel()
    most_salient = np.maximum.reduceat(salience, bounds)[::2] if len(s) else np.zeros(0)
    most_related = np.maximum.reduceat(relation, bounds)[::2] if len(s) else s
    tail = np.minimum(e, size)
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
        "name_around": (name[np.maximum(s - 1, 0)] * named + name[h]) * named + name[tail],
        "relation": (relation[h] * 6 + most_related) * 2 + (relation[tail] > 0),
        "salience": np.searchsorted(_SALIENCE, most_salient) * many + f,
        "commonness": np.searchsorted(_COMMON, common[h]) * kinds + class_[h],
        "repeats": np.searchsorted(_REPEATS, _repeats(ids, s, e)) * many + f,
        "position": np.minimum(s * 10 // max(size, 1), 9),
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


def _word_statistics(reading: Reading) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each token, and one beyond: word id, count in the text, log of its rate in news."""
    known: dict[str, int] = {}
    ids = np.array([known.setdefault(w, len(known)) for w in reading.low], dtype=np.int64)
    counts = np.bincount(ids, minlength=len(known)) if len(ids) else np.zeros(0, dtype=np.int64)
    usual = tagger.commonness(list(known))
    return ids, np.append(counts[ids], 0), np.append(usual[ids], 5.0)


def _repeats(ids: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """How often the same words stand among the candidates; by a rolling 64-bit hash."""
    if not len(starts):
        return np.zeros(0)
    mixed = (ids.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    base = np.uint64(0x100000001B3)
    lengths = ends - starts
    longest = int(lengths.max())
    powers = np.cumprod(np.full(longest, base))  # wraps round, as a hash may
    total = np.zeros(len(starts), dtype=np.uint64)
    for step in range(longest):
        here = lengths > step
        total[here] += mixed[starts[here] + step] * powers[step]
    _, inverse, counts = np.unique(total, return_inverse=True, return_counts=True)
    return counts[inverse]


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
