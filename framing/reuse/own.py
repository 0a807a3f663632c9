"""The own words of each article: those of its story that stand outside quotation marks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
import pandas as pd

from framing.corpus import STORY_KINDS, Corpus
from framing.library import Run
from framing.text import tokens

_AT_ONCE = 500  # articles whose words are held together
Spans = np.ndarray  # int64, shape (spans, 2): start and end, in order, not overlapping


def inside(places: np.ndarray, spans: Spans) -> np.ndarray:
    """Which offsets lie in one of the spans; bool, shape of `places`."""
    if not len(spans):
        return np.zeros(len(places), dtype=bool)
    at = np.searchsorted(spans[:, 0], places, side="right") - 1
    return (at >= 0) & (places < spans[np.maximum(at, 0), 1])


def union(spans: Spans) -> Spans:
    """The same stretches in order, those that meet or overlap joined.

    Examples
    --------
    >>> union(np.array([[5, 9], [0, 3], [2, 6]])).tolist()
    [[0, 9]]
    """
    joined: list[list[int]] = []
    for start, end in sorted(spans.tolist()):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return np.array(joined, dtype=np.int64).reshape(-1, 2)


def story_and_quoted(corpus: Corpus) -> dict[str, tuple[Spans, Spans]]:
    """For each article where its story stands, and what of the text is quoted."""
    spans = corpus.spans
    structure = spans[spans["stage"] == "structure"]
    story = _by_article(structure[structure["kind"].isin(STORY_KINDS)])
    quoted = _by_article(spans[(spans["stage"] == "voice") & (spans["kind"] == "direct")])
    none = np.zeros((0, 2), dtype=np.int64)
    return {
        article: (
            story.get(article, none) if len(structure) else np.array([[0, len(text)]]),
            quoted.get(article, none),
        )
        for article, text in corpus.texts.items()
    }


def _by_article(spans: pd.DataFrame) -> dict[str, Spans]:
    """The stretches of each article, in order, those that meet joined; spans never overlap."""
    if not len(spans):
        return {}
    codes, names = pd.factorize(spans["article_id"])
    starts = spans["start"].to_numpy(dtype=np.int64)
    ends = spans["end"].to_numpy(dtype=np.int64)
    order = np.lexsort((starts, codes))
    codes, starts, ends = codes[order], starts[order], ends[order]
    apart = (codes[1:] != codes[:-1]) | (starts[1:] > ends[:-1])
    first = np.flatnonzero(np.append(True, apart))
    joined = np.stack([starts[first], ends[np.append(first[1:], len(ends)) - 1]], axis=1)
    cuts = np.searchsorted(codes[first], np.arange(1, len(names)))
    return dict(zip(names.tolist(), np.split(joined, cuts), strict=True))


def _own_starts(stories: list[tuple[str, Spans, Spans]]) -> list[np.ndarray]:
    """Where own words start, in some texts of which story and quotations are known."""
    found = tokens([text for text, _, _ in stories])
    starts = []
    for i, (_, story, quoted) in enumerate(stories):
        words = found.starts[found.bounds[i] : found.bounds[i + 1]].astype(np.int32)
        starts.append(words[inside(words, story) & ~inside(words, quoted)])
    return starts


@dataclass(frozen=True)
class OwnWords:
    """Where the own words of each article start.

    Parameters
    ----------
    starts : dict of str to ndarray of int32, shape (words,)
        Offsets into the article's text, in order.
    """

    starts: dict[str, np.ndarray]

    @classmethod
    def of(
        cls, corpus: Corpus, *, among: Collection[str] | None = None, run: Run | None = None
    ) -> OwnWords:
        """Find them in a corpus whose furniture and voices are marked.

        Parameters
        ----------
        corpus : Corpus
        among : collection of str, optional
            Articles; by default all.
        run : Runner, optional
            Where texts are read; by default in this process.
        """
        places = {
            article: (corpus.texts[article], *spans)
            for article, spans in story_and_quoted(corpus).items()
            if among is None or article in among
        }
        waiting = iter(places.values())
        batches = iter(lambda: list(islice(waiting, _AT_ONCE)), [])
        found = (run.map if run else map)(_own_starts, batches)
        return cls(dict(zip(places, chain.from_iterable(found), strict=True)))

    def total(self, article: str) -> int:
        """How many an article has."""
        return len(self.starts[article])

    def within(self, article: str, spans: Spans) -> int:
        """How many of them stand in these stretches (shape (spans, 2)), each counted once."""
        return int(inside(self.starts[article], union(spans)).sum())
