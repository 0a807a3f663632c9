"""Statistics that describe, in the field's variants: no p-value is ever made from them."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse, special, stats

from framing.errors import FramingError

FloatArray = np.ndarray[Any, np.dtype[np.float64]]


def _four(
    hits_a: Any, hits_b: Any, words_a: float, words_b: float
) -> tuple[FloatArray, FloatArray, float, float]:
    a, b = np.asarray(hits_a, dtype=float), np.asarray(hits_b, dtype=float)
    if a.shape != b.shape:
        raise FramingError(f"hits of both sides must have one shape; got {a.shape} and {b.shape}")
    if not (words_a > 0 and words_b > 0):
        raise FramingError(f"words must be more than 0; got {words_a} and {words_b}")
    if np.any(~(a >= 0)) or np.any(~(b >= 0)) or np.any(a > words_a) or np.any(b > words_b):
        raise FramingError("hits must lie between 0 and the number of words")
    return a, b, float(words_a), float(words_b)


def g2(
    hits_a: Any,
    hits_b: Any,
    *,
    words_a: float,
    words_b: float,
    cells: Literal[2, 4] = 4,
) -> FloatArray:
    """Log-likelihood ratio of one rate against two.

    ``2 sum O ln(O / E)`` over the four cells of hits and other words (Dunning 1993), or over the
    two cells of hits only (Rayson & Garside 2000). 0 or more; words that repeat within an
    article inflate it, so that it describes and does not test.

    Parameters
    ----------
    hits_a, hits_b : array (features,)
    words_a, words_b : float
    cells : {4, 2}

    References
    ----------
    Dunning, T. (1993). Computational Linguistics 19, 61-74. Rayson, P. & Garside, R. (2000).
    Comparing corpora using frequency profiling.

    Examples
    --------
    >>> float(g2(10, 5, words_a=1000, words_b=1000, cells=2).round(2))
    1.7
    """
    a, b, n, m = _four(hits_a, hits_b, words_a, words_b)
    if cells not in (2, 4):
        raise FramingError(f"cells must be 4 (Dunning) or 2 (Rayson); got {cells!r}")
    rate = (a + b) / (n + m)
    result = special.rel_entr(a, n * rate) + special.rel_entr(b, m * rate)
    if cells == 4:
        result = result + special.rel_entr(n - a, n * (1 - rate))
        result = result + special.rel_entr(m - b, m * (1 - rate))
    return np.asarray(2 * np.maximum(result, 0.0))


def chi2(
    hits_a: Any, hits_b: Any, *, words_a: float, words_b: float, yates: bool = False
) -> FloatArray:
    """Pearson's chi-square of the four cells, with Yates's correction if asked.

    Missing (NaN) where a feature does not occur at all or is every word.

    Examples
    --------
    >>> float(chi2(10, 5, words_a=1000, words_b=1000).round(3))
    1.679
    """
    a, b, n, m = _four(hits_a, hits_b, words_a, words_b)
    total = n + m
    gap = np.abs(a * (m - b) - b * (n - a))
    if yates:
        gap = np.maximum(gap - total / 2, 0.0)
    bottom = n * m * (a + b) * (total - a - b)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom > 0, total * gap**2 / bottom, np.nan)


def log_ratio(
    hits_a: Any, hits_b: Any, *, words_a: float, words_b: float, zero: float = 0.5
) -> FloatArray:
    """Hardie's log ratio: log2 of the relative frequencies, 0 hits taken as `zero` hits.

    Positive: A uses it more. Missing where neither side has it.

    References
    ----------
    Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster.

    Examples
    --------
    >>> log_ratio([8, 3], [2, 0], words_a=100, words_b=100).round(3).tolist()
    [2.0, 2.585]
    """
    a, b, n, m = _four(hits_a, hits_b, words_a, words_b)
    x, y = np.where(a == 0, zero, a), np.where(b == 0, zero, b)
    return np.where(a + b > 0, np.log2(x / n) - np.log2(y / m), np.nan)


def percent_difference(hits_a: Any, hits_b: Any, *, words_a: float, words_b: float) -> FloatArray:
    """%DIFF: the difference of A's normalised frequency from B's, in per cent of B's.

    Where B has no hits, B's frequency is taken as 10^-18, as its authors do.

    References
    ----------
    Gabrielatos, C. & Marchi, A. (2012). Keyness: appropriate metrics and practical issues.

    Examples
    --------
    >>> percent_difference([30], [10], words_a=100, words_b=100).tolist()
    [200.0]
    """
    a, b, n, m = _four(hits_a, hits_b, words_a, words_b)
    x, y = a / n, b / m
    y = np.where(y == 0, 1e-18, y)
    return np.where(a + b > 0, 100 * (x - y) / y, np.nan)


def bic(hits_a: Any, hits_b: Any, *, words_a: float, words_b: float) -> FloatArray:
    """Wilson's Bayes factor approximation: G2 (two cells) less ln of all words.

    Above 0 the data favour two rates; like G2 it takes words as independent.

    References
    ----------
    Wilson, A. (2013). Embracing Bayes factors for key item analysis in corpus linguistics.

    Examples
    --------
    >>> float(bic(10, 5, words_a=1000, words_b=1000).round(2))
    -5.9
    """
    statistic = g2(hits_a, hits_b, words_a=words_a, words_b=words_b, cells=2)
    return np.asarray(statistic - math.log(words_a + words_b))


def odds_ratio(hits_a: Any, hits_b: Any, *, words_a: float, words_b: float) -> FloatArray:
    """Odds of the feature in A over those in B; infinite where B has none, missing where neither.

    Examples
    --------
    >>> odds_ratio([20], [10], words_a=100, words_b=100).tolist()
    [2.25]
    """
    a, b, n, m = _four(hits_a, hits_b, words_a, words_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(a + b > 0, (a * (m - b)) / (b * (n - a)), np.nan)


def dirichlet_z(
    hits_a: Any, hits_b: Any, *, prior: Any = None, strength: float | None = None
) -> FloatArray:
    """Log-odds with an informative Dirichlet prior, over its standard deviation.

    For ranking and plots (Monroe et al. call it "fightin' words"); between random halves of one
    outlet dozens of words pass 1.96, so it is never a claim. All features must be given: they
    make up the vocabulary.

    Parameters
    ----------
    hits_a, hits_b : array (features,)
    prior : array (features,), optional
        Pseudo-counts; by default the two sides' pooled counts.
    strength : float, optional
        Total of the pseudo-counts, if `prior` is to be scaled.

    References
    ----------
    Monroe, B., Colaresi, M. & Quinn, K. (2008). Fightin' Words. Political Analysis 16, 372-403,
    equations 15, 16, 19, 20 and 22.

    Examples
    --------
    >>> dirichlet_z([10, 10], [5, 15], prior=[1, 1]).round(2).tolist()
    [1.93, -2.5]
    """
    a, b = np.asarray(hits_a, dtype=float), np.asarray(hits_b, dtype=float)
    alpha = a + b if prior is None else np.asarray(prior, dtype=float)
    if alpha.shape != a.shape or np.any(alpha < 0) or alpha.sum() <= 0:
        raise FramingError("prior must hold one pseudo-count a feature, 0 or more, not all 0")
    if strength is not None:
        alpha = alpha * (strength / alpha.sum())
    total = alpha.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        x, y = a + alpha, b + alpha
        delta = np.log(x / (a.sum() + total - x)) - np.log(y / (b.sum() + total - y))
        return np.where(x > 0, delta / np.sqrt(1 / x + 1 / y), np.nan)


def conservative_log_ratio(
    hits_a: Any,
    hits_b: Any,
    *,
    words_a: float,
    words_b: float,
    level: float = 0.95,
    features: int | None = None,
) -> FloatArray:
    """Evert's LRC: the end of the log ratio's interval that lies nearer to 0, or 0.

    The interval is the exact binomial one of A's share of the hits (Clopper & Pearson), at
    ``1 - (1 - level) / features`` (Bonferroni). It takes words as independent.

    References
    ----------
    Evert, S. (2022). Measuring keyness. Digital Humanities 2022.

    Examples
    --------
    >>> conservative_log_ratio([60, 10], [20, 9], words_a=1000, words_b=1000, features=1
    ...                        ).round(2).tolist()
    [0.83, 0.0]
    """
    a, b, n, m = _four(hits_a, hits_b, words_a, words_b)
    alpha = (1 - level) / max(a.size if features is None else features, 1)
    total = a + b
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a > 0, stats.beta.ppf(alpha / 2, a, total - a + 1), 0.0)
        high = np.where(b > 0, stats.beta.ppf(1 - alpha / 2, a + 1, np.maximum(b, 1e-9)), 1.0)
        ratios = [np.log2(share / (1 - share) * m / n) for share in (low, high)]
    nearer = np.where(ratios[0] > 0, ratios[0], np.where(ratios[1] < 0, ratios[1], 0.0))
    return np.where(total > 0, nearer, np.nan)


def gries_dp(counts: Any, *, length: Any, normalised: bool = True) -> FloatArray:
    """Gries' deviation of proportions: how unevenly a feature is spread over the articles.

    ``0.5 sum |share of hits - share of words|``, over ``1 - smallest share of words`` where
    `normalised` (Lijffijt & Gries 2012). 0: as the articles' lengths would have it; 1: all in
    the shortest article. Missing where it does not occur.

    Parameters
    ----------
    counts : sparse matrix or array (articles, features)
    length : array (articles,)

    Examples
    --------
    >>> gries_dp([[1, 3], [1, 0], [1, 0]], length=[10, 10, 10]).round(3).tolist()
    [0.0, 1.0]
    """
    matrix = sparse.csc_matrix(counts, dtype=float)
    words = np.asarray(length, dtype=float)
    if matrix.shape[0] != len(words):
        raise FramingError(f"{matrix.shape[0]} rows of counts, but {len(words)} lengths")
    total = np.asarray(matrix.sum(axis=0)).ravel()
    if not len(words) or words.sum() <= 0:
        return np.full(matrix.shape[1], np.nan)
    expected = words / words.sum()
    column = np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = matrix.data / total[column]
        at = expected[matrix.indices]
        # articles without the feature add their share of the words
        gaps = np.bincount(column, np.abs(observed - at) - at, minlength=matrix.shape[1])
        dp = 0.5 * (gaps + 1.0)
        if normalised:
            least = 1.0 - expected[words > 0].min()
            dp = dp / least if least > 0 else np.zeros_like(dp)
        return np.where(total > 0, np.maximum(dp, 0.0), np.nan)


def juilland_d(counts: Any, *, length: Any) -> FloatArray:
    """Juilland's D: 1 less the coefficient of variation of the rates over sqrt(articles - 1).

    1: the same rate in every article; 0: all in one of many equal articles. Missing with fewer
    than two articles or no hits.

    References
    ----------
    Juilland, A. & Chang-Rodríguez, E. (1964). Frequency Dictionary of Spanish Words.

    Examples
    --------
    >>> juilland_d([[1, 3], [1, 0], [1, 0]], length=[10, 10, 10]).round(3).tolist()
    [1.0, 0.0]
    """
    matrix = sparse.csr_matrix(counts, dtype=float)
    words = np.asarray(length, dtype=float)
    if matrix.shape[0] != len(words):
        raise FramingError(f"{matrix.shape[0]} rows of counts, but {len(words)} lengths")
    some = np.flatnonzero(words > 0)
    n = len(some)
    if n < 2:
        return np.full(matrix.shape[1], np.nan)
    rates = sparse.diags(1.0 / words[some]) @ matrix[some]
    mean = np.asarray(rates.sum(axis=0)).ravel() / n
    square = np.asarray(rates.multiply(rates).sum(axis=0)).ravel() / n
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.maximum(square - mean**2, 0.0)) / mean
        return np.where(mean > 0, 1.0 - spread / math.sqrt(n - 1), np.nan)


def describe_counts(hits_a: Any, hits_b: Any, *, words_a: float, words_b: float) -> pd.DataFrame:
    """All two-sided descriptions at once, one row a feature: none of them is a test.

    Returns
    -------
    DataFrame
        g2_dunning, g2_rayson, chi2, chi2_yates, log_ratio, percent_difference, bic, odds_ratio,
        dirichlet_z, conservative_log_ratio.
    """
    both: dict[str, Any] = {"words_a": words_a, "words_b": words_b}
    a, b = np.atleast_1d(np.asarray(hits_a, float)), np.atleast_1d(np.asarray(hits_b, float))
    sign = np.sign(a / words_a - b / words_b)
    return pd.DataFrame(
        {
            "g2_dunning": sign * g2(a, b, cells=4, **both),
            "g2_rayson": sign * g2(a, b, cells=2, **both),
            "chi2": sign * chi2(a, b, **both),
            "chi2_yates": sign * chi2(a, b, yates=True, **both),
            "log_ratio": log_ratio(a, b, **both),
            "percent_difference": percent_difference(a, b, **both),
            "bic": bic(a, b, **both),
            "odds_ratio": odds_ratio(a, b, **both),
            "dirichlet_z": dirichlet_z(a, b),
            "conservative_log_ratio": conservative_log_ratio(a, b, **both),
        }
    )
