"""Flappy's rules, over lanes: the only place where its equations stand."""

from typing import NamedTuple

import numpy as np

from neuro.kernels import LANES, kernel
from neuro.random import uniform

VERSION = 1

OBSERVATION = ("height", "distance", "to top edge", "to low edge", "speed")
ACTIONS = ("flap", "glide")
DECISION = "versus"  # action 1 (flap) when the first output exceeds the second

STATE = ("alive", "score", "height", "speed", "pipe_x", "top", "pipe", "room", "gap", "pace")
ALIVE, SCORE, HEIGHT, SPEED, PIPE_X, TOP, PIPE, ROOM, GAP, PACE = range(len(STATE))
TRACE = STATE[:8]  # the others follow from these and the course

_ZERO, _HALF, _ONE, _TWO, _FOUR = (np.float32(v) for v in (0, 0.5, 1, 2, 4))
WIDTH, FLOOR = np.float32(800), np.float32(800)  # the world is 900 high, its ground 100
BIRD_X, BIRD_SIZE, START_HEIGHT, START_SPEED = (np.float32(v) for v in (60, 30, 450, 1))
BIRD_RIGHT = BIRD_X + BIRD_SIZE
PIPE_WIDTH = np.float32(70)
TOP_MIN, TOP_SPAN = np.float32(120), np.float32(330)
_PER_HEIGHT, _PER_WIDTH, _PER_SPEED = np.float32(1 / 900), np.float32(1 / 800), np.float32(1 / 9)


# Draws of a course: the n-th stands at n for the height of pipe n, and this much further for its other qualities.
_OPENINGS, _SPACINGS, _PACES, _PHASES, _GUSTS = (np.float32(k << 20) for k in (1, 2, 3, 4, 8))
_GUST_LENGTH, _GUSTS_A_PIPE = np.float32(60), np.float32(16)


class Setting(NamedTuple):
    """Flappy's parameters, in pixels, steps and pixels a step; those that are 0 by default make up the levels.

    Attributes:
        gravity: Added to the speed, a step.
        flap: Speed after a flap; negative is up.
        max_speed: Largest downward speed.
        gap: Height of an opening.
        spacing: Horizontal space between pipes.
        pace: Way that the pipes come nearer in a step.
        glide: Way that openings glide up, and down, from their first place.
        glide_length: Way of a pipe during which its opening goes up and down once.
        gap_spread: Largest difference of an opening's height from ``gap``.
        spacing_spread: Largest difference of a space's width from ``spacing``.
        pace_spread: Largest difference of a pipe's speed from ``pace``; it changes from pipe to pipe.
        gust: Largest upward or downward push of the wind; it changes every 60 pixels.
        hardening: Each pipe is harder than the last: after 1 / hardening pipes, openings are half-way between ``gap``
            and ``hard_gap``, and glides half-way between ``glide`` and ``hard_glide``.
        hard_gap: Height of an opening after infinitely many pipes, see ``hardening``.
        hard_glide: Way that openings glide after infinitely many pipes, see ``hardening``.
    """

    gravity: np.float32 = np.float32(0.35)
    flap: np.float32 = np.float32(-6.9)
    max_speed: np.float32 = np.float32(9)
    gap: np.float32 = np.float32(120)
    spacing: np.float32 = np.float32(230)
    pace: np.float32 = np.float32(2.3)
    glide: np.float32 = np.float32(0)
    glide_length: np.float32 = np.float32(600)
    gap_spread: np.float32 = np.float32(0)
    spacing_spread: np.float32 = np.float32(0)
    pace_spread: np.float32 = np.float32(0)
    gust: np.float32 = np.float32(0)
    hardening: np.float32 = np.float32(0)
    hard_gap: np.float32 = np.float32(120)
    hard_glide: np.float32 = np.float32(0)


#: The least and the largest value of each parameter.
LIMITS = {
    "gravity": (0.01, 5),
    "flap": (-30, -0.1),
    "max_speed": (0.1, 100),
    "gap": (30, 400),
    "spacing": (40, 2000),
    "pace": (0.1, 20),
    "glide": (0, 100),
    "glide_length": (10, 100_000),
    "gap_spread": (0, 200),
    "spacing_spread": (0, 1000),
    "pace_spread": (0, 10),
    "gust": (0, 1),
    "hardening": (0, 10),
    "hard_gap": (30, 400),
    "hard_glide": (0, 100),
}


#: What people may turn while a run goes on: a name, what it is, and a slider's ends.
DIALS = {
    "gap": ("Opening", "The height of an opening, in pixels; a bird is 30 high", 60, 240),
    "gravity": ("Gravity", "What is added to the downward speed in each step", 0.1, 0.8),
    "pace": ("Pace", "How far the stones come nearer in each step", 1, 6),
    "spacing": ("Way between stones", "The room between two stones, in pixels", 120, 500),
    "gust": ("Wind", "The largest push of the wind, up or down, in each step", 0, 0.4),
    "glide": ("Gliding openings", "How far openings glide up, and down, from where they begin, in pixels", 0, 100),
}


def bounds(setting: Setting) -> list[tuple[float, float]]:
    """The least and the largest value of each row of the observation, the last before an end included."""
    s = {name: float(value) for name, value in setting._asdict().items()}
    fall, rise = s["max_speed"] + s["gust"], s["flap"] - s["gust"]
    low, high = min(rise, 0.0), 800.0 + max(fall, 0.0)  # of the height
    glide, pace = max(s["glide"], s["hard_glide"]), s["pace"] + s["pace_spread"]
    top_low, top_high = 120 - glide, 450 + glide
    far = max(800.0, s["spacing"] + s["spacing_spread"])
    widest = max(s["gap"], s["hard_gap"]) + s["gap_spread"]
    narrowest = min(s["gap"], s["hard_gap"]) - s["gap_spread"]
    return [
        (low / 900 - 0.01, high / 900 + 0.01),
        ((-10 - pace - 60) / 800 - 0.01, far / 800 + 0.01),
        ((low - top_high) / 900 - 0.01, (high - top_low) / 900 + 0.01),
        ((low - top_high - widest) / 900 - 0.01, (high - top_low - narrowest) / 900 + 0.01),
        (rise / 9 - 0.01, fall / 9 + 0.01),
    ]


