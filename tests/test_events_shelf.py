"""Events a stretch at a time: files, stretches and workers change no bit of what is found."""

from __future__ import annotations

import errno
import pickle
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from framing.corpus import Corpus
from framing.engine import runner
from framing.errors import FramingError
from framing.events import candidates, graph, model
from framing.events.assembly import assemble, counted, terms_on
from framing.events.candidates import Pairs, pairs_on
from framing.events.graph import Graph
from framing.events.model import load_model
from framing.events.shelf import Shelf
from framing.pipeline import shelve

PLACES = ("Palmer", "Qeshm", "Mannheim", "Turin", "Leeds")
TEXTS = [
    f"A fire destroyed the old {thing} in {place} on {day}, chief {name} said; nobody was hurt."
    for place, thing in zip(PLACES, ("dairy", "mill", "ring", "works", "mill"), strict=True)
    for day, name in (("Tuesday", "McNutt"), ("Tuesday", "Rahman"), ("Sunday", "McNutt"))
]
DAYS = np.array([*np.repeat([1.0, 2.0, 3.0, 7.0], 3), np.nan, np.nan, np.nan])


def filled(shelf: Shelf) -> Shelf:
    assemble(counted(TEXTS, [None] * len(TEXTS)), shelf)
    shelf.put("days", DAYS)
    return shelf


def chances(shelf: Shelf, workers: int = 1) -> tuple[Pairs, np.ndarray]:
    with runner(workers) as run:
        pairs = pairs_on(shelf, window=3, most=4, run=run)
        return pairs, load_model().chance(shelf, pairs, run=run)


@pytest.mark.parametrize("where", ["memory", "disk"])
def test_a_shelf_gives_back_what_was_put_there(where: str, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path if where == "disk" else None)
    shelf.put("a", np.array([9]))
    shelf.put("a", np.array([1, 2]))
    shelf.extend("a", np.array([3]))
    assert shelf.get("a").tolist() == [1, 2, 3]
    shelf.room("b", 4, np.uint16)
    shelf.fill("b", np.array([3, 0]), np.array([7, 5], dtype=np.uint16))
    assert shelf.get("b").tolist() == [5, 0, 0, 7]
    shelf.room("none", 0, np.int32)
    shelf.fill("none", np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32))
    assert shelf.get("none").dtype == np.int32 and not len(shelf.get("none"))
    rows = sp.csr_array(np.array([[0.0, 2.0], [0.0, 0.0]])), sp.csr_array(np.array([[3.0, 0.0]]))
    shelf.keep_table("t", rows)
    assert shelf.table("t", 2).toarray().tolist() == [[0, 2], [0, 0], [3, 0]]
    shelf.drop_table("t")
    shelf.keep_table("t", rows[1:])
    assert shelf.table("t", 2).toarray().tolist() == [[3, 0]]


def test_a_shelf_on_disk_is_the_same_in_another_process(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    other = pickle.loads(pickle.dumps(shelf))
    other.put("late", np.array([1.5]))
    assert shelf.get("late").tolist() == [1.5]


def test_an_order_moves_rows_and_changes_no_weight(tmp_path: Path) -> None:
    order = np.arange(len(TEXTS))[::-1]
    plain, moved = Shelf(), Shelf(tmp_path)
    assert filled(plain) is plain
    parts = counted(TEXTS[:4], [None] * 4) + counted(TEXTS[4:], [None] * (len(TEXTS) - 4))
    assemble(parts, moved, order=order)
    one, two = terms_on(plain), terms_on(moved)
    for table in ("whole", "title", "lead", "calendar"):
        a, b = getattr(one, table).toarray(), getattr(two, table).toarray()
        assert (a[order] == b).all()
    assert (one.weekdays[order] == two.weekdays).all()
    for values in ("names", "holders", "news", "corpus"):
        assert (getattr(one, values) == getattr(two, values)).all()


def test_a_graph_is_symmetric_whatever_the_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = Pairs(np.array([0, 0, 1, 2]), np.array([1, 3, 3, 3]), 5)
    values = np.array([0.1, 0.2, 0.3, 0.4])
    whole = [
        [0, 0.1, 0, 0.2, 0],
        [0.1, 0, 0, 0.3, 0],
        [0, 0, 0, 0.4, 0],
        [0.2, 0.3, 0.4, 0, 0],
        [0, 0, 0, 0, 0],
    ]
    assert Graph(pairs).rows(0, 5, values).toarray().tolist() == whole
    assert Graph(pairs).rows(1, 4, values).toarray().tolist() == whole[1:4]
    monkeypatch.setattr(graph, "_CELLS", 2)
    found = list(Graph(pairs).stretches(values))
    assert len(found) > 2
    assert sp.vstack([rows for _, rows in found]).toarray().tolist() == whole
    assert [low for low, _ in found] == np.cumsum([0, *(r.shape[0] for _, r in found)])[
        :-1
    ].tolist()


def test_of_equal_neighbours_the_first_are_taken() -> None:
    bounds, others = np.array([0, 4, 4, 6]), np.array([8, 2, 5, 1, 3, 4])
    values = np.array([0.5, 0.5, 0.9, 0.5, 0.1, 0.1])
    assert candidates._best(bounds, others, values, 2).tolist() == [2, 3, 4, 5]
    assert candidates._best(bounds, others, values, 3).tolist() == [1, 2, 3, 4, 5]


def test_stretches_files_and_workers_change_no_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs, chance = chances(filled(Shelf()))
    gaps = np.abs(DAYS[pairs.first] - DAYS[pairs.second])
    assert np.nanmax(gaps) <= 3 and np.isnan(gaps).any()
    assert np.bincount(pairs.first, minlength=15).max() > 1
    (tmp_path / "two").mkdir()
    again = chances(filled(Shelf(tmp_path / "two")), workers=2)
    for name, size in (("_BLOCK", 2), ("_SHARD", 4), ("_ROWS", 3)):
        monkeypatch.setattr(candidates, name, size)
    monkeypatch.setattr(model, "_PAIRS", 5)
    monkeypatch.setattr(model, "_ROWS", 4)
    monkeypatch.setattr(graph, "_CELLS", 7)
    (tmp_path / "one").mkdir()
    for other, likely in (again, chances(filled(Shelf(tmp_path / "one")))):
        assert other.first.tolist() == pairs.first.tolist()
        assert other.second.tolist() == pairs.second.tolist()
        assert likely.tobytes() == chance.tobytes()


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Shelf, "extend", full)
    rows = [{"article_id": str(i), "text": text} for i, text in enumerate(TEXTS)]
    with pytest.raises(FramingError, match="make room and run the same command again"):
        shelve(Corpus.from_articles(rows), tmp_path / "work", until="events")
    assert not list((tmp_path / "work" / "scratch").iterdir())
