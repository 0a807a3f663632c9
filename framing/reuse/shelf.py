"""The stories of one part on disk: shingles in order of their hash, and every story at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from framing.corpus import Corpus
from framing.reuse import join
from framing.reuse.own import Spans, story_and_quoted
from framing.reuse.stories import Told, rules

_STORY_BITS = np.uint64(24)
_STORY_MASK = np.uint64((1 << 24) - 1)


def write_shelf(corpus: Corpus, folder: Path, *, one_in: int) -> None:
    """Write down what joining and aligning ask of the articles of a part, in sorted order.

    Parameters
    ----------
    corpus : Corpus
        A part whose furniture and voices are marked.
    folder : Path
        An empty folder.
    one_in : int
        See `framing.reuse.join.shingles`.
    """
    told = Told.of(corpus)
    names = sorted(told.told)
    place = {name: i for i, name in enumerate(names)}
    texts_of = {"told": told.told, "said": told.said, "both": told.both()}
    arrays: dict[str, Any] = {}
    for rule, (sample, _) in rules(one_in, join.COMMON).items():
        found = join.shingles(texts_of[rule], one_in=sample)
        own = np.array([place[name] for name in found.stories], dtype=np.uint64)
        hashes = found.records >> _STORY_BITS << _STORY_BITS
        # Names are sorted, so that records stay in order under their new numbers.
        np.save(folder / f"{rule}.npy", hashes | own[found.records & _STORY_MASK])
        words = np.zeros(len(names), dtype=np.int64)
        words[own.astype(np.int64)] = found.words
        arrays[f"words_{rule}"] = words
    spans = story_and_quoted(corpus)
    for k, kind in enumerate(("story", "quoted")):
        stretches = [spans[name][k] for name in names]
        arrays[kind] = np.concatenate([np.zeros((0, 2), np.int64), *stretches])
        arrays[f"{kind}_ends"] = np.cumsum([len(s) for s in stretches], dtype=np.int64)
    sizes = []
    with (folder / "texts.bin").open("wb") as handle:
        for name in names:
            sizes.append(handle.write(corpus.texts[name].encode("utf-8", "surrogatepass")))
    arrays["text_ends"] = np.cumsum(sizes, dtype=np.int64)
    np.savez(folder / "shelf.npz", **arrays)


@dataclass(frozen=True)
class Shelf:
    """What `write_shelf` wrote; articles are numbered by their sorted ids.

    Parameters
    ----------
    folder : Path
    """

    folder: Path

    @cached_property
    def _arrays(self) -> dict[str, np.ndarray]:
        with np.load(self.folder / "shelf.npz") as kept:
            return dict(kept)

    def __len__(self) -> int:
        return len(self._arrays["text_ends"])

    def words(self, rule: str) -> np.ndarray:
        """Words of each article that a join counts; int64, shape (articles,)."""
        return self._arrays[f"words_{rule}"]

    def size(self, rule: str) -> int:
        """How many records there are."""
        return len(np.load(self.folder / f"{rule}.npy", mmap_mode="r"))

    def records(self, rule: str, low: int, high: int) -> np.ndarray:
        """The records from one hash up to another (0 to 2**40); uint64."""
        every = np.load(self.folder / f"{rule}.npy", mmap_mode="r")
        first = np.searchsorted(every, np.uint64(low << 24)) if low else 0
        last = np.searchsorted(every, np.uint64(high << 24)) if high < 1 << 40 else len(every)
        return np.array(every[first:last])

    def stories(self, numbers: Sequence[int]) -> list[tuple[str, tuple[Spans, Spans]]]:
        """Texts of articles, each with where its story stands and what is quoted."""
        found = []
        ends = self._arrays["text_ends"]
        with (self.folder / "texts.bin").open("rb") as handle:
            for i in numbers:
                start = int(ends[i - 1]) if i else 0
                handle.seek(start)
                text = handle.read(int(ends[i]) - start).decode("utf-8", "surrogatepass")
                found.append((text, (self._spans("story", i), self._spans("quoted", i))))
        return found

    def _spans(self, kind: str, number: int) -> Spans:
        ends = self._arrays[f"{kind}_ends"]
        return self._arrays[kind][int(ends[number - 1]) if number else 0 : int(ends[number])]
