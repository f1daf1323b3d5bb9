import math

import numpy as np
import pytest

from neuro.operators.matrices import exponential_of, linear_map, product, weighted_outer_sum
from neuro.thread_pool import at_most

RNG = np.random.default_rng(4)
ROWS = RNG.normal(size=(30, 5)).astype(np.float32)


def test_products_are_products():
    left, right = RNG.normal(size=(4, 6)), RNG.normal(size=(6, 3))
    assert product(left, right) == pytest.approx(left @ right)


@pytest.mark.parametrize("size", [0.0, 0.01, 1.0, 20.0])
def test_the_exponential_of_a_symmetric_matrix_has_the_exponentials_of_its_eigenvalues(size):
    matrix = RNG.normal(size=(6, 6))
    matrix = size * (matrix + matrix.T) / 2
    values, vectors = np.linalg.eigh(matrix)
    wanted = vectors @ np.diag(np.exp(values)) @ vectors.T
    assert exponential_of(matrix) == pytest.approx(wanted, rel=1e-8, abs=1e-8 * np.abs(wanted).max())


def test_the_exponential_turns_a_plane():
    turn = exponential_of(np.array([[0.0, -1.0], [1.0, 0.0]]))
    assert turn == pytest.approx(np.array([[math.cos(1), -math.sin(1)], [math.sin(1), math.cos(1)]]), abs=1e-12)


def test_a_linear_map_turns_each_row_on_any_number_of_threads():
    matrix, rows, found = RNG.normal(size=(5, 5)), np.tile(ROWS, (30, 1)), []
    for threads in (1, 3):
        out = np.empty_like(rows)
        with at_most(threads):
            linear_map(rows, matrix, out)
        found.append(out)
    assert found[0] == pytest.approx(rows @ matrix.T, abs=1e-5)
    assert (found[0] == found[1]).all()


def test_weighted_outer_products_are_summed():
    weights, total = RNG.normal(size=30), np.empty((5, 5))
    weighted_outer_sum(ROWS, weights, total)
    rows = ROWS.astype(np.float64)
    assert total == pytest.approx(np.einsum("n,ni,nj->ij", weights, rows, rows) - weights.sum() * np.eye(5))
