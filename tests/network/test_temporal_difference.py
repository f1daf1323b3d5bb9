"""The compiled loop takes the steps that the papers' sums say, written out in NumPy."""

import numpy as np
import pytest

from neuro.network import Dense, Input
from neuro.network.architecture import initial_genomes
from neuro.network.training.optimizers import SGD, Adam
from neuro.network.training.temporal_difference import Transitions, ValueTrainer

LAYERS = (Input(3), Dense(4, "relu"), Dense(2))


def drawn(count=20, seed=1):
    rng = np.random.default_rng(seed)
    kept = np.where(rng.random(count) < 0.3, 0, 0.9).astype("f4")
    seen, then = (rng.normal(size=(count, 3)).astype("f4") for _ in range(2))
    return Transitions(seen, rng.integers(0, 2, count), rng.normal(size=count).astype("f4"), then, kept)


def values(genome, x):
    """Outputs, and the hidden layer, ``(n, 2)`` and ``(n, 4)``, in float64."""
    w, b, v, c = (genome.astype(float)[a:b] for a, b in ((0, 12), (12, 16), (16, 24), (24, 26)))
    hidden = np.maximum(x @ w.reshape(4, 3).T + b, 0)
    return hidden @ v.reshape(2, 4).T + c, hidden


def one_step(genome, behind, told, places, rate, *, double, advantage):
    """A step down the gradient of Huber's loss, as plain as can be."""
    seen, chosen, gained, then, kept = (array[places] for array in told)
    rows = np.arange(len(places))
    theirs, mine = values(behind, then)[0], values(genome, then)[0]
    best = (mine if double else theirs).argmax(axis=1)
    said = values(behind, seen)[0]
    worth = gained + kept * theirs[rows, best] - advantage * (said.max(axis=1) - said[rows, chosen])
    out, hidden = values(genome, seen)
    slope = np.zeros_like(out)
    slope[rows, chosen] = np.clip(out[rows, chosen] - worth, -1, 1) / len(places)
    back = (slope @ genome[16:24].reshape(2, 4)) * (hidden > 0)
    gradient = [(back.T @ seen).ravel(), back.sum(axis=0), (slope.T @ hidden).ravel(), slope.sum(axis=0)]
    return genome - rate * np.concatenate(gradient)


@pytest.mark.parametrize("double", [False, True])
@pytest.mark.parametrize("advantage", [0.0, 0.5])
def test_a_step_is_that_of_the_plain_sums(double, advantage):
    genome, behind = initial_genomes(LAYERS, 2, 5).copy()
    told, places = drawn(), np.arange(12)
    wanted = one_step(genome.copy(), behind, told, places, 0.1, double=double, advantage=advantage)
    trainer, slots = ValueTrainer(LAYERS, SGD), np.zeros((0, genome.size), np.float32)
    how = {"target_every": 5, "double": double, "advantage": advantage}
    trainer.train(told, places[np.newaxis], (genome, behind, slots), 0, SGD(0.1), **how)
    assert genome == pytest.approx(wanted, abs=1e-6)


def test_the_target_network_becomes_the_network_after_so_many_steps_of_the_whole_run():
    genome, behind = initial_genomes(LAYERS, 2, 5).copy()
    before, told = behind.copy(), drawn()
    trainer = ValueTrainer(LAYERS, Adam)
    rest = genome, behind, np.zeros((2, genome.size), np.float32)
    how = {"target_every": 5, "double": True, "advantage": 0.0}
    trainer.train(told, np.zeros((3, 4), np.int64), rest, 0, Adam(), **how)
    assert (behind == before).all()
    trainer.train(told, np.zeros((2, 4), np.int64), rest, 3, Adam(), **how)
    assert (behind == genome).all()


def test_what_ends_is_worth_what_it_gained():
    """With one transition that ends, the value of its choice becomes the gain."""
    told = Transitions(
        np.ones((1, 3), "f4"), np.array([1]), np.array([0.7], "f4"), np.ones((1, 3), "f4"), np.zeros(1, "f4")
    )
    genome, behind = initial_genomes(LAYERS, 2, 5).copy()
    trainer, slots = ValueTrainer(LAYERS, Adam), np.zeros((2, genome.size), np.float32)
    how = {"target_every": 5, "double": True, "advantage": 0.0}
    trainer.train(told, np.zeros((500, 2), np.int64), (genome, behind, slots), 0, Adam(0.01), **how)
    assert values(genome, np.ones((1, 3)))[0][0, 1] == pytest.approx(0.7, abs=0.01)
