"""Which stretches stand inside quotation marks, whatever the marks and where one is missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np

from framing.voice.scan import BREAK, Scan

_OPENING = "“„‟‘‚‛«"
_CLOSING = "”’»"


@dataclass(frozen=True)
class Quotation:
    """A stretch in quotation marks within one paragraph.

    Parameters
    ----------
    start, end : int
        Offsets into the text, the marks included.
    first, last : int
        The tokens of the opening and the closing mark; where the closing mark is missing, `last`
        is the paragraph's last token.
    closed : bool
        False where the next paragraph goes on with the quotation, or where a mark is missing.
    single : bool
        True for ``'single'`` marks.
    continued : bool
        True where the quotation goes on from the paragraph before.
    """

    start: int
    end: int
    first: int
    last: int
    closed: bool
    single: bool
    continued: bool


def quotations(scanned: Scan) -> list[Quotation]:
    """Find the stretches in quotation marks.

    A mark opens where a blank or a bracket stands before it and none after it; a mark closes what
    is open. A quotation that no mark closes ends with its paragraph; the next one goes on with it
    where it opens with a mark itself, as newspapers do. Single marks count where they open before
    a word and close again in the same paragraph, so that apostrophes and ``the US' course`` do
    not.

    Parameters
    ----------
    scanned : Scan

    Returns
    -------
    list of Quotation
        In order of their start; single ones may stand inside double ones.

    Examples
    --------
    >>> from framing.voice.scan import scan
    >>> text = "“We won’t,” he said. ''Not now.''"
    >>> [text[q.start:q.end] for q in quotations(scan(text))]
    ['“We won’t,”', "''Not now.''"]
    """
    marks = np.flatnonzero((scanned.signs == 34) | (scanned.signs == 39)).tolist()
    if not marks:
        return []
    edges = [-1, *np.flatnonzero(scanned.kinds == BREAK).tolist(), len(scanned)]
    found: list[Quotation] = []
    carried = False
    at = 0
    while at < len(marks):
        number = bisect_left(edges, marks[at])
        low, high = edges[number - 1] + 1, edges[number] - 1
        beyond = bisect_right(marks, high, at)
        carried = _paragraph(scanned, marks[at:beyond], low, high, carried, found)
        at = beyond
    found.sort(key=lambda q: (q.start, -q.end))
    return found


def _paragraph(
    scanned: Scan, marks: list[int], low: int, high: int, carried: bool, found: list[Quotation]
) -> bool:
    """Add one paragraph's quotations; say whether the last double one was left open."""
    text, folded = scanned.text, scanned.folded
    starts, ends = scanned.offsets
    size = len(text)
    double: tuple[int, bool] | None = None
    single: int | None = None
    for token in marks:
        a, b = starts[token], ends[token]
        sign = folded[a:b]
        written = text[a]
        before = folded[a - 1] if a else " "
        after = folded[b] if b < size else " "
        opens = written in _OPENING or (
            written not in _CLOSING and (before in " \n\t([-/" or a == 0) and not after.isspace()
        )
        if sign[0] == '"' or len(sign) == 2:
            at_start = token == low
            if double is None:
                if (
                    opens
                    or at_start
                    or not (written in _CLOSING or after in " \n,.;:?!)" or b == size)
                ):
                    double = (token, carried and at_start)
            elif written in _CLOSING or not opens or (written not in _OPENING and after.isspace()):
                found.append(_made(scanned, double[0], token, True, False, double[1]))
                double, single = None, None
            else:
                # A second opening mark: the closing one before it is missing.
                found.append(_made(scanned, double[0], token - 1, False, False, double[1]))
                double, single = (token, False), None
        elif single is None:
            if opens and after.isalnum() and written not in _CLOSING:
                single = token
        elif not before.isspace() and not after.isalnum():
            found.append(_made(scanned, single, token, True, True, False))
            single = None
    if double is None:
        return False
    found.append(_made(scanned, double[0], high, False, False, double[1]))
    return True


def _made(
    scanned: Scan, first: int, last: int, closed: bool, single: bool, continued: bool
) -> Quotation:
    starts, ends = scanned.offsets
    return Quotation(starts[first], ends[last], first, last, closed, single, continued)
