"""A tiny game for tests: a walker goes up a line by its actions, drifts back, and dies at the wall."""

from typing import NamedTuple

import numpy as np

from neuro.kernels import LANES, kernel
from neuro.random import uniform

VERSION = 1
OBSERVATION = ("place", "noise")
ACTIONS = ("go", "stay")
DECISION = "versus"
STATE = ("alive", "score", "place", "clock", "noise")

_ZERO, _ONE, _SCALE = np.float32(0), np.float32(1), np.float32(0.125)


class Setting(NamedTuple):
    drift: np.float32 = np.float32(0.25)
    wall: np.float32 = np.float32(10)
    poison: np.float32 = np.float32(1e9)  # from this place on, fitness is not a number


@kernel
def reset(state, courses, setting):
    for lane in range(LANES):
        state[0, lane] = _ONE
        state[1, lane] = _ZERO
        state[2, lane] = _ZERO
        state[3, lane] = _ZERO
        state[4, lane] = uniform(courses[lane], 0)


@kernel
def observe(state, observation, setting):
    for lane in range(LANES):
        observation[0, lane] = state[2, lane] * _SCALE
        observation[1, lane] = state[4, lane]


@kernel
def step(state, action, courses, setting):
    for lane in range(LANES):
        for row in range(action.shape[0]):
            state[2, lane] += action[row, lane] * np.float32(row + 1)
        state[2, lane] -= setting.drift
        state[3, lane] += _ONE
        state[4, lane] = uniform(courses[lane], state[3, lane])
        state[0, lane] = _ONE if state[2, lane] < setting.wall else _ZERO
        state[1, lane] = state[2, lane] if state[2, lane] < setting.poison else np.float32(np.nan)


@kernel
def fitness(state, steps, out):
    for lane in range(LANES):
        out[lane] = state[1, lane]
