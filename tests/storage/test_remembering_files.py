"""Files of networks that remember: they come back, and a neuro without such layers is told that it is too old."""

import io

import numpy as np
import pytest

from neuro.errors import FileError
from neuro.network import GRU, Dense, Input, Network, Recurrent
from neuro.storage.files import load, save
from neuro.storage.frame import Kind, enclose, read_frame
from neuro.storage.neuro_pb2 import Model as ModelMessage

LAYERS = [Input(3), Recurrent(4, "relu"), GRU(2), Dense(1)]


def frame_of(path):
    return read_frame(io.BytesIO(path.read_bytes()), path.stat().st_size)


def test_a_network_that_remembers_comes_back_and_needs_a_neuro_that_knows_it(tmp_path):
    network = Network(LAYERS, seed=1)
    save(network, tmp_path / "net.neuro")
    assert load(tmp_path / "net.neuro") == network
    frame = frame_of(tmp_path / "net.neuro")
    assert frame.needs == (1, 0)
    assert ModelMessage.FromString(frame.body).format == 3
    x, memory = np.ones(3, np.float32), np.zeros(network.memory, np.float32)
    found, expected = (one.predict(x, memory) for one in (load(tmp_path / "net.neuro"), network))
    assert found[0].tobytes() == expected[0].tobytes()
    assert found[1].tobytes() == expected[1].tobytes()


def test_a_format_that_cannot_say_so_holds_no_network_that_remembers(tmp_path):
    save(Network(LAYERS, seed=1), tmp_path / "net.neuro")
    message = ModelMessage.FromString(frame_of(tmp_path / "net.neuro").body)
    message.format = 1
    (tmp_path / "old.neuro").write_bytes(enclose(Kind.MODEL, message.SerializeToString()))
    with pytest.raises(FileError, match="holds a network that remembers, which a file of format 1 cannot say"):
        load(tmp_path / "old.neuro")


def test_other_networks_are_of_the_format_that_they_were_of(tmp_path):
    save(Network([Input(3), Dense(1)], seed=1), tmp_path / "net.neuro")
    assert ModelMessage.FromString(frame_of(tmp_path / "net.neuro").body).format == 1
