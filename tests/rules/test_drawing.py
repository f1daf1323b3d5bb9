"""Rules draw themselves: a list of shapes, and a scene that shows it."""

from pathlib import Path

import numpy as np
import pygame
import pytest

from neuro.errors import NeuroError
from neuro.game import Exam, Game
from neuro.network import Dense, Input
from neuro.rules.lane_rules import lane_rules
from neuro.rules.shapes_list import Painter, shapes_of
from neuro.view.drawn import Scene
from neuro.view.scene import Marks, make_scene
from neuro.view.theme import DARK

DRAWING = """

def draw(agent, paint, p):
    paint.box(400 + 360 * (agent.basket - p.reach), 808, 720 * p.reach, 28, radius=10)


def draw_world(agent, paint, p):
    paint.box(0, 840, 800, 60, "raised")
    paint.disc(400 + 360 * agent.fruit, 460 - 360 * agent.height, 16, "record")
    paint.line([(0, 0), (800, 0)], "line", 3)
    paint.polygon([(0, 0), (9, 0), (0, 9)], "good", 0.5)
    paint.text(400, 40, "fruit", align="centre", strong=True)
"""


@pytest.fixture
def game(module_of, catch_with):
    text = Path(catch_with().__file__).read_text(encoding="utf-8")
    module = module_of(text + DRAWING)
    layers = Input(3), Dense(3, "identity")
    return Game("tried", "Tried", module, layers, Exam(1, 1, 10), 10)


def state_of(game, agents=3):
    state = np.zeros((len(game.state), agents), np.float32)
    state[0] = 1
    state[2], state[3], state[4] = (-0.5, 0, 0.5), 0.25, 0.5
    return state


def test_shapes_are_a_list_in_units_of_the_world(game):
    fields = lane_rules(game.rules.plain).form.fields
    (box,) = shapes_of(game.rules.plain, "draw", fields, state_of(game)[:, 1], game.setting)
    assert box == ("box", pytest.approx(328), 808.0, pytest.approx(144), 28.0, "agent", 1.0, 10.0)
    world = shapes_of(game.rules.plain, "draw_world", fields, state_of(game)[:, 1], game.setting)
    assert [shape[0] for shape in world] == ["box", "disc", "line", "polygon", "text"]
    assert world[4] == ("text", 400.0, 40.0, "fruit", "text", 24.0, "c", True)


def test_a_game_that_draws_itself_is_shown_so(game):
    scene = make_scene(game, game.setting, DARK)
    assert isinstance(scene, Scene)
    scene.begin(state_of(game), np.zeros((3, 16), np.float32), 0)
    assert scene.place(2) == (pytest.approx(580), 822.0)
    surface = pygame.Surface((800, 900))
    scene.draw(surface, surface.get_rect(), Marks(leader=0))
    assert surface.get_at((490, 280))[:3] == DARK.record
    assert surface.get_at((30, 880))[:3] == DARK.raised
    assert surface.get_at((220, 822))[:3] != DARK.window


def test_a_larger_world_is_what_the_rules_say(module_of, catch_with):
    text = Path(catch_with().__file__).read_text(encoding="utf-8")
    module = module_of(text + DRAWING + "\n\nWORLD = (1100, 900)\n")
    game = Game("tried", "Tried", module, (Input(3), Dense(3, "identity")), Exam(1, 1, 10), 10)
    assert make_scene(game, game.setting, DARK).size == (1100, 900)


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda paint: paint.circle(0, 0, 5), "paint has no 'circle'; there are disc, box, line, polygon, text"),
        (lambda paint: paint.disc(0, 0, 5, "rekord"), "there is no colour 'rekord': did you mean 'record'?"),
        (lambda paint: paint.disc(0, "a", 5), "shapes are drawn with numbers"),
        (lambda paint: paint.disc(0, float("nan"), 5), "numbers below a million"),
        (lambda paint: paint.line([(0, 0)]), "at least 2 points, not 1"),
        (lambda paint: paint.polygon([0, 1, 2]), "points are pairs"),
        (lambda paint: paint.text(0, 0, "x", align="middle"), "left, centre or right"),
    ],
)
def test_a_mistake_in_drawing_is_one_sentence(draw, words):
    with pytest.raises((NeuroError, AttributeError)) as raised:
        draw(Painter())
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (
            "def draw(agent, paint, p):\n    paint.disc(0, 0, 'big')",
            r"in draw \(.*, line \d+\): shapes are drawn with num",
        ),
        (
            "def draw(agent, paint, p):\n    paint.disc(0, 0, 5, 'red')",
            r"in draw \(.*, line \d+\): there is no colour 'red'",
        ),
        (
            "def draw(agent, paint, p):\n    paint.disc(agent.xx, 0, 5)",
            r"in draw \(.*\): AttributeError: there is no 'xx' here",
        ),
        ("def draw(agent, paint):\n    pass", r"takes 2 positional .*: it is called with \(agent, paint, p\)"),
    ],
)
def test_what_a_drawing_function_gets_wrong_is_told_with_its_line(catch_with, module_of, draw, words):
    module = module_of(Path(catch_with().__file__).read_text(encoding="utf-8") + "\n\n" + draw + "\n")
    game = Game("tried", "Tried", module, (Input(3), Dense(3, "identity")), Exam(1, 1, 10), 10)
    scene = make_scene(game, game.setting, DARK)
    scene.begin(state_of(game), np.zeros((3, 16), np.float32), 0)
    with pytest.raises(NeuroError, match=f"Tried cannot be drawn: .*{words}"):
        scene.agent(0, crowd=False, crown=False)
