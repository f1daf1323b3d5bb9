import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuro.errors import SettingError, UnknownNameError
from neuro.operators import CROSSOVERS, Crossover

KEY = np.uint64(1)
keys = st.integers(0, 2**64 - 1).map(np.uint64)
generations = st.integers(0, 2**32 - 1)
#: Where the layers of a genome begin, and its end.
layouts = st.lists(st.integers(1, 90), min_size=1, max_size=5).map(lambda sizes: np.cumsum([0, *sizes]))


def children_of(method, starts, key=KEY, generation=0, count=1, rate=1.0):
    """Children of a mother whose genes are all 0 and a father whose genes are all 1."""
    genomes = np.stack([np.zeros(starts[-1], np.float32), np.ones(starts[-1], np.float32)])
    children = np.full((count, starts[-1]), np.nan, np.float32)
    parents = np.tile([0, 1], (count, 1))
    Crossover(method, rate).apply(genomes, parents, children, starts, key, generation)
    return children


@pytest.mark.parametrize("method", ["uniform", "one-point", "layer"])
@given(starts=layouts, key=keys, generation=generations)
def test_a_child_takes_every_gene_from_a_parent(method, starts, key, generation):
    rng = np.random.default_rng(1)
    genomes = rng.normal(size=(4, starts[-1])).astype(np.float32)
    parents, children = rng.integers(4, size=(5, 2)), np.full((5, starts[-1]), np.nan, np.float32)
    Crossover(method).apply(genomes, parents, children, starts, key, generation)
    for child, (mother, father) in zip(children, genomes[parents], strict=True):
        assert ((child == mother) | (child == father)).all()


@given(
    pair=st.lists(st.tuples(*[st.floats(width=32, allow_nan=False, allow_infinity=False)] * 2), min_size=1, max_size=9),
    key=keys,
)
def test_a_blended_gene_lies_between_its_parents(pair, key):
    genomes = np.array(pair, np.float32).T.copy()
    child = np.full((1, genomes.shape[1]), np.nan, np.float32)
    starts = np.array([0, genomes.shape[1]])
    Crossover("blend").apply(genomes, np.array([[0, 1]]), child, starts, key, 0)
    assert (genomes.min(axis=0) <= child[0]).all()
    assert (child[0] <= genomes.max(axis=0)).all()


def test_blended_genes_lie_anywhere_between_with_the_same_chance():
    child = children_of("blend", np.array([0, 20_000]))[0]
    tenths = Counter((10 * child).astype(int).tolist())
    assert all(1800 < tenths[k] < 2200 for k in range(10))  # 2,000 each, 4.7 standard deviations


@given(starts=layouts, key=keys)
def test_crossover_on_layers_takes_whole_layers_with_no_gap_and_no_overlap(starts, key):
    for child in children_of("layer", starts, key, count=4):
        for begin, end in itertools.pairwise(starts):
            assert len(set(child[begin:end].tolist())) == 1


def test_crossover_on_layers_makes_every_combination_equally_often():
    children = children_of("layer", np.array([0, 2, 5, 6]), count=8000)
    found = Counter(tuple(child[[0, 2, 5]].astype(int).tolist()) for child in children)
    assert set(found) == set(itertools.product((0, 1), repeat=3))
    assert all(850 < count < 1150 for count in found.values())  # 1,000 each, 5 standard deviations


@given(starts=layouts.filter(lambda starts: starts[-1] > 1), key=keys)
def test_one_point_has_one_cut_and_both_parents_give(starts, key):
    child = children_of("one-point", starts, key)[0]
    assert (child[0], child[-1]) == (0, 1)
    assert np.count_nonzero(np.diff(child)) == 1


def test_the_cut_falls_everywhere_with_the_same_chance():
    children = children_of("one-point", np.array([0, 6]), count=5000)
    cuts = Counter((children == 0).sum(axis=1).tolist())
    assert set(cuts) == {1, 2, 3, 4, 5}
    assert all(850 < count < 1150 for count in cuts.values())


