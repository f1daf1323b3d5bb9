"""Graphs of any topology: what they compute, beside whom, and what is drawn of them."""

import itertools
import math

import numpy as np
import pytest
from graphs_for_tests import grown, says

from games.flappy import game
from neuro.errors import NeuroError, SettingError, ShapeError, UnknownNameError
from neuro.network.topologies import empty_topologies
from neuro.policies import Graph, Graphs, genome_of_network, joined_genomes, policy_of_network
from neuro.rollout.evaluate import evaluate
from neuro.rollout.external import NetworkBatch
from neuro.rollout.program import program


@pytest.mark.parametrize("recurrent", [False, True])
def test_a_network_says_what_a_plain_walk_over_its_links_says(recurrent):
    policy = Graph(3, 2, recurrent=recurrent)
    genomes, rng = grown(policy, 24, 12), np.random.default_rng(1)
    genomes.topologies.weight[:] *= np.float32(0.2)  # large ones would make much of the last digit
    for place in range(len(genomes)):
        network = policy.network(genomes.take([place]))
        before, memory = {}, np.zeros(network.memory, np.float32)
        for _ in range(3):
            x = rng.normal(size=3).astype(np.float32)
            before = says(genomes.topologies, place, x, before, inputs=3, outputs=2)
            outputs, memory = network.predict(x, memory)
            assert outputs == pytest.approx([before[4], before[5]], abs=2e-5)


@pytest.mark.parametrize(
    ("activation", "recurrent", "others"),
    [("tanh", False, ""), ("relu", True, ""), ("softplus", False, ""), ("tanh", True, "relu+sigmoid")],
)
def test_a_lane_says_the_bits_of_its_network_whoever_is_beside_it(recurrent, activation, others):
    output = "identity" if activation == "relu" else activation
    policy = Graph(3, 2, hidden=activation, output=output, recurrent=recurrent, others=others)
    asked = {"activation_rate": 0.2, "activation_options": others} if others else {}
    genomes, rng = grown(policy, 70, 10, **asked), np.random.default_rng(2)
    assert bool(genomes.topologies.activation.any()) == bool(others)
    together = NetworkBatch(policy, genomes)
    networks = [policy.network(genomes.take([place])) for place in range(len(genomes))]
    memories = [np.zeros(network.memory, np.float32) for network in networks]
    for _ in range(3):
        x = rng.normal(size=(len(genomes), 3)).astype(np.float32)
        found = together.think(x)
        for place, network in enumerate(networks):
            outputs, memories[place] = network.predict(x[place], memories[place])
            assert found[place].tobytes() == outputs.tobytes()


def test_agents_play_the_same_bits_on_any_threads_in_any_order():
    policy = Graph(5, 2)
    genomes = grown(policy, 200, 10)
    compiled, courses = program(game, policy), np.arange(3, dtype=np.uint32)
    one = evaluate(compiled, genomes, courses, game.setting, 300, threads=1)
    two = evaluate(compiled, genomes, courses, game.setting, 300, threads=2)
    order = np.random.default_rng(0).permutation(200)
    mixed = evaluate(compiled, genomes.take(order), courses, game.setting, 300, threads=2)
    assert one.fitness.tobytes() == two.fitness.tobytes()
    assert one.fitness[order].tobytes() == mixed.fitness.tobytes()


def test_genomes_that_outgrow_the_room_find_more_and_think_the_same():
    policy = Graph(2, 1, room=2)
    genomes = grown(policy, 20, 40, add_node=0.5)
    assert genomes.most_hidden > 2
    roomy = policy.with_room_for(genomes)
    assert roomy.room >= genomes.most_hidden
    x = np.ones((20, 2), np.float32)
    assert (NetworkBatch(policy, genomes).think(x) == NetworkBatch(Graph(2, 1), genomes).think(x)).all()


def test_a_policy_has_no_room_for_genomes_of_other_ends():
    with pytest.raises(ShapeError, match="as many inputs and outputs"):
        Graph(2, 1).with_room_for(grown(Graph(3, 1), 2, 1))


def test_a_network_and_its_genome_are_one():
    policy = Graph(3, 2, recurrent=True)
    genomes = grown(policy, 8, 8)
    network = policy.network(genomes.take([5]))
    assert policy_of_network(network) == policy
    assert genome_of_network(network).digest() == genomes.take([5]).digest()


def test_digests_are_those_of_what_is_there_and_not_of_what_pads_it():
    genomes = grown(Graph(3, 2), 30, 12)
    alone = [genomes.take([place]) for place in range(30)]
    assert joined_genomes(alone).digest() == genomes.digest()
    assert len({one.digest() for one in alone}) == 30
    longer = joined_genomes([alone[0], *alone]).take([0])
    assert longer.digest() == alone[0].digest()
    other = alone[0].copy()
    other.topologies.weight[0, 0] = np.nextafter(other.topologies.weight[0, 0], 9)
    assert other.digest() != alone[0].digest()


