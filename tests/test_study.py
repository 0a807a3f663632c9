"""A study file registers a comparison; what nobody reads is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing import job
from framing.errors import FramingError
from framing.job import command
from framing.study import Study, load_study

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
GOOD = """
[study]
title = "Two papers"
[corpus]
path = "articles"
[groups]
ours = ["A", "B"]
[compare]
between = ["ours", "western wire"]
by = "outlet"
named = ["hedges"]
seed = 7
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "study.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_everything_that_is_written_is_read(tmp_path: Path) -> None:
    study = load_study(write(tmp_path, GOOD))
    assert study.title == "Two papers" and study.path == (tmp_path / "articles").resolve()
    assert study.settings == {
        "between": ("ours", "western wire"), "by": "outlet", "within": "event", "unit": "story",
        "voice": None, "what": "feature", "named": ["hedges"], "draws": 2000, "seed": 7,
        "groups": {"ours": ["A", "B"]},
    }  # fmt: skip


def test_the_digest_follows_the_bytes(tmp_path: Path) -> None:
    one = load_study(write(tmp_path, GOOD)).digest
    assert load_study(write(tmp_path, GOOD)).digest == one
    assert load_study(write(tmp_path, GOOD + "# a word more\n")).digest != one


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[compare]\n", "must name two groups"),
        ('[compare]\nbetween = ["a"]\n', "must name two groups"),
        ('[compare]\nbetween = ["a", "b"]\nseeds = 1\n', "nobody reads compare.seeds"),
        ('[compere]\nbetween = ["a", "b"]\n', "nobody reads compere; nearest: 'compare'"),
        ('[corpus]\npaths = "x"\n[compare]\nbetween = ["a", "b"]\n', "nobody reads corpus.paths"),
        ("not = [toml", "not a TOML file"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FramingError, match=said.replace("[", r"\[").replace(".", r"\.")):
        load_study(write(tmp_path, text))


def test_a_missing_study_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="--between"):
        load_study(tmp_path)


def test_the_command_makes_it_again(tmp_path: Path) -> None:
    plain = Study(path=tmp_path, between=("state", "western wire"), seed=3, source="my articles")
    assert command(plain) == (
        "framing compare 'my articles' --between state --between 'western wire' --seed 3 --out out"
    )
    assert "--between" not in command(load_study(write(tmp_path, GOOD)))


def test_of_a_large_corpus_actors_are_read_where_both_sides_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job, "READ_WHOLE", 4)
    contents = job.find(load_study(SEEDS / "study.toml"))
    compared = set(contents.comparison.stories["event"])
    assert set(contents.tables["labels"]["event"]) == compared
    assert set(contents.corpus.articles["event"]) > compared
