import dataclasses
import inspect

import numpy as np
import pytest
from games_for_tests import quick_flappy, walk
from test_evolution import grown, small

from games.flappy import game as flappy
from neuro.errors import NeuroError, SettingError, ShapeError, UnknownNameError
from neuro.evolution import Genetic, GeneticSettings
from neuro.evolution.algorithms.algorithm import GENERAL
from neuro.evolution.run import evolve, run
from neuro.game import Exam
from neuro.game_trial import try_game
from neuro.network import Dense, Input
from neuro.random import Purpose, words
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program

#: A walk that is soon solved.
EASY = dataclasses.replace(walk, exam=Exam(score=5, courses=2, max_steps=20))


def test_a_run_stops_when_solved_unless_it_keeps_going():
    evolution = small(EASY)
    run(evolution, generations=50)
    assert evolution.solved
    assert evolution.history[-1].solved
    assert not any(record.solved for record in evolution.history[:-1])
    goes_on = small(EASY)
    run(goes_on, generations=evolution.generation + 2, keep_going=True)
    assert goes_on.generation == evolution.generation + 2


def test_a_solved_champion_is_not_replaced_by_a_fitter_one_that_failed():
    evolution = small(EASY)
    run(evolution, generations=30, keep_going=True)
    solved = [record for record in evolution.history if record.solved]
    assert evolution.champion.fitness == max(record.best_fitness for record in solved)
    assert evolution.champion.exam["solved"]


def test_reporters_are_told_in_order_and_even_when_the_run_breaks():
    told = []

    class Listener:
        def start(self, evolution):
            told.append("start")

        def generation(self, evolution, record):
            told.append(record.number)
            if record.number == 1:
                raise KeyboardInterrupt

        def finish(self, evolution):
            told.append("finish")

    with pytest.raises(KeyboardInterrupt):
        run(small(), generations=9, reporters=[Listener()])
    assert told == ["start", 0, 1, "finish"]


def test_evolve_returns_what_the_run_found():
    result = evolve(quick_flappy, seed=3, population=20, episodes=2, max_steps=120, generations=3)
    by_hand = grown(3, breeding=GeneticSettings(**flappy.evolution))
    assert result.fingerprint == by_hand.fingerprint
    assert result.champion.network == by_hand.champion.network
    assert len(result.history) == 3
    assert not result.solved


def test_evolve_finds_a_game_by_name_and_passes_settings_on():
    options = {"seed": 1, "population": 4, "episodes": 1, "max_steps": 20, "generations": 2}
    usual, other = evolve("flappy", **options), evolve("flappy", **options, mutation_rate=0.9)
    assert usual.champion.game == "flappy"
    assert usual.fingerprint != other.fingerprint


def test_a_run_without_generations_is_refused():
    with pytest.raises(SettingError, match="generations must be at least 1, not 0"):
        evolve(quick_flappy, generations=0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_defaults_solve_flappy_and_the_champion_passes_1000_pipes_on_courses_nobody_has_seen(seed):
    result = evolve("flappy", seed=seed, generations=150)
    assert result.solved
    courses = np.arange(1000, 1020, dtype=np.uint32)
    assert not np.isin(courses, words(flappy.exam.courses, 0, Purpose.EXAM)).any()
    genomes, limit = result.champion.network.genome[np.newaxis], flappy.exam.max_steps
    outcome = evaluate(program(flappy, flappy.layers), genomes, courses, flappy.setting, limit)
    assert outcome.score.min() >= 1000


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        ({"muation_rate": 0.1}, UnknownNameError, "unknown setting of ga 'muation_rate'; did you mean 'mutation_rate'"),
        ({"generation": 3}, UnknownNameError, "did you mean 'generations'"),
        ({"mutation_rate": 2}, SettingError, "mutation_rate is a number from 0 to 1, not 2"),
        ({"algorithm": "random", "mutation_rate": 0.1}, UnknownNameError, "unknown setting of random 'mutation_rate'"),
        ({"algorithm": "rando"}, UnknownNameError, "did you mean 'random'"),
        ({"algorithm": "ga,random"}, SettingError, "an algorithm is a name"),
        ({"algorithm": 3}, SettingError, "an algorithm is a name"),
        ({"layers": (Input(4), Dense(2))}, ShapeError, "5 inputs and 2 outputs"),
        ({"layers": (Dense(2),)}, SettingError, "begins with Input"),
        ({"stop": lambda: True}, NeuroError, "stopped before the first generation"),
        ({"stop": 3}, SettingError, "stop is a function without arguments, asked between generations, not 3"),
        ({"generations": 2.5}, SettingError, "generations must be at least 1, not 2.5: a whole number"),
    ],
)
def test_what_cannot_be_evolved_is_a_sentence(given, kind, message):
    with pytest.raises(kind, match=message):
        evolve("flappy", **{"seed": 1, "population": 4, "generations": 1, "max_steps": 9, **given})


def test_what_is_no_game_is_refused_in_a_sentence():
    for asked in (evolve, try_game):
        with pytest.raises(SettingError, match="is a game or its name, not 3"):
            asked(3)


def test_no_setting_of_an_algorithm_goes_by_the_name_of_an_argument_of_evolve():
    assert set(inspect.signature(evolve).parameters) - {"settings"} == GENERAL


def test_an_algorithm_is_a_name_with_settings_or_a_class():
    small = {"seed": 3, "population": 20, "generations": 2, "max_steps": 90}
    found = {
        evolve("flappy", **small, algorithm="ga:mutation_rate=0.4,elites=0.1").fingerprint,
        evolve("flappy", **small, algorithm=Genetic, mutation_rate=0.4, elites=0.1).fingerprint,
        evolve("flappy", **small, mutation_rate=0.4, elites=0.1).fingerprint,
    }
    assert len(found) == 1


def test_layers_and_stop_are_obeyed():
    asked = []
    layers = (Input(5), Dense(4, "relu"), Dense(2))
    stop = lambda: asked.append(0) or len(asked) > 2  # noqa: E731
    result = evolve("flappy", seed=3, population=20, generations=9, max_steps=90, layers=layers, stop=stop)
    assert len(result.history) == 2
    assert result.champion.network.genome.size == 34


def test_an_evolution_says_what_it_is():
    evolution = grown(1)
    assert repr(evolution).startswith("Evolution('flappy', algorithm='ga', seed=")
    assert "generation=1, best_fitness=" in repr(evolution)


def test_evaluations_follow_what_was_changed():
    evolution = small(population=20, episodes=2)
    changes = {2: ("population", 30), 3: ("episodes", 1), 5: ("population", 10)}
    counted = 0
    for generation in range(7):
        if generation in changes:
            evolution.change(*changes[generation])
        waiting = len(evolution.genomes)
        evolution.step()
        counted += waiting * evolution.settings.episodes
        assert evolution.evaluations == counted
