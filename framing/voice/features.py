"""What the tagger is told of each token beside the word: marks, sentences, place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from framing.voice.cues import data_rows
from framing.voice.marks import Quotation
from framing.voice.scan import BREAK, MARK, NUMBER, WORD, Scan, word_hash

QUOTE_STATES = 160
PLACE_STATES = 128
SHAPE_STATES = 40
CUE_STATES = 160

_TITLES = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "gov",
    "sen",
    "sens",
    "rep",
    "reps",
    "gen",
    "col",
    "lt",
    "maj",
    "capt",
    "sgt",
    "adm",
    "rev",
    "hon",
    "st",
    "jr",
    "sr",
    "vs",
    "no",
    "jan",
    "feb",
    "aug",
    "sept",
    "oct",
    "nov",
    "dec",
    "inc",
    "corp",
    "co",
    "ltd",
    "dept",
    "univ",
    "assn",
    "ave",
    "calif",
    "fla",
    "mass",
    "va",
    "pa",
    "wis",
]

# What may follow a cue that ends its sentence: '..., he said on Monday.'
_AFTER = [
    "in",
    "on",
    "at",
    "during",
    "after",
    "late",
    "earlier",
    "later",
    "before",
    "by",
    "through",
    "via",
    "last",
    "this",
    "yesterday",
    "today",
    "recently",
    "here",
    "there",
    "while",
    "when",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "to",
]


@dataclass(frozen=True)
class Features:
    """Categories of each token, and where its sentence and paragraph begin.

    Parameters
    ----------
    quote, place, shape, cue : ndarray of int64, shape (tokens,)
        Indices below `QUOTE_STATES`, `PLACE_STATES`, `SHAPE_STATES`, `CUE_STATES`.
    sentences, paragraphs : ndarray of int64
        The token with which each sentence, and each paragraph, begins; the first is 0.
    """

    quote: np.ndarray
    place: np.ndarray
    shape: np.ndarray
    cue: np.ndarray
    sentences: np.ndarray
    paragraphs: np.ndarray


@lru_cache(maxsize=1)
def _title_hashes() -> np.ndarray:
    return np.sort(np.array([word_hash(w) for w in _TITLES], dtype=np.uint64))


def is_one_of(hashes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which of `hashes` stand in `known`, a sorted array."""
    at = np.searchsorted(known, hashes)
    at[at == len(known)] = 0
    return known[at] == hashes


def first_codes(scanned: Scan) -> np.ndarray:
    """The code point with which each token begins, as uint32."""
    folded = scanned.folded
    if folded.isascii():
        codes = np.frombuffer(folded.encode("ascii"), dtype=np.uint8)
    else:
        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return codes[scanned.starts].astype(np.uint32)


def describe(
    scanned: Scan, quotes: Sequence[Quotation], headline: Sequence[tuple[int, int]] = ()
) -> Features:
    """Give each token its categories.

    Parameters
    ----------
    scanned : Scan
    quotes : sequence of Quotation
    headline : sequence of (int, int)
        Where headlines and standfirsts stand.
    """
    size = len(scanned)
    codes = first_codes(scanned)
    quote, closing = _quote_states(scanned, quotes, codes)
    sentences, paragraphs = _bounds(scanned, codes, closing)
    place = _places(scanned, sentences, paragraphs, headline)
    kinds = scanned.kinds.astype(np.int64)
    shape = np.where(kinds == WORD, scanned.shapes, 8 + kinds)
    lengths = np.minimum(scanned.ends - scanned.starts, 12)
    shape = np.where(kinds == NUMBER, 12 + np.minimum(lengths, 5), shape)
    shape = np.where((kinds == WORD) & (scanned.shapes == 2) & (lengths == 1), 20, shape)
    marks = kinds == MARK
    for i, sign in enumerate(".,;:-()?!'\"[]/&%$@#"):
        shape[marks & (codes == ord(sign))] = 21 + i
    if not size:
        shape = shape.astype(np.int64)
    cue = _cue_states(scanned, codes, sentences)
    return Features(quote, place, shape, cue, sentences, paragraphs)


