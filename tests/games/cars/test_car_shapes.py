"""How cars are drawn: rays as they are sensed, and a ground of its own for each course."""

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

GAME = find_game("cars").at("bend")
RAYS = ("ray far left", "ray left", "ray ahead", "ray right", "ray far right")


def test_rays_are_drawn_as_long_as_they_are_sensed():
    one = try_game(GAME)
    shapes = shapes_of(GAME.rules.plain, "draw_world", GAME.rules.form.fields, state_of(one.agent), GAME.setting)
    drawn = [math.dist(*points) for kind, points, colour, *_ in shapes if kind == "line" and colour == "frost"]
    seen = one.see()
    assert drawn == pytest.approx([260 * float(seen[name]) for name in RAYS], abs=4)  # posts are nearer to each other


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_each_course_has_a_ground_of_its_own_which_is_drawn_once(theme, monkeypatch):
    scene, drawn = Scene(GAME, GAME.setting, theme), []
    ground = scene._draw_ground
    monkeypatch.setattr(scene, "_draw_ground", lambda paint: drawn.append(paint) or ground(paint))
    state = state_of(try_game(GAME).agent)[:, None]
    other = state.copy()
    other[GAME.state.index("x[1]")] *= 0.8
    pictures = []
    for begun in (state, state, other):
        scene.begin(begun, np.zeros((1, 16), np.float32), 0)
        for _ in range(2):
            surface = pygame.Surface((440, 360))
            scene.draw(surface, surface.get_rect(), Marks(leader=0))
        pictures.append(pygame.surfarray.array3d(surface))
    assert len(drawn) == 2
    assert (pictures[0] == pictures[1]).all()
    assert (pictures[0] != pictures[2]).any(axis=2).mean() > 0.05


def test_what_is_looked_at_shows_its_rays():
    scene = Scene(GAME, GAME.setting, DARK)
    state = np.repeat(state_of(try_game(GAME).agent)[:, None], 3, axis=1)
    state[GAME.state.index("px")] += (0, 5, 10)
    scene.begin(state, np.zeros((3, 16), np.float32), 0)
    surface = pygame.Surface((110, 90))
    for marks, agent in ((Marks(), 0), (Marks(leader=1), 1), (Marks(leader=1, selected=2), 2)):
        scene.draw(surface, surface.get_rect(), marks)
        beam = next(points for kind, points, colour, *_ in scene.around() if kind == "line" and colour == "frost")
        assert beam[0][0] == pytest.approx(float(state[GAME.state.index("px"), agent]))
