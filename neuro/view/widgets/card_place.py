"""Placing cards over a world so that they cover nothing of interest: at its upper or its lower left."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

__all__ = ["CardPlace"]

_CLEAR = 12  # units between a card and what must be seen, at least
_EDGE = 16  # from the world's edges


class CardPlace:
    """Chooses a place, and keeps to it as long as nothing is hidden there."""

    def __init__(self) -> None:
        self._low = False

    def place(self, size: tuple[int, int], world: Rect, obstacles: Sequence[Rect]) -> Rect:
        """Where cards of a size stand: where they were, or on the other side if only that keeps off the obstacles.

        Args:
            size: Width and height of all of them together.
            world: The world that they lie over, in units.
            obstacles: What must be seen.
        """
        high = Rect((_EDGE, world.y + _EDGE), size)
        low = Rect((_EDGE, world.bottom - _EDGE - size[1]), size)
        here, there = (low, high) if self._low else (high, low)
        if _hides(here, obstacles) and not _hides(there, obstacles):
            self._low = not self._low
            return there
        return here


def _hides(place: Rect, obstacles: Sequence[Rect]) -> bool:
    return place.inflate(2 * _CLEAR, 2 * _CLEAR).collidelist(list(obstacles)) >= 0
