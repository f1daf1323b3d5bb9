"""People change the theme in an open window, by key and in the settings: all of it follows, and it is remembered."""

import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy

from games.flappy import game as flappy
from games.xor_arena import game as arena
from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.screen.preferences import recall
from neuro.view.screen.window import Window, WindowOptions
from neuro.view.theme import DARK, LIGHT, THEMES
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen


def picture(window, screen):
    screen.draw(window.paint)
    return pygame.surfarray.array3d(pygame.display.get_surface())


def press(window, key):
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key))
    assert [event for event in window.events() if event.type == pygame.KEYDOWN] == []


@pytest.mark.parametrize("game", [flappy, arena], ids=lambda one: one.name)
def test_after_a_change_every_pixel_is_as_if_the_window_had_begun_with_that_theme(game):
    settings = EvolutionSettings(seed=3, population=20, episodes=1, max_steps=100)
    shown = {}
    for first in ("light", "dark"):
        options = WatchOptions(frames=1000, size=(1440, 900), theme=first)
        with Window("test", options) as window:
            watching = WatchModel(Evolution(game, settings), window.theme, options)
            screen = WatchScreen(watching, window.theme, still=True)
            before = picture(window, screen)
            if first == "dark":
                press(window, pygame.K_F7)
                assert window.theme == LIGHT
            shown[first] = picture(window, screen)
            assert first == "light" or (before != shown[first]).any(axis=2).mean() > 0.6
            watching.close()
    apart = np.abs(shown["light"].astype(int) - shown["dark"])
    assert apart.max() < 48, "a flock's sprites are made as they are needed, and may be a shade apart"
    assert THEMES["dark"] == DARK != LIGHT, "other windows have their own"


def test_the_button_in_the_settings_does_the_same():
    options = WatchOptions(frames=1000, size=(1440, 900))
    with Window("test", options) as window:
        settings = EvolutionSettings(seed=3, population=20, episodes=1, max_steps=100)
        watching = WatchModel(Evolution(quick_flappy, settings), window.theme, options)
        screen = WatchScreen(watching, window.theme)
        screen.draw(window.paint)
        screen.show_panel("settings")
        screen.draw(window.paint)
        panel = screen._panels["settings"]
        at = panel._theme_button.move(panel.rect.topleft).center
        screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1), 1.0)
        list(window.events())
        assert window.theme == LIGHT
        assert "theme" in [name for control in panel.controls() for name in control.commands]
        watching.close()


def test_the_theme_that_was_chosen_is_remembered():
    with Window("test", WindowOptions()) as window:
        press(window, pygame.K_F7)
    assert recall("theme", str) == "light"
    with Window("test", WindowOptions()) as window:
        assert window.theme == LIGHT
        press(window, pygame.K_F7)
        assert window.theme == DARK
