"""The command line: what it prints, what it refuses, and in which words."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from framing.cli import main


def framing(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "framing", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "160", **environment},
        timeout=300,
    )


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run in this process; return what the user is told when it ends with exit code 2."""
    with pytest.raises(SystemExit) as left:
        main(list(words))
    assert left.value.code == 2
    return capsys.readouterr().err


def page(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


STORY = (
    "Talks begin in Minsk\n\nMINSK, May 3. /TASS/. Delegations of both sides met in Minsk on "
    'Thursday for talks on prisoners.\n\n"We came to talk," minister Ivan Petrov said.\n'
)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> tuple[Path, Path]:
    """Two runs of the main job under different hash seeds."""
    folder = tmp_path_factory.mktemp("runs")
    for name in ("1", "2"):
        done = framing("compare", str(seeds), "--out", str(folder / name), PYTHONHASHSEED=name)
        assert done.returncode == 0, done.stderr
    return folder / "1", folder / "2"


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_two_runs_give_the_same_bytes(outputs: tuple[Path, Path]) -> None:
    one, two = map(files, outputs)
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_a_run_leaves_report_tables_figures_and_passport(outputs: tuple[Path, Path]) -> None:
    written = files(outputs[0])
    for name in ("report.html", "run.json", "tables/contrast.csv", "tables/hits.csv",
                 "figures/contrast.svg", "figures/voices.png"):  # fmt: skip
        assert written[name], name
    passport = json.loads(written["run.json"])
    assert passport["signature"] and set(passport["files"]) == set(written) - {"run.json"}


def test_verify_holds_and_notices_a_change(outputs: tuple[Path, Path], tmp_path: Path) -> None:
    assert framing("verify", str(outputs[0])).returncode == 0
    copy = tmp_path / "copy"
    for name, content in files(outputs[0]).items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(content)
    table = copy / "tables" / "contrast.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("0", "1", 1), encoding="utf-8")
    done = framing("verify", str(copy))
    assert done.returncode == 1 and "tables/contrast.csv" in done.stderr


def test_the_summary_says_what_matters(seeds: Path) -> None:
    said = " ".join(framing("compare", str(seeds)).stdout.split())
    assert "escriptive only" in said
    for word in ("TASS", "Reuters", "AFP", "Sputnik", "no credit in this file"):
        assert word in said, word


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, resource, contextlib, io\n"
        "from framing.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main(['--help'])\n"
        "heavy = {'pandas', 'sklearn', 'nltk', 'matplotlib', 'numpy', 'scipy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_utime)\n"
    )
    costs = [
        float(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(3)
    ]
    assert min(costs) < 0.5  # a bound no slow machine breaks; the benchmark measures the real cost


def test_every_command_has_help_and_an_example() -> None:
    from framing.cli import app, dictionary_app

    for command in [*app.registered_commands, *dictionary_app.registered_commands]:
        assert command.callback is not None and command.callback.__doc__
        assert command.epilog and command.epilog.startswith("Example: framing ")


def test_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "read", str(tmp_path))
    assert str(tmp_path) in said and ".txt" in said


def test_no_such_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere" in refused(capsys, "read", "nowhere")


def test_one_side_only_given(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "compare", str(seeds), "--between", "state")
    assert "give it twice" in said


def test_an_unknown_group_names_its_neighbour(
    seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(
        capsys, "compare", str(seeds), "--between", "sttate", "--between", "western wire"
    )
    assert "'sttate'" in said and "nearest: 'state'" in said


def test_an_output_folder_that_cannot_be_written(
    seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    said = refused(capsys, "compare", str(seeds), "--out", str(tmp_path / "file" / "out"))
    assert "choose another folder with --out" in said


def test_a_study_with_a_key_nobody_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page(tmp_path, "study.toml", '[compare]\nbetween = ["state", "western wire"]\nsead = 1\n')
    assert "nobody reads compare.sead; nearest: 'seed'" in refused(
        capsys, "run", str(tmp_path / "study.toml")
    )


def test_a_single_article_is_descriptive_only(tmp_path: Path) -> None:
    folder = page(tmp_path / "a", "one.txt", STORY)
    done = framing("compare", str(folder), "--between", "state", "--between", "western wire")
    assert done.returncode == 0, done.stderr
    assert "escriptive only" in " ".join(done.stdout.split())


def test_all_articles_of_one_group_are_descriptive_only(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    for i in range(3):
        page(folder, f"{i}.txt", STORY.replace("Thursday", f"day {i}"))
    done = framing("compare", str(folder), "--between", "state", "--between", "western wire")
    assert done.returncode == 0, done.stderr
    assert "escriptive only" in " ".join(done.stdout.split())


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    hostile = "The minister said </script><script>alert(1)</script> on Thursday.\n\n"
    hostile += '=HYPERLINK("http://example.org","click") was the second line of the story.\n'
    page(folder, "tass.txt", STORY + "\n" + hostile)
    page(folder, "wire.txt", STORY.replace("/TASS/", "(Reuters)") + "\n" + hostile)
    out = tmp_path / "out"
    done = framing(
        "compare", str(folder), "--between", "state", "--between", "western wire", "--out", str(out)
    )
    assert done.returncode == 0, done.stderr
    html = (out / "report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in html
    for sheet in (out / "tables").glob("*.csv"):
        with sheet.open(encoding="utf-8", newline="") as lines:
            for cells in csv.reader(lines):
                assert not [c for c in cells if c.startswith("=")], sheet.name


def test_kwic_shows_voice_outlet_and_origin(seeds: Path) -> None:
    done = framing("kwic", "reclusive|secretive state", str(seeds))
    said = " ".join(done.stdout.split())
    assert done.returncode == 0, done.stderr
    assert "3 hits" in said and "3 narrator" in said and "Reuters" in said and "AFP" in said


def test_kwic_that_finds_nothing_leaves_with_one(seeds: Path) -> None:
    assert framing("kwic", "zebra crossing", str(seeds)).returncode == 1


def test_outlets_and_quiet(seeds: Path) -> None:
    done = framing("outlets", "itar-tass")
    assert done.returncode == 0 and "TASS" in done.stdout
    assert framing("read", str(seeds), "--quiet").stdout == ""


def test_read_lists_furniture_and_reasons(seeds: Path) -> None:
    said = framing("read", str(seeds)).stdout
    assert "Latest news" in said and "dateline" in said and "repeat" in said


def test_voices_of_the_seeds(seeds: Path) -> None:
    said = framing("voices", str(seeds)).stdout
    assert "Kim Jong Un" in said and "analysts (unnamed)" in said


def test_events_of_the_seeds(seeds: Path) -> None:
    done = framing("events", str(seeds))
    assert done.returncode == 0 and "2 events" in done.stdout
