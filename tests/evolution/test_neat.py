"""NEAT: what its mutations may make, what each setting changes, and that it goes on in the same bits."""

import dataclasses
import itertools

import numpy as np
import pytest
from graphs_for_tests import grown
from hypothesis import given, settings
from hypothesis import strategies as st

from neuro.errors import SettingError, ShapeError, UnknownNameError
from neuro.evolution.algorithms import Results, fields_of
from neuro.evolution.algorithms.neat import Neat
from neuro.evolution.algorithms.neat_settings import NeatSettings
from neuro.evolution.algorithms.neat_species import distance, offspring_of
from neuro.network import Dense, Input, Recurrent
from neuro.network.graph_forward import GRAPH_ACTIVATIONS
from neuro.network.graph_programs import MEMORY, SPAN
from neuro.policies import Graph, Layered
from neuro.thread_pool import at_most

POLICY = Graph(3, 2)
PYTHON = getattr(distance, "py_func", distance)
SHARES = st.floats(0, 0.25)


def fitness_of(search):
    """Something that depends on weights and topology, so that settings show."""
    found = search.ask()
    return Results.of(-np.abs(found.rows()[:, :3].sum(axis=1).astype(np.float64) - 2) - 0.1 * found.packed().length)


def after(search, generations):
    for _ in range(generations):
        search.tell(fitness_of(search))
    return search


def begun(policy=POLICY, population=40, seed=3, **given):
    return Neat(policy, policy.first(population, seed), seed, NeatSettings(**given))


def check_genome(found, g, inputs, outputs, *, recurrent):
    """Whatever holds for every topology."""
    (links, hidden), fixed = found.sizes[g].tolist(), inputs + 1 + outputs
    node, place = found.node[g, :hidden].tolist(), found.place[g, :hidden].tolist()
    source, target = found.source[g, :links].tolist(), found.target[g, :links].tolist()
    innovation = found.innovation[g, :links].tolist()
    assert innovation == sorted(set(innovation))
    assert node == sorted(set(node))
    assert all(number >= fixed for number in node)
    assert all(0 <= one <= 1 for one in place)
    assert len(set(zip(source, target, strict=True))) == links
    at = {**{k: 0.0 for k in range(inputs + 1)}, **{inputs + 1 + j: 1.0 for j in range(outputs)}}
    at |= dict(zip(node, place, strict=True))
    assert all(one in at for one in source)
    assert all(one in at and one > inputs for one in target)
    assert set(node) <= set(source) | set(target)
    assert set(found.enabled[g, :links].tolist()) <= {0, 1}
    assert np.isfinite(found.weight[g, :links]).all()
    if not recurrent:
        assert not any(inputs < a < fixed for a in source)
        assert all((at[a], a) < (at[b], b) for a, b in zip(source, target, strict=True))


@settings(max_examples=25)
@given(SHARES, SHARES, SHARES, SHARES, st.floats(0, 1), st.booleans(), st.integers(0, 1000))
def test_no_mutation_makes_what_is_no_network(node, link, less_nodes, less_links, toggle, recurrent, seed):
    rates = {"add_node": node, "add_link": link, "delete_node": less_nodes, "delete_link": less_links}
    policy = Graph(3, 2, recurrent=recurrent)
    genomes = grown(policy, 16, 8, seed=seed, toggle_rate=toggle, **rates)
    program = genomes.packed()
    for g in range(16):
        check_genome(genomes.topologies, g, 3, 2, recurrent=recurrent)
        keys = program.key[g, : program.length[g]]
        assert (np.diff(keys) > 0).all()
        assert recurrent or (keys % SPAN < MEMORY).all()


def test_equal_growth_has_equal_numbers_and_numbers_never_mean_two_things():
    genomes = grown(POLICY, 100, 12)
    found, ends, places = genomes.topologies, {}, {}
    for g, (links, hidden) in enumerate(found.sizes.tolist()):
        for k in range(links):
            key = int(found.source[g, k]), int(found.target[g, k])
            assert ends.setdefault(int(found.innovation[g, k]), key) == key
        for k in range(hidden):
            place = float(found.place[g, k]), int(found.origin[g, k])
            assert places.setdefault(int(found.node[g, k]), place) == place
    assert len(set(ends.values())) == len(ends)
    assert len({origin for _, origin in places.values()}) == len(places)


