"""What rays meet: a function for rules of games whose agents see by rangefinders."""

from __future__ import annotations

from typing import Any

__all__ = ["nearer"]


def nearer(free: Any, one: Any, other: Any) -> Any:
    """How far a ray is free behind another wall.

    Args:
        free: The length to which it was free before.
        one: An end of the wall: how far along the ray it is, and how far beside it.
        other: The other end of the wall, in the same way.
    """
    (along_a, beside_a), (along_b, beside_b) = one, other
    if (beside_a > 0) != (beside_b > 0):
        met = (along_a * beside_b - along_b * beside_a) / (beside_b - beside_a)
        if met > 0:
            free = min(free, met)
    return free
