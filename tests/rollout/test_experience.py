"""What is written down of agents is what they saw, chose and gained, step by step."""

import numpy as np
import pytest

from neuro.errors import NeuroError
from neuro.game import find_game
from neuro.policies import Explorers, ValueNetwork
from neuro.rollout.evaluate import evaluate
from neuro.rollout.evaluator import Evaluator, Local
from neuro.rollout.experience import room_for_steps
from neuro.rollout.program import program
from neuro.rollout.stepwise import Rollout

GAME = find_game("flappy")
POLICY = ValueNetwork(5, 2, hidden=8)
COURSES = np.array([3, 8, 21], np.uint32)


@pytest.fixture(scope="module")
def genomes():
    networks = POLICY.first(1, 4).networks
    return Explorers(networks, np.zeros(30, np.int64), np.linspace(0, 1, 30, dtype=np.float32), np.arange(30) * 7)


@pytest.fixture(scope="module")
def recorded(genomes):
    return evaluate(program(GAME, POLICY), genomes, COURSES, GAME.setting, 300, 2, steps_told=90 * 300)


def test_recording_changes_nothing_of_what_becomes_of_the_agents(genomes, recorded):
    plain = evaluate(program(GAME, POLICY), genomes, COURSES, GAME.setting, 300)
    assert (plain.fitness == recorded.fitness).all()
    assert (plain.score == recorded.score).all()
    assert (plain.steps.reshape(-1) == recorded.experience.lived).all()


@pytest.mark.parametrize("agent", [0, 40, 89])
def test_each_step_is_what_a_rollout_step_by_step_shows(genomes, recorded, agent):
    genome, course = genomes.take([agent // 3]), COURSES[agent % 3 : agent % 3 + 1]
    rollout, found = Rollout(GAME, POLICY, genome, course, max_steps=300), recorded.experience
    height = GAME.state.index("height")
    for step in range(int(found.lived[agent])):
        assert found.seen[agent, step, 0] == np.float32(rollout.state[height, 0] * np.float32(1 / 900))
        rollout.advance(1)
        assert found.chosen[agent, step] == 1 - rollout.actions[0, 0]  # the first choice is to flap, which is action 1
    assert not rollout.alive[0]
    assert found.ended[agent] == 1
    assert found.last[agent, 0] == np.float32(rollout.state[height, 0] * np.float32(1 / 900))


def test_gains_add_up_to_the_fitness_less_that_of_the_start(recorded):
    total, start = recorded.experience.gained.sum(axis=1, dtype=np.float64), 800.0
    assert total == pytest.approx(recorded.fitness.reshape(-1) - start, abs=0.01)


def test_any_number_of_threads_writes_the_same(genomes, recorded):
    one = evaluate(program(GAME, POLICY), genomes, COURSES, GAME.setting, 300, 1, steps_told=90 * 300).experience
    assert all((a == b).all() for a, b in zip(one, recorded.experience, strict=True))


def test_of_a_long_episode_the_last_steps_are_kept(genomes, recorded):
    short = evaluate(program(GAME, POLICY), genomes, COURSES, GAME.setting, 300, steps_told=90 * 20).experience
    whole = recorded.experience
    for step in range(int(whole.lived[40]) - 20, int(whole.lived[40])):
        assert (short.seen[40, step % 20] == whole.seen[40, step]).all()
        assert short.gained[40, step % 20] == whole.gained[40, step]


def test_an_episode_that_the_clock_ends_has_not_ended(genomes):
    found = evaluate(program(GAME, POLICY), genomes, COURSES, GAME.setting, 5, steps_told=900).experience
    assert (found.ended == 0).all()
    assert (found.lived == 5).all()


def test_there_is_room_for_a_step_of_each_however_many_they_are():
    assert room_for_steps(10, 3, 2).seen.shape == (10, 1, 2)
    assert room_for_steps(3, 10, 2).seen.shape == (3, 3, 2)


def test_an_engine_that_writes_nothing_down_says_so(genomes):
    class Elsewhere(Local):
        name = "elsewhere"
        evaluate_recorded = Evaluator.evaluate_recorded

    with pytest.raises(NeuroError, match="elsewhere does not write down what agents do: use the engine local"):
        Elsewhere(program(GAME, POLICY)).evaluate_recorded(genomes, COURSES, GAME.setting, 5, 10)
