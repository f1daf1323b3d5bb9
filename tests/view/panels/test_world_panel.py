from types import SimpleNamespace

import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy

from neuro.evolution import Evolution, EvolutionSettings
from neuro.evolution.settings import KILL, Change
from neuro.game import find_game
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.screen.window import Window
from neuro.view.theme import DARK, LIGHT
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen
from neuro.view.watch.world_sliders import dials_of

SETTINGS = EvolutionSettings(seed=3, population=30, episodes=1, max_steps=200)


@pytest.fixture(params=[(1440, 900), (1024, 720), (800, 600)], ids=lambda size: "{}x{}".format(*size))
def screen(request):
    options = WatchOptions(frames=1000, size=request.param)
    with Window("test", options) as window:
        watching = WatchModel(Evolution(quick_flappy, SETTINGS), DARK, options)
        shown = WatchScreen(watching, DARK)
        shown.draw(window.paint)
        shown.show_panel("world")
        shown.draw(window.paint)
        yield window, watching, shown
        watching.close()


def mouse(screen, kind, at):
    screen.handle(pygame.event.Event(kind, pos=at, button=1), 1.0)


def knob(watching, name):
    return next(one for one in snapshot_of(watching).world if one.name == f"parameters.{name}")


def forward(watching, generations=1):
    for _ in range(generations):
        watching.obey(Command("next"))
        watching.tick(0.0, hurried=True)


def drag(shown, name, share):
    panel = shown._panels["world"]
    track = panel._tracks[f"parameters.{name}"].move(panel.rect.topleft)
    target = track.x + 8 + (track.w - 16) * share, track.centery
    mouse(shown, pygame.MOUSEBUTTONDOWN, (track.x + 10, track.centery))
    mouse(shown, pygame.MOUSEMOTION, target)
    mouse(shown, pygame.MOUSEBUTTONUP, target)


def test_a_dragged_slider_changes_the_world_of_the_next_generation_and_not_of_the_one_on_stage(screen):
    window, watching, shown = screen
    forward(watching)
    drag(shown, "gap", 1.0)
    assert (knob(watching, "gap").text, knob(watching, "gap").was) == ("240", "120")
    assert watching.stage.rollout.setting.gap == 120
    forward(watching)
    assert watching.evolution.setting.gap == 120, "the rollout that was shown was evaluated as it was shown"
    assert watching.stage.rollout.setting.gap == 240
    assert (knob(watching, "gap").text, knob(watching, "gap").was) == ("240", "")
    forward(watching)
    assert watching.evolution.changes == [Change(2, "parameters.gap", 240.0)]
    assert watching.evolution.setting.gap == 240
    shown.draw(window.paint)


def test_the_picture_is_that_of_the_changed_world(screen):
    _, watching, _ = screen
    watching.obey(Command("change", about="parameters.gap", amount=240.0))
    before = [low - top for _, _, top, low in watching.stage.scene._pipes(0, 2_000)]
    forward(watching)
    after = [low - top for _, _, top, low in watching.stage.scene._pipes(0, 2_000)]
    assert set(np.round(before)) == {120}
    assert set(np.round(after)) == {240}


def test_the_past_is_shown_in_its_own_world_and_a_branch_begins_in_it():
    options = WatchOptions(frames=1000)
    branches = []
    options = WatchOptions(frames=1000, on_branch=lambda run: branches.append(run) or ())
    with Window("test", options):
        watching = WatchModel(Evolution(quick_flappy, SETTINGS), DARK, options)
        forward(watching, 2)
        watching.obey(Command("change", about="parameters.gap", amount=240.0))
        forward(watching, 3)
        for generation, gap in ((1, 120), (3, 240), (2, 120), (3, 240)):
            watching.obey(Command("travel", generation))
            watching.tick(0.0, hurried=True)
            assert watching.number == generation
            assert watching.stage.rollout.setting.gap == gap
            assert knob(watching, "gap").value == 240, "sliders tell of the present"
        watching.obey(Command("branch"))
        watching.tick(0.0, hurried=True)
        assert watching.stage.rollout.setting.gap == 240
        forward(watching, 2)
        assert branches[0].changes == [Change(3, "parameters.gap", 240.0)]
        watching.close()


def test_the_past_cannot_be_changed(screen):
    _, watching, _ = screen
    forward(watching, 2)
    watching.obey(Command("travel", 0))
    watching.tick(0.0, hurried=True)
    watching.obey(Command("change", about="parameters.gap", amount=240.0))
    watching.obey(Command("kill"))
    watching.obey(Command("live"))
    forward(watching, 2)
    assert watching.evolution.changes == []


