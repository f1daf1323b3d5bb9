import dataclasses
import itertools

import numpy as np
import pygame
import pytest
from games_for_tests import threshold_bird
from hypothesis import given, settings
from hypothesis import strategies as st

from games.flappy import course as way
from games.flappy import game, rules
from games.flappy.course import pipes_between
from games.flappy.view import Scene
from neuro.errors import SettingError, UnknownNameError
from neuro.rollout.stepwise import Rollout
from neuro.view.inspect.stage import Stage
from neuro.view.looks import looks_of
from neuro.view.scene import Marks
from neuro.view.theme import DARK

LEVELS = list(game.levels)
GAP, PACE = rules.GAP, rules.PACE


def fly(level, course=3, steps=3000, **parameters):
    """States of the hand-made bird ``(steps, rows)``."""
    played = game.at(level)
    setting = played.setting_with(parameters)
    genomes, courses = threshold_bird()[np.newaxis], np.array([course], np.uint32)
    return Rollout(played, game.layers, genomes, courses, setting=setting, max_steps=steps).record(steps)[:, :, 0]


def test_the_usual_level_is_the_game_itself():
    assert game.at("").level == game.at("classic").level == "classic"
    assert game.at("classic").setting == game.setting == game.rules.Setting()
    assert fly("classic").tobytes() == fly("").tobytes()


def test_an_unknown_level_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown level of flappy 'strom'; did you mean 'storm'"):
        game.at("strom")


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_values_of_the_parameters(level):
    played = game.at(level)
    assert played.rules is game.rules
    changed = {
        name for name in game.rules.Setting._fields if getattr(played.setting, name) != getattr(game.setting, name)
    }
    assert changed == set(game.levels[level].parameters)
    assert played.setting_with({"gap": 111}).gap == 111


@pytest.mark.parametrize(("name", "value"), [("gap", 29), ("gap", 401), ("pace", 0), ("gust", -0.1), ("flap", 1)])
def test_a_parameter_out_of_its_limits_is_refused_in_words(name, value):
    with pytest.raises(SettingError, match=rf"flappy's {name} lies between .* and .*, not {value}"):
        game.setting_with({name: value})


def test_every_parameter_has_limits_and_its_default_is_within_them():
    assert set(rules.LIMITS) == set(game.rules.Setting._fields)
    for level in LEVELS:
        for name, value in game.at(level).setting._asdict().items():
            least, largest = rules.LIMITS[name]
            assert np.float32(least) <= value <= np.float32(largest)


def test_in_a_breeze_openings_glide_steadily_between_their_ends():
    states = fly("breeze", glide=60, gap=200)
    for number in range(5):
        tops = states[states[:, rules.PIPE] == number, rules.TOP]
        base = float(way.pipe_top(3, number, game.setting))
        assert np.abs(tops - base).max() <= 60.01
        moves = np.abs(np.diff(tops[:-1]))
        assert np.quantile(moves, 0.9) == pytest.approx(4 * 60 / 1600 * 2.3, rel=0.01)
    assert (states[:, GAP] == 200).all()


def test_in_a_storm_opening_spacing_and_pace_vary_within_their_spreads():
    played = game.at("storm").setting
    which = [(course, number) for course in range(20) for number in range(20)]
    for of, middle, spread in (
        (way.opening, played.gap, played.gap_spread),
        (way.space_behind, played.spacing, played.spacing_spread),
        (way.pace_at, played.pace, played.pace_spread),
    ):
        found = np.array([of(*one, played) for one in which])
        assert np.abs(found - middle).max() <= spread
        assert found.std() > spread / 2.5


def test_gusts_push_and_change():
    played = game.at("storm").setting
    pushes = [float(way.wind(1, 2, x, played)) for x in range(-10, 800)]
    assert max(map(abs, pushes)) <= played.gust
    assert len(set(pushes)) == 15
    calm, blown = fly("classic", gap=300), fly("classic", gap=300, gust=0.1)
    drifts = blown[1, rules.SPEED] - calm[1, rules.SPEED]
    assert 0 < abs(drifts) <= 0.2001


