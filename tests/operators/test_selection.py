import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import SettingError, UnknownNameError
from neuro.evolution import SELECTIONS, Rank, Roulette, Tournament, Truncation
from neuro.operators.selection import Universal, selection

KEY = np.uint64(3)
CHILDREN = 20_000
fitnesses = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30).map(np.array)


def shares(method, fitness, generation=0):
    """How often each genome became a parent."""
    parents = method.choose(np.asarray(fitness, np.float64), CHILDREN, KEY, generation)
    return np.bincount(parents.ravel(), minlength=len(fitness)) / parents.size


def close(expected):
    """Within five standard deviations of a share that was measured on all parents."""
    expected = np.asarray(expected)
    return pytest.approx(expected, abs=5 * math.sqrt(0.25 / (2 * CHILDREN)))


@pytest.mark.parametrize("name", sorted(SELECTIONS))
@given(fitness=fitnesses, children=st.integers(0, 9), generation=st.integers(0, 2**32 - 1))
def test_parents_are_places_in_the_population_two_for_each_child(name, fitness, children, generation):
    parents = selection(name).choose(fitness, children, KEY, generation)
    assert (parents.shape, parents.dtype) == ((children, 2), np.int64)
    assert ((parents >= 0) & (parents < fitness.size)).all()


@pytest.mark.parametrize("name", sorted(SELECTIONS))
@given(fitness=st.lists(st.integers(-1000, 1000), min_size=1, max_size=30), constant=st.integers(-1000, 1000))
def test_adding_a_constant_to_all_fitness_changes_nothing(name, fitness, constant):
    fitness = np.array(fitness, np.float64)
    choose = selection(name).choose
    assert (choose(fitness, 50, KEY, 1) == choose(fitness + constant, 50, KEY, 1)).all()


@pytest.mark.parametrize("name", sorted(SELECTIONS))
def test_each_parent_is_drawn_anew(name):
    method, fitness = selection(name), np.random.default_rng(1).permutation(40).astype(np.float64)
    parents = method.choose(fitness, CHILDREN, KEY, 0)
    mothers, fathers = (np.bincount(column, minlength=40) / CHILDREN for column in parents.T)
    assert mothers == pytest.approx(fathers, abs=0.02)
    by_chance = float((mothers * fathers).sum())  # of both parents being the same genome
    assert (parents[:, 0] == parents[:, 1]).mean() == pytest.approx(by_chance, abs=0.02)


@pytest.mark.parametrize("name", sorted(SELECTIONS))
def test_generations_and_keys_differ_and_repeat(name):
    fitness, choose = np.arange(20.0), selection(name).choose
    ways = [(KEY, 0), (KEY, 1), (np.uint64(4), 0)]
    assert len({choose(fitness, 20, *way).tobytes() for way in ways}) == 3
    if name != "universal":  # whose pointers lie nearer for more children
        assert (choose(fitness, 20, *ways[0]) == choose(fitness, 40, *ways[0])[:20]).all()


@pytest.mark.parametrize("name", sorted(SELECTIONS))
def test_the_fitter_has_more_children(name):
    fitness = np.random.default_rng(2).permutation(10).astype(np.float64)
    in_order = shares(selection(name), fitness)[np.argsort(fitness)]
    assert in_order[-1] > in_order[0]
    assert (np.diff(in_order) > -0.02).all()


@pytest.mark.parametrize("entrants", [1, 2, 5, 20])
def test_a_tournament_is_won_by_each_as_often_as_chance_says(entrants):
    n, fitness = 12, np.random.default_rng(1).permutation(12)
    at_most = (np.arange(n + 1) / n) ** entrants  # the chance that all entrants are among the k worst
    assert shares(Tournament(entrants), fitness)[np.argsort(fitness)] == close(np.diff(at_most))
    assert np.diff(at_most)[-1] == pytest.approx(1 - (1 - 1 / n) ** entrants)


@pytest.mark.parametrize("pressure", [1.0, 1.5, 2.0])
def test_by_rank_the_best_is_drawn_pressure_times_as_often_as_the_average(pressure):
    n, fitness = 11, np.random.default_rng(1).permutation(11) ** 3
    found = shares(Rank(pressure), fitness)[np.argsort(-fitness)]
    assert found == close(np.linspace(pressure, 2 - pressure, n) / n)


def test_by_rank_equals_share_the_mean_of_their_ranks():
    assert shares(Rank(2.0), [1, 5, 5, 0, 5]) == close([0.1, 0.3, 0.3, 0, 0.3])


@pytest.mark.parametrize(("pressure", "kept"), [(1, 12), (2.0, 6), (5.0, 2), (1000, 1)])
def test_truncation_draws_only_from_the_best_and_from_them_alike(pressure, kept):
    fitness = np.random.default_rng(1).permutation(12)
    expected = np.where(fitness >= 12 - kept, 1 / kept, 0)
    found = shares(Truncation(pressure), fitness)
    assert not found[expected == 0].any()
    assert found == close(expected)


@pytest.mark.parametrize("power", [1, 3])
def test_roulette_is_in_proportion_to_fitness_above_the_worst(power):
    fitness = np.array([-5.0, 3, -1, 7])
    above = (fitness + 5) ** power
    assert shares(Roulette(power), fitness) == close(above / above.sum())


@pytest.mark.parametrize("method", [Tournament(), Roulette(), Roulette(3), Rank(), Truncation(1.0)])
def test_equal_fitness_gives_everybody_the_same_chance(method):
    assert shares(method, np.full(10, -3.0)) == close(np.full(10, 0.1))


@pytest.mark.parametrize("name", sorted(SELECTIONS))
def test_a_population_of_one_is_its_own_parent(name):
    assert not selection(name).choose(np.zeros(1), 3, KEY, 0).any()


@pytest.mark.parametrize("name", sorted(SELECTIONS))
def test_fitness_far_apart_does_not_break_a_method(name):
    fitness = np.array([-3e38, 0, 1e-30, 3e38])
    assert shares(selection(name), fitness)[3] > 0.25


def test_an_unknown_selection_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown selection 'turnament'; did you mean 'tournament'"):
        selection("turnament")


@pytest.mark.parametrize(
    ("name", "pressure"),
    [
        ("tournament", 0),
        ("tournament", 2.5),
        ("tournament", 1001),
        ("truncation", 0.5),
        ("truncation", math.nan),
        ("rank", 0.9),
        ("rank", 2.1),
        ("roulette", 0),
        ("roulette", 1.5),
        ("roulette", 11),
    ],
)
def test_a_pressure_that_does_not_suit_is_named(name, pressure):
    with pytest.raises(SettingError, match=f"^{name} selection needs a") as caught:
        selection(name, pressure)
    assert repr(pressure) in str(caught.value)


def test_universal_sampling_keeps_every_promise_up_to_one_child():
    fitness = np.random.default_rng(2).normal(size=30)
    order, upto = Universal(1.7).shares(fitness)
    for generation in range(5):
        counts = np.bincount(Universal(1.7).choose(fitness, 25, KEY, generation).ravel(), minlength=30)
        assert (np.abs(counts[order] - 50 * np.diff(upto, prepend=0)) < 1).all()


def test_universal_sampling_has_the_shares_of_rank():
    fitness = np.random.default_rng(2).normal(size=30)
    assert shares(Universal(), fitness) == pytest.approx(shares(Rank(), fitness), abs=0.01)
