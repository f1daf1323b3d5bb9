import dataclasses
import math
import types

import numpy as np
import pytest
import walk_rules
from games_for_tests import walk, walk_by

from games.flappy import game as flappy
from neuro import game as games
from neuro.errors import NeuroError, SettingError, UnknownNameError
from neuro.game import DECISIONS, Level, checked_game, find_game, game_names
from neuro.network import Dense, Input


def test_every_installed_game_is_found_by_its_name():
    assert "flappy" in game_names()
    assert game_names() == sorted(game_names())
    for name in game_names():
        assert find_game(name).name == name


def test_an_unknown_game_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown game 'flapy'; did you mean 'flappy'"):
        find_game("flapy")


@pytest.mark.parametrize(
    ("place", "message"),
    [("no_such_module:game", "cannot be imported"), ("walk_rules:VERSION", "not a neuro.game.Game")],
)
def test_a_broken_game_is_one_sentence(monkeypatch, place, message):
    point = games.EntryPoint("broken", place, "neuro.games")
    monkeypatch.setattr(games, "_entry_points", lambda _: {"broken": point})
    with pytest.raises(NeuroError, match=message) as caught:
        find_game.__wrapped__("broken")
    assert place in str(caught.value)


@pytest.mark.parametrize("name", game_names())
def test_the_rules_of_an_installed_game_keep_the_contract(name):
    game = find_game(name)
    assert game.version >= 1
    assert game.state[:2] == ("alive", "score")
    assert game.decision in DECISIONS
    assert all(type(value) is np.float32 for value in game.setting)
    shapes = [layer.output_shape((1,)) for layer in (game.layers[0], game.layers[-1])]
    assert shapes == [game.observation_shape, (len(game.actions),)]


@pytest.mark.parametrize(("decision", "rows"), [("versus", 1), ("argmax", 1), ("threshold", 2), ("continuous", 2)])
def test_the_rows_of_the_action_follow_from_the_decision(decision, rows):
    assert walk_by(decision).action_rows == rows


def test_parameters_change_by_name_and_stay_float32():
    changed = flappy.setting_with({"gravity": np.float32(0.5), "gap": 130})
    assert (changed.gravity, changed.gap, changed.pace) == (np.float32(0.5), np.float32(130), flappy.setting.pace)
    assert all(type(value) is np.float32 for value in changed)
    assert flappy.setting.gravity == np.float32(0.35)


def test_an_unknown_parameter_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="parameter of flappy 'gravty'; did you mean 'gravity'"):
        flappy.setting_with({"gravty": 1})


@pytest.mark.parametrize("value", [math.nan, math.inf, 1e39, 10**400, "much", None])
def test_a_parameter_that_is_no_finite_number_is_refused(value):
    with pytest.raises(SettingError, match="flappy's gap must be a finite number") as caught:
        flappy.setting_with({"gap": value})
    assert repr(value) in str(caught.value)


def test_a_game_reads_its_facts_from_its_rules():
    rules = types.ModuleType("other")
    rules.__dict__.update({**vars(walk_rules), "VERSION": 7})
    assert dataclasses.replace(walk, rules=rules).version == 7
    assert walk.observation == walk_rules.OBSERVATION


def test_a_level_is_reached_from_any_other_and_may_have_rules_and_a_network_of_its_own():
    poles = find_game("poles")
    for name in (*poles.levels, *reversed(poles.levels)):
        straight, round_about = poles.at(name), poles.at("damped").at(name)
        assert (round_about.rules, round_about.layers) == (straight.rules, straight.layers)
        assert round_about.max_steps == straight.max_steps == (1000 if name == "damped" else 100_000)
        assert len(straight.observation) == (6 if name in ("velocities", "easy") else 3)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"layers": (Input(3), Dense(2))}, "the level 'odd': its network has"),
        ({"rules": 5}, "the level 'odd': rules is a module, or left out, not 5"),
        ({"rules": types.ModuleType("empty")}, "the level 'odd': the rules have no VERSION"),
    ],
)
def test_what_is_wrong_with_a_level_of_its_own_kind_is_told(given, told):
    odd = dataclasses.replace(walk, levels={"odd": Level({}, "", **given)})
    with pytest.raises(NeuroError, match=told):
        checked_game(odd)
