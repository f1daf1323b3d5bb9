"""A tiny game for tests that can be won: three steps on and you are home, two back and you fall."""

from typing import NamedTuple

import numpy as np

from neuro.kernels import LANES, kernel

VERSION = 1
OBSERVATION = ("place",)
ACTIONS = ("on", "back")
DECISION = "versus"
STATE = ("alive", "score", "place", "won")

_ZERO, _ONE, _MILLI = np.float32(0), np.float32(1), np.float32(0.001)


class Setting(NamedTuple):
    home: np.float32 = np.float32(3)
    edge: np.float32 = np.float32(-2)


@kernel
def reset(state, courses, setting):
    for lane in range(LANES):
        for row in range(4):
            state[row, lane] = _ZERO
        state[0, lane] = _ONE


@kernel
def observe(state, observation, setting):
    for lane in range(LANES):
        observation[0, lane] = state[2, lane]


@kernel
def step(state, action, courses, setting):
    for lane in range(LANES):
        state[2, lane] += _ONE if action[0, lane] > _ZERO else -_ONE
        home = state[2, lane] >= setting.home
        state[3, lane] = _ONE if home else _ZERO
        state[1, lane] = _ONE if home else _ZERO
        state[0, lane] = _ZERO if home or state[2, lane] <= setting.edge else _ONE


@kernel
def fitness(state, steps, out):
    for lane in range(LANES):
        out[lane] = state[2, lane] - steps[lane] * _MILLI