def test_each_pipe_of_the_gauntlet_is_harder_than_the_last():
    played = game.at("gauntlet").setting
    openings = [float(way.opening(5, number, played)) for number in range(300)]
    assert openings[0] == 126
    assert (np.diff(openings) < 0).all()
    assert openings[-1] > 98
    reaches = []
    for number in (0, 10, 100):
        x = np.linspace(0, 1600, 500, dtype=np.float32)
        reaches.append(np.ptp([float(way.top_at(5, number, at, played)) for at in x]))
    assert reaches[0] == 0 < reaches[1] < reaches[2]


@pytest.mark.parametrize("level", LEVELS)
def test_a_bird_dies_exactly_where_the_stones_of_the_course_are(level):
    """Stones told from the course alone, as the view does, against the room that the rules measure."""
    played = game.at(level)
    states = fly(level, steps=900)
    for before, after in itertools.pairwise(states):
        known = int(before[rules.PIPE]), float(before[rules.PIPE_X])
        pipe = next(p for p in pipes_between(3, played.setting, known, -2000, 3000) if p.number == known[0])
        assert (pipe.top, pipe.low) == pytest.approx((before[rules.TOP], before[rules.TOP] + before[GAP]), abs=1e-3)
        if pipe.x < 90:
            touches = after[rules.HEIGHT] < pipe.top or after[rules.HEIGHT] + 30 > pipe.low
            assert (after[rules.ALIVE] == 0) == touches


@settings(max_examples=20)
@given(course=st.integers(0, 2**32 - 1), level=st.sampled_from(LEVELS), known=st.integers(0, 30))
def test_pipes_are_the_same_whichever_of_them_is_known(course, level, known):
    setting = game.at(level).setting
    whole = pipes_between(course, setting, (0, 0.0), 0, 40_000)
    anchor = whole[known]
    again = pipes_between(course, setting, (known, anchor.x), 0, 40_000)
    assert [p.number for p in again] == [p.number for p in whole]
    assert np.allclose([p.x for p in again], [p.x for p in whole], atol=1e-6)


@pytest.mark.parametrize("level", LEVELS)
def test_the_picture_brings_each_stone_where_the_rules_want_it(level):
    played = game.at(level)
    stage = Stage(Scene(played, played.setting, DARK))
    genomes = np.stack([threshold_bird()] * 40)
    rollout = Rollout(played, game.layers, genomes, np.full(40, 9, np.uint32), max_steps=700)
    stage.begin(rollout, looks_of(genomes), 9)
    for _ in range(12):
        stage.advance(50)
        if not stage.alive:
            break
        x, top, gap = (float(rollout.state[row, 0]) for row in (rules.PIPE_X, rules.TOP, GAP))
        solids = [solid for solid in stage.scene.solids() if solid[0] == pytest.approx(x)]
        ends = [end for _, y, _, height in solids for end in (y, y + height)]
        assert ends == pytest.approx([0, top, top + gap, 800], abs=1e-3)
        stage.draw(pygame.Surface((644, 724)), pygame.Rect(0, 0, 644, 724))


def test_late_birds_stand_as_far_back_as_the_world_has_moved():
    played = game.at("storm")
    stage = Stage(Scene(played, played.setting, DARK))
    genomes = np.stack([threshold_bird()] * 30)
    rollout = Rollout(played, game.layers, genomes, np.full(30, 2, np.uint32), max_steps=900)
    stage.begin(rollout, looks_of(genomes), 2)
    moved = [0.0]
    while stage.alive == 30 and len(moved) < 600:
        moved.append(moved[-1] + float(rollout.state[PACE, 0]))
        stage.advance(1)
    places = sorted(dot.x for dot in stage.scene.dots(Marks()))
    delays = sorted(stage.scene._delays, reverse=True)
    assert len(moved) > 100
    for x, delay in zip(places, delays, strict=True):
        assert x == pytest.approx(75 - (moved[-1] - moved[-1 - delay]), abs=0.01)


def test_a_champion_remembers_its_level_and_replays_on_it():
    from neuro.evolution.run import evolve
    from neuro.exact_replay import replay

    champion = evolve("flappy", seed=4, population=40, generations=2, level="storm", parameters={"gap": 160}).champion
    assert (champion.level, champion.setting["gap"], champion.setting["gust"]) == ("storm", 160, np.float32(0.1))
    calmed = dataclasses.replace(champion, setting={**champion.setting, "gust": 0.0})
    assert replay(champion, seed=1)[0].trace != replay(calmed, seed=1)[0].trace