def test_a_child_has_the_genes_of_the_fitter_parent_and_of_both_where_they_match():
    rates = {"add_node": 0.3, "add_link": 0.3, "crossover_rate": 1, "disabled_rate": 1}
    search = after(begun(survival_threshold=0.9, species=3, **rates), 6)
    parents, results = search.ask(), fitness_of(search)
    search.settings = dataclasses.replace(search.settings, add_node=0, add_link=0, weight_mutation_rate=0)
    search.tell(results)
    found, old, mixed = search.ask().topologies, parents.topologies, 0
    for child, (a, b) in enumerate(search.lineage.parents, start=len(search.lineage.elites)):
        assert results.fitness[a] >= results.fitness[b]
        links = found.sizes[child, 0]
        assert links == old.sizes[a, 0]
        own, other = (
            dict(zip(old.innovation[one, :n].tolist(), old.weight[one].tolist(), strict=False))
            for one, n in ((a, links), (b, old.sizes[b, 0]))
        )
        for number, weight in zip(found.innovation[child, :links].tolist(), found.weight[child].tolist(), strict=False):
            assert weight in (own[number], other.get(number, own[number]))
            mixed += weight != own[number]
    assert mixed > 0
    for place, elite in enumerate(search.lineage.elites):
        assert search.ask().take([place]).digest() == parents.take([int(elite)]).digest()


def test_the_distance_is_that_of_the_paper():
    genomes, how = grown(POLICY, 30, 10).topologies, NeatSettings(small_genome=12).compatibility
    for pair in itertools.pairwise(range(30)):
        sizes = [int(genomes.sizes[g, 0]) for g in pair]
        x, y = (
            dict(zip(genomes.innovation[g, :n].tolist(), genomes.weight[g].tolist(), strict=False))
            for g, n in zip(pair, sizes, strict=True)
        )
        shared, apart, last = x.keys() & y.keys(), x.keys() ^ y.keys(), min(max(x), max(y))
        excess, n = sum(one > last for one in apart), 1 if max(sizes) < 12 else max(sizes)
        mean = sum(abs(x[one] - y[one]) for one in shared) / len(shared)
        wanted = excess / n + (len(apart) - excess) / n + 0.4 * mean
        assert PYTHON(genomes, pair[0], genomes, pair[1], how) == pytest.approx(wanted)


def test_children_are_shared_out_by_the_mean_of_each_species():
    worth, species = np.array([1.0, 1.0, 0.5, 0.5, 0.5, 0.9]), np.array([0, 0, 1, 1, 1, 2])
    assert offspring_of(worth, species, np.array([True, True, False]), 10).tolist() == [7, 3, 0]
    assert offspring_of(np.zeros(6), species, np.array([True, True, True]), 7).sum() == 7


def test_a_run_goes_on_in_the_same_bits_from_its_state_on_any_number_of_threads():
    policy = Graph(3, 2, recurrent=True)
    whole, half, other = after(begun(policy), 9), after(begun(policy), 4), begun(policy)
    other.restore({name: array.copy() for name, array in half.state().items()}, 4)
    with at_most(1):
        after(other, 5)
    assert other.ask().digest() == whole.ask().digest()
    assert other.metrics() == whole.metrics()
    assert {k: v.tobytes() for k, v in other.state().items()} == {k: v.tobytes() for k, v in whole.state().items()}


def test_a_state_of_another_population_is_refused():
    with pytest.raises(ShapeError, match="cannot go on from 12"):
        begun().restore(begun(population=12).state(), 1)
    with pytest.raises(ShapeError, match="from the arrays that its state has"):
        begun().restore({"genomes": np.zeros(3)}, 1)


OTHER = {
    "excess_coefficient": 5.0, "disjoint_coefficient": 5.0, "weight_coefficient": 3.0, "small_genome": 0,
    "compatibility_threshold": 0.5, "species": 3, "survival_threshold": 0.9, "champion_size": 1, "dropoff_age": 20,
    "protected_species": 9, "crossover_rate": 0.1, "interspecies_rate": 1.0, "disabled_rate": 0.0,
    "weight_mutation_rate": 0.1, "weight_stdev": 0.1, "new_weight_rate": 0.9, "new_weight_stdev": 0.1,
    "weight_limit": 0.5, "add_node": 0.4, "add_link": 0.01, "delete_node": 0.3, "delete_link": 0.3, "toggle_rate": 0.9,
}  # fmt: skip
_OF_POLICY = {
    "activation",
    "recurrent",
    "activation_rate",
    "activation_options",
}  # settled before the search begins; see below
GROWS = {"add_node": 0.2, "add_link": 0.3, "interspecies_rate": 0.5, "dropoff_age": 2}


