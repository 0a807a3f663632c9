"""Counting what nobody named beforehand: word n-grams, straight into a sparse matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
import scipy.sparse as sparse

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.features.matcher import compile_patterns
from framing.features.seams import HARD, Seams
from framing.text import Tokens, tokens


@dataclass(frozen=True)
class NgramCounts:
    """How often which n-gram stands in which text.

    Parameters
    ----------
    matrix : csr_matrix of int32, shape (texts, n-grams)
        Counts; columns by length, then in the order of `words`.
    parts : tuple of ndarray of int64, one a length
        For each length n the word numbers of its n-grams, shape (n-grams, n).
    words : tuple of str
        The words (normal forms) that the numbers stand for, sorted.
    totals : ndarray of int64, shape (texts,)
        Words of each text.
    names : tuple of str
        What each row is: article ids, or the texts' numbers.
    """

    matrix: sparse.csr_matrix
    parts: tuple[np.ndarray, ...]
    words: tuple[str, ...]
    totals: np.ndarray
    names: tuple[str, ...]

    def __repr__(self) -> str:
        texts, grams = self.matrix.shape
        return f"NgramCounts({texts:,} texts, {grams:,} n-grams)"

    @cached_property
    def terms(self) -> np.ndarray:
        """Each column's n-gram, its words parted by blanks; object array, shape (n-grams,)."""
        return np.array(
            [
                " ".join([self.words[i] for i in row])
                for part in self.parts
                for row in part.tolist()
            ],
            dtype=object,
        )

    def select(self, keep: np.ndarray) -> NgramCounts:
        """Only the columns that the mask `keep`, shape (n-grams,), names."""
        sizes = np.cumsum([0, *(len(part) for part in self.parts)])
        parts = tuple(
            part[keep[a:b]] for part, a, b in zip(self.parts, sizes[:-1], sizes[1:], strict=True)
        )
        return NgramCounts(
            self.matrix[:, np.flatnonzero(keep)].tocsr(), parts, self.words, self.totals, self.names
        )


