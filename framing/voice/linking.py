"""Which source and which cue belong to which content: a small model over all pairs at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.voice.decode import Stretch

REACH = 80
PAIR_FEATURES = 18


@dataclass(frozen=True)
class Pairs:
    """Candidates for each content.

    Parameters
    ----------
    content, candidate : ndarray of int64, shape (pairs,)
        Index of the content and of the candidate; sorted by content.
    features : ndarray of float32, shape (pairs, `PAIR_FEATURES`)
    """

    content: np.ndarray
    candidate: np.ndarray
    features: np.ndarray


def pairs(
    contents: list[Stretch],
    candidates: list[Stretch],
    probability: np.ndarray,
    other: np.ndarray,
    sentences: np.ndarray,
    paragraphs: np.ndarray,
    quote: np.ndarray,
) -> Pairs:
    """All pairs of a content and a candidate within `REACH` tokens of it, described.

    Parameters
    ----------
    contents, candidates : list of Stretch
        In order.
    probability : ndarray of float32, shape (tokens,)
        Of being part of a candidate (source).
    other : ndarray of float32, shape (tokens,)
        Of being part of a cue.
    sentences, paragraphs : ndarray of int64
        Their first tokens.
    quote : ndarray of int64, shape (tokens,)
        Quotation state, 0 outside.
    """
    none = np.zeros(0, dtype=np.int64)
    if not contents or not candidates:
        return Pairs(none, none, np.zeros((0, PAIR_FEATURES), dtype=np.float32))
    size = len(probability)
    first = np.array([c.first for c in contents])
    last = np.array([c.last for c in contents])
    low = np.array([c.first for c in candidates])
    high = np.array([c.last for c in candidates])
    begin = np.searchsorted(high, first - REACH)
    end = np.searchsorted(low, last + REACH + 1)
    count = np.maximum(end - begin, 0)
    content = np.repeat(np.arange(len(contents)), count)
    offset = np.arange(len(content)) - np.repeat(np.cumsum(count) - count, count)
    candidate = np.repeat(begin, count) + offset
    f, g, a, b = first[content], last[content], low[candidate], high[candidate]
    apart = (b < f) | (a > g)
    content, candidate, f, g, a, b = (x[apart] for x in (content, candidate, f, g, a, b))
    peak = np.maximum.reduceat(
        np.append(probability, 0.0), np.stack((low, high + 1), axis=1).ravel()
    )[::2]
    absent = np.concatenate(([0.0], np.cumsum(np.log1p(-np.minimum(other, 0.999)))))
    inside = np.zeros(size + 1)
    for c in contents:
        inside[c.first : c.last + 1] = 1
    covered = np.concatenate(([0.0], np.cumsum(inside)))
    before = b < f
    left = np.where(before, b + 1, g + 1)
    right = np.where(before, f, a)
    gap = right - left

    def cue_in(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        x, y = np.clip(x, 0, size), np.clip(y, 0, size)
        return 1 - np.exp(absent[np.maximum(x, y)] - absent[x])

    same = np.searchsorted(sentences, a, side="right") == np.searchsorted(
        sentences, np.where(before, f, g), side="right"
    )
    paragraph = np.searchsorted(paragraphs, a, side="right") == np.searchsorted(
        paragraphs, f, side="right"
    )
    between = cue_in(left, right)
    beyond = cue_in(b + 1, b + 6)
    near = np.log1p(gap)
    rank = np.abs(
        candidate - np.where(before, np.searchsorted(low, f) - 1, np.searchsorted(low, g))
    )
    words = covered[right] - covered[left]
    quoted = quote[f] > 0
    odds = np.log(np.clip(peak[candidate], 1e-3, 0.999) / (1 - np.clip(peak[candidate], 0, 0.999)))
    features = np.stack(
        (
            odds,
            near * before,
            near * ~before,
            ~before,
            ~same,
            ~paragraph,
            between * before,
            between * ~before,
            beyond * ~before,
            beyond * before,
            np.minimum(rank, 4),
            np.minimum(words, 40) / 10,
            quoted & ~before,
            (quote[a] > 0),
            inside[a],
            (gap <= 1) & ~before,
            (gap <= 1) & before,
            same & ~before & ~quoted,
        ),
        axis=1,
    ).astype(np.float32)
    return Pairs(content, candidate, features)


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
    scores = np.round(found.features @ weights, 4)
    order = np.lexsort((found.candidate, -scores, found.content))
    owners = found.content[order]
    top = order[np.flatnonzero(np.diff(owners, prepend=-1))]
    good = top[scores[top] >= least]
    best[found.content[good]] = found.candidate[good]
    return best
