"""The join of shared shingles: counts by hand, order and partitions, growth, other scripts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError
from framing.reuse import candidate_pairs, merge, pairs, shingles

WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("n", "rt", "st", "ll")]


def story(seed: int, length: int = 60) -> str:
    """Words without sense, the same for the same seed."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(length))


def test_shingles_are_counted_by_hand() -> None:
    summary = shingles({"b": "one two three four five six", "a": "too short a text"}, one_in=1)
    assert summary.stories == ("a", "b")
    assert summary.words.tolist() == [4, 6]
    assert len(summary.records) == 2


@pytest.mark.parametrize(
    "left, right",
    [
        ("They organise the People's Assembly here", "they ORGANIZE the Peoples assembly here"),
        ("the US’ dominance — so he said", "the us' dominance - so he said"),
        ("Сегодня министр Лавров прибыл в столицу", "сегодня МИНИСТР Лавров, прибыл: в столицу"),
        ("Élysée palace said on Thursday évidemment", "élysée Palace said on thursday ÉVIDEMMENT"),
    ],
)
def test_spelling_and_marks_do_not_part_shingles(left: str, right: str) -> None:
    found = candidate_pairs({"a": left, "b": right}, one_in=1, least=1)
    assert found["containment"].tolist() == [1.0]


def test_a_letter_is_the_same_in_a_batch_with_other_scripts() -> None:
    # The first batch takes a byte a character, the second two: a shingle must not notice.
    told = "Élysée palace said on Thursday that talks began"
    plain = shingles({"a": told}, one_in=1)
    mixed = shingles({"a": told, "b": "министр"}, one_in=1)
    assert plain.records.tolist() == mixed.records.tolist()


def test_no_shingle_runs_from_one_story_into_the_next() -> None:
    summary = shingles({"a": "one two three", "b": "four five six", "c": ""}, one_in=1)
    assert len(summary.records) == 0
    assert summary.words.tolist() == [3, 3, 0]


def test_containment_finds_the_short_story_in_the_long() -> None:
    short = story(1, 30)
    long = f"{story(2, 300)} {short} {story(3, 300)}"
    found = candidate_pairs({"long": long, "short": short}, one_in=1)
    assert found["shared"].tolist() == [26]
    assert found["containment"].tolist() == [1.0]
    assert found["jaccard"].iloc[0] < 0.05


def test_repeating_a_shingle_counts_once() -> None:
    told = "one two three four five"
    found = candidate_pairs({"a": f"{told}. X. {told}", "b": told}, one_in=1, least=1)
    assert found["shared"].tolist() == [1]


@given(st.permutations(range(9)), st.integers(1, 8))
def test_neither_order_nor_partition_changes_the_pairs(order: list[int], cut: int) -> None:
    shared = [story(90 + k, 25) for k in range(3)]
    stories = {f"s{i}": f"{story(i, 40)} {shared[i % 3]} {story(i + 50, 20)}" for i in range(9)}
    whole = candidate_pairs(stories, one_in=1)
    assert len(whole) == 9
    mixed = [f"s{i}" for i in order]
    parts = [
        shingles({n: stories[n] for n in names}, one_in=1) for names in (mixed[:cut], mixed[cut:])
    ]
    assert pairs(merge(parts)).equals(whole)


def test_ranges_of_hashes_bound_memory_without_a_trace() -> None:
    summary = shingles({f"s{i}": story(i % 4, 50) for i in range(12)}, one_in=1)
    assert pairs(summary, parts=1).equals(pairs(summary, parts=64))


def test_a_grown_corpus_joins_only_what_is_new() -> None:
    stories = {f"s{i}": story(i % 3, 50) for i in range(9)}
    old = shingles({n: stories[n] for n in sorted(stories)[:6]}, one_in=1)
    new = shingles({n: stories[n] for n in sorted(stories)[6:]}, one_in=1)
    grown = pairs(merge([old, new]), new_from=len(old))
    every = pairs(shingles(stories, one_in=1))
    expected = every[(every["a"] >= "s6") | (every["b"] >= "s6")].reset_index(drop=True)
    assert grown.equals(expected)
    assert len(pairs(old)) + len(grown) == len(every)


def test_a_story_that_everybody_prints_makes_a_chain_and_not_a_square() -> None:
    stories = {f"s{i:03}": story(1, 50) for i in range(120)}
    found = candidate_pairs(stories, one_in=1, common=20)
    assert len(found) <= 4 * 120
    met = {"s000"}
    for a, b in zip(found["a"], found["b"], strict=True):
        if a in met:
            met.add(b)
    assert len(met) == 120


def test_sampling_keeps_the_same_shingles_everywhere() -> None:
    one, both = shingles({"a": story(1, 400)}, one_in=4), shingles({"a": story(1, 400)}, one_in=1)
    assert set(one.records.tolist()) < set(both.records.tolist())
    assert 60 < len(one.records) < 140


def test_errors_say_what_to_do() -> None:
    one = shingles({"a": story(1)})
    with pytest.raises(FramingError, match="'a' stands in two parts"):
        merge([one, one])
    with pytest.raises(FramingError, match="make them with one setting"):
        merge([one, shingles({"b": story(2)}, one_in=3)])
    with pytest.raises(FramingError, match="1 keeps every shingle"):
        shingles({}, one_in=0)
    assert len(merge([])) == 0
    assert candidate_pairs({}).empty
