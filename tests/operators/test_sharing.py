import numpy as np
import pytest

from neuro.operators.sharing import shared_fitness
from neuro.thread_pool import at_most


def test_genomes_that_are_alike_share_what_they_have_reached():
    genomes = np.array([[0, 0], [0, 0], [0, 0], [9, 9]], np.float32)
    shared = shared_fitness(np.array([7.0, 7.0, 1.0, 7.0]), genomes, 1.0)
    assert shared.tolist() == [2.0, 2.0, 0.0, 6.0]


def test_the_nearer_the_more_is_shared():
    genomes = np.array([[0.0], [0.5], [5.0]], np.float32)
    assert shared_fitness(np.array([4.0, 1.0, 1.0]), genomes, 1.0)[0] == pytest.approx(3 / 1.5)


def test_a_large_population_is_judged_by_some_of_it():
    rng = np.random.default_rng(1)
    genomes = np.where(np.arange(4000)[:, np.newaxis] < 3000, 0, 9) + 0.01 * rng.normal(size=(4000, 3))
    genomes = rng.permutation(genomes).astype(np.float32)
    shared = shared_fitness(np.append(np.ones(3999), 0.0), genomes, 1.0)
    crowded = genomes[:-1, 0] < 5
    assert 1 / shared[:-1][crowded].mean() == pytest.approx(3000, rel=0.15)
    assert 1 / shared[:-1][~crowded].mean() == pytest.approx(1000, rel=0.4)


def test_what_has_failed_counts_as_the_least():
    genomes = np.zeros((3, 2), np.float32)
    assert shared_fitness(np.array([-np.inf, 2.0, 4.0]), genomes, 1.0).tolist() == [0, 0, 2 / 3]
    assert shared_fitness(np.full(3, -np.inf), genomes, 1.0).tolist() == [0, 0, 0]


def test_threads_change_no_share():
    genomes, fitness, found = np.random.default_rng(1).normal(size=(900, 4)).astype(np.float32), np.arange(900.0), []
    for threads in (1, 3):
        with at_most(threads):
            found.append(shared_fitness(fitness, genomes, 1.0))
    assert (found[0] == found[1]).all()