def test_alike_individuals_have_alike_rows():
    genomes = grown(Graph(3, 2), 30, 12)
    near = genomes.copy()
    near.topologies.weight[:] *= np.float32(1.01)
    rows, moved = genomes.rows(), near.rows()
    apart = [np.linalg.norm(a - b) for a, b in itertools.pairwise(rows)]
    assert np.linalg.norm(rows - moved, axis=1).max() < np.median(apart) / 3


@pytest.mark.parametrize("recurrent", [False, True])
def test_a_sketch_has_the_links_that_matter_between_the_rows_of_a_rollout(recurrent):
    policy = Graph(3, 2, recurrent=recurrent)
    genomes = grown(policy, 20, 14)
    for place in range(20):
        genome = genomes.take([place])
        network, sketch = policy.network(genome), policy.sketch(genome)
        kinds = [node.kind for node in sketch.nodes]
        assert kinds == ["input"] * 3 + ["hidden"] * network.hidden_nodes + ["output"] * 2
        assert sorted(sketch.rows) == list(range(5 + network.hidden_nodes))
        places = [node.x for node in sketch.nodes]
        assert places == sorted(places)
        numbers = genome.topologies.source[0, sketch.links.gene]
        inputs = sketch.links.source < 3
        assert (numbers[inputs] == sketch.links.source[inputs]).all()
        assert (sketch.links.source < sketch.links.target)[~sketch.links.memory].all()
        assert recurrent or not sketch.links.memory.any()
        assert sketch.summary.startswith("3 – ")


def test_the_newest_link_is_known():
    policy = Graph(2, 1)
    assert policy.sketch(policy.first(1, 1)).newest is None
    genomes = grown(policy, 10, 5, add_node=0.5)
    sketch = policy.sketch(genomes.take([int(genomes.packed().hidden.argmax())]))
    assert sketch.newest is not None
    assert sketch.nodes[sketch.links.source[sketch.newest]].kind == "hidden" or (
        sketch.nodes[sketch.links.target[sketch.newest]].kind == "hidden"
    )


def one_hidden_node(*, activation, **names):
    """A network of one input that is weighted by -2, one hidden node, and one output."""
    found = empty_topologies(1, 2, 1)
    found.sizes[:] = 2, 1
    found.innovation[0], found.source[0], found.target[0] = [1, 2], [0, 3], [3, 2]
    found.weight[0], found.enabled[0], found.node[0], found.place[0] = [-2, 1], 1, 3, 0.5
    found.activation[0] = activation
    return Graph(1, 1, output="identity", **names), Graphs(1, 1, found)


def test_a_node_has_the_activation_of_its_number():
    for number, wanted in enumerate([math.tanh(-2), 0.0, -2.0]):
        policy, genome = one_hidden_node(activation=number, others="relu+identity")
        network = policy.network(genome)
        assert network.predict([1.0]) == pytest.approx([wanted], abs=1e-6)
        assert network.links == 2
        sketch = policy.sketch(genome)
        assert [node.activation for node in sketch.nodes] == ["", ["tanh", "relu", "identity"][number], ""]
        assert genome_of_network(network).digest() == genome.digest()
        assert policy_of_network(network) == policy


def test_an_activation_that_is_not_named_makes_no_network():
    policy, genome = one_hidden_node(activation=2, others="relu")
    with pytest.raises(ShapeError, match="none of the 1 others"):
        policy.network(genome)
    with pytest.raises(SettingError, match="name each activation once"):
        Graph(1, 1, others="relu+relu")


def test_unbounded_activations_stay_finite():
    policy = Graph(1, 1, hidden="relu", output="identity", recurrent=True)
    found = empty_topologies(1, 3, 1)
    found.sizes[:] = 3, 1
    found.innovation[0], found.source[0], found.target[0] = [1, 2, 3], [0, 3, 3], [3, 3, 2]
    found.weight[0], found.enabled[0], found.node[0], found.place[0] = 30, 1, 3, 0.5
    network, memory = policy.network(Graphs(1, 1, found)), np.zeros(2, np.float32)
    for _ in range(60):
        outputs, memory = network.predict([1.0], memory)
    assert outputs == [1e6]


def test_what_makes_no_graph_is_told():
    with pytest.raises(UnknownNameError, match="tanh"):
        Graph(2, 1, hidden="tanhh")
    with pytest.raises(SettingError, match="looks at all outputs at once"):
        Graph(2, 1, output="softmax")
    forward, back = Graph(3, 1), grown(Graph(3, 1, recurrent=True), 40, 14)
    with pytest.raises(ShapeError, match="go back"):
        [forward.network(back.take([place])) for place in range(40)]
    network = forward.network(forward.first(1, 1))
    with pytest.raises(ShapeError, match=r"\(3,\) or \(n, 3\)"):
        network.predict([1.0])
    with pytest.raises(NeuroError, match="has no layers"):
        _ = network.layers
    assert math.isfinite(float(network.predict(np.zeros((4, 3)))[2, 0]))
