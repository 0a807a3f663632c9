"""Folding, tokenising and sentence splitting keep every offset."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing.text as text_module
from framing.text import fold, normal_form, sentences, tokens


def test_fold_keeps_length_and_case() -> None:
    text = "‘US’ dominance” — so‑called\u00a0state"
    assert fold(text) == "'US' dominance\" - so-called state"
    assert len(fold(text)) == len(text)


def test_words_with_offsets() -> None:
    found = tokens(["Mr. Ri’s U.S. visit, 3.5% don't", "", "Kim Jong-un"])
    assert found.words(0) == ["Mr", "Ri's", "U.S.", "visit", "3", "5", "don't"]
    assert found.words(1) == []
    assert found.words(2) == ["Kim", "Jong", "un"]
    assert found.starts[found.bounds[2] :].tolist() == [0, 4, 9]
    assert found.text_index.tolist() == [0] * 7 + [2] * 3


def test_us_is_not_us() -> None:
    words = ["US", "U.S.", "US's", "us", "Us", "UK's", "a.m.", "Putin’s", "x.y", "That's"]
    assert [normal_form(w) for w in words] == [
        "u.s.", "u.s.", "u.s.", "us", "us", "u.k.", "a.m.", "putin", "x.y.", "that's",
    ]  # fmt: skip


def test_normal_ids_follow_normal_words() -> None:
    vocabulary = tokens("States states Korea's Korea").vocabulary
    words = [vocabulary.normal_words[i] for i in vocabulary.normal_ids]
    assert words == ["states", "states", "korea", "korea"]


def test_sentences_that_run_together_and_abbreviations() -> None:
    text = "Putin met Gen. Smith on Tuesday.North Korea will answer. \n\nHe said: no!"
    assert [text[a:b] for a, b in sentences(text)] == [
        "Putin met Gen. Smith on Tuesday.",
        "North Korea will answer.",
        "He said: no!",
    ]


def test_sentences_of_a_stretch() -> None:
    text = "One is here. Two is here. Three is here."
    assert [text[a:b] for a, b in sentences(text, 13, 25)] == ["Two is here."]


@given(st.lists(st.text(), max_size=5))
def test_every_word_stands_where_its_offsets_say(texts: list[str]) -> None:
    found = tokens(texts)
    for i, text in enumerate(texts):
        part = slice(found.bounds[i], found.bounds[i + 1])
        words = [fold(text[a:b]) for a, b in zip(found.starts[part], found.ends[part], strict=True)]
        assert words == found.words(i)
        assert (np.diff(found.starts[part]) > 0).all()


@given(st.text(), st.text())
def test_a_text_is_read_the_same_alone_and_among_others(one: str, other: str) -> None:
    assert tokens([other, one]).words(1) == tokens(one).words()


@given(st.text(alphabet="aB. \n'\"!?\u201d", max_size=60))
def test_sentences_lie_inside_and_lose_no_word(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    joined = "".join("".join(text[a:b].split()) for a, b in spans)
    assert joined == "".join(text.split())


@given(st.lists(st.text(alphabet="aBé1' .-“’Ł漢𠀀\n", max_size=80), max_size=4))
def test_words_are_told_apart_as_if_they_were_spelt_out(texts: list[str]) -> None:
    texts = [*texts, "unconstitutionally unconstitutionalist unconstitutionality " + "x" * 30]
    plain = tokens(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "_FEW", 0)
        compared = tokens(texts)
    assert compared.vocabulary.surfaces == plain.vocabulary.surfaces
    assert (compared.ids == plain.ids).all()


def test_characters_are_carried_as_plain_ones() -> None:
    found = tokens(["“So‑called” é…", "漢 x"])
    assert found.plain.tobytes().decode("latin-1") == '"So-called" é;\n\x1a x\n'
    assert found.offsets.tolist() == [0, 15, 19]


def test_a_long_text_is_folded_like_a_short_one() -> None:
    text = "‘US’ dominance” — so‑called\u00a0state"
    assert fold(text * 20) == fold(text) * 20
