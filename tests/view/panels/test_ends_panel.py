import dataclasses

import numpy as np
import pygame
from pygame import Rect

from games.maze import game as maze
from neuro.view.inspect.behaviour_record import Behaviours, Ends
from neuro.view.inspect.end_places import EndPlaces
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.paint import Paint
from neuro.view.panels.ends_panel import EndsPanel
from neuro.view.scene import make_scene
from neuro.view.theme import DARK

PLAIN = dict.fromkeys(field.name for field in dataclasses.fields(Snapshot))


def shown(ends, places):
    low, high = np.zeros(2), np.full(2, 200.0)
    known = Behaviours(("x", "y"), low, high, ends, newest=ends[-1].generation)
    told = PLAIN | {"behaviours": known, "places": places, "agent": "robot", "speed": 2, "seconds": 0.0}
    return Snapshot(**told)


def drawn(snapshot):
    surface = pygame.Surface((400, 500))
    panel = EndsPanel(DARK)
    panel.layout(Rect(0, 0, 400, 500))
    panel.draw(Paint(surface), snapshot)
    return pygame.surfarray.array3d(surface)


def test_the_end_of_a_robot_is_where_its_scene_draws_the_robot():
    scene = make_scene(maze, maze.setting, DARK)
    state = np.zeros((len(maze.state), 1), np.float32)
    rows = [maze.state.index(name) for name in ("x", "y")]
    for x, y in ((30.0, 50.0), (180.0, 120.0)):
        state[[0, *rows], 0] = 1, x, y
        scene.begin(state, np.full((1, 16), 0.5, np.float32), 0)
        assert scene.end_place({"x": x, "y": y}) == scene.place(0)


def test_dots_stand_on_the_plan_of_the_world_where_behaviour_is_a_place():
    places = EndPlaces(make_scene(maze, maze.setting, DARK), maze.behaviour)
    one, other = (drawn(shown((Ends(0, np.array([at])),), places)) for at in ([40.0, 40.0], [150.0, 150.0]))
    differ = np.argwhere((one != other).any(axis=2))
    spots = {tuple(spot) for spot in (differ // 40).tolist()}
    assert 2 <= len(spots) <= 8  # about two dots, and nothing else
    assert places.is_down(np.zeros(2), np.ones(2))


def test_dots_of_earlier_generations_are_smaller_and_of_other_colours():
    rng = np.random.default_rng(2)
    ends = tuple(Ends(number, rng.uniform(20, 180, (30, 2))) for number in range(6))
    picture = drawn(shown(ends, None)).reshape(-1, 3)
    for colour in (DARK.cold, DARK.soft, DARK.hot):
        assert (np.abs(picture.astype(int) - colour).sum(axis=1) < 12).any()
