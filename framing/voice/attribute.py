"""The voice stage: attributions, voice spans and word counts for every article of a corpus."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus import Corpus, Step
from framing.text import tokens
from framing.voice.attribution import Attribution
from framing.voice.finder import find_many
from framing.voice.voices import voice_spans

_AT_ONCE = 64
Rows = dict[str, list[dict[str, Any]]]


def attribute(corpus: Corpus) -> Corpus:
    """Find whose words the words of every story are.

    Parameters
    ----------
    corpus : Corpus
        With furniture marked; otherwise each whole text counts as its story.

    Returns
    -------
    Corpus
        With the table ``attributions``, the spans of stage ``voice`` (narrator, direct, indirect;
        they part each story exactly) and, in ``articles``, ``words``, ``words_narrator``,
        ``words_direct`` and ``words_indirect``.

    Examples
    --------
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "“We will wait,” Lavrov said."}])
    >>> attribute(corpus).articles["words_direct"].tolist()
    [3]
    """
    texts = corpus.texts
    marked = attributed_articles((a, texts[a], corpus.story_spans(a)) for a in texts)
    spans = corpus.spans[corpus.spans["stage"] != "voice"]
    new_spans = pd.DataFrame(
        marked["spans"], columns=["article_id", "start", "end", "stage", "kind"]
    )
    articles = corpus.articles.drop(
        columns=["words", "words_narrator", "words_direct", "words_indirect"]
    ).merge(pd.DataFrame(marked["articles"]), on="article_id", how="left", validate="1:1")
    return corpus.with_tables(
        Step("voice", {}, model=model_name()),
        spans=pd.concat([spans, new_spans], ignore_index=True) if len(new_spans) else spans,
        attributions=pd.DataFrame(marked["attributions"]),
        articles=articles,
    )


def attributed_articles(
    articles: Iterable[tuple[str, str, Sequence[tuple[int, int, str]]]],
) -> Rows:
    """The kernel: rows for the tables from plain values, one article at a time.

    Parameters
    ----------
    articles : iterable of (article_id, text, story spans)

    Returns
    -------
    dict
        ``attributions``, ``spans`` and ``articles``: lists of rows, in the order given. The rows
        of one article do not depend on the others.
    """
    rows: Rows = {"attributions": [], "spans": [], "articles": []}
    given = list(articles)
    found_in = find_many([(text, story) for _, text, story in given])
    starts_in = _word_starts([text for _, text, _ in given])
    for (article_id, text, story), (reading, found), starts in zip(
        given, found_in, starts_in, strict=True
    ):
        spans = voice_spans(story, found, reading.quotes)
        rows["spans"] += [
            {"article_id": article_id, "start": a, "end": b, "stage": "voice", "kind": voice}
            for a, b, voice in spans
        ]
        rows["attributions"] += _attribution_rows(article_id, text, found)
        rows["articles"].append({"article_id": article_id, **word_counts(starts, spans)})
    return rows


def _word_starts(texts: Sequence[str]) -> Iterator[np.ndarray]:
    """Where the words of each text begin, some texts at a time."""
    for begin in range(0, len(texts), _AT_ONCE):
        found = tokens(texts[begin : begin + _AT_ONCE])
        for low, high in itertools.pairwise(found.bounds.tolist()):
            yield found.starts[low:high]


def word_counts(starts: np.ndarray, spans: Sequence[tuple[int, int, str]]) -> Mapping[str, int]:
    """How many words of the story stand in each voice.

    A word belongs to the voice in which it begins.

    Parameters
    ----------
    starts : ndarray of int
        Where each word begins, in order.
    spans : sequence of (start, end, voice)
    """
    counts = dict.fromkeys(("narrator", "direct", "indirect"), 0)
    edges = np.array([(start, end) for start, end, _ in spans]).reshape(-1, 2)
    words = np.diff(np.searchsorted(starts, edges), axis=1)[:, 0].tolist()
    for (_, _, voice), number in zip(spans, words, strict=True):
        counts[voice] += number
    return {"words": sum(counts.values())} | {f"words_{k}": v for k, v in counts.items()}


def _attribution_rows(
    article_id: str, text: str, found: Sequence[Attribution]
) -> list[dict[str, Any]]:
    rows = []
    names = [f"{article_id}:{i}" for i in range(len(found))]
    for name, a in zip(names, found, strict=True):
        for (start, end), voice in zip(a.content, a.voices, strict=True):
            rows.append(
                {
                    "article_id": article_id,
                    "attribution_id": name,
                    "content_start": start,
                    "content_end": end,
                    "cue": text[a.cue[0] : a.cue[1]] if a.cue else None,
                    "cue_start": a.cue[0] if a.cue else None,
                    "cue_end": a.cue[1] if a.cue else None,
                    "stance": a.stance,
                    "source_start": a.source[0] if a.source else None,
                    "source_end": a.source[1] if a.source else None,
                    "speaker_text": text[a.source[0] : a.source[1]] if a.source else None,
                    "speaker": a.speaker,
                    "speaker_kind": a.speaker_kind,
                    "speaker_country": a.speaker_country,
                    "voice": voice,
                    "via": a.via,
                    "part_of": None if a.part_of is None else names[a.part_of],
                }
            )
    return rows


@lru_cache(maxsize=1)
def model_name() -> str:
    """The tagger's name and a short hash of its weights."""
    path = resources.files("framing.voice") / "data" / "tagger.npz"
    digest = hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
    return f"voice-tagger:{digest}"
