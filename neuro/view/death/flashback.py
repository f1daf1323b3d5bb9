"""The last moments of an agent, shown again slowly with the way of a relative that lived."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.rollout.hindsight import Hindsight
from neuro.view.death.death_cause import Why
from neuro.view.drawing.shapes import Point
from neuro.view.scene import Marks, Scene, State

__all__ = ["Flashback"]

_SLOWER = 4  # times
_STILL = 1.5  # seconds for which the moment stands still
_LEAD = 0.75  # seconds of play before the moment, at most
_AFTER = 0.25  # seconds of play after the death
_WAY = 0.6  # seconds in which the relative's way is drawn
_ALONE = Marks(leader=None, crowd=False, selected=0)


class Flashback:
    """Shows an agent's last states, alone; like a ``Stage`` for those who draw it.

    Args:
        scene: A new one.
        other: Another new one, in which the relative plays unseen.
        found: What hindsight found.
        looks: Looks of the agent and of its relative, ``(2, 16)``; the second is anything where there is none.
        course: Seed of the course that they play.
        why: The explanation of the death.

    Attributes:
        scene: The scene that draws it.
        why: The explanation of the death.
        step: Index of the state that is shown.
        begins: Index of the first state that is shown.
        way: Its place in the world in each state that was shown, the world's own way to the left added to x.
        relative: The relative's places, from the moment on.
    """

    def __init__(
        self, scene: Scene, other: Scene, found: Hindsight, looks: NDArray[np.float32], course: int, why: Why
    ) -> None:
        self.scene, self.why, self._found, self._due = scene, why, found, 0.0
        self.way: list[Point] = []
        self.step = 0
        scene.begin(self._state(0), looks[:1], course)
        self._last = len(found.states) - 1
        self._moment = self._last if why.moment is None else why.moment
        self.begins = max(0, min(self._moment, self._last - 1) - round(_LEAD * why.rate))
        self._note()
        while self.step < self.begins:
            self._track()
        self._after, self._still, self._drawn = round(_AFTER * why.rate), _STILL, 0.0
        self.relative = self._way_of_relative(other, looks, course)

    def _state(self, k: int) -> State:
        return self._found.states[k : k + 1, : self.why.rows].T

    def _place(self, scene: Scene) -> Point | None:
        """Where the only agent is, in a world that does not move."""
        moved = scene.travelled()
        return next(((dot.x + moved, dot.y) for dot in scene.dots(_ALONE) if dot.agent == 0), None)

    def _note(self) -> None:
        at = self._place(self.scene)
        self.way.append(at or (self.way[-1] if self.way else (0.0, 0.0)))

    def _track(self) -> None:
        self.step += 1
        self.scene.track(self._state(self.step))
        self._note()

    def _way_of_relative(self, other: Scene, looks: NDArray[np.float32], course: int) -> list[Point]:
        """Where the relative was in the states from the moment on, as far as the scene's own view is worth it."""
        if self._found.relative is None:
            return []
        other.begin(self._state(0), looks[1:], course)
        for k in range(1, self._moment + 1):
            other.track(self._state(k))
        found = [self._place(other)]
        for state in self._found.relative.way[1:]:
            other.track(state[: self.why.rows, np.newaxis])
            found.append(self._place(other))
        most = self._last - self._moment + round(0.5 * self.why.rate)
        return [at for at in found[: most + 1] if at is not None]

    @property
    def moved(self) -> float:
        """How far the world has moved to the left."""
        return self.scene.travelled()

    @property
    def at_moment(self) -> bool:
        """Whether the moment has been reached, from which on it can be spoken of."""
        return self.why.moment is not None and self.step >= self.why.moment

    @property
    def dead(self) -> bool:
        """Whether its death has been shown."""
        return self.step == self._last

    @property
    def over(self) -> bool:
        """Whether all has been shown; the last picture stays."""
        return self.dead and self._after <= 0 and self._drawn >= _WAY

    @property
    def share(self) -> float:
        """How much of the relative's way is drawn, from 0 to 1."""
        return min(1.0, self._drawn / _WAY)

    def advance(self, seconds: float) -> None:
        """Time has passed."""
        if self.step == self._moment and self.why.moment is not None and self._still > 0:
            self._still -= seconds
            return
        self._due += seconds * self.why.rate / _SLOWER
        steps = math.floor(self._due + 1e-9)
        self._due -= steps
        for _ in range(steps):
            if self.step < self._last:
                self._track()
                if self.step == self._moment and self.why.moment is not None:
                    self._due = 0.0
                    return
            elif self._after > 0:
                self._after -= 1
                self.scene.track(self._state(self._last))
        if self.dead and self._after <= 0:
            self._drawn += seconds

    def draw(
        self, surface: Surface, rect: Rect, *, crowd: bool = True, selected: int | None = None, still: bool = False
    ) -> None:
        """Draw the world with the dying agent alone."""
        self.scene.draw(surface, rect, Marks(leader=None, crowd=False, selected=0, still=still))
