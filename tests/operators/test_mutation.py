import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import SettingError
from neuro.operators.mutation import SHAPES, Gaussian, Shaped, adapted_sizes

KEY = np.uint64(1)
keys = st.integers(0, 2**64 - 1).map(np.uint64)


def mutated(mutation, rows=1, genes=10_000, key=KEY, generation=0):
    """What a mutation adds to genes that are 0."""
    genomes = np.zeros((rows, genes), np.float32)
    mutation.apply(genomes, key, generation)
    return genomes


@given(rate=st.floats(0, 1), key=keys, generation=st.integers(0, 2**32 - 1))
def test_a_rate_changes_about_that_share_of_the_genes(rate, key, generation):
    changed = (mutated(Gaussian(rate=rate), key=key, generation=generation) != 0).mean()
    assert changed == pytest.approx(rate, abs=6 * math.sqrt(rate * (1 - rate) / 10_000) + 2e-4)


@given(key=keys)
def test_rate_0_changes_nothing_and_rate_1_everything(key):
    assert not mutated(Gaussian(rate=0), key=key).any()
    assert mutated(Gaussian(rate=1), key=key).all()


@given(key=keys, genomes=st.lists(st.lists(st.floats(-1e3, 1e3, width=32), min_size=7, max_size=7), min_size=1))
def test_stdev_0_changes_nothing(key, genomes):
    population = np.array(genomes, np.float32)
    kept = population.copy()
    Gaussian(rate=1, stdev=0).apply(population, key, 0)
    assert (population == kept).all()


def test_what_is_added_is_normal_with_its_mean_and_deviation():
    added = mutated(Gaussian(rate=1, stdev=0.5, mean=2.0), rows=10)
    assert added.mean() == pytest.approx(2.0, abs=0.01)
    assert added.std() == pytest.approx(0.5, rel=0.02)
    for deviations, share in ((1, 0.6827), (2, 0.9545), (3, 0.9973)):
        assert (np.abs(added - 2.0) < 0.5 * deviations).mean() == pytest.approx(share, abs=0.01)


def test_genes_that_change_are_spread_evenly_over_rows_and_places():
    changed = mutated(Gaussian(rate=0.2), rows=100, genes=100) != 0
    for axis in (0, 1):
        assert changed.mean(axis=axis).std() == pytest.approx(math.sqrt(0.2 * 0.8 / 100), rel=0.3)


@given(start=st.floats(-100, 100, width=32), key=keys)
def test_a_mutation_adds_to_the_gene_that_was_there(start, key):
    mutation = Gaussian(rate=0.5, stdev=0.25)
    added, population = mutated(mutation, genes=20, key=key), np.full((1, 20), start, np.float32)
    mutation.apply(population, key, 0)
    assert population == pytest.approx(start + added, abs=1e-4)


def test_a_row_does_not_depend_on_how_many_rows_there_are():
    alone, together = mutated(Gaussian(rate=0.5)), mutated(Gaussian(rate=0.5), rows=3)
    assert alone[0].tobytes() == together[0].tobytes()
    assert len({row.tobytes() for row in together}) == 3


def test_generations_and_keys_differ_and_repeat():
    mutation = Gaussian(rate=0.5)
    ways = [{}, {"generation": 1}, {"key": np.uint64(2)}]
    assert len({mutated(mutation, **way).tobytes() for way in ways}) == 3
    assert mutated(mutation).tobytes() == mutated(mutation).tobytes()


@given(stdev=st.floats(0, 10), decay=st.floats(0, 1), generation=st.integers(0, 2000))
def test_the_deviation_decays_by_a_factor_each_generation(stdev, decay, generation):
    found = Gaussian(stdev=stdev, decay=decay).stdev_at(generation)
    assert found == pytest.approx(stdev * decay**generation, rel=1e-9, abs=1e-300)


@given(stdev=st.floats(0, 10), floor=st.floats(0, 10), generation=st.integers(0, 300))
def test_the_deviation_falls_to_its_floor_and_no_lower(stdev, floor, generation):
    found = Gaussian(stdev=stdev, decay=0.9, floor=floor).stdev_at(generation)
    assert found >= min(floor, stdev)
    assert found == pytest.approx(min(stdev, max(floor, stdev * 0.9**generation)), rel=1e-9)


def test_decay_reaches_the_genes():
    early, late = (mutated(Gaussian(rate=1, decay=0.5), generation=g).std() for g in (0, 3))
    assert late == pytest.approx(early / 8, rel=0.05)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate", -0.1),
        ("rate", 1.1),
        ("rate", math.nan),
        ("stdev", -1),
        ("stdev", math.inf),
        ("mean", math.nan),
        ("decay", 1.1),
        ("decay", -0.5),
        ("floor", -1),
    ],
)
def test_a_value_out_of_its_range_is_named(name, value):
    with pytest.raises(SettingError, match=f"^{name} of a Gaussian mutation lies between") as caught:
        Gaussian(**{name: value})
    assert repr(value) in str(caught.value)


def changes(shape, rows=2000, genes=20, rate=1.0, size=1.0, first=0):
    genomes = np.zeros((rows, genes), np.float32)
    Shaped(shape, rate, np.full(first + rows, size)).apply(genomes, np.uint64(3), 2, first)
    return genomes.astype(np.float64)


def test_shapes_have_their_deviations_and_tails():
    gaussian, polynomial, cauchy = (changes(shape, size=0.5) for shape in ("gaussian", "polynomial", "cauchy"))
    assert gaussian.std() == pytest.approx(0.5, abs=0.01)
    assert polynomial.std() == pytest.approx(0.5, abs=0.01)
    assert np.abs(polynomial).max() <= 0.5 * np.sqrt(28)  # it has an end, of index 5
    quartiles = np.quantile(cauchy, [0.25, 0.5, 0.75])
    assert quartiles == pytest.approx([-0.5, 0, 0.5], abs=0.02)
    assert np.abs(cauchy).max() > 100
    for found in (gaussian, polynomial):
        assert found.mean() == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_share_of_the_genes_changes_and_parts_are_bred_alike(shape):
    assert (changes(shape, rate=0.3) != 0).mean() == pytest.approx(0.3, abs=0.02)
    assert not changes(shape, rate=0.0).any()
    assert (changes(shape, rows=50)[20:] == changes(shape, rows=30, first=20)).all()


def test_each_genome_changes_by_its_own_size():
    genomes = np.zeros((2, 500), np.float32)
    Shaped("gaussian", 1.0, np.array([0.0, 2.0])).apply(genomes, np.uint64(3), 2)
    assert not genomes[0].any()
    assert genomes[1].std() == pytest.approx(2, abs=0.2)


def test_inherited_sizes_change_by_a_factor_as_often_up_as_down():
    sizes = adapted_sizes(np.full(4000, 0.3), 50, 0.0, np.uint64(3), 1)
    assert np.log(sizes / 0.3).mean() == pytest.approx(0, abs=0.01)
    assert np.log(sizes / 0.3).std() == pytest.approx(0.1, abs=0.01)
    assert adapted_sizes(np.full(40, 0.3), 50, 0.29, np.uint64(3), 1).min() == 0.29
