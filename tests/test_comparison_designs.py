"""The other designs: pool, time, event by event, discovery, placebo, and the maps of tails."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from framing.comparison import (
    around_counts,
    by_event_counts,
    compare,
    contrast_counts,
    contrast_pool,
    discover,
    placebo_counts,
    series_counts,
)
from framing.comparison.over_time import describe_change
from framing.comparison.tails import gamma_maps, saddlepoint_maps
from framing.corpus import Corpus
from framing.errors import FramingError


def world(seed: int = 0, stories: int = 300, features: int = 8) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    length = rng.integers(200, 800, stories)
    return {
        "counts": rng.poisson(length[:, None] * rng.uniform(0.001, 0.01, features)),
        "length": length,
        "event": rng.integers(0, 12, stories),
    }


def test_each_against_the_pool() -> None:
    given = world()
    group = np.array(list("xyz"))[np.arange(300) % 3]
    given["counts"][group == "y", 2] *= 5
    table = contrast_pool(**given, group=group, draws=199)
    assert len(table) == 24 and table["group"].unique().tolist() == ["x", "y", "z"]
    found = table[table["p_family"] <= 0.05]
    assert ("y", 2) in set(zip(found["group"], found["feature"], strict=True))
    assert set(found["feature"]) == {2}
    assert (table["p_family"] >= table["p"]).all()
    row = table[(table["group"] == "y") & (table["feature"] == 2)].iloc[0]
    assert row["hits"] == given["counts"][group == "y", 2].sum() and row["low"] > 1


def test_the_pool_does_not_depend_on_the_order_of_stories() -> None:
    given = world(3)
    group = np.array(list("xyz"))[np.random.default_rng(0).integers(0, 3, 300)]
    order = np.random.default_rng(1).permutation(300)
    one = contrast_pool(**given, group=group, draws=99)
    other = contrast_pool(**{k: v[order] for k, v in given.items()}, group=group[order], draws=99)
    pd.testing.assert_frame_equal(one, other)


def test_a_group_with_few_stories_is_not_tested() -> None:
    given = world(1)
    group = np.where(np.arange(300) < 4, "few", np.where(np.arange(300) % 2, "x", "y"))
    table = contrast_pool(**given, group=group, draws=99)
    few = table[table["group"] == "few"]
    assert few["p"].isna().all() and few["reason"].str.contains("at least 10").all()
    with pytest.raises(FramingError, match="at least two names"):
        contrast_pool(**given, group=np.full(300, "x"))


def test_a_change_of_the_gap_around_a_date() -> None:
    given = world(2, stories=600)
    side = np.arange(600) % 2 == 0
    day = np.where(np.arange(600) < 300, "2014-03-01", "2014-03-18")
    event = np.arange(600) // 20  # events lie before or after
    given["counts"][side & (day == "2014-03-18"), 0] *= 4
    given["counts"][side, 1] *= 4  # a gap, but no change of it
    table = around_counts(
        given["counts"],
        length=given["length"],
        event=event,
        side=side,
        published=day,
        date="2014-03-18",
    )
    assert table.loc[0, "change"] == pytest.approx(2, abs=0.4) and table.loc[0, "low_family"] > 0
    assert table.loc[1, "before"] == pytest.approx(2, abs=0.4)
    assert table.loc[1, "low"] < 0 < table.loc[1, "high"]
    assert (table["low_family"] < table["low"]).all()
    assert "fold towards A" in describe_change(table.iloc[0])
    swapped = around_counts(
        given["counts"],
        length=given["length"],
        event=event,
        side=~side,
        published=day,
        date="2014-03-18",
    )
    assert np.allclose(swapped["change"].to_numpy(float), -table["change"].to_numpy(float))
    early = around_counts(
        given["counts"],
        length=given["length"],
        event=event,
        side=side,
        published=day,
        date="2013-01-01",
    )
    assert early["change"].isna().all() and early["reason"].str.contains("before").all()
    with pytest.raises(FramingError, match="a day like"):
        around_counts(
            given["counts"],
            length=given["length"],
            event=event,
            side=side,
            published=day,
            date="March",
        )


def test_a_series_is_that_of_its_periods() -> None:
    given = world(4)
    side = np.arange(300) % 2 == 0
    period = np.where(np.arange(300) < 200, "2014-01", "2014-02").astype(object)
    period[:3] = None
    table = series_counts(
        given["counts"], length=given["length"], event=given["event"], side=side, period=period
    )
    rows = np.flatnonzero(period == "2014-02")
    alone = contrast_counts(
        given["counts"][rows],
        length=given["length"][rows],
        event=given["event"][rows],
        side=side[rows],
        draws=99,
    )
    mine = table[table["period"] == "2014-02"].reset_index(drop=True)
    for column in ("log2_ratio", "low", "high"):
        assert np.allclose(mine[column].to_numpy(float), alone[column].to_numpy(float))
    assert table["period"].unique().tolist() == ["2014-01", "2014-02"]


def test_event_by_event_adds_up() -> None:
    given = world(5)
    side = np.arange(300) % 2 == 0
    table = by_event_counts(**given, side=side, feature=3)
    assert table["hits_a"].sum() == given["counts"][side, 3].sum()
    assert sum(table.attrs.values()) == len(table) == 12
    assert table["difference"].abs().is_monotonic_decreasing
    with pytest.raises(FramingError, match="column from 0 to 7"):
        by_event_counts(**given, side=side, feature=8)


def test_discovery_tests_what_is_the_same_once() -> None:
    given = world(6, features=3)
    side = np.arange(300) % 2 == 0
    given["counts"][side, 0] *= 5
    counts = np.column_stack([given["counts"], given["counts"][:, 0]])
    table = discover(
        counts,
        terms=["state", "talks", "vote", "islamic state"],
        side=side,
        length=given["length"],
        event=given["event"],
        draws=199,
    )
    assert table["term"].iloc[0] == "islamic state" and table["same_as"].iloc[0] == "state"
    assert table["status"].iloc[0] == "claim" and len(table) == 3
    assert table.attrs["tested"]["search"] == 3
    with pytest.raises(FramingError, match="stands twice"):
        discover(
            counts,
            terms=["a", "a", "b", "c"],
            side=side,
            length=given["length"],
            event=given["event"],
        )


def test_the_placebo_splits_each_side_alone() -> None:
    given = world(7)
    side = np.arange(300) < 200
    given["counts"][side, 0] *= 9  # between the sides, not within one
    table = placebo_counts(**given, side=side, splits=4, draws=99)
    assert len(table) == 8 and (table["gate"] == "open").all()
    a = table[table["group"] == "A"]
    assert (a["stories_1"] + a["stories_2"] == 200).all()
    assert table["claims"].sum() <= 2
    few = placebo_counts(**{k: v[:20] for k, v in given.items()}, side=side[:20], splits=1)
    assert few["claims"].isna().all()


def test_one_outlet_against_all_others() -> None:
    corpus = Corpus.from_articles(
        [
            {
                "article_id": str(i),
                "text": "One two.",
                "outlet": ["A", "B", "C", "unknown"][i % 4],
                "event": "e",
            }
            for i in range(12)
        ]
    )
    result = compare(corpus, ("A", "all others"), by="outlet", named=["label"])
    assert result.stories["side"].value_counts().to_dict() == {"all others": 6, "A": 3}
    with pytest.raises(FramingError, match="only be the second"):
        compare(corpus, ("all others", "A"), by="outlet")


def test_maps_rise_and_turn_with_the_sides() -> None:
    from scipy import sparse

    from framing.comparison.cells import make_cells, make_scores

    given = world(8, stories=120, features=30)
    counts = sparse.csr_matrix(np.minimum(given["counts"], 2) * (given["counts"] > 3))
    side = np.random.default_rng(0).random(120) < 0.15
    stratum = given["event"] % 4
    cells = make_cells(counts, stratum)
    some = np.ones(30, dtype=bool)
    grid = np.linspace(-8, 8, 200)
    results = []
    for mine in (side, ~side):
        scores = make_scores(
            cells, length=given["length"].astype(float), side=mine, stratum=stratum
        )
        maps = saddlepoint_maps(
            cells,
            scores,
            length=given["length"].astype(float),
            side=mine,
            stratum=stratum,
            chosen=some,
        )
        results.append(maps(np.tile(grid, (30, 1)), np.arange(30)))
        assert (np.diff(results[-1], axis=1) >= 0).all()
    assert np.allclose(results[0], -results[1][:, ::-1], atol=1e-6)
    flat = gamma_maps(np.zeros(1))
    assert np.allclose(flat(grid[None, :], np.array([0])), grid)


def test_the_saddlepoint_gives_the_tail_of_all_labellings() -> None:
    """A skewed statistic, few stories: its map agrees with exact counting where the gamma errs."""
    import itertools

    from scipy import sparse, stats

    from framing.comparison.cells import make_cells, make_scores

    rng = np.random.default_rng(1)
    hits = rng.poisson(3, 24).astype(float)
    length = np.full(24, 100.0)
    side = np.arange(24) < 4
    stratum = np.zeros(24, dtype=int)
    cells = make_cells(sparse.csr_matrix(hits[:, None]), stratum)
    scores = make_scores(cells, length=length, side=side, stratum=stratum)
    labels = np.zeros((24, 10626))
    for i, four in enumerate(itertools.combinations(range(24), 4)):
        labels[list(four), i] = 1
    z = scores.statistic(labels)[0] / scores.deviation[0]
    maps = saddlepoint_maps(
        cells, scores, length=length, side=side, stratum=stratum, chosen=np.array([True])
    )
    for q in (0.95, 0.99, 0.999):
        at = np.quantile(z, q)
        # the middle of the jump, as a continuous approximation gives it
        exact = ((z > at + 1e-9).mean() + (z >= at - 1e-9).mean()) / 2
        y = maps(np.array([[at]]), np.array([0]))[0, 0]
        assert stats.norm.sf(y) == pytest.approx(exact, rel=0.35)
