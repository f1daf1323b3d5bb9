import sys
from dataclasses import replace

import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy

from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.paint import Paint
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.versus.versus_window import VersusScreen, versus_window
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions


def runs(*algorithms):
    return [
        Evolution(
            quick_flappy, EvolutionSettings(seed=3, population=30, episodes=1, max_steps=200, algorithm=algorithm)
        )
        for algorithm in algorithms
    ]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_every_learner_has_its_world_and_all_share_a_chart(tmp_path, count):
    path = tmp_path / "shot.png"
    options = WatchOptions(frames=20, screenshot=path, size=(1200, 760))
    versus_window(runs(*(["ga", "random", "ga", "random"][:count])), [options] * count)
    image = pygame.surfarray.array3d(pygame.image.load(str(path)))
    share = 1200 // count
    for k in range(count):
        world = image[k * share + 24 : (k + 1) * share - 24, 120:480]
        assert len(np.unique(world.reshape(-1, 3), axis=0)) > 500
    assert (image[20:1180, 560:690] == DARK.panel).all(axis=2).mean() > 0.6


def test_all_play_the_same_courses_generation_by_generation():
    watched = [
        WatchModel(run, DARK, RunOptions(generations=3, stay_open=False, speed="64")) for run in runs("ga", "random")
    ]
    screen = VersusScreen(watched, DARK)
    seen = set()
    while not screen.done:
        screen.tick(1 / 60, hurried=True)
        seen.add(tuple(one.number for one in watched))
        assert len({int(one.stage.scene._course) for one in watched}) == 1
    for one in watched:
        one.close()
    assert {(k, k) for k in range(3)} <= seen
    assert [one.evolution.generation for one in watched] == [3, 3]


def test_side_by_side_each_is_the_run_that_it_is_alone():
    side_by_side = runs("ga", "random")
    options = WatchOptions(generations=3, stay_open=False, speed="max", unattended=True, size=(800, 600))
    versus_window(side_by_side, [options] * 2)
    for run, alone in zip(side_by_side, runs("ga", "random"), strict=True):
        for _ in range(3):
            alone.step()
        assert run.fingerprint == alone.fingerprint


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("wide", [800, 1440])
def test_the_words_on_a_name_never_meet(count, wide, monkeypatch):
    written, write = [], Paint.text

    def text(self, at, string, *more, **named):
        width = write(self, at, string, *more, **named)
        right = "r" in (*more, *named.values())
        written.append((at[1], at[0] - width if right else at[0], at[0] if right else at[0] + width))
        return width

    watched = [WatchModel(run, DARK, RunOptions()) for run in runs(*["random"] * count)]
    told = replace(snapshot_of(watched[0]), alive=987, population=1000, generation=345, best_ever=1234)
    with Window("test", WatchOptions(frames=2, size=(wide, 600))) as window:
        screen = VersusScreen(watched, DARK)
        screen.draw(window.paint)
        monkeypatch.setattr(Paint, "text", text)
        screen._names[0].draw(window.paint, (0, told))
    for one in reversed(watched):
        one.close()
    rows = {y: sorted(place[1:] for place in written if place[0] == y) for y, *_ in written}
    assert [len(row) for row in rows.values()] == [2, 2]
    for (_, end), (start, _) in rows.values():
        assert end + 6 < start


def test_threads_take_turns_as_before_when_the_window_is_closed():
    before = sys.getswitchinterval()
    versus_window(runs("ga", "random"), [WatchOptions(frames=2, size=(800, 600))] * 2)
    assert sys.getswitchinterval() == pytest.approx(before)


def test_hovering_reads_the_best_of_each_learner_off_the_chart():
    watched = [WatchModel(run, DARK, RunOptions(speed="64")) for run in runs("ga", "random")]
    screen, surface = VersusScreen(watched, DARK), pygame.Surface((1200, 760))
    for one in watched:
        one.learner.evolve(3)
        one.learner.wait()
    screen.draw(Paint(surface))
    before = pygame.surfarray.array3d(surface).astype(int)
    screen.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=(600, 620)), 1.0)
    screen.draw(Paint(surface))
    changed = (before != pygame.surfarray.array3d(surface)).any(axis=2)
    for one in watched:
        one.close()
    assert changed[20:1180, 540:700].mean() > 0.01
    assert not changed[20:1180, 490:510].any()
