"""Which pairs of articles are worth a closer look: the nearest by shared rare words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import scipy.sparse as sp

from framing.events.assembly import keep_terms, terms_on
from framing.events.shelf import Shelf, narrow
from framing.events.terms import Terms
from framing.library import Run

NEIGHBOURS = 30
KEY_TERMS = 120  # the weightiest words of an article, which alone look for its neighbours
_HOLDERS, _SHARE = 200, 0.02  # a stem in more articles than these finds no neighbours
_MOST_HOLDERS = 1_000  # nor, in a large collection, in more than these: cost grows with articles
_BLOCK = 512
_ROWS = 2048  # articles whose key terms are sought at a time
_SHARD = 8192  # articles whose key terms are kept, and looked through, at a time
_JOBS = 16  # at least, in a large collection, so that all workers have some


Found = tuple[np.ndarray, np.ndarray, np.ndarray]  # rows, others, likeness


@dataclass(frozen=True)
class Pairs:
    """Pairs of articles, each once, ``first < second``, sorted.

    Parameters
    ----------
    first, second : ndarray of int32 or int64, shape (pairs,)
    articles : int
        How many articles there are.
    """

    first: np.ndarray
    second: np.ndarray
    articles: int

    def __len__(self) -> int:
        return len(self.first)


def damped(counts: sp.csr_array) -> sp.csr_array:
    """Counts as ``1 + log(count)``, so that the tenth mention adds little."""
    most = int(counts.data.max(initial=1))
    values = 1 + np.log(np.arange(1, most + 1))  # counts are small: looked up, not reckoned
    return sp.csr_array(
        (values[counts.data.astype(np.intp) - 1], counts.indices, counts.indptr),
        shape=counts.shape,
    )


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
    when = np.full(n, np.nan) if days is None else days
    order = np.lexsort((np.arange(n), when))  # unknown days last
    shelf = Shelf()
    keep_terms(terms.take(order), shelf)
    shelf.put("days", when[order])
    found = pairs_on(shelf, window=window, most=most)
    ends = np.sort(np.stack([order[found.first], order[found.second]]), axis=0)
    first, second = ends[:, np.lexsort((ends[1], ends[0]))]
    return Pairs(first, second, n)


def pairs_on(shelf: Shelf, *, window: int, most: int = NEIGHBOURS, run: Run | None = None) -> Pairs:
    """Find for each article on a shelf the articles nearest to it, on all workers.

    Parameters
    ----------
    shelf : Shelf
        With the terms of articles, which come in the order of their ``days``, and these: NaN,
        which come last, where unknown.
    window, most
        As for `near_pairs`.
    run : Runner, optional
        Where kernels run; by default here.
    """
    days = shelf.get("days")
    n = len(days)
    across = map if run is None else run.map
    for _ in across(partial(_keep_keys, shelf), stretches(0, n, _SHARD)):
        pass
    kernel = partial(_nearest, shelf, window, most)
    size = min(max(-(-n // (_JOBS * _BLOCK)), 1) * _BLOCK, _SHARD)
    dated = int((~np.isnan(days)).sum())
    jobs = [*stretches(0, dated, size), *stretches(dated, n, size)]
    codes = np.concatenate([np.zeros(0, dtype=np.int64), *across(kernel, jobs)])
    shelf.drop_table(*(f"keys-{low}" for low in range(0, n, _SHARD)))
    codes.sort()
    codes = codes[np.flatnonzero(np.diff(codes, prepend=-1))]
    return Pairs((codes // max(n, 1)).astype(np.int32), (codes % max(n, 1)).astype(np.int32), n)


def stretches(start: int, stop: int, size: int) -> list[tuple[int, int]]:
    """Stretches of articles from one to another."""
    return [(low, min(low + size, stop)) for low in range(start, stop, size)]


def _keep_keys(shelf: Shelf, bounds: tuple[int, int]) -> None:
    """Put the key terms of a stretch of articles on the shelf."""
    terms = terms_on(shelf)
    weights = (terms.news + terms.corpus) / 2
    left_out = _widespread(terms.holders, len(terms))
    scaled = (
        _scaled(damped(terms.whole[low:high]), weights) for low, high in stretches(*bounds, _ROWS)
    )
    shelf.keep_table(f"keys-{bounds[0]}", (_key_terms(some, left_out) for some in scaled))


def _nearest(shelf: Shelf, window: int, most: int, bounds: tuple[int, int]) -> np.ndarray:
    """The nearest articles of each article of a stretch, as codes of pairs.

    All of a stretch are dated or none is. Others are looked through some thousand at a time.
    """
    days = shelf.get("days")
    n = len(days)
    dated = int((~np.isnan(days)).sum())
    width = len(shelf.get("news"))
    keys = _keys(shelf, bounds, width)
    blocks = stretches(*bounds, _BLOCK)
    found: list[list[Found]] = [[] for _ in blocks]
    for shard in stretches(0, n, _SHARD):
        near = [_meeting(days, dated, window, block, shard) for block in blocks]
        if not any(near):
            continue
        others = shelf.table(f"keys-{shard[0]}", width)
        turned: tuple[tuple[int, int], sp.csr_array] | None = None
        for k, (low, high) in enumerate(blocks):
            for a, b in near[k]:
                if turned is None or turned[0] != (a, b):
                    turned = (a, b), others[a - shard[0] : b - shard[0]].T.tocsr()
                cells = keys[low - bounds[0] : high - bounds[0]] @ turned[1]
                rows = np.repeat(np.arange(low, high), np.diff(cells.indptr))
                if low < b and a < high:
                    cells.data[rows == cells.indices + a] = -1
                if low < dated and a < dated:
                    cells.data[np.abs(days[rows] - days[cells.indices + a]) > window] = -1
                at = _best(cells.indptr, cells.indices, cells.data, most)
                at = at[cells.data[at] >= 0]
                found[k].append((rows[at], cells.indices[at].astype(np.int64) + a, cells.data[at]))
            found[k] = [_best_of(found[k], most)]
    return np.concatenate([np.minimum(a, b) * n + np.maximum(a, b) for [(a, b, _)] in found])


def _best_of(found: list[Found], most: int) -> Found:
    """The best of each row of what was found at several times."""
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    if len(found) == 1:
        return found[0]
    rows, others, values = (np.concatenate(x) for x in zip(*found, strict=True))
    by_row = np.argsort(rows, kind="stable")
    rows, others, values = rows[by_row], others[by_row], values[by_row]
    bounds = np.flatnonzero(np.diff(rows, prepend=-1, append=-1))
    at = _best(bounds, others, values, most)
    return rows[at], others[at], values[at]


def _keys(shelf: Shelf, bounds: tuple[int, int], width: int) -> sp.csr_array:
    """The key terms of a stretch of articles."""
    tables = []
    for low in range(bounds[0] // _SHARD * _SHARD, bounds[1], _SHARD):
        table = shelf.table(f"keys-{low}", width)
        tables.append(table[max(bounds[0] - low, 0) : bounds[1] - low])
    return sp.vstack(tables, format="csr")


def _meeting(
    days: np.ndarray, dated: int, window: int, block: tuple[int, int], shard: tuple[int, int]
) -> list[tuple[int, int]]:
    """Where articles that a block may meet stand in a shard: within the window, or undated."""
    ranges = [(0, len(days))]
    if block[0] < dated:
        edges = [days[block[0]] - window, days[block[1] - 1] + window + 0.5]
        low, high = np.searchsorted(days[:dated], edges)
        ranges = [(int(low), int(high)), (dated, len(days))]
    met = [(max(a, shard[0]), min(b, shard[1])) for a, b in ranges]
    return [(a, b) for a, b in met if a < b]


def _best(bounds: np.ndarray, others: np.ndarray, values: np.ndarray, most: int) -> np.ndarray:
    """Where the largest values of each row stand; of equal ones those of the first articles.

    A row goes from one of the bounds to the next. Places ascend.
    """
    kept = np.ones(len(values), dtype=bool)
    for row in np.flatnonzero(np.diff(bounds) > most).tolist():
        low, high = bounds[row], bounds[row + 1]
        some = values[low:high]
        kept[low:high] = some >= np.partition(some, high - low - most)[high - low - most]
    at = np.flatnonzero(kept)
    starts = np.searchsorted(at, bounds)
    sizes = np.diff(starts)
    if (sizes <= most).all():
        return at
    crowded = np.flatnonzero(np.repeat(sizes > most, sizes))  # equal values are one too many
    rows = np.repeat(np.arange(len(sizes)), sizes)[crowded]
    order = np.lexsort((others[at[crowded]], -values[at[crowded]], rows))
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    return np.delete(at, crowded[order[rank >= most]])


def _widespread(holders: np.ndarray, articles: int) -> np.ndarray:
    """Stems that too many of these articles hold to find neighbours by; shape (stems,)."""
    return holders > min(max(_HOLDERS, articles * _SHARE), _MOST_HOLDERS)


def _scaled(table: sp.csr_array, weights: np.ndarray) -> sp.csr_array:
    """Columns times their weights, rows of length 1."""
    scaled = sp.csr_array(
        (table.data * weights[table.indices], table.indices, table.indptr), shape=table.shape
    )
    lengths = np.sqrt(scaled.multiply(scaled).sum(axis=1))
    lengths[lengths == 0] = 1
    scaled.data /= np.repeat(lengths, np.diff(scaled.indptr))
    return scaled


def _key_terms(table: sp.csr_array, left_out: np.ndarray) -> sp.csr_array:
    """Each row's largest values alone; of equal ones the first columns."""
    kept = np.flatnonzero(~left_out[table.indices])
    bounds = np.searchsorted(kept, table.indptr)
    best = _best(bounds, table.indices[kept], table.data[kept], KEY_TERMS)
    kept = kept[best]
    bounds = np.searchsorted(kept, table.indptr)
    return narrow(table.data[kept], table.indices[kept], bounds, table.shape[1])
