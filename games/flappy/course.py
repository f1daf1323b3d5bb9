"""Where the stones of a course stand: the rules' own equations, for all pipes that a picture shows."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np

from games.flappy import rules

__all__ = ["Pipe", "pipes_between", "start_of"]

_PIPE_WIDTH = float(rules.PIPE_WIDTH)


class Pipe(NamedTuple):
    """Two stones above each other: which pipe of the course, its left edge, and the edges of its opening."""

    number: int
    x: float
    top: float
    low: float


def pipes_between(
    course: int, setting: rules.Setting, known: tuple[int, float], left: float, right: float
) -> list[Pipe]:
    """The pipes of which something stands between two x of the world, from left to right.

    Args:
        course: The course's seed.
        setting: The game's parameters.
        known: Number and left edge of one of its pipes.
        left: Left edge of the stretch, in pixels of the world.
        right: Right edge of the stretch, in pixels of the world.
    """
    number, x = known
    while number > 0 and x > left:
        number -= 1
        x -= _period(course, number, setting)
    found = []
    while x <= right:
        if x + _PIPE_WIDTH >= left:
            found.append(_pipe(course, number, x, setting))
        x += _period(course, number, setting)
        number += 1
    return found


@functools.lru_cache(256)
def start_of(course: int, number: int, setting: rules.Setting) -> float:
    """How far behind the course's first pipe another one stands."""
    return sum(_period(course, before, setting) for before in range(number))


def _period(course: int, number: int, setting: rules.Setting) -> float:
    """From the left edge of a pipe to that of the next."""
    return _PIPE_WIDTH + float(rules.space_behind(np.uint32(course), np.float32(number), setting))


def _pipe(course: int, number: int, x: float, setting: rules.Setting) -> Pipe:
    which = np.uint32(course), np.float32(number)
    top = float(rules.top_at(*which, np.float32(x), setting))
    return Pipe(number, x, top, top + float(rules.opening(*which, setting)))
