import dataclasses
import itertools

import numpy as np
import pytest

from games.xor_arena import game, rules
from neuro.evolution.evolution import Evolution, EvolutionSettings
from neuro.evolution.run import run
from neuro.network import Dense, Input
from neuro.random import uniform
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program
from neuro.rollout.stepwise import Rollout
from neuro.rules.one_agent import exact

RIGHT, LEFT, REST = (np.array([pair], np.float32).T for pair in ((1, 0), (0, 1), (0, 0)))
SETTING = game.setting


def person(course=0, **parameters):
    """An agent that does as it is told."""
    setting = game.setting_with(parameters)
    return Rollout(game, None, None, np.array([course], np.uint32), setting=setting, max_steps=1_000_000)


def row(rollout, name):
    return float(rollout.state[game.state.index(name), 0])


def oracle(rollout):
    """The action of one who knows."""
    different = (row(rollout, "lamp_a") > 0.5) != (row(rollout, "lamp_b") > 0.5)
    return RIGHT if different else LEFT


def patterns(course, rounds):
    """What the lamps show: every four rounds have an order of their own, drawn from all there are."""
    orders, found = list(itertools.permutations(range(4))), []
    for first in range(0, rounds, 4):
        found += orders[int(uniform(np.uint32(course), 4 * first + 3) * 24)]
    return found[:rounds]


def length(course, number):
    return exact(rules, "length", number, course=course, setting=SETTING)


def test_every_four_rounds_show_all_four_patterns_in_changing_order():
    orders = set()
    for course in range(200):
        shown = patterns(course, 12)
        for first in (0, 4, 8):
            assert sorted(shown[first : first + 4]) == [0, 1, 2, 3]
            orders.add(tuple(shown[first : first + 4]))
    assert len(orders) == 24


