"""Where a content begins and ends: boosted trees over the second tagger's view of the sentence.

The tagger weighs each token by what it sees around it; these trees see besides how much of the
clause, of the sentence and of what stands on either side the tagger takes for content, and so put
the ends of a content where those of a clause are. Gradient boosting (Friedman 2001), learned by
``python -m tests.validation.train_parse`` on scores of articles that the tagger did not learn from.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

_AT_ONCE = 4096


def boosted(rows: np.ndarray, forest: Mapping[str, np.ndarray]) -> np.ndarray:
    """What the trees make of each row.

    Parameters
    ----------
    rows : ndarray of float32, shape (rows, features)
    forest : mapping of str to ndarray
        The nodes of all trees one after the other: ``feature``, ``threshold`` (up to it a row goes
        left), ``left`` and ``right`` (numbers of nodes; a leaf names itself), ``value``; and
        ``roots``, shape (targets, trees), and ``base``, shape (targets,).

    Returns
    -------
    ndarray of float64, shape (rows, targets)
        Probabilities.
    """
    roots = forest["roots"]
    targets = len(roots)
    feature, threshold = forest["feature"].astype(np.int64), forest["threshold"]
    left, right = forest["left"].astype(np.int64), forest["right"].astype(np.int64)
    value = forest["value"]
    found = np.empty((len(rows), targets))
    for begin in range(0, len(rows), _AT_ONCE):
        part = rows[begin : begin + _AT_ONCE]
        flat, width = part.ravel(), part.shape[1]
        base = np.repeat(np.arange(len(part)) * width, roots.size)
        at = np.tile(roots.ravel().astype(np.int64), len(part))
        moving = np.arange(len(at))
        while len(moving):
            node = at[moving]
            small = flat[base[moving] + feature[node]] <= threshold[node]
            to = np.where(small, left[node], right[node])
            at[moving] = to
            moving = moving[left[to] != to]
        sums = value[at].reshape(len(part), targets, -1).sum(axis=2)
        found[begin : begin + _AT_ONCE] = 1 / (1 + np.exp(-sums - forest["base"]))
    return found
