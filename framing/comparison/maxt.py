"""Westfall and Young's max-T over label draws: how often chance does as well, by feature."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from framing.comparison.inputs import BoolArray, FloatArray, IntArray

# label sums are made in single precision; what comes this near to the observed ties with it
TIES = 1e-4
# the crowd is counted on a grid, from where it starts to matter
GRID = 0.01
FLOOR = 1.5
TOP = 60.0


@dataclass(frozen=True)
class Chance:
    """How often label draws did at least as well as what was observed.

    Attributes
    ----------
    observed : array (features,)
        The statistic on the common scale; positive: the canonical side uses the feature more.
    alone : array (features,)
        Draws in which this feature did at least as well.
    family : array (features,)
        Draws in which the best of this feature and all weaker ones of its family did (step-down).
    crowd : array (features,)
        Mean number a draw of features of the family that did at least as well.
    """

    observed: FloatArray
    alone: IntArray
    family: IntArray
    crowd: FloatArray
    draws: int


def count_chance(
    operator: sparse.csr_matrix,
    deviation: FloatArray,
    maps: Callable[[np.ndarray, IntArray], np.ndarray],
    observed: FloatArray,
    stacked: Callable[[int, int], np.ndarray],
    *,
    families: list[BoolArray],
    draws: int,
    workers: int = 1,
    chunk: int = 256,
    span: int = 512,
) -> Chance:
    """Run `draws` labellings through the operator, in blocks of draws and chunks of features.

    `stacked(first, width)` gives the centred labels of draws first .. first + width, as the
    operator wants them; `maps(z, features)` brings sums to one scale. Blocks are counted apart
    and added up in order, so that the number of workers changes nothing.
    """
    p = operator.shape[0]
    single = operator.astype(np.float32)
    plans = []
    for mask in families:
        members = np.flatnonzero(mask)
        order = members[np.argsort(np.abs(observed[members]), kind="stable")]
        plans.append((order, sparse.csr_matrix(single[order])))
    blocks = [(first, min(span, draws - first)) for first in range(0, draws, span)]

    def one(block: tuple[int, int]) -> tuple[IntArray, IntArray, list[IntArray]]:
        labels = stacked(*block).astype(np.float32)
        alone = np.zeros(p, dtype=np.int64)
        family = np.zeros(p, dtype=np.int64)
        grids = []
        for order, rows in plans:
            grid = np.zeros(int(TOP / GRID) + 1, dtype=np.int64)
            best = np.zeros(block[1])
            for begin in range(0, len(order), chunk):
                some = order[begin : begin + chunk]
                z = np.asarray(rows[begin : begin + chunk] @ labels, dtype=np.float64)
                z /= deviation[some][:, None]
                y = np.abs(maps(z, some))
                bar = (np.abs(observed[some]) - TIES)[:, None]
                alone[some] = (y >= bar).sum(axis=1)
                far = y[y >= FLOOR]
                grid += np.bincount(
                    np.minimum((far / GRID + TIES / GRID).astype(np.int64), len(grid) - 1),
                    minlength=len(grid),
                )
                np.maximum(y[0], best, out=y[0])
                np.maximum.accumulate(y, axis=0, out=y)
                family[some] = (y >= bar).sum(axis=1)
                best = y[-1]
            grids.append(grid)
        return alone, family, grids

    if workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            parts = list(pool.map(one, blocks))
    else:
        parts = [one(block) for block in blocks]
    alone = np.sum([a for a, _, _ in parts], axis=0)
    family = np.sum([f for _, f, _ in parts], axis=0)
    crowd = np.full(p, np.nan)
    for i, (order, _) in enumerate(plans):
        tail = np.cumsum(np.sum([g[i] for _, _, g in parts], axis=0)[::-1])[::-1]
        place = np.minimum((np.abs(observed[order]) / GRID).astype(np.int64), len(tail) - 1)
        crowd[order] = np.where(
            np.abs(observed[order]) >= FLOOR,
            (1 + tail[place]) / (1 + draws),
            float(len(order)),
        )
    return Chance(observed, alone, family, crowd, draws)


def deepen(
    operator: sparse.csr_matrix,
    deviation: FloatArray,
    maps: Callable[[np.ndarray, IntArray], np.ndarray],
    chance: Chance,
    stacked: Callable[[int, int], np.ndarray],
    *,
    tested: BoolArray,
    most: int,
    span: int = 2048,
) -> tuple[IntArray, IntArray]:
    """Draw on for the features that chance seldom matched, in stages, so that p gets finer.

    Each stage draws four times as many labellings as all before it, for the features that have
    fewer than ten matches so far, up to `most` draws in all; draws go on where the first ended.

    Returns
    -------
    (matches, draws) : arrays (features,) of int
    """
    alone, total = chance.alone.copy(), np.full(len(chance.alone), chance.draws, dtype=np.int64)
    # whole blocks of draws, so that no draw is used twice
    done = -(-chance.draws // 64) * 64
    while (left := np.flatnonzero(tested & (alone < 10))).size and done < most:
        stage = min(4 * done, most - done) // 64 * 64
        if stage == 0:
            break
        rows = sparse.csr_matrix(operator[left], dtype=np.float32)
        bar = (np.abs(chance.observed[left]) - TIES)[:, None]
        for first in range(done, done + stage, span):
            width = min(span, done + stage - first)
            z = np.asarray(rows @ stacked(first, width).astype(np.float32), dtype=np.float64)
            alone[left] += (np.abs(maps(z / deviation[left][:, None], left)) >= bar).sum(axis=1)
        total[left] += stage
        done += stage
    return alone, total


def crowd_q(crowd: FloatArray, observed: FloatArray) -> FloatArray:
    """False discovery rate of the list down to each feature.

    The mean number of features that label draws bring past the same bar, over the number that
    really pass it (the plug-in of Tusher, Tibshirani & Chu 2001, with no share of true nulls
    estimated); monotone, at most 1.
    """
    size = len(observed)
    order = np.argsort(-np.abs(observed), kind="stable")
    strength = np.abs(observed)[order]
    # features that tie pass the bar together
    passed = size - np.searchsorted(strength[::-1], strength, side="left")
    raw = np.minimum(crowd[order] / np.maximum(passed, 1), 1.0)
    result = np.empty(size)
    result[order] = np.minimum.accumulate(raw[::-1])[::-1]
    return result
