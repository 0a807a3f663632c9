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
# Tokens of a paragraph that is cut, and of the least of its pieces.
_LONG, _PIECE = 256, 128


class Stretch(NamedTuple):
    """A run of tokens, `first` to `last`, both included."""

    first: int
    last: int


def paragraphs_without_breaks(scanned: Scan, features: Features) -> tuple[np.ndarray, np.ndarray]:
    """First token and number of tokens of each paragraph, the break after it left out.

    A text may come without paragraphs: long ones are cut where a sentence begins outside quotation
    marks, so that all of a batch take about as many steps.
    """
    starts = features.paragraphs
    ends = np.append(starts[1:], len(scanned))
    long = np.flatnonzero(ends - starts > _LONG)
    if len(long):
        begins = features.sentences[features.quote[features.sentences] == 0]
        cuts: list[int] = []
        for low, high in zip(starts[long].tolist(), ends[long].tolist(), strict=True):
            for begin in begins[slice(*np.searchsorted(begins, (low, high)))].tolist():
                if begin - low >= _PIECE:
                    cuts.append(begin)
                    low = begin
        starts = np.union1d(starts, np.array(cuts, dtype=np.int64))
        ends = np.append(starts[1:], len(scanned))
    lengths = ends - starts - (scanned.kinds[ends - 1] == BREAK)
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
