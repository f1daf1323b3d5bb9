"""Pieces of landscapes that games' drawings share, made of nothing but the shapes that rules may draw.

Each takes the painter first, see ``neuro.rules.shapes_list.Painter``; lengths are in units of the world.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["basalt_front", "crown", "dusk", "light", "turf"]

_BANDS = 16  # between two colours of the sky


def light(paint: Any, x: float, y: float, radius: float, colour: str = "sun", alpha: float = 0.35) -> None:
    """A soft light: discs on each other that together have an opacity in the middle."""
    steps = 22
    for k in range(steps):
        paint.disc(x, y, radius * (1 - k / steps) ** 1.15, colour, 1 - (1 - alpha) ** (1 / steps))


def _wave(seed: int) -> Callable[[float], float]:
    """A gentle line."""
    draw = random.Random(seed)
    parts = [(k, draw.uniform(0.4, 1) / k**0.9, draw.uniform(0, 2 * math.pi)) for k in (2, 3, 5, 8, 13)]
    return lambda turn: sum(size * math.sin(2 * math.pi * k * turn + phase) for k, size, phase in parts)


def dusk(paint: Any, wide: float, high: float, *, horizon: float, sun: tuple[float, float], seed: int = 5) -> None:
    """What stands behind a world that is seen from the side: sky, sun, clouds, and ridges with mist.

    Args:
        paint: The painter.
        wide: The world's width.
        high: Its height.
        horizon: The y at which the land begins.
        sun: The sun's place.
        seed: Seed of stars, clouds and ridges.
    """
    draw = random.Random(seed)
    band = horizon / (5 * _BANDS)
    for k in range(5 * _BANDS):
        colour, share = k // _BANDS, k % _BANDS / _BANDS
        paint.box(0, k * band, wide, 2 * band, f"sky{colour}")  # twice as high as it shows: no seams
        if share:
            paint.box(0, k * band, wide, 2 * band, f"sky{colour + 1}", share)
    for _ in range(int(wide / 13)):
        paint.disc(
            draw.random() * wide,
            draw.random() ** 1.6 * horizon * 0.5,
            draw.choice((0.8, 1.0, 1.4)),
            "sun",
            draw.uniform(0.15, 0.6),
        )
    light(paint, *sun, 0.32 * horizon)
    paint.disc(*sun, 0.068 * horizon, "sun", 0.94)
    for _ in range(5):
        _draw_cloud(paint, (draw.random() * wide, horizon * draw.uniform(0.1, 0.5)), draw)
    for k in range(4):
        line, top = _wave(7 * seed + k), horizon * (0.86 + 0.045 * k)
        points = [(x, top - horizon * (0.02 + 0.005 * k) * line(x / 1600)) for x in range(-10, int(wide) + 22, 12)]
        paint.polygon([*points, (wide + 10, high), (-10, high)], f"ridge{k}")
        for j in range(5):
            paint.box(0, top + horizon * 0.012 * j, wide, high, "sky3", 0.03)


def _draw_cloud(paint: Any, at: tuple[float, float], draw: random.Random) -> None:
    """Three streaks, pointed at both ends."""
    for k in range(3):
        long, x, y = draw.uniform(80, 170), at[0] + draw.uniform(-60, 60), at[1] + 11 * k
        upper = [(x - long + 2 * long * j / 12, y - 5 * math.sin(math.pi * j / 12)) for j in range(13)]
        lower = [(x + long - 2 * long * j / 12, y + 4 * math.sin(math.pi * j / 12)) for j in range(1, 12)]
        paint.polygon([*upper, *lower], "sky5", 0.11)


def basalt_front(
    paint: Any, x: float, y: float, wide: float, high: float, draw: random.Random, column: float = 30, deep: float = 0
) -> None:
    """Columns of basalt from the front, as wide and as high as given; they end unevenly, up to ``deep`` lower."""
    paint.box(x, y, wide, high, "joint")
    left, right = x, x + wide
    while left < right - 1:
        across = min(draw.uniform(0.8, 1.25) * column, right - left)
        if right - left - across < column / 2:
            across = right - left
        top, low = y, y + high + draw.random() ** 2 * deep
        while top < low - 1:
            tall = min(draw.uniform(1.1, 3.2) * column, low - top)
            _draw_block(paint, left, top, across, tall, draw.random())
            top += tall
        cap = [
            (left, y), (left + across - 1.6, y),
            (left + 0.78 * across, y + 0.2 * column), (left + 0.22 * across, y + 0.2 * column),
        ]  # fmt: skip
        paint.polygon(cap, "lit")
        left += across


def _draw_block(paint: Any, x: float, y: float, wide: float, high: float, tone: float) -> None:
    """A block of a column, with its light from the right."""
    paint.box(x, y, wide, high, "joint")
    paint.box(x, y, wide - 1.6, high - 1.6, "stone")
    paint.box(x, y, 0.28 * wide, high - 1.6, "shade", 0.75)
    paint.box(x + 0.7 * wide, y, 0.3 * wide - 1.6, high - 1.6, "lit", 0.9)
    paint.box(x, y, wide - 1.6, high - 1.6, "joint" if tone < 0.6 else "lit", 0.4 * tone)


def turf(paint: Any, x: float, y: float, wide: float, draw: random.Random, every: float = 9, high: float = 12) -> None:
    """Moss and grass on an edge: small leaves."""
    for _ in range(int(wide / every)):
        foot, tall = x + draw.random() * wide, draw.uniform(0.4, 1) * high
        lean = draw.uniform(-0.5, 0.5) * high
        leaf: Sequence[tuple[float, float]] = [
            (foot - 2.4, y + 1), (foot + 0.5 * lean - 1.4, y - 0.6 * tall), (foot + lean, y - tall),
            (foot + 0.4 * lean + 1.6, y - 0.5 * tall), (foot + 2.4, y + 1),
        ]  # fmt: skip
        paint.polygon(leaf, "moss", draw.uniform(0.6, 1))


def crown(paint: Any, x: float, y: float, size: float) -> None:
    """The crown of the best, in the middle of its place."""
    outline = [
        (x - size, y + 0.55 * size), (x - 1.08 * size, y - 0.45 * size), (x - 0.48 * size, y), (x, y - 0.8 * size),
        (x + 0.48 * size, y), (x + 1.08 * size, y - 0.45 * size), (x + size, y + 0.55 * size),
    ]  # fmt: skip
    paint.line([*outline, outline[0]], "ink", 3, 0.8)
    paint.polygon(outline, "hot")
    for point in (outline[1], outline[3], outline[5]):
        paint.disc(*point, 0.17 * size, "sun")
