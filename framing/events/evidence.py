"""What speaks for and against two articles covering the same happening, as numbers a pair."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp

from framing.events.candidates import NEIGHBOURS, Pairs, damped, rarity
from framing.events.terms import Terms

_BLOCK = 10_000  # pairs at a time
_STRANGER = 0.05  # likeness of the articles that a larger corpus would hold
_FLOOR = 0.03  # likeness of two articles on nothing in common
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
FIRST = (*WORDS, *FIELDS, *NEARNESS, *TIMES)
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


def pair_evidence(terms: Terms, pairs: Pairs) -> Iterator[np.ndarray]:
    """Measure each pair.

    Parameters
    ----------
    terms : Terms
    pairs : Pairs

    Yields
    ------
    ndarray of float64, shape (pairs, some)
        A few columns at a time, so that they need not all be held; named in `FIRST`.
    """
    news, corpus = rarity(terms)
    words = _word_evidence(terms, pairs, news, corpus)
    like = (words[:, 0] + words[:, 1]) / 2
    yield words
    yield _field_evidence(terms, pairs, (news + corpus) / 2)
    yield _nearness(pairs, like)
    yield _times(terms, pairs)


def second_evidence(pairs: Pairs, chance: np.ndarray) -> Iterator[np.ndarray]:
    """Measure each pair again, by how likely each is to be linked with what the other is.

    Parameters
    ----------
    pairs : Pairs
    chance : ndarray of float64, shape (pairs,)
        How likely the first look finds each pair to be one event, 0 to 1.

    Yields
    ------
    ndarray of float64, shape (pairs, some)
        A few columns at a time; named in `SECOND`.
    """
    n, a, b = pairs.articles, pairs.first, pairs.second
    table = pairs.matrix(chance)
    whole = (table + sp.eye_array(n, format="csr")).tocsr()
    best = _ranked(table, 1)[:, 0] + 0.02
    degree = table.sum(axis=1)
    reach = whole.sum(axis=1)
    home = (whole.multiply(whole) @ (1 / reach)) / reach
    del table
    yield np.log((chance + 1e-4) / (1 - chance + 1e-4))[:, None]
    company, walk = _company(whole, reach, pairs)
    yield np.column_stack(company)
    yield np.column_stack(
        [
            np.log((chance + 0.02) / np.minimum(best[a], best[b])),
            np.log((chance + 0.02) / np.maximum(best[a], best[b])),
            np.log1p(np.minimum(degree[a], degree[b])),
            np.log1p(np.maximum(degree[a], degree[b])),
            np.log(walk + 1e-4),
            np.log((walk + 1e-4) / np.sqrt(home[a] * home[b])),
        ]
    )


def _company(
    whole: sp.csr_array, reach: np.ndarray, pairs: Pairs
) -> tuple[list[np.ndarray], np.ndarray]:
    """How much two articles are linked with the same others, from one pass over those they share.

    First the cosines of their rows with each chance raised to a half, one and two; then how likely
    two random steps lead from one to the other, as the mean of both ways. The table is symmetric,
    so a step on from an article is the chance of it over its row's sum, `reach`.
    """
    powers = (0.5, 1.0, 2.0)
    company = [np.zeros(len(pairs)) for _ in powers]
    through = np.zeros(len(pairs))
    for low, high, pair, between, product in _shared(whole, pairs):
        for out, power in zip(company, powers, strict=True):
            out[low:high] = np.bincount(pair, product**power, high - low)
        through[low:high] = np.bincount(pair, product / reach[between], high - low)
    rows = np.repeat(np.arange(pairs.articles), np.diff(whole.indptr))
    for out, power in zip(company, powers, strict=True):
        length = np.sqrt(np.bincount(rows, whole.data ** (2 * power), pairs.articles))
        out /= length[pairs.first] * length[pairs.second]
    return company, through * (1 / reach[pairs.first] + 1 / reach[pairs.second]) / 2


def gap_evidence(apart: np.ndarray) -> np.ndarray:
    """How many days apart two articles were published; shape (pairs, len(GAPS))."""
    gap = np.round(np.abs(apart))
    return np.column_stack([gap == 0, gap == 1, gap == 2]).astype(float)


def _word_evidence(terms: Terms, pairs: Pairs, news: np.ndarray, corpus: np.ndarray) -> np.ndarray:
    """Cosines over all words by two weights, and over names, from one pass over shared words."""
    table = damped(terms.whole)
    squares = (news**2, corpus**2, news**2 * terms.names)
    out = np.zeros((len(pairs), len(WORDS)))
    for low, high, pair, stem, product in _shared(table, pairs):
        for k, weight in enumerate(squares):
            out[low:high, k] = np.bincount(pair, product * weight[stem], high - low)
    rows = np.repeat(np.arange(len(terms)), np.diff(table.indptr))
    for k, weight in enumerate(squares):
        length = np.sqrt(np.bincount(rows, table.data**2 * weight[table.indices], len(terms)))
        norm = length[pairs.first] * length[pairs.second]
        out[:, k] = np.divide(out[:, k], norm, out=np.zeros(len(pairs)), where=norm > 0)
    return out


def _field_evidence(terms: Terms, pairs: Pairs, weight: np.ndarray) -> np.ndarray:
    whole, title, lead = (
        _unit_rows(_weighted(damped(t), weight)) for t in (terms.whole, terms.title, terms.lead)
    )
    crossed = np.minimum(_row_products(title, pairs, whole), _row_products(whole, pairs, title))
    return np.column_stack([_row_products(title, pairs), crossed, _row_products(lead, pairs)])


def _nearness(pairs: Pairs, like: np.ndarray) -> np.ndarray:
    """How near two articles are beside the others that each is near to."""
    a, b = pairs.first, pairs.second
    table = pairs.matrix(like)
    ranked = np.maximum(_ranked(table, NEIGHBOURS), _STRANGER)
    best = ranked[:, 0] + 0.05
    ten = ranked[:, :10].mean(axis=1) + _FLOOR
    far = ranked[:, 10:].mean(axis=1) + _FLOOR
    top = table.copy()
    rows = np.repeat(np.arange(pairs.articles), np.diff(top.indptr))
    top.data = np.where(top.data >= ranked[rows, 9], top.data, 0.0) ** 2
    top = (top + sp.diags_array(np.maximum(best, 1e-9) ** 2)).tocsr()
    return np.column_stack(
        [
            (like + 0.05)
            / np.sqrt(best[a] * best[b])
            * np.sqrt(np.minimum(best[a], best[b]) / np.maximum(best[a], best[b])),
            (like + 0.05) / np.minimum(best[a], best[b]),
            np.log((like + _FLOOR) / np.sqrt(ten[a] * ten[b])),
            np.log((like + _FLOOR) / np.sqrt(far[a] * far[b])),
            _row_products(_unit_rows(top), pairs),
        ]
    )


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


def _unit_rows(table: sp.csr_array) -> sp.csr_array:
    length = np.sqrt(table.multiply(table).sum(axis=1))
    length = np.where(length > 0, length, 1.0)
    scaled = table.copy()
    scaled.data = table.data / np.repeat(length, np.diff(table.indptr))
    return scaled


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


def _ranked(table: sp.csr_array, most: int) -> np.ndarray:
    """Each row's largest values, descending, filled up with 0; shape (rows, most)."""
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    order = np.lexsort((-table.data, rows))
    rank = np.arange(len(rows)) - table.indptr[rows]
    out = np.zeros((table.shape[0], most))
    keep = rank < most
    out[rows[keep], rank[keep]] = table.data[order][keep]
    return out
