"""What the trees tell the second tagger of each token: relations, clauses, and where they end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.voice.parse.trees import LABELS, TAGS, Trees, depths, names

_CLAUSES = names(
    "ROOT ccomp xcomp advcl relcl acl conj parataxis csubj csubjpass pcomp prep appos dep"
)
_ALWAYS = names("ROOT ccomp advcl relcl acl parataxis csubj csubjpass pcomp xcomp")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "agent", "expl")
_VERBS = ("VBD", "VBG", "VBN", "VBP", "VBZ", "VB", "MD")
_SIZES = np.array([2, 5, 12])
_CUE_CLASSES = 10
_OFFSETS = np.array([1, 2, 3, 5, 9, 17])
STATES = {
    "label": len(LABELS),
    "tag": len(TAGS),
    "offset": 15,
    "clause": len(_CLAUSES) * 20,
    "opens": len(LABELS) * 4,
    "closes": len(LABELS) * 4,
    "edges": 32,
}
LINKS = ("head", "clause", "governor", "subject")


@dataclass(frozen=True)
class Syntax:
    """Categories of each token from its tree, and the tokens that it is to look at.

    Parameters
    ----------
    states : ndarray of int64, shape (tokens, len(`STATES`))
        Each column an index below the number that `STATES` gives.
    links : ndarray of int64, shape (tokens, len(`LINKS`))
        The head; the head of the clause; the word that governs the clause; that word's subject.
        The token itself where there is none.
    """

    states: np.ndarray
    links: np.ndarray


def describe_syntax(trees: Trees, cue: np.ndarray) -> Syntax:
    """Give each token its categories.

    Parameters
    ----------
    trees : Trees
    cue : ndarray of int64, shape (tokens,)
        State of each token as a cue; see `framing.voice.features.Features`.
    """
    heads, labels, tags = trees.heads, trees.labels, trees.tags
    size = len(heads)
    index = np.arange(size)
    left, right = subtree_bounds(heads)
    clause = clause_heads(trees)
    governor = heads[clause]
    kind = _table(LABELS, _CLAUSES)[labels[clause]]
    after = (index > governor).astype(np.int64)
    apart = index - heads
    offset = np.where(
        apart == 0, 0, np.searchsorted(_OFFSETS, np.abs(apart), side="right") + 7 * (apart < 0)
    )
    spans = right - left + 1
    opens = _topmost(left, spans, labels)
    closes = _topmost(right, spans, labels)
    begun = np.clip(np.bincount(left, minlength=size) - 1, 0, 3)
    ended = np.clip(np.bincount(right, minlength=size) - 1, 0, 3)
    states = np.stack(
        (
            labels,
            tags,
            offset,
            kind * 20 + cue[governor] % _CUE_CLASSES * 2 + after,
            opens,
            closes,
            begun + 4 * ended + 16 * trees.named,
        ),
        axis=1,
    )
    links = np.stack((heads, clause, governor, subjects(trees)[governor]), axis=1)
    return Syntax(states, links)


def _table(known: Sequence[str], picked: Sequence[str]) -> np.ndarray:
    """For each known name its place in `picked`; the last place where it has none."""
    return np.array([picked.index(n) if n in picked else len(picked) - 1 for n in known])


def is_one(known: Sequence[str], picked: Sequence[str]) -> np.ndarray:
    """Which of the known names are picked."""
    return np.array([name in picked for name in known])


def subtree_bounds(heads: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last token of each token's subtree."""
    left, right = np.arange(len(heads)), np.arange(len(heads))
    depth = depths(heads)
    for level in range(int(depth.max(initial=0)), 0, -1):
        at = np.flatnonzero(depth == level)
        np.minimum.at(left, heads[at], left[at])
        np.maximum.at(right, heads[at], right[at])
    return left, right


def clause_heads(trees: Trees) -> np.ndarray:
    """The head of the innermost clause around each token."""
    clausal = is_one(LABELS, _ALWAYS)[trees.labels]
    clausal |= (trees.labels == LABELS.index("conj")) & is_one(TAGS, _VERBS)[trees.tags]
    at = np.where(clausal, np.arange(len(trees.heads)), trees.heads)
    while True:
        further = at[at]
        if np.array_equal(further, at):
            return at
        at = further


def subjects(trees: Trees) -> np.ndarray:
    """The subject of each token that has one, also by way of a verb that it is joined to."""
    size = len(trees.heads)
    found = np.full(size, -1, dtype=np.int64)
    at = np.flatnonzero(is_one(LABELS, _SUBJECTS)[trees.labels])[::-1]
    found[trees.heads[at]] = at
    joined = is_one(LABELS, ("conj", "xcomp"))[trees.labels]
    for _ in range(3):
        found = np.where((found < 0) & joined, found[trees.heads], found)
    return np.where(found < 0, np.arange(size), found)


def _topmost(edge: np.ndarray, spans: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Relation and size of the largest subtree with each token as its edge."""
    order = np.lexsort((spans, edge))
    best = np.zeros(len(edge), dtype=np.int64)
    best[edge[order]] = order
    return labels[best] * 4 + np.searchsorted(_SIZES, spans[best], side="left")
