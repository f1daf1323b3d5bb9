"""Where in the world agents ended, for games whose behaviour is a place."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from neuro.view.inspect.behaviour_record import Ends
from neuro.view.paint import Paint
from neuro.view.scene import Scene

__all__ = ["EndPlaces"]


class EndPlaces:
    """The plan of a world, and the places on it that behaviours stand for.

    Args:
        scene: Draws the world.
        names: Names of the numbers of a behaviour; the first two say the place.
    """

    def __init__(self, scene: Scene, names: tuple[str, ...]) -> None:
        self._scene, self._names = scene, names[:2]
        self._known: dict[int, tuple[Ends, NDArray[np.float64] | None]] = {}

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the plan, in units of the world."""
        return self._scene.size

    @property
    def key(self) -> Hashable:
        """Changes when another plan is to be drawn."""
        return id(self._scene)

    @property
    def are_places(self) -> bool:
        """Whether behaviours are places at all."""
        return bool(self._names) and self._found([[0.0] * len(self._names)]) is not None

    def is_down(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> bool:
        """Whether the second number of a behaviour grows downwards in the world.

        Args:
            low: The least of each, ``(2,)``.
            high: The largest of each, ``(2,)``.
        """
        ends = self._found([low.tolist(), [float(low[0]), float(high[1])]])
        return ends is not None and bool(ends[1, 1] > ends[0, 1])

    def draw(self, paint: Paint) -> None:
        """Draw the plan, in units of the world."""
        self._scene.draw_plan(paint)

    def of(self, ends: Ends) -> NDArray[np.float64] | None:
        """Places of some agents in the world, ``(n, 2)``; None where behaviours are no places."""
        known = self._known.get(ends.generation)
        if known is None or known[0] is not ends:
            known = self._known[ends.generation] = ends, self._found(ends.behaviour.tolist())
        return known[1]

    def _found(self, behaviours: list[list[float]]) -> NDArray[np.float64] | None:
        told = [dict(zip(self._names, one, strict=False)) for one in behaviours]
        places = [self._scene.end_place(one) for one in told]
        return None if None in places or not places else np.array(places, np.float64)
