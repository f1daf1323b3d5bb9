import math

import numpy as np
import pytest

from neuro.comparison.ranks import half_width, holm, mann_whitney, quantile, wilson


@pytest.mark.parametrize(("n", "m"), [(1, 1), (3, 5), (8, 8), (8, 30), (9, 9), (30, 30)])
@pytest.mark.parametrize("ties", [False, True])
def test_the_test_is_that_of_mann_and_whitney(n, m, ties):
    stats, rng = pytest.importorskip("scipy.stats"), np.random.default_rng(n + m)
    for shift in (0, 0.5, 3):
        one, other = rng.normal(size=n), rng.normal(size=m) + shift
        if ties:
            one, other = one.round(), other.round()
        assert mann_whitney(one, other) == pytest.approx(stats.mannwhitneyu(one, other).pvalue, rel=1e-9)


def test_runs_that_never_solve_are_equal_and_behind_all_that_do():
    assert mann_whitney([1, 2, math.inf], [1, 2, math.inf]) == 1
    assert mann_whitney([1, 2, 3], [math.inf] * 3) == mann_whitney([1, 2, 3], [9.0] * 3) < 0.1


def test_a_correction_for_many_tests_grows_with_their_number_and_keeps_their_order():
    assert holm([0.04, 0.01, 0.03, 0.5]) == pytest.approx([0.09, 0.04, 0.09, 0.5])
    assert holm([0.6, 0.7]) == [1, 1]
    assert holm([]) == []


@pytest.mark.parametrize(("count", "total"), [(0, 1), (1, 1), (3, 30), (30, 30), (0, 30)])
def test_the_interval_of_a_share_is_wilsons(count, total):
    stats = pytest.importorskip("scipy.stats")
    low, high = stats.binomtest(count, total).proportion_ci(method="wilson")
    assert wilson(count, total) == pytest.approx((low, high), abs=1e-6)


def test_the_interval_of_a_mean_is_students():
    stats = pytest.importorskip("scipy.stats")
    values = np.random.default_rng(1).normal(5, 2, (4, 3))
    low, high = stats.t.interval(0.95, 3, values.mean(axis=0), stats.sem(values, axis=0))
    assert half_width(values) == pytest.approx((high - low) / 2, rel=1e-3)
    assert half_width(values[:1]).tolist() == [0, 0, 0]


def test_the_median_is_never_where_most_runs_never_solve():
    assert quantile([1.0, 2.0, math.inf], 0.5) == 2
    assert quantile([1.0, math.inf, math.inf], 0.5) == math.inf
    assert quantile([1.0, 3.0], 0.5) == 2
