"""Many pairs of stories aligned at once: their words laid end to end, so that arrays do the work.

The rules are told in `framing.reuse.align`; here stands how they are applied to a thousand pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.reuse.words import Words

SEED = 4  # words on end that must agree
GAP = 8  # words at most between two seeds of one passage, on either side
SHIFT = 4  # by how many words the two sides of a gap may differ
OWN = 3  # words that are no names: 'North Korean leader Kim Jong Un' is a title and no copy
AGREE = 0.5  # share of a passage's words that must agree, on the longer side
_CROWDED = 4  # a seed that stands more often in one story is a refrain
_AHEAD = 32  # words looked at on end
_PAD = _AHEAD  # places between two stories, so that no look ahead reaches the next one
# Over how many words on either side a passage may grow, and how many must agree beyond.
_STEPS = ((1, 1, 2), (1, 0, 2), (0, 1, 2), (2, 2, 3), (2, 1, 3), (1, 2, 3))


@dataclass(frozen=True)
class Laid:
    """The words of some stories, one story after the other a gap between each two.

    Parameters
    ----------
    base : ndarray of int64, shape (stories,)
        The place of each story's first word.
    sizes : ndarray of int64, shape (stories,)
        Words of each.
    left, right : ndarray of int64, shape (places,)
        Word ids; between stories -1 and -2, which agree with nothing.
    plain_before, own_before : ndarray of int64, shape (places + 1,)
        How many words before each place are no names, and stand outside quotation marks.
    """

    base: np.ndarray
    sizes: np.ndarray
    left: np.ndarray
    right: np.ndarray
    plain_before: np.ndarray
    own_before: np.ndarray

    @classmethod
    def of(cls, stories: Sequence[Words]) -> Laid:
        """Lay stories end to end."""
        sizes = np.array([len(s) for s in stories], dtype=np.int64)
        base = np.cumsum(sizes + _PAD) - sizes
        places = int((sizes + _PAD).sum()) + _PAD
        at = _ranges(base, sizes)
        left = np.full(places, -1, dtype=np.int64)
        plain, own = np.zeros(places + 1, dtype=np.int64), np.zeros(places + 1, dtype=np.int64)
        if len(at):
            left[at] = np.concatenate([s.ids for s in stories])
            plain[at + 1] = ~np.concatenate([s.names for s in stories])
            own[at + 1] = ~np.concatenate([s.quoted for s in stories])
        return cls(base, sizes, left, np.where(left < 0, -2, left), plain.cumsum(), own.cumsum())

    def own(self) -> np.ndarray:
        """Words of each story outside quotation marks; int64, shape (stories,)."""
        return self.own_before[self.base + self.sizes] - self.own_before[self.base]


@dataclass(frozen=True)
class Stretches:
    """Passages of pairs as arrays: the pair, places in the stories laid end to end, words agreed.

    Parameters
    ----------
    pair, start, end, other_start, other_end, matched : ndarray of int64, shape (passages,)
    """

    pair: np.ndarray
    start: np.ndarray
    end: np.ndarray
    other_start: np.ndarray
    other_end: np.ndarray
    matched: np.ndarray

    def take(self, rows: np.ndarray) -> Stretches:
        """Some of them, in this order."""
        return Stretches(*(column[rows] for column in vars(self).values()))


def passages_of(laid: Laid, a: np.ndarray, b: np.ndarray, *, matched: int) -> Stretches:
    """The passages of pairs of stories, in the order of the pairs and of their first story."""
    grown = _grown(laid, _chains(*_blocks(laid, a, b)))
    longer = np.maximum(grown.end - grown.start, grown.other_end - grown.other_start)
    # What agrees in too few words gives way to every other passage, so that it can go at once.
    best = grown.take(
        np.flatnonzero((grown.matched >= matched) & (grown.matched >= AGREE * longer))
    )
    best = _apart(best)
    plain = laid.plain_before[best.end] - laid.plain_before[best.start]
    best = best.take(np.flatnonzero(plain >= OWN))
    return best.take(np.lexsort((best.other_start, best.start, best.pair)))


def _ranges(starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Whole numbers from each start, so many of them, one range after the other.

    Examples
    --------
    >>> _ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    before = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)


def _seeds(laid: Laid) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Seeds that stand more than once: story, number of the seed, place; sorted; how many."""
    counts = np.maximum(laid.sizes - SEED + 1, 0)
    at = _ranges(laid.base, counts)
    wide = laid.left.astype(np.uint64)
    hashes = np.zeros(len(at), dtype=np.uint64)
    for k in range(SEED):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + wide[at + k] + np.uint64(1)
    order = np.argsort(hashes)  # of equal ones any may come first
    ordered = hashes[order]
    new = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    again = ~(new & np.append(new[1:], True)[: len(new)])
    number = np.cumsum(new & again)[again] - 1
    rows = order[again]
    story = np.repeat(np.arange(len(counts)), counts)[rows]
    inner = np.lexsort((number, story))
    return story[inner], number[inner], at[rows][inner], int(number[-1]) + 1 if len(rows) else 1


