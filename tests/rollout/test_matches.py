import dataclasses
import itertools
import types

import numpy as np
import pytest
from games_for_tests import duel, walk

from neuro.errors import NeuroError, ShapeError
from neuro.evolution.pairing import PAIRINGS, RandomOpponents
from neuro.kernels import LANES, kernel
from neuro.policies import Vectors
from neuro.random import uniform
from neuro.rollout.evaluate import evaluate
from neuro.rollout.matches import Matches, against_itself
from neuro.rollout.program import program
from neuro.rollout.stepper import Stepper
from neuro.rollout.stepwise import Rollout

COURSES, STEPS = np.array([3, 8, 11], np.uint32), 30
F = np.float32


@kernel
def worth_of_walk(state, steps, out):
    for lane in range(LANES):
        out[0, lane] = steps[lane]


def genomes_of(count, seed=1):
    return np.random.default_rng(seed).normal(0, 1, (count, 6)).astype(np.float32)


def on(genome, seen):
    """Whether a network of one layer, its weights first, steps on."""
    sums = []
    for j in range(2):
        total = genome[4 + j]
        for i in range(2):
            total = F(total + F(genome[2 * j + i] * seen[i]))
        sums.append(total)
    return sums[0] > sums[1]


def played(genomes, course, steps=STEPS):
    """A match, slowly: for each player fitness, score and behaviour, and how long it was."""
    places, goal = [F(0), F(1)], F(int(uniform(np.uint32(course), 0) * F(6)) + 4)
    scores, lived = [F(0), F(0)], 0
    while lived < steps and not any(scores):
        ways = [F(2) if on(g, (goal - places[k], places[1 - k] - places[k])) else F(-1) for k, g in enumerate(genomes)]
        moved = [place + way for place, way in zip(places, ways, strict=True)]
        places = moved if moved[0] != moved[1] else places
        scores, lived = [F(place >= goal) for place in places], lived + 1
    fitness = [F(F(s * F(4)) + p) - F(F(lived) * F(0.001)) for s, p in zip(scores, places, strict=True)]
    return fitness, scores, [(p, goal - p) for p in places], lived


def outcome_of(genomes, matches, threads=1, lanes=None):
    loops = program(duel, duel.layers, lanes)
    return evaluate(loops, genomes, COURSES, duel.setting, STEPS, threads, matches)


def bits(outcome):
    return [a.tobytes() for a in (outcome.fitness, outcome.score, outcome.steps, outcome.behaviour)]


@pytest.mark.parametrize("name", PAIRINGS)
def test_every_seat_that_counts_is_played_as_by_hand(name):
    genomes = genomes_of(9)
    matches = PAIRINGS[name]().draw(9, 2, seed=5, generation=3)
    found, seen = outcome_of(genomes, matches), set()
    for genome, round_ in itertools.product(range(9), range(matches.seats.shape[1])):
        match, seat = divmod(int(matches.seats[genome, round_]), 2)
        assert matches.players[match, seat] == genome
        for k, course in enumerate(COURSES):
            fitness, scores, behaviour, lived = played(genomes[matches.players[match]], course)
            place = genome, round_ * len(COURSES) + k
            assert (found.fitness[place], found.score[place]) == (fitness[seat], scores[seat])
            assert (tuple(found.behaviour[place]), found.steps[place]) == (behaviour[seat], lived)
            seen.add((seat, float(scores[seat])))
    seats = {0} if name == "itself" else {0, 1}
    assert seen == set(itertools.product(seats, (0.0, 1.0)))  # each seat that counts wins and loses


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("lanes", [1, 24])
def test_matches_have_the_same_bits_on_any_lanes_and_threads(threads, lanes):
    genomes, matches = genomes_of(41), RandomOpponents().draw(41, 2, 1, 1)
    assert bits(outcome_of(genomes, matches, threads, lanes)) == bits(outcome_of(genomes, matches))


def test_without_matches_each_genome_plays_copies_of_itself_and_so_does_a_replay():
    genomes = genomes_of(5)
    found = outcome_of(genomes, None)
    assert bits(found) == bits(outcome_of(genomes, against_itself(5, 2)))
    for genome, course in itertools.product(range(5), range(len(COURSES))):
        rollout = Rollout(
            duel, duel.layers, genomes[genome : genome + 1], COURSES[course : course + 1], max_steps=STEPS
        )
        rollout.advance(STEPS)
        assert rollout.state[1, 0] == found.score[genome, course]
        assert rollout.lived[0] == found.steps[genome, course]


def test_a_person_plays_the_first_seat_against_a_genome():
    genomes = genomes_of(1, seed=4)
    rollout = Rollout(duel, duel.layers, genomes, COURSES[:1], max_steps=STEPS, persons=1)
    for action, way in ((1.0, 2), (0.0, -1), (0.0, -1)):
        first, second, goal = rollout.state[3:, 0]
        rollout.advance(1, np.full((1, 1), action, np.float32))
        moved = first + way, second + (2 if on(genomes[0], (goal - second, first - second)) else -1)
        assert tuple(rollout.state[3:5, 0]) == (moved if moved[0] != moved[1] else (first, second))
        assert rollout.actions.tolist() == [[action]]


def test_a_network_of_the_first_player_can_be_looked_at():
    genomes = genomes_of(1)
    rollout = Rollout(duel, duel.layers, genomes, COURSES[:1], max_steps=STEPS)
    goal = rollout.state[5, 0]
    assert rollout.nodes(0)[:2].tolist() == [goal, 1.0]


def test_behaviour_of_a_game_of_one_player_is_written_beside_fitness():
    rules = types.ModuleType("described_walk")
    rules.__dict__.update({**vars(walk.rules), "BEHAVIOUR": ("worth",), "behaviour": worth_of_walk})
    described = dataclasses.replace(walk, rules=rules)
    genomes = np.random.default_rng(2).normal(0, 1, (30, 6)).astype(np.float32)
    found, plain = (
        evaluate(program(game, walk.layers), genomes, COURSES, walk.setting, STEPS, 2) for game in (described, walk)
    )
    assert plain.behaviour is plain.mean_behaviour is None
    assert bits(found)[:3] == [a.tobytes() for a in (plain.fitness, plain.score, plain.steps)]
    assert found.behaviour.shape == (30, 3, 1)
    assert (found.behaviour[:, :, 0] == found.steps).all()
    assert found.mean_behaviour[:, 0] == pytest.approx(found.steps.mean(axis=1))


def test_environments_are_for_one_player():
    with pytest.raises(NeuroError, match="Duel has 2 players"):
        Stepper(duel, 1)


def test_matches_for_another_number_of_players_are_refused():
    three = Matches(np.zeros((1, 3), np.int64), np.zeros((1, 1), np.int64))
    with pytest.raises(ShapeError, match="2 players in a match, not 3"):
        outcome_of(Vectors(genomes_of(1)), three)
