"""What stands between two words: whether a pattern may run on from one to the next."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np

from framing.features.wordlists import word_set
from framing.text import Tokens

# A blank or quotation marks; a hyphen alone; a comma or a dash; anything harder.
BLANK, HYPHEN, COMMA, HARD = 0, 1, 2, 3
_HARD_MARKS = ".!?;:()[]{}\n\r|<>/\\"
_TITLES = word_set(
    """
    mr mrs ms dr gen gov sen rep st col lt prof sgt maj capt rev hon
    """
)


@lru_cache(maxsize=1)
def _kinds() -> np.ndarray:
    table = np.full(256, BLANK, dtype=np.uint8)
    table[[ord(mark) for mark in _HARD_MARKS]] = HARD
    table[ord(",")] = COMMA
    table[ord("-")] = HYPHEN
    return table


class Seams:
    """The seams before the words of some texts, all read at once when the first is asked for.

    Parameters
    ----------
    tokens : Tokens
        They carry the characters.

    Examples
    --------
    >>> import numpy as np
    >>> from framing.text import tokens
    >>> Seams(tokens('Kim Jong-un, "leader". He')).at(np.arange(5)).tolist()
    [3, 0, 1, 2, 3]
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    @cached_property
    def _all(self) -> np.ndarray:
        """What stands before every word, uint8, shape (tokens,)."""
        tokens = self._tokens
        found = np.full(len(tokens), HARD, dtype=np.uint8)
        if len(tokens) < 2:
            return found
        shift = tokens.offsets[tokens.text_index]
        after = tokens.ends[:-1] + shift[:-1]
        width = tokens.starts[1:] + shift[1:] - after
        kind = _kinds()[tokens.plain[after]]
        wide = np.flatnonzero(width > 1)
        if len(wide):
            # A hyphen with a blank beside it is a dash.
            worst = _dash(kind[wide])
            begin, size = after[wide], width[wide]
            for step in range(1, min(int(size.max()), 6)):
                more = np.flatnonzero(size > step)
                here = _dash(_kinds()[tokens.plain[begin[more] + step]])
                worst[more] = np.maximum(worst[more], here)
            worst[size > 6] = np.maximum(worst[size > 6], COMMA)
            stop = np.flatnonzero((tokens.plain[begin] == ord(".")) & (size == 2))
            surfaces = tokens.vocabulary.surfaces
            before = tokens.ids[wide[stop]]
            titles = [i for i in np.unique(before).tolist() if surfaces[i].lower() in _TITLES]
            worst[stop[np.isin(before, titles)]] = BLANK
            kind[wide] = worst
        found[1:] = kind
        first = tokens.bounds[:-1]
        found[first[first < len(found)]] = HARD
        return found

    def at(self, words: np.ndarray) -> np.ndarray:
        """What stands before each of `words` (numbers of tokens).

        Returns
        -------
        ndarray of uint8
            0: a blank or quotation marks; 1: a hyphen alone; 2: a comma or a dash; 3: a line
            break, a full stop (but not after a title such as 'Gov.'), ``! ? ; : ( )`` or the
            beginning of a text.
        """
        return self._all[words]

    def possessive(self, words: np.ndarray) -> np.ndarray:
        """Whether each of `words` ends in a possessive or contracted ``'s``."""
        tokens = self._tokens
        end = tokens.ends[words] + tokens.offsets[tokens.text_index[words]]
        long = tokens.ends[words] - tokens.starts[words] > 2
        mark = tokens.plain[np.where(long, end - 2, end - 1)]
        last = tokens.plain[end - 1]
        return long & (mark == ord("'")) & ((last == ord("s")) | (last == ord("S")))


def _dash(kind: np.ndarray) -> np.ndarray:
    return np.where(kind == HYPHEN, np.uint8(COMMA), kind)
