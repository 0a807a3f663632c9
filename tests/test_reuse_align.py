"""Shared passages: where they start and end, what may differ inside, what is no copy."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.reuse import overlaps, shared_passages
from framing.reuse.align import Batch
from framing.text import tokens
from tests.test_reuse_join import WORDS, story

TOLD = "amid a flurry of diplomatic activity to organise the landmark summit next month"


def texts_of(left: str, right: str) -> list[tuple[str, str]]:
    """The passages as they stand on either side."""
    batch = Batch(tokens([left, right]))
    one, two = batch.words(0), batch.words(1)
    return [
        (
            left[one.starts[p.start] : one.ends[p.end - 1]],
            right[two.starts[p.other_start] : two.ends[p.other_end - 1]],
        )
        for p in shared_passages(one, two)
    ]


def test_a_passage_is_found_to_the_character() -> None:
    left, right = f"His visit comes {TOLD}, he said.", f"All this happens {TOLD}."
    assert texts_of(left, right) == [(TOLD, TOLD)]


@pytest.mark.parametrize(
    "other",
    [
        TOLD.replace("organise", "organize"),
        TOLD.replace("the landmark", "a landmark"),  # changed
        TOLD.replace("landmark ", ""),  # left out
        TOLD.replace("summit", "summit talks"),  # put in
    ],
)
def test_a_word_may_differ(other: str) -> None:
    assert texts_of(f"He said {TOLD} again", f"They came {other} later") == [(TOLD, other)]


def test_dropped_apostrophes_and_dots() -> None:
    left = "also meeting Kim’s right-hand man with U.S. officials at the People's Assembly"
    right = "also meeting Kims right-hand man with US officials at the Peoples Assembly"
    assert texts_of(left, right) == [(left, right)]


def test_passages_may_stand_in_another_order() -> None:
    parts = [story(k, 20) for k in range(3)]
    left = " ".join([story(10), parts[0], story(11), parts[1], story(12), parts[2]])
    right = " ".join([parts[2], story(13), parts[0], story(14), parts[1]])
    assert [a for a, _ in texts_of(left, right)] == parts


def test_titles_and_figures_are_no_copy() -> None:
    title = "Russian Foreign Minister Sergei Lavrov in Pyongyang on Thursday"
    assert texts_of(f"{title} invited him.", f"{title} met her.") == []


def test_six_words_are_too_few() -> None:
    assert texts_of("the two men were shaking hands", "the two men were shaking hands") == []


def test_strings_and_words_do_not_mix() -> None:
    with pytest.raises(TypeError, match="both"):
        shared_passages("a", Batch(tokens(["a"])).words(0))


@given(st.integers(0, 10_000))
def test_both_sides_swap(seed: int) -> None:
    chance = random.Random(seed)
    part = [story(seed + k, chance.randrange(10, 40)) for k in range(2)]
    left = f"{story(seed + 3, 50)} {part[0]} {story(seed + 4, 30)} {part[1]}"
    right = f"{part[1]} {story(seed + 5, 50)} {part[0]}"
    forth = {(p.start, p.end, p.other_start, p.other_end) for p in shared_passages(left, right)}
    back = {(p.other_start, p.other_end, p.start, p.end) for p in shared_passages(right, left)}
    assert forth == back


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.1, 0.2]))
def test_planted_copies_are_found_and_others_are_not(seed: int, changed: float) -> None:
    chance = random.Random(seed)
    source = story(seed, 400).split()
    first = chance.randrange(300)
    copied = [
        chance.choice(WORDS) if chance.random() < changed else word
        for word in source[first : first + 80]
    ]
    copy = " ".join([story(seed + 1, 100), *copied, story(seed + 2, 100)])
    found = shared_passages(" ".join(source), copy)
    assert sum(p.matched for p in found) >= 0.5 * 80 * (1 - changed)
    assert all(first - 12 <= p.start and p.end <= first + 92 for p in found)
    assert shared_passages(story(seed + 1, 300), " ".join(source)) == []


@given(st.integers(0, 10_000))
def test_many_pairs_at_once_are_each_pair_by_itself(seed: int) -> None:
    chance = random.Random(seed)
    parts = [story(seed + k, chance.randrange(8, 40)) for k in range(4)]
    texts = [" ".join(chance.choices(parts, k=3)) for _ in range(4)] + ["", "a word"]
    batch = Batch(tokens(texts))
    words = [batch.words(i) for i in range(len(texts))]
    a, b = (np.array(side) for side in zip(*combinations(range(len(texts)), 2), strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overlaps, "_AT_ONCE", chance.choice([1, 4, 100]))
        found = overlaps.align_pairs(words, a, b)
    alone = [
        (k, p.start, p.end, p.other_start, p.other_end)
        for k, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True))
        for p in shared_passages(words[i], words[j])
    ]
    assert np.column_stack([found.pair, found.spans]).tolist() == [list(row) for row in alone]
