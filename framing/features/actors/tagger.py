"""Word classes and name classes by a small linear model, in NumPy, for whole texts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from framing.features.actors.remembering import Remembered

# Word classes, one letter each; the order is that of the weights.
#   N noun  n plural noun  P name  J adjective  D determiner  W wh-word  $ possessive pronoun
#   R pronoun  C number  V finite verb  M modal  B base verb  G -ing  E participle  T to
#   I preposition  A adverb  K particle  & conjunction  S possessive mark  H hyphen  , comma
#   . end of sentence  : colon, dash, line break  Q quotation mark  ( bracket  O other
CLASSES = "NnPJD W$RCVMBGETIAK&SH,.:Q(O".replace(" ", "")
# Name classes: o none  p person  g country or place  d demonym, party, creed  r organisation or
# work  t time  q quantity
NAMES = "opgdrtq"

_STEP = 4_096  # tokens at a time, so that their scores stay near
_START = frozenset({".", "\n", "!", "?", '"', ":", "''"})


@dataclass(frozen=True)
class Model:
    """The weights of the tagger: one row a feature, one column a class.

    Parameters
    ----------
    words, neighbours, thirds, seconds : dict of str to int
        Row by word, by neighbouring word, by last three and by last two letters; 0 is unknown.
    tables : dict of str to ndarray
        Weights by feature group, int16; those of one model have one scale.
    common : ndarray of float32
        By row of `words`: natural log of how often a word stands in 10,000 of news.
    proper : ndarray of float32
        By row of `words`: the share of its places where it is a name, 0 to 1.
    """

    words: dict[str, int]
    neighbours: dict[str, int]
    thirds: dict[str, int]
    seconds: dict[str, int]
    tables: dict[str, np.ndarray]
    common: np.ndarray
    proper: np.ndarray


def shape(word: str, first: bool) -> int:
    """The outward look of a word, 0–15; `first`: it opens a sentence.

    Examples
    --------
    >>> shape("Kim", False), shape("Kim", True), shape("state", False), shape("U.S.", False)
    (1, 9, 0, 3)
    """
    head = word[0]
    if head.isdigit():
        look = 4
    elif not head.isalpha():
        look = 5
    elif word.isupper() and len(word) > 1:
        look = 3 if "." in word or len(word) < 6 else 6
    elif head.isupper():
        look = 1 if word[1:].islower() or len(word) == 1 else 2
    else:
        look = 0 if word.islower() else 7
    return look + 8 * first


def _facts(word: str, model: Model) -> tuple[int, ...]:
    """Feature rows of a word, of a neighbour, of its last letters; its look within a sentence and
    as its first word; whether a sentence begins behind it, and whether it is a line break.
    """
    low = word.lower()
    return (
        model.words.get(low, 0),
        model.neighbours.get(low, 0),
        model.thirds.get(low[-3:], 0),
        model.seconds.get(low[-2:], 0),
        shape(word, False),
        shape(word, True),
        word in _START,
        word == "\n",
    )


def _shipped(word: str) -> tuple[int, ...]:
    return _facts(word, load())


_remembered = Remembered(_shipped)


def _looks(facts: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Feature rows of each (word, opens a sentence), shape (pairs, 5); and which stands where."""
    opens = np.append(True, facts[ids[:-1], 6] > 0)
    pairs = 2 * ids + opens
    there = np.bincount(pairs, minlength=2 * len(facts)) > 0
    word, first = np.divmod(np.flatnonzero(there), 2)
    look = facts[word, 4 + first]
    return np.column_stack([facts[word, :4], look]), (np.cumsum(there) - 1)[pairs]


def _shifted(values: np.ndarray, by: int, empty: int) -> np.ndarray:
    """The value `by` places further on (before, where negative), `empty` beyond the ends."""
    moved = np.full_like(values, empty)
    if by > 0:
        moved[:-by] = values[by:]
    else:
        moved[-by:] = values[:by]
    return moved


def rows(words: Sequence[str], model: Model) -> dict[str, np.ndarray]:
    """Which row of each weight table every token reads; the first pass needs no more."""
    known: dict[str, int] = {}
    ids = np.array([known.setdefault(word, len(known)) for word in words], dtype=np.int64)
    facts = np.array([_facts(word, model) for word in known], dtype=np.int64).reshape(-1, 8)
    looks, where = _looks(facts, ids)
    word, near, third, second, look = looks[where].T
    return {
        "word": word,
        "third": third,
        "second": second,
        "look": look,
        "before": _shifted(near, -1, 0),
        "after": _shifted(near, 1, 0),
        "look_before": _shifted(look, -1, 5),
        "look_after": _shifted(look, 1, 5),
    }


def context(classes: np.ndarray) -> dict[str, np.ndarray]:
    """Rows that the second pass reads: the classes that the first gave to the neighbours."""
    size, edge = len(CLASSES), CLASSES.index(":")
    back, back2 = _shifted(classes, -1, edge), _shifted(classes, -2, edge)
    on, on2 = _shifted(classes, 1, edge), _shifted(classes, 2, edge)
    return {
        "two_before": back2 * size + back,
        "two_after": on * size + on2,
        "around": back * size + on,
    }


