"""The XOR arena's rules, over lanes: the only place where its equations stand."""

from typing import NamedTuple

import numpy as np

from neuro.kernels import LANES, kernel
from neuro.random import uniform

VERSION = 1

OBSERVATION = ("lamp A", "lamp B", "position", "speed")
ACTIONS = ("push right", "push left")
DECISION = "continuous"  # an agent is pushed by how far the first exceeds the second

STATE = ("alive", "score", "position", "speed", "lamp_a", "lamp_b", "answer", "left", "round", "room")
ALIVE, SCORE, POSITION, SPEED, LAMP_A, LAMP_B, ANSWER, LEFT, ROUND, ROOM = range(len(STATE))

_ZERO, _ONE, _TWO, _HALF = np.float32(0), np.float32(1), np.float32(2), np.float32(0.5)
EDGE, WALL = np.float32(0.35), np.float32(1)  # pads lie from their edges to the walls, left and right of the middle
_PER_SPEED = np.float32(20)  # speeds reach a twentieth of the way from the middle to a wall
_DRAWS = np.float32(4)  # random numbers that belong to a round: its length, both lamps, the order of four rounds

#: All orders in which four rounds can show the four patterns; a pattern is lamp A + 2 · lamp B.
_ORDERS = np.array(
    [(a, b, c, d) for a in range(4) for b in range(4) for c in range(4) for d in range(4) if len({a, b, c, d}) == 4]
)


class Setting(NamedTuple):
    """The arena's parameters: half its width is 1, times are in steps."""

    push: np.float32 = np.float32(0.004)
    friction: np.float32 = np.float32(0.92)
    noise: np.float32 = np.float32(0.2)
    shortest: np.float32 = np.float32(55)
    spread: np.float32 = np.float32(45)
    grace: np.float32 = np.float32(60)
    hurry: np.float32 = np.float32(12)


#: The least and the largest value of each parameter.
LIMITS = {
    "push": (0.0001, 0.1),
    "friction": (0, 0.99),
    "noise": (0, 0.5),
    "shortest": (1, 10_000),
    "spread": (0, 10_000),
    "grace": (0, 10_000),
    "hurry": (0.01, 10_000),
}


#: What people may turn while a run goes on: a name, what it is, and a slider's ends.
DIALS = {
    "noise": ("Noise of the lamps", "How far a lamp's brightness may be from wholly lit or dark", 0, 0.5),
    "shortest": ("Shortest round", "The steps of the shortest round; from wall to pad takes 38", 40, 140),
    "spread": ("Uncertainty", "By how many steps rounds may be longer than the shortest", 0, 120),
    "push": ("Push", "How much faster a step of full push makes", 0.001, 0.01),
    "friction": ("Glide", "The share of the speed that is left after a step", 0.7, 0.98),
}


def bounds(setting: Setting) -> list[tuple[float, float]]:
    """The least and the largest value of each row of the observation."""
    fastest = float(_PER_SPEED * setting.push / (1 - setting.friction)) * 1.01
    return [(-1, 1), (-1, 1), (-1, 1), (-fastest, fastest)]


@kernel
def pattern(course, number):
    """Which lamps are lit in a round: lamp A + 2 · lamp B, from 0 to 3. Every four rounds show all four."""
    place = int(number)
    first = place - place % 4
    order = int(uniform(course, 4 * first + 3) * np.float32(24))
    return _ORDERS[order, place % 4]


@kernel
def length(course, number, setting):
    """Steps of a round: a whole float32, of random size, longer in the first rounds."""
    share = _ONE - number / setting.hurry
    grace = setting.grace * (share if share > _ZERO else _ZERO)
    return np.float32(int(setting.shortest + grace + setting.spread * uniform(course, _DRAWS * number)))


@kernel
def _brightness(course, draw, lit, setting):
    """Of a lamp, in [0, 1]: up to ``noise`` away from wholly dark or wholly lit."""
    away = setting.noise * uniform(course, draw)
    return _ONE - away if lit else away


