"""Descriptive statistics, held against published numbers and second implementations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from framing.comparison import description as d
from framing.errors import FramingError

CASES = [(10, 5, 1000, 1000), (7, 0, 500, 900), (120, 340, 20000, 90000), (3, 3, 100, 100)]


@pytest.mark.parametrize(("a", "b", "n", "m"), CASES)
def test_g2_and_chi2_are_those_of_scipy(a: int, b: int, n: int, m: int) -> None:
    table = [[a, n - a], [b, m - b]]
    for name, yates in (("pearson", False), ("pearson", True), ("log-likelihood", False)):
        theirs = stats.chi2_contingency(table, correction=yates, lambda_=name).statistic
        if name == "pearson":
            mine = d.chi2(a, b, words_a=n, words_b=m, yates=yates)
        else:
            mine = d.g2(a, b, words_a=n, words_b=m, cells=4)
        assert float(mine) == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_rayson_and_garside_two_cells_by_their_formula() -> None:
    # E1 = c (a + b) / (c + d); LL = 2 (a ln(a / E1) + b ln(b / E2))
    a, b, c, d_ = 120.0, 340.0, 20000.0, 90000.0
    e1, e2 = c * (a + b) / (c + d_), d_ * (a + b) / (c + d_)
    expected = 2 * (a * math.log(a / e1) + b * math.log(b / e2))
    assert float(d.g2(a, b, words_a=c, words_b=d_, cells=2)) == pytest.approx(expected)


def test_log_ratio_is_hardies() -> None:
    # twice the relative frequency is 1, four times 2; 0 hits count as half a hit
    assert d.log_ratio([20, 40, 0], [10, 10, 4], words_a=100, words_b=100).tolist() == [1, 2, -3]
    assert np.isnan(d.log_ratio([0], [0], words_a=10, words_b=10)).all()


def test_percent_difference_is_that_of_gabrielatos_and_marchi() -> None:
    got = d.percent_difference([20, 5, 0], [10, 10, 1], words_a=100, words_b=100)
    assert got.tolist() == [100, -50, -100]
    assert d.percent_difference([3], [0], words_a=100, words_b=100)[0] > 1e15


def test_bic_is_g2_less_ln_n() -> None:
    both = {"words_a": 3e5, "words_b": 7e5}
    g = d.g2([50], [50], cells=2, **both)
    assert d.bic([50], [50], **both)[0] == pytest.approx(g[0] - math.log(1e6))


@pytest.mark.parametrize(("a", "b", "n", "m"), CASES)
def test_odds_ratio_is_that_of_scipy(a: int, b: int, n: int, m: int) -> None:
    theirs = stats.contingency.odds_ratio([[a, n - a], [b, m - b]], kind="sample").statistic
    assert float(d.odds_ratio([a], [b], words_a=n, words_b=m)[0]) == pytest.approx(theirs)


def test_dirichlet_z_by_hand() -> None:
    # Monroe et al. 2008, equations 15-22, vocabulary of three, flat prior of 1
    a, b = np.array([8.0, 1, 1]), np.array([2.0, 4, 4])
    delta = math.log(9 / (13 - 9)) - math.log(3 / (13 - 3))
    z = delta / math.sqrt(1 / 9 + 1 / 3)
    assert d.dirichlet_z(a, b, prior=[1, 1, 1])[0] == pytest.approx(z)


def test_dirichlet_z_changes_sign_with_the_sides_and_shrinks_with_the_prior() -> None:
    a, b = np.array([30.0, 3, 10]), np.array([5.0, 3, 20])
    assert np.allclose(d.dirichlet_z(a, b), -d.dirichlet_z(b, a))
    weak, strong = (abs(d.dirichlet_z(a, b, strength=s)) for s in (1, 1000))
    assert (strong[[0, 2]] < weak[[0, 2]]).all()


def test_conservative_log_ratio_is_the_near_end_of_scipys_exact_interval() -> None:
    a, b, n, m = 60, 20, 1000, 1500
    interval = stats.binomtest(a, a + b).proportion_ci(0.95, method="exact")
    low = math.log2(interval.low / (1 - interval.low) * m / n)
    got = d.conservative_log_ratio([a], [b], words_a=n, words_b=m, features=1)[0]
    assert got == pytest.approx(low)
    both = {"words_a": 100, "words_b": 100}
    assert d.conservative_log_ratio([5], [5], **both)[0] == 0.0
    assert (
        d.conservative_log_ratio([0], [50], **both)[0]
        < 0
        < d.conservative_log_ratio([50], [0], **both)[0]
    )


def test_dp_and_d_of_gries_worked_example() -> None:
    # Gries (2008): 15 hits in five parts of 9, 10, 10, 10 and 11 words; DP .18, D .785
    counts = np.array([[1.0], [2], [3], [4], [5]])
    length = np.array([9, 10, 10, 10, 11])
    dp = d.gries_dp(counts, length=length, normalised=False)[0]
    shares = np.abs(counts.ravel() / 15 - length / length.sum()).sum() / 2
    assert dp == pytest.approx(shares) and round(dp, 2) == 0.18
    assert round(d.juilland_d(counts, length=length)[0], 3) == 0.785


def test_dispersion_of_what_does_not_occur_is_missing() -> None:
    counts = np.array([[0.0, 1], [0, 1]])
    assert np.isnan(d.gries_dp(counts, length=[5, 5])[0])
    assert np.isnan(d.juilland_d(counts, length=[5, 5])[0])
    assert d.juilland_d(counts, length=[5, 5])[1] == pytest.approx(1)
    assert np.isnan(d.juilland_d(counts[:1], length=[5])).all()


def test_no_description_is_a_p_value() -> None:
    table = d.describe_counts([10, 0], [5, 3], words_a=1000, words_b=1000)
    assert not any(name.startswith(("p", "q")) and name != "percent_difference" for name in table)
    assert table.loc[1, ["g2_dunning", "g2_rayson", "chi2", "log_ratio"]].lt(0).all()


@pytest.mark.parametrize(
    ("hits", "words", "says"),
    [([-1], 10, "between 0 and"), ([11], 10, "between 0 and"), ([1], 0, "more than 0")],
)
def test_impossible_counts_are_refused(hits: list[int], words: int, says: str) -> None:
    with pytest.raises(FramingError, match=says):
        d.g2(hits, [1], words_a=words, words_b=10)
