"""Parts put together are the whole, on one worker or two, and a finished part is kept."""

from __future__ import annotations

import gc
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from framing.corpus import Corpus, Step
from framing.engine import joined, long_work, over_parts, parts, runner


def corpus(count: int = 7) -> Corpus:
    rows = [{"article_id": f"a{i}", "text": f"Story {i}."} for i in range(count)]
    notes = pd.DataFrame([{"article_id": "a3", "stage": "reading", "level": "info", "code": "x",
                           "message": "m"},
                          {"file": "f", "stage": "reading", "level": "info", "code": "y",
                           "message": "m"}])  # fmt: skip
    return Corpus.from_articles(rows, notes=notes)


def mark(part: Corpus) -> Corpus:
    """One span over each text."""
    spans = pd.DataFrame({"article_id": part.articles["article_id"], "start": 0,
                          "end": part.articles["text"].str.len(), "stage": "structure",
                          "kind": "body"})  # fmt: skip
    return part.with_tables(Step("furniture"), spans=spans)


def same(one: Corpus, other: Corpus) -> bool:
    return one.history == other.history and all(
        one.table(n).equals(other.table(n)) for n in ("articles", "spans", "notes")
    )


def test_cut_and_joined_is_the_same() -> None:
    whole = corpus()
    assert [len(p) for p in parts(whole, size=3)] == [3, 3, 1]
    assert same(joined(parts(whole, size=3)), whole)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("size", [1, 3, 100])
def test_any_parts_and_workers_give_the_same(size: int, workers: int) -> None:
    with runner(workers) as run:
        assert same(over_parts(corpus(), mark, size=size, run=run), mark(corpus()))


class Stop(Exception):
    """What ends a run half-way."""


def test_a_stopped_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    seen: list[int] = []

    def stops(part: Corpus) -> Corpus:
        if len(seen) == 2:
            raise Stop
        seen.append(len(part))
        return mark(part)

    with pytest.raises(Stop):
        over_parts(corpus(), stops, size=2, work=tmp_path, name="mark")
    again: list[int] = []

    def counts(part: Corpus) -> Corpus:
        again.append(len(part))
        return mark(part)

    result = over_parts(corpus(), counts, size=2, work=tmp_path, name="mark")
    assert len(seen) == 2 and len(again) == 2
    assert same(result, mark(corpus()))


def test_a_half_written_part_does_not_count(tmp_path: Path) -> None:
    over_parts(corpus(), mark, size=4, work=tmp_path, name="mark")
    for folder in tmp_path.iterdir():
        (folder / "history.json").unlink()
    assert same(over_parts(corpus(), mark, size=4, work=tmp_path, name="mark"), mark(corpus()))


def test_another_kernel_finds_nothing_of_this_one(tmp_path: Path) -> None:
    over_parts(corpus(), mark, size=4, work=tmp_path, name="mark")
    before = len(list(tmp_path.iterdir()))
    over_parts(corpus(), mark, size=4, work=tmp_path, name="mark with other settings")
    assert len(list(tmp_path.iterdir())) == 2 * before


def test_a_process_is_as_it_was_after_long_work() -> None:
    before, pool = gc.get_threshold(), pa.default_memory_pool().backend_name
    with long_work():
        assert gc.get_threshold() > before
        assert pa.default_memory_pool().backend_name == "system"
    assert gc.get_threshold() == before
    assert pa.default_memory_pool().backend_name == pool
