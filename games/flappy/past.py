"""What a picture of a flock needs of the past: where every bird was some steps ago."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from games.flappy import rules
from neuro.view.scene import State

__all__ = ["Past"]

_KEPT = 192  # steps remembered: more than the longest delay, and a trail


class Past:
    """The last steps of every bird: rings of arrays ``(steps, n)``."""

    def __init__(self, state: State, flap: np.float32) -> None:
        shape = (_KEPT, state.shape[1])
        self._flap = flap
        self.clock = 0
        self.way = np.arange(-_KEPT, 0) * float(state[rules.PACE, 0])  # that the world has moved, (steps,)
        self.way[0] = 0
        self.height = np.broadcast_to(state[rules.HEIGHT], shape).copy()
        self.speed = np.broadcast_to(state[rules.SPEED], shape).copy()
        self.alive = np.ones(shape, bool)
        self.since_flap = np.full(shape, 99, np.uint8)

    def add(self, state: State, pace: float) -> None:
        """Remember a step, in which the world moved so far."""
        before = self.since_flap[self.clock % _KEPT]
        self.clock += 1
        now = self.clock % _KEPT
        self.way[now] = self.way[(self.clock - 1) % _KEPT] + pace
        self.height[now] = state[rules.HEIGHT]
        self.speed[now] = state[rules.SPEED]
        self.alive[now] = state[rules.ALIVE] > 0
        self.since_flap[now] = np.where(state[rules.SPEED] == self._flap, 0, np.minimum(before, 98) + 1)

    def behind(self, steps: NDArray[np.int64]) -> NDArray[np.float64]:
        """How far the world has moved since so many steps ago."""
        return np.asarray(self.way[self.clock % _KEPT] - self.way[(self.clock - steps) % _KEPT])

    def rows(self, delays: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where in the rings each bird's delayed step stands; before the start, the start."""
        return np.maximum(self.clock - delays, 0) % _KEPT
