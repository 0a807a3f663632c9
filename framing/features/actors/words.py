"""Words and marks of texts with their offsets, as the tagger of actors wants them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from framing.text import stretches

_DASH = "\x0e"  # stands for a dash while hyphens and dashes are folded
_SHORTENED = frozenset(
    {
        *("Mr.", "Mrs.", "Ms.", "Dr.", "Gen.", "Sen.", "Rep.", "Gov.", "Lt.", "Col.", "Sgt."),
        *("Adm.", "St.", "Jr.", "Sr.", "Inc.", "Corp.", "Ltd.", "Prof.", "Rev."),
    }
)
# Unlike the words of the ground, marks count here: a comma ends a noun phrase. A line break is a
# mark as well. The possessive 's is a token of its own, hyphens part words.
_TOKEN = re.compile(
    r"\n"
    r"|(?:[A-Za-z]\.){2,}"
    rf"|(?:{'|'.join(map(re.escape, sorted(_SHORTENED)))})"
    r"|\b[A-Z]\.(?=\s[A-Z])"
    r"|\d+(?:[.,]\d+)+"
    r"|'(?:s|S|re|ve|ll|d|m)\b"
    r"|[^\W_]+(?:'(?!(?:s|S|re|ve|ll|d|m)\b)[^\W_]+)*"
    rf"|''|\.{{2,}}|[-{_DASH}]{{2,}}"
    r"|[^\s]"
)
_BEFORE_A_NAME = " A"  # what an initial needs behind it to be read as one
_INITIAL = re.compile(r"\b[A-Z]\.\Z")


@dataclass(frozen=True)
class Stream:
    """The words and marks of several texts in a row, a line break before and after each.

    Parameters
    ----------
    text : str
        All texts as one.
    pieces, origins : ndarray of int64, shape (pieces,)
        Where each piece of a text begins in `text`, and where it stands in its own text.
    bounds : ndarray of int64, shape (texts + 1,)
        The tokens of text ``i``, its two line breaks among them, are ``bounds[i]:bounds[i + 1]``.
    surfaces : tuple of str
        The different tokens, quotes and hyphens folded to ASCII; ``"--"`` for a dash.
    ids : ndarray of int64, shape (tokens,)
        Which of `surfaces` stands there.
    starts, ends : ndarray of int64, shape (tokens,)
        Code-point offsets into `text`, end exclusive.
    """

    text: str
    pieces: np.ndarray
    origins: np.ndarray
    bounds: np.ndarray
    surfaces: tuple[str, ...]
    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    def words(self, text: int) -> list[str]:
        """The words and marks of one text, without the line breaks around it."""
        inner = slice(self.bounds[text] + 1, self.bounds[text + 1] - 1)
        return [self.surfaces[i] for i in self.ids[inner].tolist()]

    def own(self, offsets: np.ndarray) -> np.ndarray:
        """Offsets into `text` as offsets into the text that each stands in."""
        piece = np.searchsorted(self.pieces, offsets, side="right") - 1
        return offsets - self.pieces[piece] + self.origins[piece]


def stream(texts: Sequence[Sequence[tuple[int, str]]]) -> Stream:
    """Part texts into words, numbers and marks, all at once.

    What stands between two blanks is read once however often it comes.

    Parameters
    ----------
    texts : sequence of sequence of (int, str)
        The pieces of each text that are read, with their offsets in it. A line break parts them.
    """
    whole = "".join(["\n" + "\n".join([piece for _, piece in text]) + "\n" for text in texts])
    sizes = [[len(piece) + 1 for _, piece in text] or [1] for text in texts]
    begins = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([1 + sum(size) for size in sizes], out=begins[1:])
    pieces = [1 + b + a for b, size in zip(begins.tolist(), sizes, strict=False)
              for a in itertools.accumulate(size[:-1], initial=0)]  # fmt: skip
    origins = [at for text in texts for at in ([a for a, _ in text] or [0])]
    # The ground folds dashes to hyphens; a dash parts what a hyphen joins.
    marked = _dashes_marked(whole)
    seen, codes, at, stop = stretches(marked)
    codes, seen = _initials(marked, seen, codes, stop)
    known: dict[str, int] = {}
    words: list[int] = []
    offsets: list[int] = []
    widths: list[int] = []
    pointers = [0]
    for surface in seen:
        for start, word in _tokens(surface):
            words.append(known.setdefault("--" if _DASH in word else word, len(known)))
            offsets.append(start)
            widths.append(len(word))
        pointers.append(len(words))
    ptr = np.array(pointers, dtype=np.int64)
    counts = np.diff(ptr)[codes]
    before = np.cumsum(counts) - counts
    place = np.arange(int(counts.sum())) + np.repeat(ptr[codes] - before, counts)
    starts = np.repeat(at, counts) + np.array(offsets, dtype=np.int64)[place]
    return Stream(
        whole,
        np.array(pieces, dtype=np.int64),
        np.array(origins, dtype=np.int64),
        np.searchsorted(starts, begins),
        tuple(known),
        np.array(words, dtype=np.int64)[place],
        starts,
        starts + np.array(widths, dtype=np.int64)[place],
    )


@lru_cache(maxsize=200_000)
def _tokens(surface: str) -> list[tuple[int, str]]:
    """The tokens of what stands between two blanks, with where they begin."""
    if surface.isalnum():
        return [(0, surface)]
    body, last = surface[:-1], surface[-1]
    if body.isalnum() and last in ',.;:?!)"' and not (last == "." and surface in _SHORTENED):
        return [(0, body), (len(body), last)]
    found = [(m.start(), m.group()) for m in _TOKEN.finditer(surface)]
    return found[:-1] if surface.endswith(_BEFORE_A_NAME) else found


def _dashes_marked(text: str) -> str:
    """The text with `_DASH` for long dashes, and for those of middle length between blanks."""
    text = text.replace("—", _DASH)
    at, pieces = 0, []
    for found in re.finditer("[–―]", text) if "–" in text or "―" in text else ():
        here = found.start()
        if text[here - 1].isspace() and text[here + 1].isspace():
            pieces += [text[at:here], _DASH]
            at = here + 1
    return "".join([*pieces, text[at:]])


def _initials(
    text: str, seen: list[str], codes: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """Tell an initial before a name (``J. Smith``) from the last letter of a sentence."""
    short = [i for i, surface in enumerate(seen) if surface[-1] == "." and _INITIAL.search(surface)]
    is_short = np.zeros(len(seen), dtype=bool)
    is_short[short] = True
    places = np.flatnonzero(is_short[codes])
    named = [
        k
        for k, end in zip(places.tolist(), ends[places].tolist(), strict=True)
        if text[end].isspace() and "A" <= text[end + 1 : end + 2] <= "Z"
    ]
    codes = codes.copy()
    codes[named] += len(seen)
    many = len(seen)
    there = np.bincount(codes, minlength=2 * many) > 0
    kinds, codes = np.flatnonzero(there), (np.cumsum(there) - 1)[codes]
    return codes, [seen[k] if k < many else seen[k - many] + _BEFORE_A_NAME for k in kinds.tolist()]


def split(text: str) -> tuple[list[str], list[int], list[int]]:
    """Part a text into words, numbers and marks.

    Parameters
    ----------
    text : str

    Returns
    -------
    words : list of str
        As they stand there, quotes and hyphens folded to ASCII; ``"--"`` for a dash, ``"\\n"`` for
        a line break.
    starts, ends : list of int
        Code-point offsets into `text`, end exclusive.

    Examples
    --------
    >>> split("Kim Jong-un’s U.S. trip")[0]
    ['Kim', 'Jong', '-', 'un', "'s", 'U.S.', 'trip']
    """
    found = stream([[(0, text)]])
    inner = slice(1, -1)
    return (
        found.words(0),
        (found.starts[inner] - 1).tolist(),
        (found.ends[inner] - 1).tolist(),
    )
