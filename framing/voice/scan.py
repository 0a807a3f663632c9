"""Cut a text into words, marks and paragraph breaks with offsets, as arrays, without a loop a word.

The tagger needs punctuation, which `framing.text.tokens` leaves out, and it must read megabytes a
second: so words are told apart by a 64-bit hash of their folded lower-case letters, computed for
all words at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from framing.text import fold

WORD, NUMBER, MARK, BREAK = 0, 1, 2, 3
_BLANK, _NONE = 4, 5
_APART = 0xFFFF  # stands between texts; no text holds it after folding
_AT_ONCE = 100_000
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE = pow(_BASE, -1, 2**64)
_MIX = np.uint64(_BASE)


@dataclass(frozen=True)
class Scan:
    """The tokens of one text.

    Parameters
    ----------
    text : str
        As it was given.
    folded : str
        The same with straight quotation marks, plain dashes and blanks, character for character.
    starts, ends : ndarray of int64, shape (tokens,)
        Code-point offsets, end exclusive. Paragraph breaks are tokens too.
    kinds : ndarray of uint8
        `WORD`, `NUMBER`, `MARK` or `BREAK`.
    hashes : ndarray of uint64
        Of the folded lower-case token, a possessive ``'s`` left out.
    suffixes, prefixes : ndarray of uint64
        Hashes of the last three and the first four letters.
    signs : ndarray of uint32
        The code point with which each token begins in the folded text.
    shapes : ndarray of uint8
        0 lower case, 1 Capital, 2 CAPITALS, 3 MiXed; plus 4 where a possessive follows.
    """

    text: str
    folded: str
    starts: np.ndarray
    ends: np.ndarray
    kinds: np.ndarray
    hashes: np.ndarray
    suffixes: np.ndarray
    prefixes: np.ndarray
    signs: np.ndarray
    shapes: np.ndarray

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def offsets(self) -> tuple[list[int], list[int]]:
        """`starts` and `ends` as lists, which single look-ups read faster."""
        return self.starts.tolist(), self.ends.tolist()

    def words(self) -> list[str]:
        """Every token as it stands in the folded text."""
        return [
            self.folded[a:b] for a, b in zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        ]


@lru_cache(maxsize=1)
def _tables() -> tuple[np.ndarray, np.ndarray]:
    """Class and lower case of each code point of the basic plane."""
    every = "".join(map(chr, range(0x10000)))
    classes = np.full(0x10000, MARK, dtype=np.uint8)
    lower = np.arange(0x10000, dtype=np.uint32)
    for i, c in enumerate(every):
        if c.isalpha() or 0x300 <= i < 0x370:
            classes[i] = WORD
            small = c.lower()
            lower[i] = ord(small) if len(small) == 1 else i
        elif c.isdigit():
            classes[i] = NUMBER
        elif c in "\n\r\x0b\x0c\x85\u2028\u2029":
            classes[i] = BREAK
        elif c.isspace() or i < 32:
            classes[i] = _BLANK
    classes[_APART] = _NONE
    return classes, lower


@lru_cache(maxsize=1)
def _plain_classes() -> bytes:
    """Class of each byte of plain ASCII text, and of 255, which stands between texts."""
    classes = _tables()[0][:256].copy()
    classes[255] = _NONE
    return classes.tobytes()


@lru_cache(maxsize=1)
def _fold_table() -> np.ndarray:
    every = fold("".join(map(chr, range(0xD800))))
    table = np.arange(0x10000, dtype=np.uint32)
    table[:0xD800] = np.frombuffer(every.encode("utf-32-le"), dtype=np.uint32)
    return table


def _folded(text: str) -> tuple[str, np.ndarray]:
    """The folded text and its code points; those beyond the basic plane count as one sign."""
    if text.isascii():
        return text, np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = _fold_table()[np.where(codes < _APART, codes, 0xFFFD)]
    if int(codes.max()) < 128:
        small = codes.astype(np.uint8)
        return small.tobytes().decode("ascii"), small
    return codes.tobytes().decode("utf-32-le", "surrogatepass"), codes


@lru_cache(maxsize=4)
def _powers(length: int) -> tuple[np.ndarray, np.ndarray]:
    """The first `length` powers of the base and of its inverse, modulo 2**64."""
    with np.errstate(over="ignore"):
        grow = np.full(length, _BASE, dtype=np.uint64)
        shrink = np.full(length, _INVERSE, dtype=np.uint64)
        grow[0] = shrink[0] = 1
        grow, shrink = np.cumprod(grow), np.cumprod(shrink)
    return grow, shrink


def word_hash(word: str) -> int:
    """The hash that `scan` gives a word.

    Parameters
    ----------
    word : str
        Folded, lower case.

    Examples
    --------
    >>> int(scan("They Said so").hashes[1]) == word_hash("said")
    True
    """
    total, power = 0, 1
    for c in word:
        total = (total + ord(c) * power) % 2**64
        power = power * _BASE % 2**64
    return total


def buckets(hashes: np.ndarray, bits: int = 12) -> np.ndarray:
    """Fold hashes into ``2 ** bits`` rows."""
    with np.errstate(over="ignore"):
        return ((hashes * _MIX) >> np.uint64(64 - bits)).astype(np.int64)


def scan(text: str) -> Scan:
    """Cut a text into tokens.

    A word may hold an apostrophe or a hyphen between letters, and full stops between single
    letters; a number its own commas and points. ``''`` and ``--`` are one mark each, and so is a
    run of full stops; any other sign is a mark of its own. A run of blanks with a line end in it is
    one `BREAK`.

    Parameters
    ----------
    text : str

    Returns
    -------
    Scan

    Examples
    --------
    >>> scan("''We won't,'' he said Jong-un's\\n\\nU.S. 3.5.").words()
    ["''", 'We', "won't", ',', "''", 'he', 'said', "Jong-un's", '\\n\\n', 'U.S.', '3.5', '.']
    """
    return scan_many([text])[0]


def scan_many(texts: Sequence[str]) -> list[Scan]:
    """Cut many texts into tokens, a hundred thousand characters at a time.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    list of Scan
        What `scan` gives for each text, whatever the others are.

    Examples
    --------
    >>> [s.words() for s in scan_many(["He won't.", "She"])]
    [['He', "won't", '.'], ['She']]
    """
    found: dict[int, Scan] = {}
    held: dict[bool, list[tuple[int, str, np.ndarray]]] = {True: [], False: []}
    sizes = {True: 0, False: 0}
    for number, text in enumerate(texts):
        folded, codes = _folded(text)
        plain = codes.dtype == np.uint8
        held[plain].append((number, folded, codes))
        sizes[plain] += len(codes)
        if sizes[plain] >= _AT_ONCE:
            _scan_joined(texts, held[plain], found)
            held[plain], sizes[plain] = [], 0
    for rest in held.values():
        _scan_joined(texts, rest, found)
    return [found[number] for number in range(len(texts))]


def _scan_joined(
    texts: Sequence[str], parts: list[tuple[int, str, np.ndarray]], found: dict[int, Scan]
) -> None:
    """Scan texts of one kind (all plain, or none) in one array, a sign of no class between them."""
    if not parts:
        return
    sizes = np.array([len(codes) for _, _, codes in parts])
    begins = np.cumsum(sizes + 1) - sizes
    plain = parts[0][2].dtype == np.uint8
    codes = np.full(begins[-1] + sizes[-1] + 1, 0xFF if plain else _APART, dtype=parts[0][2].dtype)
    for (_, _, own), begin in zip(parts, begins.tolist(), strict=True):
        codes[begin : begin + len(own)] = own
    if plain:
        raw = codes.tobytes()
        kind = np.frombuffer(raw.translate(_plain_classes()), dtype=np.uint8)
        lower = np.frombuffer(raw.lower(), dtype=np.uint8)
    else:
        classes, lower_table = _tables()
        kind, lower = classes[codes], lower_table[codes]
    inner = kind <= NUMBER
    _join_inside_words(codes, kind, inner)
    starts, ends = _bounds(codes, kind, inner)
    columns = _described(lower, codes, kind, starts, ends)
    cuts = np.searchsorted(starts, np.append(begins, len(codes)))
    moved = np.repeat(begins, np.diff(cuts))
    starts, ends = starts - moved, ends - moved
    edges = cuts.tolist()
    for (number, folded, _), low, high in zip(parts, edges[:-1], edges[1:], strict=True):
        cut = (column[low:high] for column in (starts, ends, *columns))
        found[number] = Scan(texts[number], folded, *cut)


def _join_inside_words(codes: np.ndarray, kind: np.ndarray, inner: np.ndarray) -> None:
    """Let apostrophes, hyphens, and the points of numbers and abbreviations belong to words."""
    word = kind == WORD
    number = kind == NUMBER
    solid = inner.copy()
    for sign, sides in ((39, word), (45, solid), (46, number), (44, number)):
        at = np.flatnonzero(codes == sign)
        at = at[sides[at - 1] & sides[at + 1]]
        inner[at] = True
    dots = np.flatnonzero(codes == 46)
    dots = dots[word[dots - 1] & ~(inner[dots - 2] & (codes[dots - 2] != 46))]
    # 'U.S.': a full stop after a single letter, with such another beside it.
    marked = np.zeros(len(codes) + 2, dtype=bool)
    marked[dots] = True
    inner[dots[marked[dots + 2] | marked[dots - 2]]] = True


def _bounds(
    codes: np.ndarray, kind: np.ndarray, inner: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Start and end of each token; nothing begins at the first sign or ends at the last."""
    mark = (kind == MARK) & ~inner
    # Doubled apostrophes, dashes and runs of full stops are one mark.
    twice = codes[1:] == codes[:-1]
    twice &= mark[1:] & mark[:-1]
    twice &= (codes[1:] == 39) | (codes[1:] == 45) | (codes[1:] == 46)
    first, last = mark.copy(), mark
    first[1:] &= ~twice
    last[:-1] &= ~twice
    first[1:] |= inner[1:] & ~inner[:-1]
    last[:-1] |= inner[:-1] & ~inner[1:]
    blank = (kind >= BREAK) & (kind < _NONE) & ~inner
    gaps = np.flatnonzero(blank[1:] != blank[:-1]) + 1
    starts, ends = gaps[0::2], gaps[1::2]
    if len(starts):
        broken = np.logical_or.reduceat(kind == BREAK, gaps)[0::2]
        first[starts[broken]] = True
        last[ends[broken] - 1] = True
    return np.flatnonzero(first), np.flatnonzero(last) + 1


