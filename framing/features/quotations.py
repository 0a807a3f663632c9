"""Which places stand inside double quotation marks, by the marks alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from framing.text import fold

# A quotation ends at its mark, or at the end of the paragraph where the mark is missing.
_QUOTED = re.compile(r'"[^"\n]*(?:"|\n|$)')


def inside_quotations(texts: Sequence[str], text: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Say of places whether they stand inside double quotation marks.

    Parameters
    ----------
    texts : sequence of str
    text, start : ndarray of int, shape (places,)
        Number of the text and code point of each place.

    Returns
    -------
    ndarray of bool, shape (places,)

    Examples
    --------
    >>> inside_quotations(['He said “go” and went'], np.array([0, 0]), np.array([9, 16])).tolist()
    [True, False]
    """
    found = np.zeros(len(text), dtype=bool)
    for number in np.unique(text).tolist():
        here = np.flatnonzero(text == number)
        spans = [m.span() for m in _QUOTED.finditer(fold(texts[number]))]
        if not spans:
            continue
        begins = np.array([a for a, _ in spans])
        ends = np.array([b for _, b in spans])
        at = np.searchsorted(begins, start[here], side="right") - 1
        found[here] = (at >= 0) & (start[here] < ends[np.maximum(at, 0)])
    return found
