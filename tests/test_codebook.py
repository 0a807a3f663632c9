"""The codebook: every dictionary and computed feature keeps what it promises."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.features import check_dictionary, codebook, computed_features, describe, dictionaries
from framing.features.computing import Computed
from framing.features.dictionary import Dictionary, read_dictionary
from framing.features.plan import compile_dictionaries, find
from framing.features.readers import read_any
from framing.features.registry import collect
from framing.features.story import Story

ALL = list(dictionaries().values())
GOOD = """
name = "weather"
title = "Weather"
kind = "style"
version = "1"
definition = "Words for weather."
scope = "Plain words."
literature = ["A. Author (2000). A book."]
[[entry]]
name = "rain"
definition = "Rain."
patterns = "rain, rainy day"
positive = ["Rain fell."]
negative = ["The train left."]
"""


@pytest.mark.parametrize("dictionary", ALL, ids=lambda d: d.name)
def test_every_dictionary_passes_its_own_check(dictionary: Dictionary) -> None:
    assert [str(f) for f in check_dictionary(dictionary)] == []


@pytest.mark.parametrize("dictionary", ALL, ids=lambda d: d.name)
def test_every_dictionary_says_what_it_is(dictionary: Dictionary) -> None:
    assert len(dictionary.definition) > 20
    assert len(dictionary.scope) > 10
    assert dictionary.version
    assert all(any(c.isdigit() for c in work) for work in dictionary.literature)
    assert all(entry.definition for entry in dictionary.entries)


@pytest.mark.parametrize("dictionary", [d for d in ALL if d.kind == "label"], ids=lambda d: d.name)
def test_every_labelling_dictionary_has_a_mirror_that_names_it_back(dictionary: Dictionary) -> None:
    mirror = dictionaries()[dictionary.mirror]
    assert mirror.mirror == dictionary.name
    assert dictionary.mirror_reason


def test_euphemism_and_dysphemism_pair_entry_by_entry() -> None:
    soft, hard = dictionaries()["euphemism"], dictionaries()["dysphemism"]
    assert [e.name for e in soft.entries] == [e.name for e in hard.entries]


def test_camps_are_asked_with_like_breadth() -> None:
    labels = dictionaries()["political_labels"]
    left, right = (len(labels.entry(name).patterns) for name in ("of_the_left", "of_the_right"))
    assert 0.67 < left / right < 1.5


@pytest.mark.parametrize("feature", computed_features().values(), ids=lambda f: f.name)
def test_every_computed_feature_gives_its_example(feature: Computed) -> None:
    text, value = feature.example
    assert feature.definition and feature.unit and feature.source
    got = feature(Story.of(text))
    assert got == pytest.approx(value) if value is not None else got is None


@pytest.mark.parametrize("feature", computed_features().values(), ids=lambda f: f.name)
def test_a_computed_feature_is_undefined_and_not_0_on_nothing(feature: Computed) -> None:
    assert feature(Story.of("")) is None


def test_codebook_holds_everything_and_no_live_markup() -> None:
    for text in (codebook(), codebook(format="html")):
        assert all(d.title in unescape(text) for d in ALL)
        assert all(name in text.replace("\\", "") for name in computed_features())
    assert "<country>" not in codebook(format="html")
    with pytest.raises(FramingError, match="must be 'markdown' or 'html', not 'pdf'"):
        codebook(format="pdf")  # type: ignore[arg-type]


def test_describe_lists_both_kinds() -> None:
    frame = describe()
    assert len(frame) == len(ALL) + len(computed_features())
    assert frame["name"].is_unique


def test_a_dictionary_is_added_by_one_file(tmp_path: Path) -> None:
    (tmp_path / "weather.toml").write_text(GOOD, encoding="utf-8")
    assert check_dictionary(tmp_path / "weather.toml") == ()
    hits = find(["A rainy day, and rain."], dictionaries=[tmp_path / "weather.toml"])
    assert hits["term"].tolist() == ["rainy day", "rain"]
    assert set(collect([tmp_path, "hedges"])) == {"weather", "hedges"}


def test_a_dictionary_is_added_by_another_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.metadata import EntryPoint

    from framing.features import registry

    (tmp_path / "weather.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "other_package.py").write_text(
        f"from pathlib import Path\nFOLDER = Path({str(tmp_path)!r})\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    point = EntryPoint("other", "other_package:FOLDER", registry.ENTRY_POINT)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    registry.dictionaries.cache_clear()
    try:
        assert "weather" in registry.dictionaries()
    finally:
        registry.dictionaries.cache_clear()


def test_a_computed_feature_is_added_by_another_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.metadata import EntryPoint

    from framing.features import computing

    (tmp_path / "other_feature.py").write_text(
        "from framing.features.computing import Computed\n"
        "FEATURE = Computed(name='commas', definition='Commas.', unit='per 1,000 words',\n"
        "                   source=('A book, 2000.',), example=('a, b', 500.0),\n"
        "                   function=lambda s: s.per_thousand(s.folded.count(',')))\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    point = EntryPoint("other", "other_feature:FEATURE", computing.ENTRY_POINT)
    monkeypatch.setattr(computing, "entry_points", lambda group: [point])
    computing.computed_features.cache_clear()
    try:
        assert computing.computed_features()["commas"](Story.of("a, b")) == 500
    finally:
        computing.computed_features.cache_clear()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("kind", "kinds"), "unknown key 'kinds'; nearest: 'kind'"),
        (('scope = "Plain words."\n', ""), "'scope' is missing"),
        (('"style"', '"stile"'), "kind 'stile' is not one of label, frame, style, actor"),
        (('"weather"', '"The Weather"'), "must be lower-case"),
        (('"rain, rainy day"', '""'), "'patterns' is empty"),
        (("version", "versi on"), "not readable as TOML"),
        (
            ('definition = "Rain."', 'definition = "Rain."\nstrength = 9'),
            "strength must lie above 0",
        ),
        (
            ('definition = "Rain."', 'definition = "Rain."\ntarget = "x"'),
            "target 'x' is not one of",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    path = tmp_path / "weather.toml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(FramingError, match=message):
        read_dictionary(path)


def test_a_wrong_pattern_names_dictionary_and_entry(tmp_path: Path) -> None:
    path = tmp_path / "weather.toml"
    path.write_text(GOOD.replace("rainy day", "(rainy"), encoding="utf-8")
    with pytest.raises(FramingError, match="dictionary 'weather', entry 'rain': pattern"):
        compile_dictionaries([path])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("Rain fell.", "Snow fell."), "missed"),
        (("The train left.", "The rain left."), "wrongly found"),
        (('["The train left."]', "[]"), "no example"),
        (('["A. Author (2000). A book."]', "[]"), "no literature"),
        (('kind = "style"', 'kind = "label"'), "no mirror"),
        (
            ('kind = "style"', 'kind = "style"\nmirror = "sun"\nmirror_reason = "x"'),
            "unknown mirror",
        ),
    ],
)
def test_the_check_finds_what_is_wrong(tmp_path: Path, change: tuple[str, str], code: str) -> None:
    path = tmp_path / "weather.toml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    assert code in [f.code for f in check_dictionary(path)]


def test_an_unknown_dictionary_names_the_nearest() -> None:
    with pytest.raises(FramingError, match="no dictionary 'hedge'; nearest: 'hedges'"):
        compile_dictionaries(["hedge"])
    with pytest.raises(FramingError, match="must be a list"):
        compile_dictionaries("hedges")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("d.dic", "%\n1\tposemo\n2\tnegemo\n%\ngood*\t1\nbad\t2\nvery bad\t2\n"),
        ("d.yml", "posemo:\n  - good*\nnegemo:\n  - bad\n  - very bad  # comment\n"),
        ("d.yaml", "posemo: [good*]\nnegemo: ['bad', \"very bad\"]\n"),
        ("d.csv", "entry,pattern\nposemo,good*\nnegemo,bad\nnegemo,very bad\n"),
    ],
)
def test_dictionaries_of_other_tools_are_read(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    dictionary = read_any(tmp_path / name)
    assert {e.name: e.patterns for e in dictionary.entries} == {
        "posemo": ("good*",),
        "negemo": ("bad", "very bad"),
    }
    hits = find(["A very bad, goodly man."], dictionaries=[tmp_path / name])
    assert hits["entry"].tolist() == ["negemo", "posemo"]


def test_nested_keys_are_joined(tmp_path: Path) -> None:
    (tmp_path / "d.yml").write_text("a:\n  b:\n    - x\n  c:\n    - y\nd:\n  - z\n")
    assert [e.name for e in read_any(tmp_path / "d.yml").entries] == ["a.b", "a.c", "d"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("d.dic", "good\t1\n", "between two lines '%'"),
        ("d.dic", "%\n1\ta\n%\ngood\t7\n", "line 4: category '7'"),
        ("d.yml", "- x\n", "stands before any key"),
        ("d.yml", "just words\n", "expected 'key:'"),
        ("d.csv", "a,b\n1,2\n", "found: a, b"),
        ("d.txt", "x", "no reader for '.txt'"),
        ("d.yml", "# nothing\n", "no patterns found"),
    ],
)
def test_bad_files_of_other_tools_are_refused(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(FramingError, match=message):
        read_any(tmp_path / name)
