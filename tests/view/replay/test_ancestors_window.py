import itertools

import numpy as np
import pygame
import pytest
from ancestors_for_tests import ancestry, champions
from games_for_tests import walk

from games.xor_arena import game as arena
from neuro.ancestors import Ancestry, find_ancestors
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.rollout.stepwise import Rollout
from neuro.view.keys import Command
from neuro.view.replay.ancestors_stage import RATE, AncestorsStage
from neuro.view.replay.ancestors_window import (
    AncestorsOptions,
    AncestorsScreen,
    ancestors_window,
    longest,
    show_ancestors,
)
from neuro.view.screen.window import Window
from neuro.view.theme import DARK, LIGHT

SIZES = [(1440, 900), (1024, 720), (800, 600)]


@pytest.fixture(scope="module")
def lineage():
    return AncestorsStage(ancestry(), DARK)


def press(screen, key):
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)


def pixels():
    return pygame.surfarray.array3d(pygame.display.get_surface())


def test_champions_play_in_turn_each_from_the_start_to_its_end(lineage):
    moments = [lineage.moments[k] for k in range(lineage.frames)]
    assert [who for who, _ in itertools.groupby(moment.who for moment in moments)] == list(range(5))
    for who, stretch in enumerate(lineage.stretches):
        steps = [moment.step for moment in moments[stretch.first : stretch.end]]
        assert steps == sorted(steps)
        assert steps[0] == 0
        assert steps[-1] >= ancestry().episodes()[who].steps


