import numpy as np
import pytest
from games_for_tests import quick_flappy

from neuro.errors import ShapeError, UnknownNameError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.algorithms import NoSettings, RandomSearch, Results
from neuro.network import Dense, Input
from neuro.policies import Layered, Vectors

POLICY = Layered((Input(3), Dense(5)))


def search(population=50, seed=4):
    first = np.random.default_rng(1).normal(0, 0.7, (population, POLICY.parameters)).astype(np.float32)
    return RandomSearch(POLICY, Vectors(first), seed, NoSettings())


def test_every_generation_is_new_and_as_far_from_zero_as_the_first():
    found = search(400)
    first = found.ask().matrix.copy()
    for _ in range(3):
        found.tell(Results.of(np.zeros(400)))
        assert abs(found.ask().matrix.std() - first.std()) < 0.05
        assert abs(found.ask().matrix.mean()) < 0.03
        assert not (found.ask().matrix == first).any()


def test_fitness_changes_nothing_and_the_seed_everything():
    a, b, c = search(), search(), search(seed=5)
    a.tell(Results.of(np.zeros(50)))
    b.tell(Results.of(np.arange(50.0)))
    c.tell(Results.of(np.zeros(50)))
    assert (a.ask().matrix == b.ask().matrix).all()
    assert not (a.ask().matrix == c.ask().matrix).all()


def test_it_goes_on_from_its_state():
    a, b = search(), search(seed=4)
    a.tell(Results.of(np.zeros(50)))
    b.restore({name: array.copy() for name, array in a.state().items()}, a.generation)
    a.tell(Results.of(np.zeros(50)))
    b.tell(Results.of(np.zeros(50)))
    assert (a.ask().matrix == b.ask().matrix).all()
    with pytest.raises(ShapeError, match="the search random goes on from"):
        b.restore({"genomes": np.zeros((3, 20), np.float32)}, 1)


def test_a_run_by_random_search_is_repeatable_and_learns_less():
    def run(algorithm):
        settings = EvolutionSettings(seed=3, population=100, episodes=1, max_steps=1000, algorithm=algorithm)
        evolution = Evolution(quick_flappy, settings)
        for _ in range(8):
            evolution.step()
        return evolution

    first, again, genetic = run("random"), run("random"), run("ga")
    assert first.fingerprint == again.fingerprint
    assert first.champion.algorithm == "random"
    assert genetic.history[-1].mean_fitness > 1.2 * first.history[-1].mean_fitness


def test_an_unknown_algorithm_is_refused():
    with pytest.raises(UnknownNameError, match="algorithm 'gaa'; did you mean 'ga'"):
        EvolutionSettings(seed=1, algorithm="gaa")
