"""Plain scenes: nothing lies over their worlds, winners stay in them, and games without a view have one."""

import dataclasses
import itertools

import numpy as np
import pygame
import pytest
from games_for_tests import goal, walk
from pygame import Rect

from games.flappy import game as flappy
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.view.keys import NOTICE
from neuro.view.plain import Scene
from neuro.view.play.play_model import PlayModel
from neuro.view.play.play_window import PlayOptions, PlayScreen
from neuro.view.replay.replay_model import EpisodeOptions, ReplayModel
from neuro.view.replay.replay_window import ReplayScreen
from neuro.view.scene import Marks, make_scene
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.versus.versus_window import _whole_world
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchScreen

plain = dataclasses.replace(walk, keys={"up": (1.0,), "down": (0.0,)})
SIZES = ((1368, 792), (1920, 1080), (1000, 700), (800, 600))

every_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))


@pytest.fixture(scope="module")
def champion():
    evolution = Evolution(plain, EvolutionSettings(seed=1, population=8, episodes=1, max_steps=40))
    evolution.step()
    return evolution.champion


def free(world, panels):
    """Whether a world is large, and none of some panels lies over it."""
    taken = [panel.rect for panel in panels if panel.rect is not None]
    return min(world.size) > 100 and not any(world.colliderect(rect) for rect in taken)


@every_size
@pytest.mark.parametrize("ghosts", [0, 2])
def test_no_panel_of_a_replay_lies_over_a_plain_world(champion, size, ghosts):
    with Window("test", PlayOptions(frames=10, size=size)) as window:
        against = [champion] * ghosts
        screen = ReplayScreen(ReplayModel(plain, [champion], [0], DARK, EpisodeOptions(), against=against), DARK)
        screen.draw(window.paint)
        world = screen._stage_of(Rect(0, 0, window.paint.size[0], screen._scrub.rect.y))
        assert free(world, (screen._who, screen._race, screen._sight, screen._policy, screen._scrub, screen._bar))
        assert world.y >= 100, "the score stands above it"
        screen.close()


@every_size
@pytest.mark.parametrize("ghosts", [0, 2])
def test_no_panel_of_a_persons_game_lies_over_a_plain_world(monkeypatch, champion, size, ghosts):
    with Window("test", PlayOptions(frames=10, size=size, scale=1.0)) as window:
        playing, drawn = PlayModel(plain, 0, [champion] * ghosts, DARK), []
        monkeypatch.setattr(playing._scene, "draw", lambda _surface, rect, _marks: drawn.append(Rect(rect)))
        screen = PlayScreen(playing, DARK)
        screen.draw(window.paint)
        (world,) = drawn
        assert free(world, (screen._race, screen._bar))
        assert world.y >= 100, "the score, and what to do, stand above it"
        screen.close()


@every_size
def test_no_panel_of_a_run_lies_over_a_plain_world(size):
    evolution = Evolution(plain, EvolutionSettings(seed=1, population=8, episodes=1, max_steps=40))
    with Window("test", PlayOptions(frames=10, size=size)) as window:
        watching = WatchModel(evolution, DARK, RunOptions())
        screen = WatchScreen(watching, DARK)
        screen.draw(window.paint)
        world = screen._stage_of(screen._places.world)
        assert free(world, [panel for panel in screen._shown_panels() if panel.rect is not None])
        assert screen._places.world.contains(world)
        assert world.y - screen._places.world.y >= 100, "the score stands above it"
        screen.close()
        watching.close()


@pytest.mark.parametrize("place", [Rect(12, 12, 660, 400), Rect(12, 12, 330, 480)], ids=["two", "four"])
def test_neither_name_nor_score_of_a_learner_lies_over_a_plain_world(place):
    world, score = _whole_world(place)
    name = Rect(0, place.y + 10, min(290, place.w - 20), 64)
    name.right = place.right - 10
    figure = Rect(score.x, score.y, score.w, 100)
    assert place.contains(world)
    assert min(world.size) > 200
    assert not world.colliderect(name)
    assert not world.colliderect(figure)
    assert not figure.colliderect(name)


def test_a_person_who_cannot_play_a_game_goes_on_watching_it():
    evolution = Evolution(walk, EvolutionSettings(seed=1, population=8, episodes=1, max_steps=40))
    with Window("test", PlayOptions(frames=10)):
        watching = WatchModel(evolution, DARK, RunOptions())
        screen = WatchScreen(watching, DARK)
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_p), 1.0)
        told = [event.text for event in pygame.event.get(NOTICE)]
        assert told[0].startswith("Walk has no keys to play with")
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE), 1.0)
        assert watching.pace.paused
        screen.close()
        watching.close()


def test_a_world_of_its_own_view_fills_its_place_as_before():
    assert not make_scene(flappy, flappy.setting, DARK).whole


def scene_of(game, *states):
    """A scene that was told of states, given as columns."""
    scene = make_scene(game, game.setting, DARK)
    first, *others = (np.array(state, np.float32).T for state in states)
    scene.begin(first, np.full((first.shape[1], 16), 0.5, np.float32), 0)
    for state in others:
        scene.track(state)
    return scene


def test_a_game_without_a_view_is_drawn_by_two_quantities_of_its_state():
    scene = scene_of(walk, [[1, 0, 0, 0, 0.5], [1, 0, 5, 0, 0.5], [1, 0, 10, 8, 0.5]])
    assert isinstance(scene, Scene)
    across = [scene.place(agent)[0] for agent in range(3)]
    assert across[0] < across[1] < across[2]
    assert across[1] == pytest.approx((across[0] + across[2]) / 2)
    assert scene.place(2)[1] < scene.place(0)[1], "more is higher"


def test_its_field_grows_with_where_agents_go_and_keeps_all_inside():
    scene = scene_of(goal, [[1, 0, 0, 0]], [[1, 0, -1, 0]], [[1, 0, 900, 0]])
    for _ in range(2):
        x, y = scene.place(0)
        assert 0 < x < 800
        assert 0 < y < 900


def test_a_state_without_quantities_of_its_own_is_drawn_by_its_score():
    rules = dataclasses.replace(walk).rules
    bare = dataclasses.replace(walk, rules=type("rules", (), {**vars(rules), "STATE": ("alive", "score")}))
    places = [scene_of(bare, [[1, score], [1, 0], [1, 4]]).place(0)[0] for score in (0, 2, 4)]
    assert all(a < b for a, b in itertools.pairwise(places))


def test_the_dead_leave_a_plain_world_and_winners_stay():
    scene = scene_of(goal, [[1, 0, 0, 0], [0, 0, -2, 0], [0, 1, 3, 1]])
    assert {dot.agent for dot in scene.dots(Marks())} == {0, 2}


def test_those_who_race_in_a_plain_world_have_their_names_beside_them():
    scene, state = Scene(goal, goal.setting, DARK), np.zeros((len(goal.state), 2), np.float32)
    state[0] = 1
    scene.begin(state, np.zeros((2, 16), np.float32), 0)
    pictures = []
    for names in ({}, {1: "generation 4"}):
        surface = pygame.Surface((400, 450))
        scene.draw(surface, surface.get_rect(), Marks(leader=0, names=names))
        pictures.append(pygame.surfarray.array3d(surface))
    assert (pictures[0] != pictures[1]).any(axis=2).sum() > 400
