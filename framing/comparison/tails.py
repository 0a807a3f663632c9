"""Bring every feature's statistic to one scale, so that rare words do not set the bar for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from framing.comparison.cells import Cells, Scores
from framing.comparison.inputs import BoolArray, FloatArray, IntArray

# how far the saddlepoints lie out, in standard deviations
_STEPS = np.array([0.5, 1.0, 1.6, 2.2, 2.8, 3.5, 4.3, 5.3, 6.5, 8.0, 10.5])
_FAR = 20.0
# a fourth cumulant this far from the gamma's shifts the normal equivalent by .2 at z = 4.5
_MISFIT = 0.05
_ENTRIES = 200_000


@dataclass(frozen=True)
class Maps:
    """For each feature a monotone, piecewise linear map from z to a normal equivalent.

    Attributes
    ----------
    z, y : arrays (features, knots)
        Increasing along the knots; beyond the ends the last slope goes on.
    """

    z: FloatArray
    y: FloatArray

    def __call__(self, z: np.ndarray, features: IntArray) -> np.ndarray:
        """Map z (features, draws) of the given features; a new array."""
        result = np.empty(z.shape)
        for i, feature in enumerate(features.tolist()):
            result[i] = np.interp(z[i], self.z[feature], self.y[feature])
        return result


def wilson_hilferty(z: np.ndarray, skewness: np.ndarray) -> np.ndarray:
    """Normal equivalent of z under a gamma distribution with the given skewness.

    References
    ----------
    Wilson, E. B. & Hilferty, M. M. (1931). The distribution of chi-square. PNAS 17, 684-688.

    Examples
    --------
    >>> wilson_hilferty(np.array([3.0, 3.0]), np.array([0.0, 1.0])).round(2).tolist()
    [3.0, 2.31]
    """
    small = np.abs(skewness) < 1e-3
    g = np.where(small, 1.0, skewness)
    y = (6.0 / g) * (np.cbrt(g * z / 2.0 + 1.0) - 1.0) + g / 6.0
    return np.where(small, z, y)


def gamma_maps(skewness: FloatArray) -> Maps:
    """Maps from the skewness alone: for the few units of an outlet contrast."""
    grid = np.concatenate([-_STEPS[::-1], [0.0], _STEPS])
    z = np.broadcast_to(grid, (len(skewness), len(grid)))
    return _extended(z, _at_most(z, wilson_hilferty(z, skewness[:, None])))


def saddlepoint_maps(
    cells: Cells,
    scores: Scores,
    *,
    length: FloatArray,
    side: BoolArray,
    stratum: IntArray,
    chosen: BoolArray,
) -> Maps:
    """Maps from the double saddlepoint approximation to the stratified permutation distribution.

    For a tilt t the stories' chances of being on the canonical side are
    ``expit(logit(k / n) + l_e + t u)``, with l_e such that each stratum e keeps its k. With K the
    cumulant function and H its second derivative after the strata are profiled out, the sum
    m(t) has the normal equivalent ``w + log(v / w) / w``, where
    ``w = sign(t) sqrt(2 (t m + sum l k - K))`` and
    ``v = t sqrt(H prod_e D_e(t) / D_e(0))``. Stories of a stratum that lack the feature are
    taken together at their mean residual. The map is monotone and knows no labels, so that the
    test stays exact however good the approximation is; it only makes the features comparable.

    Parameters
    ----------
    chosen : array (features,) of bool
        Features to do; the others get the map of their skewness.

    References
    ----------
    Robinson, J. (1982). Saddlepoint approximations for permutation tests and confidence
    intervals. JRSS B 44, 91-101. Skovgaard, I. M. (1987). Saddlepoint expansions for conditional
    distributions. Journal of Applied Probability 24, 875-887.
    """
    maps = gamma_maps(scores.skewness)
    z, y = maps.z.copy(), maps.y.copy()
    entries = np.bincount(
        cells.feature, np.diff(np.append(cells.start, len(cells.rows))), minlength=cells.features
    )
    half = scores.share.mean() * (1 - scores.share.mean()) if len(scores.share) else 0.25
    misfit = np.abs(half * (1 - 6 * half) * scores.peaked - 1.5 * scores.skewness**2)
    wanted = np.flatnonzero(chosen & (scores.deviation > 0) & (misfit > _MISFIT))
    part = (np.cumsum(entries[wanted]) // _ENTRIES).astype(np.int64)
    for number in range(int(part.max(initial=-1)) + 1):
        work = wanted[part == number]
        if len(work):
            problem = _Problem.make(
                cells, scores, length=length, side=side, stratum=stratum, work=work
            )
            _put(z, y, work, problem)
    return Maps(z, y)


def _put(z: FloatArray, y: FloatArray, work: IntArray, problem: _Problem) -> None:
    """Write the maps of some features into `z` and `y`, where they came out well."""
    (low_z, low_y), (high_z, high_y) = problem.walk(-1.0), problem.walk(1.0)
    # outwards from the middle a map never turns back
    zs = np.concatenate([np.minimum.accumulate(low_z)[::-1], np.maximum.accumulate(high_z)]).T
    ys = np.concatenate([np.minimum.accumulate(low_y)[::-1], np.maximum.accumulate(high_y)]).T
    ok = np.isfinite(zs).all(axis=1) & np.isfinite(ys).all(axis=1)
    ok &= (np.diff(zs, axis=1) >= 0).all(axis=1) & (np.diff(ys, axis=1) >= 0).all(axis=1)
    extended = _extended(zs[ok], _at_most(zs[ok], ys[ok]))
    # one knot fewer than the gamma maps, which have one in the middle
    middle = zs.shape[1] // 2 + 1
    z[work[ok]] = np.insert(extended.z, middle, _centre(extended.z, middle), axis=1)
    y[work[ok]] = np.insert(extended.y, middle, _centre(extended.y, middle), axis=1)


def _at_most(z: FloatArray, y: FloatArray) -> FloatArray:
    """Let a map draw heavy tails in, but never push light ones out.

    Where one side's texts are longer, sums can fall outside what permuting labels can reach; a
    map that followed the permutation distribution to its end would call them all but impossible.
    """
    return np.clip(y, np.minimum(z, -1.0), np.maximum(z, 1.0))


def _centre(values: FloatArray, middle: int) -> FloatArray:
    return (values[:, middle - 1] + values[:, middle]) / 2


def _extended(z: FloatArray, y: FloatArray) -> Maps:
    """Add a far knot at either end, with the slope of the last piece (at most 1)."""

    def slope(i: int, j: int) -> FloatArray:
        gap = np.abs(z[:, i] - z[:, j])
        with np.errstate(divide="ignore", invalid="ignore"):
            s = np.where(gap > 1e-6, np.abs(y[:, i] - y[:, j]) / gap, 0.0)
        return np.clip(s, 0.05, 1.0)

    low = (z[:, :1] - _FAR, y[:, :1] - _FAR * slope(0, 1)[:, None])
    high = (z[:, -1:] + _FAR, y[:, -1:] + _FAR * slope(-1, -2)[:, None])
    return Maps(
        np.concatenate([low[0], z, high[0]], axis=1), np.concatenate([low[1], y, high[1]], axis=1)
    )


@dataclass(frozen=True)
class _Problem:
    """The units of all features side by side: carriers one by one, the rest of a cell as one."""

    u: FloatArray  # residual in standard deviations of the feature
    weight: FloatArray  # how many stories the unit stands for
    cell: IntArray
    base: FloatArray  # logit of k / n, by cell
    share: FloatArray
    k: FloatArray
    size: FloatArray
    feature: IntArray  # by cell, numbered within the work
    features: int

    @classmethod
    def make(
        cls,
        cells: Cells,
        scores: Scores,
        *,
        length: FloatArray,
        side: BoolArray,
        stratum: IntArray,
        work: IntArray,
    ) -> _Problem:
        strata = scores.strata
        first, last = np.searchsorted(cells.feature, [work[0], work[-1] + 1])
        span = slice(first, last)
        number = np.full(int(work[-1] - work[0]) + 1, -1, dtype=np.int64)
        number[work - work[0]] = np.arange(len(work))
        owned = number[cells.feature[span] - work[0]]
        use = owned >= 0
        ends = np.append(cells.start, len(cells.rows))
        owner = np.repeat(np.arange(last - first), np.diff(ends[first : last + 1]))
        entry = use[owner]
        inside = slice(ends[first], ends[last])
        rows, cell = cells.rows[inside][entry], (np.cumsum(use) - 1)[owner[entry]]
        feature = owned[use]
        at = cells.stratum[span][use]
        n = np.bincount(stratum, minlength=strata).astype(float)[at]
        k = np.bincount(stratum, weights=side, minlength=strata)[at]
        words = np.bincount(stratum, weights=length, minlength=strata)[at]
        burdens = np.bincount(stratum, weights=scores.burden, minlength=strata)[at]
        hits = cells.hits[inside][entry]
        rate = np.bincount(cell, weights=hits, minlength=len(at)) / words
        weight = scores.burden[rows] / length[rows]
        u = hits * weight - rate[cell] * scores.burden[rows]
        total = np.bincount(cell, weights=hits * weight, minlength=len(at)) - rate * burdens
        mean = total / n
        u = u - mean[cell]
        carriers = np.bincount(cell, minlength=len(at)).astype(float)
        rest = n - carriers
        left = np.flatnonzero(rest > 0)
        lumped = -np.bincount(cell, weights=u, minlength=len(at))[left] / rest[left]
        scale = 1.0 / scores.deviation[work]
        every = np.concatenate([cell, left])
        return cls(
            u=np.concatenate([u, lumped]) * scale[feature[every]],
            weight=np.concatenate([np.ones(len(u)), rest[left]]),
            cell=every,
            base=np.log(k / (n - k)),
            share=k / n,
            k=k,
            size=n,
            feature=feature,
            features=len(work),
        )

    def _by_cell(self, values: FloatArray) -> FloatArray:
        return np.bincount(self.cell, values, len(self.k)).astype(float, copy=False)

    def _by_feature(self, values: FloatArray) -> FloatArray:
        return np.bincount(self.feature, values, self.features).astype(float, copy=False)

    def walk(self, sign: float) -> tuple[FloatArray, FloatArray]:
        """Means and normal equivalents along the tilts of one sign, shape (steps, features)."""
        shift = np.zeros(len(self.k))
        before = self._by_feature(np.log(self.size * self.share * (1 - self.share)))
        stay = self._by_cell(self.weight) * np.log1p(-self.share)
        base = self.base[self.cell]
        square = self.u**2
        means, equals = [], []
        for step in _STEPS:
            tilt = sign * step
            lean = base + tilt * self.u
            for _ in range(3):
                p, q = self._chances(lean, shift)
                gap = self._by_cell(self.weight * p) - self.k
                shift = shift - np.clip(gap / np.maximum(self._by_cell(q), 1e-9), -1.5, 1.5)
            p, q = self._chances(lean, shift)
            # log(1 - s + s e^a) = log(1 - s) - log(1 - p)
            cumulant = stay - self._by_cell(self.weight * np.log1p(-np.minimum(p, 1 - 1e-15)))
            m = self._by_feature(self._by_cell(self.weight * p * self.u))
            d = np.maximum(self._by_cell(q), 1e-300)
            h = self._by_feature(self._by_cell(q * square) - self._by_cell(q * self.u) ** 2 / d)
            after = self._by_feature(np.log(d))
            inside = tilt * m + self._by_feature(shift * self.k - cumulant)
            with np.errstate(divide="ignore", invalid="ignore"):
                w = np.sqrt(2.0 * np.maximum(inside, 0.0))
                log_v = np.log(step) + 0.5 * (np.log(h) + after - before)
                equals.append(sign * (w + (log_v - np.log(w)) / w))
            means.append(m)
        return np.array(means), np.array(equals)

    def _chances(self, lean: FloatArray, shift: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Chance of each unit's stories to be on the canonical side, and their variance."""
        p = special.expit(lean + shift[self.cell])
        return p, self.weight * p * (1.0 - p)
