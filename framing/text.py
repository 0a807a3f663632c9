"""Folding and tokenising with offsets: the one pass over the text that every stage shares."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

# One code point for one, so that an offset into the folded text is an offset into the text.
_FOLDS = {
    **dict.fromkeys("‘’‚‛′‵ʼʹ`´＇", "'"),
    **dict.fromkeys("“”„‟″‶«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘－", "-"),
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
        "\u200a\u202f\u205f\u3000\u200b\u200c\u200d\ufeff",
        " ",
    ),
}
_FOLD_TABLE = str.maketrans(_FOLDS)
_CLAUSE_ENDS = "…•\u2028\u2029"
_PLANE = 0x10000
_BEYOND = 26  # stands for what is not in Latin-1
# What a character is to the tokeniser.
_OTHER, _LETTER, _DIGIT, _APOSTROPHE, _DOT = range(5)
_CHUNK = 4_000_000  # characters at a time, so that memory stays bounded
_BLANKS = bytes(not chr(code).isspace() or code == ord("\n") for code in range(256))
_FEW = 4_000  # words that are sooner spelt out than compared


def fold(text: str) -> str:
    """Fold typographic quotation marks, dashes and spaces to ASCII, one character for one.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Of the same length: ``fold(text)[i]`` stands for ``text[i]``. Case is kept.

    Examples
    --------
    >>> fold("the US’ “dominance” — so‑called")
    'the US\\' "dominance" - so-called'
    """
    if text.isascii():
        return text
    if len(text) < 200:
        return text.translate(_FOLD_TABLE)
    # A long text has few kinds of marks: each is replaced at once.
    for mark, plain in _FOLDS.items():
        if mark in text:
            text = text.replace(mark, plain)
    return text


@dataclass(frozen=True)
class Vocabulary:
    """The distinct words of one or more texts, as they stand there (case kept, quotes folded).

    Parameters
    ----------
    surfaces : tuple of str
        Word by id.
    """

    surfaces: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.surfaces)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Id by word."""
        return {word: i for i, word in enumerate(self.surfaces)}

    @cached_property
    def normal_forms(self) -> tuple[str, ...]:
        """For each word the form that matching and counting use: see `normal_form`."""
        return tuple(map(normal_form, self.surfaces))

    @cached_property
    def normal_ids(self) -> np.ndarray:
        """For each word the id of its normal form in `normal_words`, int32, shape (words,)."""
        rank = {word: i for i, word in enumerate(self.normal_words)}
        return np.fromiter(
            (rank[w] for w in self.normal_forms), dtype=np.int32, count=len(self.surfaces)
        )

    @cached_property
    def normal_words(self) -> tuple[str, ...]:
        """The distinct normal forms, sorted."""
        return tuple(sorted(set(self.normal_forms)))


@dataclass(frozen=True)
class Tokens:
    """The words of a sequence of texts, as flat arrays.

    Parameters
    ----------
    ids : ndarray of int32, shape (tokens,)
        Index into ``vocabulary.surfaces``.
    starts, ends : ndarray of int32, shape (tokens,)
        Code-point offsets into the token's own text, end exclusive.
    bounds : ndarray of int64, shape (texts + 1,)
        The tokens of text ``i`` are ``bounds[i]:bounds[i + 1]``.
    vocabulary : Vocabulary
    plain : ndarray of uint8
        The characters of all texts, a line break after each, as Latin-1: quotes, dashes and blanks
        folded; beyond Latin-1 ``;`` for what parts clauses (``…``) and byte 26 for the rest.
    offsets : ndarray of int64, shape (texts + 1,)
        Where each text begins in `plain`.
    """

    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    bounds: np.ndarray
    vocabulary: Vocabulary
    plain: np.ndarray
    offsets: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def texts(self) -> int:
        """How many texts there are."""
        return len(self.bounds) - 1

    @cached_property
    def text_index(self) -> np.ndarray:
        """For each token the number of its text, int32, shape (tokens,)."""
        return np.repeat(np.arange(self.texts, dtype=np.int32), np.diff(self.bounds))

    def words(self, text: int = 0) -> list[str]:
        """The words of one text as they stand there (quotes folded)."""
        surfaces = self.vocabulary.surfaces
        return [surfaces[i] for i in self.ids[self.bounds[text] : self.bounds[text + 1]].tolist()]


