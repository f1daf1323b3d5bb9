import threading

import numpy as np
import pytest

from neuro.network import Conv2D, Dense, Dropout, Flatten, Input, MaxPool2D, Network
from neuro.network.forward_backward import Passes
from neuro.network.layers import threads

LAYERS = [Input((6, 5, 2)), Conv2D(3, 3, "tanh"), MaxPool2D(2), Flatten(), Dense(2, "sigmoid")]


def passes_of(layers):
    network = Network(layers, seed=4, dtype="float64")
    return Passes(network.layers, network.shapes, network.genome, by_inputs=True)


def batch_of(samples):
    rng = np.random.default_rng(5)
    return rng.normal(size=(samples, 6, 5, 2)), rng.normal(size=(samples, 2))


@pytest.mark.parametrize("samples", [32, 45, 128, 200, 1000])
def test_a_batch_that_is_dealt_to_threads_teaches_what_its_samples_do(samples):
    passes, (x, pull) = passes_of(LAYERS), batch_of(samples)
    outputs, by_inputs = passes.forward(x).copy(), passes.backward(pull.copy())
    gradient, few = passes.gradient.copy(), passes_of(LAYERS)
    expected = np.zeros_like(gradient)
    for begin in range(0, samples, 31):
        part = slice(begin, begin + 31)
        assert np.allclose(few.forward(x[part]), outputs[part], rtol=1e-12)
        assert np.allclose(few.backward(pull[part].copy()), by_inputs[part], rtol=1e-12)
        expected += few.gradient
    assert np.allclose(gradient, expected, rtol=1e-10)


def test_a_part_that_an_earlier_larger_batch_had_does_not_count():
    passes = passes_of(LAYERS)
    for samples in (128, 20):
        x, pull = batch_of(samples)
        passes.forward(x)
        passes.backward(pull.copy())
    fresh = passes_of(LAYERS)
    fresh.forward(x)
    fresh.backward(pull.copy())
    assert passes.gradient.tobytes() == fresh.gradient.tobytes()


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_the_number_of_threads_changes_no_bit(monkeypatch, count):
    x, pull = batch_of(200)
    expected = passes_of(LAYERS)
    expected.forward(x)
    expected.backward(pull.copy())
    with threads.ThreadPoolExecutor(count) as pool:
        monkeypatch.setattr(threads, "_pool", lambda: (pool, count))
        found = passes_of(LAYERS)
        found.forward(x)
        found.backward(pull.copy())
    assert found.gradient.tobytes() == expected.gradient.tobytes()


def test_the_parts_of_a_batch_drop_different_numbers():
    passes = passes_of([Input((6, 5, 2)), MaxPool2D(1), Dropout(0.5)])
    outputs = passes.forward(np.ones((64, 6, 5, 2)), training=True, key=1, step=2)
    assert (outputs[:32] != outputs[32:]).any()


def test_calls_at_once_give_their_results_in_order_and_their_faults():
    ran = threads.at_once([lambda k=k: (k, threading.get_ident()) for k in range(5)])
    assert [k for k, _ in ran] == list(range(5))
    with pytest.raises(ZeroDivisionError):
        threads.at_once([int, lambda: 1 // 0])


def test_meanwhile_matrix_products_keep_to_one_thread():
    def blas_threads():
        return [one["num_threads"] for one in threads._blas().info()]

    before = blas_threads()
    for found in threads.at_once([blas_threads, blas_threads]):
        assert all(count == 1 for count in found)
    assert blas_threads() == before
