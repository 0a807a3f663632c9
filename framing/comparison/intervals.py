"""The ratio of two rates within events, and the interval that whole articles give it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from framing.comparison.cells import Cells
from framing.comparison.inputs import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Ratios:
    """Rate ratios by feature on the log2 scale; infinite where one side has no hits."""

    log2_ratio: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True)
class _Sums:
    """What the estimating function needs of each cell, by side (index 0 is side A)."""

    feature: IntArray
    features: int
    hits: tuple[FloatArray, FloatArray]
    squares: tuple[FloatArray, FloatArray]
    crossed: tuple[FloatArray, FloatArray]
    words: tuple[FloatArray, FloatArray]
    words_squared: tuple[FloatArray, FloatArray]
    small: FloatArray

    def of(self, keep: BoolArray) -> _Sums:
        """The cells of some features only, features numbered as before."""
        at = keep[self.feature]

        def pick(pair: tuple[FloatArray, FloatArray]) -> tuple[FloatArray, FloatArray]:
            return pair[0][at], pair[1][at]

        return _Sums(
            self.feature[at],
            self.features,
            pick(self.hits),
            pick(self.squares),
            pick(self.crossed),
            pick(self.words),
            pick(self.words_squared),
            self.small[at],
        )

    def total(self, values: FloatArray) -> FloatArray:
        return np.bincount(self.feature, values, self.features).astype(float, copy=False)

    def weights(self) -> tuple[FloatArray, FloatArray]:
        both = np.maximum(self.words[0] + self.words[1], 1e-300)
        return self.words[1] / both, self.words[0] / both

    def variance(self, ratio: FloatArray) -> FloatArray:
        """Variance of the estimating function at `ratio` (features,), summed over articles."""
        r = ratio[self.feature]
        base = (self.hits[0] + self.hits[1]) / np.maximum(self.words[1] + r * self.words[0], 1e-300)
        result = np.zeros(self.features)
        for i, weight in enumerate(self.weights()):
            # side A has r times the base rate; side B's part of the sum is multiplied by r
            scale = self.small * (weight if i == 0 else weight * r) ** 2
            rate = r * base if i == 0 else base
            seen = self.squares[i] - 2 * rate * self.crossed[i] + rate**2 * self.words_squared[i]
            # the squares seen, but no less than a Poisson count would give
            result += np.maximum(self.total(scale * seen), self.total(scale * rate * self.words[i]))
        return result


def rate_ratios(
    cells: Cells, *, length: FloatArray, side: BoolArray, stratum: IntArray, level: float = 0.95
) -> Ratios:
    """Mantel-Haenszel rate ratio over strata, with an article-linearised interval.

    ``R = sum_e x_A L_B / L  /  sum_e x_B L_A / L``. Its estimating function is a sum over
    articles, ``(L_B / L)(x - R r L)`` on side A and ``-R (L_A / L)(x - r L)`` on side B, with r
    side B's fitted rate in event e. The sum of their squares, times n / (n - 1) in a stratum of
    n stories, and on each side no less than a Poisson count's, is its variance; log R gets a t
    interval whose degrees of freedom are the articles that carry a hit, less one. Where one side
    has no hits the ratio is infinite and its one bound is the ratio at which the estimating
    function lies t standard deviations away.

    References
    ----------
    Greenland, S. & Robins, J. (1985). Estimation of a common effect parameter from sparse
    follow-up data. Biometrics 41, 55-68.
    """
    sums, carriers = _collect(cells, length=length, side=side, stratum=stratum)
    ca, cb = sums.weights()
    top, bottom = sums.total(sums.hits[0] * ca), sums.total(sums.hits[1] * cb)
    t = stats.t.ppf(0.5 + level / 2, np.maximum(carriers - 1, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log(top) - np.log(bottom)
        both = (top > 0) & (bottom > 0)
        safe = np.where(both, np.exp(np.where(both, log, 0.0)), 1.0)
        half = t * np.sqrt(sums.variance(safe)) / top
        neither = (top == 0) & (bottom == 0)
        ends = log - half, log + half
    log[neither] = np.nan
    low = np.where(both, ends[0], np.where(neither, np.nan, -np.inf))
    high = np.where(both, ends[1], np.where(neither, np.nan, np.inf))
    only_a, only_b = (top > 0) & (bottom == 0), (top == 0) & (bottom > 0)
    low[only_a] = _bound(sums.of(only_a), top, t)[only_a]
    high[only_b] = -_bound(_swapped(sums.of(only_b)), bottom, t)[only_b]
    scale = math.log(2.0)
    return Ratios(log / scale, low / scale, high / scale)


def _collect(
    cells: Cells, *, length: FloatArray, side: BoolArray, stratum: IntArray
) -> tuple[_Sums, FloatArray]:
    strata = int(stratum.max(initial=-1)) + 1
    n = np.bincount(stratum, minlength=strata).astype(float)
    on = side.astype(float)
    own = (on, 1.0 - on)
    words = [np.bincount(stratum, length * s, strata).astype(float) for s in own]
    square = [np.bincount(stratum, length**2 * s, strata).astype(float) for s in own]
    usable = ((words[0] > 0) & (words[1] > 0)).astype(float)[cells.stratum]
    small = np.where(n > 1, n / np.maximum(n - 1, 1), 0.0)[cells.stratum] * usable
    at = cells.stratum
    entry = [s[cells.rows] for s in own]
    lengths = length[cells.rows]

    def each(values: FloatArray) -> tuple[FloatArray, FloatArray]:
        return cells.sums(values * entry[0]) * usable, cells.sums(values * entry[1]) * usable

    sums = _Sums(
        cells.feature,
        cells.features,
        each(cells.hits),
        each(cells.hits**2),
        each(cells.hits * lengths),
        (words[0][at], words[1][at]),
        (square[0][at], square[1][at]),
        small,
    )
    carriers = cells.by_feature(cells.sums(np.ones(len(cells.rows))) * usable)
    return sums, carriers


def _swapped(sums: _Sums) -> _Sums:
    def turn(pair: tuple[FloatArray, FloatArray]) -> tuple[FloatArray, FloatArray]:
        return pair[1], pair[0]

    return _Sums(
        sums.feature,
        sums.features,
        turn(sums.hits),
        turn(sums.squares),
        turn(sums.crossed),
        turn(sums.words),
        turn(sums.words_squared),
        sums.small,
    )


def _bound(sums: _Sums, top: FloatArray, t: FloatArray) -> FloatArray:
    """Smallest log ratio that hits on one side alone do not contradict, by bisection."""
    below, above = np.full(sums.features, -14.0), np.full(sums.features, 14.0)
    for _ in range(40):
        middle = (below + above) / 2
        refused = top**2 > t**2 * sums.variance(np.exp(middle))
        below, above = np.where(refused, middle, below), np.where(refused, above, middle)
    return np.where(below <= -13.9, -np.inf, (below + above) / 2)
