"""The same bytes from one process, several, and a Dask cluster; also when a worker is killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from framing.corpus import Corpus
from framing.engine import over_parts, runner
from framing.errors import FramingError
from framing.pipeline import analyse, run_stages, shelve

STORY = (
    "Talks begin in {place}\n\n{place}, May 3. /TASS/. Delegations of both sides met in {place} on "
    'Thursday for talks on {number} prisoners.\n\n"We came to talk," minister Ivan Petrov said. '
    "He described the regime as secretive, and officials claimed {number} were freed."
)
PLACES = ("Minsk", "Geneva", "Oslo", "Vienna", "Cairo", "Astana")


def stories(count: int) -> Corpus:
    return Corpus.from_articles(
        {"article_id": f"a{i:03}", "text": STORY.format(place=PLACES[i % 6], number=i)}
        for i in range(count)
    )


def files(corpus: Corpus, folder: Path) -> dict[str, bytes]:
    corpus.save(folder)
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


KERNEL = partial(
    run_stages,
    stages=("furniture", "outlets", "voice"),
    settings={"furniture": {}, "outlets": {}, "voice": {}},
)


def slowly(part: Corpus) -> Corpus:
    """The stages, with time enough for a worker to be killed at work."""
    time.sleep(0.3)
    return KERNEL(part)


def dies_once(path: str, item: int) -> int:
    """Ends its process the first time that it is asked for item 3."""
    if item == 3 and not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item * item


def dies(item: int) -> int:
    """Ends its process."""
    os.kill(os.getpid(), signal.SIGKILL)
    return item


def fails(item: int) -> int:
    """Raises what a user is told."""
    raise FramingError(f"article {item} cannot be read")


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_and_items_are_asked_for_as_needed(workers: int) -> None:
    asked = []

    def items() -> Iterator[int]:
        for i in range(40):
            asked.append(i)
            yield i

    with runner(workers) as run:
        results = run.map(abs, items())
        assert next(results) == 0
        assert len(asked) <= 2 * workers + 1
        assert list(results) == list(range(1, 40))


def test_a_killed_worker_takes_nothing_with_it(tmp_path: Path) -> None:
    with runner(2) as run:
        found = list(run.map(partial(dies_once, str(tmp_path / "died")), range(8)))
    assert found == [i * i for i in range(8)] and (tmp_path / "died").exists()


def test_a_part_that_kills_every_worker_is_said() -> None:
    with runner(2) as run, pytest.raises(FramingError, match="out of memory; run again with fewer"):
        list(run.map(dies, range(4)))


def test_what_a_worker_refuses_is_told_in_its_words() -> None:
    with runner(2) as run, pytest.raises(FramingError, match="article 0 cannot be read"):
        list(run.map(fails, range(4)))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_thing_done_later_is_done_beside_others(workers: int) -> None:
    with runner(workers) as run:
        assert run.later(abs, -1)() == 1
        list(run.map(abs, range(4)))
        later = run.later(abs, -2)
        assert list(run.map(abs, range(8))) == list(range(8))
        assert later() == 2
        with pytest.raises(FramingError, match="article 7 cannot be read"):
            run.later(fails, 7)()


def test_what_was_to_be_done_later_outlives_its_worker(tmp_path: Path) -> None:
    with runner(2) as run:
        list(run.map(abs, range(4)))
        later = run.later(partial(dies_once, str(tmp_path / "died")), 3)
        assert later() == 9 and (tmp_path / "died").exists()
        assert list(run.map(abs, range(4))) == list(range(4))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Three worker processes on this machine, watched over by nannies that start them again."""
    distributed = pytest.importorskip("distributed", reason="framing-toolkit[scale] not installed")
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None,
        host="127.0.0.1", silence_logs=50,
    ) as running:  # fmt: skip
        yield running


def test_a_cluster_gives_the_same_bytes(cluster: Any, tmp_path: Path) -> None:
    corpus = stories(9)
    with runner(scheduler=cluster.scheduler_address) as run:
        assert run.workers == 3
        assert run.later(len, corpus)() == 9
        found = over_parts(corpus, KERNEL, size=2, run=run)
    assert files(found, tmp_path / "1") == files(KERNEL(corpus), tmp_path / "2")


def test_the_whole_road_on_a_cluster(cluster: Any, seeds: Path, tmp_path: Path) -> None:
    library = shelve(seeds, tmp_path / "work", size=2, scheduler=cluster.scheduler_address)
    assert len(library.parts()) == 3
    assert files(library.corpus(), tmp_path / "1") == files(analyse(seeds), tmp_path / "2")


def test_a_worker_killed_on_the_way_changes_no_byte(cluster: Any, tmp_path: Path) -> None:
    corpus = stories(24)
    pids = sorted(w.pid for w in cluster.workers.values())
    killed = []

    def kill() -> None:
        killed.append(pids[0])
        os.kill(pids[0], signal.SIGKILL)

    timer = threading.Timer(1.0, kill)
    with runner(scheduler=cluster.scheduler_address) as run:
        timer.start()
        found = over_parts(corpus, slowly, size=2, run=run)
    timer.join()
    assert killed == [pids[0]]
    assert files(found, tmp_path / "1") == files(KERNEL(corpus), tmp_path / "2")


def test_nobody_answers() -> None:
    pytest.importorskip("distributed", reason="framing-toolkit[scale] not installed")
    from framing.engine.runners import Cluster

    with pytest.raises(FramingError, match="no Dask scheduler answers"):
        Cluster("tcp://127.0.0.1:1", patience=0.5)
