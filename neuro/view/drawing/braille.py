"""Shapes as text: a picture in black and white, of braille signs that hold two by four dots each."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Surface

from neuro.rules.shapes_list import Shape

__all__ = ["ACROSS", "DOWN", "draw_dots", "signs"]

#: Dots of a sign.
ACROSS, DOWN = 2, 4
_BITS = np.array([[0, 3], [1, 4], [2, 5], [6, 7]])  # of a sign's number, by row and column of the dot
_FIRST = 0x2800
_FAINT, _WIDEST = 0.5, 0.98  # what is fainter is left out, and what spans the world, which is its land
_LAND = frozenset(
    {
        *("window", "panel", "raised", "middle", "line", "ink", "shade", "joint"),
        *(f"{name}{k}" for name in ("sky", "ridge", "ground") for k in range(6)),
    }
)


def draw_dots(surface: Surface, shapes: Iterable[Shape], left: float, scale: float, *, world: float) -> None:
    """Draw shapes as they show in black and white, without what lies behind them, and without texts.

    Args:
        surface: The surface, of which each pixel is a dot.
        shapes: The shapes.
        left: The x of the world at the surface's left edge.
        scale: Dots to a unit of the world.
        world: The world's width.
    """
    for shape in shapes:
        match shape:
            case ("disc", x, y, radius, colour, alpha, ring) if _is_seen(colour, alpha):
                wide = max(1, round(ring * scale)) if ring else 0
                pygame.draw.circle(surface, 1, ((x - left) * scale, y * scale), max(0.5, radius * scale), wide)
            case ("box", x, y, wide, high, colour, alpha, _) if _is_seen(colour, alpha) and wide < _WIDEST * world:
                place = (x - left) * scale, y * scale, max(1, round(wide * scale)), max(1, round(high * scale))
                pygame.draw.rect(surface, 1, place)
            case ("line", points, colour, wide, alpha) if _is_seen(colour, alpha):
                dots = [((x - left) * scale, y * scale) for x, y in points]
                pygame.draw.lines(surface, 1, False, dots, max(1, round(wide * scale)))
            case ("polygon", points, colour, alpha) if _is_seen(colour, alpha):
                pygame.draw.polygon(surface, 1, [((x - left) * scale, y * scale) for x, y in points])


def _is_seen(colour: str, alpha: float) -> bool:
    return alpha >= _FAINT and colour not in _LAND


def signs(surface: Surface) -> list[list[str]]:
    """The signs of a surface of dots, row by row; spaces where there are none."""
    dots: NDArray[np.bool_] = pygame.surfarray.array2d(surface).T > 0
    rows, columns = dots.shape[0] // DOWN, dots.shape[1] // ACROSS
    cells = dots.reshape(rows, DOWN, columns, ACROSS).transpose(0, 2, 1, 3)
    numbers = (cells << _BITS).sum(axis=(2, 3))
    return [[chr(_FIRST + number) if number else " " for number in row] for row in numbers.tolist()]
