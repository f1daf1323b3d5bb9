"""How the maze is drawn: rays as they are sensed, on every level and in both themes."""

import math

import numpy as np
import pygame
import pytest

from neuro.game import find_game
from neuro.game_trial import try_game
from neuro.rules.plain_agent import state_of
from neuro.rules.shapes_list import shapes_of
from neuro.view.drawn import Scene
from neuro.view.scene import Marks
from neuro.view.theme import DARK, LIGHT

GAME = find_game("maze")
RAYS = ("ray left", "ray ahead left", "ray ahead", "ray ahead right", "ray right", "ray behind")


@pytest.mark.parametrize("level", GAME.levels)
def test_rays_are_drawn_as_long_as_they_are_sensed(level):
    game = GAME.at(level)
    one = try_game(game)
    one.agent.heading = 0.7
    shapes = shapes_of(game.rules.plain, "draw_world", game.rules.form.fields, state_of(one.agent), game.setting)
    drawn = [math.dist(*points) for kind, points, colour, *_ in shapes if kind == "line" and colour == "frost"]
    seen = np.array([float(one.see()[name]) for name in RAYS])
    assert np.array(drawn) / max(drawn) == pytest.approx(seen / seen.max(), abs=1e-3)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_walls_goal_and_robot_stand_out(theme):
    game = GAME.at("deceptive")
    scene = Scene(game, game.setting, theme)
    scene.begin(state_of(try_game(game).agent)[:, None], np.zeros((1, 16), np.float32), 0)
    surface = pygame.Surface((400, 450))
    scene.draw(surface, surface.get_rect(), Marks(leader=0))
    pixels = pygame.surfarray.array3d(surface)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 1000
    assert np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)[1].max() < 0.5 * 400 * 450
