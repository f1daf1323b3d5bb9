"""A game that is nothing but a picture of 10 × 10 to look at: for measuring networks, not games."""

from typing import NamedTuple

import numpy as np

from neuro.kernels import LANES, kernel

VERSION = 1
STATE = ("alive", "score", "place")
OBSERVATION = tuple(f"pixel {k // 10} {k % 10}" for k in range(100))
OBSERVATION_SHAPE = (10, 10, 1)
ACTIONS = ("left", "right")
DECISION = "versus"

_ZERO, _ONE, _STEP = np.float32(0), np.float32(1), np.float32(0.01)


class Setting(NamedTuple):
    """The game's parameters."""

    slope: np.float32 = np.float32(0.1)


@kernel
def reset(state, courses, setting):
    """Put every lane at the middle."""
    for lane in range(LANES):
        state[0, lane] = _ONE
        state[1, lane] = _ZERO
        state[2, lane] = _ZERO


@kernel
def observe(state, observation, setting):
    """A picture that shifts with the place."""
    for pixel in range(100):
        for lane in range(LANES):
            observation[pixel, lane] = state[2, lane] + setting.slope * np.float32(pixel % 7)


@kernel
def step(state, action, courses, setting):
    """Go left or right; nobody dies."""
    for lane in range(LANES):
        state[2, lane] += _STEP if action[0, lane] > _ZERO else -_STEP


@kernel
def fitness(state, steps, out):
    """The steps."""
    for lane in range(LANES):
        out[lane] = steps[lane]