def count(
    found: Tokens,
    *,
    lengths: tuple[int, int] = (1, 3),
    within: Literal["sentence", "text"] = "sentence",
    allowed: np.ndarray | None = None,
    names: Sequence[str] | None = None,
) -> NgramCounts:
    """Count word n-grams.

    Numbers of neighbouring words are packed into one 64-bit key, so that sorting the keys does the
    counting; no n-gram is spelt out before somebody asks for `NgramCounts.terms`.

    Parameters
    ----------
    found : Tokens
        ``framing.text.tokens(texts)``.
    lengths : (int, int)
        Shortest and longest n-gram, 1 to 5.
    within : {"sentence", "text"}
        Whether an n-gram may run over ``. ! ? ; : ( )`` and line breaks.
    allowed : ndarray of int, shape (tokens,), optional
        Number of the story span a word stands in, 0 where it does not count; an n-gram lies in
        one span.
    names : sequence of str, optional
        What to call the texts.

    Returns
    -------
    NgramCounts

    Raises
    ------
    FramingError
        Where `lengths` is not a pair from 1 to 5 in order.

    Examples
    --------
    >>> from framing.text import tokens
    >>> lines = ["Kim met Lavrov. Lavrov met Kim."]
    >>> counts = count(tokens(lines), lengths=(2, 2))
    >>> dict(zip(counts.terms, counts.matrix.toarray()[0].tolist()))
    {'kim met': 1, 'lavrov met': 1, 'met kim': 1, 'met lavrov': 1}
    """
    shortest, longest = lengths
    if not 1 <= shortest <= longest <= 5:
        raise FramingError(f"lengths must be a pair such as (1, 3), between 1 and 5; not {lengths}")
    vocabulary = found.vocabulary
    none = np.zeros(0, dtype=np.int32)
    ids = vocabulary.normal_ids[found.ids] if len(found) else none
    size = max(len(vocabulary.normal_words), 1)
    counts = np.ones(len(ids), dtype=bool) if allowed is None else allowed > 0
    ties = _ties(found, within, allowed) if longest > 1 else counts
    row = found.text_index
    blocks, parts = [], []
    place = np.flatnonzero(counts).astype(np.int32)
    gram, spelled = _renumber(ids[place].astype(np.int64), size)
    spelled = spelled.astype(np.int32).reshape(-1, 1)
    for n in range(1, longest + 1):
        if n > 1:
            # Longer by one: the word right after must hang on, and counts itself.
            good = np.flatnonzero(place < len(ids) - n + 1)
            good = good[ties[place[good] + (n - 1)]]
            place, gram = place[good], gram[good]
            del good
            keys = gram * np.int64(size) + ids[place + (n - 1)]
            gram, packed = _renumber(keys, len(spelled) * size)
            del keys
            spelled = np.column_stack(
                [spelled[packed // size], (packed % size).astype(np.int32)]
            )  # fmt: skip
            del packed
        if n >= shortest:
            blocks.append(_table(row[place], gram, found.texts, len(spelled)))
            parts.append(spelled)
    matrix = _joined(blocks)
    totals = np.bincount(row[counts], minlength=found.texts).astype(np.int64)
    labels = tuple(names) if names is not None else tuple(map(str, range(found.texts)))
    return NgramCounts(matrix, tuple(parts), vocabulary.normal_words, totals, labels)


def _ties(found: Tokens, within: str, allowed: np.ndarray | None) -> np.ndarray:
    """Whether each word may follow the one before in one n-gram."""
    ties = np.ones(len(found), dtype=bool)
    if within == "sentence":
        ties = Seams(found).at(np.arange(len(found))) < HARD
    beginnings = found.bounds[:-1]
    ties[beginnings[beginnings < len(found)]] = False
    if allowed is not None and len(allowed):
        ties &= allowed > 0
        ties[1:] &= allowed[1:] == allowed[:-1]
    return ties


def _renumber(keys: np.ndarray, space: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers 0, 1, … (int32) for keys in their order, and the key of each number."""
    if space <= max(4 * len(keys), 1 << 20):
        seen = np.zeros(space, dtype=bool)
        seen[keys] = True
        distinct = np.flatnonzero(seen)
        rank = np.cumsum(seen, dtype=np.int32) - np.int32(1)
        return rank[keys], distinct
    order = np.argsort(keys)
    ranked = keys[order]
    fresh = np.ones(len(keys), dtype=bool)
    np.not_equal(ranked[1:], ranked[:-1], out=fresh[1:])
    distinct = ranked[fresh]
    del ranked
    numbers = np.empty(len(keys), dtype=np.int32)
    numbers[order] = np.cumsum(fresh, dtype=np.int32) - np.int32(1)
    return numbers, distinct


def _table(row: np.ndarray, gram: np.ndarray, rows: int, grams: int) -> sparse.csr_matrix:
    """Counts of grams by row, columns sorted; `row` is in order."""
    width = max(grams, 1)
    keys = row * np.int64(width) + gram
    keys.sort()
    fresh = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    heads = np.flatnonzero(fresh)
    data = np.diff(heads, append=len(keys)).astype(np.int32)
    keys = keys[heads]
    del heads, fresh
    pointers = np.zeros(rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys // width, minlength=rows), out=pointers[1:])
    columns = (keys % width).astype(np.int32)
    del keys
    small = np.int32 if len(columns) < 2**31 else np.int64
    return sparse.csr_matrix((data, columns, pointers.astype(small)), shape=(rows, grams))


def _joined(blocks: list[sparse.csr_matrix]) -> sparse.csr_matrix:
    """Blocks side by side; each is let go as soon as it has been copied."""
    rows = blocks[0].shape[0]
    if len(blocks) == 1:
        return blocks[0]
    sizes = sum(np.diff(block.indptr).astype(np.int64) for block in blocks)
    pointers = np.zeros(rows + 1, dtype=np.int64)
    np.cumsum(sizes, out=pointers[1:])
    small = np.int32 if pointers[-1] < 2**31 else np.int64
    data = np.empty(pointers[-1], dtype=np.int32)
    columns = np.empty(pointers[-1], dtype=np.int32)
    filled, width = pointers[:-1].copy(), 0
    while blocks:
        block = blocks.pop(0)
        counts = np.diff(block.indptr)
        place = np.arange(block.nnz) + np.repeat(filled - block.indptr[:-1], counts)
        data[place] = block.data
        columns[place] = block.indices + np.int32(width)
        filled += counts
        width += block.shape[1]
    return sparse.csr_matrix((data, columns, pointers.astype(small)), shape=(rows, width))


def count_stories(
    corpus: Corpus, *, lengths: tuple[int, int] = (1, 3), least_stories: int = 2
) -> NgramCounts:
    """Count n-grams over the independent stories of a corpus, in headline, standfirst and body.

    Of the articles that share a ``story`` (versions and copies of one text) the longest counts,
    the first by name where several are; an article without one is a story of its own.

    Parameters
    ----------
    corpus : Corpus
    lengths : (int, int)
        Shortest and longest n-gram.
    least_stories : int
        N-grams of fewer stories are left out.

    Returns
    -------
    NgramCounts
        One row a story, named by the article that stands for it.

    Examples
    --------
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "the reclusive state"},
    ...                                {"article_id": "b", "text": "a reclusive state"}])
    >>> count_stories(corpus, lengths=(2, 3)).terms.tolist()
    ['reclusive state']
    """
    from framing.features.hits import story_numbers

    ids = representatives(corpus)
    texts = [corpus.text(i) for i in ids]
    found = tokens(texts)
    counts = count(
        found, lengths=lengths, allowed=story_numbers(corpus, ids, found).numbers, names=ids
    )
    stories = np.bincount(counts.matrix.indices, minlength=counts.matrix.shape[1])
    return counts.select(stories >= least_stories)


def representatives(corpus: Corpus) -> list[str]:
    """The article that stands for each independent story: the longest, then the first by name."""
    frame = corpus.articles[["article_id", "story"]].copy()
    frame["story"] = frame["story"].fillna(frame["article_id"])
    frame["length"] = [sum(b - a for a, b, _ in corpus.story_spans(i)) for i in frame["article_id"]]
    frame = frame.sort_values(["story", "length", "article_id"], ascending=[True, False, True])
    return sorted(frame.drop_duplicates("story")["article_id"])


def locate(corpus: Corpus, term: str) -> pd.DataFrame:
    """Every place of an n-gram in the stories of a corpus.

    Parameters
    ----------
    corpus : Corpus
    term : str
        Words parted by blanks, as in `NgramCounts.terms`.

    Returns
    -------
    DataFrame
        ``article_id``, ``start``, ``end`` (code points into ``articles.text``), in order.

    Examples
    --------
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "The reclusive state."}])
    >>> locate(corpus, "reclusive state").values.tolist()
    [['a', 4, 19]]
    """
    from framing.features.hits import story_numbers

    matcher = compile_patterns([term], spellings=False)
    ids = corpus.articles["article_id"].tolist()
    texts = [corpus.text(i) for i in ids]
    found = tokens(texts)
    allowed = story_numbers(corpus, ids, found).numbers
    matches = matcher.find(found)
    keep = (allowed[matches.first] > 0) & (allowed[matches.first] == allowed[matches.last])
    matches = matches.take(np.flatnonzero(keep))
    return pd.DataFrame(
        {
            "article_id": [ids[k] for k in matches.text.tolist()],
            "start": matches.start,
            "end": matches.end,
        }
    )


def dispersion(counts: NgramCounts) -> np.ndarray:
    """How unevenly each n-gram is spread over the texts: Gries' normalised DP.

    ``DP = ½ Σ |share of the n-gram in text i − share of all words in text i|``, divided by
    ``1 − smallest share``. 0: spread as the texts are long; towards 1: all in one small text. A
    high keyness with a DP near 1 is the mark of one story, not of a side.

    Parameters
    ----------
    counts : NgramCounts

    Returns
    -------
    ndarray of float, shape (n-grams,)
        NaN where an n-gram or a corpus is empty, or there is one text only.

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. International Journal of
    Corpus Linguistics, 13(4), 403–437. Lijffijt, J., & Gries, S. Th. (2012). Correction to
    "Dispersions and adjusted frequencies in corpora". Ibid., 17(1), 147–149.

    Examples
    --------
    >>> from framing.text import tokens
    >>> lines = ["a b", "a c"]
    >>> dispersion(count(tokens(lines), lengths=(1, 1))).tolist()
    [0.0, 1.0, 1.0]
    """
    shares = counts.totals / max(counts.totals.sum(), 1)
    matrix = counts.matrix.tocsc()
    sums = np.asarray(matrix.sum(axis=0), dtype=float).ravel()
    result = np.full(matrix.shape[1], np.nan)
    smallest = shares[shares > 0].min() if (shares > 0).any() else 1.0
    if smallest >= 1:
        return result
    column = np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))
    here = shares[matrix.indices]
    gaps = np.abs(matrix.data / sums[column] - here) - here
    filled = sums > 0
    result[filled] = 0.5 * (np.bincount(column, gaps, minlength=len(sums))[filled] + 1)
    return np.clip(result / (1 - smallest), 0, 1)
