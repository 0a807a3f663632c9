"""From the tables of a corpus to counts and lengths: stories × features, by voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from framing.comparison.inputs import FloatArray
from framing.corpus import Corpus
from framing.errors import FramingError, nearest
from framing.library import Library
from framing.text import tokens

Voice = Literal["narrator", "direct", "indirect"]
VOICES: tuple[Voice, ...] = ("narrator", "direct", "indirect")
What = Literal["feature", "entry", "term"]


@dataclass(frozen=True)
class Tally:
    """Hits and words of articles.

    Attributes
    ----------
    articles : DataFrame
        The articles that were counted, index 0 to n - 1.
    features : list of str
        Sorted.
    counts, length : sparse matrix (articles, features), array (articles,)
        In the voice asked for, or in all.
    voices : dict of str to (sparse matrix, array)
        The same in each voice; empty where no voices have been attributed.
    """

    articles: pd.DataFrame
    features: list[str]
    counts: sparse.csr_matrix
    length: FloatArray
    voices: dict[str, tuple[sparse.csr_matrix, FloatArray]]


def counted_as(hits: pd.DataFrame, what: What) -> pd.Series:
    """What each hit counts for: its feature, ``feature: entry`` (names of entries recur), or term.

    Examples
    --------
    >>> counted_as(pd.DataFrame({"feature": ["hedges"], "entry": ["verbs"]}), "entry").tolist()
    ['hedges: verbs']
    """
    if what == "entry":
        return hits["feature"].astype("string") + ": " + hits["entry"].astype("string")
    return hits[what].astype("string")


def tally(
    corpus: Corpus | Library,
    articles: pd.DataFrame,
    *,
    features: Sequence[str] | None = None,
    named: Sequence[str] = (),
    voice: Voice | None = None,
    what: What = "feature",
) -> Tally:
    """Count the hits of each feature in each article, and its words.

    Raises
    ------
    FramingError
        Where a voice is asked for that was not attributed, or `features` names none.
    """
    if voice is not None and voice not in VOICES:
        raise FramingError(
            f"voice must be one of {', '.join(VOICES)}, or None for all; got {voice!r}"
        )
    if what not in ("feature", "entry", "term"):
        raise FramingError(f"what must be 'feature', 'entry' or 'term'; got {what!r}")
    articles = articles.reset_index(drop=True)
    found = _gather(corpus, articles, what)
    known = sorted(set(found.names) | set(named))
    if features is not None:
        strange = [f for f in features if f not in known]
        if strange and len(strange) == len(list(features)):
            raise FramingError(f"no hits of {strange[0]!r}{nearest(strange[0], known)}")
        known = sorted(set(map(str, features)) | set(named))
    column = {name: i for i, name in enumerate(known)}
    place = np.array([column.get(name, -1) for name in found.names], dtype=np.int64)
    columns = place[found.name] if len(found.names) else found.name
    wanted = columns >= 0

    def count(keep: np.ndarray) -> sparse.csr_matrix:
        rows = keep & wanted
        shape = (len(articles), len(known))
        cells = (found.times[rows], (found.row[rows], columns[rows]))
        return sparse.csr_matrix(sparse.coo_matrix(cells, shape=shape))

    length = _length(corpus, articles)
    voices: dict[str, tuple[sparse.csr_matrix, FloatArray]] = {}
    if all(articles[f"words_{v}"].notna().all() for v in VOICES):
        for number, each in enumerate(VOICES):
            voices[each] = (count(found.voice == number), _numbers(articles[f"words_{each}"]))
    if voice is not None and not voices:
        raise FramingError(f"voice={voice!r} needs the voice stage; run voice.attribute first")
    every = np.ones(len(found.row), dtype=bool)
    counts = count(every) if voice is None else voices[voice][0]
    return Tally(
        articles=articles,
        features=known,
        counts=counts,
        length=length if voice is None else voices[voice][1],
        voices=voices,
    )


@dataclass(frozen=True)
class _Counted:
    """How often what stands in which article in whose voice; one row a cell.

    ``voice`` is the place in `VOICES`, or one beyond them.
    """

    names: list[str]
    row: np.ndarray
    name: np.ndarray
    voice: np.ndarray
    times: FloatArray


def _gather(corpus: Corpus | Library, articles: pd.DataFrame, what: What) -> _Counted:
    """Count hits piece by piece; what is held grows with cells, not with hits."""
    names: dict[str, int] = {}
    place = pd.Series(np.arange(len(articles)), index=articles["article_id"])
    said = {each: number for number, each in enumerate(VOICES)}
    cells = [np.zeros((0, 4), dtype=np.int64)]
    for piece in corpus.pieces(["hits"]):
        hits = piece.hits
        key = counted_as(hits, what)
        article, ids = pd.factorize(hits["article_id"])
        row = place.reindex(ids).fillna(-1).to_numpy(dtype=np.int64)[article]
        keep = key.notna().to_numpy(dtype=bool) & (row >= 0)
        if not keep.any():
            continue
        code, uniques = pd.factorize(key[keep], sort=True)
        numbers = np.array([names.setdefault(str(u), len(names)) for u in uniques], dtype=np.int64)
        voice, voices = pd.factorize(hits["voice"])  # -1 where it is missing: the last of these
        spoken = np.array([*(said.get(v, len(VOICES)) for v in voices), len(VOICES)])[voice[keep]]
        shape = (len(articles), len(uniques), len(VOICES) + 1)
        kinds, times = np.unique(
            np.ravel_multi_index((row[keep], code, spoken), shape), return_counts=True
        )
        where = np.unravel_index(kinds, shape)
        cells.append(np.column_stack([where[0], numbers[where[1]], where[2], times]))
    table = np.concatenate(cells)
    return _Counted(list(names), table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(float))


def _numbers(values: pd.Series) -> FloatArray:
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _length(corpus: Corpus | Library, articles: pd.DataFrame) -> FloatArray:
    """Words of each story, counted here where no stage has written them down."""
    words = _numbers(articles["words"])
    missing = {str(articles["article_id"].iloc[i]): i for i in np.flatnonzero(np.isnan(words))}
    for piece in corpus.pieces(["articles", "text", "spans"]) if missing else ():
        for name in missing.keys() & piece.texts.keys():
            text = piece.text(name)
            spans = piece.story_spans(name)
            words[missing[name]] = sum(len(tokens(text[a:b])) for a, b, _ in spans)
    return words