def test_what_is_shown_is_the_rollout_that_the_course_gives(lineage):
    stretch = lineage.stretches[1]
    lineage.go((stretch.first + stretch.end) // 2)
    who, step = lineage.moment
    champion = ancestry().champions[who]
    courses = np.array([ancestry().course], np.uint32)
    alone = Rollout(ancestry().game, champion.network.layers, champion.network.genome[None], courses, max_steps=9999)
    alone.advance(step)
    assert (alone.state == lineage._kin[who].reel.state).all()


def test_the_show_is_over_within_half_a_minute_and_slow_before_each_end(lineage):
    assert lineage.frames < 30 * RATE
    for stretch in lineage.stretches[:-1]:
        lineage.go(stretch.end - RATE)
        assert lineage.factor == 1
        lineage.go(stretch.first + 20)
        assert lineage.factor >= 4


def test_who_has_fallen_stays_where_it_fell(lineage):
    lineage.go(lineage.frames - 1)
    for who, stretch in enumerate(lineage.stretches[:-1]):
        assert stretch.falls
        assert lineage.ended(who) == "falls"
        assert np.abs(lineage.rests[who] - lineage._kin[who].way[lineage._kin[who].end - 1]).max() < 12
    assert lineage.ended(4) == ""
    assert lineage.goes_on(4)


def test_nobody_is_hidden_by_another_who_ended_at_the_same_place():
    lineage = AncestorsStage(find_ancestors([champions()[0]] * 3), DARK)
    places = lineage._resting_places()
    assert all(np.hypot(*np.subtract(a, b)) > 40 for a, b in itertools.combinations(places, 2))


def test_scores_rise_with_the_rollout_and_are_nothing_before_it(lineage):
    lineage.go(lineage.stretches[3].first)
    assert [lineage.score(who) for who in range(5)] == [*(one.score for one in ancestry().episodes()[:3]), 0, 0]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_ghosts_ways_and_names_are_drawn_at_every_size_and_theme(size, theme, monkeypatch):
    with Window("test", AncestorsOptions(frames=10, size=size, theme=theme.name)) as window:
        screen = AncestorsScreen(ancestry(), theme, still=True)
        screen.lineage.go(screen.lineage.stretches[2].end - 1)
        screen.draw(window.paint)
        seen = pixels().astype(int)
        for part in ("_draw_ghost", "_draw_way", "_draw_names"):
            with monkeypatch.context() as without:
                without.setattr(AncestorsStage, part, lambda *_, **__: None)
                screen.draw(window.paint)
            assert (np.abs(pixels() - seen).sum(axis=2) > 40).sum() > 300


def test_nothing_of_one_panel_lies_over_another():
    for size in SIZES:
        with Window("test", AncestorsOptions(frames=10, size=size)) as window:
            screen = AncestorsScreen(ancestry(), DARK)
            screen.draw(window.paint)
            places = [panel.rect for panel in (screen._ladder, screen._stretches, screen._bar)]
        window_of = pygame.Rect(0, 0, *size)
        assert all(window_of.contains(place) for place in places)
        assert not any(a.colliderect(b) for a, b in itertools.combinations(places, 2))


@pytest.mark.parametrize("count", [1, 2], ids=["one", "two"])
def test_a_short_ladder_is_drawn_too(count):
    with Window("test", AncestorsOptions(frames=10, size=(1024, 720))) as window:
        screen = AncestorsScreen(find_ancestors(champions()[:: len(champions()) - 1][:count]), DARK)
        screen.lineage.go(screen.lineage.frames - 1)
        screen.draw(window.paint)
        assert len(screen._rungs()) == count


def test_keys_go_from_champion_to_champion_and_back():
    with Window("test", AncestorsOptions(frames=10)):
        screen = AncestorsScreen(ancestry(), DARK)
        starts = [one.first for one in screen.lineage.stretches]
        for first in (*starts[1:], 0):
            press(screen, pygame.K_g)
            assert screen.lineage.at == first
        press(screen, pygame.K_RIGHT)
        assert screen.lineage.at == RATE
        press(screen, pygame.K_LEFTBRACKET)
        assert screen.lineage.at == 0
        press(screen, pygame.K_PERIOD)
        assert (screen.lineage.at, screen.pace.paused) == (1, True)
        press(screen, pygame.K_r)
        assert screen.lineage.at == 0


def test_the_bar_can_be_dragged_to_any_moment():
    with Window("test", AncestorsOptions(frames=10, size=(1000, 700))) as window:
        screen = AncestorsScreen(ancestry(), DARK)
        screen.draw(window.paint)
        y = 700 - 48 - 58 + 24
        for kind, x in ((pygame.MOUSEBUTTONDOWN, 88), (pygame.MOUSEMOTION, 500), (pygame.MOUSEBUTTONUP, 500)):
            screen.handle(pygame.event.Event(kind, pos=(x, y), button=1), 1.0)
        assert abs(screen.lineage.at - screen.lineage.frames / 2) <= 1


def test_everything_pressed_has_a_tooltip():
    with Window("test", AncestorsOptions(frames=10)) as window:
        screen = AncestorsScreen(ancestry(), DARK)
        screen.draw(window.paint)
        controls = [control for panel in screen._panels() for control in panel.reachable()]
        assert len(controls) > 6
        assert all(any(screen._shell._tooltip_of(control)) for control in controls)


def test_captions_say_who_plays_and_what_became_of_it():
    screen = AncestorsScreen(ancestry(), DARK)
    lineage, rollouts = screen.lineage, ancestry().episodes()
    generations = [one.generation for one in lineage.stretches]
    assert screen._caption() == ["Generation 0: the best of brains drawn at random."]
    lineage.go(lineage.stretches[1].end - 1)
    first, second = screen._caption()
    assert first.startswith(f"Generation {generations[1]}, ")
    assert second == f"It fell at {rollouts[1].score:.0f} pipe{'s' if rollouts[1].score != 1 else ''}."
    lineage.go(lineage.frames - 1)
    assert screen._caption()[1].endswith("later, this one goes on and on.")


def test_the_ladder_tells_how_far_each_came_but_nothing_before_its_turn():
    screen = AncestorsScreen(ancestry(), DARK, still=True)
    screen.lineage.go(screen.lineage.stretches[2].first)
    assert [rung.state for rung in screen._rungs()] == ["falls", "falls", "runs", "waits", "waits"]
    assert [rung.told for rung in screen._rungs()][3:] == ["", ""]
    screen.lineage.go(screen.lineage.frames - 1)
    assert screen._rungs()[-1].told.endswith(", and on")


def test_with_reduced_motion_no_portrait_climbs():
    moving, still = (AncestorsScreen(ancestry(), DARK, still=still) for still in (False, True))
    for screen in (moving, still):
        screen.lineage.go(screen.lineage.stretches[4].first)
    assert (moving._rungs()[-1].climbed, still._rungs()[-1].climbed) == (0, 4)


def test_unattended_it_ends_by_itself_after_its_last_picture(tmp_path):
    picture = tmp_path / "last.png"
    options = AncestorsOptions(unattended=True, stay_open=False, speed="max", screenshot=picture, size=(800, 600))
    frames = 0

    def count():
        nonlocal frames
        frames += 1

    ancestors_window(ancestry(), AncestorsOptions(**{**vars(options), "on_frame": count}))
    assert picture.is_file()
    assert frames < longest(ancestry())


def test_it_can_be_shown_in_a_window_that_is_there():
    with Window("test", AncestorsOptions(frames=25, size=(800, 600))) as window:
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE))
        show_ancestors(window, ancestry(), DARK)
        assert not window.closed, "Esc leaves the show, not the window"


def story_of(game, **settings):
    """Ancestors of a small run of another game."""
    evolution = Evolution(game, EvolutionSettings(seed=3, population=60, episodes=1, **settings))
    found = []
    for _ in range(6):
        evolution.step()
        if not found or evolution.champion is not found[-1]:
            found.append(evolution.champion)
    setting = evolution.game.setting
    return Ancestry(game, setting, tuple(found[:5]), 7, 120)


@pytest.mark.parametrize("game", [arena, walk], ids=["arena", "walk"])
def test_games_whose_world_stands_still_are_shown_too(game):
    story = story_of(game, max_steps=120)
    with Window("test", AncestorsOptions(frames=10, size=(1024, 720))) as window:
        screen = AncestorsScreen(story, DARK)
        for frame in np.linspace(0, screen.lineage.frames - 1, 9).astype(int):
            screen.obey(Command("seek", int(frame)))
            screen.draw(window.paint)
        assert screen.lineage.over
        assert len(np.unique(pixels().reshape(-1, 3), axis=0)) > 300
