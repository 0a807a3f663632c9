"""Stories ready to be compared: what is told, what is quoted, and the words with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.reuse import join
from framing.reuse.own import Spans, story_and_quoted
from framing.reuse.words import Batch, Words
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

    def both(self) -> dict[str, str]:
        """What is told and what is said, by article."""
        return {k: f"{t}\n{self.said.get(k, '')}" for k, t in self.told.items()}


class StoryWords(Sequence[Words]):
    """The words of each article's story, by its place in the table; made when asked for.

    Some thousand are held at most, so that memory does not grow with the corpus beyond the tokens.

    Parameters
    ----------
    texts : sequence of str
    places : sequence of (Spans, Spans)
        For each text where its story stands, and what of it is quoted.
    """

    def __init__(self, texts: Sequence[str], places: Sequence[tuple[Spans, Spans]]) -> None:
        self._batch = Batch(tokens(texts))
        self._places = places
        self._held: dict[int, Words] = {}

    @classmethod
    def of(cls, corpus: Corpus) -> StoryWords:
        """Those of a corpus whose furniture and voices are marked."""
        return cls(list(corpus.texts.values()), list(story_and_quoted(corpus).values()))

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Words: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Words]: ...

    def __getitem__(self, place: int | slice) -> Words | Sequence[Words]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        found = self._held.get(place)
        if found is None:
            if len(self._held) >= HELD:
                self._held.clear()
            story, quoted = self._places[place]
            self._held[place] = found = self._batch.words(place, story=story, quoted=quoted)
        return found


def rules(one_in: int, common: int) -> dict[str, tuple[int, dict[str, float]]]:
    """The joins that find candidates: what is joined, one shingle in how many, and by which rule.

    What is told; what is quoted, where a quotation that more than ten stories carry makes no
    pairs; and both together, for what one tells and the other quotes.
    """
    return {
        "told": (one_in, {"common": common}),
        "said": (1, {"common": QUOTED_BY, "least": 2, "share": 0.0}),
        "both": (one_in, {"common": QUOTED_BY}),
    }


def candidates(
    told: Told, *, one_in: int, common: int, new: frozenset[str] | None = None
) -> pd.DataFrame:
    """Pairs of articles that share enough words to be aligned.

    By three joins; see `rules`. The third is left out where nothing is quoted.

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
    both = told.both() if told.said else {}
    texts_of = {"told": told.told, "said": told.said, "both": both}
    found = []
    for name, (sample, rule) in rules(one_in, common).items():
        texts = texts_of[name]
        old = join.shingles({k: t for k, t in texts.items() if new and k not in new}, one_in=sample)
        late = join.shingles({k: t for k, t in texts.items() if not new or k in new}, one_in=sample)
        found.append(join.pairs(join.merge([old, late]), new_from=len(old), **rule)[["a", "b"]])  # type: ignore[arg-type]
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
