"""Pairs as a table of articles by articles, a stretch of rows at a time, and what a row says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp

from framing.events.candidates import NEIGHBOURS, Pairs
from framing.events.shelf import Shelf, narrow

_CELLS = 500_000  # of rows that are made at a time
_STRANGER = 0.05  # likeness of the articles that a larger corpus would hold
FLOOR = 0.03  # likeness of two articles on nothing in common
POWERS = (0.5, 1.0, 2.0)


class Graph:
    """A symmetric table whose cells are the values of pairs; only a stretch of it is ever made.

    Parameters
    ----------
    pairs : Pairs
    """

    def __init__(self, pairs: Pairs) -> None:
        n = self.articles = pairs.articles
        self._second = pairs.second
        self._above = np.searchsorted(pairs.first, np.arange(n + 1))
        numbers = np.arange(len(pairs), dtype=np.int32 if len(pairs) < 2**31 else np.int64)
        upper = narrow(numbers, pairs.second.astype(np.int32, copy=False), self._above, n)
        self._below = upper.tocsc()  # by second, then first: a row's pairs with earlier articles

    def rows(self, low: int, high: int, values: np.ndarray) -> sp.csr_array:
        """The rows of some articles, with these values of the pairs; columns ascend."""
        before, after = self._below.indptr[low : high + 1], self._above[low : high + 1]
        earlier, later = np.diff(before), np.diff(after)
        bounds = np.concatenate([[0], np.cumsum(earlier + later)])
        data, columns = np.empty(bounds[-1]), np.empty(bounds[-1], dtype=np.int32)
        at = np.repeat(bounds[:-1] - before[:-1] + before[0], earlier) + np.arange(earlier.sum())
        cells = slice(before[0], before[-1])
        columns[at], data[at] = self._below.indices[cells], values[self._below.data[cells]]
        shift = bounds[:-1] + earlier - after[:-1] + after[0]
        at = np.repeat(shift, later) + np.arange(later.sum())
        cells = slice(after[0], after[-1])
        columns[at], data[at] = self._second[cells], values[cells]
        return narrow(data, columns, bounds, self.articles)

    def cuts(self) -> list[tuple[int, int]]:
        """Stretches of rows that hold some hundred thousand cells, and one row at least."""
        cells = self._above + self._below.indptr
        edges = np.searchsorted(cells, np.arange(0, cells[-1] + _CELLS, _CELLS))
        bounds = np.unique([0, *np.minimum(edges, self.articles), self.articles]).tolist()
        return list(itertools.pairwise(bounds))

    def stretches(self, values: np.ndarray) -> Iterator[tuple[int, sp.csr_array]]:
        """All rows, a stretch at a time, each with the number of the first."""
        for low, high in self.cuts():
            yield low, self.rows(low, high, values)


def keep_nearness(shelf: Shelf, graph: Graph, like: np.ndarray) -> None:
    """Put on a shelf how like its nearest each article is, and which these are.

    ``near.best``, ``near.ten`` and ``near.far`` are the likeness of the nearest, and the means of
    the ten nearest and of those after them up to the 30th; the table ``near`` holds the squared
    likeness to the ten nearest, rows of length 1.
    """
    shelf.keep_table("near", _nearest(shelf, graph, like))


def _nearest(shelf: Shelf, graph: Graph, like: np.ndarray) -> Iterator[sp.csr_array]:
    shelf.drop("near.best", "near.ten", "near.far")
    for low, table in graph.stretches(like):
        ranked = np.maximum(_ranked(table, NEIGHBOURS), _STRANGER)
        best = ranked[:, 0] + 0.05
        shelf.extend("near.best", best)
        shelf.extend("near.ten", ranked[:, :10].mean(axis=1) + FLOOR)
        shelf.extend("near.far", ranked[:, 10:].mean(axis=1) + FLOOR)
        rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
        table.data = np.where(table.data >= ranked[rows, 9], table.data, 0.0) ** 2
        yield unit_rows(table + _diagonal(np.maximum(best, 1e-9) ** 2, low, graph.articles))


def keep_company(shelf: Shelf, graph: Graph, chance: np.ndarray) -> None:
    """Put on a shelf which company each article keeps.

    The table ``company`` holds the chances of pairs, and 1 for an article with itself; ``reach``
    its rows' sums, ``degree`` those without the article itself, ``best`` their largest cells, and
    ``length-0`` to ``length-2`` the lengths of rows whose cells are raised to `POWERS`. ``home``
    is the chance that two random steps end where they began.
    """
    n = graph.articles
    shelf.keep_table("company", _companions(shelf, graph, chance))
    shelf.drop("home")
    reach = np.array(shelf.get("reach"))
    whole = shelf.table("company", n)
    for low, high in graph.cuts():
        some = whole[low:high]
        shelf.extend("home", (some.multiply(some) @ (1 / reach)) / reach[low:high])


def _companions(shelf: Shelf, graph: Graph, chance: np.ndarray) -> Iterator[sp.csr_array]:
    lengths = [f"length-{k}" for k in range(len(POWERS))]
    shelf.drop("best", "degree", "reach", *lengths)
    for low, table in graph.stretches(chance):
        size = table.shape[0]
        whole = table + _diagonal(np.ones(size), low, graph.articles)
        shelf.extend("best", table.max(axis=1).toarray().ravel() + 0.02)
        shelf.extend("degree", table.sum(axis=1))
        shelf.extend("reach", whole.sum(axis=1))
        rows = np.repeat(np.arange(size), np.diff(whole.indptr))
        for name, power in zip(lengths, POWERS, strict=True):
            shelf.extend(name, np.sqrt(np.bincount(rows, whole.data ** (2 * power), size)))
        yield whole


def _diagonal(values: np.ndarray, low: int, width: int) -> sp.csr_array:
    """Rows from `low` on that hold nothing but the cell of their own article."""
    at = np.arange(len(values))
    return sp.csr_array((values, (at, at + low)), shape=(len(values), width))


def unit_rows(table: sp.csr_array) -> sp.csr_array:
    """The table with rows of length 1; empty rows stay."""
    length = np.sqrt(table.multiply(table).sum(axis=1))
    length = np.where(length > 0, length, 1.0)
    scaled = table.copy()
    scaled.data = table.data / np.repeat(length, np.diff(table.indptr))
    return scaled


def _ranked(table: sp.csr_array, most: int) -> np.ndarray:
    """Each row's largest values, descending, filled up with 0; shape (rows, most)."""
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    order = np.lexsort((-table.data, rows))
    rank = np.arange(len(rows)) - table.indptr[rows]
    out = np.zeros((table.shape[0], most))
    keep = rank < most
    out[rows[keep], rank[keep]] = table.data[order][keep]
    return out
