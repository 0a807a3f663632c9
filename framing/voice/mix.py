"""The mix of sources: how many words of each article and outlet are whose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.library import Run
from framing.text import tokens

By = Literal["article_id", "outlet"]
_AT_ONCE = 500  # articles
_Batch = tuple[list[str], np.ndarray, np.ndarray]  # texts; of each stretch its text, its edges
_VOICES = ("narrator", "direct", "indirect")


def source_mix(corpus: Corpus, *, by: By = "article_id", run: Run | None = None) -> pd.DataFrame:
    """Share of a story's words by voice, by kind of source, and by country of source.

    Every share has the words of the story as its whole: ``words`` / words of that article or
    outlet. Voices add up to 1; kinds and countries to the attributed part, where a source whose
    country the words do not tell counts as ``unknown``.

    Parameters
    ----------
    corpus : Corpus
        After `framing.voice.attribute`.
    by : {'article_id', 'outlet'}
        What one group of rows is about.
    run : Runner, optional
        Where words are counted (`framing.engine.runner`); by default in this process.

    Returns
    -------
    DataFrame
        Columns: `by`, ``what`` (voice, kind, country), ``value``, ``words``, ``of`` (all words of
        the group) and ``share`` (0 to 1; missing where a group has no words).

    Raises
    ------
    FramingError
        Where voices were not found yet.

    Examples
    --------
    >>> from framing.voice import attribute
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "“We will wait,” Lavrov said."}])
    >>> mix = source_mix(attribute(corpus))
    >>> mix[mix["what"] == "voice"][["value", "words"]].values.tolist()
    [['direct', 3], ['indirect', 0], ['narrator', 2]]
    """
    if by not in ("article_id", "outlet"):
        raise FramingError(f"by is 'article_id' or 'outlet', not {by!r}")
    articles = corpus.articles
    if articles["words_narrator"].isna().all():
        raise FramingError("no voices yet: run framing.voice.attribute(corpus) first")
    group = dict(zip(articles["article_id"], articles[by].fillna("unknown"), strict=True))
    counted = pd.concat([_voice_words(articles), _source_words(corpus, run)], ignore_index=True)
    counted[by] = counted["article_id"].map(group)
    table = counted.groupby([by, "what", "value"], sort=True)["words"].sum().reset_index()
    totals = articles.groupby(articles["article_id"].map(group))["words"].sum()
    table["words"] = table["words"].astype("Int64")
    table["of"] = table[by].map(totals).astype("Int64")
    whole = table["of"].astype("Float64")
    table["share"] = table["words"].astype("Float64") / whole.mask(whole == 0)
    return table


def _voice_words(articles: pd.DataFrame) -> pd.DataFrame:
    parts = [
        pd.DataFrame(
            {
                "article_id": articles["article_id"],
                "what": "voice",
                "value": voice,
                "words": articles[f"words_{voice}"].fillna(0).astype(int),
            }
        )
        for voice in _VOICES
    ]
    return pd.concat(parts, ignore_index=True)


def _source_words(corpus: Corpus, run: Run | None) -> pd.DataFrame:
    """Words of attributed content by kind and by country of its source, some articles at a time."""
    attributions = corpus.attributions.sort_values("article_id", kind="stable")
    rows, names = pd.factorize(attributions["article_id"])
    edges = attributions[["content_start", "content_end"]].to_numpy(dtype=np.int64)
    counted = (run.map if run else map)(_words_between, _batches(corpus, names, rows, edges))
    words = np.concatenate([np.zeros(0, dtype=np.int64), *counted])
    told = pd.DataFrame({"article_id": attributions["article_id"], "words": words})
    parts = [
        told.assign(what=what, value=attributions[f"speaker_{what}"].fillna("unknown"))
        for what in ("kind", "country")
    ]
    return pd.concat(parts, ignore_index=True)[["article_id", "what", "value", "words"]]


def _batches(
    corpus: Corpus, names: pd.Index, rows: np.ndarray, edges: np.ndarray
) -> Iterator[_Batch]:
    for first in range(0, len(names), _AT_ONCE):
        mine = slice(*np.searchsorted(rows, [first, first + _AT_ONCE]))
        texts = [corpus.text(str(name)) for name in names[first : first + _AT_ONCE]]
        yield texts, rows[mine] - first, edges[mine]


def _words_between(batch: _Batch) -> np.ndarray:
    """How many words begin between two edges; for each pair of edges the number of its text."""
    texts, which, edges = batch
    found = tokens(texts)
    # One number for place and text, so that all texts are looked up in one search.
    reach = int(max(edges.max(initial=0), found.starts.max(initial=0))) + 1
    starts = found.starts + found.text_index.astype(np.int64) * reach
    low, high = np.searchsorted(starts, edges.T + which * reach)
    return np.asarray(high - low)
