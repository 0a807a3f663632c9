"""From scores to stretches: which tokens are content, which name sources, which are cues."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.voice.features import Features
from framing.voice.marginals import tag_probabilities
from framing.voice.scan import BREAK, Scan
from framing.voice.tagger import CONTENT
from framing.voice.viterbi import BEGIN, END, SINGLE, best_tags

_NEVER = -1e4
_FIRST = np.array([0, 0, _NEVER, _NEVER, 0], dtype=np.float32)
_LAST = np.array([0, _NEVER, _NEVER, 0, 0], dtype=np.float32)
_LEGAL = np.array(
    [[1, 1, 0, 0, 1], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [1, 1, 0, 0, 1], [1, 1, 0, 0, 1]]
)
_FREE = np.where(_LEGAL, 0, _NEVER).astype(np.float32)
# A token is worth taking in where it is content more likely than this; a stretch's ends add what
# speaks for them. Chosen on articles that the weights were not trained on.
INSIDE_FROM = 0.46
EDGE_WEIGHT = 1.2
_EDGE_FROM = 0.28


class Stretch(NamedTuple):
    """A run of tokens, `first` to `last`, both included."""

    first: int
    last: int


def paragraphs_without_breaks(scanned: Scan, features: Features) -> tuple[np.ndarray, np.ndarray]:
    """First token and number of tokens of each paragraph, the break after it left out."""
    starts = features.paragraphs
    lengths = np.diff(np.append(starts, len(scanned)))
    last = starts + lengths - 1
    lengths = lengths - (scanned.kinds[last] == BREAK)
    kept = lengths > 0
    return starts[kept], lengths[kept]


def content_tags(
    scores: np.ndarray, starts: np.ndarray, lengths: np.ndarray, transitions: np.ndarray
) -> np.ndarray:
    """The tags of content that are best in expectation, for many paragraphs at once.

    Minimum Bayes risk: first how likely each tag of each token is, then the stretches whose
    tokens and ends are likely (Goodman 1996 for parsing).

    Parameters
    ----------
    scores : ndarray of float32, shape (tokens, 11)
    starts, lengths : ndarray of int64, shape (paragraphs,)
    transitions : ndarray of float32, shape (5, 5)

    Returns
    -------
    ndarray of int8, shape (tokens,)
    """
    emitted = np.ascontiguousarray(scores[:, CONTENT])
    likely = tag_probabilities(emitted, starts, lengths, transitions, _FIRST, _LAST)
    gain = np.repeat(1 - likely[:, :1] - INSIDE_FROM, 5, axis=1)
    gain[:, 0] = 0
    edge = EDGE_WEIGHT * (likely - _EDGE_FROM)
    gain[:, BEGIN] += edge[:, BEGIN]
    gain[:, END] += edge[:, END]
    gain[:, SINGLE] += 2 * edge[:, SINGLE]
    return best_tags(gain, starts, lengths, _FREE, _FIRST, _LAST)


def stretches(tags: np.ndarray) -> list[Stretch]:
    """The stretches that tags mark, in order."""
    firsts = np.flatnonzero((tags == BEGIN) | (tags == SINGLE)).tolist()
    lasts = np.flatnonzero((tags == END) | (tags == SINGLE)).tolist()
    return [Stretch(a, b) for a, b in zip(firsts, lasts, strict=True)]


def runs(scores: np.ndarray, part: slice, threshold: float) -> tuple[list[Stretch], np.ndarray]:
    """Runs of tokens that name a source or are a cue, and each token's probability of it."""
    logits = np.ascontiguousarray(scores[:, part].T)
    logits -= logits.max(axis=0, initial=-np.inf)
    odds = np.exp(logits, out=logits)
    inside = 1 - odds[0] / odds.sum(axis=0)
    mask = inside > threshold
    begins = mask & (odds[1] > 3 * odds[2])
    begins[1:] |= mask[1:] & ~mask[:-1]
    begins[:1] |= mask[:1]
    ends = mask.copy()
    ends[:-1] &= begins[1:] | ~mask[1:]
    return [
        Stretch(a, b)
        for a, b in zip(np.flatnonzero(begins).tolist(), np.flatnonzero(ends).tolist(), strict=True)
    ], inside
