"""What speaks for and against two articles covering the same happening, as numbers a pair."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp

from framing.events.candidates import Pairs, damped
from framing.events.graph import FLOOR, POWERS, Graph, keep_company, keep_nearness, unit_rows
from framing.events.shelf import Shelf
from framing.events.terms import Terms

_BLOCK = 10_000  # pairs at a time
WORDS = ("words", "corpus_words", "names")
FIELDS = ("titles", "title_in_text", "lead")
NEARNESS = (
    "near_both",
    "near_one",
    "above_10",
    "above_rest",
    "neighbours",
)
TIMES = ("weekday", "calendar_day", "length")
ALONE = (*WORDS, *FIELDS, *TIMES)
FIRST = (*ALONE, *NEARNESS)
SECOND = (
    "logit",
    "company_half",
    "company",
    "company_two",
    "best_one",
    "best_both",
    "degree_low",
    "degree_high",
    "walk",
    "walk_home",
)
GAPS = ("same_day", "next_day", "two_days")


def pair_evidence(terms: Terms, pairs: Pairs) -> np.ndarray:
    """Measure each pair of a corpus in memory.

    Parameters
    ----------
    terms : Terms
    pairs : Pairs

    Returns
    -------
    ndarray of float64, shape (pairs, some)
        Named in `FIRST`.
    """
    alone = lone_evidence(terms, row_lengths(terms), pairs.first, pairs.second)
    like = likeness(alone)
    shelf = Shelf()
    keep_nearness(shelf, Graph(pairs), like)
    return np.hstack([alone, nearness(shelf, pairs.first, pairs.second, like)])


def second_evidence(pairs: Pairs, chance: np.ndarray) -> np.ndarray:
    """Measure each pair of a corpus in memory again, by what else each is linked with.

    Parameters
    ----------
    pairs : Pairs
    chance : ndarray of float64, shape (pairs,)
        How likely the first look finds each pair to be one event, 0 to 1.

    Returns
    -------
    ndarray of float64, shape (pairs, some)
        Named in `SECOND`.
    """
    shelf = Shelf()
    keep_company(shelf, Graph(pairs), chance)
    return company(shelf, pairs.first, pairs.second, chance)


def row_lengths(terms: Terms) -> np.ndarray:
    """How long each article's row of words is by each weight of words.

    Parameters
    ----------
    terms : Terms

    Returns
    -------
    ndarray of float64, shape (articles, some)
        By the weights of `WORDS`, and by the mean of the two rarities.
    """
    table = damped(terms.whole)
    rows = np.repeat(np.arange(len(terms)), np.diff(table.indptr))
    found = [
        np.bincount(rows, table.data**2 * weight[table.indices], len(terms))
        for weight in _squares(terms)
    ]
    plain = _weighted(table, (terms.news + terms.corpus) / 2)
    return np.sqrt(np.column_stack([*found, plain.multiply(plain).sum(axis=1)]))


def lone_evidence(
    terms: Terms, lengths: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    """Measure pairs by nothing but their two articles.

    Parameters
    ----------
    terms : Terms
    lengths : ndarray of float64, shape (articles, some)
        As `row_lengths` gives them.
    first, second : ndarray of int, shape (pairs,)
        Places of articles among the terms.

    Returns
    -------
    ndarray of float64, shape (pairs, some)
        Named in `ALONE`.
    """
    articles, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    some = terms.take(articles)
    pairs = Pairs(place[: len(first)], place[len(first) :], len(articles))
    whole = damped(some.whole)
    length = lengths[articles]
    words = _word_evidence(some, whole, length, pairs)
    return np.hstack(
        [words, _field_evidence(some, whole, length[:, -1], pairs), _times(some, pairs)]
    )


def likeness(alone: np.ndarray) -> np.ndarray:
    """How like two articles are, 0 to 1, of what `lone_evidence` measured."""
    return (alone[:, 0] + alone[:, 1]) / 2


def nearness(shelf: Shelf, first: np.ndarray, second: np.ndarray, like: np.ndarray) -> np.ndarray:
    """How near two articles are beside the others that each is near to; see `keep_nearness`.

    Returns
    -------
    ndarray of float64, shape (pairs, some)
        Named in `NEARNESS`.
    """
    low, high = _low_high(shelf.get("near.best"), first, second)
    ten, far = shelf.get("near.ten"), shelf.get("near.far")
    top = shelf.table("near", len(ten))
    articles, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    pairs = Pairs(place[: len(first)], place[len(first) :], len(articles))
    return np.column_stack(
        [
            (like + 0.05) / np.sqrt(low * high) * np.sqrt(low / high),
            (like + 0.05) / low,
            np.log((like + FLOOR) / np.sqrt(ten[first] * ten[second])),
            np.log((like + FLOOR) / np.sqrt(far[first] * far[second])),
            _row_products(top[articles], pairs),
        ]
    )


def company(shelf: Shelf, first: np.ndarray, second: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """How much two articles are linked with the same others; see `keep_company`.

    The cosines of their rows with each chance raised to a half, one and two; how likely each is
    beside the best that either has; how many each is linked with; and how likely two random steps
    lead from one to the other, as the mean of both ways. The table is symmetric, so a step on from
    an article is the chance of it over its row's sum, its reach.

    Returns
    -------
    ndarray of float64, shape (pairs, some)
        Named in `SECOND`.
    """
    reach, home = shelf.get("reach"), shelf.get("home")
    onward = 1 / reach
    articles, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    pairs = Pairs(place[: len(first)], place[len(first) :], len(articles))
    shared = np.zeros((len(pairs), len(POWERS)))
    through = np.zeros(len(pairs))
    for low, high, pair, between, product in _shared(
        shelf.table("company", len(reach))[articles], pairs
    ):
        for k, power in enumerate(POWERS):
            shared[low:high, k] = np.bincount(pair, product**power, high - low)
        through[low:high] = np.bincount(pair, product * onward[between], high - low)
    for k in range(len(POWERS)):
        length = shelf.get(f"length-{k}")
        shared[:, k] /= length[first] * length[second]
    walk = through * (onward[first] + onward[second]) / 2
    best, degree = (_low_high(shelf.get(x), first, second) for x in ("best", "degree"))
    return np.column_stack(
        [
            np.log((chance + 1e-4) / (1 - chance + 1e-4)),
            shared,
            np.log((chance + 0.02) / best[0]),
            np.log((chance + 0.02) / best[1]),
            np.log1p(degree[0]),
            np.log1p(degree[1]),
            np.log(walk + 1e-4),
            np.log((walk + 1e-4) / np.sqrt(home[first] * home[second])),
        ]
    )


def _low_high(
    values: np.ndarray, first: np.ndarray, second: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The lower and the higher value of each pair's two articles."""
    return np.minimum(values[first], values[second]), np.maximum(values[first], values[second])


