"""The voice stage: attributions, voice spans and word counts for every article of a corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus import Corpus, Step
from framing.parsing import load_parser, parser_name
from framing.text import tokens
from framing.voice.attribution import VOICES, Attribution, Voice
from framing.voice.finder import find_many
from framing.voice.parse.model import parse_model_name
from framing.voice.voices import voice_spans

_AT_ONCE = 64
_NOWHERE = (None, None)
_ATTRIBUTIONS = (
    "article_id",
    "attribution_id",
    "content_start",
    "content_end",
    "voice",
    "cue",
    "cue_start",
    "cue_end",
    "stance",
    "source_start",
    "source_end",
    "speaker_text",
    "speaker",
    "speaker_kind",
    "speaker_country",
    "via",
    "part_of",
)
Tables = dict[str, dict[str, list[Any]]]


def attribute(corpus: Corpus, *, parser: Any = False) -> Corpus:
    """Find whose words the words of every story are.

    Parameters
    ----------
    corpus : Corpus
        With furniture marked; otherwise each whole text counts as its story.
    parser : bool, str or spacy.language.Language
        Whether the slower and more accurate tier reads the stories, and with which parser; see
        `framing.voice.find_attributions`.

    Returns
    -------
    Corpus
        With the table ``attributions``, the spans of stage ``voice`` (narrator, direct, indirect;
        they part each story exactly) and, in ``articles``, ``words``, ``words_narrator``,
        ``words_direct`` and ``words_indirect``. What the author says in the first person ("I hope
        that ...") and unmarked content whose cue is no listed word are the narrator's.

    Examples
    --------
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "“We will wait,” Lavrov said."}])
    >>> attribute(corpus).articles["words_direct"].tolist()
    [3]
    """
    texts = corpus.texts
    pipeline = load_parser(parser) if parser else False
    given = ((a, texts[a], corpus.story_spans(a)) for a in texts)
    marked = attributed_articles(given, parser=pipeline)
    settings = {"parser": parser_name(pipeline)} if pipeline else {}
    spans = corpus.spans[corpus.spans["stage"] != "voice"]
    new_spans = pd.DataFrame(marked["spans"])
    articles = corpus.articles.drop(
        columns=["words", "words_narrator", "words_direct", "words_indirect"]
    ).merge(pd.DataFrame(marked["articles"]), on="article_id", how="left", validate="1:1")
    return corpus.with_tables(
        Step("voice", settings, model=parse_model_name() if pipeline else model_name()),
        spans=pd.concat([spans, new_spans], ignore_index=True) if len(new_spans) else spans,
        attributions=pd.DataFrame(marked["attributions"]),
        articles=articles,
    )


def attributed_articles(
    articles: Iterable[tuple[str, str, Sequence[tuple[int, int, str]]]],
    *,
    parser: Any = False,
) -> Tables:
    """The kernel: columns of the tables from plain values, one article at a time.

    Parameters
    ----------
    articles : iterable of (article_id, text, story spans)
    parser : bool, str or spacy.language.Language
        As for `attribute`.

    Returns
    -------
    dict
        ``attributions``, ``spans`` and ``articles``, each a dict of lists by column, in the order
        given. The rows of one article do not depend on the others.
    """
    given = list(articles)
    tables: Tables = {
        "attributions": {name: [] for name in _ATTRIBUTIONS},
        "spans": {name: [] for name in ("article_id", "start", "end", "stage", "kind")},
        "articles": {"article_id": [article_id for article_id, _, _ in given]},
    }
    found_in = find_many([(text, story) for _, text, story in given], doubtful=False, parser=parser)
    spans_in: list[list[tuple[int, int, Voice]]] = []
    for (article_id, text, story), (reading, found) in zip(given, found_in, strict=True):
        spans = voice_spans(story, found, reading.quotes)
        spans_in.append(spans)
        _add_spans(tables["spans"], article_id, spans)
        _add_attributions(tables["attributions"], article_id, text, found)
    tables["articles"] |= _word_counts([text for _, text, _ in given], spans_in)
    return tables


def _add_spans(
    columns: dict[str, list[Any]], article_id: str, spans: list[tuple[int, int, Voice]]
) -> None:
    columns["article_id"] += [article_id] * len(spans)
    columns["stage"] += ["voice"] * len(spans)
    for name, values in zip(("start", "end", "kind"), zip(*spans, strict=True), strict=False):
        columns[name] += values


def _word_counts(
    texts: Sequence[str], spans_in: Sequence[Sequence[tuple[int, int, Voice]]]
) -> dict[str, list[int]]:
    """How many words of each story stand in each voice.

    A word belongs to the voice in which it begins.
    """
    counts: dict[str, list[int]] = {name: [] for name in ("words", *map(_words_of, VOICES))}
    for begin in range(0, len(texts), _AT_ONCE):
        found = tokens(texts[begin : begin + _AT_ONCE])
        many = spans_in[begin : begin + _AT_ONCE]
        owner = np.repeat(np.arange(len(many)), [len(spans) for spans in many])
        edges = np.array([(a, b) for spans in many for a, b, _ in spans]).reshape(-1, 2)
        kinds = np.array([VOICES.index(v) for spans in many for _, _, v in spans], dtype=np.int64)
        # Texts end to end: one place more for each, so that none begins where another ends.
        sizes = np.cumsum([0, *(len(t) + 1 for t in texts[begin : begin + _AT_ONCE])])
        starts = found.starts + np.repeat(sizes[:-1], np.diff(found.bounds))
        words = np.diff(np.searchsorted(starts, edges + sizes[owner][:, None]), axis=1)[:, 0]
        for k, voice in enumerate(VOICES):
            mine = kinds == k
            per = np.bincount(owner[mine], weights=words[mine], minlength=len(many))
            counts[_words_of(voice)] += per.astype(np.int64).tolist()
    parts = [counts[_words_of(voice)] for voice in VOICES]
    counts["words"] = [sum(row) for row in zip(*parts, strict=True)]
    return counts


def _words_of(voice: str) -> str:
    return f"words_{voice}"


def _add_attributions(
    columns: dict[str, list[Any]], article_id: str, text: str, found: Sequence[Attribution]
) -> None:
    rows: list[tuple[Any, ...]] = []
    names = [f"{article_id}:{i}" for i in range(len(found))]
    for name, a in zip(names, found, strict=True):
        cue, source = a.cue or _NOWHERE, a.source or _NOWHERE
        rest = (
            text[cue[0] : cue[1]] if a.cue else None,
            *cue,
            a.stance,
            *source,
            text[source[0] : source[1]] if a.source else None,
            a.speaker,
            a.speaker_kind,
            a.speaker_country,
            a.via,
            None if a.part_of is None else names[a.part_of],
        )
        for span, voice in zip(a.content, a.voices, strict=True):
            rows.append((article_id, name, *span, voice, *rest))
    for name, values in zip(_ATTRIBUTIONS, zip(*rows, strict=True), strict=False):
        columns[name] += values


@lru_cache(maxsize=1)
def model_name() -> str:
    """The tagger's name and a short hash of its weights."""
    path = resources.files("framing.voice") / "data" / "tagger.npz"
    digest = hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
    return f"voice-tagger:{digest}"
