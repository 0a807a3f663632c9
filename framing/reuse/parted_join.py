"""The join over the shelves of many parts: by ranges of hashes, then by ranges of stories.

Each range of hashes is joined by itself, from the same stretch of every shelf; its pairs are
written in order. Then the pairs of each range of stories are added up over all of these files. So
memory is bounded by the ranges, whose number grows with the corpus.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from framing.library import Run
from framing.reuse import join
from framing.reuse.shelf import Shelf
from framing.reuse.stories import rules

RECORDS = 4_000_000  # records, or counted pairs, worked at a time: some 200 MB


def joined_pairs(
    shelves: Sequence[Path],
    ranks: Sequence[np.ndarray],
    *,
    run: Run,
    scratch: Path,
    one_in: int,
    common: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of articles that share enough words to be aligned.

    Parameters
    ----------
    shelves : sequence of Path
        The folder of each part's shelf.
    ranks : sequence of ndarray of int64
        For each part the place of its articles among all, in order of their ids.
    run : Runner
    scratch : Path
        A folder for files that are deleted in the end.
    one_in, common : int
        See `framing.reuse.join`.

    Returns
    -------
    (ndarray, ndarray) of int64, shape (pairs,)
        Places, the first lower than the second; sorted.
    """
    total = sum(len(r) for r in ranks)
    join.refuse_too_many(total)
    found = [np.zeros(0, dtype=np.uint64)]
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        np.save(folder / "ranks.npy", np.concatenate([np.zeros(0, np.int64), *ranks]))
        np.save(folder / "bounds.npy", np.cumsum([0, *(len(r) for r in ranks)]))
        sizes = {rule: [Shelf(s).size(rule) for s in shelves] for rule in rules(one_in, common)}
        for rule, (sample, settings) in rules(one_in, common).items():
            if rule == "both" and not sum(sizes["said"]):
                continue
            kernel = partial(_join_range, folder, list(shelves), rule, int(settings["common"]))
            cuts = _cuts(1 << 40, sum(sizes[rule]))
            counted = sum(run.map(kernel, list(itertools.pairwise(cuts))))
            words = np.empty(total, dtype=np.int64)
            for shelf, mine in zip(shelves, ranks, strict=True):
                words[mine] = Shelf(shelf).words(rule)
            np.save(folder / "words.npy", words)
            rest = {k: v for k, v in settings.items() if k != "common"}
            add = partial(_add_up, folder, rule, sample, rest)
            cuts = _cuts(max(total, 1), counted)
            found += run.map(add, list(itertools.pairwise(cuts)))
            for file in folder.glob(f"{rule}-*.npy"):
                file.unlink()
    codes = np.unique(np.concatenate(found))
    bits = np.uint64(24)
    return (codes >> bits).astype(np.int64), (codes & ((1 << bits) - np.uint64(1))).astype(np.int64)


def _cuts(end: int, size: int) -> list[int]:
    """Bounds of ranges from 0 to `end`, so many that each holds some `RECORDS` of `size`."""
    count = min(max(-(-size // RECORDS), 1), end)
    return [end * k // count for k in range(count + 1)]


def _join_range(
    folder: Path, shelves: list[Path], rule: str, common: int, bounds: tuple[int, int]
) -> int:
    """Count the pairs of a range of hashes, write them, and say how many there are."""
    ranks = np.load(folder / "ranks.npy", mmap_mode="r")
    first = np.load(folder / "bounds.npy")
    bits, mask = np.uint64(24), np.uint64((1 << 24) - 1)
    found = [np.zeros(0, np.uint64)]
    for k, shelf in enumerate(shelves):
        records = Shelf(shelf).records(rule, *bounds)
        mine = np.array(ranks[first[k] : first[k + 1]], dtype=np.uint64)
        found.append(records >> bits << bits | mine[(records & mask).astype(np.int64)])
    records = np.concatenate(found)
    records.sort()
    keys, counts = join.count_pairs(records, common)
    np.save(folder / f"{rule}-{bounds[0]}-keys.npy", keys)
    np.save(folder / f"{rule}-{bounds[0]}-counts.npy", counts.astype(np.uint32))
    return len(keys)


def _add_up(
    folder: Path, rule: str, sample: int, settings: dict[str, Any], bounds: tuple[int, int]
) -> np.ndarray:
    """The pairs worth a look whose first story is in a range, as numbers in ascending order."""
    keys, counts = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for file in sorted(folder.glob(f"{rule}-*-keys.npy")):
        every = np.load(file, mmap_mode="r")
        low, high = np.searchsorted(every, np.array(bounds, dtype=np.uint64) << np.uint64(24))
        keys.append(np.array(every[low:high]))
        shared = np.load(file.with_name(file.name.replace("keys", "counts")), mmap_mode="r")
        counts.append(shared[low:high].astype(np.int64))
    added = join.add_up(np.concatenate(keys), np.concatenate(counts))
    words = np.load(folder / "words.npy")
    left, right, *_ = join.worth_a_look(*added, words, one_in=sample, **settings)
    return left.astype(np.uint64) << np.uint64(24) | right.astype(np.uint64)