@kernel
def _open_round(state, lane, course, number, setting):
    """Switch the lamps for a round."""
    shown = pattern(course, number)
    a, b = shown % 2, shown // 2
    state[LAMP_A, lane] = _brightness(course, _DRAWS * number + _ONE, a == 1, setting)
    state[LAMP_B, lane] = _brightness(course, _DRAWS * number + _TWO, b == 1, setting)
    state[ANSWER, lane] = _ONE if a != b else -_ONE
    state[LEFT, lane] = length(course, number, setting)
    state[ROUND, lane] = number


@kernel
def reset(state, courses, setting):
    """Put every lane in the middle, at rest, in its course's first round."""
    for lane in range(LANES):
        state[ALIVE, lane] = _ONE
        state[SCORE, lane] = _ZERO
        state[POSITION, lane] = _ZERO
        state[SPEED, lane] = _ZERO
        state[ROOM, lane] = WALL - EDGE
        _open_round(state, lane, courses[lane], _ZERO, setting)


@kernel
def observe(state, observation, setting):
    """What an agent sees, scaled to [-1, 1]; a loop for each row, because loops that store one row vectorise."""
    for lane in range(LANES):
        observation[0, lane] = (state[LAMP_A, lane] - _HALF) * _TWO
    for lane in range(LANES):
        observation[1, lane] = (state[LAMP_B, lane] - _HALF) * _TWO
    for lane in range(LANES):
        observation[2, lane] = state[POSITION, lane]
    for lane in range(LANES):
        observation[3, lane] = state[SPEED, lane] * _PER_SPEED


@kernel
def step(state, action, courses, setting):
    """One sixtieth of a second: push, slide, stop at a wall; and the round comes nearer to its end."""
    _change_speed(state, action, setting)
    _move(state)
    _stop_at_walls(state)
    _pass_time(state)
    if _any_closes(state):
        _close_rounds(state, courses, setting)


@kernel
def _change_speed(state, action, setting):
    for lane in range(LANES):
        push = action[0, lane] - action[1, lane]
        push = _ONE if push > _ONE else push
        push = -_ONE if push < -_ONE else push
        state[SPEED, lane] = state[SPEED, lane] * setting.friction + push * setting.push


@kernel
def _move(state):
    for lane in range(LANES):
        state[POSITION, lane] += state[SPEED, lane]


@kernel
def _stop_at_walls(state):
    for lane in range(LANES):
        place = state[POSITION, lane]
        state[SPEED, lane] = _ZERO if place > WALL or place < -WALL else state[SPEED, lane]
    for lane in range(LANES):
        place = state[POSITION, lane]
        place = WALL if place > WALL else place
        state[POSITION, lane] = -WALL if place < -WALL else place


@kernel
def _pass_time(state):
    for lane in range(LANES):
        state[LEFT, lane] -= _ONE


@kernel
def _any_closes(state):
    closes = np.uint8(0)  # as narrow as can be: a vector holds more of them
    for lane in range(LANES):
        closes |= np.uint8(state[LEFT, lane] <= _ZERO)
    return closes > 0


@kernel
def _close_rounds(state, courses, setting):
    """Who stands on the right pad goes on to the next round; all others are out."""
    for lane in range(LANES):
        if state[LEFT, lane] <= _ZERO:
            room = state[POSITION, lane] * state[ANSWER, lane] - EDGE
            state[ROOM, lane] = room if room < state[ROOM, lane] else state[ROOM, lane]
            stays = _ONE if room >= _ZERO else _ZERO
            state[ALIVE, lane] = stays
            state[SCORE, lane] += stays
            _open_round(state, lane, courses[lane], state[ROUND, lane] + _ONE, setting)


@kernel
def fitness(state, steps, out):
    """Rounds survived, plus the narrowest room between the agent and its pad's edge when a round closed.

    For an agent that is out the room is negative: how far from the right pad it stood, so near misses count for more;
    for one that lived to the end of its time, it tells who stands safely.
    """
    for lane in range(LANES):
        out[lane] = state[SCORE, lane] + state[ROOM, lane]
