"""The loops of convolution, by what must hold of any bilinear map, for odd numbers of everything."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from neuro.network import Conv1D, Conv2D, Conv3D, Input, Network
from neuro.network.forward_backward import Passes
from neuro.network.layers.conv_sums import in_fours

CONVOLUTIONS = {1: Conv1D, 2: Conv2D, 3: Conv3D}


@given(
    sides=st.lists(st.integers(3, 7), min_size=1, max_size=3).map(tuple),
    size=st.integers(1, 3),
    stride=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same"]),
    channels=st.integers(1, 9),
    filters=st.integers(1, 9),
    samples=st.sampled_from([1, 5, 31, 67, 300]),
)
def test_both_gradients_of_a_convolution_belong_to_its_sums(sides, size, stride, padding, channels, filters, samples):
    layer = CONVOLUTIONS[len(sides)](filters, size, stride=stride, padding=padding)
    network = Network([Input((*sides, channels)), layer], seed=1, dtype="float64")
    passes = Passes(network.layers, network.shapes, network.genome, by_inputs=True)
    rng = np.random.default_rng(1)
    x = rng.normal(size=(samples, *sides, channels))
    pull = rng.normal(size=(samples, *network.shapes[-1]))
    found = (pull * passes.forward(x)).sum()
    by_inputs = passes.backward(pull.copy())
    assert np.isclose(found, (by_inputs * x).sum()), "the sums are linear in the inputs"
    assert np.isclose(found, passes.gradient @ network.genome), "and in the weights"
    assert np.allclose(passes.gradient[-filters:], pull.reshape(-1, filters).sum(axis=0)), "each bias is in every sum"


def test_weights_that_are_missing_in_a_block_of_four_are_0():
    packed = in_fours(np.arange(1.0, 11).reshape(5, 2)).reshape(2, 2, 4)
    assert packed.tolist() == [[[1, 3, 5, 7], [2, 4, 6, 8]], [[9, 0, 0, 0], [10, 0, 0, 0]]]