def test_every_setting_is_tried_for_what_it_changes():
    assert OTHER.keys() | _OF_POLICY == {one.name for one in fields_of(NeatSettings)}
    usual = after(begun(**GROWS), 8).ask().digest()
    same = [name for name, value in OTHER.items() if after(begun(**{**GROWS, name: value}), 8).ask().digest() == usual]
    assert same == []


def test_activation_and_memory_are_settled_with_the_policy():
    own = Layered((Input(3), Dense(4, "tanh"), Dense(2, "softmax")))
    assert Neat.policy_for(own, NeatSettings()) == Graph(3, 2, output="identity")
    assert Neat.policy_for(own, NeatSettings(activation="relu", recurrent=True)) == Graph(
        3, 2, "relu", "identity", recurrent=True
    )
    remembers = Layered((Input(3), Recurrent(4, "tanh"), Dense(2, "tanh")))
    assert Neat.policy_for(remembers, NeatSettings()).recurrent
    assert not Neat.policy_for(remembers, NeatSettings(recurrent=False)).recurrent


def test_nodes_get_other_activations_where_they_may_and_go_on_from_a_state():
    rate = {"add_node": 0.2, "activation_rate": 0.2}
    one, every = NeatSettings(**rate, activation_options="relu"), NeatSettings(**rate)
    own = Layered((Input(3), Dense(2, "sigmoid")))
    assert Neat.policy_for(own, one) == Graph(3, 2, output="sigmoid", others="relu")
    assert Neat.policy_for(own, every).others.split("+") == [name for name in GRAPH_ACTIVATIONS if name != "tanh"]
    search, again = (Neat(policy := Neat.policy_for(own, one), policy.first(40, 3), 3, one) for _ in range(2))
    after(search, 8)
    assert set(search.ask().topologies.activation.ravel().tolist()) == {0, 1}
    assert search.ask().digest() != after(begun(add_node=0.2), 8).ask().digest()
    again.restore(search.state(), 8)
    assert after(again, 4).ask().digest() == after(search, 4).ask().digest()
    links = [policy.network(search.ask().take([g])).links for g in range(40)]
    assert search.metrics()["links"] == np.mean(links)


def test_activations_that_no_node_could_get_are_refused():
    with pytest.raises(SettingError, match="while activation_rate is 0"):
        NeatSettings(activation_options="relu")
    with pytest.raises(SettingError, match="names nothing else"):
        NeatSettings(activation_rate=0.1, activation_options="tanh")
    with pytest.raises(UnknownNameError, match="rellu"):
        NeatSettings(activation_rate=0.1, activation_options="rellu")


def test_more_structures_than_children_are_refused():
    with pytest.raises(SettingError, match=r"add up to 1\.2"):
        NeatSettings(add_node=0.6, add_link=0.6)


@pytest.mark.parametrize("population", [1, 2, 3])
@pytest.mark.parametrize("worst", [0.0, -np.inf, np.nan, -1e308])
def test_tiny_populations_and_hostile_fitness_go_on(population, worst):
    search, scores = begun(population=population), np.zeros((population, 1), np.float32)
    for generation in range(6):
        fitness = np.linspace(0, 1e308, population) if generation % 2 else np.zeros(population)
        fitness[0] = worst
        search.tell(Results(fitness, scores))
        assert len(search.ask()) == population
    for g in range(population):
        check_genome(search.ask().topologies, g, 3, 2, recurrent=False)


def test_a_population_grows_and_shrinks_and_species_with_it():
    search = after(begun(), 3)
    for population, species in ((80, 20), (7, 2), (40, 0)):
        search.population = population
        search.settings = dataclasses.replace(search.settings, species=species)
        after(search, 2)
        assert len(search.ask()) == population
        assert search.metrics()["species"] <= max(population, 1.3 * species + 1)


def test_species_stay_near_the_number_that_is_wanted():
    search, found = begun(population=100, add_link=0.3), []
    for _ in range(20):
        search.tell(fitness_of(search))
        found.append(search.metrics()["species"])
    assert 5 <= np.median(found[8:]) <= 13
    assert max(found) <= 13
