"""CartPole's equations, over lanes."""

from typing import NamedTuple

import numpy as np

from neuro.kernels import LANES, kernel
from neuro.random import uniform

VERSION = 1
OBSERVATION, ACTIONS, DECISION = ("position", "speed", "angle", "turning"), ("right", "left"), "versus"
STATE = ("alive", "score", "x", "speed", "angle", "turning")
ALIVE, SCORE, X, SPEED, ANGLE, TURNING = range(len(STATE))
_ZERO, _HALF, _ONE, _TENTH = (np.float32(v) for v in (0, 0.5, 1, 0.1))
_POLE, _TOTAL, _LENGTH, _FORCE, _TIME = (np.float32(v) for v in (0.1, 1.1, 0.5, 10, 0.02))  # kg, m, N, s
_X_LIMIT, _ANGLE_LIMIT, _THIRDS = np.float32(2.4), np.float32(12 * np.pi / 180), np.float32(4 / 3)
_C2, _C4, _C6, _S3, _S5, _S7 = (np.float32(v) for v in (1 / 2, 1 / 24, 1 / 720, 1 / 6, 1 / 120, 1 / 5040))


class Setting(NamedTuple):
    """Metres a square second."""

    gravity: np.float32 = np.float32(9.8)


@kernel
def reset(state, courses, setting):
    """Everything near 0, within a twentieth."""
    for lane in range(LANES):
        state[ALIVE, lane], state[SCORE, lane] = _ONE, _ZERO
        for row in range(X, TURNING + 1):
            state[row, lane] = (uniform(courses[lane], row) - _HALF) * _TENTH


@kernel
def observe(state, observation, setting):
    """In units of the limits."""
    for lane in range(LANES):
        observation[0, lane], observation[1, lane] = state[X, lane] / _X_LIMIT, state[SPEED, lane] / _X_LIMIT
        observation[2, lane], observation[3, lane] = state[ANGLE, lane] / _ANGLE_LIMIT, state[TURNING, lane]


@kernel
def step(state, action, courses, setting):
    """A fiftieth of a second by Euler's method; sine and cosine by their series, good to a millionth."""
    for lane in range(LANES):
        angle, turning = state[ANGLE, lane], state[TURNING, lane]
        square = angle * angle
        cosine = _ONE - square * (_C2 - square * (_C4 - square * _C6))
        sine = angle * (_ONE - square * (_S3 - square * (_S5 - square * _S7)))
        force = _FORCE if action[0, lane] > _ZERO else -_FORCE
        push = (force + _POLE * _LENGTH * turning * turning * sine) / _TOTAL
        bend = (setting.gravity * sine - cosine * push) / (_LENGTH * (_THIRDS - _POLE * cosine * cosine / _TOTAL))
        state[X, lane] += _TIME * state[SPEED, lane]
        state[SPEED, lane] += _TIME * (push - _POLE * _LENGTH * bend * cosine / _TOTAL)
        state[ANGLE, lane] += _TIME * turning
        state[TURNING, lane] += _TIME * bend
        x, tilt = state[X, lane], state[ANGLE, lane]
        inside = x >= -_X_LIMIT and x <= _X_LIMIT and tilt >= -_ANGLE_LIMIT and tilt <= _ANGLE_LIMIT
        state[ALIVE, lane] = _ONE if inside else _ZERO
        state[SCORE, lane] += _ONE


@kernel
def fitness(state, steps, out):
    """Steps, less how far from the middle it ends."""
    for lane in range(LANES):
        x = state[X, lane]
        out[lane] = steps[lane] - (x if x > _ZERO else -x)
