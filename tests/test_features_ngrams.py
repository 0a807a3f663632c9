"""N-gram counting against scikit-learn's, dispersion by hand, places in the texts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.features import count_stories, dispersion, locate
from framing.features.ngrams import count, representatives
from framing.text import tokens

TEXTS = st.lists(
    st.lists(st.sampled_from(["a", "bb", "c", "dd"]), max_size=9).map(" ".join),
    min_size=1,
    max_size=6,
)


def table(texts: list[str], lengths: tuple[int, int]) -> dict[tuple[int, str], int]:
    counts = count(tokens(texts), lengths=lengths)
    found = counts.matrix.tocoo()
    return {
        (int(i), counts.terms[j]): int(v)
        for i, j, v in zip(found.row, found.col, found.data, strict=True)
    }


def test_hand_count() -> None:
    assert table(["a b a b. b a"], (2, 2)) == {(0, "a b"): 2, (0, "b a"): 2}
    assert table(["a b a b. b a"], (3, 3)) == {(0, "a b a"): 1, (0, "b a b"): 1}


def test_within_the_text_full_stops_do_not_part() -> None:
    text = ["a. b"]
    assert count(tokens(text), lengths=(2, 2), within="text").terms.tolist() == ["a b"]
    assert count(tokens(text), lengths=(2, 2)).terms.tolist() == []


@given(TEXTS, st.integers(1, 3), st.integers(0, 2))
def test_agrees_with_count_vectorizer(texts: list[str], shortest: int, more: int) -> None:
    lengths = (shortest, shortest + more)
    if not any(len(t.split()) >= shortest for t in texts):
        assert table(texts, lengths) == {}
        return
    peer = CountVectorizer(ngram_range=lengths, token_pattern=r"\w+")
    matrix = peer.fit_transform(texts).tocoo()
    names = peer.get_feature_names_out()
    expected = {
        (int(i), names[j]): int(v)
        for i, j, v in zip(matrix.row, matrix.col, matrix.data, strict=True)
    }
    assert table(texts, lengths) == expected


def test_many_words_take_the_sorting_road() -> None:
    random = np.random.default_rng(0)
    texts = [" ".join(f"w{n}" for n in random.integers(0, 3000, 400)) for _ in range(5)]
    peer = CountVectorizer(ngram_range=(1, 2), token_pattern=r"\w+")
    matrix = peer.fit_transform(texts)
    counts = count(tokens(texts), lengths=(1, 2))
    order = np.argsort(counts.terms)
    assert counts.terms[order].tolist() == sorted(peer.get_feature_names_out().tolist())
    same = np.argsort(peer.get_feature_names_out())
    assert (counts.matrix[:, order] != matrix[:, same]).nnz == 0


def test_wrong_lengths_are_refused() -> None:
    with pytest.raises(FramingError, match=r"lengths must be a pair such as \(1, 3\)"):
        count(tokens("a"), lengths=(3, 1))


def test_stories_count_once_and_furniture_not_at_all() -> None:
    rows = [
        {"article_id": "a", "text": "rogue state here", "story": "s"},
        {"article_id": "b", "text": "rogue state", "story": "s"},
        {"article_id": "c", "text": "Menu\n\nrogue state", "story": None},
        {"article_id": "d", "text": "Menu", "story": None},
    ]
    corpus = Corpus.from_articles(rows)
    spans = pd.DataFrame(
        [
            ("a", 0, 16, "structure", "body"),
            ("b", 0, 11, "structure", "body"),
            ("c", 0, 4, "furniture", "navigation"),
            ("c", 6, 17, "structure", "body"),
            ("d", 0, 4, "furniture", "navigation"),
        ],
        columns=["article_id", "start", "end", "stage", "kind"],
    )
    corpus = corpus.with_tables(None, spans=spans)
    assert representatives(corpus) == ["a", "c", "d"]
    counts = count_stories(corpus, lengths=(2, 2))
    assert counts.names == ("a", "c", "d")
    assert counts.terms.tolist() == ["rogue state"]
    assert counts.matrix.toarray().tolist() == [[1], [1], [0]]
    assert counts.totals.tolist() == [3, 2, 0]
    places = locate(corpus, "rogue state")
    assert places.to_numpy().tolist() == [["a", 0, 11], ["b", 0, 11], ["c", 6, 17]]


@settings(max_examples=12)
@given(TEXTS)
def test_every_counted_ngram_is_located_as_often(texts: list[str]) -> None:
    corpus = Corpus.from_articles([{"article_id": str(k), "text": t} for k, t in enumerate(texts)])
    counts = count_stories(corpus, lengths=(1, 2), least_stories=1)
    sums = np.asarray(counts.matrix.sum(axis=0)).ravel()
    for term, total in list(zip(counts.terms, sums, strict=True))[:4]:
        assert len(locate(corpus, term)) == total


def test_dispersion_by_hand() -> None:
    texts = ["a a b x", "a a c x", "a a d x", "a a b x"]
    counts = count(tokens(texts), lengths=(1, 1))
    values = dict(zip(counts.terms, dispersion(counts), strict=True))
    assert values["a"] == pytest.approx(0)
    # b: half of it in each of two texts that hold a quarter of the words each.
    assert values["b"] == pytest.approx((0.5 * (0.25 + 0.25 + 0.25 + 0.25)) / 0.75)
    assert values["c"] == pytest.approx(1)


def test_dispersion_over_one_text_is_undefined() -> None:
    counts = count(tokens("a b"), lengths=(1, 1))
    assert np.isnan(dispersion(counts)).all()
