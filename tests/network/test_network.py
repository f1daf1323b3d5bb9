import itertools

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import SettingError, ShapeError, UnknownNameError
from neuro.network import ACTIVATIONS, GRU, LAYERS, Dense, Input, Network, Recurrent, parameter_count
from neuro.network.network import layer_starts
from neuro.operators import Crossover, Gaussian

FLAPPY = [Input(5), Dense(8, "tanh"), Dense(2, "sigmoid")]
seeds = st.integers(0, 2**32 - 1)
denses = st.lists(st.tuples(st.integers(1, 9), st.sampled_from(sorted(ACTIVATIONS))), max_size=4)


def network_of(inputs, dense, seed):
    return Network([Input(inputs), *(Dense(*layer) for layer in dense)], seed=seed)


@given(inputs=st.integers(1, 40), dense=denses.filter(bool), seed=seeds, scale=st.sampled_from([0.1, 1, 100]))
def test_predict_is_the_plain_sum_and_activation_bit_for_bit(inputs, dense, seed, scale):
    network = network_of(inputs, dense, seed)
    rng = np.random.default_rng(seed)
    network.genome = rng.normal(size=network.parameter_count)
    batch = (scale * rng.normal(size=(3, inputs))).astype(np.float32)
    expected = np.array([oracles.predict(network.genome, inputs, dense, x) for x in batch], np.float32)
    assert network.predict(batch).tobytes() == expected.tobytes()
    assert network.predict(batch[1]).tobytes() == expected[1].tobytes()


def test_predict_gives_float32_of_the_promised_shapes():
    network = Network(FLAPPY, seed=1)
    assert network.predict([1, 2, 3, 4, 5]).shape == (2,)
    for samples in (0, 1, 7):
        found = network.predict(np.ones((samples, 5)))
        assert (found.shape, found.dtype) == ((samples, 2), np.float32)


def test_predict_leaves_its_input_and_the_genome_alone():
    network, x = Network([Input(2), Dense(2, "softmax")], seed=1), np.ones((3, 2), np.float32)
    before = network.genome.copy()
    network.predict(x)
    assert (x == 1).all()
    assert (network.genome == before).all()


@pytest.mark.parametrize("shape", [(), (4,), (6,), (2, 4), (5, 2), (2, 2, 5), (0,)])
def test_a_wrong_input_shape_is_named_with_the_right_one(shape):
    with pytest.raises(ShapeError) as caught:
        Network(FLAPPY, seed=1).predict(np.zeros(shape))
    assert str(caught.value) == f"predict takes shape (5,) or (n, 5), not {shape}"


def test_the_genome_is_weights_then_biases_layer_by_layer():
    network = Network([Input(2), Dense(3), Dense(1)], seed=1)
    network.genome = np.arange(13)
    (first, first_biases), (second, second_biases) = network.parameters()
    assert first.tolist() == [[0, 1], [2, 3], [4, 5]]
    assert first_biases.tolist() == [6, 7, 8]
    assert second.tolist() == [[9, 10, 11]]
    assert second_biases.tolist() == [12]
    assert layer_starts(network.layers).tolist() == [0, 9, 13]


@given(inputs=st.integers(1, 9), dense=denses)
def test_the_genome_is_as_long_as_counted(inputs, dense):
    network = network_of(inputs, dense, 1)
    sizes = [inputs, *(units for units, _ in dense)]
    expected = sum(after * (before + 1) for before, after in itertools.pairwise(sizes))
    assert network.genome.size == network.parameter_count == parameter_count(network.layers) == expected
    assert layer_starts(network.layers)[-1] == expected


def test_writing_to_parameters_writes_to_the_genome():
    network = Network(FLAPPY, seed=1)
    network.parameters()[1][1][:] = 7
    assert (network.genome[-2:] == 7).all()


def test_a_genome_is_copied_in_as_float32():
    network, values = Network(FLAPPY, seed=1), np.arange(66, dtype=np.float64)
    network.genome = values
    values[:] = 0
    assert network.genome.dtype == np.float32
    assert network.genome.tolist() == list(range(66))


@pytest.mark.parametrize("length", [0, 65, 67])
def test_a_genome_of_the_wrong_length_is_named_with_the_right_one(length):
    network = Network(FLAPPY, seed=1)
    with pytest.raises(ShapeError, match=rf"shape \(66,\), not \({length},\)"):
        network.genome = np.zeros(length)
    with pytest.raises(ShapeError, match=r"Dense\(8, 'tanh'\)"):
        Network.from_genome(FLAPPY, np.zeros(length))


@given(seed=seeds, place=st.integers(0, 65))
def test_a_copy_is_equal_and_independent(seed, place):
    network = Network(FLAPPY, seed=seed)
    twin, kept = network.copy(), network.genome.copy()
    assert twin == network
    twin.genome[place] += 1
    assert twin != network
    twin.mutate(Gaussian(rate=1), rng=1)
    assert (network.genome == kept).all()


