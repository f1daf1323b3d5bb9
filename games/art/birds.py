"""Sprites of birds."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Surface

from games.art.plumage import Part, Plumage, draw_parts, parts
from neuro.view.drawing import shapes
from neuro.view.looks import Looks
from neuro.view.theme import Colour

__all__ = ["ANGLES", "GLIDES", "PHASES", "REACH", "angle_index", "sprite"]

#: How many ways there are in which wings stand: up, middle, down, gliding; and the last of them.
PHASES, GLIDES = 4, 3
#: Half the side of a bird's picture, by the radius of its body.
REACH = 2.35

#: Directions of a crowd's sprites in degrees, nose up positive.
ANGLES = tuple(range(-50, 30, 10))


def angle_index(speed: NDArray[np.float32]) -> NDArray[np.intp]:
    """Indices into ``ANGLES`` for downward speeds in pixels a step: five degrees of tilt for each."""
    tilt = np.clip(-5 * speed, ANGLES[0], ANGLES[-1])
    return np.rint((tilt - ANGLES[0]) / 10).astype(np.intp)


class _Sheet(NamedTuple):
    """What a large picture of a bird depends on."""

    looks: Looks
    radius: float
    phase: int
    outline: Colour | None


@functools.lru_cache(256)
def _large(sheet: _Sheet) -> Surface:
    """A bird that flies level, several times larger than its sprites, premultiplied."""
    larger = shapes.LARGER if sheet.radius > 24 else 6
    half = int(np.ceil(REACH * sheet.radius))
    surface = Surface((2 * half * larger, 2 * half * larger), pygame.SRCALPHA)
    edge = max(0.075 * sheet.radius, 1.0) * larger
    bird: list[Part] = parts(Plumage(*sheet.looks), sheet.phase)
    draw_parts(surface, bird, sheet.radius * larger, sheet.outline, edge)
    return surface.premul_alpha()


@functools.lru_cache(4096)
def sprite(
    looks: Looks,
    radius: float,
    phase: int = GLIDES,
    angle: int = 0,
    alpha: int = 255,
    outline: Colour | None = (11, 15, 26),
) -> Surface:
    """A bird, premultiplied; its centre is the sprite's centre.

    Args:
        looks: What it looks like.
        radius: Radius of the body, in pixels.
        phase: Position of the wings: 0 up, 1 middle, 2 down, 3 gliding.
        angle: Degrees, nose up positive.
        alpha: Opacity, up to 255.
        outline: Colour of the line round it.
    """
    if alpha < 255:
        return shapes.veiled(sprite(looks, radius, phase, angle, 255, outline), alpha)
    large = _large(_Sheet(looks, radius, phase, outline))
    side = 2 * int(np.ceil(REACH * radius))
    turned = pygame.transform.rotate(large, angle) if angle else large
    middle = large.get_rect(center=turned.get_rect().center)
    cut = turned.subsurface(middle.clip(turned.get_rect()))
    return pygame.transform.smoothscale(cut, (side, side))
