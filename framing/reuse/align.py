"""Which passages two stories share: seeds of four words, extended and chained, with offsets.

Works on arrays of word ids, so that any tokeniser will do. Passages may stand in another order in
the two stories, and words may be changed, put in or left out within one. `framing.reuse.laid`
does it, for many pairs at once.

Method: seed and extend (Altschul et al. 1990; passim, Smith et al. 2014, for reprinted news).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.reuse.laid import Laid, passages_of
from framing.reuse.words import Batch, Words
from framing.text import tokens

MATCHED = 7  # words that must agree in a passage


@dataclass(frozen=True)
class Passage:
    """A passage of one story and its counterpart in another.

    Parameters
    ----------
    start, end : int
        Its words in the first story, end exclusive: places in the story's word array.
    other_start, other_end : int
        Its words in the second.
    matched : int
        How many words agree.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    matched: int


def shared_passages(a: Words | str, b: Words | str, *, matched: int = MATCHED) -> list[Passage]:
    """Find the passages that two stories share.

    Parameters
    ----------
    a, b : Words or str
        Strings are taken whole. Two `Words` must come from one tokenised batch.
    matched : int
        The least number of words that agree; three of them no names or figures.

    Returns
    -------
    list of Passage
        In the order of the first story.

    Examples
    --------
    >>> found = shared_passages("It came amid a flurry of diplomatic activity to organise talks.",
    ...                         "Amid a flurry of diplomatic activity to organize the summit")
    >>> [(p.start, p.end, p.other_start, p.other_end, p.matched) for p in found]
    [(2, 10, 0, 8, 8)]
    """
    if isinstance(a, str) or isinstance(b, str):
        if not (isinstance(a, str) and isinstance(b, str)):
            raise TypeError("both stories must be strings, or both words of one batch")
        batch = Batch(tokens([a, b]))
        a, b = batch.words(0), batch.words(1)
    laid = Laid.of([a, b])
    found = passages_of(laid, np.array([0]), np.array([1]), matched=matched)
    mine, theirs = laid.base.tolist()
    places = (
        found.start - mine,
        found.end - mine,
        found.other_start - theirs,
        found.other_end - theirs,
        found.matched,
    )
    return [Passage(*row) for row in zip(*(x.tolist() for x in places), strict=True)]
