import numpy as np
import oracles
import pytest

from neuro.errors import ShapeError
from neuro.network import LAYERS, Dense, Input, Layer, Network, parameter_count
from neuro.network.lane_network import bind_network, node_count

LANES = 8
#: Sizes that take each of the three loops for sums, and every activation.
ARCHITECTURES = [
    (5, [(8, "tanh"), (2, "sigmoid")]),
    (30, [(6, "relu"), (3, "softmax")]),
    (70, [(3, "identity")]),
]


def flown(inputs, dense, raw_outputs):
    """Nodes of a block of random networks and inputs, and those networks' genomes and inputs."""
    layers = (Input(inputs), *(Dense(*layer) for layer in dense))
    rng = np.random.default_rng(3)
    genomes = rng.normal(size=(LANES, parameter_count(layers))).astype(np.float32)
    nodes = np.zeros((node_count(layers), LANES), np.float32)
    nodes[:inputs] = rng.normal(size=(inputs, LANES))
    samples = nodes[:inputs].T.copy()
    weights = np.ascontiguousarray(genomes.T).reshape(-1)
    bind_network(layers, LANES, raw_outputs=raw_outputs)(weights, nodes.reshape(-1))
    return layers, genomes, samples, nodes.T


@pytest.mark.parametrize(("inputs", "dense"), ARCHITECTURES)
def test_a_network_over_lanes_has_the_bits_of_each_network_alone(inputs, dense):
    layers, genomes, samples, nodes = flown(inputs, dense, raw_outputs=False)
    for genome, x, found in zip(genomes, samples, nodes, strict=True):
        expected = np.concatenate([x, *(values for _, values in oracles.forward(genome, inputs, dense, x))])
        assert found.tobytes() == expected.tobytes()
        assert found[-dense[-1][0] :].tobytes() == Network.from_genome(layers, genome).predict(x).tobytes()


@pytest.mark.parametrize(("inputs", "dense"), ARCHITECTURES)
def test_raw_outputs_are_the_sums_before_the_last_activation(inputs, dense):
    _, genomes, samples, nodes = flown(inputs, dense, raw_outputs=True)
    for genome, x, found in zip(genomes, samples, nodes, strict=True):
        sums, _ = oracles.forward(genome, inputs, dense, x)[-1]
        assert found[-dense[-1][0] :].tobytes() == sums.tobytes()


def test_a_layer_without_a_form_over_lanes_is_named(monkeypatch):
    monkeypatch.setitem(LAYERS, "same", None)  # the class below registers itself; this takes it out again

    class Same(Layer):
        kind = "same"

        def output_shape(self, shape):
            return shape

    with pytest.raises(ShapeError, match="Same cannot play games yet: use Dense layers"):
        bind_network((Input(3), Same()), LANES)
