"""Networks that remember: the memory belongs to one agent, goes along everywhere, and a look changes nothing."""

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest
import walk_rules
from games_for_tests import quick_flappy, walk

from neuro.network import GRU, Conv1D, Dense, Flatten, Input, LayerNorm, MaxPool1D, Network, Recurrent
from neuro.policies import Layered
from neuro.rollout.evaluate import evaluate
from neuro.rollout.hindsight import find_hindsight
from neuro.rollout.probe import Probe
from neuro.rollout.program import program
from neuro.rollout.stepwise import Rollout, side_by_side

REMEMBERING = {
    "Elman whose sums decide": (Input(2), Recurrent(2, "tanh")),
    "GRU and Elman": (Input(2), GRU(3), Recurrent(2, "sigmoid"), Dense(2, "tanh")),
}
each = pytest.mark.parametrize("layers", REMEMBERING.values(), ids=REMEMBERING)


def genomes_of(layers, count, scale=1.5):
    return np.random.default_rng(4).normal(0, scale, (count, Layered(layers).parameters)).astype(np.float32)


def walked(layers, genome, course, steps):
    """The same walk, one agent and one step at a time: its score, the steps that it lived, and what it remembers."""
    network = Network.from_genome(layers, genome)
    rollout = Rollout(walk, None, None, np.array([course], np.uint32), max_steps=steps)
    memory = np.zeros(network.memory, np.float32)
    while not rollout.done:
        seen = np.array([rollout.state[2, 0] * np.float32(0.125), rollout.state[4, 0]], np.float32)
        outputs, memory = network.predict(seen, memory)
        rollout.advance(1, np.array([[outputs[0] > outputs[1]]], np.float32))
    return rollout.state[1, 0], rollout.lived[0], memory


@each
def test_a_rollout_is_what_predict_makes_of_it_step_by_step_with_any_lanes_and_threads(layers):
    genomes, courses = genomes_of(layers, 23), np.arange(2, dtype=np.uint32)
    found = [
        evaluate(program(walk, layers, lanes), genomes, courses, walk.setting, 40, threads)
        for lanes, threads in ((7, 1), (7, 2), (None, 1))
    ]
    for other in found[1:]:
        assert (other.score == found[0].score).all()
        assert (other.steps == found[0].steps).all()
    assert len(set(found[0].score.reshape(-1).tolist())) > 1  # they do differ
    for agent in range(0, 23, 4):
        for course in (0, 1):
            score, lived, _ = walked(layers, genomes[agent], course, 40)
            assert (found[0].score[agent, course], found[0].steps[agent, course]) == (score, lived)


@each
def test_what_is_remembered_stands_behind_the_games_rows(layers):
    genomes = genomes_of(layers, 5)
    rollout = Rollout(walk, layers, genomes, np.full(5, 1, np.uint32), max_steps=12)
    assert not rollout.state[len(walk.state) :].any()
    rollout.advance(12)
    for agent in range(5):
        assert rollout.state[len(walk.state) :, agent].tobytes() == walked(layers, genomes[agent], 1, 12)[2].tobytes()


@each
def test_a_second_look_changes_nothing(layers):
    genomes, courses = genomes_of(layers, 5), np.full(5, 1, np.uint32)
    seen, unseen = (Rollout(walk, layers, genomes, courses, max_steps=20) for _ in range(2))
    thinker = Probe(walk, layers, walk.setting)
    for _ in range(10):
        for _ in range(3):
            nodes = seen.nodes(2)
        assert thinker.nodes(genomes[2], seen.state)[:, 2].tobytes() == nodes.tobytes()
        seen.advance()
        unseen.advance()
    assert seen.state.tobytes() == unseen.state.tobytes()


@each
def test_a_rollout_goes_on_from_any_recorded_state(layers):
    genomes, courses = genomes_of(layers, 5), np.full(5, 1, np.uint32)
    whole = Rollout(walk, layers, genomes, courses, max_steps=20)
    states = whole.record(20)
    again = Rollout(walk, layers, genomes, courses, max_steps=20, states=states[6])
    assert again.record(13).tobytes() == states[7:20].tobytes()


