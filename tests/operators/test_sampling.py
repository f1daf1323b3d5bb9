import numpy as np
import pytest

from neuro.operators.sampling import (
    mean_of,
    place_around,
    place_around_each,
    place_between,
    root_mean_square,
    weighted_squares,
    weighted_sum,
)
from neuro.thread_pool import at_most

RNG = np.random.default_rng(3)
ROWS, WEIGHTS = RNG.normal(size=(40, 7)).astype(np.float32), RNG.normal(size=40)


def test_samples_lie_around_the_centre():
    centre, sizes, out = RNG.normal(size=7), RNG.uniform(0, 2, 7), np.empty_like(ROWS)
    place_around(centre, sizes, ROWS, out)
    assert (out == (centre + sizes * ROWS.astype(np.float64)).astype(np.float32)).all()


@pytest.mark.parametrize(
    ("summed", "each"), [(weighted_sum, lambda rows: rows), (weighted_squares, lambda rows: rows**2 - 1)]
)
def test_weighted_sums_are_sums(summed, each):
    total = np.full(7, 9.0)
    summed(ROWS, WEIGHTS, total)
    assert total == pytest.approx((WEIGHTS[:, np.newaxis] * each(ROWS.astype(np.float64))).sum(axis=0))


def test_the_mean_of_rows_is_their_mean():
    assert mean_of(ROWS) == pytest.approx(ROWS.mean(axis=0, dtype=np.float64))


def test_the_usual_size_of_numbers():
    assert root_mean_square(np.array([3.0, -4.0])) == pytest.approx(np.sqrt(12.5))


def test_threads_change_no_sample():
    noise, found = RNG.normal(size=(5000, 3)).astype(np.float32), []
    for threads in (1, 3):
        out = np.empty_like(noise)
        with at_most(threads):
            place_around(np.ones(3), np.ones(3), noise, out)
        found.append(out)
    assert (found[0] == found[1]).all()


def test_children_lie_on_the_line_between_two_parents_with_noise():
    places, lines = RNG.integers(40, size=(25, 2)), RNG.normal(size=25).astype(np.float32)
    noise, out = RNG.normal(size=(25, 7)).astype(np.float32), np.empty((25, 7), np.float32)
    place_between(ROWS, places, lines, 0.5, noise, out)
    one, other = ROWS[places[:, 0]], ROWS[places[:, 1]]
    assert out == pytest.approx(one + lines[:, np.newaxis] * (other - one) + 0.5 * noise, abs=1e-5)


def test_each_sample_may_have_a_centre_of_its_own():
    noise, out = RNG.normal(size=ROWS.shape).astype(np.float32), np.empty_like(ROWS)
    place_around_each(ROWS, 0.3, noise, out)
    assert out == pytest.approx(ROWS + 0.3 * noise, abs=1e-6)
