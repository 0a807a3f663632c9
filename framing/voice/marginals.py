"""How likely each tag of each token is, given all the scores of its stretch."""

from __future__ import annotations

import numpy as np


def tag_probabilities(
    scores: np.ndarray,
    starts: np.ndarray,
    lengths: np.ndarray,
    transitions: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
) -> np.ndarray:
    """Forward-backward (Rabiner 1989) over stretches of tokens, all one step at a time.

    Parameters are those of `framing.voice.viterbi.best_tags`.

    Returns
    -------
    ndarray of float32, shape (tokens, tags)
        Each row of a token in a stretch sums to 1; other rows are 0.
    """
    found = np.zeros_like(scores)
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    if not len(lengths):
        return found
    steps = int(lengths[0])
    active = np.searchsorted(-lengths, -np.arange(1, steps + 1), side="right")
    bases = np.concatenate(([0], np.cumsum(active)))
    # Step-major rows: the tokens at one step lie side by side.
    tokens = np.concatenate([starts[: active[i]] + i for i in range(steps)])
    gathered = scores[tokens]
    gathered[: active[0]] += first
    ends = bases[lengths - 1] + np.arange(len(lengths))
    gathered[ends] += last
    gathered -= gathered.max(axis=1, keepdims=True)
    odds = np.exp(gathered)
    moves = np.exp(transitions - transitions.max())
    forward = odds.copy()
    forward[: active[0]] /= forward[: active[0]].sum(axis=1, keepdims=True)
    for i in range(1, steps):
        now = forward[bases[i] : bases[i + 1]]
        now *= _moved(forward[bases[i - 1] : bases[i - 1] + active[i]], moves)
        now /= now.sum(axis=1, keepdims=True)
    backward = np.ones_like(odds)
    back = moves.T.copy()
    for i in range(steps - 2, -1, -1):
        count = active[i + 1]
        later = backward[bases[i + 1] : bases[i + 2]] * odds[bases[i + 1] : bases[i + 2]]
        reached = _moved(later, back)
        reached /= reached.sum(axis=1, keepdims=True)
        backward[bases[i] : bases[i] + count] = reached
    both = forward * backward
    both /= both.sum(axis=1, keepdims=True)
    found[tokens] = both
    return found


def _moved(rows: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """``rows @ moves``, each row by itself, so that its value does not hang on its company."""
    total = rows[:, :1] * moves[0]
    for i in range(1, len(moves)):
        total += rows[:, i : i + 1] * moves[i]
    return total
