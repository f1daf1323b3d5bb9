import json
from dataclasses import replace

import pytest

from neuro.comparison import Contest, Trial, pairs_of, play_trial, standing_of
from neuro.comparison.comparison_table import as_data, as_markdown
from neuro.errors import SettingError
from neuro.network import Dense, Input

SMALL = Contest(task="flappy", algorithms=("ga", "random"), budget=30_000, seeds=2, population=40, max_steps=200)


def trial(algorithm, seed, steps, *, solved=True, score=1.0):
    return Trial(algorithm, seed, solved, steps, 3, 12, score, 0.1, ((steps, score),), "")


def test_a_run_stops_before_the_generation_that_would_use_more_than_its_budget():
    whole = play_trial(SMALL, "ga", 1)
    assert 0 < whole.agent_steps <= SMALL.budget
    less = play_trial(replace(SMALL, budget=whole.agent_steps), "ga", 1)
    assert (less.agent_steps, less.fingerprint, less.score) == (whole.agent_steps, whole.fingerprint, whole.score)
    fewer = play_trial(replace(SMALL, budget=whole.agent_steps - 1), "ga", 1)
    assert fewer.generations == whole.generations - 1
    assert fewer.agent_steps < whole.agent_steps


def test_of_a_single_run_no_interval_is_told():
    trials = {"ga": [trial("ga", 1, 9, score=7.5)], "random": [trial("random", 1, 9), trial("random", 2, 9)]}
    alone, two = as_data(SMALL, trials)["standings"]
    assert (alone["score_interval"], two["score_interval"]) == ([None, None], [1, 1])
    assert [line.split(" | ")[6].strip() for line in as_markdown(SMALL, trials).splitlines()[4:6]] == ["7.5", "1 ± 0"]


def test_the_first_generation_counts_whatever_it_takes():
    one = play_trial(replace(SMALL, budget=1), "ga", 1)
    assert (one.generations, one.solved) == (1, False)
    assert one.agent_steps > 1


def test_what_solves_the_task_beyond_the_budget_has_not_solved_it():
    learnt = Contest(task="xor", algorithms=("ga",), budget=20_000, seeds=1, population=100)
    solved = play_trial(learnt, "ga", 1)
    assert (solved.solved, solved.score) == (True, 1.0)
    assert not play_trial(replace(learnt, budget=solved.agent_steps - 1), "ga", 1).solved


def test_an_algorithm_that_holds_numpy_to_one_thread_comes_to_its_end():
    pytest.importorskip("cmaes")
    small = replace(SMALL, algorithms=("cmaes",), budget=3_000, population=20)
    assert play_trial(small, "cmaes", 1).generations > 0


def test_a_run_that_is_stopped_gives_nothing():
    assert play_trial(SMALL, "ga", 1, lambda: True) is None


def test_an_algorithm_may_have_a_population_of_its_own():
    assert SMALL.begin("ga:population=7,elites=0.3", 1).settings.population == 7
    assert SMALL.begin("ga", 1).settings.population == 40
    with pytest.raises(SettingError, match="population is a whole number"):
        SMALL.begin("ga:population=7.5", 1)


def test_networks_of_other_layers_than_the_games_own_are_compared_and_told():
    small = replace(SMALL, layers=(Input(5), Dense(2, "sigmoid")))
    assert small.begin("ga", 1).policy.parameters == 12
    assert small.as_data()["layers"][1]["kind"] == Dense.kind
    assert "layers" not in SMALL.as_data()
    with pytest.raises(SettingError, match="leave the layers out"):
        small.begin("neat", 1)
    with pytest.raises(SettingError, match="parameters or layers"):
        replace(small, task="xor", max_steps=None)


def test_each_algorithm_has_its_usual_population_where_nobody_says():
    mixed = replace(SMALL, algorithms=("ga", "dqn", "dqn:population=30"), population=None)
    assert [mixed.begin(one, 1).settings.population for one in mixed.algorithms] == [1000, 16, 30]
    assert replace(mixed, population=50).begin("dqn", 1).settings.population == 50
    assert mixed.as_data()["population"] is None
    alone = replace(SMALL, population=None)
    assert alone.as_data()["population"] == 1000, "the same plan as ever: comparisons of before go on"


def test_a_run_comes_back_from_what_is_kept_of_it():
    one = trial("ga", 1, 7)
    assert Trial.of_data(json.loads(json.dumps(one.as_data()))) == one


def test_who_solves_sooner_is_better_and_who_never_does_is_judged_by_the_score():
    runs = {
        "soon": [trial("soon", seed, 100 + seed) for seed in range(9)],
        "late": [trial("late", seed, 900 + seed) for seed in range(9)],
        "never": [trial("never", seed, 5, solved=False, score=seed) for seed in range(9)],
        "worse": [trial("worse", seed, 5, solved=False, score=seed - 20) for seed in range(9)],
        "alike": [trial("alike", seed, 100 + seed) for seed in range(9)],
    }
    pairs = {(pair.better, pair.other): pair for pair in pairs_of(runs)}
    assert pairs["soon", "late"].words == "soon is better than late (p = 0.0041)."
    assert pairs["late", "never"].is_separated
    assert pairs["never", "worse"].is_separated
    assert pairs["soon", "alike"].words == "9 seeds do not separate soon and alike (p = 1)."


def test_a_table_says_never_where_most_runs_do_not_solve():
    runs = {"ga": [trial("ga", 1, 7_000), trial("ga", 2, 30_000, solved=False), trial("ga", 3, 9, solved=False)]}
    standing = standing_of("ga", runs["ga"])
    assert (standing.solved, standing.steps[1]) == (1, float("inf"))
    told = as_markdown(SMALL, runs)
    assert "| ga        | 1 of 3 |" in told
    assert "| never" in told
    data = as_data(SMALL, {**runs, "random": []})
    assert [one["algorithm"] for one in data["standings"]] == ["ga"]
    assert data["standings"][0]["agent_steps"] is None