def test_networks_are_equal_only_with_the_same_layers_and_bits():
    network = Network(FLAPPY, seed=1)
    other = Network.from_genome([Input(5), Dense(8, "relu"), Dense(2, "sigmoid")], network.genome)
    assert network == Network(FLAPPY, seed=1)
    assert network != other
    assert network != Network(FLAPPY, seed=2)
    assert network != "a network"


@pytest.mark.parametrize("method", ["uniform", "one-point", "layer", "blend"])
@given(seed=st.integers(0, 2**63 - 1))
def test_a_network_crosses_as_row_0_of_a_population_does(method, seed):
    mother, father = Network(FLAPPY, seed=1), Network(FLAPPY, seed=2)
    children = np.empty((3, 66), np.float32)
    parents = np.array([[0, 1], [1, 0], [0, 1]])
    pool = np.stack([mother.genome, father.genome])
    Crossover(method).apply(pool, parents, children, layer_starts(mother.layers), np.uint64(seed), generation=0)
    child = mother.crossover(father, method, rng=seed)
    assert child.genome.tobytes() == children[0].tobytes()
    assert child.layers == mother.layers


@given(seed=st.integers(0, 2**63 - 1), rate=st.floats(0, 1))
def test_a_network_mutates_as_row_0_of_a_population_does(seed, rate):
    mutation = Gaussian(rate=rate, stdev=0.5, mean=0.1)
    network = Network(FLAPPY, seed=1)
    population = np.stack([network.genome] * 3)
    mutation.apply(population, np.uint64(seed), generation=0)
    assert network.mutate(mutation, rng=seed) is network
    assert network.genome.tobytes() == population[0].tobytes()


def test_crossover_leaves_the_parents_alone():
    mother, father = Network(FLAPPY, seed=1), Network(FLAPPY, seed=2)
    child = mother.crossover(father, rng=3)
    child.genome[:] = 0
    assert (mother, father) == (Network(FLAPPY, seed=1), Network(FLAPPY, seed=2))


def test_operators_draw_from_the_generator_they_are_given():
    mother, father = Network(FLAPPY, seed=1), Network(FLAPPY, seed=2)
    rng, again = np.random.default_rng(5), np.random.default_rng(5)
    first = mother.crossover(father, rng=rng)
    assert first == mother.crossover(father, rng=again)
    assert first != mother.crossover(father, rng=rng)
    assert mother.crossover(father) != mother.crossover(father)  # fresh randomness


@pytest.mark.parametrize("other", [[Input(5), Dense(8, "relu"), Dense(2, "sigmoid")], [Input(5), Dense(2)]])
def test_parents_of_different_architecture_are_both_named(other):
    mother, father = Network(FLAPPY, seed=1), Network(other, seed=1)
    with pytest.raises(ShapeError) as caught:
        mother.crossover(father)
    assert repr(mother) in str(caught.value)
    assert repr(father) in str(caught.value)


def test_an_unknown_crossover_is_answered_with_the_nearest():
    network = Network(FLAPPY, seed=1)
    with pytest.raises(UnknownNameError, match="unknown crossover 'one_point'; did you mean 'one-point'"):
        network.crossover(network, "one_point")


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([], "begins with Input.*begins with nothing"),
        ([Dense(3)], "begins with Input.*begins with Dense"),
        ([Input(3), Input(3)], r"layers such as Dense\(8, 'tanh'\), not Input"),
        ([Input(3), Dense], r"layers such as Dense\(8, 'tanh'\), not <class"),
        ([Input(3), "tanh"], r"layers such as Dense\(8, 'tanh'\), not 'tanh'"),
    ],
)
def test_layers_that_make_no_network_are_refused(layers, message):
    for make in (Network, lambda given_layers: Network.from_genome(given_layers, [])):
        with pytest.raises(SettingError, match=message):
            make(layers)


def test_a_layer_that_does_not_fit_the_one_before_names_both():
    with pytest.raises(ShapeError, match=r"Dense.*cannot follow Input\(shape=\(3, 4\)\).*not of shape \(3, 4\)"):
        Network([Input((3, 4)), Dense(2)])


@pytest.mark.parametrize("size", [0, -1, 2.0, True, "3"])
def test_sizes_are_positive_whole_numbers(size):
    for make in (Input, Dense, lambda bad: Input((3, bad))):
        with pytest.raises(SettingError, match="whole number of at least 1") as caught:
            make(size)
        assert repr(size) in str(caught.value)


def test_a_bad_seed_is_refused():
    with pytest.raises(SettingError, match="not -1"):
        Network(FLAPPY, seed=-1)


@pytest.mark.parametrize(
    "layer", [Input(5), Input((2, 3)), Dense(4), Dense(4, "softmax"), Recurrent(3, "relu"), GRU(2)]
)
def test_a_layer_is_made_again_from_its_kind_and_settings(layer):
    assert LAYERS[layer.kind](**layer.settings()) == layer
