import numpy as np
import pytest
from searches import asked, begun, sphere

from neuro.evolution.algorithms import Results
from neuro.operators.novelty import best_of_each_cell, cells_of


def filled(generations=100, **settings):
    """A map of two genes, squeezed between -1 and 1, after some generations on a sphere."""
    search = begun("map-elites", population=60, **{"cells": 10, **settings})
    for _ in range(generations):
        genomes = asked(search).copy()
        search.tell(Results(sphere(genomes.astype(np.float64)), np.zeros((60, 1), np.float32), np.tanh(genomes[:, :2])))
    return search


def test_the_map_is_filled_with_ever_better_genomes_of_all_behaviours():
    early, late = filled(5), filled(150)
    assert late.metrics()["cells_filled"] > early.metrics()["cells_filled"] > 10
    rest = [-sphere(search.state()["elites"][:, 2:].astype(np.float64)).mean() for search in (early, late)]
    assert rest[1] < 0.4 * rest[0]  # the genes that make no behaviour come near their best


def test_each_cell_keeps_the_best_that_was_ever_seen_in_it():
    search, rng, best = begun("map-elites", population=40, cells=5), np.random.default_rng(1), {}
    for _ in range(30):
        behaviour, fitness = rng.uniform(size=(40, 2)).astype(np.float32), rng.normal(size=40)
        behaviour[:2] = [[0, 0], [1, 1]]
        for (x, y), value in zip(np.minimum(behaviour * 5, 4).astype(int), fitness, strict=True):
            best[x, y] = max(best.get((x, y), -np.inf), value)
        search.tell(Results(fitness, np.zeros((40, 1), np.float32), behaviour))
    assert search.state()["fitness"].tolist() == [best[cell] for cell in sorted(best)]


def test_the_grid_grows_and_never_shrinks():
    search = begun("map-elites", population=10)
    for spread in (1.0, 5.0, 0.1):
        behaviour = np.linspace(-spread, spread, 20, dtype=np.float32).reshape(10, 2)
        search.tell(Results(np.zeros(10), np.zeros((10, 1), np.float32), behaviour))
    assert search.state()["bounds"].tolist() == [
        [-5.0, pytest.approx(-4.47, abs=0.01)],
        [pytest.approx(4.47, abs=0.01), 5.0],
    ]


def test_fewer_directions_make_a_smaller_map():
    assert filled(10, directions=1).metrics()["cells_filled"] <= 10 < filled(10).metrics()["cells_filled"]


def test_cells_divide_the_bounds_evenly():
    bounds = np.array([[0.0, -1.0], [4.0, 1.0]])
    behaviours = np.array([[0.0, -1.0], [0.99, -0.51], [1.0, -0.5], [4.0, 1.0], [3.9, -1.0]])
    assert cells_of(behaviours, bounds, 4).tolist() == [0, 0, 5, 15, 12]
    assert cells_of(np.ones((2, 1)), np.ones((2, 1)), 4).tolist() == [0, 0]


def test_the_best_of_each_cell_is_kept_and_of_equals_the_first():
    places = best_of_each_cell(np.array([3, 1, 3, 1, 2, 3]), np.array([1.0, 5.0, 4.0, 5.0, -np.inf, 4.0]))
    assert places.tolist() == [1, 4, 2]
