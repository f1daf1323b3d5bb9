import numpy as np
import oracles
import pytest
from games_for_tests import quick_flappy, threshold_bird, walk, walk_by
from hypothesis import given, settings
from hypothesis import strategies as st

from neuro.compiled_code import report_compiling
from neuro.errors import ShapeError
from neuro.game import DECISIONS
from neuro.kernels import LANES
from neuro.network import Dense, Input, parameter_count
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import compile_rollout, program

seeds = st.integers(0, 2**32 - 1)


def genomes_of(seed, count, length=66):
    """Random genomes, and for birds some near the one that never dies, so that rollouts are short and long."""
    rng = np.random.default_rng(seed)
    drawn = rng.normal(size=(count, length)).astype(np.float32)
    if length == 66:
        drawn[::2] = threshold_bird() + np.float32(0.3) * drawn[::2]
    return drawn


def rollouts(game, lanes, genomes, courses, max_steps):
    """The rollout itself, on one thread."""
    loops = program(game, game.layers, lanes)
    return evaluate(loops, genomes, courses, game.setting, max_steps, threads=1)


def bits(outcome):
    return outcome.fitness.tobytes() + outcome.score.tobytes() + outcome.steps.tobytes()


@settings(max_examples=15)
@given(seed=seeds, courses=st.lists(seeds, min_size=1, max_size=3))
def test_a_whole_rollout_of_flappy_has_the_bits_of_its_rules_written_anew(seed, courses):
    genomes, courses = genomes_of(seed, 4), np.array(courses, np.uint32)
    outcome = rollouts(quick_flappy, None, genomes, courses, max_steps=250)
    for row, genome in enumerate(genomes):
        for column, course in enumerate(courses):
            bird, states = oracles.play(genome, course, 250)
            found = outcome.steps[row, column], outcome.score[row, column], outcome.fitness[row, column]
            assert found == (len(states), bird.score, np.float32(len(states)) + bird.room)


@pytest.mark.parametrize(
    ("decision", "activation"),
    # softmax decides by its sums; relu, which makes differences disappear, by its outputs
    [("versus", "softmax"), ("argmax", "relu"), ("threshold", "sigmoid"), ("continuous", "softmax")],
)
def test_each_decision_turns_outputs_into_actions_as_it_says(decision, activation):
    game, courses = walk_by(decision, activation), np.arange(3, dtype=np.uint32)
    genomes = genomes_of(4, 30, length=6)
    outcome = rollouts(game, None, genomes, courses, max_steps=40)
    for row, genome in enumerate(genomes):
        for column, course in enumerate(courses):
            place, steps = oracles.walk(genome, int(course), decision, activation, 40, game.setting)
            assert (outcome.score[row, column], outcome.steps[row, column]) == (place, steps)
    assert len(set(outcome.steps.ravel().tolist())) > 2  # some died at different steps, some lived to the end


def test_every_decision_is_tried_above():
    assert set(DECISIONS) == {"versus", "argmax", "threshold", "continuous"}


@pytest.mark.parametrize(
    ("game", "sizes"),
    [(quick_flappy, (8,)), pytest.param(walk, (16, 96), marks=pytest.mark.slow)],
    ids=["flappy", "walk"],
)
def test_results_do_not_depend_on_the_lanes_of_a_block(game, sizes):
    genomes, courses, compiled = genomes_of(1, 50, parameter_count(game.layers)), np.arange(3, dtype=np.uint32), []
    with report_compiling(lambda function, done: compiled.append(function) if done else None):
        found = {bits(rollouts(game, lanes, genomes, courses, 400)) for lanes in (64, *sizes)}
    assert len(found) == 1
    twice = {one for one in compiled if compiled.count(one) > 1}
    assert {one.__name__ for one in twice} <= {"_scramble"}, "one is compiled of two types, though it needs but one"


def test_a_rollout_ends_at_the_time_limit_exactly():
    genomes = np.stack([threshold_bird()] * 3)
    for limit in (1, 2, 99):
        outcome = rollouts(quick_flappy, None, genomes, np.arange(2, dtype=np.uint32), limit)
        assert (outcome.steps == limit).all()


def test_agents_that_board_late_play_as_if_they_were_first():
    genomes, courses = genomes_of(6, 300), np.array([5], np.uint32)  # many more than lanes
    together = rollouts(quick_flappy, 8, genomes, courses, 300)
    for row in (0, 7, 8, 150, 299):
        alone = rollouts(quick_flappy, 8, genomes[row : row + 1], courses, 300)
        assert bits(alone) == b"".join(v[row].tobytes() for v in (together.fitness, together.score, together.steps))


def test_a_network_that_does_not_fit_the_game_is_named_with_what_would():
    with pytest.raises(ShapeError, match="Flappy needs a network of 5 inputs and 2 outputs, not 4 and 3"):
        program(quick_flappy, (Input(4), Dense(3)))


def test_a_program_is_made_once_for_a_game_and_a_network():
    assert program(walk, walk.layers) is program(walk, walk.layers)
    assert program(walk, walk.layers) is not program(walk, walk.layers, 16)


def test_a_block_has_as_many_lanes_as_fit_into_the_cache():
    small, large = (program(walk, (Input(2), Dense(units, "relu"), Dense(2))) for units in (8, 3000))
    assert small.lanes == LANES
    assert large.lanes == min(LANES, 16)


def test_compiling_says_how_long_it_took_and_leaves_the_code_in_the_cache():
    loops = program(walk, walk.layers)
    assert compile_rollout(loops, walk.setting) > 0
    assert loops.is_cached
