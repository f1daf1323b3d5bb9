"""Every game's agents are shown by its own marker, and by a plain one where it has none."""

import dataclasses
import json
import re
import sys
import types

import numpy as np
import pygame
import pytest
from games_for_tests import walk
from pygame import Rect, Surface

from neuro.ancestors import Ancestry
from neuro.errors import NeuroError
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.view.capture.unseen_picture import draw_unseen
from neuro.view.inspect.record_breakers import RecordBreaker
from neuro.view.looks import FAMILIES, VARIETIES, colour_of, looks_of, looks_of_one
from neuro.view.marker import PLAIN, Marker, marker_of, second_colour
from neuro.view.pages.ancestors_page import ancestors_page
from neuro.view.pages.page_scene import picture, plain
from neuro.view.pages.replay_page import replay_page
from neuro.view.paint import Paint
from neuro.view.panels.run_charts import FamiliesPanel
from neuro.view.panels.timeline_panel import TimelinePanel
from neuro.view.plain import PlainScene
from neuro.view.play.play_model import PlayModel
from neuro.view.play.play_window import PlayScreen
from neuro.view.poster import draw_learners, poster_of
from neuro.view.replay.ancestors_window import AncestorsScreen
from neuro.view.replay.replay_model import EpisodeOptions, ReplayModel
from neuro.view.replay.replay_window import ReplayScreen
from neuro.view.scene import Dot, has_plane, make_scene, moves
from neuro.view.start.kept_list import Entry, draw_portrait
from neuro.view.start.start_cards import Offer
from neuro.view.start.start_window import StartScreen
from neuro.view.theme import DARK, LIGHT
from neuro.view.watch.break_picture import BreakPicture
from neuro.view.watch.evolution_thread import Cohort
from neuro.view.watch.generation_break import Birth, GenerationBreak, generation_break
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.solved_banner import Banner, Confetti, Solved
from neuro.view.watch.watch_model import WatchModel

LOUD = 255, 0, 255


class LoudMarker(Marker):
    """Draws all agents in one colour that nothing else has."""

    def draw(self, paint, looks, frame, outline):
        paint.circle((50, 50), 36, LOUD)

    def confetti(self, colour, length, turn, strength):
        made = Surface((length, length), pygame.SRCALPHA)
        made.fill(LOUD)
        return made


class Walkers(PlainScene):
    """A world in which agents are grey."""

    def place(self, agent):
        return 400.0, 450.0

    def draw_agent(self, paint, agent, colour, alpha):
        paint.circle(self.place(agent), 14, (120, 120, 120), alpha)


@pytest.fixture
def loud(monkeypatch):
    view = types.ModuleType("loud_view")
    view.Scene, view.marker = Walkers, LoudMarker()
    monkeypatch.setitem(sys.modules, "loud_view", view)
    return dataclasses.replace(walk, agent="walker", keys={"up": (1.0,)}, view_module="loud_view")


@pytest.fixture(scope="module")
def champion():
    evolution = Evolution(walk, EvolutionSettings(seed=1, population=8, episodes=1, max_steps=40))
    evolution.step()
    return evolution.champion


@pytest.fixture(autouse=True)
def display():
    pygame.display.init()
    pygame.display.set_mode((10, 10))


def loud_in(draw, size=(1100, 760)):
    """How many pixels of the marker's colour something draws on a surface."""
    surface = Surface(size)
    draw(Paint(surface))
    return int((pygame.surfarray.array3d(surface) == LOUD).all(axis=2).sum())


def panel_in(panel, shown, size=(500, 400)):
    panel.layout(Rect(0, 0, *size))
    return loud_in(lambda paint: panel.draw(paint, shown))


@pytest.fixture
def ancestry(loud, champion):
    later = dataclasses.replace(champion, generation=champion.generation + 4)
    return Ancestry(loud, loud.setting, (champion, later), 3, 40)


