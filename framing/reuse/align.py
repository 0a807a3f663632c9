"""Which passages two stories share: seeds of four words, extended and chained, with offsets.

Works on arrays of word ids, so that any tokeniser will do. Passages may stand in another order in
the two stories, and words may be changed, put in or left out within one.

Method: seed and extend (Altschul et al. 1990; passim, Smith et al. 2014, for reprinted news).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from framing.reuse.own import inside
from framing.text import Tokens, tokens

SEED = 4  # words on end that must agree
GAP = 8  # words at most between two seeds of one passage, on either side
SHIFT = 4  # by how many words the two sides of a gap may differ
MATCHED = 7  # words that must agree in a passage
OWN = 3  # of them no names: 'North Korean leader Kim Jong Un' is a title and no copy
AGREE = 0.5  # share of a passage's words that must agree, on the longer side
_CROWDED = 4  # a seed that stands more often in one story is a refrain
_KEY = str.maketrans({"z": "s", "'": None, ".": None})


@dataclass(frozen=True)
class Words:
    """The words of one story as arrays.

    Parameters
    ----------
    ids : ndarray of int64, shape (words,)
        The same word has the same id in every story.
    names : ndarray of bool, shape (words,)
        Words that count as names: capitals and figures.
    starts, ends : ndarray of int64, shape (words,)
        Offsets into the article's text.
    quoted : ndarray of bool, shape (words,)
        Words that stand inside quotation marks.
    seeds : ndarray of int64, shape (seeds,)
        Sorted hashes of each four words on end.
    places : ndarray of int64, shape (seeds,)
        The word at which each seed starts.
    """

    ids: np.ndarray
    names: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    quoted: np.ndarray
    seeds: np.ndarray
    places: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def own_before(self) -> np.ndarray:
        """How many words outside quotation marks stand before each place; shape (words + 1,)."""
        return np.concatenate([[0], np.cumsum(~self.quoted)])


@dataclass(frozen=True)
class Passage:
    """A passage of one story and its counterpart in another.

    Parameters
    ----------
    start, end : int
        Its words in the first story, end exclusive: places in the story's word array.
    other_start, other_end : int
        Its words in the second.
    matched : int
        How many words agree.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    matched: int


@dataclass(frozen=True)
class Batch:
    """Tokenised texts, and what alignment asks of each distinct word.

    Parameters
    ----------
    found : Tokens
    """

    found: Tokens

    @cached_property
    def keys(self) -> np.ndarray:
        """For each word of the vocabulary the id under which it is compared; int64.

        Lower case, no apostrophes or full stops, z as s: ``Russia's`` is ``Russias``,
        ``organize`` is ``organise``, ``U.S.`` is ``US``.
        """
        forms = [w.lower().translate(_KEY) for w in self.found.vocabulary.surfaces]
        rank = {form: i for i, form in enumerate(sorted(set(forms)))}
        return np.fromiter((rank[f] for f in forms), dtype=np.int64, count=len(forms))

    @cached_property
    def names(self) -> np.ndarray:
        """For each word of the vocabulary whether it starts with a capital or is a figure."""
        surfaces = self.found.vocabulary.surfaces
        return np.fromiter((not w[0].islower() for w in surfaces), dtype=bool, count=len(surfaces))

    def words(
        self, index: int, *, story: np.ndarray | None = None, quoted: np.ndarray | None = None
    ) -> Words:
        """The words of one text.

        Parameters
        ----------
        index : int
            Which text.
        story : ndarray of int, shape (spans, 2), optional
            Offsets of what counts as story, in order; by default the whole text.
        quoted : ndarray of int, shape (spans, 2), optional
            Offsets of what stands inside quotation marks.
        """
        low, high = int(self.found.bounds[index]), int(self.found.bounds[index + 1])
        starts = self.found.starts[low:high].astype(np.int64)
        ends = self.found.ends[low:high].astype(np.int64)
        raw = self.found.ids[low:high]
        if story is not None:
            keep = inside(starts, story)
            starts, ends, raw = starts[keep], ends[keep], raw[keep]
        ids = self.keys[raw]
        said = np.zeros(len(ids), dtype=bool) if quoted is None else inside(starts, quoted)
        hashes = _seed_hashes(ids)
        order = np.argsort(hashes, kind="stable")
        return Words(ids, self.names[raw], starts, ends, said, hashes[order], order)


def shared_passages(a: Words | str, b: Words | str, *, matched: int = MATCHED) -> list[Passage]:
    """Find the passages that two stories share.

    Parameters
    ----------
    a, b : Words or str
        Strings are taken whole. Two `Words` must come from one tokenised batch.
    matched : int
        The least number of words that agree; three of them no names or figures.

    Returns
    -------
    list of Passage
        In the order of the first story.

    Examples
    --------
    >>> found = shared_passages("It came amid a flurry of diplomatic activity to organise talks.",
    ...                         "Amid a flurry of diplomatic activity to organize the summit")
    >>> [(p.start, p.end, p.other_start, p.other_end, p.matched) for p in found]
    [(2, 10, 0, 8, 8)]
    """
    if isinstance(a, str) or isinstance(b, str):
        if not (isinstance(a, str) and isinstance(b, str)):
            raise TypeError("both stories must be strings, or both words of one batch")
        batch = Batch(tokens([a, b]))
        a, b = batch.words(0), batch.words(1)
    chains = _chain(_blocks(a, b))
    left, right = a.ids.tolist(), b.ids.tolist()
    grown = [_extend(c, left, right) for c in chains]
    long = [c for c in _best(grown) if c.matched >= matched and _speaks(c, a)]
    return sorted(long, key=lambda p: (p.start, p.other_start))


