"""The page and the tables: hostile text stays text, layers cover what they should."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from framing.comparison import compare
from framing.corpus import Corpus
from framing.report import event_pages, page
from framing.report.contents import Contents
from framing.report.evidence import Evidence, script_json, words_of
from framing.report.figures import draw
from framing.report.marked import Mark, marked
from framing.report.terminal import contexts, overview
from framing.wording import plural

TAG = re.compile(r"<[^>]*>")


def test_marks_nest_and_overlap() -> None:
    html = marked("abcdef", [Mark(0, 4, "direct", "Kim"), Mark(2, 6, "hit", "x")])
    assert html == (
        '<span class="direct" title="Kim">ab</span>'
        '<span class="direct hit" title="Kim; x">cd</span>'
        '<span class="hit" title="x">ef</span>'
    )


def test_marks_of_one_length_share_the_title_in_any_order() -> None:
    marks = [Mark(0, 2, "style", "b"), Mark(0, 2, "style", "a"), Mark(0, 3, "style", "c")]
    html = '<span class="style" title="a; b">ab</span><span class="style" title="c">c</span>'
    assert marked("abc", marks) == marked("abc", marks[::-1]) == html


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)),
                                      max_size=6))  # fmt: skip
def test_marking_loses_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(s), max(s), f"l{i}", "<t>") for i, s in enumerate(spans)]
    html = marked(text, marks)
    assert unescape(TAG.sub("", html)) == text


@given(st.text())
def test_script_json_cannot_end_its_element(text: str) -> None:
    safe = script_json([text])
    assert "<" not in safe and json.loads(safe) == [text]


def test_evidence_keeps_each_sentence_once() -> None:
    text = "One is here. Two is here and two again. Three."
    corpus = Corpus.from_articles([{"article_id": "a", "text": text, "outlet": "A"}])
    evidence = Evidence(corpus)
    hits = pd.DataFrame({"article_id": ["a"] * 3, "start": [13, 29, 40], "end": [16, 32, 45],
                         "voice": ["narrator", "direct", None]})  # fmt: skip
    places = evidence.places(hits)
    assert [p[0] for p in places] == [0, 0, 1]
    for (index, start, end, voice, speaker), words in zip(
        places, ("Two", "two", "Three"), strict=True
    ):
        assert str(evidence.rows[index][1])[start:end] == words
        assert voice in ("narrator", "direct", None) and speaker is None


def test_a_comparison_of_nothing_still_makes_a_page(tmp_path: Path) -> None:
    """No event in common, no hit, no figure's worth of data: counts of 0 and plain words."""
    rows = [
        {"article_id": i, "text": f"One word {i}.", "outlet": o, "origin": o, "event": i}
        for i, o in (("a", "A"), ("b", "B"))
    ]
    corpus = Corpus.from_articles(rows)
    contents = Contents("Nothing", corpus, compare(corpus, ("A", "B"), by="outlet"))
    draw(contents, tmp_path)
    html = page(contents, figures=tmp_path)
    assert "events that both sides cover" in html and "Nothing stands out" in html
    assert "1 articles" not in html and "1 events" not in html
    assert [name for name, _ in event_pages(contents)] == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_number_and_its_noun_agree(number: int) -> None:
    for noun, many in (("story", "stories"), ("hit", "hits"), ("more note", "more notes")):
        assert plural(number, noun) == f"{number} {noun if number == 1 else many}"


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
def test_a_concordance_keeps_its_hit_and_its_width(width: int) -> None:
    lines = pd.DataFrame({
        "outlet": ["The Moscow Times " * 3, None], "origin": ["Reuters", None],
        "voice": ["indirect", None], "speaker": ["Sergei Lavrov " * 4, None],
        "left": ["a  b\n" * 30, ""], "hit": ["reclusive state", "X"], "right": ["c " * 60, "d"],
    })  # fmt: skip
    console = Console(width=width, file=io.StringIO(), highlight=False)
    console.print(contexts("x", lines))
    said = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert all(len(line) <= width for line in said)
    assert any("reclusive state" in line for line in said) and "2 hits" in said[-1]
    assert any("The M" in line for line in said)


def test_the_overview_of_features_counts_each_kind() -> None:
    frame = pd.DataFrame({"name": ["a", "b", "c"], "kind": ["frame", "frame", "computed"],
                          "patterns": pd.array([3, 1, None], dtype="Int64")})  # fmt: skip
    console = Console(width=60, file=io.StringIO())
    console.print(overview(frame))
    said = console.file.getvalue()  # type: ignore[attr-defined]
    assert "frame: 2 features, 4 patterns" in said and "computed: 1 feature\n" in said
    assert "a 3" in said and "3 features;" in said


def test_words_of() -> None:
    assert words_of([]) == "" and words_of("a") == "a" and words_of("abc") == "a, b and c"
