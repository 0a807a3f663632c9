"""How likely two articles are one event: two small logistic models, with shipped weights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files

import numpy as np

from framing.events.assembly import terms_on
from framing.events.candidates import Pairs, stretches
from framing.events.evidence import (
    ALONE,
    FIRST,
    GAPS,
    SECOND,
    WORDS,
    company,
    gap_evidence,
    likeness,
    lone_evidence,
    nearness,
    row_lengths,
)
from framing.events.graph import Graph, keep_company, keep_nearness
from framing.events.shelf import Shelf
from framing.library import Run

_PAIRS = 32_768  # pairs that a kernel looks at
_ROWS = 4_096  # articles that a kernel looks at


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

    def chance(self, shelf: Shelf, pairs: Pairs, *, run: Run | None = None) -> np.ndarray:
        """How likely each pair is one event; a join needs half.

        Parameters
        ----------
        shelf : Shelf
            With the terms of articles and their ``days``.
        pairs : Pairs
        run : Runner, optional
            Where kernels run; by default here.

        Returns
        -------
        ndarray of float64, shape (pairs,)
            0 to 1.
        """
        across = map if run is None else run.map
        graph = Graph(pairs)
        like, score = np.empty(len(pairs)), np.empty(len(pairs))
        shelf.drop("lengths")
        for rows in across(partial(_lengths, shelf), stretches(0, pairs.articles, _ROWS)):
            shelf.extend("lengths", rows.ravel())
        alone = partial(_alone, shelf, self.first, self.dated_first)
        for at, found in zip(_cuts(pairs), across(alone, _cut(pairs)), strict=True):
            like[at], score[at] = found
        keep_nearness(shelf, graph, like)
        near = partial(_near, shelf, self.first, self.dated_first)
        for at, found in zip(_cuts(pairs), across(near, _cut(pairs, like, score)), strict=True):
            score[at] = found
        del like
        chance = score
        keep_company(shelf, graph, chance)
        again = partial(_again, shelf, self.second, self.dated_second)
        for at, found in zip(_cuts(pairs), across(again, _cut(pairs, chance)), strict=True):
            chance[at] = found
        return chance


def _cuts(pairs: Pairs) -> list[slice]:
    """Stretches of pairs."""
    return [slice(low, min(low + _PAIRS, len(pairs))) for low in range(0, len(pairs), _PAIRS)]


def _cut(pairs: Pairs, *values: np.ndarray) -> Iterator[tuple[np.ndarray, ...]]:
    """What kernels are told of each stretch: the articles, and values of the pairs."""
    for at in _cuts(pairs):
        yield pairs.first[at], pairs.second[at], *(v[at] for v in values)


def _lengths(shelf: Shelf, bounds: tuple[int, int]) -> np.ndarray:
    """The lengths of the rows of a stretch of articles."""
    return row_lengths(terms_on(shelf).take(slice(*bounds)))


def _alone(
    shelf: Shelf, plain: Look, dated: Look, pairs: tuple[np.ndarray, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """How like the articles of pairs are, and what speaks for each pair by itself."""
    first, second = pairs
    lengths = shelf.get("lengths").reshape(-1, len(WORDS) + 1)
    found = lone_evidence(terms_on(shelf), lengths, first, second)
    return likeness(found), _score(shelf, plain, dated, first, second, found)


def _near(shelf: Shelf, plain: Look, dated: Look, pairs: tuple[np.ndarray, ...]) -> np.ndarray:
    """How likely pairs are one event at the first look."""
    first, second, like, score = pairs
    found = nearness(shelf, first, second, like)
    _, undated = _gaps(shelf, first, second)
    more = [_weighed(found, look.weights[len(ALONE) :]) for look in (plain, dated)]
    return _chance(score + np.where(undated, *more))


def _again(shelf: Shelf, plain: Look, dated: Look, pairs: tuple[np.ndarray, ...]) -> np.ndarray:
    """How likely pairs are one event at the second look."""
    first, second, chance = pairs
    found = company(shelf, first, second, chance)
    return _chance(_score(shelf, plain, dated, first, second, found))


def _score(
    shelf: Shelf,
    plain: Look,
    dated: Look,
    first: np.ndarray,
    second: np.ndarray,
    found: np.ndarray,
) -> np.ndarray:
    """Log odds of pairs by their evidence: with both days known by one look, else by the other."""
    gaps, undated = _gaps(shelf, first, second)
    return np.where(
        undated,
        plain.intercept + _weighed(found, plain.weights),
        dated.intercept
        + _weighed(found, dated.weights)
        + _weighed(gaps, dated.weights[-len(GAPS) :]),
    )


def _gaps(shelf: Shelf, first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the days between the articles of pairs say, and where one is not known."""
    days = shelf.get("days")
    apart = days[first] - days[second]
    return gap_evidence(apart), np.isnan(apart)


def _weighed(columns: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The columns' sum by their weights, added up one by one: the same bits in any stretch."""
    out = np.zeros(len(columns))
    for column, weight in zip(columns.T, weights, strict=False):
        out += column * weight
    return out


def _chance(score: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(score, -30, 30)))


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
