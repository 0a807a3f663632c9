"""From scores to stretches: which tokens are content, which name sources, which are cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.voice.features import Features
from framing.voice.scan import BREAK, Scan
from framing.voice.tagger import CONTENT, CUE, SOURCE
from framing.voice.viterbi import BEGIN, END, SINGLE, best_tags

_NEVER = -1e4
_FIRST = np.array([0, 0, _NEVER, _NEVER, 0], dtype=np.float32)
_LAST = np.array([0, _NEVER, _NEVER, 0, 0], dtype=np.float32)


@dataclass(frozen=True)
class Stretch:
    """A run of tokens, `first` to `last`, both included."""

    first: int
    last: int


def paragraphs_without_breaks(
    scanned: Scan, features: Features
) -> tuple[np.ndarray, np.ndarray]:
    """First token and number of tokens of each paragraph, the break after it left out."""
    starts = features.paragraphs
    lengths = np.diff(np.append(starts, len(scanned)))
    last = starts + lengths - 1
    lengths = lengths - (scanned.kinds[last] == BREAK)
    kept = lengths > 0
    return starts[kept], lengths[kept]


def contents(
    scores: np.ndarray, starts: np.ndarray, lengths: np.ndarray, transitions: np.ndarray
) -> list[Stretch]:
    """The stretches of attributed content, in order."""
    tags = best_tags(
        np.ascontiguousarray(scores[:, CONTENT]), starts, lengths, transitions, _FIRST, _LAST
    )
    firsts = np.flatnonzero((tags == BEGIN) | (tags == SINGLE)).tolist()
    lasts = np.flatnonzero((tags == END) | (tags == SINGLE)).tolist()
    return [Stretch(a, b) for a, b in zip(firsts, lasts, strict=True)]


def runs(scores: np.ndarray, part: slice, threshold: float) -> tuple[list[Stretch], np.ndarray]:
    """Runs of tokens that name a source or are a cue, and each token's probability of it."""
    logits = scores[:, part]
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    inside = 1 - odds[:, 0] / odds.sum(axis=1)
    begins = (odds[:, 1] > odds[:, 2]) & (inside > threshold)
    mask = inside > threshold
    edges = np.diff(mask.astype(np.int8), prepend=0, append=0)
    found: list[Stretch] = []
    for low, high in zip(
        np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True
    ):
        cuts = [low, *(np.flatnonzero(begins[low + 1 : high]) + low + 1).tolist(), high]
        found += [Stretch(a, b - 1) for a, b in zip(cuts[:-1], cuts[1:], strict=True)]
    return found, inside


def sources(scores: np.ndarray, threshold: float = 0.4) -> list[Stretch]:
    """The stretches that name sources."""
    return runs(scores, SOURCE, threshold)[0]


def cues(scores: np.ndarray, threshold: float = 0.35) -> list[Stretch]:
    """The stretches that attribute."""
    return runs(scores, CUE, threshold)[0]


def sentence_of(features: Features, tokens: Sequence[int]) -> np.ndarray:
    """For each token the number of its sentence."""
    return np.searchsorted(features.sentences, np.asarray(tokens, dtype=np.int64), side="right") - 1