def _quote_states(
    scanned: Scan, quotes: Sequence[Quotation], codes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """State = part (5) x length (4) x what stands before the closing mark (4), 0 outside."""
    size = len(scanned)
    state = np.zeros(size, dtype=np.int64)
    closing = np.zeros(size, dtype=bool)
    for q in quotes:
        words = q.last - q.first - 1
        length = 0 if words <= 2 else 1 if words <= 6 else 2 if words <= 15 else 3
        sign = int(codes[q.last - 1]) if q.last > q.first + 1 else 0
        end = 1 if sign == 44 else 2 if sign in (46, 63, 33) else 0
        if not q.closed:
            end = 3
        base = 1 + 5 * (length + 4 * end) + 80 * q.single - (q.single and 1)
        base = min(base, QUOTE_STATES - 5)
        state[q.first] = base + (4 if q.continued else 0)
        state[q.first + 1 : q.last + 1] = base + 1
        if q.last > q.first + 1:
            state[q.first + 1] = base + 2
        if q.closed:
            state[q.last] = base + 3
            closing[q.last] = True
    return state, closing


def _bounds(scanned: Scan, codes: np.ndarray, closing: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    size = len(scanned)
    if not size:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    kinds = scanned.kinds
    marks = kinds == MARK
    stop = marks & ((codes == 46) | (codes == 33) | (codes == 63))
    titled = np.zeros(size, dtype=bool)
    short = (kinds == WORD) & (scanned.ends - scanned.starts <= 5)
    at = np.flatnonzero(short[:-1] & stop[1:])
    single = (scanned.ends[at] - scanned.starts[at] == 1) & (scanned.shapes[at] == 2)
    titled[at + 1] = is_one_of(scanned.hashes[at], _title_hashes()) | single
    stop &= ~(titled & (codes == 46))
    after = closing | (marks & (codes == 41))
    ending = stop.copy()
    ending[1:] |= after[1:] & stop[:-1]
    ending[2:] |= after[2:] & after[1:-1] & stop[:-2]
    # A sentence begins after its end, unless a closing mark follows or a small letter.
    begins = np.zeros(size, dtype=bool)
    small = (kinds == WORD) & ((scanned.shapes & 3) == 0)
    begins[1:] = ending[:-1] & ~after[1:] & ~small[1:] & (kinds[1:] != BREAK)
    comma = marks & ((codes == 44) | (codes == 46))
    begins &= ~comma
    new = np.zeros(size, dtype=bool)
    new[0] = True
    new[1:] = kinds[:-1] == BREAK
    return np.flatnonzero(begins | new), np.flatnonzero(new)


def _bucket(distance: np.ndarray) -> np.ndarray:
    table = np.array([0, 1, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6])
    return table[np.minimum(distance, len(table) - 1)]


def _places(
    scanned: Scan,
    sentences: np.ndarray,
    paragraphs: np.ndarray,
    headline: Sequence[tuple[int, int]],
) -> np.ndarray:
    """Place = from the sentence's start (7) x first sentence of its paragraph (2) x headline (2)
    x short paragraph (2)."""
    size = len(scanned)
    if not size:
        return np.zeros(0, dtype=np.int64)
    index = np.arange(size)
    lengths = np.diff(np.append(sentences, size))
    from_start = index - np.repeat(sentences, lengths)
    first = np.repeat(np.isin(sentences, paragraphs, assume_unique=True), lengths)
    spans = np.diff(np.append(paragraphs, size))
    short = np.repeat(spans < 16, spans)
    heading = np.zeros(size, dtype=np.int64)
    for a, b in headline:
        low, high = np.searchsorted(scanned.starts, (a, b))
        heading[low:high] = 1
    return _bucket(from_start) + 7 * first + 14 * heading + 28 * short


_STANCE_NUMBERS = {
    "neutral": 1,
    "endorsing": 2,
    "distancing": 3,
    "confronting": 4,
    "conceding": 5,
    "belief": 6,
}
_THAT, _ACCORDING = 7, 8


@lru_cache(maxsize=1)
def _cue_words() -> tuple[np.ndarray, np.ndarray]:
    """Hashes of the one-word cues, sorted, and the class of each.

    The class is that of the stance, plus 10 where a clause often follows.
    """
    classes: dict[int, int] = {word_hash("that"): _THAT, word_hash("according"): _ACCORDING}
    for row in data_rows("cues.csv"):
        number = _STANCE_NUMBERS[row["stance"]] + 10 * (row["clause"] == "yes")
        for form in row["forms"].split("|"):
            if " " not in form:
                classes.setdefault(word_hash(form), number)
    hashes = np.array(sorted(classes), dtype=np.uint64)
    return hashes, np.array([classes[int(h)] for h in hashes], dtype=np.int64)


@lru_cache(maxsize=1)
def _after_words() -> np.ndarray:
    return np.sort(np.array([word_hash(w) for w in _AFTER], dtype=np.uint64))


def _cue_states(scanned: Scan, codes: np.ndarray, sentences: np.ndarray) -> np.ndarray:
    """State = own class (10) x what a plain rule would say of the token (16).

    The rule: after a cue that takes clauses, to the sentence's end, content follows; where such a
    cue stands after a comma and a mark, a preposition or a day follows it, the sentence up to that
    comma is content, and between comma and cue stands the source.
    """
    size = len(scanned)
    if not size:
        return np.zeros(0, dtype=np.int64)
    known, classes = _cue_words()
    at = np.searchsorted(known, scanned.hashes)
    at[at == len(known)] = 0
    own = np.where(known[at] == scanned.hashes, classes[at], 0)
    clause = own > 10
    own = np.where(clause, own - 10, own)
    clause |= own == _ACCORDING
    index = np.arange(size)
    lengths = np.diff(np.append(sentences, size))
    low = np.repeat(sentences, lengths)
    after = _last_before(clause, index)
    after[after < low] = -1
    follows = after >= 0
    following = np.minimum(np.maximum(after, 0) + 1, size - 1)
    kind = np.where(own[np.maximum(after, 0)] == 6, 3, 1)
    kind = np.where((own[following] == _THAT) & (kind == 1), 2, kind)
    rule = np.where(follows, kind, 0)
    # Content first: the sentence's last such cue with a comma before its source and little after.
    marks = scanned.kinds == MARK
    stops = _last_before(marks & ((codes == 44) | (codes == 34) | (codes == 39)), index)
    cues = np.flatnonzero(clause)
    comma, beyond = stops[cues], np.minimum(cues + 1, size - 1)
    ends = (scanned.kinds[beyond] >= MARK) | is_one_of(scanned.hashes[beyond], _after_words())
    number = np.searchsorted(sentences, cues, side="right") - 1
    fits = (comma > sentences[number] + 1) & (cues - comma <= 16) & (ends | (comma == cues - 1))
    fits &= own[beyond] != _THAT
    last = np.full(len(sentences), -1)
    split = last.copy()
    last[number[fits]] = cues[fits]
    split[number[fits]] = comma[fits]
    first = np.repeat(split, lengths)
    end = np.repeat(last, lengths)
    rule = rule + 4 * (index <= first) + 8 * ((index > first) & (index < end))
    return np.minimum(own, 9) + 10 * rule


def _last_before(flag: np.ndarray, index: np.ndarray) -> np.ndarray:
    """For each token the nearest earlier one where `flag` holds, or -1."""
    held = np.maximum.accumulate(np.where(flag, index, -1))
    return np.concatenate(([-1], held[:-1]))
