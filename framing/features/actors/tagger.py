"""Word classes and name classes by a small linear model, in NumPy, for whole texts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

# Word classes, one letter each; the order is that of the weights.
#   N noun  n plural noun  P name  J adjective  D determiner  W wh-word  $ possessive pronoun
#   R pronoun  C number  V finite verb  M modal  B base verb  G -ing  E participle  T to
#   I preposition  A adverb  K particle  & conjunction  S possessive mark  H hyphen  , comma
#   . end of sentence  : colon, dash, line break  Q quotation mark  ( bracket  O other
CLASSES = "NnPJD W$RCVMBGETIAK&SH,.:Q(O".replace(" ", "")
# Name classes: o none  p person  g country or place  d demonym, party, creed  r organisation or
# work  t time  q quantity
NAMES = "opgdrtq"

_START = frozenset({".", "\n", "!", "?", '"', ":", "''"})


@dataclass(frozen=True)
class Model:
    """The weights of the tagger: one row a feature, one column a class.

    Parameters
    ----------
    words, neighbours, thirds, seconds : dict of str to int
        Row by word, by neighbouring word, by last three and by last two letters; 0 is unknown.
    tables : dict of str to ndarray
        Weights by feature group, float32.
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


def _reads(words: Sequence[str], model: Model) -> np.ndarray:
    """Feature rows of each distinct (word, opens a sentence); shape (tokens, 5)."""
    seen: dict[tuple[str, bool], int] = {}
    rows: list[tuple[int, int, int, int, int]] = []
    index = np.empty(len(words), dtype=np.int64)
    first = True
    for i, word in enumerate(words):
        key = (word, first)
        at = seen.get(key)
        if at is None:
            low = word.lower()
            rows.append(
                (
                    model.words.get(low, 0),
                    model.neighbours.get(low, 0),
                    model.thirds.get(low[-3:], 0),
                    model.seconds.get(low[-2:], 0),
                    shape(word, first),
                )
            )
            at = seen[key] = len(rows) - 1
        index[i] = at
        first = word in _START
    return np.array(rows, dtype=np.int64)[index]


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
    read = _reads(words, model)
    word, near, third, second, look = read.T
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
            name: stored[name].astype(np.float32) * float(stored["scale_" + name.split("_", 1)[0]])
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
    model = load()
    known = model.words
    return model.common[np.array([known.get(w, 0) for w in words], dtype=np.int64)]


def is_name(word: str) -> bool:
    """Whether a word is mostly a name in news.

    Examples
    --------
    >>> is_name("Trump"), is_name("sanctions")
    (True, False)
    """
    model = load()
    return bool(model.proper[model.words.get(word.lower(), 0)] > 0.7)


def _score(prefix: str, places: dict[str, np.ndarray], model: Model) -> np.ndarray:
    parts = iter(places.items())
    name, where = next(parts)
    total = model.tables[f"{prefix}_{name}"][where]
    for name, where in parts:
        total += model.tables[f"{prefix}_{name}"][where]
    return total


def tag(words: Sequence[str]) -> tuple[str, str]:
    """Give every token a word class and a name class.

    A linear model reads the word, its last letters, its look and its neighbours; a second pass
    reads the classes that the first gave to the neighbours as well.

    Parameters
    ----------
    words : sequence of str
        As `words.split` gives them.

    Returns
    -------
    classes, names : str
        One letter a token; see `CLASSES` and `NAMES`.

    Notes
    -----
    The weights were fitted to the tags that spaCy's ``en_core_web_md`` (MIT) gives to news text:
    see ``tests/validation/train_tagger.py``.

    Examples
    --------
    >>> tag(["Kim", "visited", "the", "reclusive", "state", "."])[0]
    'PVDJN.'
    """
    if not words:
        return "", ""
    model = load()
    # A text begins and ends like a line.
    places = rows(["\n", *words, "\n"], model)
    classes = _score("first", places, model).argmax(axis=1)
    places |= context(classes)
    classes = _score("second", places, model).argmax(axis=1)
    places |= context(classes) | {"class": classes}
    names = _score("names", places, model).argmax(axis=1)
    letters = np.frombuffer(CLASSES.encode("ascii"), dtype=np.uint8)
    kinds = np.frombuffer(NAMES.encode("ascii"), dtype=np.uint8)
    return (
        letters[classes[1:-1]].tobytes().decode("ascii"),
        kinds[names[1:-1]].tobytes().decode("ascii"),
    )