def gap_evidence(apart: np.ndarray) -> np.ndarray:
    """How many days apart two articles were published; shape (pairs, len(GAPS))."""
    gap = np.round(np.abs(apart))
    return np.column_stack([gap == 0, gap == 1, gap == 2]).astype(float)


def _squares(terms: Terms) -> tuple[np.ndarray, ...]:
    """The squared weights of words by which `WORDS` are measured."""
    return terms.news**2, terms.corpus**2, terms.news**2 * terms.names


def _word_evidence(
    terms: Terms, table: sp.csr_array, lengths: np.ndarray, pairs: Pairs
) -> np.ndarray:
    """Cosines over all words by two weights, and over names, from one pass over shared words."""
    squares = _squares(terms)
    out = np.zeros((len(pairs), len(WORDS)))
    for low, high, pair, stem, product in _shared(table, pairs):
        for k, weight in enumerate(squares):
            out[low:high, k] = np.bincount(pair, product * weight[stem], high - low)
    norm = lengths[pairs.first, : len(WORDS)] * lengths[pairs.second, : len(WORDS)]
    return np.divide(out, norm, out=np.zeros(out.shape), where=norm > 0)


def _field_evidence(
    terms: Terms, table: sp.csr_array, length: np.ndarray, pairs: Pairs
) -> np.ndarray:
    """Cosines of titles, of title and text, and of leads."""
    weight = (terms.news + terms.corpus) / 2
    whole = _weighted(table, weight)
    whole.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(whole.indptr))
    title, lead = (unit_rows(_weighted(damped(t), weight)) for t in (terms.title, terms.lead))
    crossed = np.minimum(_row_products(title, pairs, whole), _row_products(whole, pairs, title))
    return np.column_stack([_row_products(title, pairs), crossed, _row_products(lead, pairs)])


def _times(terms: Terms, pairs: Pairs) -> np.ndarray:
    """Whether both name the same weekday and the same day of the year; 0 where one names none."""
    a, b = pairs.first, pairs.second
    length = np.linalg.norm(terms.weekdays, axis=1)
    unit = terms.weekdays / np.where(length > 0, length, 1)[:, None]
    weekday = np.where((length[a] > 0) & (length[b] > 0), (unit[a] * unit[b]).sum(1) - 0.5, 0.0)
    named = np.diff(terms.calendar.indptr) > 0
    shared = _row_products(terms.calendar, pairs) > 0
    calendar = np.where(named[a] & named[b], shared - 0.5, 0.0)
    words = np.diff(terms.whole.indptr)
    return np.column_stack([weekday, calendar, np.log1p(np.minimum(words[a], words[b]))])


def _weighted(table: sp.csr_array, weights: np.ndarray) -> sp.csr_array:
    return sp.csr_array(
        (table.data * weights[table.indices], table.indices, table.indptr), shape=table.shape
    )


def _shared(
    table: sp.csr_array, pairs: Pairs, right: sp.csr_array | None = None
) -> Iterator[tuple[int, int, np.ndarray, np.ndarray, np.ndarray]]:
    """For blocks of pairs: (low, high, pair - low, column, product) of all shared columns."""
    other = table if right is None else right
    for low in range(0, len(pairs), _BLOCK):
        high = min(low + _BLOCK, len(pairs))
        both = table[pairs.first[low:high]].multiply(other[pairs.second[low:high]]).tocsr()
        which = np.repeat(np.arange(high - low), np.diff(both.indptr))
        yield low, high, which, both.indices, both.data


def _row_products(
    table: sp.csr_array, pairs: Pairs, right: sp.csr_array | None = None
) -> np.ndarray:
    """For each pair the dot product of row `first` of one table and row `second` of the other."""
    out = np.zeros(len(pairs))
    for low, high, pair, _, product in _shared(table, pairs, right):
        out[low:high] = np.bincount(pair, product, high - low)
    return out
