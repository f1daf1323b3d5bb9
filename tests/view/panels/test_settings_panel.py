import pygame
import pytest
from games_for_tests import quick_flappy

from neuro.evolution import Evolution, EvolutionSettings, GeneticSettings
from neuro.view.keys import NOTICE, Command
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.watch.setting_sliders import changes_for, knobs_of
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen


def fresh(**breeding):
    settings = EvolutionSettings(seed=3, population=30, episodes=1, max_steps=200, breeding=GeneticSettings(**breeding))
    return Evolution(quick_flappy, settings)


@pytest.fixture
def screen():
    options = WatchOptions(frames=1000, size=(1440, 900))
    with Window("test", options) as window:
        watching = WatchModel(fresh(), DARK, options)
        shown = WatchScreen(watching, DARK)
        shown.draw(window.paint)
        shown.show_panel("settings")
        shown.draw(window.paint)
        yield window, watching, shown
        watching.close()


def mouse(screen, *events):
    for kind, at in events:
        screen.handle(pygame.event.Event(kind, pos=at, button=1), 1.0)


def on_screen(panel, rect):
    return panel.rect.x + rect.x, panel.rect.y + rect.centery


def test_dragging_a_slider_changes_the_setting_with_the_next_generation(screen):
    window, watching, shown = screen
    panel = shown._panels["settings"]
    track = panel._tracks["mutation_rate"]
    x, y = on_screen(panel, track)
    target = x + 8 + (track.w - 16) * 0.5, y
    mouse(shown, (pygame.MOUSEBUTTONDOWN, (x + 60, y)), (pygame.MOUSEMOTION, target))
    assert watching.pending == {}, "nothing is settled while it is dragged"
    mouse(shown, (pygame.MOUSEBUTTONUP, target))
    knob = snapshot_of(watching).knobs[0]
    assert (knob.text, knob.was) == ("50 %", "20 %")
    watching.obey(Command("next"))
    watching.tick(0.0, hurried=True)
    assert watching.evolution.settings.breeding.mutation_rate == pytest.approx(0.5)
    assert [(one.generation, one.name) for one in watching.evolution.changes] == [(0, "mutation_rate")]
    assert snapshot_of(watching).knobs[0].was == ""
    shown.draw(window.paint)


def test_a_stepper_takes_the_next_number(screen):
    _, watching, shown = screen
    panel = shown._panels["settings"]
    for way, expected in ((1, 50.0), (-1, 20.0)):
        sign = panel._signs["population", way]
        mouse(shown, (pygame.MOUSEBUTTONDOWN, (panel.rect.x + sign.centerx, panel.rect.y + sign.centery)))
        assert watching.pending["population"] == expected
    watching.obey(Command("next"))
    watching.tick(0.0, hurried=True)
    assert len(watching.evolution.genomes) == 20


def test_keys_turn_knobs(screen):
    _, watching, shown = screen
    for key in (pygame.K_DOWN, pygame.K_DOWN, pygame.K_DOWN, pygame.K_RIGHTBRACKET):
        shown.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)
    assert watching.pending == {"elites": pytest.approx(0.02)}


@pytest.mark.parametrize("selection", ["tournament", "rank", "roulette", "truncation"])
@pytest.mark.parametrize("which", range(6))
def test_every_knob_can_take_its_least_and_its_largest_value(selection, which):
    run = fresh(selection=selection)
    knob = knobs_of(run, {})[which]
    for amount in (knob.low, knob.high):
        for name, value in changes_for(run, knob.name, amount):
            run.change(name, value)
    run.step()
    assert run.changes


@pytest.mark.parametrize("generation", [0, 3, 60])
@pytest.mark.parametrize("amount", [0.01, 0.3, 0.8])
def test_the_mutation_size_that_people_choose_is_the_one_in_use(generation, amount):
    run = fresh()
    run.history += [None] * generation  # so old
    for name, value in changes_for(run, "mutation_stdev", amount):
        run.change(name, value)
    run._make_changes(generation)
    assert run.settings.breeding.mutation.stdev_at(generation) == pytest.approx(amount)


def test_all_knobs_are_legible():
    texts = [(knob.label, knob.text) for knob in knobs_of(fresh(), {"episodes": 8.0})]
    assert texts == [
        ("Mutation rate", "20 %"),
        ("Mutation size", "0.30"),
        ("Elitism", "1 %"),
        ("Selection pressure", "best of 5"),
        ("Episodes", "8"),
        ("Birds", "30"),
    ]


KEYS = {"↓": pygame.K_DOWN, "↑": pygame.K_UP, "]": pygame.K_RIGHTBRACKET, "[": pygame.K_LEFTBRACKET}


def press(screen, keys):
    for key in keys:
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=KEYS[key]), 1.0)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 720), (800, 600)])
@pytest.mark.parametrize(
    ("keys", "changed"),
    [("]", ("mutation_rate", "21 %")), ("↓[", ("mutation_rate", "19 %")), ("↓↓]", ("mutation_stdev", "0.31"))],
)
def test_keys_turn_settings_though_their_tab_was_never_opened_and_bring_it_to_the_front(size, keys, changed):
    options = WatchOptions(frames=1000, size=size)
    with Window("test", options) as window:
        watching = WatchModel(fresh(), DARK, options)
        shown = WatchScreen(watching, DARK)
        shown.draw(window.paint)
        for card in shown._cards.values():
            card.chosen = 0
        shown._settings._knobs = ()
        for one in keys:
            press(shown, one)
        knob = next(one for one in snapshot_of(watching).knobs if one.was)
        assert (knob.name, knob.text) == changed
        shown.draw(window.paint)
        card = next(card for card in shown._cards.values() if shown._settings in card.panels)
        assert card.shown is shown._settings
        watching.close()


def test_keys_that_would_change_the_past_say_why_they_do_not(screen):
    _, watching, shown = screen
    watching.past = watching.evolution
    pygame.event.clear()
    press(shown, "]")
    assert watching.pending == {}
    assert ["L goes back" in event.text for event in pygame.event.get(NOTICE)] == [True]
