import numpy as np
import pygame
import pytest

from games.art import birds
from neuro.view.looks import FAMILIES


@pytest.mark.parametrize(("speed", "degrees"), [(-6.9, 20), (0, 0), (4, -20), (8, -40), (40, -50)])
def test_a_bird_tilts_with_its_speed(speed, degrees):
    assert birds.ANGLES[birds.angle_index(np.array([speed], np.float32))[0]] == degrees


def test_a_sprite_is_filled_in_the_middle_and_empty_at_its_corners():
    for angle in (0, 20, -50):
        sprite = birds.sprite(FAMILIES["Tide"], 12.0, 3, angle)
        side = sprite.get_width()
        assert sprite.get_at((side // 2, side // 2)).a > 250
        assert sprite.get_at((0, 0)).a == sprite.get_at((side - 1, side - 1)).a == 0


def test_a_fainter_sprite_is_the_same_sprite_with_less_of_everything():
    full = pygame.surfarray.array_alpha(birds.sprite(FAMILIES["Fern"], 12.0)).astype(int)
    half = pygame.surfarray.array_alpha(birds.sprite(FAMILIES["Fern"], 12.0, alpha=128)).astype(int)
    assert abs(half - full * 128 // 255).max() <= 1
