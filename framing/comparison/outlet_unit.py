"""Whole outlets change places: what a claim about kinds of outlets must stand on."""

from __future__ import annotations

import math

import numpy as np
from scipy import sparse, stats

from framing.comparison.draws import all_labels, smallest_p
from framing.comparison.gates import gate_outlets
from framing.comparison.inputs import BoolArray, FloatArray, Stories
from framing.comparison.maxt import count_chance
from framing.comparison.outcome import Outcome
from framing.comparison.story_unit import carriers, step_down
from framing.comparison.tails import gamma_maps
from framing.errors import FramingError

ALL = 20_000


def contrast(
    stories: Stories, *, named: BoolArray, min_stories: int, draws: int, seed: int, workers: int
) -> Outcome:
    """Test every feature with outlets permuted; events are those that two outlets cover.

    Events are chosen, and residuals computed, without looking at the sides. The residual of
    outlet o is ``(hits - hits expected from its events' pooled rates) / (L_o + median L_o)``;
    all assignments of outlets to sides are run through, or `draws` random ones where there are
    more than 20,000.
    """
    _refuse_two_sided(stories)
    covered = _covered(stories)
    rows = np.flatnonzero(covered)
    counts = sparse.csr_matrix(stories.counts[rows])
    length, side = stories.length[rows], stories.side[rows]
    _, event = np.unique(stories.event[rows], return_inverse=True)
    names, outlet = np.unique(stories.outlet[rows], return_inverse=True)
    of_side = np.zeros(len(names), dtype=bool)
    of_side[outlet] = side
    k, m = int(of_side.sum()), int((~of_side).sum())
    by_outlet = _gather(outlet, len(names))
    by_event = _gather(event, int(event.max(initial=-1)) + 1)
    words_event = np.asarray(by_event @ length)
    hits = np.asarray((by_outlet @ counts).todense())
    rates = sparse.diags(1.0 / np.maximum(words_event, 1)) @ (by_event @ counts)
    spread = sparse.coo_matrix((length, (outlet, event)), shape=(len(names), len(words_event)))
    expected = np.asarray((sparse.csr_matrix(spread) @ sparse.csr_matrix(rates)).todense())
    words = np.asarray(by_outlet @ length)
    scale = words + np.median(words) if len(words) else words
    residual = (hits - expected) / np.maximum(scale, 1)[:, None]
    residual -= residual.mean(axis=0, keepdims=True) if len(names) else 0.0
    deviation, skewness = _moments(residual, k, m)
    held = carriers(counts, side), carriers(counts, ~side)
    moves = deviation > 1e-12 * np.abs(hits).max(axis=0, initial=0.0)
    search = ~named & (held[0] + held[1] >= min_stories)
    smallest = smallest_p(of_side, np.zeros(len(names), dtype=np.int64))
    gate = gate_outlets(outlets=(k, m), events=len(words_event), smallest=smallest)
    size = counts.shape[1]
    z, y = np.full(size, np.nan), np.zeros(size)
    z[moves] = (of_side @ residual)[moves] / deviation[moves]
    maps = gamma_maps(skewness)
    y[moves] = maps(z[moves][:, None], np.flatnonzero(moves))[:, 0]
    p, p_family, q = (np.full(size, np.nan) for _ in range(3))
    still = (held[0] + held[1] > 0) & ~moves
    for array in (p, p_family, q):
        array[still] = 1.0
    if gate.open:
        labels, extra = _labels(of_side, draws=draws, seed=seed)
        families = [named & moves, search & moves]
        chance = count_chance(
            sparse.csr_matrix(residual.T),
            deviation,
            maps,
            y,
            lambda first, width: labels[:, first : first + width],
            families=families,
            draws=labels.shape[1],
            workers=workers,
        )
        total = labels.shape[1] + extra
        for family in families:
            p[family] = (extra + chance.alone[family]) / total
            p_family[family] = step_down((extra + chance.family[family]) / total, y[family])
            q[family] = stats.false_discovery_control(p[family]) if family.any() else 1.0
    log2_ratio, low, high = _ratios(hits, expected, of_side)
    return Outcome(
        gate=gate,
        hits=(hits[of_side].sum(axis=0), hits[~of_side].sum(axis=0)),
        carriers=held,
        words=(float(length[side].sum()), float(length[~side].sum())),
        stories=(int(side.sum()), int((~side).sum())),
        outlets=(k, m),
        events=len(words_event),
        left_out={"no second outlet in the event": n} if (n := int((~covered).sum())) else {},
        log2_ratio=log2_ratio,
        low=low,
        high=high,
        z=z,
        p=p,
        p_family=p_family,
        q=q,
        named=named,
        search=search,
        min_stories=min_stories,
    )