def first_snapshot(game):
    watching = WatchModel(Evolution(game, EvolutionSettings(seed=1, population=8, episodes=1)), DARK, RunOptions())
    try:
        return snapshot_of(watching)
    finally:
        watching.close()


def test_the_panels_of_a_run_show_the_games_own_agents(loud, champion):
    record = types.SimpleNamespace(best_fitness=3.0)
    genome, network = champion.genome, champion.network
    shown = dataclasses.replace(
        first_snapshot(loud), history=(record, record), milestones=(RecordBreaker(0, looks_of_one(genome), network),)
    )
    assert panel_in(FamiliesPanel(DARK), shown) > 100
    assert panel_in(TimelinePanel(DARK), shown) > 100


def test_breaks_banners_and_what_falls_are_of_the_games_own_agents(loud):
    marker, looks, world = marker_of(loud), FAMILIES["Tide"], Rect(0, 0, 700, 700)
    birth = Birth(0, looks, looks, "lighter")
    shown = GenerationBreak(0, 4.0, (looks,), (1.0,), (birth,), 7)
    shown.advance(2.9)
    assert loud_in(lambda paint: BreakPicture(DARK, marker).draw(paint, world, shown, "", still=False)) > 100
    banner = Banner(DARK)
    banner.place(world)
    assert (
        loud_in(lambda paint: banner.draw(paint, Solved("Solved", (), looks, marker, (("play", "On", "learnt"),))))
        > 100
    )
    assert loud_in(lambda paint: Confetti(DARK, marker).draw(paint, world, 1.0)) > 100


def test_replay_race_and_ladder_show_the_games_own_agents(loud, champion, ancestry):
    screen = ReplayScreen(ReplayModel(loud, [champion], [0], DARK, EpisodeOptions(), against=[champion]), DARK)
    assert panel_in(screen._race, screen._replaying.racers()) > 100
    assert panel_in(screen._who, screen._replaying) > 100
    screen.close()
    show = AncestorsScreen(ancestry, DARK)
    show.lineage.go(show.lineage.stretches[-1].end - 1)
    assert panel_in(show._ladder, show._rungs()) > 100
    assert panel_in(PlayScreen(PlayModel(loud, 0, [champion], DARK), DARK)._race, screen._replaying.racers()) > 100


def test_cards_lists_and_the_start_screen_show_the_games_own_agents(loud, champion):
    entry = Entry("Walk", "", genome=champion.genome, marker=marker_of(loud))
    assert loud_in(lambda paint: draw_portrait(paint, (100, 100), entry, DARK)) > 100
    assert loud_in(lambda paint: poster_of(loud)(paint, DARK, 0.0)) > 100
    assert loud_in(lambda paint: draw_learners(paint, DARK, 0.0, marker_of(loud))) > 100
    offer = Offer("A card", "", ("games",), draw_learners)
    assert loud_in(StartScreen([offer], [], DARK, game=loud).draw) > 100


def told(page):
    return json.loads(re.search(r"const replay = (\{.*?\});\n", page, re.DOTALL)[1])


def test_pages_of_a_plain_game_hold_its_agents_and_nothing_of_another_games(champion, monkeypatch):
    monkeypatch.setattr("neuro.view.pages.replay_page.game_of", lambda _: (walk, walk.setting))
    ancestry = Ancestry(walk, walk.setting, (champion, champion), 3, 40)
    own = picture(plain(PLAIN.sprite(looks_of_one(champion.network.genome), 30)), "png")
    for page, count in ((replay_page(champion, 3, 40), 1), (ancestors_page(ancestry), 2)):
        found = told(page)
        assert found["marker"]["pictures"] == [own] * count
        assert [look["solids"] for look in found["looks"].values()] == [[], []]
        assert "bird" not in page.replace("flappy", "")


def test_pages_hold_the_games_own_agents(ancestry, champion):
    own = picture(plain(marker_of(ancestry.game).sprite(looks_of_one(champion.network.genome), 30)), "png")
    assert told(ancestors_page(ancestry))["marker"]["pictures"] == [own, own]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("radius", [6, 12, 24, 48])
