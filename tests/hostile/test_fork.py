"""A process that has evolved or trained, and is then forked: by hand, or by a pool."""

import multiprocessing
import os

import numpy as np
import pytest

import neuro
from neuro.network.layers import threads

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here"),
    # Python 3.12 and later warn of what is tried here.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def evolved(_=None):
    return neuro.evolve("flappy", seed=1, generations=2, population=200, threads=2).fingerprint


def trained(_=None):
    layers = [neuro.Input((12, 12, 1)), neuro.Conv2D(8, 3, "relu"), neuro.Flatten(), neuro.Dense(3, "softmax")]
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(512, 12, 12, 1)), rng.integers(0, 3, 512)
    network = neuro.Network(layers, seed=1)
    network.train(x, y, epochs=1, batch_size=256, seed=1)
    return network.genome.tobytes()


@pytest.mark.parametrize("work", [evolved, trained])
def test_the_children_of_a_fork_work_as_their_parent_does(work):
    expected = work()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(work, range(2)).get(timeout=120) == [expected] * 2
    assert work() == expected


def test_a_lock_that_another_thread_holds_is_free_in_the_child():
    with threads._turn():
        child = os.fork()
        if not child:
            os._exit(0 if threads._turn().acquire(timeout=5) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