@kernel
def _spread(course, draw, most):
    """A draw between -most and most."""
    return most * (_TWO * uniform(course, draw) - _ONE)


@kernel
def _hardness(pipe, setting):
    """From 0 at the first pipe towards 1."""
    return _ONE - _ONE / (_ONE + setting.hardening * pipe)


@kernel
def opening(course, pipe, setting):
    """Height of the opening of a course's pipe."""
    gap = setting.gap + _spread(course, pipe + _OPENINGS, setting.gap_spread)
    return gap + (setting.hard_gap - gap) * _hardness(pipe, setting)


@kernel
def space_behind(course, pipe, setting):
    """Space between a course's pipe and the next."""
    return setting.spacing + _spread(course, pipe + _SPACINGS, setting.spacing_spread)


@kernel
def pace_at(course, pipe, setting):
    """How far the pipes come nearer in a step, while a course's pipe is the one to pass."""
    return setting.pace + _spread(course, pipe + _PACES, setting.pace_spread)


@kernel
def top_at(course, pipe, x, setting):
    """The upper edge of the opening of a course's pipe whose left edge stands at ``x``."""
    turn = x / setting.glide_length + uniform(course, pipe + _PHASES) + _TWO
    share = turn - np.float32(int(turn)) - _HALF
    wave = _FOUR * (share if share > _ZERO else -share) - _ONE
    return pipe_top(course, pipe) + wave * (
        setting.glide + (setting.hard_glide - setting.glide) * _hardness(pipe, setting)
    )


@kernel
def wind(course, pipe, x, setting):
    """What a gust adds to the downward speed in a step."""
    place = np.float32(int(x / _GUST_LENGTH + _TWO))
    return _spread(course, pipe * _GUSTS_A_PIPE + place + _GUSTS, setting.gust)


@kernel
def pipe_top(course, pipe):
    """Where the upper edge of the opening of a course's pipe begins, float32 in [120, 450)."""
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
        state[TOP, lane] = top_at(courses[lane], _ZERO, WIDTH, setting)
        state[PIPE, lane] = _ZERO
        state[ROOM, lane] = FLOOR
        state[GAP, lane] = opening(courses[lane], _ZERO, setting)
        state[PACE, lane] = pace_at(courses[lane], _ZERO, setting)


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
        observation[3, lane] = (state[HEIGHT, lane] - (state[TOP, lane] + state[GAP, lane])) * _PER_HEIGHT
    for lane in range(LANES):
        observation[4, lane] = state[SPEED, lane] * _PER_SPEED


@kernel
def step(state, action, courses, setting):
    """One sixtieth of a second: beat or fall, touch or live, and the stones come nearer."""
    if setting.gust > _ZERO:
        _blow(state, courses, setting)
    _change_speed(state, action, setting)
    _move(state)
    _measure_room(state)
    _collide(state)
    _approach(state)
    if _any_left_behind(state):
        _next_pipe(state, courses, setting)
    if setting.glide > _ZERO or setting.hardening > _ZERO:
        _glide(state, courses, setting)


@kernel
def _blow(state, courses, setting):
    for lane in range(LANES):
        state[SPEED, lane] += wind(courses[lane], state[PIPE, lane], state[PIPE_X, lane], setting)


@kernel
def _glide(state, courses, setting):
    for lane in range(LANES):
        state[TOP, lane] = top_at(courses[lane], state[PIPE, lane], state[PIPE_X, lane], setting)


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
def _measure_room(state):
    """The narrowest room so far between the bird and an edge that kills, in pixels; below 0 once it has touched."""
    for lane in range(LANES):
        height, top = state[HEIGHT, lane], state[TOP, lane]
        beside = state[PIPE_X, lane] < BIRD_RIGHT
        above = height - (top if beside else _ZERO)
        below = (top + state[GAP, lane] - BIRD_SIZE if beside else FLOOR - BIRD_SIZE) - height
        room = above if above < below else below
        state[ROOM, lane] = room if room < state[ROOM, lane] else state[ROOM, lane]


@kernel
def _collide(state):
    for lane in range(LANES):
        state[ALIVE, lane] = _ONE if state[ROOM, lane] >= _ZERO else _ZERO


@kernel
def _approach(state):
    for lane in range(LANES):
        state[PIPE_X, lane] -= state[PACE, lane]


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
            course, passed = courses[lane], state[PIPE, lane]
            state[SCORE, lane] += state[ALIVE, lane]
            state[PIPE, lane] = passed + _ONE
            state[PIPE_X, lane] += PIPE_WIDTH + space_behind(course, passed, setting)
            state[TOP, lane] = top_at(course, passed + _ONE, state[PIPE_X, lane], setting)
            state[GAP, lane] = opening(course, passed + _ONE, setting)
            state[PACE, lane] = pace_at(course, passed + _ONE, setting)


@kernel
def fitness(state, steps, out):
    """Steps lived, plus the narrowest room in pixels.

    For a bird that died at a stone the room is how far beside the opening it was, so near misses count for more; for
    one that lived to the end of its time, it tells the safe flier from the lucky one.
    """
    for lane in range(LANES):
        out[lane] = steps[lane] + state[ROOM, lane]
