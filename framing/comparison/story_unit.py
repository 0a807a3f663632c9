"""Stories change places within events: what two named groups' articles do, and no more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from framing.comparison.cells import make_cells, make_scores
from framing.comparison.draws import draw_labels, smallest_p
from framing.comparison.gates import gate_stories
from framing.comparison.inputs import BoolArray, FloatArray, IntArray, Stories
from framing.comparison.intervals import rate_ratios
from framing.comparison.maxt import count_chance, crowd_q, deepen
from framing.comparison.outcome import Outcome
from framing.comparison.tails import saddlepoint_maps

# how far p is refined beyond the first draws: times as many, and label cells in all
DEEPEST = 20
CELLS = 8_000_000


def by_event(stories: Stories) -> Stories:
    """Make each event (each side of it, where both cover it) one unit in one stratum."""
    unit = stories.event * 2 + stories.side
    _, code = np.unique(unit, return_inverse=True)
    size = int(code.max(initial=-1)) + 1
    gather = sparse.csr_matrix(
        (np.ones(len(code)), (code, np.arange(len(code)))), shape=(size, len(code))
    )
    side = np.zeros(size, dtype=bool)
    side[code] = stories.side
    event = np.zeros(size, dtype=np.int64)
    event[code] = stories.event
    return replace(
        stories,
        counts=sparse.csr_matrix(gather @ stories.counts),
        length=np.asarray(gather @ stories.length),
        side=side,
        event=event,
        stratum=np.zeros(size, dtype=np.int64),
        outlet=np.zeros(size, dtype=np.int64),
    )


def shared(side: BoolArray, group: IntArray) -> BoolArray:
    """Which stories lie in a group (event or stratum) that holds both sides."""
    size = int(group.max(initial=-1)) + 1
    on = np.bincount(group, weights=side, minlength=size)
    all_ = np.bincount(group, minlength=size)
    return ((on > 0) & (on < all_))[group]


def carriers(counts: sparse.csr_matrix, some: BoolArray) -> FloatArray:
    """How many of some stories hold each feature."""
    part = counts[np.flatnonzero(some)]
    return np.bincount(part.indices, minlength=counts.shape[1]).astype(float)


def contrast(
    stories: Stories, *, named: BoolArray, min_stories: int, draws: int, seed: int, workers: int
) -> Outcome:
    """Test every feature with stories permuted within strata; see `contrast_counts`."""
    matched = shared(stories.side, stories.stratum)
    rows = np.flatnonzero(matched)
    left_out = {"no counterpart in the event": int((~matched).sum())}
    counts = stories.counts if matched.all() else sparse.csr_matrix(stories.counts[rows])
    side, length = stories.side[rows], stories.length[rows]
    _, stratum = np.unique(stories.stratum[rows], return_inverse=True)
    outlet = stories.outlet[rows]
    cells = make_cells(counts, stratum)
    scores = make_scores(cells, length=length, side=side, stratum=stratum)
    held = carriers(counts, side), carriers(counts, ~side)
    moves = scores.deviation > 0
    search = ~named & (held[0] + held[1] >= min_stories)
    gate = gate_stories(
        stories=(int(side.sum()), int((~side).sum())),
        events=len(np.unique(stories.event[rows])),
        smallest=smallest_p(side, stratum),
        features=int(search.sum()),
    )
    ratios = rate_ratios(cells, length=length, side=side, stratum=stratum)
    size = counts.shape[1]
    z, y = np.full(size, np.nan), np.zeros(size)
    sums = scores.statistic(side[:, None].astype(float))[:, 0]
    z[moves] = sums[moves] / scores.deviation[moves]
    p, p_family, q = (np.full(size, np.nan) for _ in range(3))
    occurs = held[0] + held[1] > 0
    still = occurs & ~moves
    for array in (p, p_family, q):
        array[still] = 1.0
    if gate.open:
        families = [named & moves] + ([search & moves] if gate.search else [])
        tested = np.logical_or.reduce(families)
        maps = saddlepoint_maps(
            cells, scores, length=length, side=side, stratum=stratum, chosen=tested
        )
        y[tested] = maps(z[tested][:, None], np.flatnonzero(tested))[:, 0]

        def stacked(first: int, width: int) -> np.ndarray:
            labels = draw_labels(side, stratum, draws=width, seed=seed, first=first)
            return scores.stack(labels - scores.share[:, None].astype(np.float32))

        chance = count_chance(
            scores.operator,
            scores.deviation,
            maps,
            y,
            stacked,
            families=families,
            draws=draws,
            workers=workers,
        )
        alone, total = deepen(
            scores.operator,
            scores.deviation,
            maps,
            chance,
            stacked,
            tested=tested,
            most=int(min(DEEPEST * draws, CELLS / len(side))),
        )
        for family in families:
            p[family] = (1 + alone[family]) / (1 + total[family])
            p_family[family] = step_down((1 + chance.family[family]) / (1 + draws), y[family])
            q[family] = crowd_q(chance.crowd[family], y[family])
    return Outcome(
        gate=gate,
        hits=(
            np.asarray(counts[side].sum(axis=0)).ravel(),
            np.asarray(counts[~side].sum(axis=0)).ravel(),
        ),
        carriers=held,
        words=(float(length[side].sum()), float(length[~side].sum())),
        stories=(int(side.sum()), int((~side).sum())),
        outlets=(len(np.unique(outlet[side])), len(np.unique(outlet[~side]))),
        events=len(np.unique(stories.event[rows])),
        left_out={k: v for k, v in left_out.items() if v},
        log2_ratio=ratios.log2_ratio,
        low=ratios.low,
        high=ratios.high,
        z=z,
        p=p,
        p_family=p_family,
        q=q,
        named=named,
        search=search,
        min_stories=min_stories,
    )


def step_down(raw: FloatArray, observed: FloatArray) -> FloatArray:
    """Make step-down p-values monotone: no weaker feature has a smaller p."""
    order = np.argsort(-np.abs(observed), kind="stable")
    result = np.empty_like(raw)
    result[order] = np.maximum.accumulate(raw[order])
    return result
