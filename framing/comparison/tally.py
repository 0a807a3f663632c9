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
    corpus: Corpus,
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
    hits = corpus.hits[corpus.hits["article_id"].isin(articles["article_id"])]
    key = counted_as(hits, what)
    hits, key = hits[key.notna()], key.dropna()
    known = sorted(set(key) | set(named))
    if features is not None:
        strange = [f for f in features if f not in set(key) | set(named)]
        if strange and len(strange) == len(list(features)):
            raise FramingError(f"no hits of {strange[0]!r}{nearest(strange[0], known)}")
        known = sorted(set(map(str, features)) | set(named))
    column = {name: i for i, name in enumerate(known)}
    hits, key = hits[key.isin(known)], key[key.isin(known)]
    row = pd.Series(np.arange(len(articles)), index=articles["article_id"])
    rows = row.reindex(hits["article_id"]).to_numpy(dtype=np.int64)
    columns = key.map(column).to_numpy(dtype=np.int64)

    def count(keep: np.ndarray) -> sparse.csr_matrix:
        ones = np.ones(int(keep.sum()))
        shape = (len(articles), len(known))
        return sparse.csr_matrix(
            sparse.coo_matrix((ones, (rows[keep], columns[keep])), shape=shape)
        )

    length = _length(corpus, articles)
    voices: dict[str, tuple[sparse.csr_matrix, FloatArray]] = {}
    if all(articles[f"words_{v}"].notna().all() for v in VOICES):
        said = hits["voice"].to_numpy(dtype=object, na_value="")
        for each in VOICES:
            voices[each] = (count(said == each), _numbers(articles[f"words_{each}"]))
    if voice is not None and not voices:
        raise FramingError(f"voice={voice!r} needs the voice stage; run voice.attribute first")
    counts = count(np.ones(len(hits), dtype=bool)) if voice is None else voices[voice][0]
    return Tally(
        articles=articles,
        features=known,
        counts=counts,
        length=length if voice is None else voices[voice][1],
        voices=voices,
    )


def _numbers(values: pd.Series) -> FloatArray:
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _length(corpus: Corpus, articles: pd.DataFrame) -> FloatArray:
    """Words of each story, counted here where no stage has written them down."""
    words = _numbers(articles["words"])
    for i in np.flatnonzero(np.isnan(words)):
        name = str(articles["article_id"].iloc[i])
        text = corpus.text(name)
        words[i] = sum(len(tokens(text[a:b])) for a, b, _ in corpus.story_spans(name))
    return words
