"""Does the gap between two sides change: period by period, and around a dated happening?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from framing.comparison.cells import make_cells
from framing.comparison.gates import FEWEST_EVENTS, FEWEST_STORIES
from framing.comparison.inputs import check_counts, prepare
from framing.comparison.intervals import Ratios, rate_ratios
from framing.comparison.outcome import masked
from framing.comparison.story_unit import shared
from framing.errors import FramingError


def series_counts(
    counts: Any,
    *,
    length: Any,
    side: Any,
    event: Any,
    period: Any,
    story: Any = None,
    features: list[Any] | None = None,
) -> pd.DataFrame:
    """Log2 ratio of rates within events, period by period, with its interval.

    Parameters
    ----------
    counts, length, side, event, story
        As in `contrast_counts`.
    period : array (stories,)
        Month, week, year: anything that sorts; missing: left out.

    Returns
    -------
    DataFrame
        One row a period and feature: stories_a, stories_b, events, log2_ratio, low, high (95 %
        each, not for all at once), enough (10 stories a side and 3 shared events). A period's
        interval says whether that period differs from 'no gap', never whether two periods differ.
    """
    matrix, names = check_counts(counts)
    names = list(features) if features is not None else names
    periods = np.asarray(period, dtype=object)
    if periods.shape != (matrix.shape[0],):
        raise FramingError(f"period must hold one value a story ({matrix.shape[0]})")
    known = ~pd.isna(periods)
    parts = []
    for name in sorted(set(periods[known]), key=str):
        rows = np.flatnonzero(known & (periods == name))
        ratios, sizes = _ratios(matrix, rows, length=length, side=side, event=event, story=story)
        parts.append(
            pd.DataFrame(
                {
                    "period": name,
                    "feature": np.arange(matrix.shape[1]) if names is None else names,
                    "stories_a": sizes[0],
                    "stories_b": sizes[1],
                    "events": sizes[2],
                    "log2_ratio": masked(ratios.log2_ratio),
                    "low": masked(ratios.low),
                    "high": masked(ratios.high),
                    "enough": _enough(sizes),
                }
            )
        )
    columns = [
        "period",
        "feature",
        "stories_a",
        "stories_b",
        "events",
        "log2_ratio",
        "low",
        "high",
        "enough",
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def around_counts(
    counts: Any,
    *,
    length: Any,
    side: Any,
    event: Any,
    published: Any,
    date: str,
    story: Any = None,
    features: list[Any] | None = None,
) -> pd.DataFrame:
    """How the gap between two sides changes at a date: after less before, on the log2 scale.

    The design of Watanabe (2017), who asked whether TASS and Interfax drew apart in the Ukraine
    crisis. Both sides see the same events, so that what happens in the world moves both; what
    is left is the change of the gap.

    Parameters
    ----------
    counts, length, side, event, story
        As in `contrast_counts`.
    published : array (stories,) of ISO 8601 strings
    date : str
        The first day of 'after', ISO 8601.

    Returns
    -------
    DataFrame
        One row a feature: before, after (log2 ratios with their 95 % intervals), change with low
        and high (95 %) and low_family, high_family (95 % for all features at once, Bonferroni),
        reason why the change is missing. No p-value: what else happened at the same time is
        not known to the program.

    References
    ----------
    Watanabe, K. (2017). Measuring news bias: Russia's official news agency ITAR-TASS' coverage
    of the Ukraine crisis. European Journal of Communication 32(3), 224-241.
    """
    matrix, names = check_counts(counts)
    names = list(features) if features is not None else names
    if not isinstance(date, str) or len(date) < 10 or date[4] != "-":
        raise FramingError(f"date must be a day like '2014-03-18'; got {date!r}")
    days = np.asarray(published, dtype=object)
    known = ~pd.isna(days)
    late = np.array([str(d)[:10] >= date[:10] for d in days])
    halves = [
        _ratios(
            matrix, np.flatnonzero(known & when), length=length, side=side, event=event, story=story
        )
        for when in (~late, late)
    ]
    size = matrix.shape[1]
    (first, sizes), (second, later) = halves
    with np.errstate(invalid="ignore"):
        change = second.log2_ratio - first.log2_ratio
        spread = np.hypot(_half(first), _half(second))
    good = np.isfinite(change) & np.isfinite(spread) & _enough(sizes) & _enough(later)
    change = np.where(good, change, np.nan)
    tested = max(int(good.sum()), 1)
    wider = stats.norm.isf(0.025 / tested) / stats.norm.isf(0.025)
    reason = np.full(size, None, dtype=object)
    reason[~good] = "no hits on one side before or after"
    for label, part in (("before", sizes), ("after", later)):
        if not _enough(part):
            reason[:] = (
                f"Descriptive only: {part[0]} and {part[1]} stories in {part[2]} shared "
                f"events {label}; {FEWEST_STORIES} a side and {FEWEST_EVENTS} are needed."
            )
    return pd.DataFrame(
        {
            "feature": np.arange(size) if names is None else names,
            **{
                f"{label}{suffix}": masked(values)
                for label, r in (("before", first), ("after", second))
                for suffix, values in (("", r.log2_ratio), ("_low", r.low), ("_high", r.high))
            },
            "change": masked(change),
            "low": masked(change - spread),
            "high": masked(change + spread),
            "low_family": masked(change - wider * spread),
            "high_family": masked(change + wider * spread),
            "reason": pd.array(reason, dtype="string"),
        }
    )


def _half(ratios: Ratios) -> np.ndarray:
    return (ratios.high - ratios.low) / 2


def _enough(sizes: tuple[int, int, int]) -> bool:
    return min(sizes[:2]) >= FEWEST_STORIES and sizes[2] >= FEWEST_EVENTS


def _ratios(
    matrix: Any, rows: np.ndarray, *, length: Any, side: Any, event: Any, story: Any
) -> tuple[Ratios, tuple[int, int, int]]:
    """Ratios of some stories, as the caller's side A over B, and how many there are."""

    def pick(values: Any) -> Any:
        return None if values is None else np.asarray(values, dtype=object)[rows]

    kept = prepare(
        matrix[rows], length=pick(length), side=pick(side), event=pick(event), story=pick(story)
    )
    own = kept.side != kept.flipped
    use = np.flatnonzero(shared(own, kept.stratum))
    _, stratum = np.unique(kept.stratum[use], return_inverse=True)
    ratios = rate_ratios(
        make_cells(kept.counts[use], stratum),
        length=kept.length[use],
        side=own[use],
        stratum=stratum,
    )
    sizes = (int(own[use].sum()), int((~own[use]).sum()), len(np.unique(kept.event[use])))
    return ratios, sizes


def describe_change(row: pd.Series) -> str:
    """One row of `around_counts` in words.

    Examples
    --------
    >>> describe_change(pd.Series({"feature": "x", "change": 1.0, "low": 0.5, "high": 1.5,
    ...                            "reason": None}))
    "The gap in 'x' grew 2.0-fold towards A (95 % CI 1.4–2.8)."
    """
    if pd.isna(row["change"]):
        return f"'{row['feature']}': {row['reason']}"
    change, low, high = (float(row[c]) for c in ("change", "low", "high"))
    towards = "A"
    if change < 0:
        change, low, high, towards = -change, -high, -low, "B"
    sure = "" if low > 0 else " No change is established."
    return (
        f"The gap in '{row['feature']}' grew {2**change:.1f}-fold towards {towards} "
        f"(95 % CI {math.pow(2, low):.1f}–{math.pow(2, high):.1f}).{sure}"
    )
