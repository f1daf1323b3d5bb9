"""Each finding is found in figures of a run that was made sick, and none in those of runs that learn."""

import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pytest

from neuro.evolution import EvolutionSettings
from neuro.evolution.algorithms import policy_bred, settings_of
from neuro.evolution.generation import Generation
from neuro.explanation import EARLY, FINDINGS, Facts, Measured, state_of
from neuro.game import find_game
from neuro.games_folder import add_games_folder
from neuro.network import Dense, Input
from neuro.policies import policy_of

#: Figures of a run of flappy in the middle of learning, as `python benchmarks/explain.py` prints them.
LEARNING = Measured(
    spread=0.59,
    first_spread=1.0,
    distinct=1.0,
    step=0.031,
    heritage=0.56,
    pull=0.75,
    same=0.97,
    saturated=None,
    moved=0.8,
    champion=7580.0,
    unseen=4990.0,
    random=65.5,
)
RECORDED = json.loads((Path(__file__).parent / "healthy.json").read_text(encoding="utf-8"))


def records(fitness, *, score=1.0, alive=0, flat=False, solved=False):
    """Records of generations with these best fitnesses."""
    return [
        Generation(k, best, best / 2, 1.0, score, score, alive, 100, solved and k == len(fitness) - 1, flat, 0.0, "")
        for k, best in enumerate(fitness)
    ]


def facts(game="flappy", *, level="", algorithm="ga", history=None, measured=None, layers=None, more=None, **own):
    """Facts of a run that learns, but for what is given."""
    found = find_game(game).at(level)
    breeding = settings_of(algorithm, own, found.evolution)
    settings = EvolutionSettings(seed=1, algorithm=algorithm, breeding=breeding, **(more or {}))
    policy = policy_of(layers) if layers else policy_bred(algorithm, found, breeding, None)
    changed = dataclasses.replace(LEARNING, **(measured or {}))
    return Facts(found, settings, policy, history or records(range(30)), changed)


def found_in(given):
    """The findings by name."""
    return {one.name: one for look in FINDINGS if (one := look(given)) is not None}


STUCK = [5.0] * 30
WITHOUT_PARENTS = {"step": None, "heritage": None, "pull": None}
NO_HIDDEN = (Input(5), Dense(2))


@pytest.mark.parametrize(
    ("name", "sick", "tried"),
    [
        ("random-search", {"algorithm": "random"}, "neuro evolve flappy --seed 1"),
        (
            "short-episodes",
            {"history": records(STUCK, alive=990), "more": {"max_steps": 60}},
            "neuro evolve flappy --seed 1",
        ),
        ("tiny-steps", {"mutation_stdev": 0.001, "measured": {"step": 0.0003}}, "neuro evolve flappy --seed 1"),
        (
            "tiny-steps",
            {"measured": {"step": 0.001}},
            f"neuro evolve flappy --with mutation_stdev={4 * 0.3:g} --seed 1",
        ),
        (
            "tiny-steps",
            {"algorithm": "es", "sigma": 1e-5, "measured": {**WITHOUT_PARENTS, "spread": 9e-6}},
            "neuro evolve flappy --algorithm es --seed 1",
        ),
        (
            "stands-still",
            {"algorithm": "es", "learning_rate": 0.0, "measured": {**WITHOUT_PARENTS, "moved": 0.01}},
            "neuro evolve flappy --algorithm es --seed 1",
        ),
        ("no-selection", {"pressure": 1, "measured": {"pull": -0.04}}, "neuro evolve flappy --seed 1"),
        ("flat-fitness", {"history": records(STUCK, flat=True)}, "neuro evolve flappy --level easy --seed 1"),
        ("small-population", {"more": {"population": 12}}, "neuro evolve flappy --population 120 --seed 1"),
        (
            "alike",
            {"more": {"population": 60}, "measured": {"spread": 0.06}},
            "neuro evolve flappy --population 600 --seed 1",
        ),
        ("no-hidden-nodes", {"layers": NO_HIDDEN}, "neuro evolve flappy --layers 5-8-2 --seed 1"),
        ("same-action", {"measured": {"same": 1.0}}, "neuro evolve flappy --level easy --seed 1"),
        (
            "saturated-outputs",
            {"mutation_stdev": 9.0, "measured": {"same": None, "saturated": 1.0}},
            "neuro evolve flappy --seed 1",
        ),
        ("huge-steps", {"mutation_rate": 1.0, "measured": {"step": 0.18}}, "neuro evolve flappy --seed 1"),
        ("no-score", {"history": records(range(30), score=0.0)}, "neuro evolve flappy --level easy --seed 1"),
        (
            "lucky-champion",
            {"level": "storm", "measured": {"champion": 10_000.0, "unseen": 4620.0}},
            "neuro evolve flappy --level storm --episodes 16 --seed 1",
        ),
        (
            "dead-end",
            {"game": "maze", "level": "deceptive", "history": records(STUCK), "more": {"episodes": 1}},
            "neuro evolve maze --level deceptive --algorithm novelty --seed 1",
        ),
    ],
)
def test_what_is_wrong_is_found_with_its_figure_and_the_command_that_tries_to_mend_it(name, sick, tried):
    found = found_in(facts(**sick))
    assert name in found, sorted(found)
    finding = found[name]
    assert finding.command == tried
    assert any(sign.isdigit() for sign in finding.says) or name == "no-hidden-nodes"
    assert finding.says.endswith(".")
    assert math.isfinite(finding.figure)


