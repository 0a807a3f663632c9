"""Several outlets at once, each against all the others, as one family of tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from framing.comparison.cells import make_cells, make_scores
from framing.comparison.gates import gate_stories
from framing.comparison.inputs import check_counts, prepare
from framing.comparison.intervals import rate_ratios
from framing.comparison.outcome import masked
from framing.comparison.story_unit import carriers
from framing.comparison.tails import saddlepoint_maps
from framing.errors import FramingError

COLUMNS = (
    "group",
    "feature",
    "hits",
    "hits_others",
    "stories",
    "stories_others",
    "rate",
    "rate_others",
    "log2_ratio",
    "low",
    "high",
    "p",
    "p_family",
    "reason",
)


def contrast_pool(
    counts: Any,
    *,
    length: Any,
    group: Any,
    event: Any,
    story: Any = None,
    features: Sequence[Any] | None = None,
    min_stories: int = 10,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Contrast each group with the pool of all others within the same events.

    Parameters
    ----------
    counts, length, event, story, features, min_stories, draws, seed
        As in `contrast_counts`.
    group : array (stories,)
        Whose story it is: three or more different names.

    Returns
    -------
    DataFrame
        One row a group and feature, groups sorted: hits, stories and rates (per 1,000 words) of
        the group and of the others; log2_ratio with its 95 % interval; p alone; p_family over
        all groups and features at once: names are permuted within events, and the largest
        statistic of any group and feature is kept (single-step maximum). ``.attrs['gates']``
        says for each group why it was not tested.

    Notes
    -----
    The claim is about the articles of these outlets, never about their kind.

    Examples
    --------
    >>> table = contrast_pool([[1], [0], [2]], length=[9] * 3, group=list("xyz"), event=["e"] * 3)
    >>> int(table["p_family"].notna().sum())
    0
    """
    matrix, names = check_counts(counts)
    names = list(features) if features is not None else names
    size = matrix.shape[1]
    if names is not None and len(names) != size:
        raise FramingError(f"features must name every column: {size} columns, {len(names)} names")
    owners = np.asarray(group, dtype=object)
    kept = prepare(
        matrix,
        length=length,
        side=np.zeros(matrix.shape[0], dtype=bool),
        event=event,
        outlet=owners,
        story=story,
        per_outlet=True,
    )
    everyone = kept.outlets
    if len(everyone) < 2:
        raise FramingError(f"group must hold at least two names; found {list(everyone)}")
    pairs = np.unique(np.stack([kept.event, kept.outlet], axis=1), axis=0)
    covered = np.bincount(pairs[:, 0], minlength=int(kept.event.max(initial=-1)) + 1) >= 2
    rows = np.flatnonzero(covered[kept.event])
    data = sparse.csr_matrix(kept.counts[rows])
    words, owner = kept.length[rows], kept.outlet[rows]
    _, stratum = np.unique(kept.event[rows], return_inverse=True)
    cells = make_cells(data, stratum)
    every = carriers(data, np.ones(len(rows), dtype=bool))
    parts, gates, plans = [], {}, []
    for code, name in enumerate(everyone):
        side = owner == code
        scores = make_scores(cells, length=words, side=side, stratum=stratum)
        shared = np.unique(stratum[side])
        gate = gate_stories(
            stories=(int(side.sum()), int((np.isin(stratum, shared) & ~side).sum())),
            events=len(shared),
            smallest=0.0 if side.any() else 1.0,
            features=1,
        )
        gates[name] = gate.reason
        ratios = rate_ratios(cells, length=words, side=side, stratum=stratum)
        parts.append(_describe(name, data, words, side, shared, stratum, ratios))
        tested = (every >= min_stories) & (scores.deviation > 0)
        if gate.open and tested.any():
            maps = saddlepoint_maps(
                cells, scores, length=words, side=side, stratum=stratum, chosen=tested
            )
            at = np.flatnonzero(tested)
            z = scores.statistic(side[:, None].astype(float))[at, 0] / scores.deviation[at]
            plans.append((code, scores, at, maps, np.abs(maps(z[:, None], at)[:, 0])))
    alone, family = _chance(plans, owner, stratum, draws=draws, seed=seed)
    for number, (code, _, at, _, _) in enumerate(plans):
        parts[code].loc[at, "p"] = (1 + alone[number]) / (1 + draws)
        parts[code].loc[at, "p_family"] = (1 + family[number]) / (1 + draws)
    for name, part in zip(everyone, parts, strict=True):
        part["feature"] = np.arange(size) if names is None else names
        why = gates[name] or f"in fewer than {min_stories} stories"
        part["reason"] = [None if known else why for known in part["p"].notna()]
        for column in ("p", "p_family", "log2_ratio", "low", "high", "rate", "rate_others"):
            part[column] = masked(part[column].to_numpy(dtype=float))
    table = pd.concat(parts, ignore_index=True)[list(COLUMNS)]
    table["reason"] = table["reason"].astype("string")
    table.attrs = {
        "gates": gates,
        "groups": list(everyone),
        "draws": draws,
        "seed": seed,
        "tested": sum(len(p[2]) for p in plans),
        "events": len(np.unique(stratum)),
    }
    return table


