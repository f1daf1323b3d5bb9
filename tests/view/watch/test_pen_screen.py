"""A map that people draw: the pen, and what becomes of the run."""

import dataclasses

import numpy as np
import pygame
import pytest

from games.flappy import game as flappy
from neuro.errors import NeuroError
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.watch.pen_screen import PenScreen
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen


def wide_gap(points):
    """As wide as the line is broad."""
    xs = [x for x, _ in points]
    if max(xs) - min(xs) < 60:
        raise NeuroError("draw a longer line")
    return {"gap": round(max(xs) - min(xs)), "pace": 3}


GAME = dataclasses.replace(flappy, draw_map=wide_gap)


@pytest.fixture
def window():
    with Window("test", WatchOptions(frames=1000, size=(1000, 700))) as opened:
        yield opened


def mouse(kind, at):
    return pygame.event.Event(kind, pos=at, button=1, rel=(0, 0), buttons=(1, 0, 0))


def draw_line(screen, paint, points):
    """Go through places of the window with the button held down."""
    screen.draw(paint)
    scale = paint.scale
    places = [(x * scale, y * scale) for x, y in points]
    screen.handle(mouse(pygame.MOUSEBUTTONDOWN, places[0]), scale)
    for place in places[1:]:
        screen.handle(mouse(pygame.MOUSEMOTION, place), scale)
    screen.handle(mouse(pygame.MOUSEBUTTONUP, places[-1]), scale)


def test_a_closed_line_is_shown_as_a_map_and_then_told(window):
    told = []
    pen = PenScreen(GAME, GAME.setting, DARK, told.append)
    draw_line(pen, window.paint, [(450, 300), (600, 400), (450, 500)])
    assert not told
    assert not pen.done
    pen.draw(window.paint)
    pen.tick(2.0, hurried=True)
    assert pen.done
    (found,) = told
    assert found["pace"] == 3
    assert 100 < found["gap"] < 300


def test_a_line_that_is_no_map_can_be_drawn_again(window):
    told = []
    pen = PenScreen(GAME, GAME.setting, DARK, told.append)
    draw_line(pen, window.paint, [(450, 300), (455, 310)])
    pen.tick(2.0, hurried=True)
    assert not pen.done
    draw_line(pen, window.paint, [(450, 300), (600, 400)])
    pen.tick(2.0, hurried=True)
    assert len(told) == 1


def test_the_pen_stays_within_the_world(window):
    told = []

    def draw_map(points):
        told.append(points)
        return {"gap": 100}

    pen = PenScreen(dataclasses.replace(GAME, draw_map=draw_map), GAME.setting, DARK, print)
    draw_line(pen, window.paint, [(0, 0), (999, 699)])
    (low, high) = np.min(told[0], axis=0), np.max(told[0], axis=0)
    assert (low > 0).all()
    assert (high < (800, 900)).all()


def test_the_next_generation_plays_on_the_map_whole_and_it_is_recorded(window):
    run = Evolution(GAME, EvolutionSettings(seed=3, population=40, episodes=2, max_steps=300))
    watching = WatchModel(run, DARK, WatchOptions(frames=1000))
    screen = WatchScreen(watching, DARK)
    screen.draw(window.paint)
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_g), 1.0)
    assert screen._guest is not None
    draw_line(screen, window.paint, [(450, 300), (600, 400)])
    for _ in range(4):
        screen.tick(0.6, hurried=True)
        watching.tick(0.0, hurried=True)
    screen.close()
    watching.close()
    assert screen._guest is None
    assert {(change.generation, change.name) for change in run.changes} <= {
        (1, "parameters.gap"),
        (1, "parameters.pace"),
    }
    assert run.coming_setting.pace == 3
    assert run.settings_at(0).parameters == {}


def test_games_without_maps_have_no_pen(window):
    run = Evolution(flappy, EvolutionSettings(seed=3, population=40, episodes=2, max_steps=300))
    watching = WatchModel(run, DARK, WatchOptions(frames=1000))
    screen = WatchScreen(watching, DARK)
    screen.draw(window.paint)
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_g), 1.0)
    watching.close()
    assert screen._guest is None
