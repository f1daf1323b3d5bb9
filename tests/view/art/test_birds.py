import numpy as np
import pygame
import pytest

from neuro.view.art import birds

RNG = np.random.default_rng(5)
PARENTS = RNG.standard_normal((300, 66)).astype(np.float32)


def test_looks_lie_in_their_range_and_do_not_depend_on_the_others():
    looks = birds.looks_of(PARENTS)
    assert looks.shape == (300, 16)
    assert looks.min() >= 0
    assert looks.max() <= 1
    np.testing.assert_allclose(birds.looks_of(PARENTS[7:8])[0], looks[7], atol=1e-6)


def test_children_resemble_their_parents_more_than_strangers():
    changed = RNG.random(PARENTS.shape) < 0.1
    children = PARENTS + changed * RNG.normal(0, 0.3, PARENTS.shape).astype(np.float32)
    looks, inherited = birds.looks_of(PARENTS), birds.looks_of(children)
    to_parent = np.abs(looks - inherited).mean(axis=1)
    to_stranger = np.abs(looks - np.roll(inherited, 1, axis=0)).mean(axis=1)
    assert to_parent.mean() < to_stranger.mean() / 4
    same_family = birds.family_indices(looks) == birds.family_indices(inherited)
    assert same_family.mean() > 0.8


def test_random_genomes_fall_into_all_families():
    shares = np.bincount(birds.family_indices(birds.looks_of(PARENTS)), minlength=6) / 300
    assert shares.min() > 0.05


def test_the_genome_of_zeros_has_looks_too():
    assert np.isfinite(birds.looks_of(np.zeros((1, 66), np.float32))).all()


@pytest.mark.parametrize("family", birds.FAMILIES)
def test_a_variety_belongs_to_its_family(family):
    index = list(birds.FAMILIES).index(family)
    both = np.array(birds.VARIETIES[2 * index : 2 * index + 2], np.float32)
    assert (birds.family_indices(both) == index).all()


@pytest.mark.parametrize(("speed", "degrees"), [(-6.9, 20), (0, 0), (4, -20), (8, -40), (40, -50)])
def test_a_bird_tilts_with_its_speed(speed, degrees):
    assert birds.ANGLES[birds.angle_index(np.array([speed], np.float32))[0]] == degrees


def test_a_sprite_is_filled_in_the_middle_and_empty_at_its_corners():
    for angle in (0, 20, -50):
        sprite = birds.sprite(birds.FAMILIES["Tide"], 12.0, 3, angle)
        side = sprite.get_width()
        assert sprite.get_at((side // 2, side // 2)).a > 250
        assert sprite.get_at((0, 0)).a == sprite.get_at((side - 1, side - 1)).a == 0


def test_a_fainter_sprite_is_the_same_sprite_with_less_of_everything():
    full = pygame.surfarray.array_alpha(birds.sprite(birds.FAMILIES["Fern"], 12.0)).astype(int)
    half = pygame.surfarray.array_alpha(birds.sprite(birds.FAMILIES["Fern"], 12.0, alpha=128)).astype(int)
    assert abs(half - full * 128 // 255).max() <= 1
