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
    # One row a tag, so that what is done at a step is done in long rows.
    gathered = np.ascontiguousarray(scores[tokens].T)
    gathered[:, : active[0]] += first[:, None]
    ends = bases[lengths - 1] + np.arange(len(lengths))
    gathered[:, ends] += last[:, None]
    gathered -= gathered.max(axis=0)
    odds = np.exp(gathered)
    moves = np.exp(transitions - transitions.max())
    low = bases.tolist()
    forward = odds.copy()
    forward[:, : low[1]] /= forward[:, : low[1]].sum(axis=0)
    columns = [moves[i][:, None] for i in range(len(moves))]
    for i in range(1, steps):
        now = forward[:, low[i] : low[i + 1]]
        begin = low[i - 1]
        now *= _moved(forward[:, begin : begin + now.shape[1]], columns)
        now /= np.add.reduce(now, axis=0)
    backward = np.ones_like(odds)
    columns = [moves[:, i][:, None] for i in range(len(moves))]
    for i in range(steps - 2, -1, -1):
        later = slice(low[i + 1], low[i + 2])
        reached = _moved(backward[:, later] * odds[:, later], columns)
        reached /= np.add.reduce(reached, axis=0)
        backward[:, low[i] : low[i] + reached.shape[1]] = reached
    forward *= backward
    forward /= forward.sum(axis=0)
    found[tokens] = forward.T
    return found


def _moved(rows: np.ndarray, columns: list[np.ndarray]) -> np.ndarray:
    """The matrix of moves times `rows`, each column by itself, whatever its company."""
    total = rows[0] * columns[0]
    for i in range(1, len(columns)):
        total += rows[i] * columns[i]
    return total
