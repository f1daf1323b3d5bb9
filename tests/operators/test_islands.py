import numpy as np
import pytest

from neuro.operators.islands import Islands


@pytest.mark.parametrize(
    ("count", "population", "sizes"),
    [(1, 7, [7]), (3, 9, [3, 3, 3]), (3, 10, [4, 3, 3]), (9, 5, [3, 2]), (4, 1, [1]), (2, 2, [2])],
)
def test_every_genome_has_an_island_of_two_at_least(count, population, sizes):
    assert Islands(count, 0.1, 10).sizes(population).tolist() == sizes


def test_breeders_are_those_of_the_island_the_best_first():
    homes, fitness = np.array([0, 0, 0, 1, 1, 1]), np.array([1.0, 3, 2, 9, 7, 8])
    found = Islands(2, 0.5, 10).breeders(homes, fitness, 5)
    assert [places.tolist() for places in found] == [[1, 2, 0], [3, 5, 4]]


def test_now_and_then_the_best_of_one_island_replace_the_worst_of_the_next():
    homes, fitness = np.array([0, 0, 0, 1, 1, 1]), np.array([1.0, 3, 2, 9, 7, 8])
    found = Islands(2, 0.34, 10).breeders(homes, fitness, 20)
    assert [places.tolist() for places in found] == [[1, 2, 3], [3, 5, 1]]


def test_keys_of_islands_differ_and_the_first_has_the_run_s_own():
    islands, key = Islands(5, 0.1, 10), np.uint64(2**64 - 1)
    keys = [islands.key(key, island) for island in range(5)]
    assert keys[0] == key
    assert len(set(keys)) == 5
