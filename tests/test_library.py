"""A corpus in parts on disk: the same bytes as in memory; stopped, damaged, grown, and full."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from framing.corpus import Corpus
from framing.errors import FramingError, FramingWarning
from framing.library import Library
from framing.pipeline import analyse, shelve

PLACES = ("Minsk", "Geneva", "Oslo", "Vienna", "Cairo", "Astana")
TOLD = (
    "Negotiators worked through the night in {place} to organise a landmark exchange of prisoners "
    "that both governments had promised before the winter. The regime described the delay as a "
    "technical matter, and officials claimed that {number} families had been told to wait. "
    "Residents of {place} lined the road to the airport with flowers and candles."
)
OWN = (
    "{place} saw its {number}th day of talks. Analysts said the outcome was far from certain, and "
    'minister Ivan Petrov said: "We came to talk about {place}, and we will stay until it is done."'
)


def rows(count: int = 23) -> pd.DataFrame:
    """Stories of six places; every third one prints a passage that another one has, too."""
    made = []
    for i in range(count):
        place = PLACES[i % 6]
        text = OWN.format(place=place, number=i) + "\n\n"
        text += TOLD.format(place=place, number=i % 6) if i % 3 == 0 else f"Story {i} ends here."
        made.append(
            {
                "article_id": f"a{i * 7 % count:02}",
                "outlet": ("TASS", "Reuters", "The Local")[i // 6 % 3],
                "published": f"2018-05-{1 + i % 4:02}",
                "headline": f"Talks in {place}",
                "text": text,
            }
        )
    return pd.DataFrame(made)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("source") / "articles.csv"
    rows().to_csv(file, index=False)
    return file


@pytest.fixture(scope="module")
def whole(table: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the road in memory saves."""
    corpus = analyse(table)
    assert (corpus.passages["kind"] == "copy").any() and corpus.articles["event"].nunique() > 1
    return files(corpus, tmp_path_factory.mktemp("whole"))


def files(corpus: Corpus, folder: Path) -> dict[str, bytes]:
    corpus.save(folder)
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def times(library: Library) -> dict[str, int]:
    """When each layer was written."""
    found = sorted(library.folder.glob("parts/*/*/done.json"))
    return {str(p.relative_to(library.folder)): p.stat().st_mtime_ns for p in found}