def tokens(texts: str | Sequence[str]) -> Tokens:
    """Find the words of one text or many, with their offsets, in one pass.

    A word is a run of letters and digits; an apostrophe belongs to it where a letter stands on
    both sides (``don't``, ``Korea's``, ``Ri's``), a full stop where single letters are abbreviated
    (``U.S.``, ``a.m.``). Hyphens part words: ``Kim Jong-un`` is three words, like ``Kim Jong Un``.

    Parameters
    ----------
    texts : str or sequence of str

    Returns
    -------
    Tokens

    Examples
    --------
    >>> found = tokens("The U.S. and Kim Jong-un’s state")
    >>> found.words()
    ['The', 'U.S.', 'and', 'Kim', 'Jong', "un's", 'state']
    >>> found.starts.tolist()
    [0, 4, 9, 13, 17, 22, 27]
    """
    texts = [texts] if isinstance(texts, str) else list(texts)
    interned = _Interner()
    parts = [_chunk_tokens(texts[a:b], interned) for a, b in _chunks(texts)]
    counts = np.concatenate([p[3] for p in parts]) if parts else np.zeros(0, dtype=np.int64)
    bounds = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(counts, out=bounds[1:])
    empty = [np.zeros(0, dtype=np.int32)]
    ids, starts, ends = (np.concatenate([p[k] for p in parts] or empty) for k in range(3))
    plain = np.concatenate([p[4] for p in parts]) if parts else np.zeros(0, dtype=np.uint8)
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=offsets[1:])
    return Tokens(ids, starts, ends, bounds, Vocabulary(tuple(interned)), plain, offsets)


class _Interner(dict[str, int]):
    """Gives each new word the next id."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def _chunks(texts: Sequence[str]) -> list[tuple[int, int]]:
    bounds, size = [0], 0
    for i, text in enumerate(texts):
        size += len(text)
        if size >= _CHUNK:
            bounds.append(i + 1)
            size = 0
    if bounds[-1] < len(texts):
        bounds.append(len(texts))
    return list(itertools.pairwise(bounds))


def _chunk_tokens(
    texts: Sequence[str], interned: _Interner
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ids, starts, ends, how many words each text has, and the plain characters."""
    # One line break after each text, so that no word runs over.
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(t) + 1 for t in texts], out=offsets[1:])
    joined = "\n".join([*texts, ""])
    plain, kinds, beyond = _read_characters(joined)
    inside = _word_mask(kinds)
    # The last character is a line break, so that every word has an end.
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.concatenate([[0], edges])
    starts, ends = edges[0::2], edges[1::2]
    beyond = beyond[inside[beyond]]
    if len(starts) < _FEW and not len(beyond):
        # What is no word becomes a blank, and one split gives every word in order.
        codes = np.arange(len(starts))
        words = np.where(inside, plain, np.uint8(32)).tobytes().decode("latin-1").split()
    else:
        codes, first = _distinct_words(plain, starts, ends, beyond, joined)
        words = _spelled(plain, starts[first], ends[first], beyond, joined)
    known = np.fromiter(map(interned.__getitem__, words), dtype=np.int32, count=len(words))
    bounds = np.searchsorted(starts, offsets)
    counts = np.diff(bounds)
    shift = np.repeat(offsets[:-1], counts)
    starts, ends = (starts - shift).astype(np.int32), (ends - shift).astype(np.int32)
    return known[codes], starts, ends, counts, plain


