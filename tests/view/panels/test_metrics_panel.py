import dataclasses

import numpy as np
import pygame
import pytest
from algorithms_for_tests import Drift
from games_for_tests import quick_flappy
from pygame import Rect

from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.panels.metrics_panel import MetricsPanel
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.watch.setting_sliders import changes_for, knobs_of
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen


def fresh(algorithm=Drift.name):
    return Evolution(quick_flappy, EvolutionSettings(3, 20, 1, 60, algorithm=algorithm))


@pytest.fixture
def watched(show_after_three):
    return show_after_three(fresh())


def picture(panel, snapshot):
    surface = pygame.Surface((500, 300))
    panel.layout(Rect(0, 0, 500, 300))
    panel.draw(Paint(surface), snapshot)
    return pygame.surfarray.array3d(surface)


def test_the_numbers_of_an_algorithm_have_a_tab_and_each_its_curve(watched):
    window, watching, screen = watched
    screen.show_panel("search")
    screen.draw(window.paint)
    snapshot, panel = snapshot_of(watching), MetricsPanel(DARK)
    assert snapshot.metrics == ("centre", "told")
    first = picture(panel, snapshot)
    panel.choose(1)
    assert (picture(panel, snapshot) != first).any()
    screen._obey(Command("metric", 1))
    assert screen._metrics._chosen == 1


def test_an_algorithm_without_numbers_has_no_such_tab():
    options = WatchOptions(frames=1000, size=(1440, 900))
    with Window("test", options) as window:
        watching = WatchModel(fresh("random"), DARK, options)
        screen = WatchScreen(watching, DARK)
        screen.draw(window.paint)
        assert not any("Search" in card.names for card in screen._shown_cards())
        watching.close()


@pytest.mark.parametrize("values", [[], [np.nan], [np.inf, 1.0, np.nan, 2.0], [-3.0, -1.0], [0.0, 0.0]])
def test_whatever_the_numbers_are_they_are_drawn(watched, values):
    _, watching, _ = watched
    record = watching.evolution.history[0]
    history = [dataclasses.replace(record, number=k, metrics={"centre": value}) for k, value in enumerate(values)]
    panel = MetricsPanel(DARK)
    panel.pointer = (250, 150)
    assert picture(panel, dataclasses.replace(snapshot_of(watching), history=history)).any()


def test_the_sliders_are_those_of_the_algorithm():
    names = {name: [knob.name for knob in knobs_of(fresh(name), {})] for name in ("random", Drift.name)}
    assert names == {"random": ["episodes", "population"], Drift.name: ["step", "tries", "episodes", "population"]}
    step, tries, *_ = knobs_of(fresh(), {"tries": 5.0})
    assert (step.label, step.text, step.low, step.high, step.about) == (
        "Step size",
        "0.1",
        0,
        2,
        "How far each genome is from the centre",
    )
    assert (tries.text, tries.was, tries.step) == ("5", "3", 1)


def test_a_turned_slider_changes_the_algorithms_own_setting_and_is_recorded():
    run = fresh()
    for name, amount in (("step", 0.5), ("tries", 4.0)):
        for setting, value in changes_for(run, name, amount):
            run.change(setting, value)
    run.step()
    assert (run.settings.breeding.step, run.settings.breeding.tries) == (0.5, 4)
    assert [(one.name, one.value) for one in run.changes] == [("step", 0.5), ("tries", 4)]
