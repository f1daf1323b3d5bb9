"""Small signs, as kept sprites: a crown, and the pictures on buttons."""

from __future__ import annotations

import functools
import math

import pygame
from pygame import Surface

from neuro.view.drawing import shapes
from neuro.view.drawing.shapes import LARGER, Point
from neuro.view.theme import Colour, rgb

__all__ = ["ICONS", "crown", "icon"]

Polygon = tuple[Point, ...]


def _crown(s: float) -> Polygon:
    left: Polygon = ((-s, 0.55 * s), (-1.08 * s, -0.45 * s), (-0.48 * s, 0))
    right: Polygon = ((0.48 * s, 0), (1.08 * s, -0.45 * s), (s, 0.55 * s))
    return (*left, (0, -0.8 * s), *right)


@functools.lru_cache(32)
def crown(size: float) -> Surface:
    """Three points of gold for the leader; half as wide as ``size`` says, in pixels."""
    half = math.ceil(1.5 * size) + 3
    large = Surface((2 * half * LARGER, 2 * half * LARGER), pygame.SRCALPHA)
    points = [((half + x) * LARGER, (half + y) * LARGER) for x, y in _crown(size)]
    for a, b in zip(points, points[1:] + points[:1], strict=True):
        shapes.stroke(large, a, b, max(2.0, 0.28 * size) * LARGER, (40, 24, 8, 220))
    pygame.draw.polygon(large, rgb("#FFD27A"), points)
    for i in (1, 3, 5):
        pygame.draw.circle(large, rgb("#FFF3D6"), points[i], 0.17 * size * LARGER)
    return shapes.shrink(large, (2 * half, 2 * half))


def _bar(x: float, width: float, height: float) -> Polygon:
    return (x, -height), (x + width, -height), (x + width, height), (x, height)


def _arrow(x: float, width: float, height: float) -> Polygon:
    return (x, -height), (x + width, 0), (x, height)


#: Signs by name: polygons in units of half their size.
ICONS: dict[str, tuple[Polygon, ...]] = {
    "pause": (_bar(-0.62, 0.44, 0.75), _bar(0.18, 0.44, 0.75)),
    "play": (_arrow(-0.5, 1.35, 0.8),),
    "step": (_arrow(-0.7, 1.0, 0.7), _bar(0.36, 0.32, 0.7)),
    "back": (_arrow(0.7, -1.0, 0.7), _bar(-0.68, 0.32, 0.7)),
    "previous": (_arrow(0.85, -0.75, 0.65), _arrow(0.05, -0.75, 0.65), _bar(-1.0, 0.28, 0.65)),
    "next": (_arrow(-0.85, 0.75, 0.65), _arrow(-0.05, 0.75, 0.65), _bar(0.72, 0.28, 0.65)),
    "crown": (tuple((0.86 * x, 0.86 * y) for x, y in _crown(1.0)),),
    "eye": (tuple(shapes.smooth([(-1, 0), (0, -0.62), (1, 0), (0, 0.62)], steps=8)),),
    "record": (tuple((0.72 * math.cos(a / 8), 0.72 * math.sin(a / 8)) for a in range(51)),),
    "camera": (
        ((-1, -0.5), (-0.45, -0.5), (-0.3, -0.85), (0.3, -0.85), (0.45, -0.5), (1, -0.5), (1, 0.85), (-1, 0.85)),
    ),
    "mix": (
        tuple((-0.38 + 0.58 * math.cos(a / 8), 0.58 * math.sin(a / 8)) for a in range(51)),
        tuple((0.52 + 0.42 * math.cos(a / 8), 0.42 * math.sin(a / 8)) for a in range(51)),
    ),
    "star": (
        tuple(
            (
                (0.95 if k % 2 == 0 else 0.3) * math.sin(k * math.pi / 4),
                -(0.95 if k % 2 == 0 else 0.3) * math.cos(k * math.pi / 4),
            )
            for k in range(8)
        ),
    ),
    "share": (
        ((-0.75, -0.1), (-0.5, -0.1), (-0.5, 0.65), (0.5, 0.65), (0.5, -0.1), (0.75, -0.1), (0.75, 0.9), (-0.75, 0.9)),
        ((-0.12, 0.4), (-0.12, -0.4), (-0.45, -0.4), (0, -0.95), (0.45, -0.4), (0.12, -0.4), (0.12, 0.4)),
    ),
    "caption": (((-0.9, -0.65), (0.9, -0.65), (0.9, 0.4), (-0.1, 0.4), (-0.5, 0.85), (-0.5, 0.4), (-0.9, 0.4)),),
    "again": (
        tuple((0.8 * math.cos(a / 8), 0.8 * math.sin(a / 8)) for a in range(-6, 30))
        + tuple((0.5 * math.cos(a / 8), 0.5 * math.sin(a / 8)) for a in range(29, -7, -1)),
        ((0.1, -1.0), (0.62, -0.42), (0.95, -1.0)),
    ),
}


@functools.lru_cache(256)
def icon(name: str, size: float, colour: Colour) -> Surface:
    """A sign on a box of twice ``size`` pixels."""
    half = math.ceil(size) + 2
    large = Surface((2 * half * LARGER, 2 * half * LARGER), pygame.SRCALPHA)
    middle, unit = half * LARGER, size * LARGER
    for polygon in ICONS[name]:
        pygame.draw.polygon(large, colour, [(middle + x * unit, middle + y * unit) for x, y in polygon])
    if name in ("eye", "camera"):
        down = 0.16 * unit if name == "camera" else 0
        pygame.draw.circle(large, (0, 0, 0, 0), (middle, middle + down), (0.4 if down else 0.34) * unit)
    return shapes.shrink(large, (2 * half, 2 * half))
