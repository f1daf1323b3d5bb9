"""What is drawn of a network: its nodes stand where its layers are, and its links are its genes."""

import numpy as np
import pytest
from layers_for_tests import every_kind

from games.flappy import game
from neuro.network import GRU, Conv1D, Dense, Flatten, Input, LayerNorm, Network, Recurrent
from neuro.policies import Layered, Links


def sketch_of(*layers):
    policy = Layered(layers)
    return policy.sketch(policy.blank(1))


@pytest.mark.parametrize(("layer", "shape"), list(every_kind()))
def test_a_link_of_every_kind_of_layer_is_the_gene_by_which_its_source_moves_its_target(layer, shape):
    layers, rng = (Input(shape), layer), np.random.default_rng(7)
    sketch, network = sketch_of(*layers), Network(layers, seed=1)
    genome, inputs = rng.normal(size=network.parameter_count).astype(np.float32), len(sketch.columns[0])
    said = rng.normal(size=inputs + network.memory).astype(np.float32)  # by the inputs now, by the others before

    def moved(gene, said):
        """Which nodes say something else when a gene is another."""
        outputs = []
        for change in (0, 0.5):
            network.genome = genome
            network.genome[gene] += change
            outputs.append(network.predict(said[:inputs].reshape(shape), said[inputs:])[0].reshape(-1))
        return (np.flatnonzero(outputs[0] != outputs[1]) + inputs).tolist()

    for source, target, gene, memory in zip(*sketch.links, strict=True):
        without = said.copy()
        without[source] = 0
        assert moved(gene, said) == [target]
        assert moved(gene, without) == []
        assert memory == (source >= inputs)


@pytest.mark.parametrize(("layer", "count"), [(Dense(3), 12), (Recurrent(3), 12 + 9), (GRU(3), 12 + 9)])
def test_every_weight_is_a_link_and_only_those_of_memory_stay_in_their_column(layer, count):
    sketch = sketch_of(Input(4), layer, Dense(2))
    columns = sketch.column_of
    assert len(sketch.links.gene) == count + 3 * 2
    assert len(set(sketch.links.gene.tolist())) == count + 3 * 2
    assert ((columns[sketch.links.source] == columns[sketch.links.target]) == sketch.links.memory).all()
    assert (columns[sketch.links.target] - columns[sketch.links.source] == ~sketch.links.memory).all()


def test_layers_with_too_many_weights_draw_none():
    assert sketch_of(Input((4, 2)), Conv1D(3, 2, "relu"), LayerNorm(), Flatten()).links.gene.size == 0
    links = sketch_of(Input((4, 2)), Conv1D(3, 2, "relu"), LayerNorm(), Flatten(), Dense(2)).links
    assert isinstance(links, Links)
    assert len(links.gene) == 9 * 2


def test_nodes_stand_in_a_column_for_each_layer_in_the_rows_of_a_rollout():
    sketch, bound = sketch_of(*game.layers), Layered(game.layers).bind(16)
    assert sketch.rows.tolist() == list(range(bound.nodes))
    assert [len(column) for column in sketch.columns] == [5, 8, 2]
    assert [sketch.nodes[column[0]].x for column in sketch.columns] == [0, 0.5, 1]
    assert [sketch.nodes[column[0]].kind for column in sketch.columns] == ["input", "hidden", "output"]
    assert [sketch.nodes[node].label for node in (0, 5, 12, 13)] == ["", "node 1", "node 8", ""]
    assert sketch.nodes[bound.output].kind == "output"
    assert sketch.nodes[bound.output - 1].kind == "hidden"


def test_an_architecture_is_told_with_its_shapes_and_its_memory():
    assert sketch_of(*game.layers).summary == "5 – 8 – 2, tanh, sigmoid"
    told = sketch_of(Input(2), Recurrent(3, "tanh"), GRU(2), Dense(2, "tanh")).summary
    assert told == "2 – 3 – 2 – 2, tanh, tanh, remembers 5"
    told = sketch_of(Input((4, 2)), Conv1D(3, 2, "relu"), LayerNorm(), Flatten(), Dense(2)).summary
    assert told == "4×2 – 3×3 – 3×3 – 9 – 2, relu, identity"


def test_a_sketch_is_made_once_for_all_genomes_of_one_architecture():
    policy = Layered(game.layers)
    assert policy.sketch(policy.first(1, 1)) is Layered(game.layers).sketch(policy.first(1, 2))