def test_lamps_show_the_pattern_of_the_round_with_noise():
    rollout, brightness = person(3), []
    for number in range(40):
        shown = patterns(3, 40)[number]
        lamps = row(rollout, "lamp_a"), row(rollout, "lamp_b")
        assert [lamp > 0.5 for lamp in lamps] == [shown % 2 == 1, shown // 2 == 1]
        assert all(min(lamp, 1 - lamp) <= 0.2 for lamp in lamps)
        brightness.extend(lamps)
        while row(rollout, "round") == number:
            rollout.advance(1, oracle(rollout))
    assert len(set(brightness)) > 70


def test_one_who_knows_survives_whatever_the_course():
    for course in range(5):
        rollout = person(course)
        while row(rollout, "score") < 60:
            rollout.advance(1, oracle(rollout))
            assert row(rollout, "alive") == 1


def test_the_wrong_pad_and_the_bridge_are_the_end():
    for choice, lives in (
        (oracle, True),
        (lambda rollout: LEFT + RIGHT - oracle(rollout), False),
        (lambda _: REST, False),
    ):
        rollout = person(1)
        rollout.advance(int(row(rollout, "left")), choice(rollout))
        assert row(rollout, "alive") == lives
        assert row(rollout, "score") == lives


def test_rounds_have_random_lengths_and_shorten():
    lengths = np.array([[length(c, n) for n in range(40)] for c in range(100)])
    assert (lengths == np.floor(lengths)).all()
    assert lengths.min() == 55
    assert lengths[:, 12:].max() == 99
    assert 100 < lengths[:, 0].mean() < 160
    assert (np.diff(lengths.mean(axis=0)[:13]) < 2).all()
    assert lengths[:, 12:].std() > 10


def test_the_rule_closes_the_round_at_its_length():
    rollout = person(7)
    steps = int(length(7, 0))
    rollout.advance(steps - 1, oracle(rollout))
    assert row(rollout, "round") == 0
    rollout.advance(1, oracle(rollout))
    assert row(rollout, "round") == 1


def test_walls_stop_and_friction_slows():
    rollout, speed, place = person(hurry=1, shortest=500), np.float32(0), np.float32(0)
    for _ in range(30):
        rollout.advance(1, RIGHT)
        speed = speed * np.float32(0.92) + np.float32(0.004)
        place = min(place + speed, np.float32(1))
        assert row(rollout, "position") == place
    rollout.advance(30, RIGHT)
    assert (row(rollout, "position"), row(rollout, "speed")) == (1, 0)
    rollout.advance(1, np.array([[-1], [1]], np.float32))
    assert row(rollout, "speed") == -np.float32(0.004), "a push is never stronger than 1"


def test_crossing_takes_most_of_the_shortest_round():
    rollout = person(hurry=1, shortest=500)
    rollout.advance(60, LEFT)
    steps = 0
    while row(rollout, "position") < rules.EDGE:
        rollout.advance(1, RIGHT)
        steps += 1
    assert 36 <= steps <= 42 < float(SETTING.shortest)


def test_an_agent_sees_what_the_table_says():
    genomes = np.zeros((1, 44), np.float32)
    genomes[0, 42] = 1  # always right
    rollout = Rollout(game, game.layers, genomes, np.array([4], np.uint32), max_steps=50)
    rollout.advance(20)
    lamps = [2 * row(rollout, name) - 1 for name in ("lamp_a", "lamp_b")]
    assert rollout.nodes(0)[:4] == pytest.approx(
        [*lamps, row(rollout, "position"), 20 * row(rollout, "speed")], abs=1e-6
    )


@pytest.mark.parametrize(
    "change",
    [{"push": 0.005}, {"friction": 0.9}, {"noise": 0.1}, {"shortest": 70}, {"spread": 10}, {"grace": 9}, {"hurry": 3}],
    ids=str,
)
def test_every_parameter_changes_the_game(change):
    usual, changed = person(2), person(2, **change)
    differs = False
    for _ in range(1500):
        for rollout in (usual, changed):
            rollout.advance(1, oracle(rollout))
        differs = differs or usual.state.tobytes() != changed.state.tobytes()
    assert differs


def test_fitness_is_rounds_and_the_narrowest_room():
    genomes = np.zeros((1, 44), np.float32)
    genomes[0, 42] = 1
    courses = np.arange(8, dtype=np.uint32)
    outcome = evaluate(program(game, game.layers), genomes, courses, SETTING, 5000)
    for course in range(8):
        answers = [1 if shown in (1, 2) else -1 for shown in patterns(course, 4)]
        survived = answers.index(-1)
        speed = float(np.tanh(1))
        assert outcome.score[0, course] == survived
        assert outcome.fitness[0, course] == pytest.approx(survived - 1 - 0.35, abs=0.02), speed


@pytest.mark.parametrize("seed", [1, 11, 12345])
def test_defaults_learn_it_from_random_weights(seed):
    evolution = Evolution(game, EvolutionSettings(seed=seed))
    run(evolution, generations=60)
    assert evolution.solved
    courses = np.arange(510_001, 510_021, dtype=np.uint32)
    genome = evolution.champion.network.genome[np.newaxis]
    outcome = evaluate(program(game, game.layers), genome, courses, SETTING, 20_000)
    assert outcome.score.min() >= 200


@pytest.mark.slow
def test_without_a_hidden_layer_ten_times_the_budget_stays_near_guessing():
    """A coin survives one round on average, and knowing three of four patterns at most three; XOR's solver, 200."""
    layers = (Input(4), Dense(2, "tanh"))
    linear = dataclasses.replace(game, layers=layers)
    evolution = Evolution(linear, EvolutionSettings(seed=1))
    run(evolution, generations=150)
    assert not evolution.solved
    courses = np.arange(1000, 1512, dtype=np.uint32)
    genome = evolution.champion.network.genome[np.newaxis]
    outcome = evaluate(program(linear, layers), genome, courses, SETTING, 20_000)
    assert outcome.score.mean() < 4