def _described(
    lower: np.ndarray, codes: np.ndarray, kind: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Kinds, hashes, suffixes, prefixes, signs and shapes of the tokens."""
    size = len(codes)
    signs = codes[starts].astype(np.uint32)
    kinds = np.where(signs == 45, MARK, kind[starts]).astype(np.uint8)
    kinds[kinds > BREAK] = BREAK
    last, before = ends - 1, np.maximum(ends - 2, 0)
    possessive = (
        (ends - starts > 2) & (codes[before] == 39) & (lower[last] == 115) & (kinds == WORD)
    )
    stems = ends - 2 * possessive
    capital = lower != codes
    uppers = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(capital, out=uppers[1:])
    first = capital[starts]
    rest = uppers[stems] - uppers[starts] - first
    shapes = (
        np.where(
            first,
            np.where(rest == 0, 1, np.where(rest >= stems - starts - 1, 2, 3)),
            3 * (rest > 0),
        )
        + 4 * possessive
    )
    grow, shrink = _powers(1 << max(14, size.bit_length()))
    sums = np.zeros(size + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        spread = lower.astype(np.uint64)
        spread *= grow[:size]
        np.cumsum(spread, out=sums[1:])

        def hashed(low: np.ndarray, high: np.ndarray) -> np.ndarray:
            return (sums[high] - sums[low]) * shrink[low]

        hashes = hashed(starts, stems)
        suffixes = hashed(np.maximum(stems - 3, starts), stems)
        prefixes = hashed(starts, np.minimum(starts + 4, stems))
    hashes[kinds == NUMBER] = _NUMBER_HASH
    hashes[kinds == BREAK] = _BREAK_HASH
    return kinds, hashes, suffixes, prefixes, signs, shapes.astype(np.uint8)


_NUMBER_HASH = np.uint64(word_hash("0"))
_BREAK_HASH = np.uint64(word_hash("\n"))
