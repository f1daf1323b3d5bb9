import numpy as np
import pytest

from neuro.view.looks import FAMILIES, VARIETIES, family_indices, looks_of

RNG = np.random.default_rng(5)
PARENTS = RNG.standard_normal((300, 66)).astype(np.float32)


def test_looks_lie_in_their_range_and_do_not_depend_on_the_others():
    looks = looks_of(PARENTS)
    assert looks.shape == (300, 16)
    assert looks.min() >= 0
    assert looks.max() <= 1
    np.testing.assert_allclose(looks_of(PARENTS[7:8])[0], looks[7], atol=1e-6)


def test_children_resemble_their_parents_more_than_strangers():
    changed = RNG.random(PARENTS.shape) < 0.1
    children = PARENTS + changed * RNG.normal(0, 0.3, PARENTS.shape).astype(np.float32)
    looks, inherited = looks_of(PARENTS), looks_of(children)
    to_parent = np.abs(looks - inherited).mean(axis=1)
    to_stranger = np.abs(looks - np.roll(inherited, 1, axis=0)).mean(axis=1)
    assert to_parent.mean() < to_stranger.mean() / 4
    same_family = family_indices(looks) == family_indices(inherited)
    assert same_family.mean() > 0.8


def test_random_genomes_fall_into_all_families():
    shares = np.bincount(family_indices(looks_of(PARENTS)), minlength=6) / 300
    assert shares.min() > 0.05


def test_the_genome_of_zeros_has_looks_too():
    assert np.isfinite(looks_of(np.zeros((1, 66), np.float32))).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_variety_belongs_to_its_family(family):
    index = list(FAMILIES).index(family)
    both = np.array(VARIETIES[2 * index : 2 * index + 2], np.float32)
    assert (family_indices(both) == index).all()