@pytest.mark.parametrize("size", [3, 100])
def test_any_parts_give_the_bytes_of_the_road_in_memory(
    size: int, table: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    library = shelve(table, tmp_path / "work", size=size)
    assert len(library.parts()) == -(-23 // size)
    assert files(library.corpus(), tmp_path / "out") == whole
    assert library.signature == library.corpus().signature
    assert library.history == library.corpus().history


def test_two_workers_give_the_same(table: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    library = shelve(table, tmp_path / "work", size=6, workers=2)
    assert files(library.corpus(), tmp_path / "out") == whole


def test_ranges_of_the_join_change_nothing(
    table: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from framing.reuse import parted, parted_join

    monkeypatch.setattr(parted_join, "RECORDS", 37)
    monkeypatch.setattr(parted, "BLOCK", 2)
    monkeypatch.setattr(parted, "_REWRITTEN", 2)
    library = shelve(table, tmp_path / "work", size=8)
    assert files(library.corpus(), tmp_path / "out") == whole


def test_finished_parts_are_not_done_again(table: Path, tmp_path: Path) -> None:
    first = times(shelve(table, tmp_path, size=5))
    assert times(shelve(table, tmp_path, size=5)) == first


def test_a_corpus_goes_the_same_road(table: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    from framing.reading import read

    library = shelve(read(table), tmp_path / "work", size=5)
    assert files(library.corpus(), tmp_path / "out") == whole


def test_other_settings_do_the_layers_again(table: Path, tmp_path: Path) -> None:
    shelve(table, tmp_path, size=9)
    few = shelve(table, tmp_path, size=9, dictionaries=["hedges"])
    assert set(few.corpus().hits["feature"]) == {"hedges"}
    assert few.corpus().signature == analyse(table, dictionaries=["hedges"]).signature


def test_new_articles_join_and_the_others_stay(tmp_path: Path) -> None:
    work, folder = tmp_path / "work", tmp_path / "articles"
    folder.mkdir()
    rows().iloc[:15].to_csv(folder / "1.csv", index=False)
    shelve(folder, work, size=5)
    first = times(Library(work))
    rows().iloc[15:].to_csv(folder / "2.csv", index=False)
    grown = shelve(folder, work, size=5)
    again = times(grown)
    for layer in ("read", "told", "reuse-shelf", "events-shelf"):
        kept = {k: v for k, v in first.items() if f"/{layer}/" in k}
        assert len(kept) == 3 and {k: again[k] for k in kept} == kept
    assert len(grown.parts()) == 5
    assert files(grown.corpus(), tmp_path / "1") == files(analyse(folder), tmp_path / "2")


def test_a_changed_or_lost_article_is_refused(tmp_path: Path) -> None:
    file, work = tmp_path / "t.csv", tmp_path / "work"
    rows().to_csv(file, index=False)
    shelve(file, work, size=5, until="outlets")
    rows().assign(text="Another text.").to_csv(file, index=False)
    with pytest.raises(FramingError, match="reads differently from when"):
        shelve(file, work, size=5, until="outlets")
    rows(20).assign(article_id=[f"a{i * 7 % 23:02}" for i in range(20)]).to_csv(file, index=False)
    with pytest.raises(FramingError, match="holds 3 articles that"):
        shelve(file, work, size=5, until="outlets")
    with pytest.raises(FramingError, match="read with other settings; name another"):
        shelve(file, work, size=5, until="outlets", outlet="The Other")


def test_damaged_parts_are_said_and_done_again(
    table: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    library = shelve(table, tmp_path / "work", size=8)
    damaged = [
        sorted(library.place(part, layer).iterdir())[-1]
        for part, layer in ((0, "features"), (1, "read"), (1, "events"), (2, "told"),
                            (2, "reuse-shelf"), (2, "reuse"))
    ]  # fmt: skip
    for file in damaged:
        raw = file.read_bytes()
        file.write_bytes(raw[: len(raw) // 2])
    with pytest.warns(FramingWarning) as said:
        library = shelve(table, tmp_path / "work", size=8)
    assert len(said) == 5, "what lies on a part that is read again goes with it"
    assert all("is damaged or gone; this part is done again" in str(w.message) for w in said)
    assert files(library.corpus(), tmp_path / "out") == whole


def test_a_half_written_layer_does_not_count(
    table: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    library = shelve(table, tmp_path / "work", size=8)
    (library.place(0, "told") / "done.json").unlink()
    (library.place(0, "told") / "spans.parquet").write_bytes(b"half")
    left = library.place(0, "told").parent / ".told.abc"
    left.mkdir()
    library = shelve(table, tmp_path / "work", size=8)
    assert not left.exists()
    assert files(library.corpus(), tmp_path / "out") == whole


def test_a_full_disk_is_said_and_loses_nothing(
    table: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    write = pd.DataFrame.to_parquet

    def full(frame: pd.DataFrame, path: Path, **how: object) -> None:
        written.append(path)
        if len(written) > 12:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(frame, path, **how)  # type: ignore[call-overload]

    with monkeypatch.context() as patched:
        patched.setattr(pd.DataFrame, "to_parquet", full)
        with pytest.raises(FramingError, match="no space is left for the work folder"):
            shelve(table, tmp_path / "work", size=8)
    before = times(Library(tmp_path / "work"))
    assert before and not list(tmp_path.glob("work/parts/*/.*"))
    library = shelve(table, tmp_path / "work", size=8)
    after = times(library)
    assert {k: after[k] for k in before} == before
    assert files(library.corpus(), tmp_path / "out") == whole


def test_some_articles_are_fetched_from_their_parts(table: Path, tmp_path: Path) -> None:
    library = shelve(table, tmp_path, size=5)
    corpus = library.corpus()
    ids = ["a03", "a17"]
    fetched, selected = library.fetch(ids), corpus.select(ids)
    for name in ("articles", "spans", "attributions", "passages", "hits"):
        assert fetched.table(name).equals(selected.table(name)), name
    assert library.articles.equals(corpus.articles.drop(columns="text"))


KILLED = """
import sys
from framing.pipeline import shelve
if __name__ == "__main__":
    shelve(sys.argv[1], sys.argv[2], size=2, workers=2)
"""


def test_a_run_that_is_killed_goes_on_to_the_same_bytes(
    table: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    work = tmp_path / "work"
    (tmp_path / "road.py").write_text(KILLED)
    root = Path(__file__).resolve().parents[1]
    run = subprocess.Popen(
        [sys.executable, str(tmp_path / "road.py"), str(table), str(work)],
        env={**os.environ, "PYTHONPATH": str(root)},
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while len(list(work.glob("parts/*/told/done.json"))) < 3 and time.monotonic() < deadline:
        assert run.poll() is None
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    before = times(Library(work))
    assert 3 <= sum("/told/" in k for k in before) < 12
    library = shelve(table, work, size=2)
    after = times(library)
    assert {k: after[k] for k in before} == before
    assert files(library.corpus(), tmp_path / "out") == whole
    shutil.rmtree(work)


def test_a_comparison_of_a_library_is_that_of_the_corpus(table: Path, tmp_path: Path) -> None:
    from framing import job
    from framing.comparison import compare

    library = shelve(table, tmp_path, size=5)
    corpus = library.corpus()
    between = ("TASS", "Reuters")
    one, other = (
        compare(c, between, by="outlet", within="day", draws=200) for c in (library, corpus)
    )
    assert one.signature == other.signature and one.table.equals(other.table)
    feature = str(one.table.sort_values("printed_hits_a")["feature"].iloc[-1])
    assert len(one.evidence(feature)) and one.evidence(feature).equals(other.evidence(feature))
    assert one.only_one_side().equals(other.only_one_side())
    whole, texts = job.shown(library, one)
    assert texts.signature == corpus.signature and whole.caveats == one.caveats
    some, texts = job.shown(library, one, most=8)
    assert 0 < len(texts) <= 8 and some.table.equals(one.table)
    shown = set(one.stories.set_index("article_id").loc[texts.articles["article_id"], "event"])
    kept = one.stories[one.stories["event"].isin(shown)]
    assert set(kept["article_id"]) == set(texts.articles["article_id"]), "whole events"
    assert "The contrast counts all 23 articles" in some.caveats[-1]


def test_a_report_of_more_than_can_be_shown(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from framing import job
    from framing.report.opening import sizes_of
    from framing.study import Study

    monkeypatch.setattr(job, "SHOWN", 8)
    study = Study(path=table, between=("TASS", "Reuters"), by="outlet", within="day", draws=200)
    whole = job.find(study)
    some = job.find(study, work=tmp_path / "work")
    assert 0 < len(some.corpus) <= 8 < len(whole.corpus)
    assert some.comparison.table.equals(whole.comparison.table)
    written = job.write(some, tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "The contrast counts all 23 articles" in page
    assert sizes_of(some) == sizes_of(whole)
    stories = pd.read_csv(tmp_path / "out" / "tables" / "stories.csv")
    left = pd.read_csv(tmp_path / "out" / "tables" / "left_out.csv")
    assert len(stories) == len(whole.comparison.stories)
    assert len(left) == len(whole.comparison.left_out) > 0
    for name in written:
        if name.startswith("events/"):  # a page beside the report shows at least one story
            assert "<article" in (tmp_path / "out" / name).read_text(encoding="utf-8")
