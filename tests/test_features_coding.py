"""Coding samples, agreement and corrected rates, against numbers worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.features import agreement, corrected_rate, match, read_sheets, sample, validate


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    rows = [
        {
            "article_id": f"{outlet}{k}",
            "outlet": outlet,
            "text": f"Number {k} is a rogue state. Rain fell on day {k}. The sun shone {k} times.",
        }
        for outlet in ("A", "B") for k in range(10)
    ]  # fmt: skip
    return match(Corpus.from_articles(rows), dictionaries=["closed_states"])


def coded(units: list[str], values: list[int], coder: str = "x") -> pd.DataFrame:
    return pd.DataFrame({"unit": units, "coder": coder, "variable": "v", "value": values})


def test_sample_is_blind_stratified_and_weighted(corpus: Corpus) -> None:
    sheet, key = sample(corpus, feature="closed_states", size=12)
    assert list(sheet.columns) == ["unit", "sentence", "coder", "closed_states"]
    assert sheet["unit"].tolist() == key["unit"].tolist()
    assert key.groupby(["outlet", "hit"]).size().tolist() == [3, 3, 3, 3]
    # 10 sentences with a hit and 20 without in each outlet.
    assert key.groupby("hit")["weight"].sum().tolist() == pytest.approx([40, 20])


def test_sample_does_not_depend_on_order_and_changes_with_the_seed(corpus: Corpus) -> None:
    shuffled = Corpus.from_articles(corpus.articles[::-1].reset_index(drop=True))
    again = match(shuffled, dictionaries=["closed_states"])
    one, two = (sample(c, feature="closed_states", size=8)[1] for c in (corpus, again))
    assert one["unit"].tolist() == two["unit"].tolist()
    other = sample(corpus, feature="closed_states", size=8, seed=1)[1]
    assert other["start"].tolist() != one["start"].tolist() or (
        other["article_id"].tolist() != one["article_id"].tolist()
    )


def test_sheets_come_back(tmp_path: Path) -> None:
    (tmp_path / "ann.csv").write_text("unit,sentence,coder,v\nu1,a,,yes\nu2,b,,0\nu3,c,,\n")
    (tmp_path / "bob.csv").write_text("unit,sentence,coder,v\nu1,a,Bob,1\nu2,b,Bob,no\n")
    codes = read_sheets([tmp_path / "ann.csv", tmp_path / "bob.csv"])
    assert codes[["unit", "coder", "value"]].to_numpy().tolist() == [
        ["u1", "Bob", 1],
        ["u1", "ann", 1],
        ["u2", "Bob", 0],
        ["u2", "ann", 0],
    ]


def test_a_unit_coded_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ann.csv").write_text("unit,v\nu1,1\nu1,0\n")
    with pytest.raises(FramingError, match="coder 'ann' coded unit 'u1' twice"):
        read_sheets([tmp_path / "ann.csv"])


def test_alpha_of_a_published_example() -> None:
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, example A: binary data, two
    # observers, no missing data; alpha = 0.095.
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    units = [str(k) for k in range(10)]
    codes = pd.concat([coded(units, first, "a"), coded(units, second, "b")])
    result = agreement(codes, draws=100)[0]
    assert result.alpha == pytest.approx(0.095, abs=0.0005)
    assert result.low < result.alpha < result.high
    assert (result.units, result.coders) == (10, 2)


def test_agreement_needs_two_coders() -> None:
    with pytest.raises(FramingError, match="no unit was coded by two"):
        agreement(coded(["u"], [1]))


def key_of(hits: list[bool], weights: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"unit": [str(k) for k in range(len(hits))], "hit": hits, "weight": weights}
    )


def test_validity_by_hand() -> None:
    key = key_of([True, True, True, False, False, False], [1, 1, 1, 10, 10, 10])
    codes = coded([str(k) for k in range(6)], [1, 1, 0, 1, 0, 0])
    result = validate(codes, key, variable="v")
    assert result.precision == pytest.approx(2 / 3)
    assert result.recall == pytest.approx(2 / 12)
    assert result.specificity == pytest.approx(20 / 21)
    assert (result.coded, result.found, result.both, result.units) == (3, 3, 2, 6)


def test_a_perfect_dictionary_needs_no_correction() -> None:
    key = key_of([True] * 20 + [False] * 20, [1.0] * 40)
    codes = coded([str(k) for k in range(40)], [1] * 20 + [0] * 20)
    rate = corrected_rate(30, 100, codes, key, variable="v", draws=200)
    assert rate.corrected == pytest.approx(rate.raw) == pytest.approx(0.3)
    assert rate.low < 0.3 < rate.high


def test_the_correction_finds_the_planted_rate() -> None:
    # True share .2; the dictionary finds .8 of it and .1 of the rest: .2*.8 + .8*.1 = .24.
    hits = [True] * 80 + [False] * 20 + [True] * 10 + [False] * 90
    truth = [1] * 100 + [0] * 100
    key = key_of(hits, [1.0] * 200)
    codes = coded([str(k) for k in range(200)], truth)
    rate = corrected_rate(240, 1000, codes, key, variable="v", draws=300)
    assert rate.raw == pytest.approx(0.24)
    assert rate.corrected == pytest.approx(0.2)
    assert rate.low < 0.2 < rate.high


def test_a_useless_dictionary_is_told() -> None:
    key = key_of([True, False, True, False], [1.0] * 4)
    codes = coded(list("0123"), [1, 1, 0, 0])
    with pytest.raises(FramingError, match="sum to 1 or less"):
        corrected_rate(5, 10, codes, key, variable="v")


def test_odd_codes_and_strange_keys_are_refused() -> None:
    key = key_of([True], [1.0])
    with pytest.raises(FramingError, match="neither 1"):
        validate(coded(["0"], [7]), key, variable="v")
    with pytest.raises(FramingError, match="none of the coded units"):
        validate(coded(["z"], [1]), key, variable="v")


def test_no_hits_no_sample(corpus: Corpus) -> None:
    with pytest.raises(FramingError, match="no hits of 'hedges'"):
        sample(corpus, feature="hedges")
    assert np.isnan(validate(coded(["0"], [0]), key_of([False], [1.0]), variable="v").recall)
