"""From scores to stretches: which tokens are content, which name sources, which are cues."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.voice.chains import best_stretches, content_probabilities
from framing.voice.features import Features
from framing.voice.scan import BREAK, Scan
from framing.voice.tagger import CONTENT
from framing.voice.viterbi import BEGIN, END, OUTSIDE, SINGLE

# A token is worth taking in where it is content more likely than this; a stretch's ends add what
# speaks for them. Chosen on articles that the weights were not trained on.
INSIDE_FROM = 0.5
EDGE_WEIGHT = 1.2
EDGE_FROM = 0.28


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


def content_tags(scores: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The tags of content that are best in expectation, for many paragraphs at once.

    Minimum Bayes risk: first how likely each tag of each token is, then the stretches whose
    tokens and ends are likely (Goodman 1996 for parsing).

    Parameters
    ----------
    scores : ndarray of float32, shape (tokens, 11)
    starts, lengths : ndarray of int64, shape (paragraphs,)

    Returns
    -------
    ndarray of int8, shape (tokens,)
    """
    likely = content_probabilities(scores[:, CONTENT], starts, lengths).T
    begin = EDGE_WEIGHT * (likely[BEGIN] + likely[SINGLE] - EDGE_FROM)
    end = EDGE_WEIGHT * (likely[END] + likely[SINGLE] - EDGE_FROM)
    return best_stretches(1 - INSIDE_FROM - likely[OUTSIDE], begin, end, starts, lengths)


def stretches(tags: np.ndarray) -> list[Stretch]:
    """The stretches that tags mark, in order."""
    firsts = np.flatnonzero((tags == BEGIN) | (tags == SINGLE)).tolist()
    lasts = np.flatnonzero((tags == END) | (tags == SINGLE)).tolist()
    return [Stretch(a, b) for a, b in zip(firsts, lasts, strict=True)]
