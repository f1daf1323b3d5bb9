import math

import numpy as np
import oracles
import pytest
from layers_for_tests import every_kind

from neuro.errors import SettingError, ShapeError
from neuro.network import GRU, LAYERS, Dense, Input, Layer, Network, Recurrent, parameter_count
from neuro.network.lane_network import bind_network, memory_count, node_count, scratch_count

LANES = 8
#: Sizes that take each of the three loops for sums, and every activation.
ARCHITECTURES = [
    (5, [(8, "tanh"), (2, "sigmoid")]),
    (30, [(6, "relu"), (3, "softmax")]),
    (70, [(3, "identity")]),
]


def played(inputs, dense, raw_outputs):
    """Nodes of a block of random networks and inputs, and those networks' genomes and inputs."""
    layers = (Input(inputs), *(Dense(*layer) for layer in dense))
    rng = np.random.default_rng(3)
    genomes = rng.normal(size=(LANES, parameter_count(layers))).astype(np.float32)
    nodes = np.zeros((node_count(layers), LANES), np.float32)
    nodes[:inputs] = rng.normal(size=(inputs, LANES))
    samples = nodes[:inputs].T.copy()
    weights = np.ascontiguousarray(genomes.T).reshape(-1)
    bind_network(layers, LANES, raw_outputs=raw_outputs, called=True)(
        weights, nodes.reshape(-1), np.zeros(0, np.float32)
    )
    return layers, genomes, samples, nodes.T


@pytest.mark.parametrize(("inputs", "dense"), ARCHITECTURES)
def test_a_network_over_lanes_has_the_bits_of_each_network_alone(inputs, dense):
    layers, genomes, samples, nodes = played(inputs, dense, raw_outputs=False)
    for genome, x, found in zip(genomes, samples, nodes, strict=True):
        expected = np.concatenate([x, *(values for _, values in oracles.forward(genome, inputs, dense, x))])
        assert found.tobytes() == expected.tobytes()
        assert found[-dense[-1][0] :].tobytes() == Network.from_genome(layers, genome).predict(x).tobytes()


@pytest.mark.parametrize(("inputs", "dense"), ARCHITECTURES)
def test_raw_outputs_are_the_sums_before_the_last_activation(inputs, dense):
    _, genomes, samples, nodes = played(inputs, dense, raw_outputs=True)
    for genome, x, found in zip(genomes, samples, nodes, strict=True):
        sums, _ = oracles.forward(genome, inputs, dense, x)[-1]
        assert found[-dense[-1][0] :].tobytes() == sums.tobytes()


def test_a_layer_without_a_form_over_lanes_is_named(monkeypatch):
    monkeypatch.setitem(LAYERS, "same", None)  # the class below registers itself; this takes it out again

    class Same(Layer):
        kind = "same"

        def output_shape(self, shape):
            return shape

    with pytest.raises(ShapeError, match="Same cannot play games: it has no kernel over lanes"):
        bind_network((Input(3), Same()), LANES)


def each_alone(layers, genomes, samples):
    """The outputs of each lane's own network by ``predict``, sample by sample, and what it remembers in the end."""
    outputs, memories = [], []
    for genome, seen in zip(genomes, samples, strict=True):
        network = Network.from_genome(layers, genome)
        memory, found = np.zeros(network.memory, np.float32), []
        for x in seen:
            output, memory = network.predict(x.reshape(network.shapes[0]), memory)
            found.append(output.reshape(-1))
        outputs.append(found)
        memories.append(memory)
    return np.array(outputs, np.float32), np.array(memories, np.float32)


@pytest.mark.parametrize(("layer", "shape"), list(every_kind()))
def test_every_kind_of_layer_plays_in_the_bits_in_which_it_predicts(layer, shape):
    layers, rng = (Input(shape), layer), np.random.default_rng(5)
    genomes = rng.normal(size=(LANES, parameter_count(layers))).astype(np.float32)
    samples = rng.normal(size=(LANES, 3, math.prod(shape))).astype(np.float32)
    nodes = np.zeros((node_count(layers) + scratch_count(layers), LANES), np.float32)
    memory, inputs = np.zeros((memory_count(layers), LANES), np.float32), math.prod(shape)
    think, weights, found = bind_network(layers, LANES, called=True), np.ascontiguousarray(genomes.T).reshape(-1), []
    for step in range(samples.shape[1]):
        nodes[:inputs] = samples[:, step].T
        think(weights, nodes.reshape(-1), memory.reshape(-1))
        found.append(nodes[inputs : node_count(layers)].T.copy())
    outputs, memories = each_alone(layers, genomes, samples)
    assert np.stack(found, axis=1).tobytes() == outputs.tobytes()
    assert memory.T.tobytes() == memories.tobytes()


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_layers_that_remember_are_their_definitions():
    rng = np.random.default_rng(3)
    for layer in (Recurrent(4, "tanh"), GRU(4)):
        network = Network([Input(3), layer], seed=1, dtype="float64")
        network.genome = rng.normal(size=network.parameter_count)
        ((weights, biases),) = network.parameters()
        h, memory = np.zeros(4), np.zeros(4)
        for x in rng.normal(size=(5, 3)):
            sums = weights @ np.concatenate([x, h]) + biases
            if layer.kind == "recurrent":
                h = np.tanh(sums)
            else:
                z, r = sigmoid(sums[:4]), sigmoid(sums[4:8])
                h = z * h + (1 - z) * np.tanh(weights[8:] @ np.concatenate([x, r * h]) + biases[8:])
            outputs, memory = network.predict(x, memory)
            assert np.allclose(outputs, h, atol=1e-12)
            assert np.allclose(memory, h, atol=1e-12)


def test_a_network_that_remembers_is_told_what_and_says_what_then():
    network = Network([Input(3), GRU(2), Recurrent(4), Dense(1)], seed=1)
    x = np.random.default_rng(1).normal(size=(5, 3)).astype(np.float32)
    outputs, memory = network.predict(x, np.zeros((5, network.memory)))
    assert (outputs.shape, memory.shape) == ((5, 1), (5, 6))
    assert (network.predict(x) == outputs).all()  # without memory each is the first that is seen
    assert (network.predict(x[2], memory[2])[0] == network.predict(x, memory)[0][2]).all()
    assert (network.predict(x, memory)[0] != outputs).any()
    with pytest.raises(ShapeError, match=r"remembers 6 numbers: memory of shape \(5, 6\), not \(6,\)"):
        network.predict(x, memory[0])


def test_backpropagation_refuses_what_remembers_in_a_sentence():
    network = Network([Input(3), Recurrent(2), Dense(1)], seed=1)
    with pytest.raises(SettingError, match="Recurrent cannot be trained by backpropagation"):
        network.train(np.zeros((4, 3)), np.zeros((4, 1)))
