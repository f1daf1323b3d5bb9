"""Screens that look into a run while it waits: why it does not learn, and whose descendant its champion is."""

import threading

import numpy as np
import pygame
import pytest

from games.flappy import game
from neuro.errors import NeuroError
from neuro.evolution.algorithms import settings_of
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.view.theme import THEMES
from neuro.view.watch.explanation_screen import ExplanationScreen
from neuro.view.watch.family_screen import FamilyScreen
from neuro.view.watch.looking_screen import LookingScreen
from neuro.view.watch.snapshot_of import snapshot_of


@pytest.fixture
def opened(show):
    """Opens a window on a run of some generations, with settings of its algorithm."""

    def open_window(generations, *, theme="dark", size=(1000, 700), algorithm="ga", **own):
        breeding = settings_of(algorithm, own, game.evolution)
        settings = EvolutionSettings(seed=1, population=40, max_steps=300, algorithm=algorithm, breeding=breeding)
        run = Evolution(game, settings)
        for _ in range(generations):
            run.step()
        return show(run, theme=theme, size=size, keep_going=True)

    return open_window


def press(screen, key):
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)


def seen(window, screen):
    """The picture when what was looked for has been found."""
    screen.tick(0.02, hurried=True)
    screen.draw(window.paint)
    return pygame.surfarray.array3d(window.paint.surface)


def test_a_run_that_does_not_learn_has_a_hint_and_a_key_tells_why(opened):
    window, watching, screen = opened(20, mutation_rate=0.0)
    assert snapshot_of(watching).note == "It does not get any better: E tells what may be wrong, and what to try"
    before = watching.evolution.fingerprint
    press(screen, pygame.K_e)
    picture = seen(window, screen)
    found = screen._guest._found
    assert isinstance(screen._guest, ExplanationScreen)
    assert found.state == "stuck"
    assert "tiny-steps" in {one.name for one in found.findings}
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 20, "findings stand there"
    press(screen, pygame.K_ESCAPE)
    assert screen._guest is None
    assert (watching.evolution.fingerprint, watching.evolution.generation) == (before, 20)


def test_a_run_that_has_just_begun_has_no_hint_until_it_does_not_learn(opened):
    _, watching, _ = opened(4, mutation_rate=0.0)
    assert not watching.learner.stuck
    assert "any better" not in snapshot_of(watching).note
    watching.learner.evolve(16)
    watching.learner.wait()
    assert watching.learner.stuck


@pytest.mark.parametrize(("theme", "size"), [("dark", (800, 600)), ("light", (1280, 800))])
def test_the_champions_family_is_drawn_in_both_themes_and_small_windows(opened, theme, size):
    window, watching, screen = opened(12, theme=theme, size=size)
    press(screen, pygame.K_a)
    picture = seen(window, screen)
    assert isinstance(screen._guest, FamilyScreen)
    tree = screen._guest._found
    assert tree.line[-1].genome.digest() == watching.evolution.champion.genome.digest()
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 100, "portraits stand there"


def test_who_breeds_no_children_gets_a_sentence_instead_of_a_family(opened):
    _, _, screen = opened(2, algorithm="es")
    press(screen, pygame.K_a)
    assert screen._guest is None


def test_before_the_first_generation_there_is_nothing_to_look_into(opened):
    _, _, screen = opened(0)
    for key in (pygame.K_e, pygame.K_a):
        press(screen, key)
        assert screen._guest is None


class Slow(LookingScreen):
    """Looks until people leave."""

    def render(self, paint, found):
        """Draw nothing."""


def test_who_leaves_stops_what_is_looked_for():
    told = threading.Event()

    def look(tell):
        while True:
            tell("on the way")
            told.set()

    screen = Slow(THEMES["dark"], "Slow", look)
    assert told.wait(10)
    screen.close()
    screen._thread.join(10)
    assert not screen._thread.is_alive()


def test_a_fault_is_told_on_the_screen_and_an_error_of_ours_is_raised():
    def fails(_):
        raise NeuroError("it cannot be told")

    screen = Slow(THEMES["dark"], "Fault", fails)
    screen.tick(0.1, hurried=True)
    assert screen._fault == "it cannot be told"

    def breaks(_):
        raise ZeroDivisionError("a mistake")

    screen = Slow(THEMES["dark"], "Mistake", breaks)
    with pytest.raises(ZeroDivisionError):
        screen.tick(0.1, hurried=True)
