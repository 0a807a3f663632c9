"""What the boosted trees see of each token: the tagger's probabilities along sentence and tree."""

from __future__ import annotations

import numpy as np

from framing.voice.features import Features
from framing.voice.parse.syntax import Syntax, subtree_bounds
from framing.voice.parse.trees import Trees
from framing.voice.scan import BREAK, MARK, Scan

_FAR = 40
_VERY_FAR = 60


def edge_rows(
    scanned: Scan,
    features: Features,
    trees: Trees,
    syntax: Syntax,
    content: np.ndarray,
    named: np.ndarray,
    cued: np.ndarray,
) -> np.ndarray:
    """Describe each token.

    Parameters
    ----------
    scanned : Scan
    features : Features
    trees : Trees
    syntax : Syntax
    content : ndarray of float32, shape (tokens, 5)
        How likely each tag of content is; see `framing.voice.marginals.tag_probabilities`.
    named, cued : ndarray of float32, shape (tokens,)
        How likely each token is part of a source, and of a cue.

    Returns
    -------
    ndarray of float32, shape (tokens, features)
    """
    size = len(scanned)
    index = np.arange(size)
    inside = np.where(scanned.kinds == BREAK, 0, 1 - content[:, 0])
    begins, ends = content[:, 1] + content[:, 4], content[:, 3] + content[:, 4]
    columns = [_moved(inside, k) for k in range(-4, 5)]
    for values in (begins, ends, named, cued):
        columns += [_moved(values, k) for k in range(-2, 3)]
    for link in syntax.links.T:
        columns += [inside[link], named[link], cued[link], np.clip(index - link, -_FAR, _FAR)]
    above = trees.heads[syntax.links[:, 2]]
    columns += [cued[above], inside[above]]
    sums = np.concatenate(([0.0], np.cumsum(inside)))

    def mean(low: np.ndarray, high: np.ndarray) -> np.ndarray:
        return (sums[high] - sums[low]) / np.maximum(high - low, 1)

    left, right = subtree_bounds(trees.heads)
    clause = syntax.links[:, 1]
    low, high = left[clause], right[clause]
    columns += [mean(left, right + 1), mean(low, high + 1), right - left, high - low]
    columns += [index - low, high - index]
    for first, last in ((left, right), (low, high)):
        columns += [inside[np.maximum(first - 1, 0)], inside[np.minimum(last + 1, size - 1)]]
    outer = clause[syntax.links[:, 2]]
    low, high = left[outer], right[outer]
    columns += [
        mean(low, high + 1),
        np.minimum(high - index, _VERY_FAR),
        np.minimum(index - low, _VERY_FAR),
    ]
    columns += _sentence_columns(features, index, inside, named, cued, mean)
    sign = np.where(scanned.kinds == MARK, np.minimum(scanned.signs, 127), 0)
    sign = np.where(scanned.kinds == BREAK, 1, sign)
    columns += [_moved(sign, k) for k in (-1, 0, 1)]
    columns += [features.quote, features.place % 7, features.shape]
    columns += [features.cue // 10, features.cue % 10]
    label, tag, _, kind, opens, closes, edge = syntax.states.T
    columns += [label, tag, kind // 20, kind % 20, opens // 4, opens % 4, closes // 4, closes % 4]
    columns += [edge, *(_moved(v, k) for v in (label, tag) for k in (-1, 1))]
    columns += [tag[syntax.links[:, 2]], tag[trees.heads], label[trees.heads]]
    return np.stack(columns, axis=1).astype(np.float32)


def _sentence_columns(
    features: Features,
    index: np.ndarray,
    inside: np.ndarray,
    named: np.ndarray,
    cued: np.ndarray,
    mean: object,
) -> list[np.ndarray]:
    assert callable(mean)
    size = len(index)
    begin = features.sentences
    lengths = np.diff(np.append(begin, size))
    first, end = np.repeat(begin, lengths), np.repeat(begin + lengths, lengths)
    most = [np.repeat(np.maximum.reduceat(v, begin), lengths) for v in (cued, named)]
    return [
        mean(first, end),
        *most,
        index - first,
        end - 1 - index,
        end - first,
        mean(first, index),
        mean(index + 1, np.minimum(end, size)),
    ]


def _moved(values: np.ndarray, step: int) -> np.ndarray:
    """What stands `step` tokens before each, 0 where there is none."""
    moved = np.zeros(len(values), dtype=np.float32)
    if step > 0:
        moved[step:] = values[:-step] if step < len(values) else 0
    elif step < 0:
        moved[:step] = values[-step:] if -step < len(values) else 0
    else:
        moved[:] = values
    return moved
