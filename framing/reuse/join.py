"""Which stories share words: a join over sampled 5-word shingles, from partitions to pairs.

A partition of stories becomes a sorted array of (shingle, story) records; arrays of partitions
merge; equal shingles that lie side by side make pairs. Each step is a pass over arrays, so that a
partition can be worked anywhere and a grown corpus only joins what is new.

Method: shared shingles counted exactly (Broder 1997 for shingles and containment; the record join
is that of RNewsflow and passim), with the hash-value sampling of Manber (1994) instead of MinHash,
because MinHash estimates Jaccard and misses a short story inside a long one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from framing.errors import FramingError

WIDTH = 5  # words in a shingle
ONE_IN = 2  # of the shingles, this share is kept, chosen by hash value
COMMON = 50  # a shingle in more stories than this pairs each with its next few only
NEXT = 4  # how many those are

_STORY_BITS = np.uint64(24)
_STORY_MASK = np.uint64((1 << 24) - 1)
MOST_STORIES = 1 << 24
_BATCH = 120_000  # characters worked at a time: small arrays stay in the cache
_BASE = 0x9E3779B1  # odd, so that it has an inverse modulo 2**32
_END = "\n\x01\n"  # stands between two texts


@dataclass(frozen=True)
class Shingles:
    """The sampled shingles of some stories, ready to be merged and joined.

    Parameters
    ----------
    stories : tuple of str
        Their ids; a record names a story by its place here.
    words : ndarray of int64, shape (stories,)
        Words of each.
    records : ndarray of uint64, shape (records,)
        Sorted and distinct; the upper 40 bits are the shingle, the lower 24 the story.
    one_in : int
        Which share of the shingles was kept.
    """

    stories: tuple[str, ...]
    words: np.ndarray
    records: np.ndarray
    one_in: int = ONE_IN

    def __len__(self) -> int:
        return len(self.stories)


def shingles(stories: Mapping[str, str], *, one_in: int = ONE_IN) -> Shingles:
    """Take the shingles of a partition of stories.

    A word is a run of letters and digits without its apostrophes, in lower case, with z as s
    (``organize`` is ``organise``). A shingle is five words on end; it is kept where its hash is
    divisible by `one_in`, so that the same shingle is kept in every partition.

    Parameters
    ----------
    stories : mapping of str to str
        Text by id. The order does not matter.
    one_in : int
        1 keeps every shingle.

    Returns
    -------
    Shingles

    Raises
    ------
    FramingError
        Where there are more than 16.7 million stories or `one_in` is less than 1.

    Examples
    --------
    >>> summary = shingles({"a": "They organise a flurry of activity"}, one_in=1)
    >>> len(summary.records), summary.words.tolist()
    (2, [6])
    """
    if one_in < 1:
        raise FramingError(f"one_in must be 1 or more, not {one_in}; 1 keeps every shingle")
    names = sorted(stories)
    refuse_too_many(len(names))
    parts, counts = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    first = 0
    for batch in _batches([stories[name] for name in names]):
        hashes, places, words = _batch_shingles(batch, one_in)
        parts.append((hashes >> _STORY_BITS << _STORY_BITS) | (places + np.uint64(first)))
        counts.append(words)
        first += len(batch)
    records = np.concatenate(parts)
    return Shingles(tuple(names), np.concatenate(counts), _distinct(records), one_in)


def merge(parts: Iterable[Shingles]) -> Shingles:
    """Put the summaries of several partitions together.

    Stories keep the order of the parts; a story may stand in one part only.

    Parameters
    ----------
    parts : iterable of Shingles

    Returns
    -------
    Shingles

    Raises
    ------
    FramingError
        Where a story stands in two parts, or the parts were sampled differently.
    """
    parts = list(parts)
    if not parts:
        return Shingles((), np.zeros(0, np.int64), np.zeros(0, np.uint64))
    if len({p.one_in for p in parts}) > 1:
        kept = ", ".join(str(p.one_in) for p in parts)
        raise FramingError(f"the parts kept one shingle in {kept}; make them with one setting")
    names = tuple(name for part in parts for name in part.stories)
    refuse_too_many(len(names))
    if len(set(names)) < len(names):
        seen: set[str] = set()
        twin = next(n for n in names if n in seen or seen.add(n))  # type: ignore[func-returns-value]
        raise FramingError(f"story {twin!r} stands in two parts; join each story once")
    shifts = np.cumsum([0, *(len(p) for p in parts)])
    records = np.concatenate(
        [p.records + np.uint64(s) for p, s in zip(parts, shifts[:-1], strict=True)]
    )
    records.sort()
    words = np.concatenate([p.words for p in parts])
    return Shingles(names, words, records, parts[0].one_in)


def pairs(
    summary: Shingles,
    *,
    least: int = 3,
    share: float = 0.03,
    many: int = 8,
    common: int = COMMON,
    new_from: int = 0,
    parts: int = 16,
) -> pd.DataFrame:
    """Pair the stories that share shingles.

    Parameters
    ----------
    summary : Shingles
    least : int
        Pairs that share fewer sampled shingles are left out.
    share : float
        So are pairs in which they make up less than this share of the shorter story, unless there
        are `many`.
    many : int
        See `share`.
    common : int
        A shingle that more stories hold pairs each of them with its next four only: a story in
        five hundred papers still makes one family, at a cost that grows with five hundred and not
        with its square.
    new_from : int
        Only pairs with a story at or after this place: the join of a grown corpus.
    parts : int
        The shingles are joined in this many ranges of hash values, to bound memory.

    Returns
    -------
    DataFrame
        ``a, b`` (story ids, ``a < b``), ``shared`` (sampled shingles), ``containment`` (estimated
        share of the shorter story's shingles, 0 to 1), ``jaccard`` (estimated); sorted.
    """
    keys, shared = _count_pairs(summary.records, common, new_from, parts)
    left, right, shared, estimated, containment = worth_a_look(
        keys, shared, summary.words, one_in=summary.one_in, least=least, share=share, many=many
    )
    sizes = shingles_in(summary.words)
    union = np.maximum(sizes[left] + sizes[right] - estimated, 1)
    names = np.array(summary.stories, dtype=object)
    a, b = names[left], names[right]
    swapped = a > b
    a, b = np.where(swapped, b, a), np.where(swapped, a, b)
    frame = pd.DataFrame(
        {
            "a": a,
            "b": b,
            "shared": shared,
            "containment": containment,
            "jaccard": np.minimum(estimated / union, 1.0),
        }
    )
    return frame.sort_values(["a", "b"], ignore_index=True)


def shingles_in(words: np.ndarray) -> np.ndarray:
    """How many shingles stories of so many words have; 1 at least."""
    return np.maximum(words - WIDTH + 1, 1)


def worth_a_look(
    keys: np.ndarray,
    shared: np.ndarray,
    words: np.ndarray,
    *,
    one_in: int,
    least: int = 3,
    share: float = 0.03,
    many: int = 8,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of counted pairs (first << 24 | second) those that share enough; see `pairs`.

    Returns
    -------
    tuple of ndarray, shape (kept pairs,)
        First story, second story, sampled shingles shared, shingles shared (estimated), and the
        share of the shorter story's that they are.
    """
    left = (keys >> _STORY_BITS).astype(np.int64)
    right = (keys & _STORY_MASK).astype(np.int64)
    sizes = shingles_in(words)
    estimated = shared * one_in
    containment = np.minimum(estimated / np.minimum(sizes[left], sizes[right]), 1.0)
    keep = (shared >= least) & ((containment >= share) | (shared >= many))
    return left[keep], right[keep], shared[keep], estimated[keep], containment[keep]


def candidate_pairs(
    stories: Mapping[str, str],
    *,
    one_in: int = ONE_IN,
    least: int = 3,
    share: float = 0.03,
    common: int = COMMON,
) -> pd.DataFrame:
    """Find the pairs of stories that share enough words to be looked at.

    Parameters
    ----------
    stories : mapping of str to str
        Text by id.
    one_in, least, share, common
        See `shingles` and `pairs`.

    Returns
    -------
    DataFrame
        As `pairs` gives it.

    Examples
    --------
    >>> told = "a flurry of diplomatic activity to organise the landmark summit in June"
    >>> stories = {"a": "Moscow sees " + told, "b": told + " said Moscow", "c": "Nothing of it."}
    >>> candidate_pairs(stories, one_in=1)[["a", "b", "shared"]].values.tolist()
    [['a', 'b', 8]]
    """
    return pairs(shingles(stories, one_in=one_in), least=least, share=share, common=common)


def refuse_too_many(stories: int) -> None:
    """Raise where a join would have more stories than their numbers have bits for."""
    if stories > MOST_STORIES:
        raise FramingError(
            f"{stories:,} stories, and one join takes {MOST_STORIES:,}; split them by year or event"
        )


def _batches(texts: Sequence[str]) -> Iterable[Sequence[str]]:
    first, size = 0, 0
    for i, text in enumerate(texts):
        size += len(text)
        if size >= _BATCH or i + 1 == len(texts):
            yield texts[first : i + 1]
            first, size = i + 1, 0


def _batch_shingles(texts: Sequence[str], one_in: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Kept hashes, the place of each one's text, and the words of each text."""
    codes, inside = _characters(_END.join(texts))
    ends = np.flatnonzero(codes == 1)
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, stops = edges[0::2], edges[1::2]
    words = _word_hashes(codes, starts, stops)
    counts = np.diff(np.searchsorted(starts, ends), prepend=0, append=len(starts))
    if len(words) < WIDTH:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint64), counts
    hashes = _shingle_hashes(words)
    kept = np.flatnonzero(hashes % np.uint64(one_in) == 0) if one_in > 1 else np.arange(len(hashes))
    first = np.searchsorted(ends, starts[kept])
    whole = first == np.searchsorted(ends, starts[kept + WIDTH - 1])
    return hashes[kept[whole]], first[whole].astype(np.uint64), counts


@lru_cache(maxsize=1)
def _byte_table() -> bytes:
    """What each Latin-1 byte counts as: a lower-case letter, a digit, or a blank."""
    table = bytearray(b" " * 256)
    for code in range(256):
        lower = chr(code).lower()
        if lower.isalnum():
            table[code] = ord(lower)
    table[ord("z")] = table[ord("Z")] = ord("s")
    table[1] = 1
    return bytes(table)


@lru_cache(maxsize=1)
def _code_table() -> np.ndarray:
    """The same for every code point of the basic plane."""
    table = np.full(1 << 16, 32, dtype=np.uint16)
    for code in range(1 << 16):
        lower = chr(code).lower()
        if chr(code).isalnum() and len(lower) == 1:
            table[code] = ord(lower)
    table[:256] = np.frombuffer(_byte_table(), dtype=np.uint8)
    table[0x300:0x370] = np.arange(0x300, 0x370)  # combining accents stand inside words
    return table


def _characters(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Folded characters between two blanks, and which of them belong to words."""
    if not text.isascii():
        text = text.replace("\u2019", "'").replace("\u2018", "'")
    if not text.isascii():
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
        # Beyond Latin-1 only marks and emoji: then a byte for a character will do.
        if bool(_LETTERS_BEYOND[units[units > 0xFF] >> 8].any()):
            codes = _code_table()[units[units != ord("'")]]
            codes = np.concatenate([codes[:1] * 0 + 32, codes, codes[:1] * 0 + 32])
            return codes, codes > 32
    raw = f" {text} ".encode("latin-1", "replace").translate(_byte_table(), b"'")
    codes = np.frombuffer(raw, dtype=np.uint8)
    return codes, codes > 32


# By upper byte: where letters stand beyond Latin-1 (marks: 20 to 2B; emoji, private use: D8 to F8).
_LETTERS_BEYOND = np.array(
    [1 <= high < 0x20 or 0x2C <= high < 0xD8 or 0xF9 <= high < 0xFE for high in range(256)]
)


@lru_cache(maxsize=1)
def _powers(length: int) -> tuple[np.ndarray, np.ndarray]:
    inverse = pow(_BASE, -1, 1 << 32)
    both = []
    for base in (_BASE, inverse):
        row = np.full(length, base, dtype=np.uint32)
        row[0] = 1
        both.append(np.cumprod(row, dtype=np.uint32))
    return both[0], both[1]


def _word_hashes(codes: np.ndarray, starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """A 32-bit polynomial hash of each word, from one running sum over the characters."""
    up, down = _powers(1 << max(len(codes) - 1, _BATCH).bit_length())
    sums = np.empty(len(codes), dtype=np.uint32)
    np.multiply(codes, up[: len(codes)], out=sums, casting="unsafe")
    np.cumsum(sums, out=sums)
    words = sums[stops]
    words -= sums[starts]
    words *= down[starts]
    words ^= words >> np.uint32(15)
    return words.astype(np.uint64)


_MIX = np.array(
    [
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
    ],
    dtype=np.uint64,
)


def _shingle_hashes(words: np.ndarray) -> np.ndarray:
    count = len(words) - WIDTH + 1
    total = words[:count] * _MIX[0]
    product = np.empty_like(total)
    for k in range(1, WIDTH):
        np.multiply(words[k : k + count], _MIX[k], out=product)
        total += product
    total ^= total >> np.uint64(29)
    total *= np.uint64(0xBF58476D1CE4E5B9)
    total ^= total >> np.uint64(32)
    return total


def _distinct(records: np.ndarray) -> np.ndarray:
    records.sort()
    if not len(records):
        return records
    return records[np.concatenate([[True], records[1:] != records[:-1]])]


def _count_pairs(
    records: np.ndarray, common: int, new_from: int, parts: int
) -> tuple[np.ndarray, np.ndarray]:
    """Each pair as (first << 24 | second), and how many records it shares; sorted by pair."""
    keys, counts = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    cuts = np.array([k * (1 << 64) // parts >> 24 << 24 for k in range(1, parts)], dtype=np.uint64)
    bounds = [0, *np.searchsorted(records, cuts).tolist(), len(records)]
    pending: list[tuple[np.ndarray, np.ndarray]] = []
    for low, high in pairwise(bounds):
        found = _pairs_of_range(records[low:high], common, new_from)
        pending.append(add_up(found, np.ones(len(found), np.int64)))
    if pending:
        keys, counts = (np.concatenate([p[k] for p in pending]) for k in (0, 1))
        keys, counts = add_up(keys, counts)
    return keys, counts


def add_up(keys: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct keys, sorted, and the sum of the weights of each."""
    if not len(keys):
        return keys, weights
    if weights.max() == 1:
        keys = np.sort(keys)
        first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        return keys[first], np.diff(first, append=len(keys))
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return keys[first], np.add.reduceat(weights[order], first)


def count_pairs(records: np.ndarray, common: int) -> tuple[np.ndarray, np.ndarray]:
    """Each pair of a range of sorted records as (first << 24 | second), and how many it shares."""
    found = _pairs_of_range(records, common, 0)
    return add_up(found, np.ones(len(found), np.int64))


def _pairs_of_range(records: np.ndarray, common: int, new_from: int) -> np.ndarray:
    if len(records) < 2:
        return np.zeros(0, np.uint64)
    hashes, stories = records >> _STORY_BITS, records & _STORY_MASK
    first = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]]))
    held = np.diff(first, append=len(records))
    found = [np.zeros(0, np.uint64)]
    for size in np.unique(held[(held > 1) & (held <= common)]).tolist():
        rows = stories[first[held == size][:, None] + np.arange(size)]
        i, j = np.triu_indices(size, 1)
        found.append((rows[:, i] << _STORY_BITS | rows[:, j]).ravel())
    # Records are sorted, so within one shingle the next story is the next record.
    crowded = np.repeat(held > common, held)
    for step in range(1, NEXT + 1):
        near = np.flatnonzero(crowded[:-step] & (hashes[step:] == hashes[:-step]))
        found.append(stories[near] << _STORY_BITS | stories[near + step])
    every = np.concatenate(found)
    return every[(every & _STORY_MASK) >= np.uint64(new_from)] if new_from else every
