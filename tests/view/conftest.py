import contextlib

import pygame
import pytest

from games.flappy import game
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.view.keys import Command
from neuro.view.screen.window import Window
from neuro.view.theme import THEMES
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen


@pytest.fixture(autouse=True)
def _no_real_window(monkeypatch, tmp_path):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setenv("NEURO_CONFIG", str(tmp_path / "config"))
    yield
    pygame.display.quit()


@pytest.fixture
def run():
    """A small run that has not begun."""
    return Evolution(game, EvolutionSettings(seed=3, population=40, episodes=2, max_steps=300))


@pytest.fixture
def show():
    """Opens a window in which a run is watched, and gives it with its model and its screen; closes all in the end."""
    with contextlib.ExitStack() as at_the_end:

        def open_window(run, *, theme="dark", size=(1000, 700), **options):
            window = at_the_end.enter_context(Window("test", WatchOptions(frames=1000, size=size, theme=theme)))
            watching = WatchModel(run, THEMES[theme], WatchOptions(frames=1000, size=size, theme=theme, **options))
            at_the_end.callback(watching.close)
            screen = WatchScreen(watching, THEMES[theme])
            at_the_end.callback(screen.close)
            return window, watching, screen

        yield open_window


@pytest.fixture
def show_after_three(show):
    """Opens such a window, as large as on a desktop, on a run that has just bred its third generation."""

    def open_window(run):
        window, watching, screen = show(run, size=(1440, 900))
        for _ in range(3):
            watching.obey(Command("next"))
            watching.tick(0.0, hurried=True)
        screen.draw(window.paint)
        return window, watching, screen

    return open_window


@pytest.fixture(scope="session")
def champion():
    """The champion of a small run."""
    evolution = Evolution(game, EvolutionSettings(seed=3, population=60, episodes=1, max_steps=400))
    for _ in range(3):
        evolution.step()
    return evolution.champion
