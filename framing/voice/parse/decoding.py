"""Which tokens are content, from two networks' scores and the boosted trees' second look."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.voice.decode import paragraphs_without_breaks
from framing.voice.features import Features
from framing.voice.marginals import tag_probabilities
from framing.voice.parse.boosted import boosted
from framing.voice.parse.edges import edge_rows
from framing.voice.parse.model import ParseWeights
from framing.voice.parse.syntax import Syntax
from framing.voice.parse.trees import Trees
from framing.voice.scan import Scan
from framing.voice.tagger import CONTENT, CUE, SOURCE
from framing.voice.viterbi import BEGIN, END, INSIDE, OUTSIDE, SINGLE, best_tags

_NEVER = -1e4
_OPEN = (BEGIN, INSIDE)
_GOES_ON = (INSIDE, END)
# As in `framing.voice.decode`; chosen on articles that the weights were not trained on.
INSIDE_FROM = 0.46
EDGE_WEIGHT = 1.2
EDGE_FROM = 0.28
SECOND_LOOK = 0.5


def _bounds() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What may begin a paragraph, end it, and follow what: 0, or next to impossible."""
    tags = range(SINGLE + 1)
    first = [_NEVER if t in _GOES_ON else 0.0 for t in tags]
    last = [_NEVER if t in _OPEN else 0.0 for t in tags]
    moves = [[0.0 if (a in _OPEN) == (b in _GOES_ON) else _NEVER for b in tags] for a in tags]
    return tuple(np.array(x, dtype=np.float32) for x in (first, last, moves))  # type: ignore[return-value]


def content_of(
    scanned: Scan,
    features: Features,
    trees: Trees,
    syntax: Syntax,
    scores: np.ndarray,
    weights: ParseWeights,
) -> np.ndarray:
    """The tags of content that are best in expectation.

    Parameters
    ----------
    scanned : Scan
    features : Features
    trees : Trees
    syntax : Syntax
    scores : ndarray of float32, shape (tokens, 11)
    weights : ParseWeights

    Returns
    -------
    ndarray of int8, shape (tokens,)
    """
    if not len(scanned):
        return np.zeros(0, dtype=np.int8)
    rows, likely = second_look(scanned, features, trees, syntax, scores, weights.transitions)
    inside, begins, ends = boosted(rows, weights.forest).T
    inside = SECOND_LOOK * inside + (1 - SECOND_LOOK) * (1 - likely[:, OUTSIDE])
    gain = np.repeat(inside[:, None] - INSIDE_FROM, SINGLE + 1, axis=1)
    gain[:, OUTSIDE] = 0
    gain[:, BEGIN] += EDGE_WEIGHT * (begins - EDGE_FROM)
    gain[:, END] += EDGE_WEIGHT * (ends - EDGE_FROM)
    gain[:, SINGLE] += EDGE_WEIGHT * (begins + ends - 2 * EDGE_FROM)
    first, last, moves = _bounds()
    starts, lengths = paragraphs_without_breaks(scanned, features)
    return best_tags(gain.astype(np.float32), starts, lengths, moves, first, last)


def second_look(
    scanned: Scan,
    features: Features,
    trees: Trees,
    syntax: Syntax,
    scores: np.ndarray,
    transitions: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """What the boosted trees see of each token, and how likely each tag of content is."""
    first, last, _ = _bounds()
    starts, lengths = paragraphs_without_breaks(scanned, features)
    emitted = np.ascontiguousarray(scores[:, CONTENT])
    likely = tag_probabilities(emitted, starts, lengths, transitions, first, last)
    named, cued = (_chance(scores[:, part]) for part in (SOURCE, CUE))
    return edge_rows(scanned, features, trees, syntax, likely, named, cued), likely


def _chance(scores: np.ndarray) -> np.ndarray:
    """How likely it is that a tag other than the first fits."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    chance: np.ndarray = 1 - odds[:, 0] / odds.sum(axis=1)
    return chance


def averaged(scores: Sequence[np.ndarray]) -> np.ndarray:
    """The mean of several networks' scores."""
    total = scores[0].copy()
    for more in scores[1:]:
        total += more
    total /= len(scores)
    return total