def test_rollouts_of_different_memory_stand_side_by_side():
    courses = np.zeros(1, np.uint32)
    rollouts = [Rollout(walk, layers, genomes_of(layers, 1), courses, max_steps=9) for layers in REMEMBERING.values()]
    rollouts.append(Rollout(walk, None, None, courses, max_steps=9))
    for rollout in rollouts[:2]:
        rollout.advance(9)
    states = side_by_side([rollout.state for rollout in rollouts])
    assert states.shape == (len(walk.state) + 5, 3)
    for k, rollout in enumerate(rollouts):
        assert (states[: len(rollout.state), k] == rollout.state[:, 0]).all()
        assert not states[len(rollout.state) :, k].any()


def test_hindsight_plays_on_with_what_was_remembered():
    layers = (Input(5), Recurrent(4, "tanh"), Dense(2))
    genomes = genomes_of(layers, 12, 1.0)
    rollout = Rollout(quick_flappy, layers, genomes, np.full(12, 3, np.uint32), max_steps=400)
    rollout.advance(400)
    agent = int(np.flatnonzero(~rollout.alive)[0])
    found = find_hindsight(quick_flappy, layers, genomes, agent, 3, rollout.lived)
    alone = Rollout(quick_flappy, layers, genomes[agent][None], np.array([3], np.uint32), max_steps=400)
    states = np.concatenate([alone.state.T.copy(), alone.record(400)[:, :, 0]])
    assert found.states.tobytes() == states[found.first :].tobytes()
    assert found.states[1:, len(quick_flappy.state) :].any()
    done = []  # what it did in each of its states, as the rollout itself tells
    again = Rollout(quick_flappy, layers, genomes[agent][None], np.array([3], np.uint32), max_steps=400)
    while not again.done:
        again.advance()
        done.append(again.actions[:, 0])
    assert (np.stack(done)[found.first :] == found.actions).all()


def picture(shape):
    """The walk, seen as a picture."""
    rules = types.ModuleType("walk_in_pictures")
    rules.__dict__.update({**vars(walk_rules), "OBSERVATION_SHAPE": shape})
    layers = (Input(shape), Conv1D(3, 2, "relu", padding="same"), LayerNorm(), MaxPool1D(2), Flatten(), Dense(2))
    return dataclasses.replace(walk, name="picture", rules=rules, layers=layers)


def test_convolutions_play_a_game_that_is_seen_as_a_picture_with_any_lanes():
    game = picture((2, 1))
    genomes, courses = genomes_of(game.layers, 20), np.arange(1, dtype=np.uint32)
    found = [
        evaluate(program(game, game.layers, lanes), genomes, courses, game.setting, 40, 1).score for lanes in (7, None)
    ]
    assert (found[0] == found[1]).all()
    for agent in range(0, 20, 4):
        rollout = Rollout(game, game.layers, genomes[agent][None], courses, max_steps=40)
        network = Network.from_genome(game.layers, genomes[agent])
        while not rollout.done:
            nodes = rollout.nodes(0)
            assert nodes[-2:].tobytes() == network.predict(nodes[:2].reshape(2, 1)).tobytes()
            rollout.advance(4)
        assert rollout.state[1, 0] == found[0][agent, 0]


def test_a_dense_network_sees_a_picture_as_one_row():
    game, layers = picture((2, 1)), (Input(2), Dense(2))
    genomes, courses = genomes_of(layers, 6), np.arange(1, dtype=np.uint32)
    seen, plain = (evaluate(program(one, layers), genomes, courses, walk.setting, 40, 1) for one in (game, walk))
    assert (seen.score == plain.score).all()


def played():
    """Digests of what becomes of some agents of every architecture above."""
    found, pictures = [], picture((2, 1))
    for game, layers in [*((walk, layers) for layers in REMEMBERING.values()), (pictures, pictures.layers)]:
        rollout = Rollout(game, layers, genomes_of(layers, 4), np.full(4, 3, np.uint32), max_steps=9)
        states = rollout.record(9)
        found.append(hashlib.blake2b(states.tobytes() + rollout.nodes(2).tobytes(), digest_size=8).hexdigest())
    return found


def test_without_the_jit_the_bits_are_the_same():
    here = Path(__file__).parent
    told = "import json, test_memory; print(json.dumps(test_memory.played()))"
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(map(str, (here, here.parent)))}
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, env=environment, check=True)
    assert json.loads(run.stdout) == played()
