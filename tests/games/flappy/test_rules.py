import itertools

import numpy as np
import oracles
import pytest
from games_for_tests import threshold_bird

from games.flappy import game, rules
from games.flappy.course import pipe_top
from neuro.network import Network
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program
from neuro.rollout.stepwise import Rollout

GLIDE, FLAP = np.zeros((1, 1), np.float32), np.ones((1, 1), np.float32)


def person(course=0, **parameters):
    """A bird that does as it is told."""
    setting = game.setting_with(parameters)
    return Rollout(game, None, None, np.array([course], np.uint32), setting=setting, max_steps=100_000)


def row(rollout, name):
    return float(rollout.state[game.state.index(name), 0])


def fly_hand_made(courses, steps):
    """The state after each step of the bird that flaps 46 pixels above the lower stone."""
    genomes = np.stack([threshold_bird()] * len(courses))
    return Rollout(game, game.layers, genomes, np.array(courses, np.uint32), max_steps=steps).record(steps)


def test_the_world_has_the_constants_of_the_design():
    setting = game.rules.Setting()
    names = "gravity", "flap", "max_speed", "gap", "spacing", "pace"
    assert [float(getattr(setting, name)) for name in names] == pytest.approx([0.35, -6.9, 9, 120, 230, 2.3])
    rollout = person()
    assert [row(rollout, name) for name in ("height", "speed", "pipe_x", "score")] == [450, 1, 800, 0]
    assert game.exam.score == 1000
    assert [layer.output_shape((1,)) for layer in game.layers] == [(5,), (8,), (2,)]


def test_a_bird_that_never_flaps_hits_the_ground_when_arithmetic_says():
    height, speed, steps = np.float32(450), np.float32(1), 0
    while height + np.float32(30) <= np.float32(800):
        speed = min(speed + np.float32(0.35), np.float32(9))
        height += speed
        steps += 1
    rollout, equal_outputs = person(), np.zeros((1, 66), np.float32)  # equal outputs: glide
    rollout.advance(1000, GLIDE)
    outcome = evaluate(program(game, game.layers), equal_outputs, np.zeros(1, np.uint32), game.setting, 5000)
    assert rollout.lived[0] == outcome.steps[0, 0] == steps
    assert row(rollout, "alive") == 0
    assert row(rollout, "height") == height


def test_a_bird_that_always_flaps_hits_the_sky():
    rollout = person()
    rollout.advance(1000, FLAP)
    assert rollout.lived[0] == 66  # 450 / 6.9 = 65.2
    assert row(rollout, "room") == row(rollout, "height") < 0


def test_its_behaviour_is_how_often_it_flapped_and_how_high_it_flew():
    states = fly_hand_made([3], 500)
    rows = {name: states[:, game.state.index(name), 0] for name in ("speed", "height")}
    flaps = (rows["speed"] == game.setting.flap).sum()
    loop, birds = program(game, game.layers), np.stack([threshold_bird()])
    found = evaluate(loop, birds, np.array([3], np.uint32), game.setting, 500).behaviour[0, 0]
    assert game.behaviour == ("flaps a second", "mean height")
    assert found == pytest.approx([60 * flaps / 500, 100 - 100 * rows["height"].mean() / 770], rel=1e-4)
    assert evaluate(loop, 0 * birds, np.array([3], np.uint32), game.setting, 500).behaviour[0, 0, 0] == 0


def test_a_flap_sets_the_speed_and_gravity_adds_to_it_up_to_the_limit():
    rollout = person()
    rollout.advance(1, FLAP)
    assert row(rollout, "speed") == np.float32(-6.9)
    rollout.advance(1, GLIDE)
    assert row(rollout, "speed") == np.float32(-6.9) + np.float32(0.35)
    rollout.advance(100, GLIDE)
    assert row(rollout, "speed") == 9


def test_the_first_output_must_exceed_the_second_to_flap():
    for first, second, speed in ((1, 0, -6.9), (0, 1, 1.35), (1, 1, 1.35)):
        genome = np.zeros((1, 66), np.float32)
        genome[0, 64:] = first, second
        rollout = Rollout(game, game.layers, genome, np.zeros(1, np.uint32), max_steps=9)
        rollout.advance()
        assert row(rollout, "speed") == pytest.approx(speed)


def test_the_hand_made_bird_flies_three_thousand_steps_of_any_course():
    states = fly_hand_made(range(20), 3000)
    assert states.shape == (3000, 13, 20)
    assert (states[-1, rules.ALIVE] == 1).all()
    assert (states[-1, rules.SCORE] == states[-1, rules.PIPE]).all()
    assert (
        states[-1, rules.SCORE] == 21
    ).all()  # the first is left behind after 810 / 2.3 steps, and one each 300 / 2.3