@lru_cache(maxsize=1)
def load() -> Model:
    """Read the weights that lie beside this file."""
    path = resources.files(__package__).joinpath("tagger.npz")
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        vocabularies = [
            {word: i + 1 for i, word in enumerate(str(stored[name]).split("\t"))}
            for name in ("words", "neighbours", "thirds", "seconds")
        ]
        tables = {
            name: stored[name].astype(np.int16)
            for name in stored.files
            if name.split("_", 1)[0] in ("first", "second", "names") and stored[name].ndim == 2
        }
        common = stored["common"].astype(np.float32) / 10
        proper = stored["proper"].astype(np.float32) / 100
    known, near, thirds, seconds = vocabularies
    return Model(known, near, thirds, seconds, tables, common, proper)


def commonness(words: Sequence[str]) -> np.ndarray:
    """How common lower-case words are in news: log of the rate in 10,000 words; rare words ≈ -4.

    Examples
    --------
    >>> the, reclusive = commonness(["the", "reclusive"])
    >>> bool(the > 5 > 0 > reclusive)
    True
    """
    return load().common[_remembered(words)[:, 0]]


def are_names(words: Sequence[str]) -> np.ndarray:
    """Whether words are mostly names in news, bool.

    Examples
    --------
    >>> are_names(["Trump", "sanctions"]).tolist()
    [True, False]
    """
    return load().proper[_remembered(words)[:, 0]] > 0.7


def is_word(name: str) -> bool:
    """Whether news knows a capitalised word as an everyday one.

    Examples
    --------
    >>> is_word("Central"), is_word("Lavrov")
    (True, False)
    """
    model = load()
    row = model.words.get(name.lower(), 0)
    return bool(row and model.proper[row] < 0.7)


def tag(words: Sequence[str]) -> tuple[str, str]:
    """Give every token of a text a word class and a name class.

    Parameters
    ----------
    words : sequence of str
        As `words.split` gives them.

    Returns
    -------
    classes, names : str
        One letter a token; see `CLASSES` and `NAMES`.

    Examples
    --------
    >>> tag(["Kim", "visited", "the", "reclusive", "state", "."])[0]
    'PVDJN.'
    """
    # A text begins and ends like a line.
    surfaces = list(dict.fromkeys(["\n", *words]))
    number = {word: i for i, word in enumerate(surfaces)}
    ids = np.array([0, *(number[word] for word in words), 0], dtype=np.int64)
    classes, names = tag_stream(surfaces, ids)
    return classes[1:-1], names[1:-1]


def tag_stream(surfaces: Sequence[str], ids: np.ndarray) -> tuple[str, str]:
    """Give every token of many texts a word class and a name class.

    A linear model reads the word, its last letters, its look and its neighbours; a second pass
    reads the classes that the first gave to the neighbours as well. What the weights say of a
    word, as itself and as a neighbour, is added up once for each different word.

    Parameters
    ----------
    surfaces : sequence of str
        The different tokens.
    ids : ndarray of int, shape (tokens,)
        Which of them stands where; texts are parted by two line breaks.

    Returns
    -------
    classes, names : str
        One letter a token; see `CLASSES` and `NAMES`. A line break is ``:`` and ``o``.

    Notes
    -----
    The weights were fitted to the tags that spaCy's ``en_core_web_md`` (MIT) gives to news text:
    see ``tests/validation/train_tagger.py``.
    """
    model = load()
    facts = _remembered(surfaces)
    looks, where = _looks(facts, ids)
    models = [_Summed.of(prefix, looks, model) for prefix in ("first", "second", "names")]
    line = (facts[:, 7] > 0)[ids]
    classes = np.full(len(ids), CLASSES.index(":"), dtype=np.int64)
    names = np.zeros(len(ids), dtype=np.int64)
    for a in range(0, len(ids), _STEP):
        # Three tokens more on both sides, so that every pass knows its neighbours.
        low, high = max(0, a - 6), min(len(ids), a + _STEP + 6)
        mine = slice(a, a + _STEP)
        inner = slice(a - low, a - low + _STEP)
        here, breaks = where[low:high], line[low:high]
        found = models[0].best(here, {})
        found[breaks] = CLASSES.index(":")
        found = models[1].best(here, context(found))
        found[breaks] = CLASSES.index(":")
        named = models[2].best(here, context(found) | {"class": found})
        named[breaks] = 0
        classes[mine], names[mine] = found[inner], named[inner]
    letters = np.frombuffer(CLASSES.encode("ascii"), dtype=np.uint8)
    kinds = np.frombuffer(NAMES.encode("ascii"), dtype=np.uint8)
    return letters[classes].tobytes().decode("ascii"), kinds[names].tobytes().decode("ascii")


@dataclass(frozen=True)
class _Summed:
    """What one model says of each look: of the token itself, and of its two neighbours."""

    own: np.ndarray
    before: np.ndarray
    after: np.ndarray
    tables: dict[str, np.ndarray]

    @classmethod
    def of(cls, prefix: str, looks: np.ndarray, model: Model) -> _Summed:
        word, near, third, second, look = looks.T
        t = {n.split("_", 1)[1]: v for n, v in model.tables.items() if n.startswith(prefix + "_")}
        return cls(
            t["word"][word] + t["third"][third] + t["second"][second] + t["look"][look],
            t["before"][near] + t["look_before"][look],
            t["after"][near] + t["look_after"][look],
            t,
        )

    def best(self, here: np.ndarray, around: dict[str, np.ndarray]) -> np.ndarray:
        """The best class of each token."""
        total = self.own.take(here, axis=0)
        total[1:] += self.before.take(here[:-1], axis=0)
        total[:-1] += self.after.take(here[1:], axis=0)
        for name, rows in around.items():
            total += self.tables[name].take(rows, axis=0)
        return total.argmax(axis=1)
