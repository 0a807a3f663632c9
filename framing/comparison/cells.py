"""Sums by (feature, stratum): what rates, variances and intervals are made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from framing.comparison.inputs import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Cells:
    """One cell for each feature and stratum in which the feature occurs, sorted by feature.

    Attributes
    ----------
    feature, stratum : arrays (cells,) of int
        Which feature, which stratum.
    start : array (cells,) of int
        The first entry of the cell in `rows` and `hits`.
    rows, hits : arrays (entries,)
        Story and hits of each non-zero count, sorted by feature, then stratum.
    features : int
        Number of features, those without hits included.
    """

    feature: IntArray
    stratum: IntArray
    start: IntArray
    rows: IntArray
    hits: FloatArray
    features: int

    def sums(self, entries: FloatArray) -> FloatArray:
        """Sum of one value an entry, by cell."""
        if not len(self.start):
            return np.zeros(0)
        return np.add.reduceat(entries, self.start)

    def by_feature(self, values: FloatArray) -> FloatArray:
        """Sum of one value a cell, by feature."""
        return np.bincount(self.feature, weights=values, minlength=self.features).astype(float)


def make_cells(counts: sparse.csr_matrix, stratum: IntArray) -> Cells:
    """Group the non-zero counts by feature and stratum."""
    order = np.argsort(stratum, kind="stable").astype(np.int32)
    sorted_already = bool(np.all(np.diff(stratum) >= 0))
    columns = sparse.csc_matrix(counts if sorted_already else counts[order])
    columns.sort_indices()
    rows = columns.indices if sorted_already else order[columns.indices]
    feature = np.repeat(np.arange(counts.shape[1], dtype=np.int32), np.diff(columns.indptr))
    strata = stratum.astype(np.int32)[rows]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (np.diff(feature) != 0) | (np.diff(strata) != 0)
    start = np.flatnonzero(new)
    return Cells(
        feature=feature[start].astype(np.int64),
        stratum=strata[start],
        start=start,
        rows=rows,
        hits=np.asarray(columns.data, dtype=float),
        features=counts.shape[1],
    )


@dataclass(frozen=True)
class Scores:
    """The label-free residuals of all stories and features, as one linear operator.

    The residual of story i, stratum e, feature v is ``u = (x - r L) / (L + median L)``, with
    ``r`` the rate of the feature in the stratum, both sides pooled. The statistic of a feature
    is the sum of u over one side, less what the stratum would give that side by chance; the
    sums for many labellings at once are ``operator @ (weights for stories and strata)``.

    Attributes
    ----------
    operator : sparse matrix (features, stories + strata)
    burden : array (stories,)
        ``L / (L + median L)``: what a unit of rate subtracts from the residual.
    share : array (stories,)
        The share of the story's stratum that lies on the canonical side.
    deviation : array (features,)
        The exact standard deviation of the statistic over stratified permutations.
    skewness : array (features,)
        Its exact skewness.
    peaked : array (features,)
        Sum of the fourth powers of the residuals of the stories that hold the feature, in units
        of `deviation`: near 0 where many stories share in the sum, large where few do.
    """

    operator: sparse.csr_matrix
    burden: FloatArray
    stratum: IntArray
    strata: int
    share: FloatArray
    deviation: FloatArray
    skewness: FloatArray
    peaked: FloatArray

    def statistic(self, labels: np.ndarray) -> FloatArray:
        """Sum of residuals of the labelled stories less its mean, shape (features, draws)."""
        centred = labels - self.share[:, None]
        return np.asarray(self.operator @ self.stack(centred))

    def stack(self, centred: np.ndarray) -> np.ndarray:
        """Centred labels (stories, draws), and below them their burden by stratum."""
        gather = sparse.csr_matrix(
            (self.burden, (self.stratum, np.arange(len(self.stratum)))),
            shape=(self.strata, len(self.stratum)),
            dtype=centred.dtype,
        )
        return np.vstack([centred, gather @ centred])


def make_scores(cells: Cells, *, length: FloatArray, side: BoolArray, stratum: IntArray) -> Scores:
    """Build the residual operator and the exact permutation moments of every feature.

    The sum of k of n values drawn without replacement has variance
    ``k (n - k) / (n - 1) m2`` and third cumulant ``k (n - k) (n - 2k) / ((n - 1)(n - 2)) m3``,
    with m2, m3 the central moments of the n values; strata add up.
    """
    strata = int(stratum.max(initial=-1)) + 1
    stories = len(length)
    weight = 1.0 / (length + np.median(length)) if stories else np.zeros(0)
    burden = weight * length
    n = np.bincount(stratum, minlength=strata).astype(float)
    k = np.bincount(stratum, weights=side, minlength=strata).astype(float)
    words = np.bincount(stratum, weights=length, minlength=strata)
    total = cells.sums(cells.hits)
    rate = total / words[cells.stratum] if len(total) else total
    weighted = cells.hits * weight[cells.rows]
    at = burden[cells.rows]
    power = [np.bincount(stratum, weights=burden**j, minlength=strata) for j in (1, 2, 3)]
    p1, p2, p3 = (p[cells.stratum] for p in power)
    s1 = cells.sums(weighted) - rate * p1
    s2 = cells.sums(weighted**2) - 2 * rate * cells.sums(weighted * at) + rate**2 * p2
    s3 = (
        cells.sums(weighted**3)
        - 3 * rate * cells.sums(weighted**2 * at)
        + 3 * rate**2 * cells.sums(weighted * at**2)
        - rate**3 * p3
    )
    size, chosen = n[cells.stratum], k[cells.stratum]
    mean = s1 / size if len(s1) else s1
    raw = s2 / size if len(s2) else s2
    m2 = np.maximum(raw - mean**2, 0.0)
    # what rounding leaves of equal residuals is no variance
    m2[m2 < 1e-12 * cells.sums(weighted**2) / np.maximum(size, 1)] = 0.0
    m3 = (s3 / size if len(s3) else s3) - 3 * mean * raw + 2 * mean**3
    with np.errstate(divide="ignore", invalid="ignore"):
        v = np.where(size > 1, chosen * (size - chosen) / (size - 1) * m2, 0.0)
        c = np.where(
            size > 2,
            chosen * (size - chosen) * (size - 2 * chosen) / ((size - 1) * (size - 2)) * m3,
            0.0,
        )
    variance, third = cells.by_feature(v), cells.by_feature(c)
    deviation = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        skewness = np.where(variance > 0, third / variance**1.5, 0.0)
    sizes = np.diff(np.append(cells.start, len(cells.rows)))
    fourth = cells.by_feature(cells.sums((weighted - np.repeat(rate, sizes) * at) ** 4))
    with np.errstate(divide="ignore", invalid="ignore"):
        peaked = np.where(variance > 0, fourth / variance**2, 0.0)
    entries = cells.by_feature(sizes.astype(float))
    operator = sparse.hstack(
        [
            _by_rows(weighted, cells.rows, entries, stories),
            _by_rows(-rate, cells.stratum, cells.by_feature(np.ones(len(sizes))), strata),
        ],
        format="csr",
    )
    share = (k / np.maximum(n, 1))[stratum] if stories else np.zeros(0)
    return Scores(operator, burden, stratum, strata, share, deviation, skewness, peaked)


def _by_rows(
    values: FloatArray, columns: IntArray, numbers: FloatArray, width: int
) -> sparse.csr_matrix:
    """A sparse matrix from values that already stand feature by feature."""
    ends = np.concatenate([[0], np.cumsum(numbers)]).astype(np.int64)
    return sparse.csr_matrix((values, columns, ends), shape=(len(numbers), width))
