"""How likely two articles are one event: two small logistic models, with shipped weights."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from framing.events.candidates import Pairs
from framing.events.evidence import (
    FIRST,
    GAPS,
    SECOND,
    gap_evidence,
    pair_evidence,
    second_evidence,
)
from framing.events.terms import Terms


@dataclass(frozen=True)
class Look:
    """One logistic model: ``1 / (1 + exp(-(intercept + evidence · weights)))``."""

    intercept: float
    weights: np.ndarray


@dataclass(frozen=True)
class Model:
    """What was learnt about pairs: by their words and neighbours, then by their company.

    Parameters
    ----------
    first, second : Look
        For pairs of which one day of publication is not known or not to be used.
    dated_first, dated_second : Look
        For pairs with two known days.
    name : str
        A hash of the weights.
    """

    first: Look
    second: Look
    dated_first: Look
    dated_second: Look
    name: str

    def chance(self, terms: Terms, pairs: Pairs, days: np.ndarray | None = None) -> np.ndarray:
        """For each pair how likely it is one event, 0 to 1; a join needs half."""
        apart = np.full(len(pairs), np.nan)
        if days is not None:
            apart = days[pairs.first] - days[pairs.second]
        undated = np.isnan(apart)
        gaps = gap_evidence(apart)
        first = _odds(pair_evidence(terms, pairs), gaps, undated, self.first, self.dated_first)
        again = second_evidence(pairs, _chance(first))
        return _chance(_odds(again, gaps, undated, self.second, self.dated_second))


def _odds(
    evidence: Iterable[np.ndarray],
    gaps: np.ndarray,
    undated: np.ndarray,
    plain: Look,
    dated: Look,
) -> np.ndarray:
    """Log odds of each pair, by the look for pairs with two known days or by the other."""
    without = np.full(len(undated), plain.intercept)
    known = np.full(len(undated), dated.intercept)
    at = 0
    for columns in evidence:
        end = at + columns.shape[1]
        without += columns @ plain.weights[at:end]
        known += columns @ dated.weights[at:end]
        at = end
    known += gaps @ dated.weights[at:]
    return np.clip(np.where(undated, without, known), -30, 30)


def _chance(score: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-score))


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Read the shipped weights; `tests/validation/train_events.py` makes them."""
    import hashlib

    raw = files("framing.events").joinpath("weights.json").read_bytes()
    found = json.loads(raw)

    def look(part: str, names: tuple[str, ...]) -> Look:
        weights = found[part]["weights"]
        return Look(found[part]["intercept"], np.array([weights[n] for n in names]))

    return Model(
        look("first", FIRST),
        look("second", SECOND),
        look("dated_first", FIRST + GAPS),
        look("dated_second", SECOND + GAPS),
        hashlib.blake2b(raw, digest_size=6).hexdigest(),
    )
