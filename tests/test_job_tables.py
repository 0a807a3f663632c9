"""Tables on disk: written by the column, with the cells that pandas and a spreadsheet expect."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report import sheets
from framing.report.sheets import csv_pieces, write_sheet


def _text(frame: pd.DataFrame) -> str:
    return b"".join(csv_pieces(frame)).decode("utf-8")


def test_cells_are_those_that_pandas_writes(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "text": pd.array(["x", None, 'said "no", twice\n', ""] * 6, dtype="string"),
            "number": pd.array([1, None, -3] * 8, dtype="Int64"),
            "whole": np.arange(-12, 12),
            "share": pd.array([0.1, None, 1.0, 1e-9] * 6, dtype="Float64"),
            "plain": [0.1 + 0.2, float("nan"), -0.0, 1e22] * 6,
            "flag": pd.array([True, None, False] * 8, dtype="boolean"),
            "sure": [True, False] * 12,
            "places": [[("a", 1, 2)], [], None] * 8,
            "ä, b": ["é", "日本", None, "𝒳"] * 6,
        }
    )
    write_sheet(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text("utf-8") == frame.to_csv(index=False, lineterminator="\n")


def test_a_large_table_has_the_bytes_of_one_written_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = pd.DataFrame({"text": ["x", "=1", None] * 8, "number": range(24)})
    whole = {count: _text(frame.head(count)) for count in (0, 1, 7, 8, 24)}
    monkeypatch.setattr(sheets, "ROWS", 7)
    assert {count: _text(frame.head(count)) for count in whole} == whole


def test_one_column_has_no_empty_line() -> None:
    assert _text(pd.DataFrame({"a": ["x", None]})) == 'a\nx\n""\n'


def test_no_cell_becomes_a_formula() -> None:
    cells = ["=1+1", "+1", "-x", "@a", "\t=1", " =1", "\u00a0-1", '="a",1', "fine", None]
    frame = pd.DataFrame({"text": pd.array(cells, dtype="string"), "=n": range(-5, 5)})
    read = pd.read_csv(io.StringIO(_text(frame)), keep_default_na=False)
    assert list(read.columns) == ["text", "'=n"]
    assert read["text"].tolist() == [f"'{c}" for c in cells[:8] if c] + ["fine", ""]
    assert read["'=n"].tolist() == list(range(-5, 5))
    assert frame["text"][0] == "=1+1"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)))
def test_what_is_written_is_read_back(cells: list[str]) -> None:
    frame = pd.DataFrame({"text": pd.array(cells, dtype="string"), "n": range(len(cells))})
    text = _text(frame)
    read = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, lineterminator="\n")
    for cell, back in zip(cells, read["text"], strict=True):
        assert back in (cell, "'" + cell)