def stretches(text: str) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Part a folded text at its blanks; a line break is a stretch of its own.

    Returns
    -------
    surfaces : list of str
        The different stretches, in the order in which they come up.
    codes, starts, ends : ndarray of int64, shape (stretches,)
        Which one stands there; code points, end exclusive.

    Examples
    --------
    >>> surfaces, codes, starts, _ = stretches("so what?\\nso what?")
    >>> surfaces, codes.tolist(), starts.tolist()
    (['so', 'what?', '\\n'], [0, 1, 2, 0, 1], [0, 3, 8, 9, 12])
    """
    text = text.replace("\0", chr(_BEYOND))  # a word of bytes ends at a zero
    plain, _, beyond = _read_characters(text)
    line = plain == ord("\n")
    inside = np.frombuffer(plain.tobytes().translate(_BLANKS), dtype=np.bool_)
    begins = inside.copy()
    begins[1:] &= ~inside[:-1] | line[:-1] | line[1:]
    stops = inside.copy()
    stops[:-1] &= ~inside[1:] | line[1:] | line[:-1]
    starts, ends = np.flatnonzero(begins), np.flatnonzero(stops) + 1
    codes, first = _distinct_words(plain, starts, ends, beyond, text)
    return _spelled(plain, starts[first], ends[first], beyond, text), codes, starts, ends


def _spelled(
    plain: np.ndarray, starts: np.ndarray, ends: np.ndarray, beyond: np.ndarray, text: str
) -> list[str]:
    """Some words as they stand there, quotes folded."""
    latin = plain.tobytes().decode("latin-1")
    odd = np.searchsorted(beyond, starts) < np.searchsorted(beyond, ends)
    return [
        fold(text[a:b]) if other else latin[a:b]
        for a, b, other in zip(starts.tolist(), ends.tolist(), odd.tolist(), strict=True)
    ]


def _distinct_words(
    plain: np.ndarray, starts: np.ndarray, ends: np.ndarray, beyond: np.ndarray, text: str
) -> tuple[np.ndarray, np.ndarray]:
    """Number the different words of a text in the order in which they come up.

    Words are told apart by their bytes, eight at a time as one number each, so that no word has
    to be spelt out more than once; longer ones than 24 letters, and those with letters outside
    Latin-1 (`beyond`), are looked up one by one.

    Returns
    -------
    codes : ndarray of int64, shape (words,)
    first : ndarray of int64
        For each number the first word that has it.
    """
    size = ends - starts
    padded = np.concatenate([plain, np.zeros(32, dtype=np.uint8)])
    eight = np.ndarray((len(padded) - 7,), dtype="<u8", buffer=padded, strides=(1,))
    masks = np.array([(1 << 8 * k) - 1 for k in range(9)], dtype=np.uint64)
    codes = np.zeros(len(starts), dtype=np.int64)
    single = size > 24
    single[np.searchsorted(starts, beyond, side="right") - 1] = True
    many = 0
    for group in (np.flatnonzero(~single & (size <= 8)), np.flatnonzero(~single & (size > 8))):
        begin, length = starts[group], size[group]
        mine, kinds = pd.factorize(eight[begin] & masks[np.minimum(length, 8)])
        mine, several = mine.astype(np.int64), len(kinds)
        for more in (8, 16):
            if not len(group) or length.max() <= more:
                break
            rest = eight[begin + more] & masks[np.clip(length - more, 0, 8)]
            part, kinds = pd.factorize(rest)
            mine, kinds = pd.factorize(mine * len(kinds) + part)
            several = len(kinds)
        codes[group] = mine + many
        many += several
    alone = _Interner()
    codes[single] = [
        many + alone[fold(text[a:b])]
        for a, b in zip(starts[single].tolist(), ends[single].tolist(), strict=True)
    ]
    codes = pd.factorize(codes)[0].astype(np.int64)
    highest = np.maximum.accumulate(codes)
    first = np.flatnonzero(np.append(True, highest[1:] > highest[:-1])) if len(codes) else codes
    return codes, first


@lru_cache(maxsize=1)
def _tables() -> tuple[np.ndarray, np.ndarray]:
    """For each code point of the basic plane its plain byte and its kind."""
    every = list(map(chr, range(_PLANE)))
    kinds = np.fromiter(
        (_DIGIT if c.isdigit() else _LETTER if c.isalnum() else _OTHER for c in every),
        dtype=np.uint8,
        count=_PLANE,
    )
    kinds[0x300:0x370] = _LETTER  # combining accents stand inside words
    kinds[ord(".")] = _DOT
    kinds[[ord(c) for c in _FOLDS if _FOLDS[c] == "'"] + [ord("'")]] = _APOSTROPHE
    plain = np.full(_PLANE, _BEYOND, dtype=np.uint8)
    plain[:256] = np.arange(256)
    plain[[ord(c) for c in _CLAUSE_ENDS]] = ord(";")
    for mark, ascii_mark in _FOLDS.items():
        plain[ord(mark)] = ord(ascii_mark)
    return plain, kinds


@lru_cache(maxsize=1)
def _latin() -> tuple[bytes, bytes]:
    """The beginning of `_tables`, as `bytes.translate` wants it."""
    plain, kinds = _tables()
    return plain[:256].tobytes(), kinds[:256].tobytes()


def _read_characters(text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Plain bytes and kinds, each of shape (characters,); places of what no byte stands for."""
    plain_of, kind_of = _latin()
    try:
        raw, codes = text.encode("latin-1"), None
    except UnicodeEncodeError:
        codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
        if len(codes) != len(text):
            codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        raw = codes.astype(np.uint8).tobytes()
    plain = np.frombuffer(bytearray(raw.translate(plain_of)), dtype=np.uint8)
    kinds = np.frombuffer(bytearray(raw.translate(kind_of)), dtype=np.uint8)
    if codes is None:
        return plain, kinds, np.zeros(0, dtype=np.int64)
    wide = np.flatnonzero(codes > 0xFF)
    here = codes[wide]
    low = np.minimum(here, _PLANE - 1)
    # Beyond the basic plane stand rare ideographs, which are words, and emoji, which are not.
    ideograph = (here >= 0x20000) & (here < 0x40000)
    far = here >= _PLANE
    plain[wide] = np.where(far, np.uint8(_BEYOND), _tables()[0][low])
    kinds[wide] = np.where(far, np.where(ideograph, _LETTER, _OTHER), _tables()[1][low])
    strange = (plain[wide] == _BEYOND) | (plain[wide] == ord(";"))
    return plain, kinds, wide[strange]


