"""What counts where matches overlap, and which of them somebody denies."""

from __future__ import annotations

import numpy as np

from framing.features.matcher import Matches
from framing.features.seams import COMMA, Seams
from framing.features.wordlists import word_set
from framing.text import Tokens


def longest(matches: Matches, keys: np.ndarray) -> Matches:
    """Keep, for every key, the longest of matches that overlap, the first of equally long ones.

    Parameters
    ----------
    matches : Matches
    keys : ndarray of int, shape (patterns,)
        For each pattern what it counts for (its dictionary). Matches of different keys leave each
        other alone; one word counts at most once a key.

    Returns
    -------
    Matches
        Sorted as before.
    """
    if not len(matches):
        return matches
    key = np.asarray(keys)[matches.pattern]
    order = np.lexsort((matches.pattern, -matches.last, matches.first, key))
    key, first, last = key[order], matches.first[order], matches.last[order]
    keep = np.ones(len(order), dtype=bool)
    # Runs of overlapping matches of one key: where the next begins after all ended.
    span = int(last.max()) + 2
    reach = np.maximum.accumulate(key.astype(np.int64) * span + last)
    opens = np.ones(len(order), dtype=bool)
    opens[1:] = key[1:].astype(np.int64) * span + first[1:] > reach[:-1]
    heads = np.flatnonzero(opens)
    sizes = np.diff(np.append(heads, len(order)))
    for head, size in zip(heads[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        members = range(head, head + size)
        taken: list[tuple[int, int]] = []
        for k in sorted(members, key=lambda k: (first[k] - last[k], first[k], k)):
            if any(a <= last[k] and first[k] <= b for a, b in taken):
                keep[k] = False
            else:
                taken.append((int(first[k]), int(last[k])))
    return matches.take(np.sort(order[keep]))


_NEGATIONS = word_set(
    """
    not no never none neither nor nobody nothing nowhere without hardly scarcely barely
    cannot isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't
    shouldn't mustn't hasn't haven't hadn't ain't needn't mightn't
    """
)


def negated(matches: Matches, tokens: Tokens, seams: Seams, *, reach: int = 4) -> np.ndarray:
    """Whether a negation stands within `reach` words before a match, in its own clause.

    Parameters
    ----------
    matches : Matches
    tokens : Tokens
    seams : Seams
        ``Seams(tokens)``; the search stops at a comma or harder mark.
    reach : int
        Words to look back.

    Returns
    -------
    ndarray of bool, shape (matches,)
    """
    surfaces = tokens.vocabulary.surfaces
    found = np.zeros(len(matches), dtype=bool)
    open_ = np.ones(len(matches), dtype=bool)
    here = matches.first.copy()
    for _ in range(reach):
        open_ &= here > 0
        open_[open_] = seams.at(here[open_]) < COMMA
        here = here - 1
        words, which = np.unique(tokens.ids[here[open_]], return_inverse=True)
        denies = np.array([surfaces[w].lower() in _NEGATIONS for w in words.tolist()], dtype=bool)
        found[open_] |= denies[which]
    return found
