"""Which source a content has, by the path between them in the tree."""

from __future__ import annotations

import numpy as np

from framing.voice.linking import PAIR_FEATURES, Laid, Pairs, Runs
from framing.voice.parse.syntax import clause_heads, is_one, subjects
from framing.voice.parse.trees import LABELS, TAGS, Trees, depths

PATH_FEATURES = PAIR_FEATURES + 23
_CLIMB = 5
_SUBJECT = ("nsubj", "nsubjpass")
_OBJECT = ("pobj", "agent")
_PRONOUN = ("PRP", "WP", "WDT")


def with_paths(found: Pairs, contents: Runs, candidates: Runs, laid: Laid, trees: Trees) -> Pairs:
    """The same pairs, with what the trees tell beside what the order of the words tells.

    Parameters
    ----------
    found : Pairs
    contents, candidates : Runs
    laid : Laid
    trees : Trees
        Of all texts end to end; see `framing.voice.parse.trees.end_to_end`.

    Returns
    -------
    Pairs
        With `PATH_FEATURES` rows.
    """
    count = len(found.content)
    if not count:
        return Pairs(found.content, found.candidate, np.zeros((PATH_FEATURES, 0), np.float32))
    depth = depths(trees.heads)
    root = _tops(contents, depth)[found.content]
    top = _tops(candidates, depth)[found.candidate]
    low, high = candidates.first[found.candidate], candidates.last[found.candidate]
    first, last = contents.first[found.content], contents.last[found.content]

    def named(tokens: np.ndarray) -> np.ndarray:
        return (low <= tokens) & (tokens <= high)

    def inside(tokens: np.ndarray) -> np.ndarray:
        return (first <= tokens) & (tokens <= last)

    heads, cued = trees.heads, laid.cued
    above_root, above_top = [root], [top]
    for _ in range(_CLIMB):
        above_root.append(heads[above_root[-1]])
        above_top.append(heads[above_top[-1]])
    label, tag = trees.labels[top], trees.tags[top]
    governor, verb = above_root[1], above_top[1]
    subject = is_one(LABELS, _SUBJECT)[label]
    of = subjects(trees)
    own = np.where(of == np.arange(len(of)), -1, of)
    of_clause = of[heads[clause_heads(trees)]]
    steps = np.full(count, 2 * _CLIMB + 2)
    for i, a in enumerate(above_root):
        for j, b in enumerate(above_top):
            steps = np.where(a == b, np.minimum(steps, i + j), steps)
    columns = (
        subject & (verb == governor),
        named(own[governor]),
        named(own[above_root[2]]),
        named(of_clause[root]) & ~named(own[governor]),
        subject & ~inside(verb) & inside(heads[verb]),
        subject & inside(verb),
        (above_top[2] == governor) & ~subject,
        inside(above_top[3]) & ~inside(above_top[2]) & ~subject,
        named(governor),
        subject,
        is_one(LABELS, _OBJECT)[label],
        label == LABELS.index("poss"),
        label == LABELS.index("dobj"),
        trees.named[top],
        is_one(TAGS, _PRONOUN)[tag],
        cued[verb],
        cued[verb] * subject,
        cued[above_top[2]] * ~subject,
        cued[governor] * (verb == governor),
        cued[governor] * named(own[governor]),
        np.minimum(steps, 8) / 4,
        steps > 2 * _CLIMB,
        steps <= 2,
    )
    more = np.stack([np.asarray(c, dtype=np.float32) for c in columns])
    return Pairs(found.content, found.candidate, np.concatenate((found.rows, more)))


def _tops(runs: Runs, depth: np.ndarray) -> np.ndarray:
    """The token of each run that stands nearest to the root."""
    return np.array(
        [
            a + int(np.argmin(depth[a : b + 1]))
            for a, b in zip(runs.first.tolist(), runs.last.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
