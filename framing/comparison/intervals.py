"""The ratio of two rates within events, and the interval that whole articles give it."""

from __future__ import annotations

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


def rate_ratios(
    cells: Cells, *, length: FloatArray, side: BoolArray, stratum: IntArray, level: float = 0.95
) -> Ratios:
    """Mantel-Haenszel rate ratio over strata, with an article-linearised interval.

    ``R = sum_e x_A L_B / L  /  sum_e x_B L_A / L``. Its estimating function is a sum over
    articles, ``(L_B / L)(x - R r L)`` on side A and ``-R (L_A / L)(x - r L)`` on side B, with r
    the rate of side B that event e has under R; the sum of their squares (times n / (n - 1) in
    a stratum of n) is its variance, whatever the words' burstiness. The interval holds the R
    that this variance, taken at R itself, does not contradict (a score interval, with t
    quantiles by the number of articles that carry hits), so that a side without hits still has
    a bound.

    References
    ----------
    Greenland, S. & Robins, J. (1985). Estimation of a common effect parameter from sparse
    follow-up data. Biometrics 41, 55-68.
    """
    strata = int(stratum.max(initial=-1)) + 1
    on = side.astype(float)
    n = np.bincount(stratum, minlength=strata).astype(float)
    la = np.bincount(stratum, weights=length * on, minlength=strata)
    lb = np.bincount(stratum, weights=length * (1 - on), minlength=strata)
    qa = np.bincount(stratum, weights=length**2 * on, minlength=strata)
    qb = np.bincount(stratum, weights=length**2 * (1 - on), minlength=strata)
    row_side, row_length = on[cells.rows], length[cells.rows]
    usable = (la[cells.stratum] > 0) & (lb[cells.stratum] > 0)
    xa = cells.sums(cells.hits * row_side) * usable
    xb = cells.sums(cells.hits * (1 - row_side)) * usable
    xxa = cells.sums(cells.hits**2 * row_side)
    xxb = cells.sums(cells.hits**2 * (1 - row_side))
    xla = cells.sums(cells.hits * row_length * row_side)
    xlb = cells.sums(cells.hits * row_length * (1 - row_side))
    a, b = la[cells.stratum], lb[cells.stratum]
    total = np.maximum(a + b, 1e-300)
    ca, cb = b / total, a / total
    small = np.where(n > 1, n / np.maximum(n - 1, 1), 0.0)[cells.stratum] * usable
    top, bottom = cells.by_feature(xa * ca), cells.by_feature(xb * cb)
    carriers = cells.by_feature(cells.sums(np.ones(len(cells.rows))) * usable)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log(top) - np.log(bottom)
    ratio[(top == 0) & (bottom == 0)] = np.nan
    quantile = stats.t.ppf(0.5 + level / 2, np.maximum(carriers - 1, 1))

    def excess(log_ratio: FloatArray) -> FloatArray:
        """Squared estimating function less what its variance allows, at each feature's ratio."""
        r = np.exp(log_ratio)
        psi = top - r * bottom
        rc = r[cells.feature]
        base = (xa + xb) / (b + rc * a)
        spread = small * (
            ca**2 * (xxa - 2 * rc * base * xla + (rc * base) ** 2 * qa[cells.stratum])
            + (rc * cb) ** 2 * (xxb - 2 * base * xlb + base**2 * qb[cells.stratum])
        )
        return psi**2 - quantile**2 * cells.by_feature(spread)

    low = _search(ratio, excess, top == 0, -1.0)
    high = _search(ratio, excess, bottom == 0, 1.0)
    scale = np.log(2.0)
    return Ratios(ratio / scale, low / scale, high / scale)


def _search(centre: FloatArray, excess: object, boundless: np.ndarray, sign: float) -> FloatArray:
    """Walk out from the estimate until the variance no longer explains it, then bisect."""
    known = ~np.isnan(centre)
    start = np.where(np.isfinite(centre), centre, 0.0)
    inner = np.where(known & np.isinf(centre), -sign * 12.0, start)
    outer = start + sign * 12.0
    assert callable(excess)
    open_end = excess(outer) <= 0
    for _ in range(30):
        middle = (inner + outer) / 2
        inside = excess(middle) <= 0
        inner = np.where(inside, middle, inner)
        outer = np.where(inside, outer, middle)
    bound = np.where(open_end | boundless, sign * np.inf, (inner + outer) / 2)
    return np.where(known, bound, np.nan)
