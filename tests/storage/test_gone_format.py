"""Files of the Go library: the outputs that the Go program computed are the oracle."""

import json
from pathlib import Path

import numpy as np
import pytest
from google.protobuf import text_format

from neuro.errors import FileError
from neuro.network import Conv2D, Dense, Dropout, Flatten, Input, Network
from neuro.storage.files import load, save
from neuro.storage.gone_format import gone_to
from neuro.storage.gone_pb2 import NeuralNetwork

FIXTURES = Path(__file__).parent.parent / "fixtures" / "gone"
EXPECTED = json.loads((FIXTURES / "expected.json").read_text())


@pytest.fixture
def message():
    return NeuralNetwork.FromString((FIXTURES / "xor.gone").read_bytes())


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_file_of_the_go_program_gives_what_the_go_program_computed(name):
    found = load(FIXTURES / name).predict(EXPECTED[name]["inputs"])
    assert found.dtype == np.float64
    assert np.abs(found - EXPECTED[name]["outputs"]).max() < 1e-12


def test_its_learning_rate_and_loss_come_along():
    state = load(FIXTURES / "xor.gone").state
    assert (state.optimizer.kind, state.optimizer.learning_rate) == ("sgd", 0.1)
    assert (state.loss.kind, state.batch_size) == ("mse", 1)


def test_a_file_that_is_read_and_written_is_the_same_but_for_what_the_nodes_held(message, tmp_path):
    save(load(FIXTURES / "xor.gone"), tmp_path / "again.gone")
    again = NeuralNetwork.FromString((tmp_path / "again.gone").read_bytes())
    for one in (message, again):
        one.ClearField("Activations")
    assert text_format.MessageToString(again) == text_format.MessageToString(message)


@pytest.mark.parametrize("last", ["identity", "relu", "sigmoid", "softmax"])
def test_a_network_comes_back_from_gone(last, tmp_path):
    network = Network([Input(3), Dense(5, "relu"), Dense(4, "sigmoid"), Dense(3, last)], seed=1)
    save(network, tmp_path / "net.gone")
    x = np.random.default_rng(1).normal(size=(9, 3))
    again = load(tmp_path / "net.gone")
    assert again.genome.tolist() == network.genome.tolist()
    assert np.allclose(again.predict(x), network.predict(x), atol=1e-6)


@pytest.mark.parametrize(
    "layers",
    [
        [Input(3), Dense(2, "tanh")],
        [Input(3), Dense(2), Dropout(0.5)],
        [Input((4, 4, 1)), Conv2D(2), Flatten(), Dense(2)],
        [Input(3)],
    ],
)
def test_what_gone_does_not_know_is_not_written(layers, tmp_path):
    with pytest.raises(FileError, match=r"cannot write .*net\.gone: it would hold"):
        save(Network(layers, seed=1), tmp_path / "net.gone")
    assert list(tmp_path.iterdir()) == []


def changed(part, value):
    def change(message):
        holder, name = part(message)
        setattr(holder, name, value)

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (changed(lambda m: (m.Weights[0], "Rows"), 3), "weights of layer 1 as 3 × 2, but its layers need 4 × 2"),
        (changed(lambda m: (m.Biases[1], "Columns"), 2), "biases of layer 2 as 1 × 2"),
        (changed(lambda m: (m.Layers[1], "Nodes"), 5), "but its layers need 5 × 2"),
        (changed(lambda m: (m.Layers[1], "Nodes"), -5), "-5"),
        (changed(lambda m: (m.Layers[1], "Nodes"), 2**31 - 1), "more than 100,000 nodes"),
        (changed(lambda m: (m.Layers[2], "Activator"), "swish"), "activator 'swish' of layer 2"),
        (lambda m: m.Weights[0].Data.append(1), "9 numbers for the weights of layer 1"),
        (lambda m: m.Weights[0].Data.__setitem__(0, np.nan), "not finite"),
        (lambda m: m.Weights.pop(), "1 matrices of weights for 2 layers"),
        (lambda m: m.ClearField("Layers"), "0 layers"),
        (lambda m: m.Clear(), "is empty"),
    ],
)
def test_a_file_that_does_not_fit_itself_is_refused_in_a_sentence(change, says, message, tmp_path):
    change(message)
    (tmp_path / "bad.gone").write_bytes(message.SerializeToString())
    with pytest.raises(FileError, match=says):
        load(tmp_path / "bad.gone")


@pytest.mark.parametrize("cut", range(60, 480, 11))
def test_a_file_that_is_cut_short_is_refused(cut, tmp_path):
    (tmp_path / "cut.gone").write_bytes((FIXTURES / "xor.gone").read_bytes()[:-cut])
    with pytest.raises(FileError, match=r"cut\.gone (holds|is)"):
        load(tmp_path / "cut.gone")


def test_a_large_network_comes_back_too(tmp_path):
    network = Network([Input(784), Dense(200, "sigmoid"), Dense(10, "softmax")], seed=1)
    (tmp_path / "large.gone").write_bytes(gone_to(network))
    assert load(tmp_path / "large.gone").genome.tolist() == network.genome.tolist()


def test_save_writes_what_its_names_ending_promises_or_says_who_does(tmp_path):
    network = Network([Input(2), Dense(2, "sigmoid")], seed=1)
    save(network, tmp_path / "net.GONE")
    assert load(tmp_path / "net.GONE").genome.tolist() == network.genome.tolist()
    with pytest.raises(FileError, match=r"`neuro export` makes \.onnx files"):
        save(network, tmp_path / "net.onnx")
    assert not (tmp_path / "net.onnx").exists()
