"""Stories ready to be compared: what is told, what is quoted, and the words with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import overload

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.reuse import join
from framing.reuse.align import Batch, Words
from framing.reuse.own import Spans, story_and_quoted
from framing.text import tokens

QUOTED_BY = 10  # a quotation that more stories carry is common property and makes no pairs
HELD = 4096  # stories whose words are held ready


@dataclass(frozen=True)
class Told:
    """The words of each article's story, apart by who says them.

    Parameters
    ----------
    told : dict of str to str
        What stands outside quotation marks, by article.
    said : dict of str to str
        What stands inside; only where there is any.
    """

    told: dict[str, str]
    said: dict[str, str]

    @classmethod
    def of(cls, corpus: Corpus) -> Told:
        """Part the stories of a corpus whose furniture and voices are marked."""
        told, said = {}, {}
        for article, (story, quoted) in story_and_quoted(corpus).items():
            told[article], quotes = _parts(corpus.texts[article], story, quoted)
            if quotes:
                said[article] = quotes
        return cls(told, said)


class StoryWords(Sequence[Words]):
    """The words of each article's story, by its place in the table; made when asked for.

    The last few thousand are held, so that memory does not grow with the corpus beyond the tokens.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._batch = Batch(tokens(list(corpus.texts.values())))
        self._places = list(story_and_quoted(corpus).values())
        self._held = lru_cache(maxsize=HELD)(self._make)

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Words: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Words]: ...

    def __getitem__(self, place: int | slice) -> Words | Sequence[Words]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        return self._held(place)

    def _make(self, place: int) -> Words:
        story, quoted = self._places[place]
        return self._batch.words(place, story=story, quoted=quoted)


def candidates(
    told: Told, *, one_in: int, common: int, new: frozenset[str] | None = None
) -> pd.DataFrame:
    """Pairs of articles that share enough words to be aligned.

    Three joins: of what is told; of what is quoted, where a quotation that more than ten stories
    carry makes no pairs; and of both together, for what one tells and the other quotes.

    Parameters
    ----------
    told : Told
    one_in, common : int
        See `framing.reuse.join`.
    new : frozenset of str, optional
        Only pairs with one of these articles.

    Returns
    -------
    DataFrame
        ``a, b``, sorted.
    """
    both = {k: f"{t}\n{told.said.get(k, '')}" for k, t in told.told.items()} if told.said else {}
    rules = (
        (told.told, {"common": common}, one_in),
        (told.said, {"common": QUOTED_BY, "least": 2, "share": 0.0}, 1),
        (both, {"common": QUOTED_BY}, one_in),
    )
    found = []
    for texts, rule, sample in rules:
        old = join.shingles({k: t for k, t in texts.items() if new and k not in new}, one_in=sample)
        late = join.shingles({k: t for k, t in texts.items() if not new or k in new}, one_in=sample)
        found.append(join.pairs(join.merge([old, late]), new_from=len(old), **rule)[["a", "b"]])
    every = pd.concat(found).drop_duplicates()
    return every.sort_values(["a", "b"], ignore_index=True)


def places_of(pairs: pd.DataFrame, articles: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The pairs as places in a list of articles."""
    place = {article: i for i, article in enumerate(articles)}
    a, b = (np.array([place[x] for x in pairs[side]], dtype=np.int64) for side in ("a", "b"))
    return a, b


def _parts(text: str, story: Spans, quoted: Spans) -> tuple[str, str]:
    told, said = [], []
    for start, end in story.tolist():
        place = start
        for low, high in quoted.tolist():
            low, high = max(low, place), min(high, end)
            if low < high:
                told.append(text[place:low])
                said.append(text[low:high])
                place = high
        told.append(text[place:end])
    return "\n".join(told), "\n".join(said)
