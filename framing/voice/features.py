"""What the tagger is told of each token beside the word: marks, sentences, place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from framing.voice.cues import data_rows
from framing.voice.marks import Quotation
from framing.voice.scan import BREAK, MARK, NUMBER, WORD, Scan, buckets, word_hash

QUOTE_STATES = 160
PLACE_STATES = 128
SHAPE_STATES = 40
CUE_STATES = 160
_AT_ONCE = 32_000
_SLOT_BITS = 14

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
    return describe_many([(scanned, quotes, headline)])[0]


def describe_many(
    texts: Sequence[tuple[Scan, Sequence[Quotation], Sequence[tuple[int, int]]]],
) -> list[Features]:
    """Give each token of many texts its categories.

    Parameters
    ----------
    texts : sequence of (Scan, quotations, headlines and standfirsts)

    Returns
    -------
    list of Features
        What `describe` gives for each text, whatever the others are.
    """
    found: list[Features] = []
    first, size = 0, 0
    for number, (scanned, _, _) in enumerate(texts):
        size += len(scanned)
        if size >= _AT_ONCE or number == len(texts) - 1:
            found += _described(texts[first : number + 1])
            first, size = number + 1, 0
    return found


@dataclass(frozen=True)
class _Row:
    """The tokens of several texts one after the other, with one token that is nothing between."""

    kinds: np.ndarray
    shapes: np.ndarray
    hashes: np.ndarray
    signs: np.ndarray
    sizes: np.ndarray
    apart: np.ndarray


def _row(scans: Sequence[Scan], begins: list[int], size: int) -> _Row:
    kinds, shapes = np.full(size, BREAK, np.uint8), np.zeros(size, np.uint8)
    hashes, signs = np.zeros(size, np.uint64), np.zeros(size, np.uint32)
    sizes, apart = np.zeros(size, np.int64), np.ones(size, dtype=bool)
    for scanned, low in zip(scans, begins, strict=True):
        own = slice(low, low + len(scanned))
        kinds[own], shapes[own], hashes[own] = scanned.kinds, scanned.shapes, scanned.hashes
        signs[own], apart[own] = scanned.signs, False
        np.subtract(scanned.ends, scanned.starts, out=sizes[own])
    return _Row(kinds, shapes, hashes, signs, sizes, apart)


def _described(
    texts: Sequence[tuple[Scan, Sequence[Quotation], Sequence[tuple[int, int]]]],
) -> list[Features]:
    scans = [scanned for scanned, _, _ in texts]
    cuts = np.cumsum([0, *(len(scanned) + 1 for scanned in scans)]).tolist()
    begins, size = cuts[:-1], cuts[-1]
    row = _row(scans, begins, size)
    quote, closing = _quote_states(
        [(q, low) for (_, quotes, _), low in zip(texts, begins, strict=True) for q in quotes],
        row.signs,
    )
    sentences, paragraphs = _bounds(row, closing)
    heading = np.zeros(size, dtype=bool)
    for (scanned, _, headline), low in zip(texts, begins, strict=True):
        for a, b in headline:
            start, end = np.searchsorted(scanned.starts, (a, b))
            heading[low + start : low + end] = True
    place = _places(sentences, paragraphs, heading)
    shape = _shapes(row)
    cue = _cue_states(row, sentences)
    edges = np.searchsorted(sentences, cuts), np.searchsorted(paragraphs, cuts)
    found = []
    for i, (scanned, low) in enumerate(zip(scans, begins, strict=True)):
        own = slice(low, low + len(scanned))
        # The last sentence and the last paragraph are the token between texts.
        begin, new = (
            p[e[i] : e[i + 1] - 1] - low
            for p, e in zip((sentences, paragraphs), edges, strict=True)
        )
        found.append(Features(quote[own], place[own], shape[own], cue[own], begin, new))
    return found


def _shapes(row: _Row) -> np.ndarray:
    """Capitals of a word, length of a number, which sign of a mark."""
    own = row.shapes.astype(np.int64)
    own[(row.shapes == 2) & (row.sizes == 1)] = 20
    shape = np.where(row.kinds == WORD, own, 8 + row.kinds)
    numbers = np.flatnonzero(row.kinds == NUMBER)
    shape[numbers] = 12 + np.minimum(row.sizes[numbers], 5)
    marks = np.flatnonzero(row.kinds == MARK)
    shape[marks] = _mark_shapes()[np.minimum(row.signs[marks], 128)]
    return shape


@lru_cache(maxsize=1)
def _mark_shapes() -> np.ndarray:
    table = np.full(129, 8 + MARK)
    for i, sign in enumerate(".,;:-()?!'\"[]/&%$@#"):
        table[ord(sign)] = 21 + i
    return table


def _quote_states(
    placed: Sequence[tuple[Quotation, int]], signs: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """State = part (5) x length (4) x what stands before the closing mark (4), 0 outside."""
    state, closing = np.zeros(len(signs), dtype=np.int64), np.zeros(len(signs), dtype=bool)
    if not placed:
        return state, closing
    first, last, closed, single, continued = np.array(
        [(q.first + at, q.last + at, q.closed, q.single, q.continued) for q, at in placed]
    ).T
    words = last - first - 1
    length = (words > 2) * 1 + (words > 6) + (words > 15)
    sign = np.where(words > 0, signs[last - 1], 0)
    end = np.where((sign == 46) | (sign == 63) | (sign == 33), 2, sign == 44)
    end = np.where(closed, end, 3)
    base = np.minimum(1 + 5 * (length + 4 * end) + 79 * single, QUOTE_STATES - 5)
    # A token in two quotations has the state of the one that begins later.
    counts = last - first + 1
    opens = np.cumsum(counts) - counts
    tokens = np.arange(int(counts.sum())) + (first - opens).repeat(counts)
    states = (base + 1).repeat(counts)
    states[opens] = base + 4 * continued
    after = words > 0
    states[opens[after] + 1] = base[after] + 2
    shut = closed > 0
    states[(opens + counts - 1)[shut]] = base[shut] + 3
    state[tokens] = states
    closing[last[shut]] = True
    return state, closing


def _bounds(row: _Row, closing: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    kinds, signs = row.kinds, row.signs
    marks = kinds == MARK
    stop = marks & ((signs == 46) | (signs == 33) | (signs == 63))
    titled = np.zeros(len(kinds), dtype=bool)
    at = np.flatnonzero(stop[1:] & (kinds[:-1] == WORD) & (row.sizes[:-1] <= 5))
    single = (row.sizes[at] == 1) & (row.shapes[at] == 2)
    titled[at + 1] = is_one_of(row.hashes[at], _title_hashes()) | single
    stop &= ~(titled & (signs == 46))
    after = closing | (marks & (signs == 41))
    ending = stop.copy()
    ending[1:] |= after[1:] & stop[:-1]
    ending[2:] |= after[2:] & after[1:-1] & stop[:-2]
    # A sentence begins after its end, unless a closing mark follows or a small letter.
    begins = np.zeros(len(kinds), dtype=bool)
    small = (kinds == WORD) & ((row.shapes & 3) == 0)
    begins[1:] = ending[:-1] & ~after[1:] & ~small[1:] & (kinds[1:] != BREAK)
    begins &= ~(marks & ((signs == 44) | (signs == 46)))
    new = row.apart.copy()
    new[0] = True
    new[1:] |= kinds[:-1] == BREAK
    return np.flatnonzero(begins | new), np.flatnonzero(new)


# From the sentence's start, in tokens, to its class.
_BUCKETS = [0, 1, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6]


def _places(sentences: np.ndarray, paragraphs: np.ndarray, heading: np.ndarray) -> np.ndarray:
    """Place = from the sentence's start (7) x first sentence of its paragraph (2) x headline (2)
    x short paragraph (2)."""
    size = len(heading)
    lengths = np.diff(sentences, append=size)
    from_start = np.arange(size) - sentences.repeat(lengths)
    place = np.array(_BUCKETS)[np.minimum(from_start, len(_BUCKETS) - 1)]
    spans = np.diff(paragraphs, append=size)
    opens = np.isin(sentences, paragraphs, assume_unique=True)
    place += (7 * opens).repeat(lengths)
    place += 14 * heading
    place += (28 * (spans < 16)).repeat(spans)
    return place


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


def _cue_states(row: _Row, sentences: np.ndarray) -> np.ndarray:
    """State = own class (10) x what a plain rule would say of the token (16).

    The rule: after a cue that takes clauses, to the sentence's end, content follows; where such a
    cue stands after a comma and a mark, a preposition or a day follows it, the sentence up to that
    comma is content, and between comma and cue stands the source.
    """
    size = len(row.kinds)
    own = _cue_classes(row.hashes)
    clause = own > 10
    own[clause] -= 10
    clause |= own == _ACCORDING
    index = np.arange(size)
    lengths = np.diff(sentences, append=size)
    after = _last_before(clause, index)
    # What follows a cue: its own sentence only.
    follows = np.flatnonzero(after >= sentences.repeat(lengths))
    cue = after[follows]
    kind = np.where(own[cue] == 6, 3, np.where(own[cue + 1] == _THAT, 2, 1))
    rule = np.zeros(size, dtype=np.int64)
    rule[follows] = kind
    # Content first: the sentence's last such cue with a comma before its source and little after.
    marks = row.kinds == MARK
    stops = _last_before(marks & ((row.signs == 44) | (row.signs == 34) | (row.signs == 39)), index)
    cues = np.flatnonzero(clause)
    comma = stops[cues]
    # At the end of a text nothing stands beyond.
    beyond = cues + 1 - row.apart[cues + 1]
    ends = (row.kinds[beyond] >= MARK) | is_one_of(row.hashes[beyond], _after_words())
    number = np.searchsorted(sentences, cues, side="right") - 1
    fits = (comma > sentences[number] + 1) & (cues - comma <= 16) & (ends | (comma == cues - 1))
    fits &= own[beyond] != _THAT
    last = np.full(len(sentences), -1)
    split = last.copy()
    last[number[fits]] = cues[fits]
    split[number[fits]] = comma[fits]
    first, end = split.repeat(lengths), last.repeat(lengths)
    rule += 4 * (index <= first)
    rule += 8 * ((index > first) & (index < end))
    return np.minimum(own, 9) + 10 * rule


def _cue_classes(hashes: np.ndarray) -> np.ndarray:
    """The class of each word, 0 where it is no cue."""
    known, classes = _cue_words()
    # A table says of most words that they are none of the few.
    maybe = np.flatnonzero(_cue_slots()[buckets(hashes, _SLOT_BITS)])
    at = np.searchsorted(known, hashes[maybe])
    at[at == len(known)] = 0
    found = np.zeros(len(hashes), dtype=np.int64)
    found[maybe] = np.where(known[at] == hashes[maybe], classes[at], 0)
    return found


@lru_cache(maxsize=1)
def _cue_slots() -> np.ndarray:
    """Where the hashes of cues fall."""
    slots = np.zeros(1 << _SLOT_BITS, dtype=bool)
    slots[buckets(_cue_words()[0], _SLOT_BITS)] = True
    return slots


def _last_before(flag: np.ndarray, index: np.ndarray) -> np.ndarray:
    """For each token the nearest earlier one where `flag` holds, or -1."""
    held = np.maximum.accumulate(np.where(flag, index, -1))
    return np.concatenate(([-1], held[:-1]))
