"""What stands between two words: whether a pattern may run on from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from framing.features.wordlists import word_set
from framing.text import Tokens, fold

# A blank or quotation marks; a hyphen alone; a comma or a dash; anything harder.
BLANK, HYPHEN, COMMA, HARD = 0, 1, 2, 3
_HARD_MARKS = ".!?;:()[]{}\n\r|<>•/\\…\u2028\u2029"
_TITLES = word_set(
    """
    mr mrs ms dr gen gov sen rep st col lt prof sgt maj capt rev hon
    """
)
_APOSTROPHES = np.array(
    [code for code in (*range(128), *range(0x2B0, 0x2C0), *range(0x2010, 0x2040), 0xB4, 0xFF07)
     if fold(chr(code)) == "'"]
)  # fmt: skip


@lru_cache(maxsize=1)
def _kinds() -> np.ndarray:
    table = np.full(0x10000, BLANK, dtype=np.uint8)
    table[[ord(mark) for mark in _HARD_MARKS]] = HARD
    table[ord(",")] = COMMA
    for code in range(0x2010, 0x10000):
        if fold(chr(code)) == "-":
            table[code] = HYPHEN
    table[ord("-")] = HYPHEN
    return table


class Seams:
    """The seams before the words of some texts, looked up where they are asked for.

    Parameters
    ----------
    tokens : Tokens
        ``framing.text.tokens(texts)``.
    texts : sequence of str

    Examples
    --------
    >>> import numpy as np
    >>> from framing.text import tokens
    >>> line = 'Kim Jong-un, "leader". He'
    >>> Seams(tokens(line), [line]).at(np.arange(5)).tolist()
    [3, 0, 1, 2, 3]
    """

    def __init__(self, tokens: Tokens, texts: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        self._offsets = np.zeros(len(texts) + 1, dtype=np.int64)
        np.cumsum(lengths + 1, out=self._offsets[1:])
        joined = "\n".join(texts)
        if joined.isascii():
            self._codes = np.frombuffer(joined.encode("ascii"), dtype=np.uint8)
        else:
            self._codes = np.frombuffer(
                joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32
            )
        self._tokens = tokens

    def _kind(self, places: np.ndarray) -> np.ndarray:
        return _kinds()[np.minimum(self._codes[places].astype(np.int64), 0xFFFF)]

    def at(self, words: np.ndarray) -> np.ndarray:
        """What stands before each of `words` (numbers of tokens).

        Returns
        -------
        ndarray of uint8
            0: a blank or quotation marks; 1: a hyphen alone; 2: a comma or a dash; 3: a line
            break, a full stop (but not after a title such as 'Gov.'), ``! ? ; : ( )`` or the
            beginning of a text.
        """
        tokens = self._tokens
        words = np.asarray(words, dtype=np.int64)
        found = np.full(len(words), HARD, dtype=np.uint8)
        text = np.searchsorted(tokens.bounds, words, side="right") - 1
        inner = np.flatnonzero(words > tokens.bounds[text])
        words, shift = words[inner], self._offsets[text[inner]]
        after = tokens.ends[words - 1] + shift
        width = tokens.starts[words] + shift - after
        kind = self._kind(after)
        wide = np.flatnonzero(width > 1)
        if len(wide):
            # A hyphen with a blank beside it is a dash.
            worst = _dash(kind[wide])
            begin, size = after[wide], width[wide]
            for step in range(1, min(int(size.max()), 6)):
                here = np.where(size > step, begin + step, begin)
                worst = np.maximum(worst, _dash(self._kind(here)))
            worst = np.where(size > 6, np.maximum(worst, COMMA), worst)
            stop = np.flatnonzero((self._codes[begin] == ord(".")) & (size == 2))
            surfaces = tokens.vocabulary.surfaces
            before = tokens.ids[words[wide[stop]] - 1].tolist()
            title = [surfaces[i].lower() in _TITLES for i in before]
            worst[stop[np.array(title, dtype=bool)]] = BLANK
            kind[wide] = worst
        found[inner] = kind
        return found

    def possessive(self, words: np.ndarray) -> np.ndarray:
        """Whether each of `words` ends in a possessive or contracted ``'s``."""
        tokens = self._tokens
        text = np.searchsorted(tokens.bounds, words, side="right") - 1
        end = tokens.ends[words] + self._offsets[text]
        long = end - tokens.starts[words] - self._offsets[text] > 2
        mark = self._codes[np.where(long, end - 2, end - 1)]
        last = self._codes[end - 1]
        return long & np.isin(mark, _APOSTROPHES) & ((last == ord("s")) | (last == ord("S")))


def _dash(kind: np.ndarray) -> np.ndarray:
    return np.where(kind == HYPHEN, np.uint8(COMMA), kind)
