import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import SettingError, UnknownNameError
from neuro.evolution import ALGORITHMS, SELECTIONS, Genetic, GeneticSettings
from neuro.evolution.algorithms import Results
from neuro.network import Dense, Input, LayerNorm
from neuro.operators import CROSSOVERS
from neuro.policies import Layered, Vectors

POLICY = Layered((Input(2), Dense(2), LayerNorm()))  # of 6 and 4 parameters


def population(rows, seed=1):
    return np.random.default_rng(seed).normal(size=(rows, POLICY.parameters)).astype(np.float32)


def generations(settings, count=3, rows=40, seed=5):
    """Every generation of a search for a large sum of genes."""
    algorithm, found = Genetic(POLICY, Vectors(population(rows)), seed, settings), []
    for _ in range(count):
        found.append(algorithm.ask().matrix.copy())
        algorithm.tell(Results.of(algorithm.ask().matrix.sum(axis=1, dtype=np.float64)))
    return [*found, algorithm.ask().matrix.copy()]


@given(rows=st.integers(2, 60), elites=st.floats(0, 0.999), seed=st.integers(0, 2**32 - 1))
def test_elites_survive_unchanged_the_best_first(rows, elites, seed):
    algorithm = Genetic(POLICY, Vectors(population(rows)), seed, GeneticSettings(elites=elites, mutation_rate=1.0))
    fitness = np.random.default_rng(seed).permutation(rows).astype(np.float64)
    before = algorithm.ask().matrix[np.argsort(-fitness)].copy()
    algorithm.tell(Results.of(fitness))
    kept = algorithm.elites
    assert kept == min(rows - 1, round(elites * rows))
    assert algorithm.ask().matrix[:kept].tobytes() == before[:kept].tobytes()
    assert not (algorithm.ask().matrix[kept:] == before[kept:]).all(axis=1).any()  # every child was mutated


def test_without_mutation_and_crossover_every_child_is_a_copy_of_a_genome():
    first, second = generations(GeneticSettings(mutation_rate=0, crossover_rate=0), count=1)
    rows = {row.tobytes() for row in first}
    assert {row.tobytes() for row in second} < rows


def test_children_take_their_genes_from_selected_parents_only():
    settings = GeneticSettings(selection="truncation", pressure=10, mutation_rate=0, crossover_rate=1, elites=0)
    first, second = generations(settings, count=1)
    best = first[np.argsort(-first.sum(axis=1, dtype=np.float64))[:4]]
    assert (second[:, np.newaxis, :] == best).any(axis=1).all()


def test_the_best_gets_better():
    found = generations(GeneticSettings(elites=0.05), count=30)
    best = [genomes.sum(axis=1).max() for genomes in found]
    assert all(later >= earlier for earlier, later in itertools.pairwise(best))
    assert best[-1] > 2 * best[0]


def test_the_next_generation_takes_the_place_of_the_one_before_in_memory():
    mine = population(10)
    algorithm = Genetic(POLICY, Vectors(mine), 1, GeneticSettings())
    for _ in range(3):
        algorithm.tell(Results.of(np.arange(10.0)))
    assert np.shares_memory(algorithm.ask().matrix, mine)


def test_the_same_seed_repeats_and_another_does_not():
    first, again, other = (generations(GeneticSettings(), seed=seed) for seed in (5, 5, 6))
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    assert (first[1] != other[1]).any()


@pytest.mark.parametrize(
    "change",
    [{"selection": name} for name in SELECTIONS if name != "tournament"]
    + [{"crossover": name} for name in CROSSOVERS if name != "uniform"]
    + [{"pressure": 2}, {"elites": 0.2}, {"crossover_rate": 0.9}, {"mutation_rate": 0.5}, {"mutation_stdev": 0.1}]
    + [{"mutation_decay": 0.5}, {"mutation_floor": 0.299}, {"sharing": 0.5}, {"islands": 3}]
    + [{"mutation_kind": name} for name in ("cauchy", "polynomial", "self-adaptive")],
    ids=str,
)
def test_every_setting_changes_what_is_bred(change):
    changed = dataclasses.replace(GeneticSettings(), **change)
    assert (generations(GeneticSettings())[-1] != generations(changed)[-1]).any()


def test_no_setting_is_left_out_of_the_test_above():
    tried = {"selection", "crossover", "pressure", "elites", "crossover_rate", "mutation_rate", "mutation_stdev"}
    tried |= {"mutation_decay", "mutation_floor", "sharing", "islands", "mutation_kind"}
    tried |= {"migration", "migration_every"}  # which are tried beside islands in test_searches.py
    assert {field.name for field in dataclasses.fields(GeneticSettings)} == tried