def _describe(
    name: str,
    data: sparse.csr_matrix,
    words: np.ndarray,
    side: np.ndarray,
    shared: np.ndarray,
    stratum: np.ndarray,
    ratios: Any,
) -> pd.DataFrame:
    others = ~side & np.isin(stratum, shared)
    found: dict[str, Any] = {"group": name}
    for suffix, some in (("", side), ("_others", others)):
        hits = np.asarray(data[np.flatnonzero(some)].sum(axis=0)).ravel()
        total = words[some].sum()
        found[f"hits{suffix}"] = hits
        found[f"stories{suffix}"] = carriers(data, some).astype(np.int64)
        found[f"rate{suffix}"] = 1000 * hits / total if total else np.full(len(hits), np.nan)
    nothing = np.full(data.shape[1], np.nan)
    return pd.DataFrame(
        found
        | {
            "log2_ratio": ratios.log2_ratio,
            "low": ratios.low,
            "high": ratios.high,
            "p": nothing,
            "p_family": nothing,
        }
    )


def _chance(
    plans: list[Any], owner: np.ndarray, stratum: np.ndarray, *, draws: int, seed: int
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Permute all names at once; count, by group and feature, how often chance does as well."""
    alone = [np.zeros(len(p[2]), dtype=np.int64) for p in plans]
    family = [np.zeros(len(p[2]), dtype=np.int64) for p in plans]
    order = np.lexsort((owner, stratum))
    for first in range(0, draws, 256):
        width = min(256, draws - first)
        # ranks permuted within strata carry every group's label along
        ranks = draw_ranks(stratum[order], draws=width, seed=seed, first=first)
        drawn = np.empty((len(owner), width), dtype=owner.dtype)
        drawn[order] = owner[order][ranks]
        best = np.zeros(width)
        seen = []
        for code, scores, at, maps, observed in plans:
            z = scores.statistic((drawn == code).astype(float))[at] / scores.deviation[at][:, None]
            y = np.abs(maps(z, at))
            seen.append((y >= observed[:, None] - 1e-6).sum(axis=1))
            best = np.maximum(best, y.max(axis=0))
        for number, (*_, observed) in enumerate(plans):
            alone[number] += seen[number]
            family[number] += (best[None, :] >= observed[:, None] - 1e-6).sum(axis=1)
    return alone, family


def draw_ranks(stratum: np.ndarray, *, draws: int, seed: int, first: int) -> np.ndarray:
    """Permutations of positions within strata (sorted), shape (stories, draws)."""
    if not len(stratum):
        return np.zeros((0, draws), dtype=np.int64)
    generator = np.random.Generator(np.random.Philox(key=[seed, (1 << 32) + first]))
    keys = generator.random((draws, len(stratum))) + stratum
    return np.argsort(keys, axis=1).T
