"""Which pairs of articles are worth a closer look: the nearest by shared rare words."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from framing.events.terms import Terms

NEIGHBOURS = 30
KEY_TERMS = 120  # the weightiest words of an article, which alone look for its neighbours
_HOLDERS, _SHARE = 200, 0.02  # a stem in more articles than these finds no neighbours
_MOST_HOLDERS = 1_000  # nor, in a large collection, in more than these: cost grows with articles
_PRIOR = 50  # articles of background added to these
_BLOCK = 512
_ROWS = 4096  # articles whose key terms are sought at a time


@dataclass(frozen=True)
class Pairs:
    """Pairs of articles, each once, ``first < second``, sorted.

    Parameters
    ----------
    first, second : ndarray of int64, shape (pairs,)
    articles : int
        How many articles there are.
    """

    first: np.ndarray
    second: np.ndarray
    articles: int

    def __len__(self) -> int:
        return len(self.first)

    def matrix(self, values: np.ndarray) -> sp.csr_array:
        """The pairs' values as a symmetric table of shape (articles, articles)."""
        rows = np.concatenate([self.first, self.second])
        columns = np.concatenate([self.second, self.first])
        shape = (self.articles, self.articles)
        table = sp.coo_array((np.concatenate([values, values]), (rows, columns)), shape=shape)
        return table.tocsr()


def rarity(terms: Terms) -> tuple[np.ndarray, np.ndarray]:
    """Weight of each stem: rare in the news at large, and rare among these articles.

    Both are ``log((N + 1) / (n + 0.5))``, never below 0; the first counts the background and
    these articles together, the second these articles and 50 articles' worth of background, so
    that a corpus of five articles has a measure too. Shapes (stems,).
    """
    n = len(terms)
    here = np.bincount(terms.whole.indices, minlength=len(terms.stems)).astype(float)
    share = _PRIOR * terms.counts / terms.background
    news = np.log((terms.background + n + 1) / (terms.counts + here + 0.5))
    corpus = np.log((n + _PRIOR + 1) / (here + share + 0.5))
    return np.maximum(news, 0.0), np.maximum(corpus, 0.0)


def damped(counts: sp.csr_array) -> sp.csr_array:
    """Counts as ``1 + log(count)``, so that the tenth mention adds little."""
    table = counts.astype(np.float64)
    table.data = 1 + np.log(table.data)
    return table


def near_pairs(
    terms: Terms, *, days: np.ndarray | None = None, window: int = 3, most: int = NEIGHBOURS
) -> Pairs:
    """Find for each article the articles nearest to it.

    Parameters
    ----------
    terms : Terms
    days : ndarray of float64, shape (articles,), optional
        Day of publication; NaN where unknown. Two known days may not lie further apart than
        `window`.
    window : int
        In days.
    most : int
        How many neighbours each article looks for.

    Returns
    -------
    Pairs
        The union of all articles' neighbours.
    """
    n = len(terms)
    news, corpus = rarity(terms)
    when = np.full(n, np.nan) if days is None else days
    order = np.lexsort((np.arange(n), when))  # unknown days last
    when = when[order]
    keys = _all_keys(terms, order, (news + corpus) / 2)
    dated = int((~np.isnan(when)).sum())
    found: list[np.ndarray] = [np.zeros(0, dtype=np.int64)]
    for start, stop in _blocks(n, dated):
        ranges = [(0, n)]
        if start < dated:
            low, high = np.searchsorted(
                when[:dated], [when[start] - window, when[stop - 1] + window + 0.5]
            )
            ranges = [(int(low), int(high)), (dated, n)]
        columns = np.concatenate([np.arange(a, b) for a, b in ranges])
        block = (keys[start:stop] @ keys[columns].T.tocsr()).tocoo()
        rows, others = block.row + start, columns[block.col]
        keep = (rows != others) & ~(np.abs(when[rows] - when[others]) > window)
        rows, others = rows[keep], order[others[keep]].astype(np.int64)
        best = _best(rows, others, block.data[keep], most)
        rows, others = order[rows[best]].astype(np.int64), others[best]
        found.append(np.minimum(rows, others) * n + np.maximum(rows, others))
    codes = np.unique(np.concatenate(found))
    return Pairs(codes // max(n, 1), codes % max(n, 1), n)


def _blocks(n: int, dated: int) -> list[tuple[int, int]]:
    """Stretches of articles; none holds both dated and undated ones."""
    edges = sorted({*range(0, dated, _BLOCK), *range(dated, n, _BLOCK), dated, n})
    return list(itertools.pairwise(edges))


def _best(rows: np.ndarray, others: np.ndarray, values: np.ndarray, most: int) -> np.ndarray:
    """Where the largest values of each row stand; of equal ones those of the first articles.

    `rows` are in ascending order.
    """
    bounds = np.flatnonzero(np.diff(rows, prepend=-1, append=-1)).tolist() if len(rows) else [0]
    kept = np.ones(len(rows), dtype=bool)
    for low, high in itertools.pairwise(bounds):
        if high - low > most:
            some = values[low:high]
            kept[low:high] = some >= np.partition(some, high - low - most)[high - low - most]
    at = np.flatnonzero(kept)  # few, so that sorting them costs little
    at = at[np.lexsort((others[at], -values[at], rows[at]))]
    return at[np.arange(len(at)) - np.searchsorted(rows[at], rows[at]) < most]


def _widespread(terms: Terms) -> np.ndarray:
    """Stems that too many of these articles hold to find neighbours by; shape (stems,)."""
    here = np.bincount(terms.whole.indices, minlength=len(terms.stems))
    return here > min(max(_HOLDERS, len(terms) * _SHARE), _MOST_HOLDERS)


def _scaled(table: sp.csr_array, weights: np.ndarray) -> sp.csr_array:
    """Columns times their weights, rows of length 1."""
    scaled = sp.csr_array(
        (table.data * weights[table.indices], table.indices, table.indptr), shape=table.shape
    )
    lengths = np.sqrt(scaled.multiply(scaled).sum(axis=1))
    lengths[lengths == 0] = 1
    scaled.data /= np.repeat(lengths, np.diff(scaled.indptr))
    return scaled


def _all_keys(terms: Terms, order: np.ndarray, weights: np.ndarray) -> sp.csr_array:
    """Each article's key terms; some thousand at a time, for all words weighed take more room."""
    left_out = _widespread(terms)
    tables = [sp.csr_array((0, len(terms.stems)))]
    for low in range(0, len(order), _ROWS):
        some = _scaled(damped(terms.whole[order[low : low + _ROWS]]), weights)
        tables.append(_key_terms(some, left_out))
    return sp.vstack(tables, format="csr")


def _key_terms(table: sp.csr_array, left_out: np.ndarray) -> sp.csr_array:
    """Each row's largest values alone; of equal ones the first columns."""
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    kept = np.flatnonzero(~left_out[table.indices])
    kept = np.sort(kept[_best(rows[kept], table.indices[kept], table.data[kept], KEY_TERMS)])
    return sp.coo_array(
        (table.data[kept], (rows[kept], table.indices[kept])), shape=table.shape
    ).tocsr()
