"""What agents of Gymnasium's environments do is written down for algorithms that learn from steps."""

import numpy as np
import pytest

import neuro
from neuro.game import find_game
from neuro.policies import Explorers, ValueNetwork
from neuro.rollout.evaluator import open_evaluator
from neuro.rollout.external import NetworkBatch

POLICY = ValueNetwork(4, 2, hidden=8)


@pytest.fixture(scope="module")
def recorded():
    game = find_game("gym:CartPole-v1")
    genomes = Explorers(
        POLICY.first(1, 3).networks, np.zeros(6, np.int64), np.linspace(0, 1, 6, dtype="f4"), np.arange(6)
    )
    with open_evaluator(game, POLICY) as engine:
        return genomes, engine.evaluate_recorded(genomes, np.array([5], np.uint32), game.setting, 500, 6 * 500)


def test_rewards_add_up_to_the_fitness_and_steps_to_the_life(recorded):
    _, outcome = recorded
    found = outcome.experience
    assert found.gained.sum(axis=1).tolist() == outcome.fitness[:, 0].tolist()
    assert found.lived.tolist() == outcome.steps[:, 0].tolist()
    assert (found.ended == 1).all()


def test_what_was_chosen_is_what_the_network_makes_of_what_was_seen(recorded):
    genomes, outcome = recorded
    found, minds = outcome.experience, NetworkBatch(POLICY, genomes)
    for step in range(5):
        minds.think(found.seen[:, step])
        assert (minds.chosen() == found.chosen[:, step]).all()


def test_a_run_of_it_comes_out_again():
    told = {"algorithm": "dqn", "seed": 3, "population": 6, "generations": 3, "keep_going": True}
    told |= {"hidden": 8, "updates": 20, "memory": 1000}
    assert neuro.evolve("gym:CartPole-v1", **told).fingerprint == neuro.evolve("gym:CartPole-v1", **told).fingerprint
