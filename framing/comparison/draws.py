"""Labels drawn anew within strata: the same draws for any order of rows or number of workers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np

from framing.comparison.inputs import BoolArray, IntArray

BLOCK = 64


def draw_labels(
    side: BoolArray, stratum: IntArray, *, draws: int, seed: int, first: int = 0
) -> np.ndarray:
    """Permute `side` within strata.

    Draw number b is the same whatever `draws` and `first` are: blocks of 64 draws have a
    generator of their own, seeded by `seed` and the block's number.

    Parameters
    ----------
    side : array (stories,) of bool
    stratum : array (stories,) of int
    draws : int
        How many, from draw number `first` on; `first` is a multiple of 64.
    seed : int
    first : int

    Returns
    -------
    array (stories, draws) of float32, 1 on the canonical side

    Examples
    --------
    >>> z = draw_labels(np.array([True, False, True, False]), np.array([0, 0, 1, 1]),
    ...                 draws=3, seed=0)
    >>> z[:2].sum(axis=0).tolist()
    [1.0, 1.0, 1.0]
    """
    order = np.argsort(stratum, kind="stable")
    sorted_stratum = stratum[order].astype(float)
    template = side[order]
    # within each stratum, the first k places belong to the canonical side
    template = template[np.lexsort((~template, sorted_stratum))]
    labels = np.empty((len(side), draws), dtype=np.float32)
    for begin in range(0, draws, BLOCK):
        block = np.random.Generator(np.random.Philox(key=[seed, (first + begin) // BLOCK]))
        width = min(BLOCK, draws - begin)
        keys = block.random((BLOCK, len(side)))[:width] + sorted_stratum
        place = np.argsort(keys, axis=1)
        drawn = np.empty((width, len(side)), dtype=np.float32)
        np.put_along_axis(drawn, place, np.broadcast_to(template, place.shape), axis=1)
        labels[order, begin : begin + width] = drawn.T
    return labels


def count_labellings(side: BoolArray, stratum: IntArray) -> float:
    """Natural log of the number of labellings that keep each stratum's numbers."""
    n = np.bincount(stratum)
    k = np.bincount(stratum, weights=side).astype(int)
    return float(
        sum(
            math.lgamma(a + 1) - math.lgamma(b + 1) - math.lgamma(a - b + 1)
            for a, b in zip(n.tolist(), k.tolist(), strict=True)
        )
    )


def smallest_p(side: BoolArray, stratum: IntArray) -> float:
    """The smallest two-sided p that permuting `side` within `stratum` can give.

    One over the number of labellings, doubled where each labelling has a mirror image (every
    stratum split in halves).

    Examples
    --------
    >>> smallest_p(np.array([1, 0, 0, 0], bool), np.zeros(4, int))
    0.25
    >>> round(smallest_p(np.array([1, 1, 0, 0], bool), np.zeros(4, int)), 2)
    0.33
    """
    if len(side) == 0 or side.all() or not side.any():
        return 1.0
    n = np.bincount(stratum)
    k = np.bincount(stratum, weights=side)
    mirrored = bool(np.all(2 * k == n))
    log = count_labellings(side, stratum)
    count = round(math.exp(log)) if log < 30 else math.exp(min(log, 700.0))
    return float(min(1.0, (2 if mirrored else 1) / count))


def all_labels(k: int, m: int) -> np.ndarray:
    """Every choice of k of k + m units, shape (k + m, C(k + m, k)), as float."""
    columns: Iterator[tuple[int, ...]] = itertools.combinations(range(k + m), k)
    chosen = np.array(list(columns), dtype=np.int64).reshape(-1, k)
    labels = np.zeros((k + m, len(chosen)))
    labels[chosen.T, np.arange(len(chosen))] = 1.0
    return labels
