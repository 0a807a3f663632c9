"""The tables are checked at the door, and a corpus is written and read without loss."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing.corpus import SCHEMAS, Corpus, Step
from framing.errors import FramingError, nearest


def two() -> Corpus:
    rows = [{"article_id": "b", "text": "Two.", "outlet": "B"},
            {"article_id": "a", "text": "One.", "outlet": "A"}]  # fmt: skip
    return Corpus.from_articles(rows)


def test_articles_are_sorted_and_missing_columns_are_missing() -> None:
    articles = two().articles
    assert articles["article_id"].tolist() == ["a", "b"]
    assert articles["agency"].isna().all()
    assert list(articles.columns) == list(SCHEMAS["articles"].columns)


def test_twins_are_refused_by_name() -> None:
    with pytest.raises(FramingError, match="article_id 'a' stands 2 times"):
        Corpus.from_articles([{"article_id": "a", "text": "x"}] * 2)


def test_a_misspelt_column_names_its_neighbour() -> None:
    with pytest.raises(FramingError, match="no column 'outlett'; nearest: 'outlet'"):
        Corpus.from_articles([{"article_id": "a", "text": "x", "outlett": "A"}])


def test_a_choice_out_of_range_is_refused() -> None:
    spans = pd.DataFrame([{"article_id": "a", "start": 0, "end": 1, "stage": "dream", "kind": "x"}])
    with pytest.raises(FramingError, match="'dream' is not one of furniture, structure, voice"):
        two().with_tables(Step("furniture"), spans=spans)


def test_a_span_of_a_stranger_is_refused() -> None:
    spans = pd.DataFrame(
        [{"article_id": "z", "start": 0, "end": 1, "stage": "voice", "kind": "narrator"}]
    )
    with pytest.raises(FramingError, match="'z', which is not in the corpus"):
        two().with_tables(Step("voice"), spans=spans)


def test_a_stage_leaves_the_old_corpus_as_it_was() -> None:
    old = two()
    spans = pd.DataFrame(
        [{"article_id": "a", "start": 0, "end": 4, "stage": "structure", "kind": "body"}]
    )
    new = old.with_tables(Step("furniture"), spans=spans)
    assert old.spans.empty and len(new.spans) == 1
    assert new.story_spans("a") == [(0, 4, "body")] and new.story_spans("b") == []
    assert old.story_spans("b") == [(0, 4, "body")]


def test_signature_knows_texts_order_free_and_settings() -> None:
    rows = [{"article_id": i, "text": i} for i in "abc"]
    same = [Corpus.from_articles(r).signature for r in (rows, rows[::-1])]
    assert same[0] == same[1]
    corpus = Corpus.from_articles(rows)
    assert corpus.with_tables(Step("x", {"k": 1})).signature != corpus.signature
    assert Corpus.from_articles(rows[:2]).signature != corpus.signature


def test_written_and_read_is_the_same(tmp_path: Path) -> None:
    corpus = two().with_tables(Step("x", {"k": 1}, model="m"))
    again = Corpus.load(corpus.save(tmp_path / "c"))
    assert again.signature == corpus.signature and again.history == corpus.history
    pd.testing.assert_frame_equal(again.articles, corpus.articles)


def test_loading_what_is_no_corpus_says_so(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="no saved corpus"):
        Corpus.load(tmp_path)


def test_an_unknown_article_names_its_neighbour() -> None:
    corpus = Corpus.from_articles([{"article_id": "lavrov", "text": "x"}])
    with pytest.raises(FramingError, match="nearest: 'lavrov'"):
        corpus.text("lavrow")
    assert nearest("zzz", ["a", "b"]) == "; known: 'a', 'b'"


def test_select_keeps_what_belongs() -> None:
    passages = pd.DataFrame([{"article_id": "a", "start": 0, "end": 3, "other_id": "b",
                              "other_start": 0, "other_end": 3, "kind": "copy"}])  # fmt: skip
    corpus = two().with_tables(Step("reuse"), passages=passages)
    assert len(corpus.select(["a", "b"]).passages) == 1
    assert corpus.select(["a"]).passages.empty


def test_html_is_escaped() -> None:
    corpus = Corpus.from_articles([{"article_id": "<script>", "text": "x"}])
    assert "<script>" not in corpus._repr_html_() and "1 article" in repr(corpus)
