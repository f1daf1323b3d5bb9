"""Files of networks that grew: they come back, an older neuro is told so, and damage is refused in words."""

import io

import numpy as np
import pytest
from graphs_for_tests import grown

from neuro.errors import FileError
from neuro.network import GraphNetwork
from neuro.network.graph_programs import links_in
from neuro.policies import Graph, genome_of_network
from neuro.storage.description import describe
from neuro.storage.files import load, save
from neuro.storage.frame import Kind, enclose, read_frame
from neuro.storage.neuro_pb2 import Model as ModelMessage


@pytest.fixture(scope="module")
def network():
    policy = Graph(3, 2, recurrent=True, others="relu")
    genomes = grown(policy, 12, 12, activation_rate=0.1, activation_options="relu")
    programs = genomes.packed()
    return policy.network(genomes.take([int((programs.length - links_in(programs)).argmax())]))


def message_in(path):
    frame = read_frame(io.BytesIO(path.read_bytes()), path.stat().st_size)
    return frame, ModelMessage.FromString(frame.body)


def test_a_graph_comes_back_and_needs_a_neuro_that_knows_it(network, tmp_path):
    save(network, tmp_path / "net.neuro")
    frame, message = message_in(tmp_path / "net.neuro")
    assert (frame.needs, message.format) == ((1, 0), 4)
    found = load(tmp_path / "net.neuro")
    assert isinstance(found, GraphNetwork)
    assert genome_of_network(found).digest() == genome_of_network(network).digest()
    x, memory = np.ones(3, np.float32), np.ones(network.memory, np.float32)
    for one, other in zip(found.predict(x, memory), network.predict(x, memory), strict=True):
        assert one.tobytes() == other.tobytes()


def test_a_graph_whose_nodes_have_one_activation_is_written_as_before_there_were_others(tmp_path):
    policy = Graph(3, 2)
    save(policy.network(policy.first(1, 1)), tmp_path / "net.neuro")
    told = {field.name for field, _ in message_in(tmp_path / "net.neuro")[1].network.graph.ListFields()}
    assert {"hidden", "output"} <= told
    assert told.isdisjoint({"others", "activations"})


def test_what_a_graph_is_made_of_is_told(network):
    told = describe(network)
    assert (told["inputs"], told["outputs"], told["recurrent"]) == (3, 2, True)
    assert (told["hidden"], told["links"]) == (network.hidden_nodes, network.links)
    assert (told["activations"], told["other activations"]) == (["tanh", "tanh"], "relu")


def int32(*values):
    return np.array(values, "<i4").tobytes()


DAMAGE = {
    "another format": (lambda m: setattr(m, "format", 1), "a graph, which a file of format 1 cannot say"),
    "no inputs": (lambda m: setattr(m.network.graph, "inputs", 0), "from 1 to 65,535 inputs, not 0"),
    "many outputs": (lambda m: setattr(m.network.graph, "outputs", 5000), "from 1 to 4,095 outputs, not 5,000"),
    "many nodes": (lambda m: setattr(m.network.graph, "nodes", 5000), "5,000 hidden nodes"),
    "fewer links": (lambda m: setattr(m.network.graph, "links", 1), "but its links need 1"),
    "an activation": (lambda m: setattr(m.network.graph, "hidden", "softmax"), "looks at all outputs at once"),
    "no memory": (lambda m: setattr(m.network.graph, "recurrent", False), "links that go back"),
    "numbers": (
        lambda m: setattr(m.network.graph, "innovations", m.network.graph.innovations[::-1]),
        "in the order of",
    ),
    "a node": (
        lambda m: setattr(m.network.graph, "sources", int32(77) + m.network.graph.sources[4:]),
        "a node that is not there",
    ),
    "an input as target": (
        lambda m: setattr(m.network.graph, "targets", int32(0) + m.network.graph.targets[4:]),
        "a node that is not there",
    ),
    "a switch": (
        lambda m: setattr(m.network.graph, "enabled", b"\x02" + m.network.graph.enabled[1:]),
        "neither on nor off",
    ),
    "a twin": (
        lambda m: (
            setattr(m.network.graph, "sources", m.network.graph.sources[:4] * 2 + m.network.graph.sources[8:]),
            setattr(m.network.graph, "targets", m.network.graph.targets[:4] * 2 + m.network.graph.targets[8:]),
        ),
        "a link twice",
    ),
    "an activation that is not named": (lambda m: setattr(m.network.graph, "others", ""), "none of the 0 others"),
    "other activations": (lambda m: setattr(m.network.graph, "others", "relu+softmax"), "looks at all outputs at once"),
    "fewer activations": (lambda m: setattr(m.network.graph, "activations", b"\1" * 99), "bytes of activations"),
    "fewer bytes": (lambda m: setattr(m.network.graph, "origins", b""), "bytes of origins of hidden nodes"),
}


@pytest.mark.parametrize(("change", "sentence"), DAMAGE.values(), ids=DAMAGE)
def test_what_makes_no_graph_is_refused_in_words(network, tmp_path, change, sentence):
    save(network, tmp_path / "net.neuro")
    message = message_in(tmp_path / "net.neuro")[1]
    change(message)
    (tmp_path / "bad.neuro").write_bytes(enclose(Kind.MODEL, message.SerializeToString()))
    with pytest.raises(FileError, match=sentence):
        load(tmp_path / "bad.neuro")
