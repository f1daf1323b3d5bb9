"""The checks of ``neuro check`` find what they promise to find."""

import dataclasses
import importlib.util
import itertools
import sys
import types
from pathlib import Path

import pytest
import walk_rules
from games_for_tests import duel, walk, walk_by

from neuro import game_checks
from neuro.errors import NeuroError
from neuro.game import DECISIONS, find_game, game_names

NUMBER = itertools.count()
SOURCE = Path(walk_rules.__file__).read_text(encoding="utf-8")


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """The walk with something else in its rules."""

    def make(old, new, **changes):
        assert old in SOURCE
        name = f"broken_rules_{next(NUMBER)}"
        path = tmp_path / f"{name}.py"
        path.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return dataclasses.replace(walk, rules=module, **changes)

    return make


def checks_of(name):
    """The checks that make sense for a game; all of them for one whose kernels are generated, to be sure of these."""
    return game_checks.CHECKS if name == "xor_arena" else game_checks.checks_of(find_game(name))


@pytest.mark.parametrize(
    ("name", "check"),
    [pytest.param(name, check, id=f"{check.__name__}-{name}") for name in game_names() for check in checks_of(name)],
)
def test_every_installed_game_keeps_the_contract(name, check):
    check(find_game(name))


@pytest.mark.parametrize("decision", DECISIONS)
def test_every_way_to_decide_keeps_it(decision):
    game = walk_by(decision, "tanh")
    game_checks.facts_fit(game)
    game_checks.same_seed_same_bits(game)
    game_checks.observations_are_sound(game)


@pytest.mark.parametrize(
    "check",
    [
        game_checks.facts_fit,
        game_checks.kernels_compute_in_float32,
        game_checks.observations_are_sound,
        game_checks.fitness_is_finite,
        game_checks.lanes_are_apart,
        game_checks.check_arrays.run_watched,
    ],
)
def test_a_game_of_two_players_with_behaviour_keeps_the_contract(check):
    check(duel)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"PLAYERS": 0}, "PLAYERS is a whole number from 1 to 8, not 0"),
        ({"PLAYERS": 6}, "a score for each of the 6 players, and has 6 rows"),
        ({"PLAYERS": 1}, r"observe takes \(state, observation, setting\), not \(state, observation, player, setting\)"),
        ({"BEHAVIOUR": "place"}, "BEHAVIOUR is a tuple of names, not a text"),
        ({"behaviour": None}, "no function behaviour under @kernel"),
    ],
)
def test_what_is_wrong_with_players_or_behaviour_is_said(names, words):
    rules = types.ModuleType("wrong_duel")
    rules.__dict__.update({**vars(duel.rules), **names})
    with pytest.raises(NeuroError, match=words):
        game_checks.facts_fit(dataclasses.replace(duel, rules=rules))


@pytest.mark.parametrize(
    ("check", "old", "new", "words"),
    [
        (game_checks.facts_fit, "VERSION = 1", "VERSION = 0", "VERSION counts from 1"),
        (game_checks.facts_fit, '("alive", "score"', '("score", "alive"', "STATE begins with 'alive' and 'score'"),
        (game_checks.facts_fit, "np.float32(0.25)", "0.25", r"Setting.drift is a float: write np.float32\(0.25\)"),
        (game_checks.facts_fit, '"versus"', '"verses"', "DECISION is one of"),
        (game_checks.facts_fit, '("go", "stay")', '("go",)', "'versus' compares two outputs, so ACTIONS has two names"),
        (game_checks.facts_fit, '("place", "noise")', '("place",)', "its network has .* inputs and .* outputs"),
        (game_checks.facts_fit, "@kernel\ndef fitness", "def fitness", "no function fitness under @kernel"),
        (
            game_checks.kernels_hold_float32,
            "* _SCALE",
            "* 0.125",
            r"in observe \(broken_rules_\d+.py, line 38\): 0.125 makes it float64; name np.float32\(0.125\)",
        ),
        (game_checks.kernels_hold_float32, "np.float32(0.125)\n", "0.125\n", "_SCALE is a Python float"),
        (game_checks.reset_covers_all, "state[3, lane] = _ZERO", "pass", "reset never writes the row 'clock'"),
        (game_checks.reset_covers_all, "state[0, lane] = _ONE", "state[0, lane] = _ZERO", "'alive' to 1"),
        (game_checks.observations_are_sound, "observation[1, lane] =", "noise =", "observe never writes 'noise'"),
        (
            game_checks.observations_are_sound,
            "@kernel\ndef reset",
            "def bounds(setting):\n    return [(-1, 0), (0, 1)]\n\n\n@kernel\ndef reset",
            "'place' runs from .* out of its bounds -1 and 0",
        ),
        (
            game_checks.fitness_is_finite,
            "np.float32(1e9)",
            "np.float32(-1e9)",
            "the score becomes a number that is not",
        ),
        (game_checks.fitness_is_finite, "out[lane] = state[1, lane]", "pass", "fitness leaves a lane unwritten"),
        (
            game_checks.lanes_are_apart,
            "state[2, lane] -= setting.drift",
            "state[2, lane] -= setting.drift * state[4, 3]",
            "plays otherwise when others play beside it",
        ),
    ],
)
def test_a_fault_is_found_and_said(broken, check, old, new, words):
    check(walk)
    with pytest.raises(NeuroError, match=words):
        check(broken(old, new))


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("state[2, lane] -= setting.drfit", "line 47.*drfit"),
        ("state[2, lane] -= len([object()])", "line 47"),
        ("state[2, lane] -= undefined_name", "line 47.*undefined_name"),
    ],
)
def test_what_cannot_be_compiled_names_the_function_and_the_line(broken, new, words):
    with pytest.raises(NeuroError, match=r"in step \(broken_rules_\d+.py, " + words) as caught:
        game_checks.compiles(broken("state[2, lane] -= setting.drift", new))
    assert len(str(caught.value).splitlines()) == 1


def test_without_the_jit_a_game_that_is_not_found_is_said():
    with pytest.raises(NeuroError, match="without the JIT"):
        game_checks.compiled_or_not(walk)
