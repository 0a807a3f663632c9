"""The best sequence of tags for many stretches of tokens at once."""

from __future__ import annotations

import numpy as np

OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)


def best_tags(
    scores: np.ndarray,
    starts: np.ndarray,
    lengths: np.ndarray,
    transitions: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
) -> np.ndarray:
    """Viterbi (1967) over stretches of tokens, all stretches one step at a time.

    Parameters
    ----------
    scores : ndarray of float32, shape (tokens, tags)
        For each token how well each tag fits.
    starts, lengths : ndarray of int64, shape (stretches,)
        First token of each stretch and how many follow it, itself included.
    transitions : ndarray of float32, shape (tags, tags)
        From the row's tag to the column's.
    first, last : ndarray of float32, shape (tags,)
        For the first and the last token of a stretch.

    Returns
    -------
    ndarray of int8, shape (tokens,)
        0 for tokens outside every stretch.
    """
    tags = np.zeros(len(scores), dtype=np.int8)
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    active = np.searchsorted(
        -lengths, -np.arange(1, (lengths[0] if len(lengths) else 0) + 1), side="right"
    )
    if not len(active) or not active[0]:
        return tags
    by_tag = np.ascontiguousarray(scores.T)  # one row a tag: long rows are fast
    moves = [row[:, None] for row in transitions]
    current = by_tag[:, starts[: active[0]]] + first[:, None]
    held = current.copy()
    back: list[np.ndarray] = []
    for step in range(1, len(active)):
        alive = int(active[step])
        before = current[:, :alive]
        best = np.zeros((len(moves), alive), dtype=np.int8)
        reached = before[0] + moves[0]
        for tag in range(1, len(moves)):
            other = before[tag] + moves[tag]
            np.copyto(best, tag, where=other > reached)
            np.maximum(reached, other, out=reached)
        back.append(best)
        reached += by_tag[:, starts[:alive] + step]
        current = reached
        held[:, :alive] = current
    now = (held + last[:, None]).argmax(axis=0)
    for step in range(len(active) - 1, 0, -1):
        alive = active[step]
        tags[starts[:alive] + step] = now[:alive]
        now[:alive] = back[step - 1][now[:alive], np.arange(alive)]
    tags[starts[: active[0]]] = now[: active[0]]
    return tags
