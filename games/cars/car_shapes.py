"""How cars look: the road, its edges and gates, and a car with its rays, as shapes."""

from __future__ import annotations

import math
from typing import Any

__all__ = ["draw", "draw_world"]

_SAMPLES = 128


def draw(car: Any, paint: Any, p: Any) -> None:
    """A car from above."""
    forward, right = math.cos(car.heading), math.sin(car.heading)

    def at(ahead: float, aside: float) -> tuple[float, float]:
        return car.px + ahead * forward - aside * right, car.py + ahead * right + aside * forward

    paint.polygon([at(17, -5), at(17, 5), at(13, 9), at(-15, 9), at(-17, 7), at(-17, -7), at(-15, -9), at(13, -9)])
    paint.polygon([at(7, -6), at(7, 6), at(1, 7), at(1, -7)], "ink", 0.7)


def draw_world(car: Any, paint: Any, p: Any) -> None:
    """The road."""
    middle = [_point(car, 2 * math.pi * k / _SAMPLES) for k in range(_SAMPLES + 1)]
    paint.line(middle, "line", 2 * p.width + 6)
    paint.line(middle, "raised", 2 * p.width)


def _point(car: Any, t: float) -> tuple[float, float]:
    found = []
    for parts in (car.x, car.y):
        harmonics = range(1, len(parts) // 2 + 1)
        found.append(
            parts[0] + sum(parts[2 * k - 1] * math.cos(k * t) + parts[2 * k] * math.sin(k * t) for k in harmonics)
        )
    return found[0], found[1]
