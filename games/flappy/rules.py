"""Flappy's rules, over lanes: the only place where its equations stand."""

from typing import NamedTuple

import numpy as np

from neuro.kernels import LANES, kernel
from neuro.random import uniform

VERSION = 1

OBSERVATION = ("height", "distance", "to top edge", "to low edge", "speed")
ACTIONS = ("flap", "glide")
DECISION = "versus"  # action 1 (flap) when the first output exceeds the second

STATE = ("alive", "score", "height", "speed", "pipe_x", "top", "pipe", "room")
ALIVE, SCORE, HEIGHT, SPEED, PIPE_X, TOP, PIPE, ROOM = range(len(STATE))

_ZERO, _ONE = np.float32(0), np.float32(1)
WIDTH, FLOOR = np.float32(800), np.float32(800)  # the world is 900 high, its ground 100
BIRD_X, BIRD_SIZE, START_HEIGHT, START_SPEED = (np.float32(v) for v in (60, 30, 450, 1))
BIRD_RIGHT = BIRD_X + BIRD_SIZE
PIPE_WIDTH = np.float32(70)
TOP_MIN, TOP_SPAN = np.float32(120), np.float32(330)
_PER_HEIGHT, _PER_WIDTH, _PER_SPEED = np.float32(1 / 900), np.float32(1 / 800), np.float32(1 / 9)


class Setting(NamedTuple):
    """Flappy's parameters, in pixels and pixels a step."""

    gravity: np.float32 = np.float32(0.35)
    flap: np.float32 = np.float32(-6.9)
    max_speed: np.float32 = np.float32(9)
    gap: np.float32 = np.float32(120)
    spacing: np.float32 = np.float32(230)
    pace: np.float32 = np.float32(2.3)


@kernel
def pipe_top(course, pipe):
    """The lower edge of the upper stone of a course's pipe, float32 in [120, 450)."""
    return TOP_MIN + TOP_SPAN * uniform(course, pipe)


@kernel
def reset(state, courses, setting):
    """Put every lane at the start of its course."""
    for lane in range(LANES):
        state[ALIVE, lane] = _ONE
        state[SCORE, lane] = _ZERO
        state[HEIGHT, lane] = START_HEIGHT
        state[SPEED, lane] = START_SPEED
        state[PIPE_X, lane] = WIDTH
        state[TOP, lane] = pipe_top(courses[lane], _ZERO)
        state[PIPE, lane] = _ZERO
        state[ROOM, lane] = FLOOR


@kernel
def observe(state, observation, setting):
    """What a bird sees, scaled to about [-1, 1]; a loop for each row, because loops that store one row vectorise."""
    for lane in range(LANES):
        observation[0, lane] = state[HEIGHT, lane] * _PER_HEIGHT
    for lane in range(LANES):
        observation[1, lane] = (state[PIPE_X, lane] - BIRD_X) * _PER_WIDTH
    for lane in range(LANES):
        observation[2, lane] = (state[HEIGHT, lane] - state[TOP, lane]) * _PER_HEIGHT
    for lane in range(LANES):
        observation[3, lane] = (state[HEIGHT, lane] - (state[TOP, lane] + setting.gap)) * _PER_HEIGHT
    for lane in range(LANES):
        observation[4, lane] = state[SPEED, lane] * _PER_SPEED


@kernel
def step(state, action, courses, setting):
    """One sixtieth of a second: beat or fall, touch or live, and the stones come nearer."""
    _change_speed(state, action, setting)
    _move(state)
    _measure_room(state, setting)
    _collide(state)
    _approach(state, setting)
    if _any_left_behind(state):
        _next_pipe(state, courses, setting)


@kernel
def _change_speed(state, action, setting):
    for lane in range(LANES):
        falling = state[SPEED, lane] + setting.gravity
        falling = setting.max_speed if falling > setting.max_speed else falling
        state[SPEED, lane] = setting.flap if action[0, lane] > _ZERO else falling


@kernel
def _move(state):
    for lane in range(LANES):
        state[HEIGHT, lane] += state[SPEED, lane]


@kernel
def _measure_room(state, setting):
    """The narrowest room so far between the bird and an edge that kills, in pixels; below 0 once it has touched."""
    for lane in range(LANES):
        height, top = state[HEIGHT, lane], state[TOP, lane]
        beside = state[PIPE_X, lane] < BIRD_RIGHT
        above = height - (top if beside else _ZERO)
        below = (top + setting.gap - BIRD_SIZE if beside else FLOOR - BIRD_SIZE) - height
        room = above if above < below else below
        state[ROOM, lane] = room if room < state[ROOM, lane] else state[ROOM, lane]


@kernel
def _collide(state):
    for lane in range(LANES):
        state[ALIVE, lane] = _ONE if state[ROOM, lane] >= _ZERO else _ZERO


@kernel
def _approach(state, setting):
    for lane in range(LANES):
        state[PIPE_X, lane] -= setting.pace


@kernel
def _any_left_behind(state):
    behind = np.uint8(0)  # as narrow as can be: a vector holds more of them
    for lane in range(LANES):
        behind |= np.uint8(state[PIPE_X, lane] <= BIRD_X - PIPE_WIDTH)
    return behind > 0


@kernel
def _next_pipe(state, courses, setting):
    for lane in range(LANES):
        if state[PIPE_X, lane] <= BIRD_X - PIPE_WIDTH:
            state[SCORE, lane] += state[ALIVE, lane]
            state[PIPE, lane] += _ONE
            state[PIPE_X, lane] += PIPE_WIDTH + setting.spacing
            state[TOP, lane] = pipe_top(courses[lane], state[PIPE, lane])


@kernel
def fitness(state, steps, out):
    """Steps lived, plus the narrowest room in pixels.

    For a bird that died at a stone the room is how far beside the opening it was, so near misses count for more; for
    one that lived to the end of its time, it tells the safe flier from the lucky one.
    """
    for lane in range(LANES):
        out[lane] = steps[lane] + state[ROOM, lane]
