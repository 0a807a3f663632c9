"""The words of one story as arrays: under which ids they are compared, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from framing.reuse.own import inside
from framing.text import Tokens

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
    """

    ids: np.ndarray
    names: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    quoted: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def own_before(self) -> np.ndarray:
        """How many words outside quotation marks stand before each place; shape (words + 1,)."""
        return np.concatenate([[0], np.cumsum(~self.quoted)])


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
        return Words(ids, self.names[raw], starts, ends, said)
