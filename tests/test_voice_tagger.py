"""The tagger: one text or many, the same to the last bit; probabilities that add up."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.voice import chains, scan, tagger
from framing.voice.decode import paragraphs_without_breaks
from framing.voice.features import describe, describe_many
from framing.voice.finder import read_many, read_text
from framing.voice.marginals import tag_probabilities
from framing.voice.scan import scan_many

TEXTS = [
    "Talks fail\n\nLavrov said on Monday that Moscow would wait. “We can’t,” Kim said.",
    "",
    "U.S",
    ".S. a",
    ") he said",
    "Mr",
    ". The envoy, who had come from Oslo, hopes to stay",
    "''Not now,'' she said.\n\n''Later. ''",
    "Ünal claimed that 3.5 per cent — or 2,000 — left.",
    "\x1fwords\x1f",
]
PIECES = st.sampled_from(
    ["he", "said", "that", "Lavrov", ",", ".", " ", "\n\n", "“", "”", "'", "''", "U.S.", "é", "1.5"]
)
ANY_TEXT = st.lists(PIECES, max_size=25).map("".join)


def long_text(words: int) -> str:
    """A text of that many sentences."""
    parts = [
        f"The minister of trade number {i} said it would rain. Nobody came." for i in range(words)
    ]
    return "\n".join(parts)


@given(st.lists(ANY_TEXT, max_size=6))
def test_words_do_not_hang_on_company(texts: list[str]) -> None:
    for text, together in zip(texts, scan_many(texts), strict=True):
        alone = scan.scan(text)
        for name in (
            "starts",
            "ends",
            "kinds",
            "hashes",
            "suffixes",
            "prefixes",
            "signs",
            "shapes",
        ):
            assert np.array_equal(getattr(alone, name), getattr(together, name)), name


@given(st.lists(ANY_TEXT, max_size=6))
def test_features_do_not_hang_on_company(texts: list[str]) -> None:
    readings = [read_text(text, None) for text in texts]
    told = [(r.scanned, r.quotes, r.headlines) for r in readings]
    for one, together in zip(told, describe_many(told), strict=True):
        alone = describe(*one)
        for name in ("quote", "place", "shape", "cue", "sentences", "paragraphs"):
            assert np.array_equal(getattr(alone, name), getattr(together, name)), name


@pytest.mark.parametrize("at_once", [1, 60, 700, 10**6])
def test_scores_do_not_hang_on_company(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger, "_AT_ONCE", at_once)
    texts = [*TEXTS, long_text(60), *reversed(TEXTS)]
    model = tagger.weights()
    told = [(r.scanned, r.features) for r in read_many([(t, None) for t in texts])]
    for one, together in zip(told, tagger.tag_many(told, model), strict=True):
        assert np.array_equal(tagger.tag_scores(*one, model), together)


def test_no_sum_is_rounded() -> None:
    """Sums in float64 are the same: all numbers are whole multiples and small enough."""
    model = tagger.weights()
    reading = read_text(long_text(40), None)
    rng = np.random.default_rng(0)
    layers = len(model.layers) + sum(layer.context is not None for layer in model.layers)
    for layer in model.layers:
        most = tagger.STEPS * tagger.CAP * (1 + layers)
        matrix = np.concatenate([layer.before, layer.at, layer.after])
        x = rng.integers(0, most, (50, len(matrix))) / tagger.STEPS
        exact = x @ matrix.astype(np.float64)
        assert np.array_equal((x.astype(np.float32) @ matrix).astype(np.float64), exact)
    scores = tagger.tag_scores(reading.scanned, reading.features, model)
    assert scores.shape == (len(reading.scanned), 11)
    assert np.isfinite(scores).all()


def sequences(length: int) -> list[tuple[int, ...]]:
    """All legal sequences of tags."""
    follow = {0: (0, 1, 4), 1: (2, 3), 2: (2, 3), 3: (0, 1, 4), 4: (0, 1, 4)}
    return [
        tags
        for tags in itertools.product(range(5), repeat=length)
        if tags[0] in (0, 1, 4)
        and tags[-1] in (0, 3, 4)
        and all(b in follow[a] for a, b in itertools.pairwise(tags))
    ]


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_probabilities_by_counting(length: int) -> None:
    scores = np.random.default_rng(length).normal(size=(length, 5)).astype(np.float32)
    expected = np.zeros((length, 5))
    for tags in sequences(length):
        weight = np.exp(sum(scores[i, t] for i, t in enumerate(tags)))
        for i, t in enumerate(tags):
            expected[i, t] += weight
    expected /= expected.sum(axis=1, keepdims=True)
    found = chains.content_probabilities(scores, np.array([0]), np.array([length]))
    assert np.allclose(found, expected, atol=1e-5)


def test_probabilities_of_many_paragraphs() -> None:
    """As forward-backward over any transitions has them, where the legal ones cost nothing."""
    rng = np.random.default_rng(1)
    lengths = np.array([3, 1, 40, 7, 7, 2])
    starts = np.cumsum([1, *(lengths[:-1] + 1)])
    scores = rng.normal(scale=3, size=(int(starts[-1] + lengths[-1]) + 2, 5)).astype(np.float32)
    never = -1e4
    moves = np.full((5, 5), never, dtype=np.float32)
    for a, b in {(t[i], t[i + 1]) for t in sequences(4) for i in range(3)}:
        moves[a, b] = 0
    first = np.array([0, 0, never, never, 0], dtype=np.float32)
    last = np.array([0, never, never, 0, 0], dtype=np.float32)
    found = chains.content_probabilities(scores, starts, lengths)
    assert np.allclose(
        found, tag_probabilities(scores, starts, lengths, moves, first, last), atol=1e-5
    )
    assert not found[0].any()


@pytest.mark.parametrize("seed", range(8))
def test_stretches_of_greatest_gain(seed: int) -> None:
    gain, begin, end = np.random.default_rng(seed).normal(size=(3, 6)).astype(np.float32)

    def value(tags: tuple[int, ...]) -> float:
        inside = sum(gain[i] for i, t in enumerate(tags) if t)
        opens = sum(begin[i] for i, t in enumerate(tags) if t in (1, 4))
        return float(inside + opens + sum(end[i] for i, t in enumerate(tags) if t in (3, 4)))

    best = max(sequences(6), key=value)
    found = chains.best_stretches(gain, begin, end, np.array([0]), np.array([6]))
    assert tuple(found.tolist()) == best


def test_long_paragraphs_are_cut_between_sentences() -> None:
    sentence = "He said it would rain. "
    reading = read_text(sentence * 200 + "\n\nIt rained.", None)
    starts, lengths = paragraphs_without_breaks(reading.scanned, reading.features)
    assert lengths.sum() == len(reading.scanned) - 1
    assert set(starts.tolist()) <= set(reading.features.sentences.tolist())
    assert lengths[:-2].min() >= 128
    assert lengths.max() <= 256
    quoted = read_text("“" + sentence * 200 + "” he said.", None)
    assert len(paragraphs_without_breaks(quoted.scanned, quoted.features)[0]) == 1