def test_uniform_takes_half_of_the_genes_from_each_parent_independently():
    children = children_of("uniform", np.array([0, 300]), count=200)
    assert children.mean() == pytest.approx(0.5, abs=0.01)
    for axis in (0, 1):  # no gene and no child is drawn unlike the others
        means = children.mean(axis=axis)
        assert means.std() == pytest.approx(0.5 / np.sqrt(children.shape[axis]), rel=0.25)


@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0])
def test_the_rate_is_the_share_of_children_with_two_parents(rate):
    children = children_of("uniform", np.array([0, 40]), count=4000, rate=rate)
    copies = (children == 0).all(axis=1).mean()
    assert copies == pytest.approx(1 - rate, abs=0.03 if 0 < rate < 1 else 0)


@pytest.mark.parametrize("method", sorted(CROSSOVERS))
def test_rows_and_generations_and_keys_differ_and_repeat(method):
    starts = np.arange(0, 41, 2)  # twenty layers, so that no method often gives the same twice
    first, second = children_of(method, starts, count=2)
    assert first.tobytes() != second.tobytes()
    assert first.tobytes() != children_of(method, starts, generation=1)[0].tobytes()
    assert first.tobytes() != children_of(method, starts, key=np.uint64(2))[0].tobytes()
    assert first.tobytes() == children_of(method, starts)[0].tobytes()


@pytest.mark.parametrize("method", sorted(CROSSOVERS))
@pytest.mark.parametrize("genes", [1, 127, 128, 129])
def test_a_genome_of_any_length_is_filled_to_its_end(method, genes):
    assert np.isfinite(children_of(method, np.array([0, genes]), count=3)).all()


def test_parents_stay_as_they_are():
    genomes = np.random.default_rng(1).normal(size=(2, 9)).astype(np.float32)
    kept = genomes.copy()
    for method in CROSSOVERS:
        child = np.empty((1, 9), np.float32)
        Crossover(method).apply(genomes, np.array([[0, 1]]), child, np.array([0, 9]), np.uint64(1), 0)
        child[:] = 0
    assert (genomes == kept).all()


def test_an_unknown_method_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"unknown crossover 'unform'; did you mean 'uniform'.*layer, one-point"):
        Crossover("unform")


@pytest.mark.parametrize("rate", [-0.1, 1.1, float("nan")])
def test_a_rate_that_is_no_share_is_refused(rate):
    with pytest.raises(SettingError, match=f"between 0 and 1; this one is {rate}"):
        Crossover("uniform", rate)


@given(count=st.integers(1, 90), key=keys)
def test_two_cuts_leave_both_parents_something(count, key):
    for child in children_of("two-point", np.array([0, count]), key, count=4):
        runs = [gene for gene, _ in itertools.groupby(child.tolist())]
        assert set(runs) <= {0.0, 1.0}
        assert runs == ([0.0] if count == 1 else [0.0, 1.0] if count == 2 else runs)
        assert len(runs) in ((1,) if count == 1 else (2,) if count == 2 else (2, 3))
        assert runs[0] == 0.0


def test_two_cuts_fall_anywhere():
    children = children_of("two-point", np.array([0, 10]), count=4000)
    assert children[:, 1:].mean(axis=0).min() > 0.15
    assert children[:, 0].max() == 0


def test_simulated_binary_children_lie_around_their_parents_and_keep_their_mean():
    child = children_of("simulated-binary", np.array([0, 40_000]))[0].astype(np.float64)
    assert child.mean() == pytest.approx(0.5, abs=0.02)
    assert (child < 0.5).mean() == pytest.approx(0.5, abs=0.02)
    between = ((child >= 0) & (child <= 1)).mean()
    assert between == pytest.approx(0.5, abs=0.02)  # as often within as beyond
    assert np.quantile(np.abs(np.minimum(np.abs(child), np.abs(child - 1))), 0.9) < 0.25
