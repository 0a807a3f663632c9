"""Content of many paragraphs at once: how likely each tag is, and which stretches gain most.

What `framing.voice.marginals` and `framing.voice.viterbi` do for any transitions, in a third of the
time where all that are legal cost nothing: then two states, outside and inside, are enough.
"""

from __future__ import annotations

import itertools

import numpy as np

from framing.voice.viterbi import BEGIN, END, INSIDE, SINGLE

_NEVER = -1e9


def by_step(starts: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Tokens of many stretches in another order: all the first ones, all the second ones, …

    Parameters
    ----------
    starts, lengths : ndarray of int64, shape (stretches,)
        First token of each stretch and how many follow it, itself included; at least one stretch.

    Returns
    -------
    tokens : ndarray of int64
        The longest stretch's token first at each step, so that those of a stretch stand in the
        same place at every step.
    bounds : list of int
        Where each step begins in `tokens`, and its size at the end.

    Examples
    --------
    >>> by_step(np.array([0, 3]), np.array([2, 4]))[0].tolist()
    [3, 0, 4, 1, 5, 6]
    """
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    steps = np.arange(int(lengths[0]))
    active = np.searchsorted(-lengths, -steps, side="left")
    bounds = np.concatenate(([0], np.cumsum(active)))
    step = steps.repeat(active)
    within = np.arange(len(step)) - bounds[step]
    return starts[within] + step, bounds.tolist()


def content_probabilities(
    scores: np.ndarray, starts: np.ndarray, lengths: np.ndarray
) -> np.ndarray:
    """Forward-backward (Rabiner 1989) over many paragraphs, all one step at a time.

    Every sequence of tags counts in which a stretch begins, goes on and ends, or is a single
    token, and none is open at the paragraph's end; one is as likely as the scores of its tags say,
    added up. So two states are enough between two tokens: outside all stretches, or held in one.

    Parameters
    ----------
    scores : ndarray of float32, shape (tokens, 5)
        How well each tag fits: outside, begin, inside, end, single.
    starts, lengths : ndarray of int64, shape (paragraphs,)
        First token of each paragraph and how many follow it, itself included.

    Returns
    -------
    ndarray of float32, shape (tokens, 5)
        Each row of a token in a paragraph sums to 1; other rows are 0.

    Examples
    --------
    >>> content_probabilities(np.zeros((2, 5), np.float32), np.array([0]), np.array([2])).round(2)
    array([[0.4, 0.2, 0. , 0. , 0.4],
           [0.4, 0. , 0. , 0.2, 0.4]], dtype=float32)
    """
    found = np.zeros((len(scores), 5), dtype=np.float32)
    if not len(lengths):
        return found
    tokens, bounds = by_step(starts, lengths)
    # One row a tag, so that what is done at a step is done in long rows.
    odds = np.ascontiguousarray(scores[tokens].T)
    odds -= odds.max(axis=0)
    np.exp(odds, out=odds)
    outside, begin, inside, end, single = odds
    free = outside + single
    before = _passed(bounds, free, begin, end, inside)
    after = _passed_back(bounds, free, begin, end, inside)
    stays = before[0] * after[0]
    outside *= stays
    single *= stays
    begin *= before[0] * after[1]
    inside *= before[1] * after[1]
    end *= before[1] * after[0]
    odds /= odds.sum(axis=0)
    found[tokens] = odds.T
    return found


def _passed(
    bounds: list[int], free: np.ndarray, begin: np.ndarray, end: np.ndarray, inside: np.ndarray
) -> np.ndarray:
    """Before each token, how likely what stands before it leaves it outside, and held."""
    state = np.empty((2, len(free)), dtype=np.float32)
    state[0, : bounds[1]], state[1, : bounds[1]] = 1, 0
    for low, now, high in zip(bounds, bounds[1:], bounds[2:], strict=False):
        here = slice(low, low + high - now)
        out, held = state[:, here]
        new_out = free[here] * out
        new_out += end[here] * held
        new_held = begin[here] * out
        new_held += inside[here] * held
        total = new_out + new_held
        np.divide(new_out, total, out=state[0, now:high])
        np.divide(new_held, total, out=state[1, now:high])
    return state


def _passed_back(
    bounds: list[int], free: np.ndarray, begin: np.ndarray, end: np.ndarray, inside: np.ndarray
) -> np.ndarray:
    """After each token, how likely what stands after it is if it leaves it outside, or held."""
    state = np.empty((2, len(free)), dtype=np.float32)
    state[0], state[1] = 1, 0
    for number in range(len(bounds) - 2, 0, -1):
        low, now, high = bounds[number - 1 : number + 2]
        here, there = slice(now, high), slice(low, low + high - now)
        out, held = state[:, here]
        new_out = free[here] * out
        new_out += begin[here] * held
        new_held = end[here] * out
        new_held += inside[here] * held
        total = new_out + new_held
        np.divide(new_out, total, out=state[0, there])
        np.divide(new_held, total, out=state[1, there])
    return state


def best_stretches(
    gain: np.ndarray, begin: np.ndarray, end: np.ndarray, starts: np.ndarray, lengths: np.ndarray
) -> np.ndarray:
    """The stretches of greatest gain (Viterbi 1967), in many paragraphs, all one step at a time.

    A stretch gains what its tokens gain, and something at its first and at its last token.

    Parameters
    ----------
    gain, begin, end : ndarray of float32, shape (tokens,)
        What a token adds if it stands in a stretch, if a stretch begins with it, and if one ends.
    starts, lengths : ndarray of int64, shape (paragraphs,)
        First token of each paragraph and how many follow it, itself included.

    Returns
    -------
    ndarray of int8, shape (tokens,)
        Numbers of `framing.voice.viterbi`; of equal gains the fewer stretches.

    Examples
    --------
    >>> gain, edge = np.array([-1, 2, -1, 2, 2], np.float32), np.full(5, -0.25, np.float32)
    >>> best_stretches(gain, edge, edge, np.array([0]), np.array([5])).tolist()
    [0, 4, 0, 1, 3]
    """
    tags = np.zeros(len(gain), dtype=np.int8)
    if not len(lengths):
        return tags
    tokens, bounds = by_step(starts, lengths)
    gain, begin, end = gain[tokens], begin[tokens], end[tokens]
    begins, ends = np.empty(len(tokens), dtype=bool), np.empty(len(tokens), dtype=bool)
    most = bounds[1]
    outside, held = np.zeros(most, np.float32), np.full(most, _NEVER, np.float32)
    for low, high in itertools.pairwise(bounds):
        here, out, inside = slice(low, high), outside[: high - low], held[: high - low]
        new = out + begin[here]
        np.greater(new, inside, out=begins[here])
        np.maximum(new, inside, out=inside)
        inside += gain[here]
        over = inside + end[here]
        np.greater(over, out, out=ends[here])
        np.maximum(over, out, out=out)
    # Back from the end: whether the stretch goes on after the token.
    open_after = np.zeros(most, dtype=bool)
    within = np.empty(len(tokens), dtype=bool)
    for number in range(len(bounds) - 2, -1, -1):
        here = slice(bounds[number], bounds[number + 1])
        goes_on = open_after[: bounds[number + 1] - bounds[number]]
        ends[here] &= ~goes_on
        np.logical_or(goes_on, ends[here], out=within[here])
        begins[here] &= within[here]
        np.greater(within[here], begins[here], out=goes_on)
    named = np.where(begins, np.where(ends, SINGLE, BEGIN), np.where(ends, END, INSIDE))
    tags[tokens] = named * within
    return tags
