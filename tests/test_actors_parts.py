"""Actors found on workers, in batches of any size, are those found in one go."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import Corpus
from framing.engine import runner
from framing.features.actors import Told, labels, names, one_sided, read_stories, stories
from framing.features.actors.names import parts_of, same_names

SENTENCES = (
    "North Korean leader Kim Jong Un met Russian Foreign Minister Sergei Lavrov in Pyongyang.",
    "Lavrov visited the secretive state. Sergey Lavrov left.",
    "The North Korean leader smiled at President Trump. Mr. Trump praised the summit.",
    "KIM MEETS LAVROV AGAIN\n\nThe Kremlin was pleased. Russian officials agreed.",
    "Chancellor Angela Merkel spoke in English. Merkel's government objected.",
)


def corpus() -> Corpus:
    """Fifteen stories, some of them in three events, some alone."""
    rows = [
        {
            "article_id": f"a{i:02d}",
            "text": " ".join((SENTENCES[i % 5], SENTENCES[(i * i + 1) % 5])),
            "event": f"e{i % 4}" if i % 4 else None,
            "outlet": "W" if i % 2 else "S",
        }
        for i in range(15)
    ]
    return Corpus.from_articles(rows)


SIDES = {f"a{i:02d}": "wire" if i % 2 else "state" for i in range(15)}


def same(one: Told, other: Told) -> bool:
    """Whether two readings say the same of each article."""
    return one.article_ids == other.article_ids and all(
        (a.article_id, a.mentions, a.chains) == (b.article_id, b.mentions, b.chains)
        and np.array_equal(a.sentences, b.sentences)
        for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("size", [1, 900])
@pytest.mark.parametrize("workers", [1, 2])
def test_any_batches_and_workers_give_the_same(
    size: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_stories(corpus())
    monkeypatch.setattr(stories, "_BATCH", size)
    monkeypatch.setattr(stories, "_CHARACTERS", size // 2 + 1)
    with runner(workers) as run:
        parted = read_stories(corpus(), run=run)
    assert same(whole, parted)
    pd.testing.assert_frame_equal(labels(corpus(), stories=parted), labels(corpus(), stories=whole))
    pd.testing.assert_frame_equal(
        one_sided(corpus(), SIDES, stories=parted), one_sided(corpus(), SIDES, stories=whole)
    )


def test_some_articles_are_those_of_all() -> None:
    told = read_stories(corpus())
    assert len(told) == 15 and [named.article_id for named in told] == list(told.article_ids)
    assert same(told[3:7], told[:7][3:])
    assert told[4].mentions == told[3:7][1].mentions and told[-1].article_id == "a14"
    alone = read_stories(corpus(), ["a02"])
    assert alone.article_ids == ("a02",) and len(alone[0].mentions) == len(told[2].mentions)
    assert len(told[:0]) == 0 and labels(corpus(), stories=told[:0]).empty


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Said plainly: one has all words of the other, or one word differs in one late letter."""
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    apart = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if len(one) != len(other) or len(apart) != 1:
        return False
    a, b = apart[0]
    near = min(len(a), len(b)) > 4 and a[:3] == b[:3] and abs(len(a) - len(b)) < 2
    return near and sum(x != y for x, y in zip(a, b, strict=False)) < 2


def compared_one_by_one(full: list[str]) -> list[list[str]]:
    """What `same_names` does, with every leader that shares a word."""
    groups: list[list[str]] = []
    for name in full:
        parts = parts_of(name)
        near = [
            group
            for word, group in itertools.product(parts, groups)
            if word in parts_of(group[0]) and alike(parts_of(group[0]), parts)
        ]
        if near:
            near[0].append(name)
        else:
            groups.append([name])
    return groups


WORDS = ("Sergei", "Sergey", "Sergeyi", "Sergii", "Lavrov", "Lavrow", "Lavr", "J.", "Kim", "Un")
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)


@pytest.mark.parametrize("few", [0, 12])
@given(full=st.lists(NAMES, max_size=25, unique=True))
def test_names_looked_up_are_names_compared(few: int, full: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "_FEW", few)
        assert same_names(full) == compared_one_by_one(full)
