"""The numbers of one contrast, as arrays, and the table made from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison.gates import Gate
from framing.comparison.inputs import BoolArray, FloatArray, Stories

COLUMNS: dict[str, str] = {
    "family": "the family of tests it belongs to: named, search, or missing where untested",
    "hits_a": "hits in the independent stories of side A, shared events only",
    "hits_b": "the same of side B",
    "stories_a": "independent stories of side A that hold it",
    "stories_b": "the same of side B",
    "rate_a": "hits per 1,000 words in side A's independent stories, shared events only",
    "rate_b": "the same of side B",
    "log2_ratio": "log2 of A's rate over B's within events; positive: A uses it more",
    "low": "lower end of its 95 % interval",
    "high": "upper end of its 95 % interval",
    "z": "sum of label-free residuals in exact permutation standard deviations",
    "p": "two-sided permutation p of this feature alone",
    "p_family": "family-wise p (Westfall-Young, step-down): the claims",
    "q": "false discovery rate of the exploratory list that ends with this feature",
    "reason": "why p is missing",
}


@dataclass(frozen=True)
class Outcome:
    """One contrast, on the canonical side's orientation; arrays are (features,)."""

    gate: Gate
    hits: tuple[FloatArray, FloatArray]
    carriers: tuple[FloatArray, FloatArray]
    words: tuple[float, float]
    stories: tuple[int, int]
    outlets: tuple[int, int]
    events: int
    left_out: dict[str, int]
    log2_ratio: FloatArray
    low: FloatArray
    high: FloatArray
    z: FloatArray
    p: FloatArray
    p_family: FloatArray
    q: FloatArray
    named: BoolArray
    search: BoolArray
    min_stories: int
    extra: dict[str, Any] = field(default_factory=dict)


def to_table(outcome: Outcome, stories: Stories, *, index: pd.Index) -> pd.DataFrame:
    """One row a feature, sides as the caller named them, gates applied, reasons in `.attrs`."""
    o = outcome
    first, second = (1, 0) if stories.flipped else (0, 1)
    sign = -1.0 if stories.flipped else 1.0
    low, high = (-o.high, -o.low) if stories.flipped else (o.low, o.high)
    carried = o.carriers[0] + o.carriers[1]
    reason = np.full(len(index), None, dtype=object)
    tested = (o.named & o.gate.open) | (o.search & o.gate.search)
    reason[~tested & (carried < o.min_stories)] = f"in fewer than {o.min_stories} stories"
    reason[~tested & (carried == 0)] = "no hits in shared events"
    if o.gate.search_reason is not None:
        reason[~o.named & (reason == None)] = o.gate.search_reason  # noqa: E711
    if o.gate.reason is not None:
        reason[:] = o.gate.reason
    hidden = ~tested
    family = np.full(len(index), None, dtype=object)
    family[tested] = "search"
    family[o.named] = "named"
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = [1000.0 * o.hits[i] / o.words[i] if o.words[i] else None for i in (0, 1)]
    data: dict[str, Any] = {
        "family": pd.array(family, dtype="string"),
        "hits_a": _number(o.hits[first]),
        "hits_b": _number(o.hits[second]),
        "stories_a": o.carriers[first].astype(np.int64),
        "stories_b": o.carriers[second].astype(np.int64),
        "rate_a": _rate(rates[first], len(index)),
        "rate_b": _rate(rates[second], len(index)),
        "log2_ratio": masked(sign * o.log2_ratio),
        "low": masked(sign * 0 + low),
        "high": masked(sign * 0 + high),
        "z": masked(sign * o.z),
        "p": masked(o.p, hidden),
        "p_family": masked(o.p_family, hidden),
        "q": masked(o.q, hidden),
        "reason": pd.array(reason, dtype="string"),
    }
    table = pd.DataFrame(data, index=index, columns=list(COLUMNS))
    gate = "closed" if not o.gate.open else "open" if o.gate.search else "named only"
    table.attrs = {
        "gate": gate,
        "reason": o.gate.reason if o.gate.reason is not None else o.gate.search_reason,
        "warnings": list(o.gate.warnings),
        "smallest_p": o.gate.smallest_p,
        "stories": [o.stories[first], o.stories[second]],
        "outlets": [o.outlets[first], o.outlets[second]],
        "words": [o.words[first], o.words[second]],
        "events": o.events,
        "articles": stories.articles,
        "copied": stories.copied,
        "copied_stories": stories.copied_stories,
        "left_out": dict(sorted((stories.left_out | o.left_out).items())),
        "tested": {
            "named": int((o.named & tested).sum()),
            "search": int((~o.named & tested).sum()),
        },
        "min_stories": o.min_stories,
    } | o.extra
    return table


def masked(values: FloatArray, hidden: BoolArray | None = None) -> pd.api.extensions.ExtensionArray:
    missing = np.isnan(values)
    if hidden is not None:
        missing = missing | hidden
    clean = np.where(missing, 0.0, values) + 0.0
    return pd.arrays.FloatingArray(clean, missing)


def _number(values: FloatArray) -> np.ndarray:
    return values.astype(np.int64) if np.all(values == np.rint(values)) else values


def _rate(values: FloatArray | None, size: int) -> pd.api.extensions.ExtensionArray:
    return masked(np.full(size, np.nan) if values is None else values)