def _refuse_two_sided(stories: Stories) -> None:
    pairs = np.unique(np.stack([stories.outlet, stories.side], axis=1), axis=0)
    twice = pairs[np.flatnonzero(np.diff(pairs[:, 0]) == 0), 0]
    if len(twice):
        raise FramingError(
            f"outlet {stories.outlets[int(twice[0])]!r} stands on both sides; with "
            'unit="outlet" each outlet has one side'
        )


def _gather(code: np.ndarray, size: int) -> sparse.csr_matrix:
    return sparse.csr_matrix(
        (np.ones(len(code)), (code, np.arange(len(code)))), shape=(size, len(code))
    )


def _covered(stories: Stories) -> BoolArray:
    """Stories in events that at least two outlets cover, whatever their side."""
    pairs = np.unique(np.stack([stories.event, stories.outlet], axis=1), axis=0)
    size = int(stories.event.max(initial=-1)) + 1
    outlets = np.bincount(pairs[:, 0].astype(np.int64), minlength=size)
    return (outlets >= 2)[stories.event] if size else np.zeros(0, dtype=bool)


def _moments(residual: FloatArray, k: int, m: int) -> tuple[FloatArray, FloatArray]:
    """Exact SD and skewness of the sum over k of k + m outlets, centred residuals."""
    n = k + m
    if n < 2 or k == 0 or m == 0:
        return np.zeros(residual.shape[1]), np.zeros(residual.shape[1])
    variance = k * m / (n * (n - 1)) * (residual**2).sum(axis=0)
    third = np.zeros_like(variance)
    if n > 2:
        third = k * m * (m - k) / (n * (n - 1) * (n - 2)) * (residual**3).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sqrt(variance), np.where(variance > 0, third / variance**1.5, 0.0)


def _labels(of_side: BoolArray, *, draws: int, seed: int) -> tuple[np.ndarray, int]:
    """Centred labels of all assignments, or of random ones; and how many to count on top."""
    k, n = int(of_side.sum()), len(of_side)
    if math.comb(n, k) <= ALL:
        return all_labels(k, n - k) - k / n, 0
    generator = np.random.Generator(np.random.Philox(key=[seed, 0]))
    drawn = generator.permuted(np.tile(of_side.astype(float), (draws, 1)), axis=1).T
    return drawn - k / n, 1


def _ratios(
    hits: FloatArray, expected: FloatArray, side: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Observed over expected, A over B, on the log2 scale; t interval with outlets as units."""
    size = hits.shape[1]
    log, variance, squares = np.zeros(size), np.zeros(size), np.zeros(size)
    zero = []
    with np.errstate(divide="ignore", invalid="ignore"):
        for some, sign in ((side, 1.0), (~side, -1.0)):
            n, got, due = int(some.sum()), hits[some].sum(axis=0), expected[some].sum(axis=0)
            log = log + sign * (np.log2(got) - np.log2(due))
            off = (hits[some] - got / due * expected[some]) / got
            part = (off**2).sum(axis=0) * n / (n - 1) if n > 1 else np.full(size, np.nan)
            variance = variance + part
            squares = squares + part**2 / max(n - 1, 1)
            zero.append(got == 0)
        freedom = np.clip(variance**2 / squares, 1, None)
        half = stats.t.ppf(0.975, freedom) * np.sqrt(variance) / math.log(2)
    log[zero[0] & zero[1]] = np.nan
    known = np.isfinite(log) & np.isfinite(half)
    low = np.where(known, log - half, np.where(np.isnan(log), np.nan, -np.inf))
    high = np.where(known, log + half, np.where(np.isnan(log), np.nan, np.inf))
    return log, low, high
