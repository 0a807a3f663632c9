"""The rate of one feature in each outlet, with an interval over its stories."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from framing.report.contents import Contents
from framing.report.contrast import by_feature

FEWEST = 5  # stories: with fewer, an interval would say more than they do


def outlet_rates(contents: Contents, feature: str) -> pd.DataFrame:
    """Rate per 1,000 words of each outlet (or origin) over its independent stories.

    The interval takes the story as its unit: with ``x`` hits and ``L`` words of a story and
    ``r = Σx / ΣL``, the linearised standard error is
    ``sqrt(n / (n - 1) · Σ(x - rL)²) / ΣL``, taken on the log scale with Student's t. It is missing
    with fewer than five stories, or no hit.

    Returns
    -------
    DataFrame
        ``name, side, stories, rate, low, high``; sorted by side and name.
    """
    comparison = contents.comparison
    shown = comparison.stories["article_id"].isin(contents.corpus.articles["article_id"])
    stories = comparison.stories[comparison.stories["counted"] & shown]
    hits = by_feature(contents).get(feature)
    found = hits.groupby("article_id").size() if hits is not None else pd.Series(dtype=int)
    rows = []
    names = stories[comparison.by].fillna("unknown")
    for (side, name), mine in stories.groupby([stories["side"], names], sort=True):
        x = mine["article_id"].map(found).fillna(0).to_numpy(dtype=float)
        words = mine["words"].to_numpy(dtype=float)
        rate, low, high = _interval(x, words)
        rows.append(
            {"name": name, "side": side, "stories": len(mine), "rate": rate, "low": low,
             "high": high}
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["name", "side", "stories", "rate", "low", "high"])


def _interval(x: np.ndarray, words: np.ndarray) -> tuple[float, float, float]:
    """Rate per 1,000 words with its 95 % interval; NaN where it is undefined.

    Examples
    --------
    >>> rate, low, high = _interval(np.array([2.0] * 6), np.array([1000.0] * 6))
    >>> round(rate, 6), round(low, 6), round(high, 6)
    (2.0, 2.0, 2.0)
    >>> _interval(np.array([1.0]), np.array([500.0]))
    (2.0, nan, nan)
    """
    total = words.sum()
    if total <= 0:
        return float("nan"), float("nan"), float("nan")
    rate = float(x.sum() / total)
    n = len(x)
    if n < FEWEST or rate == 0:
        return 1000 * rate, float("nan"), float("nan")
    error = np.sqrt(n / (n - 1) * ((x - rate * words) ** 2).sum()) / total
    wide = float(np.exp(stats.t.ppf(0.975, n - 1) * error / rate))
    return 1000 * rate, 1000 * rate / wide, 1000 * rate * wide