def test_every_finding_is_in_the_test_above():
    told = test_what_is_wrong_is_found_with_its_figure_and_the_command_that_tries_to_mend_it.pytestmark[0].args[1]
    assert {one[0] for one in told} == {look.__name__[1:].replace("_", "-") for look in FINDINGS}


def test_a_run_in_the_middle_of_learning_is_told_of_nothing():
    assert found_in(facts()) == {}


@pytest.mark.parametrize("run", RECORDED, ids=lambda run: f"{run['game']}-{run['algorithm']}-{run['seed']}")
def test_no_recorded_run_that_learns_is_told_that_something_is_wrong(run):
    known = [dict(zip(run["columns"], row, strict=True)) for row in run["history"]]
    history = [Generation(**one, seconds=0.0, fingerprint="") for one in known]
    healthy = facts(
        run["game"],
        algorithm=run["algorithm"],
        history=history,
        measured=run["measured"],
        more={"population": run["population"]},
    )
    assert found_in(healthy) == {}


def test_every_game_that_ships_is_among_the_recorded_runs():
    assert {run["game"] for run in RECORDED} >= {"cars", "flappy", "maze", "poles", "snake", "volley", "xor_arena"}


def test_a_run_is_solved_early_learning_or_stuck_by_its_record():
    rising = [float(k * k) for k in range(30)]
    assert state_of(facts(history=records(rising, solved=True))) == "solved"
    assert state_of(facts(history=records(rising))) == "learning"
    assert state_of(facts(history=records(rising[: EARLY - 1]))) == "early"
    assert state_of(facts(history=records(STUCK))) == "stuck"
    assert state_of(facts(history=records([1.0] * 3, flat=True))) == "stuck", "nobody need wait for seven more"
    assert state_of(facts("volley", history=records(STUCK))) == "relative", "in self-play fitness need not rise"


def test_a_long_run_that_learnt_long_ago_does_not_learn_any_more():
    assert state_of(facts(history=records([float(min(k, 300)) for k in range(420)]))) == "stuck"


def test_luck_that_goes_up_and_down_is_no_learning():
    noisy = (100 + 10 * np.random.default_rng(1).standard_normal(40)).tolist()
    assert state_of(facts(history=records(noisy))) == "stuck"


def test_a_command_keeps_what_else_makes_the_run():
    run = facts(
        level="breeze",
        algorithm="ga",
        mutation_rate=0.5,
        measured={"step": 0.0},
        more={"population": 300, "episodes": 2, "parameters": {"gap": 133.0}},
    )
    assert found_in(run)["tiny-steps"].command == (
        "neuro evolve flappy --level breeze --population 300 --episodes 2 --set gap=133 --seed 1"
    )


def test_as_many_as_an_algorithm_usually_has_are_not_few_and_no_option_of_a_command():
    run = facts("maze", level="deceptive", algorithm="dqn", history=records(STUCK), more={"episodes": 1})
    found = found_in(run)
    assert "small-population" not in found
    assert found["dead-end"].command == "neuro evolve maze --level deceptive --algorithm novelty --seed 1"
    few = dataclasses.replace(run, settings=dataclasses.replace(run.settings, population=12))
    assert found_in(few)["small-population"].command.endswith("--algorithm dqn --population 120 --seed 1")


def test_a_command_finds_again_the_game_that_came_from_a_folder_with_spaces(tmp_path, monkeypatch):
    run = facts(mutation_rate=0.5, measured={"step": 0.0})
    monkeypatch.setenv("NEURO_GAMES", "")
    (tmp_path / "my games" / "flappy").mkdir(parents=True)
    (tmp_path / "my games" / "flappy" / "__init__.py").touch()
    add_games_folder(tmp_path / "my games")
    assert found_in(run)["tiny-steps"].command == f"neuro evolve flappy --seed 1 --games '{tmp_path}/my games'"
