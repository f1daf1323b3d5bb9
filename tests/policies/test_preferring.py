"""Individuals that draw their choices by what a network prefers."""

import numpy as np
import pytest

from neuro.policies import POLICIES, Explorers, PreferenceNetwork
from neuro.rollout.external import NetworkBatch

POLICY = PreferenceNetwork(5, 3, hidden=8)


def explorers(epsilon, policy=POLICY, count=40):
    networks = policy.first(1, 3).networks * np.float32(3)
    return Explorers(networks, np.zeros(count, np.int64), np.full(count, epsilon, np.float32), np.arange(count))


def test_who_draws_nothing_says_what_the_network_says():
    seen = np.random.default_rng(1).normal(size=(3, 40, 5)).astype(np.float32)
    minds, network = NetworkBatch(POLICY, explorers(0.0)), POLICY.network(explorers(0.0).take([0]))
    for one in seen:
        assert (minds.think(one) == network.predict(one)).all()
    assert POLICIES[POLICY.kind](**POLICY.settings()) == POLICY


@pytest.mark.parametrize("seen", [[1, 1, 1, 1, 1], [-1, 2, 0, 0.5, 1], [9, -9, 9, 9, -9]])
def test_each_choice_is_as_frequent_as_the_softmax_of_what_is_preferred(seen):
    said = POLICY.network(explorers(0.0).take([0])).predict(np.array([seen], np.float32))[0].astype(np.float64)
    chances = np.exp(said - said.max()) / np.exp(said - said.max()).sum()
    minds, rows = NetworkBatch(POLICY, explorers(1.0)), np.tile(np.array(seen, np.float32), (40, 1))
    drawn = np.array([minds.think(rows).argmax(axis=1) for _ in range(250)])
    assert np.bincount(drawn.ravel(), minlength=3) / drawn.size == pytest.approx(chances, abs=0.02)
    assert len({tuple(column) for column in drawn.T}) > 1 or chances.max() > 0.999  # each draws its own


def test_the_share_of_steps_that_are_drawn_is_epsilon():
    rows = np.ones((40, 5), np.float32)
    best = NetworkBatch(POLICY, explorers(0.0)).think(rows).argmax(axis=1)

    def others(epsilon):
        minds = NetworkBatch(POLICY, explorers(epsilon))
        return np.mean([minds.think(rows).argmax(axis=1) != best for _ in range(250)])

    assert others(0.5) == pytest.approx(others(1.0) / 2, abs=0.02)