def test_the_observed_pipe_changes_only_when_the_bird_has_left_it_behind():
    states = fly_hand_made([3], 1500)[:, :, 0]
    for before, after in itertools.pairwise(states):
        behind = before[rules.PIPE_X] - np.float32(2.3) + 70 <= 60
        assert after[rules.PIPE] == before[rules.PIPE] + behind
        if not behind:
            assert after[rules.TOP] == before[rules.TOP]
            assert after[rules.PIPE_X] == before[rules.PIPE_X] - np.float32(2.3)
        else:
            assert after[rules.PIPE_X] == pytest.approx(before[rules.PIPE_X] - 2.3 + 300, abs=1e-3)


def test_the_score_counts_the_pipes_left_behind_and_the_pipe_that_kills_does_not_count():
    states = fly_hand_made([3], 1500)[:, :, 0]
    assert (states[:, rules.SCORE] == states[:, rules.PIPE]).all()
    assert (np.diff(states[:, rules.SCORE]) >= 0).all()
    genomes = np.stack([threshold_bird() + np.float32(0.02 * k) for k in range(60)])
    rollout = Rollout(game, game.layers, genomes, np.full(60, 3, np.uint32), max_steps=2000)
    rollout.advance(2000)
    dead = ~rollout.alive
    assert dead.any()
    assert (rollout.state[rules.SCORE] <= rollout.state[rules.PIPE])[dead].all()


def test_pipes_are_those_of_the_course_and_lie_where_they_should():
    states = fly_hand_made([7, 8], 2000)
    for column, course in enumerate((7, 8)):
        for pipe in range(10):
            shown = states[states[:, rules.PIPE, column] == pipe, rules.TOP, column]
            assert set(shown.tolist()) == {float(np.float32(120) + np.float32(330) * oracles.uniform(course, pipe))}
    tops = [float(pipe_top(1, pipe, game.setting)) for pipe in range(2000)]
    assert 120 <= min(tops) < 122
    assert 448 < max(tops) < 450


def test_a_stone_kills_a_bird_that_is_beside_it_and_only_then():
    rollout = person(course=0)
    top = row(rollout, "top")
    while row(rollout, "alive"):
        before = row(rollout, "pipe_x")
        rollout.advance(1, FLAP if row(rollout, "height") > 100 else GLIDE)  # above the opening
    assert row(rollout, "height") < top
    assert row(rollout, "room") == np.float32(row(rollout, "height")) - np.float32(top)
    assert before < 90 <= before + 2.3  # the step at which the stone's left edge reaches the bird's right


def test_a_bird_sees_what_the_table_says():
    rollout = Rollout(game, game.layers, threshold_bird()[np.newaxis], np.array([5], np.uint32), max_steps=900)
    for _ in range(30):
        rollout.advance(29)
        height, top, pipe_x = (row(rollout, name) for name in ("height", "top", "pipe_x"))
        expected = [height / 900, (pipe_x - 60) / 800, (height - top) / 900, (height - top - 120) / 900]
        assert rollout.nodes(0)[:4] == pytest.approx(expected, abs=1e-6)
        assert rollout.nodes(0)[4] == pytest.approx(row(rollout, "speed") / 9)


@pytest.mark.parametrize(
    "change", [{"gravity": 0.4}, {"flap": -6.5}, {"max_speed": 5}, {"gap": 140}, {"spacing": 150}, {"pace": 3}], ids=str
)
def test_every_parameter_changes_the_flight(change):
    courses, usual = np.zeros(1, np.uint32), fly_hand_made([0], 500)
    genomes, setting = threshold_bird()[np.newaxis], game.setting_with(change)
    changed = Rollout(game, game.layers, genomes, courses, setting=setting, max_steps=500).record(500)
    assert usual.tobytes() != changed.tobytes()


def test_fitness_is_steps_and_the_narrowest_room():
    genomes = np.stack([threshold_bird(), np.zeros(66, np.float32)])
    outcome = evaluate(program(game, game.layers), genomes, np.arange(2, dtype=np.uint32), game.setting, 500)
    for agent, genome in enumerate(genomes):
        for course in range(2):
            bird, states = oracles.play(genome, course, 500)
            room = states[:, rules.ROOM].min()
            assert outcome.fitness[agent, course] == np.float32(len(states)) + room
            assert (room >= 0) == bird.alive


def test_more_than_a_course_is_not_one_course():
    first, second = (fly_hand_made([course], 400)[:, rules.TOP, 0] for course in (1, 2))
    assert not np.isin(first, second).any()


def test_the_rules_and_their_network_are_what_a_user_can_rebuild_with_predict():
    network = Network.from_genome(game.layers, threshold_bird())
    bird, steps = oracles.Bird(11), 0
    while bird.alive and steps < 300:
        flap, glide = network.predict(bird.sees())
        bird.step(flap > glide)
        steps += 1
    states = fly_hand_made([11], 300)
    assert states[-1, :, 0].tobytes() == bird.state().tobytes()
