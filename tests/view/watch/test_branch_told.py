"""Branching off is told, the run that was left stays in the chart, and its buttons are large enough."""

import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy

from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.keys import NOTICE, Command
from neuro.view.paint import Paint
from neuro.view.panels.run_charts import FitnessPanel
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen

FINGER = 30  # units that a button is high, at least


@pytest.fixture(params=[(1440, 900), (1024, 720), (800, 600)], ids=str)
def past(request):
    """A window in which generation 1 of four is on stage again."""
    options = WatchOptions(frames=1000, size=request.param)
    settings = EvolutionSettings(seed=3, population=20, episodes=1, max_steps=100)
    with Window("test", options) as window:
        watching = WatchModel(Evolution(quick_flappy, settings), DARK, options)
        screen = WatchScreen(watching, DARK)
        for command in [Command("next")] * 4 + [Command("travel", 1)]:
            screen._obey(command)
            watching.tick(0.0, hurried=True)
        screen.draw(window.paint)
        yield window, watching, screen
        watching.close()


def test_the_buttons_of_the_past_are_large_enough_for_a_finger_and_do_not_meet(past):
    _, _, screen = past
    live, branch = screen._timeline._buttons.values()
    assert min(live.h, branch.h) >= FINGER
    assert min(live.w, branch.w) >= 40
    assert not live.colliderect(branch)
    inside = screen._timeline.rect.move(-screen._timeline.rect.x, -screen._timeline.rect.y)
    assert inside.contains(live)
    assert inside.contains(branch)


def test_branching_off_is_told_and_the_old_generations_stay_in_the_chart(past):
    window, watching, screen = past
    old = list(watching.evolution.history)
    pygame.event.clear()
    button = screen._timeline._buttons["branch"].move(screen._timeline.rect.topleft)
    screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=button.center, button=1), window.paint.scale)
    (notice,) = pygame.event.get(NOTICE)
    assert notice.text.startswith("A new run goes on from generation 1;")
    assert len(watching.evolution.history) == 1
    told = snapshot_of(watching)
    assert list(told.left_behind) == old

    def drawn(shown):
        surface = pygame.Surface((400, 300))
        panel = FitnessPanel(DARK)
        panel.choose(-1)  # fitness: all scores are 0
        panel.layout(surface.get_rect())
        panel.draw(Paint(surface), shown)
        return (np.abs(pygame.surfarray.array3d(surface).astype(int) - DARK.faint).sum(axis=2) < 40)[
            60:330, 60:230
        ].sum()

    assert drawn(told) > drawn(tell_without(watching)) + 10
    screen.draw(window.paint)


def tell_without(watching):
    watching.left_behind = ()
    return snapshot_of(watching)
