import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy

from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.inspect.weight_lines import Line, line_under
from neuro.view.keys import Command
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen

SETTINGS = EvolutionSettings(seed=3, population=30, episodes=1, max_steps=200)


@pytest.fixture(params=[(1440, 900), (800, 600)], ids=lambda size: "{}x{}".format(*size))
def screen(request):
    options = WatchOptions(frames=1000, size=request.param)
    with Window("test", options) as window:
        watching = WatchModel(Evolution(quick_flappy, SETTINGS), DARK, options)
        shown = WatchScreen(watching, DARK)
        watching.tick(0.3, hurried=True)
        shown.draw(window.paint)
        shown.show_panel("brain")
        shown.draw(window.paint)
        yield window, watching, shown
        watching.close()


def mouse(screen, kind, at):
    screen.handle(pygame.event.Event(kind, pos=at, button=1, buttons=(1, 0, 0)), 1.0)


def hold(shown, number=0):
    """Take hold of a line, at a place where no other is nearer; where that is."""
    panel = shown._panels["brain"]
    line = panel._lines[number]
    for share in np.linspace(0.07, 0.93, 40):
        at = tuple(a + (b - a) * share for a, b in zip(*line.points, strict=True))
        if line_under(at, panel._lines) == line:
            place = at[0] + panel.rect.x, at[1] + panel.rect.y
            mouse(shown, pygame.MOUSEBUTTONDOWN, place)
            return place
    raise AssertionError("it lies under others everywhere")


def test_the_nearest_line_is_under_a_pointer_and_none_far_away_or_at_a_node():
    level, steep = Line(0, ((0, 0), (100, 0))), Line(1, ((0, 0), (100, 60)))
    assert line_under((50, 3), [level, steep]) == level
    assert line_under((50, 27), [level, steep]) == steep
    assert line_under((50, 13), [level, steep]) is None
    assert line_under((1, 0), [level, steep]) is None
    assert line_under((50, 0), []) is None


def test_a_line_dragged_up_gets_a_larger_weight_and_the_policy_answers_at_once(screen):
    window, watching, shown = screen
    before, policy = snapshot_of(watching).mind, snapshot_of(watching).policy
    x, y = hold(shown)
    mouse(shown, pygame.MOUSEMOTION, (x, y - 45))
    after = snapshot_of(watching)
    link = shown._panels["brain"]._lines[0].link
    assert after.mind.weights[link] == pytest.approx(before.weights[link] + 0.5 * before.scale_of(link), rel=1e-5)
    assert (after.policy.values != policy.values).any()
    assert after.mind.changed == 1
    assert after.note == f"A changed copy of {after.mind.name}'s brain; the run is untouched: R resets"
    mouse(shown, pygame.MOUSEBUTTONUP, (x, y - 45))
    mouse(shown, pygame.MOUSEMOTION, (x, y + 90))
    assert snapshot_of(watching).mind.weights[link] == after.mind.weights[link], "it was let go"
    shown.draw(window.paint)


def test_the_agent_that_is_looked_at_stays_chosen(screen):
    _, watching, shown = screen
    assert watching.focus.selected is None
    leader = watching.focus.agent
    x, y = hold(shown)
    mouse(shown, pygame.MOUSEMOTION, (x, y - 20))
    assert watching.focus.selected == leader


def test_r_puts_the_weights_back(screen):
    _, watching, shown = screen
    before = snapshot_of(watching)
    for number in (0, 9, 50):
        watching.obey(Command("weight", number, amount=3.0))
    assert snapshot_of(watching).mind.changed == 3
    shown.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_r, mod=0), 1.0)
    after = snapshot_of(watching)
    assert after.mind.changed == 0
    assert (before.mind.genes == after.mind.genes).all()
    assert (before.policy.values == after.policy.values).all()


def test_keys_reach_every_weight(screen):
    _, watching, shown = screen
    panel = shown._panels["brain"]
    *_, control = panel.controls()
    assert control.turn(1) is None, "none is marked yet"
    for _ in range(3):
        assert control.press() is None
    command = control.turn(1)
    assert (command.name, command.value) == ("weight", 2)
    mind = snapshot_of(watching).mind
    assert command.amount == pytest.approx(mind.weights[2] + 0.1 * np.abs(mind.weights[:40]).max())
    for _ in range(56 - 2):
        control.press()
    assert panel._marked == 0


def test_the_run_is_untouched_by_what_is_dragged():
    alone = Evolution(quick_flappy, SETTINGS)
    for _ in range(3):
        alone.step()
    options = WatchOptions(frames=1000)
    with Window("test", options):
        watching = WatchModel(Evolution(quick_flappy, SETTINGS), DARK, options)
        for _ in range(3):
            for number in range(56):
                watching.obey(Command("weight", number, amount=9.0))
            watching.stage.advance(60)
            watching.obey(Command("next"))
            watching.tick(0.0, hurried=True)
        watching.close()
    assert watching.evolution.fingerprint == alone.fingerprint
    assert watching.evolution.changes == []


def test_another_agent_and_another_rollout_have_their_own_brains(screen):
    _, watching, _ = screen
    watching.obey(Command("weight", 0, amount=3.0))
    watching.obey(Command("choose"))
    assert snapshot_of(watching).mind.changed == 0
    watching.focus.selected = None
    watching.obey(Command("weight", 0, amount=3.0))
    watching.obey(Command("next"))
    watching.tick(0.0, hurried=True)
    assert snapshot_of(watching).mind.changed == 0
    watching.obey(Command("weights back"))


def test_a_line_that_is_held_is_let_go_when_another_rollout_begins(screen):
    window, watching, shown = screen
    x, y = hold(shown)
    mouse(shown, pygame.MOUSEMOTION, (x, y - 30))
    shown.draw(window.paint)
    watching.obey(Command("next"))
    watching.tick(0.0, hurried=True)
    shown.draw(window.paint)
    for further in (40, 50):
        mouse(shown, pygame.MOUSEMOTION, (x, y - further))
    assert snapshot_of(watching).mind.changed == 0


def test_when_all_have_died_the_brain_of_the_last_one_stays(screen):
    window, watching, shown = screen
    stage = watching.stage
    last, fallen = stage.leader, stage.rollout.state.copy()
    fallen[0] = 0
    stage._follow(fallen)
    assert stage.leader is None
    shown.draw(window.paint)
    told = snapshot_of(watching)
    assert watching.focus.agent == last
    assert told.mind.name == "the last one"
    assert told.policy is not None
    assert shown._panels["brain"].controls()
