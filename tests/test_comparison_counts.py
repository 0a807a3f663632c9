"""Contrasts of counts: by hand where that can be done, then what must hold for any counts."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from framing.comparison import contrast_counts
from framing.comparison.cells import make_cells, make_scores
from framing.comparison.draws import draw_labels, smallest_p
from framing.comparison.intervals import rate_ratios
from framing.errors import FramingError

NUMBERS = ["log2_ratio", "low", "high", "z", "p", "p_family", "q"]


def world(
    seed: int = 0, *, stories: int = 60, features: int = 6, events: int = 6
) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    length = rng.integers(100, 900, stories)
    return {
        "counts": rng.poisson(length[:, None] * rng.uniform(0.0005, 0.01, features)),
        "length": length,
        "side": rng.random(stories) < 0.5,
        "event": rng.integers(0, events, stories),
    }


def run(given: dict[str, Any], **more: Any) -> pd.DataFrame:
    given = {"draws": 199, **given, **more}
    return contrast_counts(given.pop("counts"), **given)


def same(a: pd.DataFrame, b: pd.DataFrame) -> bool:
    return bool(a.drop(columns="reason").equals(b.drop(columns="reason")))


def test_rates_and_ratio_by_hand() -> None:
    # event x: 2 hits in 100 words against 1 in 100; event y: 4 in 200 against 1 in 100
    table = run(
        {
            "counts": [[2], [1], [4], [1]],
            "length": [100, 100, 200, 100],
            "side": [True, False, True, False],
            "event": ["x", "x", "y", "y"],
        }
    )
    row = table.iloc[0]
    assert (row["hits_a"], row["hits_b"], row["stories_a"], row["stories_b"]) == (6, 2, 2, 2)
    assert row["rate_a"] == pytest.approx(20) and row["rate_b"] == pytest.approx(10)
    # Mantel-Haenszel: (2 * 100/200 + 4 * 100/300) / (1 * 100/200 + 1 * 200/300) = 2
    assert row["log2_ratio"] == pytest.approx(1)


def test_standard_deviation_and_skewness_are_those_of_all_labellings() -> None:
    counts = np.array([[3], [0], [1], [5], [0], [2], [1]])
    length = np.array([50.0, 80, 60, 90, 40, 70, 30])
    stratum = np.array([0, 0, 0, 0, 1, 1, 1])
    side = np.array([True, False, False, False, True, True, False])
    cells = make_cells(sparse.csr_matrix(counts), stratum)
    scores = make_scores(cells, length=length, side=side, stratum=stratum)
    every = []
    for first in itertools.combinations(range(4), 1):
        for second in itertools.combinations(range(4, 7), 2):
            label = np.zeros(7)
            label[[*first, *second]] = 1
            every.append(label)
    sums = scores.statistic(np.array(every).T)[0]
    assert sums.mean() == pytest.approx(0, abs=1e-12)
    assert scores.deviation[0] == pytest.approx(sums.std())
    assert scores.skewness[0] == pytest.approx((sums**3).mean() / sums.std() ** 3)
    # and the statistic itself, from its definition
    u = np.zeros(7)
    for e in (0, 1):
        mine = stratum == e
        rate = counts[mine, 0].sum() / length[mine].sum()
        u[mine] = (counts[mine, 0] - rate * length[mine]) / (length[mine] + np.median(length))
    mean = sum(u[stratum == e].mean() * side[stratum == e].sum() for e in (0, 1))
    observed = scores.statistic(side[:, None].astype(float))[0, 0]
    assert observed == pytest.approx(u[side].sum() - mean)


def test_p_is_the_share_of_labellings() -> None:
    # 3 + 3 + 3 events of one against two: 27 labellings, few enough to count
    rng = np.random.default_rng(3)
    counts = rng.poisson(2, (36, 1))
    length = np.full(36, 100.0)
    event = np.repeat(np.arange(3), 12)
    side = np.tile(np.arange(12) < 4, 3)
    table = run(
        {"counts": counts, "length": length, "side": side, "event": event},
        draws=20_000,
        min_stories=1,
    )
    u = counts[:, 0] - np.array([counts[event == e, 0].mean() for e in range(3)])[event]
    draws = draw_labels(side, event, draws=20_000, seed=9)
    exact = (np.abs(u @ draws) >= abs(u @ side) - 1e-9).mean()
    assert float(table["p"].iloc[0]) == pytest.approx(exact, abs=0.02)


def test_draws_keep_every_stratum_and_do_not_depend_on_how_many_there_are() -> None:
    rng = np.random.default_rng(0)
    stratum, side = rng.integers(0, 5, 40), rng.random(40) < 0.3
    labels = draw_labels(side, stratum, draws=130, seed=1)
    for e in range(5):
        assert (labels[stratum == e].sum(axis=0) == side[stratum == e].sum()).all()
    assert (draw_labels(side, stratum, draws=10, seed=1, first=64) == labels[:, 64:74]).all()
    assert not (draw_labels(side, stratum, draws=130, seed=2) == labels).all()


@pytest.mark.parametrize(
    ("k", "m", "p"),
    [
        (1, 1, 1.0),
        (2, 2, 1 / 3),
        (3, 3, 0.1),
        (3, 4, 1 / 35),
        (4, 4, 2 / 70),
        (1, 19, 0.05),
        (2, 5, 1 / 21),
    ],
)
def test_smallest_p_of_k_against_m(k: int, m: int, p: float) -> None:
    side = np.arange(k + m) < k
    assert smallest_p(side, np.zeros(k + m, dtype=int)) == pytest.approx(p)


@given(st.integers(0, 10_000))
@settings(max_examples=8)
def test_swapped_sides_turn_signs_and_keep_p(seed: int) -> None:
    given = world(seed)
    a, b = run(given), run({**given, "side": ~given["side"]})
    for column in ("log2_ratio", "z"):
        assert (a[column] == -b[column]).fillna(True).all()
    assert (a["low"] == -b["high"]).fillna(True).all()
    for column in ("p", "p_family", "q"):
        assert a[column].equals(b[column])
    assert a["hits_a"].equals(b["hits_b"].rename("hits_a"))


@given(st.integers(0, 10_000))
@settings(max_examples=8)
def test_order_and_workers_change_nothing(seed: int) -> None:
    given = world(seed)
    order = np.random.default_rng(seed).permutation(len(given["length"]))
    mixed = {name: values[order] for name, values in given.items()}
    assert same(run(given), run(mixed, workers=3))
    assert same(run(given), run({**given, "counts": sparse.csc_matrix(given["counts"])}))


def test_identical_stories_on_both_sides_give_no_effect() -> None:
    given = world(1, stories=40)
    twice = {k: np.concatenate([v, v]) for k, v in given.items() if k != "side"}
    twice["side"] = np.arange(80) < 40
    table = run(twice)
    assert np.allclose(table["log2_ratio"].to_numpy(float), 0)
    assert (table["p"] == 1).all() and (table["p_family"] == 1).all()
    # and where they are known to be copies, each pair is a stratum of its own
    known = run(twice, story=np.tile(np.arange(40), 2))
    assert (known["p_family"] == 1).all()


def test_a_large_difference_is_found_and_named_in_its_family() -> None:
    given = world(5, stories=120)
    given["counts"][given["side"], 0] *= 6
    table = run(given, named=[1], min_stories=5)
    assert table.loc[0, "p_family"] <= 0.05 and table.loc[0, "q"] <= 0.05
    assert table.loc[0, "low"] > 1
    assert table["family"].tolist() == ["search", "named", *["search"] * 4]
    assert table.attrs["tested"] == {"named": 1, "search": 5}
    # a family of one: the family-wise p is the p alone
    assert table.loc[1, "p_family"] == pytest.approx(table.loc[1, "p"], abs=0.03)


def test_family_wise_p_is_never_below_p_alone() -> None:
    table = run(world(7, stories=200, features=20), draws=999)
    known = table.dropna(subset=["p"])
    assert (known["p_family"] >= known["p"] - 0.01).all()
    order = known.sort_values("p_family")
    assert (order["p_family"].diff().dropna() >= 0).all()


def test_copies_count_once_a_side() -> None:
    given = world(2)
    copies = np.concatenate([np.arange(60), np.repeat([3, 8], 20)])
    printed = {name: values[copies] for name, values in given.items()}
    table = run(printed, story=copies)
    assert same(table, run(given))
    assert table.attrs["copied"] == 40 and table.attrs["copied_stories"] == 2
    assert table.attrs["stories"] == run(given).attrs["stories"]


def test_what_has_no_counterpart_is_left_out_and_counted() -> None:
    given = world(4)
    event = np.where(np.arange(60) < 7, "alone", given["event"].astype(str)).astype(object)
    side = given["side"].copy()
    side[:7] = True
    event[7] = None
    table = run({**given, "event": event, "side": side})
    assert table.attrs["left_out"] == {"no counterpart in the event": 7, "no event": 1}
    assert sum(table.attrs["stories"]) == 52


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rows": 1}, "without a counterpart"),
        ({"rows": 0}, "without a counterpart"),
        ({"side": np.ones(60, bool)}, "without a counterpart"),
        ({"event": np.arange(60)}, "without a counterpart"),
        ({"event": np.zeros(60)}, "1 shared event"),
        ({"rows": 16}, "at least 10 independent stories a side"),
        ({"unit": "outlet", "outlet": ["one"] * 60, "side": np.ones(60, bool)}, "outlets"),
    ],
)
def test_a_closed_gate_says_why(change: dict[str, Any], says: str) -> None:
    given = world(0)
    rows = change.pop("rows", 60)
    given = {name: values[:rows] for name, values in given.items()}
    table = run(given | change)
    assert table.attrs["gate"] == "closed" and says in table.attrs["reason"]
    assert table[["p", "p_family", "q"]].isna().all().all()
    assert (table["reason"] == table.attrs["reason"]).all()


def test_one_against_three_stories() -> None:
    table = run(
        {
            "counts": [[9], [0], [0], [0]],
            "length": [9] * 4,
            "side": [True, False, False, False],
            "event": ["e"] * 4,
        }
    )
    assert table.attrs["reason"] == (
        "Descriptive only: 1 and 3 stories; the smallest attainable p is .25, so no difference "
        "can be established."
    )


def test_two_against_two_outlets() -> None:
    given = world(0)
    outlet = np.arange(60) % 4
    table = run({**given, "side": outlet < 2}, outlet=outlet, unit="outlet")
    assert table.attrs["reason"] == (
        "Only 2 v 2 outlets: the smallest attainable p is .33. Rates are shown per outlet; no "
        "claim about the groups is made (at least 3 outlets a side, and 7 in all, are needed)."
    )


def test_outlets_are_permuted_as_wholes() -> None:
    given = world(0, stories=240)
    outlet = np.arange(240) % 7
    side = outlet < 3
    given["counts"][side, 0] *= 4
    table = run({**given, "side": side}, outlet=outlet, unit="outlet")
    assert table.attrs["gate"] == "open" and table.attrs["outlets"] == [3, 4]
    # all 35 assignments were run through: no p can be below 1 / 35
    assert table["p"].min() == pytest.approx(1 / 35)
    assert ((table["p"] * 35) % 1).round(9).isin([0, 1]).all()
    one = given["counts"].copy()
    one[outlet == 0, 1] *= 30  # one outlet cannot carry a kind
    lone = run({**given, "counts": one, "side": side}, outlet=outlet, unit="outlet")
    assert lone.loc[1, "p"] > 0.05


def test_an_outlet_on_both_sides_is_refused() -> None:
    with pytest.raises(FramingError, match="stands on both sides"):
        run(world(0), outlet=np.zeros(60), unit="outlet")


def test_events_of_one_group_only_are_clusters() -> None:
    given = world(0, stories=300, events=40)
    side = given["event"] % 2 == 0
    assert run({**given, "side": side}).attrs["gate"] == "closed"
    table = run({**given, "side": side}, unit="event")
    assert table.attrs["gate"] == "open" and sum(table.attrs["stories"]) == 40


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"counts": np.full((60, 6), -1)}, "0 or more"),
        ({"counts": np.full((60, 6), np.nan)}, "0 or more"),
        ({"counts": np.zeros(60)}, "a matrix"),
        ({"length": np.zeros(60)}, "a length of 0"),
        ({"length": np.full(60, np.nan)}, "0 or more"),
        ({"length": np.ones(3)}, "one value a story"),
        ({"side": ["left"] * 60}, "True .first group. or False"),
        ({"unit": "word"}, "unit must be one of story, outlet, event"),
        ({"unit": "outlet"}, "needs outlet="),
        ({"draws": 5}, "draws must be"),
        ({"named": [6]}, "column numbers"),
        ({"named": ["hedge"], "features": ["hedges", "b", "c", "d", "e", "f"]}, "hedges"),
        ({"features": ["a"]}, "name every column"),
    ],
)
def test_bad_input_is_refused_in_words(change: dict[str, Any], says: str) -> None:
    with pytest.raises(FramingError, match=says):
        run(world(0) | change)


def test_degenerate_features_have_no_p_or_one_with_a_reason() -> None:
    given = world(0)
    counts = given["counts"].copy()
    counts[:, 0], counts[:, 1], counts[:, 2] = 0, 1, 0
    counts[:3, 2] = 1
    table = run({**given, "counts": counts, "length": np.full(60, 200)})
    assert table.loc[0, "reason"] == "no hits in shared events" and pd.isna(table.loc[0, "p"])
    assert table.loc[1, "p"] == 1 and table.loc[1, "log2_ratio"] == 0
    assert table.loc[2, "reason"] == "in fewer than 10 stories" and pd.isna(table.loc[2, "q"])
    assert pd.isna(table.loc[0, "log2_ratio"])


def test_a_side_without_hits_has_one_bound() -> None:
    given = world(0)
    counts = given["counts"].copy()
    counts[~given["side"], 0] = 0
    row = run({**given, "counts": counts}).iloc[0]
    assert row["log2_ratio"] == math.inf and row["high"] == math.inf
    assert math.isfinite(row["low"])


def test_intervals_cover_under_the_null() -> None:
    rng = np.random.default_rng(8)
    length = rng.integers(200, 800, 200).astype(float)
    burst = rng.gamma(2, 0.5, (200, 300))
    counts = sparse.csr_matrix(rng.poisson(0.002 * length[:, None] * burst))
    side = rng.random(200) < 0.5
    event = rng.integers(0, 10, 200)
    ratios = rate_ratios(make_cells(counts, event), length=length, side=side, stratum=event)
    assert 0.92 <= ((ratios.low <= 0) & (ratios.high >= 0)).mean() <= 0.98


def test_many_features() -> None:
    given = world(0)
    given["counts"] = sparse.random(60, 100_000, density=0.02, random_state=1)
    table = run(given)
    assert len(table) == 100_000 and list(table.index[:3]) == [0, 1, 2]


def test_the_caller_s_arrays_are_left_alone() -> None:
    given = world(0)
    counts = sparse.csr_matrix(given["counts"])
    counts.data[0] = 0  # an explicit zero
    before = counts.copy()
    run({**given, "counts": counts})
    assert counts.nnz == before.nnz and (counts.data == before.data).all()


def test_every_column_is_there_whatever_the_arguments() -> None:
    columns = run(world(0)).columns.tolist()
    assert run(world(0, stories=4)).columns.tolist() == columns
    assert run(world(0), named=[0], unit="event").columns.tolist() == columns
    assert set(NUMBERS) <= set(columns)


def test_a_story_without_an_outlet_stays_unless_outlets_are_the_unit() -> None:
    given = world(0)
    outlet = np.where(np.arange(60) == 3, None, (np.arange(60) % 7).astype(str))
    assert same(run(given), run(given, outlet=outlet))
    table = run({**given, "side": np.arange(60) % 7 < 3}, outlet=outlet, unit="outlet")
    assert table.attrs["left_out"]["no outlet"] == 1