@pytest.mark.parametrize("by", ["key", "mouse", "focus"])
def test_the_elite_is_killed_by_key_and_mouse_and_spared_by_the_same(screen, by):
    window, watching, shown = screen
    panel = shown._panels["world"]

    def act():
        shown.draw(window.paint)
        if by == "key":
            shown.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_k, mod=0), 1.0)
        elif by == "mouse":
            mouse(shown, pygame.MOUSEBUTTONDOWN, panel._button.move(panel.rect.topleft).center)
        else:
            (control,) = [one for one in panel.controls() if one.commands == ("kill",)]
            watching.obey(control.press())

    watching.evolution.change("elites", 0.1)
    forward(watching)
    assert snapshot_of(watching).elite == 3
    act()
    assert watching.doomed == 3
    assert snapshot_of(watching).note == "The 3 best birds will die without children: K spares them"
    act()
    assert watching.doomed == 0
    act()
    forward(watching, 2)
    assert [(one.generation, one.name, one.value) for one in watching.evolution.changes[1:]] == [(1, KILL, 3)]
    assert watching.doomed == 0


def test_random_search_has_no_elite_to_kill():
    run = Evolution(quick_flappy, EvolutionSettings(seed=1, population=20, max_steps=50, algorithm="random"))
    options = WatchOptions(frames=1000)
    with Window("test", options) as window:
        watching = WatchModel(run, DARK, options)
        shown = WatchScreen(watching, DARK)
        shown.draw(window.paint)
        shown.show_panel("world")
        shown.draw(window.paint)
        watching.obey(Command("kill"))
        assert watching.doomed == 0
        assert not shown._panels["world"]._button.w
        watching.close()


def test_what_is_changed_while_it_is_watched_gives_the_bits_of_a_run_that_nobody_watched():
    options = WatchOptions(frames=1000)
    with Window("test", options):
        watching = WatchModel(Evolution(quick_flappy, SETTINGS), LIGHT, options)
        watching.obey(Command("change", about="parameters.gravity", amount=0.5))
        forward(watching, 2)
        watching.obey(Command("kill"))
        forward(watching, 3)
        watching.close()
    again = Evolution(quick_flappy, SETTINGS, changes=watching.evolution.changes)
    while again.generation < watching.evolution.generation:
        again.step()
    assert again.fingerprint == watching.evolution.fingerprint


@pytest.mark.parametrize("name", ["flappy", "xor_arena"])
def test_every_slider_of_our_games_reaches_values_that_the_rules_allow(name):
    for level in find_game(name).levels or {"": None}:
        game = find_game(name).at(level)
        knobs = dials_of(Evolution(game, EvolutionSettings(seed=1, population=4)), {})
        assert 4 <= len(knobs) <= 6
        for one in knobs:
            assert one.low <= one.value <= one.high
            for value in (one.low, one.high, round((one.low + one.high) / 2 / one.step) * one.step):
                game.setting_with({one.name.removeprefix("parameters."): value})


def rules_with(**names):
    kept = {name: value for name, value in vars(quick_flappy.rules).items() if not name.startswith("__")}
    return SimpleNamespace(**{**kept, **names})


def test_a_game_that_chooses_none_has_sliders_of_its_first_parameters_with_limits():
    rules = rules_with(LIMITS={"gravity": (0.01, 5), "gust": (0, 1), "flap": (-30, -0.1)})
    del rules.DIALS
    run = Evolution(quick_flappy, SETTINGS)
    run.game = SimpleNamespace(rules=rules, setting=run.game.setting, setting_with=run.game.setting_with)
    knobs = {one.label: (one.low, pytest.approx(one.high), one.value) for one in dials_of(run, {})}
    assert knobs["Gust"] == (0, 1, 0)
    assert knobs["Gravity"] == (pytest.approx(0.0875), 1.4, 0.35)
    assert knobs["Flap"] == (pytest.approx(-27.6), pytest.approx(-1.725), -6.9)


def test_a_game_without_parameters_says_so():
    run = Evolution(quick_flappy, SETTINGS)
    rules = rules_with(LIMITS={}, DIALS={})
    run.game = SimpleNamespace(rules=rules, setting=run.game.setting, setting_with=run.game.setting_with)
    assert dials_of(run, {}) == ()


def test_a_value_beyond_a_slider_widens_it():
    run = Evolution(quick_flappy, EvolutionSettings(seed=1, population=4, parameters={"gap": 390}))
    (gap,) = [one for one in dials_of(run, {}) if one.name == "parameters.gap"]
    assert (gap.value, gap.high) == (390, 390)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_both_states_of_the_button_are_drawn_in_every_theme(theme):
    options = WatchOptions(frames=1000)
    with Window("test", options):
        watching = WatchModel(
            Evolution(quick_flappy, EvolutionSettings(seed=1, population=200, max_steps=50)), theme, options
        )
        panel = WatchScreen(watching, theme)._panels["world"]
        panel.layout(pygame.Rect(0, 0, 340, 290))
        pictures = []
        for _ in range(2):
            surface = pygame.Surface((340, 290))
            panel.draw(Paint(surface), snapshot_of(watching))
            pictures.append(pygame.surfarray.array3d(surface))
            watching.obey(Command("kill"))
        assert (pictures[0] != pictures[1]).any()
        watching.close()
