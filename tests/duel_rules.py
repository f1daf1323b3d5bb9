"""A tiny game of two for tests: each walks to the goal, and nobody may step where the other one is."""

from typing import NamedTuple

import numpy as np

from neuro.kernels import LANES, kernel
from neuro.random import uniform

VERSION = 1
PLAYERS = 2
OBSERVATION = ("goal", "other")
ACTIONS = ("on", "back")
DECISION = "versus"
STATE = ("alive", "score", "score of the second", "first", "second", "goal")
BEHAVIOUR = ("place", "distance")

_ZERO, _ONE, _TWO, _FOUR, _MILLI = (np.float32(v) for v in (0, 1, 2, 4, 0.001))


class Setting(NamedTuple):
    far: np.float32 = np.float32(6)


@kernel
def reset(state, courses, setting):
    for lane in range(LANES):
        for row in range(6):
            state[row, lane] = _ZERO
        state[0, lane] = _ONE
        state[4, lane] = _ONE
        state[5, lane] = np.float32(int(uniform(courses[lane], 0) * setting.far)) + _FOUR


@kernel
def observe(state, observation, player, setting):
    for lane in range(LANES):
        observation[0, lane] = state[5, lane] - state[3 + player, lane]
        observation[1, lane] = state[4 - player, lane] - state[3 + player, lane]


@kernel
def step(state, action, courses, setting):
    for lane in range(LANES):
        first = state[3, lane] + (_TWO if action[0, lane] > _ZERO else -_ONE)
        second = state[4, lane] + (_TWO if action[1, lane] > _ZERO else -_ONE)
        apart = first != second
        state[3, lane] = first if apart else state[3, lane]
        state[4, lane] = second if apart else state[4, lane]
        state[1, lane] = _ONE if state[3, lane] >= state[5, lane] else _ZERO
        state[2, lane] = _ONE if state[4, lane] >= state[5, lane] else _ZERO
        state[0, lane] = _ONE if state[1, lane] + state[2, lane] == _ZERO else _ZERO


@kernel
def fitness(state, steps, out):
    for player in range(PLAYERS):
        for lane in range(LANES):
            out[player, lane] = state[1 + player, lane] * _FOUR + state[3 + player, lane] - steps[lane] * _MILLI


@kernel
def behaviour(state, steps, out):
    for player in range(PLAYERS):
        for lane in range(LANES):
            out[2 * player, lane] = state[3 + player, lane]
            out[2 * player + 1, lane] = state[5, lane] - state[3 + player, lane]
