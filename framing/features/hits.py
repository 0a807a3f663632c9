"""The stage: hits of every dictionary in the stories of a corpus, each in somebody's voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from framing.corpus import SCHEMAS, STORY_KINDS, Corpus, Step
from framing.features.dictionary import Dictionary
from framing.features.layers import layer_of, numbers_of, picked
from framing.features.plan import Plan, compile_dictionaries, hit_table
from framing.features.seams import Seams
from framing.text import Tokens, tokens

PARTITION_CHARACTERS = 8_000_000


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
    """Parts of a corpus of about so many characters each, articles in order.

    Unlike those of `Corpus.select`, they keep the passages that are shared with an article of
    another part: a hit is copied wherever the other copy lies.
    """
    ids = corpus.articles["article_id"].tolist()
    sizes = np.cumsum([len(corpus.text(i)) for i in ids])
    if not len(ids) or sizes[-1] <= characters:
        yield corpus
        return
    part = (sizes - 1) // characters
    cuts = [0, *(np.flatnonzero(part[1:] > part[:-1]) + 1).tolist(), len(ids)]
    # Every table is sorted by article, so that a part of it is a stretch of rows.
    rows = {
        name: np.searchsorted(numbers_of(frame["article_id"], ids), cuts)
        for name, frame in corpus.tables.items()
        if name != "notes"
    }
    for k in range(len(cuts) - 1):
        yield Corpus(
            {name: corpus.tables[name].iloc[at[k] : at[k + 1]] for name, at in rows.items()},
            corpus.history,
        )


def hits_of(corpus: Corpus, plan: Plan) -> pd.DataFrame:
    """The hits of one part of a corpus, as rows of the table ``hits`` (the stage's kernel)."""
    ids = corpus.articles["article_id"].tolist()
    texts = [corpus.text(i) for i in ids]
    found = tokens(texts)
    story = story_numbers(corpus, ids, found)
    seams = Seams(found)
    matches = plan.matches(found, seams, allowed=story.numbers)
    frame = hit_table(plan, found, seams, matches)
    place, starts, ends = matches.text, matches.start, matches.end
    frame = frame.drop(columns="text")
    frame.insert(0, "article_id", picked(ids, place))
    frame["in_headline"] = story.headline[story.numbers[matches.first]]
    voices = corpus.spans[corpus.spans["stage"] == "voice"]
    lengths = [len(text) for text in texts]
    voice, kinds = _values(voices["kind"], layer_of(voices, ids, lengths).innermost(place, starts))
    frame["voice"] = picked(kinds, voice)
    said = corpus.attributions
    layer = layer_of(said, ids, lengths, start="content_start", end="content_end")
    speaker, names = _values(said["speaker"], layer.innermost(place, starts))
    quoted = np.array([kind in ("direct", "indirect") for kind in kinds] + [False])
    frame["speaker"] = picked(names, np.where(quoted[voice], speaker, -1))
    if "passages" in corpus.tables:
        copies = corpus.passages[corpus.passages["kind"] == "copy"]
        frame["copied"] = layer_of(copies, ids, lengths).covered(place, starts, ends)
    known = SCHEMAS["hits"].columns
    return frame[[c for c in frame.columns if c in known]]


@dataclass(frozen=True)
class StoryWords:
    """Which words belong to which story span.

    Parameters
    ----------
    numbers : ndarray of int32, shape (tokens,)
        The number of the span a word stands in, from 1; 0: in none.
    headline : ndarray of bool
        By number, whether the span is a headline.
    """

    numbers: np.ndarray
    headline: np.ndarray


def story_numbers(corpus: Corpus, ids: Sequence[str], found: Tokens) -> StoryWords:
    """Number the story spans, and say for every word which one it stands in."""
    spans = corpus.spans
    spans = spans[spans["stage"] == "structure"]
    if len(spans):
        story = spans[spans["kind"].isin(STORY_KINDS)]
        text = numbers_of(story["article_id"], ids)
        story, text = story[text >= 0], text[text >= 0]
        low, high = (story[column].to_numpy(np.int64) for column in ("start", "end"))
        headline = (story["kind"] == "headline").to_numpy(bool)
    else:
        text = np.arange(len(ids))
        low, high = np.zeros(len(ids), dtype=np.int64), np.diff(found.offsets)
        headline = np.zeros(len(ids), dtype=bool)
    shift = found.offsets[text]
    offset = found.offsets[found.text_index]
    first = np.searchsorted(found.starts + offset, shift + low)
    after = np.searchsorted(found.ends + offset, shift + high, side="right")
    numbers = np.zeros(len(found), dtype=np.int32)
    for number, (a, b) in enumerate(zip(first.tolist(), after.tolist(), strict=True), start=1):
        numbers[a:b] = number
    return StoryWords(numbers, np.append(False, headline))


def _values(column: pd.Series, which: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """The values of the rows that `which` names, as numbers (-1: missing), and what they mean."""
    codes, values = pd.factorize(column)
    return np.append(codes, -1)[which], [str(value) for value in values]
