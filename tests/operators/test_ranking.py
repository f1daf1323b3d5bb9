import numpy as np
import pytest

from neuro.operators.ranking import best_first, centred_ranks, utilities

both = pytest.mark.parametrize("weigh", [centred_ranks, utilities])


def test_centred_ranks_reach_from_the_worst_to_the_best():
    assert centred_ranks(np.array([3.0, -np.inf, 7.0, 5.0, 4.0])).tolist() == [-0.25, -0.5, 0.5, 0.25, 0.0]


def test_utilities_are_those_of_the_paper():
    fitness, count = np.array([2.0, 9, 4, 1, 7, 3]), 6
    raw = [max(0, np.log(count / 2 + 1) - np.log(rank)) for rank in range(1, count + 1)]
    wanted = np.array(raw) / sum(raw) - 1 / count
    assert utilities(fitness)[np.argsort(-fitness)] == pytest.approx(wanted)


@both
def test_weights_sum_to_nothing_and_fall_with_fitness(weigh):
    fitness = np.random.default_rng(1).normal(size=51)
    weights = weigh(fitness)
    assert weights.sum() == pytest.approx(0, abs=1e-12)
    assert (np.diff(weights[np.argsort(-fitness)]) <= 0).all()


@both
def test_equals_share_what_their_ranks_are_worth(weigh):
    weights = weigh(np.array([1.0, 2, 2, 2, 5]))
    apart = weigh(np.array([1.0, 2, 3, 4, 5]))
    assert weights[1] == weights[2] == weights[3] == pytest.approx(apart[1:4].mean())


@both
@pytest.mark.parametrize("value", [0.0, -np.inf])
@pytest.mark.parametrize("count", [1, 2, 9])
def test_when_all_are_equal_nothing_is_worth_more(weigh, value, count):
    assert weigh(np.full(count, value)) == pytest.approx(0, abs=1e-12) or (weigh is centred_ranks and count == 1)


def test_of_equals_the_first_comes_first():
    assert best_first(np.array([1.0, 3, 3, -np.inf, 2])).tolist() == [1, 2, 4, 0, 3]
