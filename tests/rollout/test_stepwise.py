import numpy as np
import oracles
import pytest
from games_for_tests import quick_flappy, threshold_bird, walk
from hypothesis import given, settings
from hypothesis import strategies as st
from test_loop import genomes_of

from neuro.errors import ShapeError
from neuro.network import Network
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program
from neuro.rollout.stepwise import Rollout

seeds = st.integers(0, 2**32 - 1)


def rollout_of(genomes, courses, max_steps=300, game=quick_flappy):
    return Rollout(game, game.layers, genomes, np.asarray(courses, np.uint32), max_steps=max_steps)


@settings(max_examples=15)
@given(seed=seeds, courses=st.lists(seeds, min_size=4, max_size=4))
def test_every_state_has_the_bits_of_the_rules_written_anew(seed, courses):
    genomes = genomes_of(seed, 4)
    rollout = rollout_of(genomes, courses)
    records = rollout.record(300)
    for agent, (genome, course) in enumerate(zip(genomes, courses, strict=True)):
        bird, states = oracles.play(genome, course, 300)
        assert rollout.lived[agent] == len(states)
        assert records[: len(states), :, agent].tobytes() == states.tobytes()
        assert rollout.alive[agent] == bird.alive


def test_a_rollout_and_a_rollout_of_the_same_genomes_agree():
    genomes, courses = genomes_of(8, 150), np.arange(150, dtype=np.uint32)
    rollout = rollout_of(genomes, courses, max_steps=500)
    while not rollout.done:
        rollout.advance(37)
    loops = program(quick_flappy, quick_flappy.layers)
    for agent in range(0, 150, 7):
        outcome = evaluate(loops, genomes[agent : agent + 1], courses[agent : agent + 1], rollout.setting, 500)
        assert (outcome.steps[0, 0], outcome.score[0, 0]) == (rollout.lived[agent], rollout.state[1, agent])


@settings(max_examples=15)
@given(strides=st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_a_rollout_is_the_same_in_whatever_strides(strides):
    genomes, courses = genomes_of(9, 20), np.arange(20)
    stepwise, at_once = rollout_of(genomes, courses), rollout_of(genomes, courses)
    played = sum(stepwise.advance(steps) for steps in strides)
    assert at_once.advance(sum(strides)) == played == stepwise.steps
    assert stepwise.state.tobytes() == at_once.state.tobytes()
    assert (stepwise.lived == at_once.lived).all()


def test_the_dead_keep_the_state_they_died_in():
    rollout = rollout_of(genomes_of(10, 100), np.arange(100))
    last, died = rollout.state.copy(), np.zeros(100, bool)
    while not rollout.done:
        rollout.advance()
        assert (rollout.state[:, died] == last[:, died]).all()
        assert not rollout.alive[died].any()
        last, died = rollout.state.copy(), ~rollout.alive
    assert 0 < died.sum() < 100


def test_a_record_shows_the_dead_as_they_died_also_when_their_whole_block_is_dead():
    genomes = np.zeros((130, 66), np.float32)  # gliders, in several blocks
    genomes[-1] = threshold_bird()
    rollout, twin = rollout_of(genomes, np.zeros(130)), rollout_of(genomes, np.zeros(130))
    for steps in (150, 50):
        for state in rollout.record(steps):
            twin.advance()
            assert state.tobytes() == twin.state.tobytes()


def test_recording_plays_as_advancing_does():
    recorded, advanced = (rollout_of(genomes_of(11, 30), np.arange(30)) for _ in range(2))
    states = recorded.record(1000)
    assert len(states) == advanced.advance(1000) == recorded.steps
    assert states[-1].tobytes() == recorded.state.tobytes() == advanced.state.tobytes()


def test_lived_counts_the_steps_up_to_death():
    rollout = rollout_of(genomes_of(12, 60), np.arange(60))
    expected = np.zeros(60, np.int64)
    while not rollout.done:
        expected += rollout.alive
        rollout.advance()
        assert (rollout.lived == expected).all()


def test_a_rollout_ends_with_its_time_or_with_its_last_agent():
    immortal, glider = threshold_bird()[np.newaxis], np.zeros((1, 66), np.float32)
    rollout = rollout_of(immortal, [1], max_steps=70)
    assert (rollout.advance(50), rollout.done) == (50, False)
    assert (rollout.advance(50), rollout.done) == (20, True)
    assert (rollout.advance(50), rollout.record(5).shape) == (0, (0, len(quick_flappy.state), 1))
    rollout = rollout_of(glider, [1], max_steps=5000)
    assert 0 < rollout.advance(5000) < 100
    assert rollout.done


def test_nodes_are_what_the_network_makes_of_what_an_agent_sees():
    genomes = genomes_of(13, 70)
    rollout = rollout_of(genomes, np.arange(70))
    rollout.advance(30)
    for agent in (0, 5, 69):
        nodes = rollout.nodes(agent)
        layers = oracles.forward(genomes[agent], 5, [(8, "tanh"), (2, "sigmoid")], nodes[:5])
        assert nodes[5:].tobytes() == np.concatenate([values for _, values in layers]).tobytes()
        assert (
            nodes[-2:].tobytes()
            == Network.from_genome(quick_flappy.layers, genomes[agent]).predict(nodes[:5]).tobytes()
        )
    height = rollout.state[quick_flappy.state.index("height"), 5]
    assert rollout.nodes(5)[0] == height * np.float32(1 / 900)


def test_looking_at_nodes_does_not_change_the_rollout():
    seen, unseen = (rollout_of(genomes_of(14, 20), np.arange(20)) for _ in range(2))
    for _ in range(40):
        seen.nodes(3)
        seen.advance()
    unseen.advance(40)
    assert seen.state.tobytes() == unseen.state.tobytes()


@given(presses=st.lists(st.booleans(), min_size=1, max_size=80), course=seeds)
def test_without_a_network_the_given_actions_play(presses, course):
    rollout = Rollout(quick_flappy, None, None, np.array([course, 1], np.uint32), max_steps=1000)
    bird = oracles.Bird(course)
    for press in presses:
        if bird.alive:
            bird.step(press)
        rollout.advance(1, np.array([[press, False]], np.float32))
        assert rollout.state[:, 0].tobytes() == bird.state().tobytes()


def test_parameters_of_the_rules_reach_the_rollout():
    moon = quick_flappy.setting_with({"gravity": 0.1})
    rollout = Rollout(quick_flappy, None, None, np.zeros(1, np.uint32), setting=moon, max_steps=9)
    rollout.advance(2, np.zeros((1, 1), np.float32))
    assert rollout.state[3, 0] == np.float32(1) + np.float32(0.1) + np.float32(0.1)


@pytest.mark.parametrize("shape", [(3, 66), (2, 65), (2, 67)])
def test_genomes_of_the_wrong_shape_are_named_with_the_right_one(shape):
    with pytest.raises(ShapeError) as caught:
        rollout_of(np.zeros(shape, np.float32), [1, 2])
    assert "2 courses and 66 parameters need genomes of shape (2, 66)" in str(caught.value)
    assert str(shape) in str(caught.value)


def test_any_game_plays():
    rollout = rollout_of(genomes_of(1, 3, length=6), [1, 2, 3], game=walk)
    rollout.advance(5)
    assert rollout.state.shape == (5, 3)
    assert (rollout.state[3] == 5).all()
