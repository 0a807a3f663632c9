"""The public tables that the project is measured on are readable; run with FRAMING_DATA set."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from framing.furniture import mark
from framing.reading import iter_parts, read

DATA = os.environ.get("FRAMING_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="set FRAMING_DATA=../shared/data to run")


def data(name: str) -> Path:
    return Path(DATA or "") / name


def test_china_daily_and_the_new_york_times_are_nearly_all_story() -> None:
    corpus = mark(read(data("chinadaily_nyt_2014h2.parquet")))
    assert len(corpus) == 821
    assert corpus.articles["outlet"].value_counts().to_dict() == {
        "The New York Times": 505,
        "China Daily": 316,
    }
    sizes = (corpus.spans["end"] - corpus.spans["start"]).groupby(corpus.spans["stage"]).sum()
    assert sizes["structure"] > 0.98 * sizes.sum()
    assert set(corpus.articles["language"]) == {"en"}


def test_a_zipped_table_whose_columns_are_named() -> None:
    corpus = read(
        data("ruwa.csv.zip"),
        columns={"headline": "title", "text": "desc", "outlet": "Site", "published": "Date"},
    )
    left_out = corpus.notes[corpus.notes["code"] == "empty"]
    assert len(corpus) + len(left_out) == 16_545
    assert corpus.articles["published"].str[:4].isin(["2021", "2022"]).all()


def test_a_large_table_part_by_part() -> None:
    parts = iter_parts(data("allsides_articles.parquet"), rows=5_000)
    assert [len(part) for part in parts] == [5_000, 5_000, 4_356]
