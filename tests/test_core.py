"""What stands so far: the generator, the network, and a rollout of Flappy."""

import numpy as np

from games.flappy import game, rules
from neuro.network import Network
from neuro.random import philox
from neuro.rollout.program import program


def test_philox_gives_the_known_answers_of_random123():
    zero = np.uint64(0)
    answer = [int(word) for word in philox(zero, zero, zero, zero, zero)]
    assert answer == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]


def test_a_bird_that_never_flaps_hits_the_ground_when_arithmetic_says():
    height, speed, steps = np.float32(450), np.float32(1), 0
    while height + np.float32(30) <= np.float32(800):
        speed = min(speed + np.float32(0.35), np.float32(9))
        height += speed
        steps += 1
    network = Network(game.layers, seed=1)
    network.genome = np.zeros(network.parameter_count)  # equal outputs: glide
    lived = np.zeros(1, np.int64)
    out = np.zeros(1, np.float32), np.zeros(1, np.float32), lived
    seeds = np.zeros(1, np.uint32)
    loops = program(game, game.layers)
    loops.rollout(loops.block(), network.genome[np.newaxis], seeds, 0, 1, rules.Setting(), 5000, *out)
    assert lived[0] == steps


def test_results_do_not_depend_on_the_lanes_of_a_block():
    genomes = np.random.default_rng(1).normal(size=(50, 66)).astype(np.float32)
    seeds = np.arange(3, dtype=np.uint32)
    found = []
    for lanes in (16, 64):
        out = np.zeros(150, np.float32), np.zeros(150, np.float32), np.zeros(150, np.int64)
        loops = program(game, game.layers, lanes)
        loops.rollout(loops.block(), genomes, seeds, 0, 1, rules.Setting(), 400, *out)
        found.append(b"".join(values.tobytes() for values in out))
    assert found[0] == found[1]