def _word_mask(kinds: np.ndarray) -> np.ndarray:
    """True where a character belongs to a word; shape (characters,)."""
    mask = (kinds == _LETTER) | (kinds == _DIGIT)
    padded = np.concatenate([np.zeros(3, np.uint8), kinds, np.zeros(3, np.uint8)])

    def letter(where: np.ndarray) -> np.ndarray:
        return padded[where + 3] == _LETTER

    def wordless(where: np.ndarray) -> np.ndarray:
        kind = padded[where + 3]
        return (kind != _LETTER) & (kind != _DIGIT)

    marks = np.flatnonzero(kinds == _APOSTROPHE)
    marks = marks[~wordless(marks - 1) & ~wordless(marks + 1)]
    dots = np.flatnonzero(kinds == _DOT)
    dots = dots[letter(dots - 1) & wordless(dots - 2)]  # after a single letter
    inner = letter(dots + 1) & wordless(dots + 2) & (padded[dots + 5] == _DOT)
    last = (padded[dots + 1] == _DOT) & letter(dots - 3) & wordless(dots + 1)
    mask[marks] = True
    mask[dots[inner | last]] = True
    return mask


_ABBREVIATED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?\.?$")
# Here the 's is a verb, not a possessive.
_CONTRACTED = frozenset(
    ["he", "here", "how", "it", "let", "she", "that", "there", "what", "when", "where", "who"]
)
_COUNTRY_CAPITALS = {"US": "u.s.", "UK": "u.k.", "UN": "u.n.", "EU": "e.u.", "UAE": "u.a.e."}


def normal_form(word: str) -> str:
    """The form under which matching and counting know a word.

    Lower case, without a possessive (``it's`` is none); ``US`` and ``U.S.`` are one word, apart
    from the pronoun ``us``.

    Examples
    --------
    >>> [normal_form(w) for w in ("Korea's", "US", "U.S.", "us", "States")]
    ['korea', 'u.s.', 'u.s.', 'us', 'states']
    """
    if word.isascii() and word.isalpha():
        return _COUNTRY_CAPITALS.get(word) or word.lower()
    word = fold(word)
    if len(word) > 2 and word[-2] == "'" and word[-1] in "sS":
        if word[:-2].lower() in _CONTRACTED:
            return word.lower()
        word = word[:-2]
    if word in _COUNTRY_CAPITALS:
        return _COUNTRY_CAPITALS[word]
    if "." in word and _ABBREVIATED.match(word):
        return ".".join(word.replace(".", "").lower()) + "."
    return word.lower()


_GLUED = re.compile(r"(?<=[a-z0-9)\"'])[.!?](?=[\"']?[A-Z][a-z]+ )")
_PARAGRAPH = re.compile(r"[^\n]+")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Part a stretch of text into sentences.

    A line break always ends a sentence; within a line the splitter is nupunkt (Punkt, Kiss &
    Strunk 2006, with weights in the package), helped where scraped text runs two sentences
    together (``… on Tuesday.North Korea will …``).

    Parameters
    ----------
    text : str
    start, end : int
        The stretch, in code points; by default the whole text.

    Returns
    -------
    list of (int, int)
        Offsets into `text`, without surrounding blanks, in order, not overlapping.

    Examples
    --------
    >>> line = "Kim met Mr. Lavrov on Tuesday.North Korea will answer."
    >>> [line[a:b] for a, b in sentences(line)]
    ['Kim met Mr. Lavrov on Tuesday.', 'North Korea will answer.']
    """
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    for line in _PARAGRAPH.finditer(text, start, end):
        first = line.start()
        folded = fold(line.group())
        cuts = [m.end() for m in _GLUED.finditer(folded)]
        for a, b in zip([0, *cuts], [*cuts, len(folded)], strict=True):
            for low, high in _split_line(folded[a:b]):
                found.append((first + a + low, first + a + high))
    return found


def _split_line(line: str) -> list[tuple[int, int]]:
    if not line.strip():
        return []
    import nupunkt  # costs 100 ms, so only where sentences are asked for

    spans = nupunkt.sent_spans(line) if len(line) > 1 else [(0, 1)]
    tidy = []
    for a, b in spans:
        piece = line[a:b]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if right > left:
            tidy.append((a + left, a + right))
    return tidy
