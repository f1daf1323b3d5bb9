import numpy as np
import pytest

from neuro.operators.particles import Pull
from neuro.thread_pool import at_most

RNG = np.random.default_rng(2)
ROWS = tuple(RNG.normal(size=(50, 6)).astype(np.float32) for _ in range(3))


def flown(pull, leaders=None, rows=ROWS):
    """Positions and speeds after a flight, and what they were."""
    positions, speeds, places = (array.copy() for array in rows)
    leaders = np.zeros(len(positions), np.int64) if leaders is None else leaders
    pull.apply(positions, speeds, places, leaders, np.uint64(3), 1)
    return positions, speeds


def test_without_pulls_a_particle_keeps_a_share_of_its_speed():
    positions, speeds = flown(Pull(0.5, 0.0, 0.0, 100.0))
    assert speeds == pytest.approx(0.5 * ROWS[1])
    assert positions == pytest.approx(ROWS[0] + 0.5 * ROWS[1], abs=1e-6)


def test_pulls_are_a_random_share_of_the_way_to_a_place():
    way = ROWS[2] - ROWS[0]
    share = flown(Pull(0.0, 2.0, 0.0, 100.0))[1] / way
    assert share.min() >= 0
    assert share.max() < 2.001
    assert share.mean() == pytest.approx(1, abs=0.15)


def test_the_social_pull_is_to_the_place_of_the_leader():
    leaders = RNG.integers(50, size=50)
    share = flown(Pull(0.0, 0.0, 1.0, 100.0), leaders)[1] / (ROWS[2][leaders] - ROWS[0])
    assert share.min() >= 0
    assert share.max() < 1.001
    assert share.mean() == pytest.approx(0.5, abs=0.1)


def test_no_gene_is_faster_than_allowed():
    assert np.abs(flown(Pull(2.0, 2.0, 2.0, 0.25))[1]).max() == 0.25


def test_threads_change_no_flight():
    rows, found = tuple(RNG.normal(size=(3000, 3)).astype(np.float32) for _ in range(3)), []
    for threads in (1, 3):
        with at_most(threads):
            found.append(flown(Pull(0.7, 1.5, 1.5, 4.0), rows=rows)[0])
    assert (found[0] == found[1]).all()
