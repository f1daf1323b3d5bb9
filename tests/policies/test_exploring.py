"""Individuals that try a network of values out, and networks that choose."""

import hashlib

import numpy as np
import pytest

from neuro.errors import ShapeError
from neuro.game import find_game
from neuro.kernels import LANES
from neuro.network import Choice, Dense, Input, Network, Table
from neuro.policies import POLICIES, Explorers, ValueNetwork, ValueTable, joined_genomes
from neuro.rollout.external import NetworkBatch
from neuro.rollout.stepwise import Rollout

POLICY = ValueNetwork(5, 2, hidden=8)


def explorers(epsilon, policy=POLICY, count=40):
    networks = policy.first(1, 3).networks
    return Explorers(networks, np.zeros(count, np.int64), np.full(count, epsilon, np.float32), np.arange(count))


def test_who_tries_nothing_says_what_the_network_says():
    seen = np.random.default_rng(1).normal(size=(3, 40, 5)).astype(np.float32)
    minds, network = NetworkBatch(POLICY, explorers(0.0)), POLICY.network(explorers(0.0).take([0]))
    for one in seen:
        assert (minds.think(one) == network.predict(one)).all()


def test_who_always_tries_chooses_each_as_often_whatever_it_sees():
    minds, chosen = NetworkBatch(POLICY, explorers(1.0)), []
    for _ in range(50):
        chosen.append(minds.think(np.ones((40, 5), np.float32)).argmax(axis=1))
    assert 0.45 < np.mean(chosen) < 0.55
    assert len({tuple(row) for row in np.transpose(chosen)}) == 40  # each its own


def test_the_share_of_steps_by_chance_is_epsilon():
    seen = np.ones((40, 5), np.float32)
    best = NetworkBatch(POLICY, explorers(0.0)).think(seen).argmax(axis=1)
    minds = NetworkBatch(POLICY, explorers(0.2))
    others = [minds.think(seen).argmax(axis=1) != best for _ in range(100)]
    assert np.mean(others) == pytest.approx(0.1, abs=0.015)  # half of what is tried is the best


def test_what_is_tried_is_held():
    minds = NetworkBatch(ValueNetwork(5, 2, hidden=8, hold=4), explorers(1.0))
    chosen = np.array([minds.think(np.ones((40, 5), np.float32)).argmax(axis=1) for _ in range(12)])
    assert (chosen.reshape(3, 4, 40) == chosen[::4, np.newaxis]).all()
    assert (chosen[0] != chosen[4]).any()


def test_the_same_is_tried_again_in_another_rollout_and_from_its_middle():
    game, courses = find_game("flappy"), np.arange(40, dtype=np.uint32)
    first, again = (Rollout(game, POLICY, explorers(0.5), courses, max_steps=60) for _ in range(2))
    first.advance(30)
    again.advance(10)
    begin = again.state.copy()
    again = Rollout(game, POLICY, explorers(0.5), courses, max_steps=60, states=begin)
    again.advance(20)
    assert (first.state == again.state).all()


@pytest.mark.parametrize(("policy", "layers"), [
    (ValueNetwork(4, 2, levels=3, hidden=6, depth=1), (Input(4), Dense(6, "relu"), Dense(9), Choice(2, 3))),
    (ValueTable(3, 1, levels=2, bins=3), (Input(3), Table(2, 3), Choice(1, 2))),
    (ValueNetwork(4, 2, depth=0), (Input(4), Dense(2))),
])  # fmt: skip
def test_its_network_is_one_of_layers_that_plays_the_same(policy, layers):
    genomes = explorers(0.0, policy, LANES + 3)
    genomes.networks[:] = np.random.default_rng(2).normal(size=genomes.networks.shape)
    network = policy.network(genomes.take([2]))
    assert network.layers == layers
    seen = np.random.default_rng(1).normal(size=(len(genomes), policy.input_count)).astype(np.float32)
    assert (NetworkBatch(policy, genomes).think(seen) == network.predict(seen)).all()
    assert POLICIES[policy.kind](**policy.settings()) == policy


def test_a_choice_stands_for_a_combination_of_levels():
    network = Network((Input(9), Choice(2, 3)), seed=1)
    assert network.predict(np.eye(9)[[0, 1, 5, 8]].astype("f4")).tolist() == [[-1, -1], [-1, 0], [0, 1], [1, 1]]
    with pytest.raises(ShapeError, match="needs 9 inputs in one row, one for each combination, not of shape"):
        Network((Input(8), Choice(2, 3)), seed=1)


def test_a_table_says_what_stands_in_the_cell():
    network = Network((Input(2), Table(1, 3)), seed=1)
    network.genome[:] = [-0.5, 0.5, 10, 20, *range(9)]
    seen = np.array([[-1, 0], [-0.5, 15], [0, 10.5], [0.6, 99]], np.float32)
    assert network.predict(seen)[:, 0].tolist() == [0, 1, 4, 8]


def test_they_are_taken_joined_and_told_apart_by_every_bit():
    genomes = explorers(0.5)
    other = Explorers(genomes.networks + 1, genomes.which, genomes.epsilon, genomes.key)
    joined = joined_genomes([genomes.take([1, 2]), other.take([5])])
    assert joined.genes(2).tolist() == other.genes(0).tolist()
    assert (joined.key == [1, 2, 5]).all()
    changed = genomes.take([4]).with_gene(3, 7.0)
    assert changed.genes(0)[3] == 7
    assert genomes.genes(4)[3] != 7
    digests = [one.digest() for one in (genomes, other, genomes.take(range(39)), changed)]
    assert len(set(digests)) == len(digests) == 4
    assert all(len(one) == hashlib.blake2b(digest_size=16).digest_size for one in digests)
    again = POLICY.genomes(genomes.arrays())
    assert again.digest() == genomes.digest()
    with pytest.raises(ShapeError, match="explorers are networks and three numbers for each individual"):
        Explorers(genomes.networks, genomes.which, genomes.epsilon[1:], genomes.key)
