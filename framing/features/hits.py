"""The stage: hits of every dictionary in the stories of a corpus, each in somebody's voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from framing.corpus import SCHEMAS, Corpus, Step
from framing.features.dictionary import Dictionary
from framing.features.layers import layer_of
from framing.features.plan import Plan, compile_dictionaries, hit_table
from framing.text import Tokens, tokens

PARTITION_CHARACTERS = 2_000_000


def match(
    corpus: Corpus, *, dictionaries: Iterable[str | Path | Dictionary] | None = None
) -> Corpus:
    """Find every entry of the dictionaries in the stories, and fill the table ``hits``.

    Only headline, standfirst and body are read; what stands in furniture, datelines and repeats
    does not count. A hit never runs from one of them into another.

    Parameters
    ----------
    corpus : Corpus
        Where the voice and reuse stages have run, hits know their voice, speaker, and whether the
        passage is shared with another story; otherwise these are missing.
    dictionaries : iterable of str, Path or Dictionary, optional
        Names of installed dictionaries, files, or dictionaries; by default all installed ones.

    Returns
    -------
    Corpus
        With ``hits``: feature (the dictionary), entry, term (normal form), target (the actor it is
        said of, where the entry looks for one), voice and speaker (of the innermost attribution),
        in_headline, copied.

    Raises
    ------
    FramingError
        Where a dictionary is unknown or cannot be read.

    Examples
    --------
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "Stop the US’ dominance!"}])
    >>> match(corpus).hits[["feature", "term"]].values.tolist()
    [['sovereignty', 'u.s. dominance']]
    """
    plan = compile_dictionaries(dictionaries)
    frames = [hits_of(part, plan) for part in partitions(corpus)]
    table = pd.concat(frames, ignore_index=True) if frames else SCHEMAS["hits"].empty()
    settings = {d.name: d.version for d in plan.dictionaries}
    return corpus.with_tables(Step("features", {"dictionaries": settings}), hits=table)


def partitions(corpus: Corpus, *, characters: int = PARTITION_CHARACTERS) -> Iterator[Corpus]:
    """Parts of a corpus of about so many characters each, articles in order."""
    ids = corpus.articles["article_id"].tolist()
    sizes = np.cumsum([len(corpus.text(i)) for i in ids])
    if not len(ids) or sizes[-1] <= characters:
        yield corpus
        return
    part = (sizes - 1) // characters
    for number in np.unique(part).tolist():
        yield corpus.select([i for i, p in zip(ids, part, strict=True) if p == number])


def hits_of(corpus: Corpus, plan: Plan) -> pd.DataFrame:
    """The hits of one part of a corpus, as rows of the table ``hits`` (the stage's kernel)."""
    ids = corpus.articles["article_id"].tolist()
    texts = [corpus.text(i) for i in ids]
    found = tokens(texts)
    story = story_numbers(corpus, ids, found)
    frame = hit_table(plan, found, texts, plan.matches(found, texts, allowed=story.numbers))
    place = frame.pop("text").to_numpy()
    frame.insert(0, "article_id", pd.array([ids[k] for k in place], dtype="string"))
    starts, ends = frame["start"].to_numpy(), frame["end"].to_numpy()
    frame["in_headline"] = story.headline_at(place, starts)
    voices = corpus.spans[corpus.spans["stage"] == "voice"]
    lengths = [len(text) for text in texts]
    voice = _values(voices["kind"], layer_of(voices, ids, lengths).innermost(place, starts))
    said = corpus.attributions
    layer = layer_of(said, ids, lengths, start="content_start", end="content_end")
    speakers = _values(said["speaker"], layer.innermost(place, starts))
    frame["voice"] = pd.array(voice, dtype="string")
    frame["speaker"] = pd.array(
        [s if v in ("direct", "indirect") else None for s, v in zip(speakers, voice, strict=True)],
        dtype="string",
    )
    if "passages" in corpus.tables:
        copies = corpus.passages[corpus.passages["kind"] == "copy"]
        frame["copied"] = layer_of(copies, ids, lengths).covered(place, starts, ends)
    known = SCHEMAS["hits"].columns
    return frame[[c for c in frame.columns if c in known]]


class Story:
    """Which words belong to which story span."""

    def __init__(self, numbers: np.ndarray, headlines: dict[int, list[tuple[int, int]]]) -> None:
        self.numbers = numbers
        self._headlines = headlines

    def headline_at(self, place: np.ndarray, starts: np.ndarray) -> np.ndarray:
        return np.array(
            [
                any(a <= s < b for a, b in self._headlines.get(p, ()))
                for p, s in zip(place.tolist(), starts.tolist(), strict=True)
            ],
            dtype=bool,
        )


def story_numbers(corpus: Corpus, ids: Sequence[str], found: Tokens) -> Story:
    """Number the story spans, and say for every word which one it stands in (0: none)."""
    numbers = np.zeros(len(found), dtype=np.int32)
    headlines: dict[int, list[tuple[int, int]]] = {}
    number = 0
    marked = "spans" in corpus.tables
    for k, article in enumerate(ids):
        low, high = int(found.bounds[k]), int(found.bounds[k + 1])
        starts, ends = found.starts[low:high], found.ends[low:high]
        whole = [(0, len(corpus.text(article)), "body")]
        for start, end, kind in corpus.story_spans(article) if marked else whole:
            number += 1
            a = int(np.searchsorted(starts, start))
            b = int(np.searchsorted(ends, end, side="right"))
            numbers[low + a : low + b] = number
            if kind == "headline":
                headlines.setdefault(k, []).append((start, end))
    return Story(numbers, headlines)


def _values(column: pd.Series, which: np.ndarray) -> list[str | None]:
    """The values of the rows that `which` names; None for -1 and where missing."""
    known = [None if pd.isna(value) else value for value in column]
    return [known[k] if k >= 0 else None for k in which.tolist()]
