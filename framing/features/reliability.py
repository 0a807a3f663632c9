"""How well coders agree: Krippendorff's alpha, with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from framing.errors import FramingError


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha of one variable.

    Parameters
    ----------
    variable : str
    alpha : float
        1: full agreement; 0: what chance would give; below: systematic disagreement. NaN where
        nothing varies.
    low, high : float
        95 % interval by resampling units.
    units, coders : int
        Units that two coders or more have coded; coders.
    """

    variable: str
    alpha: float
    low: float
    high: float
    units: int
    coders: int


def agreement(
    codes: pd.DataFrame,
    *,
    metric: Literal["nominal", "interval"] = "nominal",
    draws: int = 1000,
    seed: int = 0,
) -> tuple[Agreement, ...]:
    """Krippendorff's alpha of every variable, with an interval.

    Parameters
    ----------
    codes : DataFrame
        As `read_sheets` gives it.
    metric : {"nominal", "interval"}
        How far apart two codes are.
    draws, seed : int
        Resamples of units for the 95 % percentile interval, and their seed.

    Returns
    -------
    tuple of Agreement
        By variable.

    Raises
    ------
    FramingError
        Where no unit of a variable has been coded twice.

    References
    ----------
    Krippendorff, K. (2004). Reliability in content analysis: Some common misconceptions and
    recommendations. Human Communication Research, 30(3), 411–433. The coefficient
    is that of nltk.metrics.agreement.

    Examples
    --------
    >>> codes = pd.DataFrame([("u1", "a", "v", 1), ("u1", "b", "v", 1), ("u2", "a", "v", 0),
    ...                       ("u2", "b", "v", 0)], columns=["unit", "coder", "variable", "value"])
    >>> agreement(codes, draws=10)[0].alpha
    1.0
    """
    found = []
    for variable, rows in codes.groupby("variable", sort=True):
        counts = rows.groupby("unit")["coder"].nunique()
        units = sorted(counts.index[counts >= 2])
        if not units:
            raise FramingError(
                f"variable {variable!r}: no unit was coded by two coders; give two "
                "coders the same sheet"
            )
        by_unit = {
            unit: [(r.coder, r.value) for r in group.itertuples(index=False)]
            for unit, group in rows[rows["unit"].isin(units)].groupby("unit")
        }
        alpha = _alpha([by_unit[u] for u in units], metric)
        random = np.random.default_rng(seed)
        resampled = [
            _alpha([by_unit[units[k]] for k in random.integers(0, len(units), len(units))], metric)
            for _ in range(draws)
        ]
        known = [a for a in resampled if not np.isnan(a)]
        low, high = np.percentile(known, [2.5, 97.5]) if known else (np.nan, np.nan)
        found.append(
            Agreement(
                str(variable), alpha, float(low), float(high), len(units), rows["coder"].nunique()
            )
        )
    return tuple(found)


def _alpha(units: Sequence[Sequence[tuple[str, object]]], metric: str) -> float:
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance, interval_distance

    values = {value for unit in units for _, value in unit}
    if len(values) < 2:
        return float("nan")
    data = [
        (coder, str(number), value) for number, unit in enumerate(units) for coder, value in unit
    ]
    distance = binary_distance if metric == "nominal" else interval_distance
    return float(AnnotationTask(data=data, distance=distance).alpha())