@pytest.mark.parametrize("rows", [2, 3, 7])
@pytest.mark.parametrize("name", sorted(SELECTIONS))
def test_small_and_odd_populations_breed(rows, name):
    for genomes in generations(GeneticSettings(selection=name, elites=0.4), rows=rows):
        assert genomes.shape == (rows, POLICY.parameters)
        assert np.isfinite(genomes).all()


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        ({"selection": "rnk"}, UnknownNameError, "did you mean 'rank'"),
        ({"crossover": "layers"}, UnknownNameError, "did you mean 'layer'"),
        ({"pressure": 0}, SettingError, "pressure is a number from 1, or None, not 0"),
        ({"elites": 1.0}, SettingError, "from 0 to below 1, not 1.0"),
        ({"elites": float("nan")}, SettingError, "elites is a number from 0 to 1, not nan"),
        ({"crossover_rate": 2}, SettingError, "crossover_rate is a number from 0 to 1, not 2"),
        ({"mutation_rate": -1}, SettingError, "mutation_rate is a number from 0 to 1, not -1"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_once(change, kind, message):
    with pytest.raises(kind, match=message):
        GeneticSettings(**change)


def test_the_algorithm_is_found_by_its_name():
    assert ALGORITHMS["ga"] is Genetic
    assert all(algorithm.name == name for name, algorithm in ALGORITHMS.items())


METHODS = [{"selection": name} for name in SELECTIONS]
METHODS += [{"mutation_kind": name} for name in ("cauchy", "polynomial", "self-adaptive")]
METHODS += [{"sharing": 0.5}, {"islands": 3, "migration": 1.0, "migration_every": 1, "elites": 0.9}]


@pytest.mark.parametrize("change", METHODS, ids=str)
@pytest.mark.parametrize("rows", [1, 2, 3, 8])
def test_any_method_copes_with_any_fitness_and_few_genomes(change, rows):
    algorithm = Genetic(POLICY, Vectors(population(rows)), 3, GeneticSettings(**change))
    for worst in (0.0, -np.inf, np.nan):
        algorithm.tell(Results.of(np.where(np.arange(rows) % 2 == 0, worst, 1.0)))
        algorithm.tell(Results.of(np.full(rows, worst)))
        assert algorithm.ask().matrix.shape == (rows, POLICY.parameters)
        assert np.isfinite(algorithm.ask().matrix).all()
        assert len(algorithm.lineage.elites) == algorithm.elites


def test_islands_breed_among_themselves_until_somebody_migrates():
    """Three islands whose genomes are told apart by a gene that no operator changes."""
    first = population(30)
    first[:, 0] = np.repeat([100.0, 200.0, 300.0], 10)
    settings = GeneticSettings(islands=3, migration=0.3, migration_every=2, mutation_rate=0, crossover="layer")
    algorithm = Genetic(POLICY, Vectors(first), 3, settings)

    def marks():
        homes = algorithm.state()["islands"]
        return [sorted(set(algorithm.ask().matrix[homes == island, 0].tolist())) for island in range(3)]

    for _ in range(2):
        algorithm.tell(Results.of(np.arange(30.0)))
        assert marks() == [[100.0], [200.0], [300.0]]
    algorithm.tell(Results.of(np.arange(30.0)))
    assert any(len(found) > 1 for found in marks())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sharing_keeps_two_hills_inhabited(seed):
    def fewer(sharing):
        settings = GeneticSettings(selection="roulette", crossover_rate=0, sharing=sharing, elites=0)
        algorithm = Genetic(POLICY, Vectors(population(60)), seed, settings)
        for _ in range(40):
            place = algorithm.ask().matrix[:, 0].astype(np.float64)
            algorithm.tell(Results.of(-np.abs(np.abs(place) - 2)))
        below = (algorithm.ask().matrix[:, 0] < 0).mean()
        return min(below, 1 - below)

    assert fewer(sharing=0.0) == 0
    assert fewer(sharing=0.8) > 0.15


def test_sizes_of_mutation_are_inherited_and_find_their_way():
    settings = GeneticSettings(mutation_kind="self-adaptive", mutation_floor=0.001, mutation_rate=1.0)
    algorithm = Genetic(POLICY, Vectors(population(60)), 3, settings)
    for _ in range(60):
        algorithm.tell(Results.of(-np.square(algorithm.ask().matrix.astype(np.float64)).sum(axis=1)))
    sizes = algorithm.state()["sizes"]
    assert sizes.shape == (60,)
    assert np.median(sizes) < 0.15  # they began at 0.3, and near the top small steps are better


def test_a_run_of_an_earlier_version_goes_on_from_genomes_alone():
    algorithm = Genetic(POLICY, Vectors(population(12)), 3, GeneticSettings(islands=3, mutation_kind="self-adaptive"))
    algorithm.restore({"genomes": population(12, seed=9)}, 4)
    algorithm.tell(Results.of(np.arange(12.0)))
    assert set(algorithm.state()) == {"genomes", "islands", "sizes"}
