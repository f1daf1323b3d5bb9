"""Where the stones of a course stand: the rules' own equations, for all pipes that a picture shows."""

from __future__ import annotations

import functools
from typing import NamedTuple

from games.flappy import rules
from neuro.rules.one_agent import exact

__all__ = ["Pipe", "opening", "pace_at", "pipe_top", "pipes_between", "space_behind", "start_of", "top_at", "wind"]

_PIPE_WIDTH = float(rules.PIPE_WIDTH)


class Pipe(NamedTuple):
    """Two stones above each other: which pipe of the course, its left edge, and the edges of its opening."""

    number: int
    x: float
    top: float
    low: float


def pipes_between(course: int, setting: NamedTuple, known: tuple[int, float], left: float, right: float) -> list[Pipe]:
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
def start_of(course: int, number: int, setting: NamedTuple) -> float:
    """How far behind the course's first pipe another one stands."""
    return sum(_period(course, before, setting) for before in range(number))


@functools.lru_cache(4096)
def _period(course: int, number: int, setting: NamedTuple) -> float:
    """From the left edge of a pipe to that of the next."""
    return _PIPE_WIDTH + space_behind(course, number, setting)


@functools.lru_cache(64)
def _pipe(course: int, number: int, x: float, setting: NamedTuple) -> Pipe:
    top = top_at(course, number, x, setting)
    return Pipe(number, x, top, top + opening(course, number, setting))


def opening(course: int, number: int, setting: NamedTuple) -> float:
    """Height of the opening of a course's pipe."""
    return exact(rules, "opening", int(number), course=course, setting=setting)


def space_behind(course: int, number: int, setting: NamedTuple) -> float:
    """Space between a course's pipe and the next."""
    return exact(rules, "space_behind", int(number), course=course, setting=setting)


def pace_at(course: int, number: int, setting: NamedTuple) -> float:
    """How far the pipes come nearer in a step, while a course's pipe is the one to pass."""
    return exact(rules, "pace_at", int(number), course=course, setting=setting)


def pipe_top(course: int, number: int, setting: NamedTuple) -> float:
    """Where the upper edge of the opening of a course's pipe begins."""
    return exact(rules, "pipe_top", int(number), course=course, setting=setting)


def top_at(course: int, number: int, x: float, setting: NamedTuple) -> float:
    """The upper edge of the opening of a course's pipe whose left edge stands at ``x``."""
    return exact(rules, "top_at", int(number), float(x), course=course, setting=setting)


def wind(course: int, number: int, x: float, setting: NamedTuple) -> float:
    """What a gust adds to the downward speed in a step."""
    return exact(rules, "wind", int(number), float(x), course=course, setting=setting)
