"""The page and the tables: hostile text stays text, layers cover what they should."""

from __future__ import annotations

import json
import re
from html import unescape

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import Corpus
from framing.report.evidence import Evidence, script_json, words_of
from framing.report.marked import Mark, marked
from framing.report.sheets import without_formulas

TAG = re.compile(r"<[^>]*>")


def test_marks_nest_and_overlap() -> None:
    html = marked("abcdef", [Mark(0, 4, "direct", "Kim"), Mark(2, 6, "hit", "x")])
    assert html == (
        '<span class="direct" title="Kim">ab</span>'
        '<span class="direct hit" title="Kim">cd</span>'
        '<span class="hit" title="x">ef</span>'
    )


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


def test_no_cell_becomes_a_formula() -> None:
    cells = ["=1+1", "+1", "-x", "@a", "\t=1", " =1", "fine", None]
    frame = pd.DataFrame({"text": pd.array(cells, dtype="string"), "n": range(8)})
    safe = without_formulas(frame)
    assert [c[:1] for c in safe["text"].dropna()] == ["'"] * 6 + ["f"]
    assert safe["n"].tolist() == list(range(8)) and frame["text"][0] == "=1+1"


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


def test_words_of() -> None:
    assert words_of([]) == "" and words_of("a") == "a" and words_of("abc") == "a, b and c"