def test_a_plain_agent_is_opaque_inside_clear_outside_and_has_two_colours(theme, radius):
    for looks in VARIETIES:
        sprite = PLAIN.sprite(looks, radius, outline=theme.ink)
        side = sprite.get_width()
        assert sprite.get_at((0, 0)).a == sprite.get_at((side - 1, side - 1)).a == 0
        pixels, middle = pygame.surfarray.array3d(sprite), side // 2
        near = max(2, round(0.6 * radius))
        inside = slice(middle - near, middle + near)
        assert (pygame.surfarray.array_alpha(sprite)[inside, inside] > 250).all()
        for colour in (colour_of(looks), second_colour(looks)):
            assert np.abs(pixels.astype(int) - colour).sum(axis=2).min() < 60, "both colours are to be seen"


def distance(a, b):
    """How far two agents' pictures differ: a mean over the pixels, of 255."""
    both = [pygame.surfarray.array3d(PLAIN.sprite(looks, 16)).astype(float) for looks in (a, b)]
    return np.abs(both[0] - both[1]).mean()


def test_plain_agents_of_one_family_look_more_alike_than_those_of_two():
    same = [distance(VARIETIES[2 * k], VARIETIES[2 * k + 1]) for k in range(6)]
    other = [distance(VARIETIES[2 * k], VARIETIES[2 * j]) for k in range(6) for j in range(k)]
    assert max(same) < min(other)


def test_of_a_child_only_is_said_what_its_marker_shows(loud):
    run = Evolution(loud, EvolutionSettings(seed=5, population=60, episodes=1))
    before = Cohort.of(run)
    run.step()
    shown = generation_break(before, looks_of(before.genomes), Cohort.of(run), 4.0, PLAIN)
    words = {word for pair in PLAIN.changes.values() for word in pair}
    assert shown.births
    assert {birth.change for birth in shown.births} <= words


def test_a_marker_that_is_none_or_fails_is_told_in_a_sentence(loud):
    def failing(paint, looks, frame, outline):
        raise ValueError("no such colour")

    marker_of(loud).draw = failing
    with pytest.raises(NeuroError, match=r"draw of .*LoudMarker fails: .*no such colour"):
        draw_unseen(loud, lambda game, agents, _: np.zeros((game.action_rows, agents), np.float32), lambda: None)
    sys.modules["loud_view"].marker = "a disc"
    with pytest.raises(NeuroError, match=r"the marker of Walk's view .* is an object of a class derived from Marker"):
        marker_of(loud)


class OldScene:
    """A scene as they were written before there was a class to derive from."""

    size = (100.0, 100.0)

    def __init__(self, game, setting, theme):
        self.theme = theme

    def begin(self, state, looks, course):
        assert looks.shape == (state.shape[1], 16)

    def track(self, state):
        pass

    def draw(self, surface, rect, marks):
        surface.fill(self.theme.panel, rect)

    def view(self, rect):
        return 0.0, rect.h / 100

    def dots(self, marks):
        return [Dot(50.0, 50.0, (9, 9, 9), True, 0)]

    def solids(self):
        return []


def test_a_scene_that_derives_from_nothing_has_the_defaults(loud, champion):
    sys.modules["loud_view"].Scene = OldScene
    scene = make_scene(loud, loud.setting, DARK)
    assert isinstance(scene, OldScene)
    assert [scene.whole, scene.opposed, scene.tells_score, has_plane(scene), moves(scene)] == [False] * 5
    assert (scene.delay(0), scene.shares(), scene.timer(), scene.stills(), scene.travelled()) == (0, None, None, [], 0)
    draw_unseen(loud, lambda game, agents, _: np.zeros((game.action_rows, agents), np.float32), lambda: None)
    sys.modules["loud_view"].Scene = type("Blind", (OldScene,), {"dots": None})
    with pytest.raises(NeuroError, match="has no dots"):
        make_scene(loud, loud.setting, DARK)