def _blocks(laid: Laid, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, ...]:
    """Longest runs of equal words that hold a seed: pair, place in a, place in b, words; sorted."""
    story, number, place, many = _seeds(laid)
    first = np.searchsorted(story, np.arange(len(laid.sizes) + 1))
    counts = np.diff(first)
    rows = _ranges(first[a], counts[a])
    pair = np.repeat(np.arange(len(a)), counts[a])
    keys, wanted = story * many + number, b[pair] * many + number[rows]
    low = np.searchsorted(keys, wanted, side="left")
    found = np.searchsorted(keys, wanted, side="right") - low
    hit = np.flatnonzero((found > 0) & (found <= _CROWDED))
    found = found[hit]
    pair, i = np.repeat(pair[hit], found), np.repeat(place[rows[hit]], found)
    j = place[_ranges(low[hit], found)]
    order = np.lexsort((i, i - j, pair))
    pair, i, j = pair[order], i[order], j[order]
    new = np.ones(len(i), dtype=bool)
    new[1:] = (pair[1:] != pair[:-1]) | (i[1:] - i[:-1] != 1) | (j[1:] - j[:-1] != 1)
    start = np.flatnonzero(new)
    words = np.diff(start, append=len(i)) + SEED - 1
    pair, i, j = pair[start], i[start], j[start]
    order = np.lexsort((j, i, pair))
    return pair[order], i[order], j[order], words[order]


def _chains(pair: np.ndarray, i: np.ndarray, j: np.ndarray, words: np.ndarray) -> Stretches:
    """Join blocks that follow each other closely in both stories."""
    chains: list[list[int]] = []
    first, now = 0, -1
    blocks = (pair.tolist(), i.tolist(), j.tolist(), words.tolist())
    for k, x, y, length in zip(*blocks, strict=True):
        if k != now:
            first, now = len(chains), k
        best, least = None, 2 * GAP + 1
        for chain in chains[max(first, len(chains) - 8) :]:
            left, right = x - chain[2], y - chain[4]
            if (
                -SEED < left <= GAP
                and -SEED < right <= GAP
                and abs(left - right) <= SHIFT
                # A block that starts before the chain ends must still reach beyond it.
                and length > max(-left, -right, 0)
                and abs(left) + abs(right) < least
            ):
                best, least = chain, abs(left) + abs(right)
        if best is None:
            chains.append([k, x, x + length, y, y + length, length])
            continue
        overlap = max(best[2] - x, best[4] - y, 0)
        best[2], best[4] = x + length, y + length
        best[5] += length - overlap
    return Stretches(*np.array(chains, dtype=np.int64).reshape(-1, 6).T)


def _grown(laid: Laid, chains: Stretches) -> Stretches:
    """Grow passages on both sides over single changed, added or missing words."""
    after = _reach(laid, chains.end, chains.other_end, 1)
    before = _reach(laid, chains.start - 1, chains.other_start - 1, -1)
    return Stretches(
        chains.pair,
        chains.start - before[0],
        chains.end + after[0],
        chains.other_start - before[1],
        chains.other_end + after[1],
        chains.matched + after[2] + before[2],
    )


def _reach(
    laid: Laid, first: np.ndarray, other: np.ndarray, way: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How far both sides agree from here in one direction: words left, words right, agreeing."""
    i, j, matched = first.copy(), other.copy(), np.zeros_like(first)
    going, ahead = np.arange(len(i)), way * np.arange(_AHEAD)
    while len(going):
        agree = laid.left[i[going]] == laid.right[j[going]]
        same = going[agree]
        differ = laid.left[i[same, None] + ahead] != laid.right[j[same, None] + ahead]
        differ[:, -1] = True
        run = differ.argmax(axis=1)
        i[same], j[same] = i[same] + way * run, j[same] + way * run
        matched[same] += run
        stopped, stepped = going[~agree], [same]
        for di, dj, least in _STEPS:
            x, y = i[stopped] + way * di, j[stopped] + way * dj
            fits = laid.left[x] == laid.right[y]
            for k in range(1, least):
                fits &= laid.left[x + way * k] == laid.right[y + way * k]
            i[stopped[fits]], j[stopped[fits]] = x[fits], y[fits]
            stepped.append(stopped[fits])
            stopped = stopped[~fits]
        going = np.concatenate(stepped)
    return np.abs(i - first), np.abs(j - other), matched


def _apart(found: Stretches) -> Stretches:
    """Of passages of a pair that tell of the same words, the one that agrees in most."""
    order = np.lexsort((found.other_start, found.start, -found.matched, found.pair))
    found = found.take(order)
    kept: list[int] = []
    mine: list[tuple[int, int, int, int]] = []
    now = -1
    columns = (found.pair, found.start, found.end, found.other_start, found.other_end)
    for row, (k, a, b, c, d) in enumerate(zip(*(x.tolist() for x in columns), strict=True)):
        if k != now:
            mine, now = [], k
        if not any(
            2 * (min(b, y) - max(a, x)) > b - a or 2 * (min(d, w) - max(c, z)) > d - c
            for x, y, z, w in mine
        ):
            mine.append((a, b, c, d))
            kept.append(row)
    return found.take(np.array(kept, dtype=np.int64))
