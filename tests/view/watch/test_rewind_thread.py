import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy

from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.evolution.timeline import Timeline
from neuro.view.keys import Command
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.watch.rewind_thread import RewindThread
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen


def fresh():
    return Evolution(quick_flappy, EvolutionSettings(seed=3, population=30, episodes=1, max_steps=200))


@pytest.fixture
def watching():
    watched = WatchModel(fresh(), DARK, RunOptions())
    for _ in range(5):
        watched.next_generation()
        watched.tick(1 / 60, hurried=True)
    yield watched
    watched.close()


def go(watching, *commands):
    for command in commands:
        watching.obey(command)
        watching.tick(0.0, hurried=True)


def played(watching, steps=60):
    watching.stage.advance(steps)
    return watching.stage.rollout.state.copy()


def test_an_earlier_generation_is_watched_again_bit_for_bit(watching):
    first = WatchModel(fresh(), DARK, RunOptions())
    for _ in range(2):
        go(first, Command("next"))
    there = played(first)
    first.close()
    go(watching, Command("travel", 2))
    told = snapshot_of(watching)
    assert (told.generation, told.present, told.rewound, told.state) == (2, 5, True, "rewound")
    assert (played(watching) == there).all()


def test_after_travel_and_return_the_run_is_the_headless_run(watching):
    go(watching, Command("travel", 1), Command("next"), Command("earlier"), Command("live"))
    assert not snapshot_of(watching).rewound
    for _ in range(2):
        go(watching, Command("next"))
    alone = fresh()
    for _ in range(7):
        alone.step()
    assert watching.evolution.fingerprint == alone.fingerprint


def test_in_the_past_one_generation_follows_the_other_up_to_the_present(watching):
    go(watching, Command("travel", 3))
    seen = [snapshot_of(watching).generation]
    for _ in range(2):
        go(watching, Command("next"))
        seen.append(snapshot_of(watching).generation)
    assert seen == [3, 4, 5]
    assert not snapshot_of(watching).rewound


def test_full_speed_comes_back_to_the_present(watching):
    go(watching, Command("travel", 0), Command("max"))
    assert watching.past is None
    assert watching.hurrying


def test_nothing_can_be_changed_in_the_past(watching):
    go(watching, Command("travel", 2), Command("change", about="mutation_rate", amount=0.9), Command("live"))
    go(watching, Command("next"))
    assert watching.evolution.changes == []


def test_a_branch_is_a_run_of_its_own_that_may_go_another_way(watching):
    old, branches = watching.evolution, []
    watching.options = RunOptions(on_branch=lambda run: branches.append(run) or ())
    go(watching, Command("travel", 2), Command("branch"))
    assert branches == [watching.evolution]
    assert (watching.evolution.generation, old.generation) == (2, 5)
    for _ in range(3):
        go(watching, Command("next"))
    assert watching.evolution.fingerprint == old.fingerprint, "without changes it goes the same way"
    go(watching, Command("travel", 2), Command("branch"), Command("change", about="mutation_rate", amount=0.9))
    for _ in range(3):
        go(watching, Command("next"))
    assert watching.evolution.fingerprint != old.fingerprint
    alone = Evolution(
        quick_flappy,
        EvolutionSettings(seed=3, population=30, episodes=1, max_steps=200),
        changes=watching.evolution.changes,
    )
    for _ in range(5):
        alone.step()
    assert alone.fingerprint == watching.evolution.fingerprint, "its record is enough to run it again"


def test_of_many_wishes_the_latest_counts():
    run, timeline = fresh(), Timeline()
    timeline.start(run)
    for _ in range(6):
        timeline.generation(run, run.step())
    traveller = RewindThread(timeline)
    for generation in (1, 5, 2, 3):
        traveller.go(generation)
    traveller.wait()
    assert traveller.take().generation == 3
    assert traveller.take() is None
    traveller.go(4)
    traveller.cancel()
    traveller.wait()
    traveller.close()


def test_what_goes_wrong_on_the_way_is_raised_in_the_window():
    run, timeline = fresh(), Timeline()
    timeline.start(run)
    traveller = RewindThread(timeline)
    traveller.go(9)
    traveller.wait()
    with pytest.raises(ValueError, match="not 9"):
        traveller.busy  # noqa: B018
    traveller.close()


def test_dragging_the_playhead_travels_and_buttons_come_back(watching):
    with Window("test", WatchOptions(frames=1000, size=(1440, 900))) as window:
        screen = WatchScreen(watching, DARK)
        screen.draw(window.paint)
        line = screen._timeline
        left, right = line.rect.x + line._x(0), line.rect.x + line._x(5)
        y = line.rect.centery
        for kind, x in ((pygame.MOUSEBUTTONDOWN, right), (pygame.MOUSEMOTION, left + 5), (pygame.MOUSEBUTTONUP, left)):
            screen.handle(pygame.event.Event(kind, pos=(x, y), button=1), 1.0)
        watching.tick(0.0, hurried=True)
        assert snapshot_of(watching).generation == 0
        screen.draw(window.paint)
        image = pygame.surfarray.array3d(window.paint.surface).astype(int)
        head = image[round(left) - 1 : round(left) + 1, line.rect.y + 20 : line.rect.bottom - 24]
        assert (np.abs(head - DARK.cool) < 40).all(axis=2).mean() > 0.5
        button = line._buttons["live"]
        at = line.rect.x + button.centerx, line.rect.y + button.centery
        screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1), 1.0)
        assert not snapshot_of(watching).rewound