def _seed_hashes(ids: np.ndarray) -> np.ndarray:
    count = len(ids) - SEED + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint64)
    wide = ids.astype(np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for k in range(SEED):
        total = total * np.uint64(0x9E3779B97F4A7C15) + wide[k : k + count] + np.uint64(1)
    return total


def _blocks(a: Words, b: Words) -> list[tuple[int, int, int]]:
    """Longest runs of equal words that hold a seed: (place in a, place in b, words)."""
    low = np.searchsorted(b.seeds, a.seeds, side="left")
    many = np.searchsorted(b.seeds, a.seeds, side="right") - low
    hit = np.flatnonzero((many > 0) & (many <= _CROWDED))
    if not len(hit):
        return []
    many = many[hit]
    i = np.repeat(a.places[hit], many)
    within = np.arange(len(i)) - np.repeat(np.cumsum(many) - many, many)
    j = b.places[np.repeat(low[hit], many) + within]
    order = np.lexsort((i, i - j))
    i, j = i[order], j[order]
    new = np.ones(len(i), dtype=bool)
    new[1:] = (i[1:] - i[:-1] != 1) | (j[1:] - j[:-1] != 1)
    first = np.flatnonzero(new)
    lengths = np.diff(first, append=len(i)) + SEED - 1
    return sorted(zip(i[first].tolist(), j[first].tolist(), lengths.tolist(), strict=True))


def _chain(blocks: list[tuple[int, int, int]]) -> list[Passage]:
    """Join blocks that follow each other closely in both stories."""
    chains: list[list[int]] = []
    for i, j, length in blocks:
        best, least = None, 2 * GAP + 1
        for chain in chains[-8:]:
            left, right = i - chain[1], j - chain[3]
            near = -SEED < left <= GAP and -SEED < right <= GAP and abs(left - right) <= SHIFT
            # A block that starts before the chain ends must still reach beyond it.
            if near and length > max(-left, -right, 0) and abs(left) + abs(right) < least:
                best, least = chain, abs(left) + abs(right)
        if best is None:
            chains.append([i, i + length, j, j + length, length])
            continue
        overlap = max(best[1] - i, best[3] - j, 0)
        best[1], best[3] = i + length, j + length
        best[4] += length - overlap
    return [Passage(c[0], c[1], c[2], c[3], c[4]) for c in chains]


def _extend(passage: Passage, left: list[int], right: list[int]) -> Passage:
    """Grow a passage on both sides over single changed, added or missing words."""
    after = _reach(left, right, passage.end, passage.other_end, 1)
    before = _reach(left, right, passage.start - 1, passage.other_start - 1, -1)
    return Passage(
        passage.start - before[0],
        passage.end + after[0],
        passage.other_start - before[1],
        passage.other_end + after[1],
        passage.matched + after[2] + before[2],
    )


# Over how many words on either side a passage may grow, and how many must agree beyond.
_STEPS = ((1, 1, 2), (1, 0, 2), (0, 1, 2), (2, 2, 3), (2, 1, 3), (1, 2, 3))


def _reach(left: list[int], right: list[int], i: int, j: int, way: int) -> tuple[int, int, int]:
    """How far both sides agree from here in one direction: words left, words right, agreeing."""
    first_i, first_j, matched = i, j, 0
    ends, other_ends = len(left), len(right)
    while True:
        while 0 <= i < ends and 0 <= j < other_ends and left[i] == right[j]:
            i, j, matched = i + way, j + way, matched + 1
        for di, dj, run in _STEPS:
            x, y = i + way * di, j + way * dj
            last, other_last = x + way * (run - 1), y + way * (run - 1)
            if (
                0 <= x < ends
                and 0 <= last < ends
                and 0 <= y < other_ends
                and 0 <= other_last < other_ends
                and all(left[x + way * k] == right[y + way * k] for k in range(run))
            ):
                i, j = x, y
                break
        else:
            return abs(i - first_i), abs(j - first_j), matched


def _best(passages: list[Passage]) -> list[Passage]:
    """Of passages that tell of the same words, the one that agrees in most."""
    kept: list[Passage] = []
    for p in sorted(passages, key=lambda p: (-p.matched, p.start, p.other_start)):
        if p.matched < AGREE * max(p.end - p.start, p.other_end - p.other_start):
            continue
        taken = any(
            2 * (min(p.end, q.end) - max(p.start, q.start)) > p.end - p.start
            or 2 * (min(p.other_end, q.other_end) - max(p.other_start, q.other_start))
            > p.other_end - p.other_start
            for q in kept
        )
        if not taken:
            kept.append(p)
    return kept


def _speaks(passage: Passage, a: Words) -> bool:
    """Whether enough of the passage is neither a name nor a figure."""
    return int((~a.names[passage.start : passage.end]).sum()) >= OWN
