"""Which pairs of articles are worth a closer look: the nearest by shared rare words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from framing.events.terms import Terms

NEIGHBOURS = 40
KEY_TERMS = 120  # the weightiest words of an article, which alone look for its neighbours
_BLOCK = 512


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
    these articles together, the second these articles alone. Shapes (stems,).
    """
    n = len(terms)
    here = np.bincount(terms.whole.indices, minlength=len(terms.stems)).astype(float)
    news = np.log((terms.background + n + 1) / (terms.counts + here + 0.5))
    corpus = np.log((n + 1) / (here + 0.5))
    return np.maximum(news, 0.0), np.maximum(corpus, 0.0)


def damped(counts: sp.csr_array) -> sp.csr_array:
    """Counts as ``1 + log(count)``, so that the tenth mention adds little."""
    table = counts.astype(np.float64)
    table.data = 1 + np.log(table.data)
    return table


def near_pairs(
    terms: Terms, *, days: np.ndarray | None = None, window: int = 2, most: int = NEIGHBOURS
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
    keys = _key_terms(_scaled(damped(terms.whole), (news + corpus) / 2))
    found: list[np.ndarray] = []
    transposed = keys.T.tocsr()
    for start in range(0, n, _BLOCK):
        stop = min(start + _BLOCK, n)
        block = (keys[start:stop] @ transposed).tocoo()
        rows, columns, values = block.row + start, block.col, block.data
        keep = rows != columns
        if days is not None:
            gap = np.abs(days[rows] - days[columns])
            keep &= ~(gap > window)
        rows, columns, values = rows[keep], columns[keep], values[keep]
        order = np.lexsort((columns, -values, rows))
        rows, columns = rows[order], columns[order]
        rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
        best = rank < most
        low = np.minimum(rows[best], columns[best]).astype(np.int64)
        high = np.maximum(rows[best], columns[best]).astype(np.int64)
        found.append(low * n + high)
    codes = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return Pairs(codes // max(n, 1), codes % max(n, 1), n)


def _scaled(table: sp.csr_array, weights: np.ndarray) -> sp.csr_array:
    """Columns times their weights, rows of length 1."""
    scaled = sp.csr_array((table.data * weights[table.indices], table.indices, table.indptr),
                          shape=table.shape)
    lengths = np.sqrt(scaled.multiply(scaled).sum(axis=1))
    lengths[lengths == 0] = 1
    scaled.data /= np.repeat(lengths, np.diff(scaled.indptr))
    return scaled


def _key_terms(table: sp.csr_array, most: int = KEY_TERMS) -> sp.csr_array:
    """Each row's largest values alone; of equal ones the first columns."""
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    order = np.lexsort((table.indices, -table.data, rows))
    rank = np.arange(len(rows)) - table.indptr[rows]
    kept = order[rank < most]
    kept.sort()
    return sp.coo_array((table.data[kept], (rows[kept], table.indices[kept])),
                        shape=table.shape).tocsr()
