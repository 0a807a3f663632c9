"""Which source belongs to which content: a small model over all pairs of many texts at once."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

REACH = 80
PAIR_FEATURES = 18


@dataclass(frozen=True)
class Runs:
    """Runs of tokens of several texts laid end to end.

    Parameters
    ----------
    first, last : ndarray of int64, shape (runs,)
        Both included, counted through all texts; in order.
    owner : ndarray of int64, shape (runs,)
        The text of each run.
    """

    first: np.ndarray
    last: np.ndarray
    owner: np.ndarray

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class Laid:
    """What is known of each token of several texts laid end to end.

    Parameters
    ----------
    bounds : ndarray of int64, shape (texts + 1,)
        The tokens of text ``i`` are ``bounds[i]:bounds[i + 1]``.
    sentence, paragraph : ndarray of int64, shape (tokens,)
        Number of the token's sentence and paragraph.
    quoted : ndarray of bool, shape (tokens,)
    named, cued : ndarray of float32, shape (tokens,)
        How likely a token is part of a source, and of a cue.
    """

    bounds: np.ndarray
    sentence: np.ndarray
    paragraph: np.ndarray
    quoted: np.ndarray
    named: np.ndarray
    cued: np.ndarray


@dataclass(frozen=True)
class Pairs:
    """Candidates for each content.

    Parameters
    ----------
    content, candidate : ndarray of int64, shape (pairs,)
        Index of the content and of the candidate; sorted by both.
    rows : ndarray of float32, shape (`PAIR_FEATURES`, pairs)
    """

    content: np.ndarray
    candidate: np.ndarray
    rows: np.ndarray

    @property
    def features(self) -> np.ndarray:
        """The same numbers, a row a pair."""
        return self.rows.T


def likely_runs(
    scores: np.ndarray, part: slice, threshold: float, bounds: np.ndarray
) -> tuple[Runs, np.ndarray]:
    """Runs of tokens that are likely a source or a cue, and each token's probability of it.

    Parameters
    ----------
    scores : ndarray of float32, shape (tokens, tags)
    part : slice
        The three columns outside, begin, inside.
    threshold : float
        Least probability of a token in a run.
    bounds : ndarray of int64, shape (texts + 1,)
        No run goes over one of them.
    """
    logits = np.ascontiguousarray(scores[:, part].T)
    logits -= logits.max(axis=0, initial=-np.inf)
    odds = np.exp(logits, out=logits)
    inside = 1 - odds[0] / odds.sum(axis=0)
    mask = inside > threshold
    edges = bounds[:-1][np.diff(bounds) > 0]
    begins = mask & (odds[1] > 3 * odds[2])
    begins[1:] |= mask[1:] & ~mask[:-1]
    begins[edges] |= mask[edges]
    ends = mask.copy()
    ends[:-1] &= begins[1:] | ~mask[1:]
    ends[edges[1:] - 1] |= mask[edges[1:] - 1]
    first = np.flatnonzero(begins)
    owner = np.searchsorted(bounds, first, side="right") - 1
    return Runs(first, np.flatnonzero(ends), owner), inside


def pairs(contents: Runs, candidates: Runs, laid: Laid) -> Pairs:
    """All pairs of a content and a candidate within `REACH` tokens of it, described.

    Parameters
    ----------
    contents, candidates : Runs
    laid : Laid
    """
    none = np.zeros(0, dtype=np.int64)
    if not len(contents) or not len(candidates):
        return Pairs(none, none, np.zeros((PAIR_FEATURES, 0), dtype=np.float32))
    first, last, low, high = contents.first, contents.last, candidates.first, candidates.last
    # Far enough apart that no window reaches into another text.
    away = REACH + 2
    begin = np.searchsorted(high + away * candidates.owner, first + away * contents.owner - REACH)
    end = np.searchsorted(low + away * candidates.owner, last + away * contents.owner + REACH + 1)
    count = np.maximum(end - begin, 0)
    content = np.repeat(np.arange(len(contents)), count)
    candidate = np.arange(len(content)) + np.repeat(begin - np.cumsum(count) + count, count)
    f, g, a, b = first[content], last[content], low[candidate], high[candidate]
    apart = np.flatnonzero((b < f) | (a > g))
    content, candidate, f, g, a, b = (x[apart] for x in (content, candidate, f, g, a, b))
    before = b < f
    after = ~before
    left = np.where(before, b + 1, g + 1)
    right = np.where(before, f, a)
    gap = right - left
    absent, inside, covered = _running(contents, laid)
    stop = laid.bounds[1:][contents.owner[content]]

    def cue_in(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        x = np.minimum(x, stop)
        # One place more for each text before: see `_running`.
        shift = contents.owner[content]
        x, y = x + shift, np.maximum(np.minimum(y, stop), x) + shift
        found: np.ndarray = 1 - np.exp(absent[y] - absent[x])
        return found

    same = laid.sentence[a] == laid.sentence[np.where(before, f, g)]
    between, beyond = cue_in(left, right), cue_in(b + 1, b + 6)
    near = np.log1p(gap)
    rank = np.where(
        before,
        np.searchsorted(low, first)[content] - 1 - candidate,
        candidate - np.searchsorted(low, last)[content],
    )
    quoted = laid.quoted[f]
    peak = np.maximum.reduceat(
        np.append(laid.named, 0.0), np.stack((low, high + 1), axis=1).ravel()
    )[::2]
    odds = np.log(np.clip(peak, 1e-3, 0.999) / (1 - np.clip(peak, 0, 0.999)))
    rows = np.empty((PAIR_FEATURES, len(content)), dtype=np.float32)
    for k, row in enumerate(
        (
            odds[candidate],
            near * before,
            near * after,
            after,
            ~same,
            laid.paragraph[a] != laid.paragraph[f],
            between * before,
            between * after,
            beyond * after,
            beyond * before,
            np.minimum(np.abs(rank), 4),
            np.minimum(covered[right] - covered[left], 40) / 10,
            quoted & after,
            laid.quoted[a],
            inside[a],
            (gap <= 1) & after,
            (gap <= 1) & before,
            same & after & ~quoted,
        )
    ):
        rows[k] = row
    return Pairs(content, candidate, rows)


def _running(contents: Runs, laid: Laid) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sums up to each token: log odds of no cue (anew in each text), content, its tokens."""
    size = len(laid.cued)
    logs = np.log1p(-np.minimum(laid.cued, 0.999)).astype(np.float64)
    bounds = laid.bounds.tolist()
    absent = np.zeros(size + len(bounds))
    for i, (low, high) in enumerate(itertools.pairwise(bounds)):
        np.cumsum(logs[low:high], out=absent[low + i + 1 : high + i + 1])
    change = np.zeros(size + 1, dtype=np.int64)
    np.add.at(change, contents.first, 1)
    np.add.at(change, contents.last + 1, -1)
    inside = np.cumsum(change)
    covered = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(inside[:size] > 0, out=covered[1:])
    return absent, inside > 0, covered


def chosen(found: Pairs, weights: np.ndarray, contents: int, *, least: float) -> np.ndarray:
    """The best candidate of each content, or -1 where none reaches `least`.

    Parameters
    ----------
    found : Pairs
    weights : ndarray of float32, shape (`PAIR_FEATURES`,)
    contents : int
        How many contents there are.
    least : float
        Lowest score that counts.
    """
    best = np.full(contents, -1, dtype=np.int64)
    if not len(found.content):
        return best
    # Row by row, so that a pair's score does not hang on how many pairs there are.
    scores = np.zeros(len(found.content))
    for weight, row in zip(weights.tolist(), found.rows, strict=True):
        scores += weight * row
    scores = np.round(scores, 4)
    starts = np.flatnonzero(np.diff(found.content, prepend=-1))
    highest = np.maximum.reduceat(scores, starts)
    counts = np.diff(np.append(starts, len(scores)))
    tops = np.flatnonzero(scores == np.repeat(highest, counts))
    owners = found.content[tops]
    tops = tops[np.flatnonzero(np.diff(owners, prepend=-1))]
    good = tops[scores[tops] >= least]
    best[found.content[good]] = found.candidate[good]
    return best
