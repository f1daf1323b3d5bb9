"""Trails: the way that an agent came, fading with age."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Surface

from neuro.view.drawing.shapes import disc
from neuro.view.theme import Colour

__all__ = ["draw_dots", "draw_line", "draw_trail"]

_FINER = 4  # dots to a step: they must touch


def draw_dots(
    surface: Surface, x: NDArray[np.floating], y: NDArray[np.floating], radius: float, colour: Colour
) -> None:
    """Dots at places in pixels, the first the strongest."""
    drawn = []
    for k, (dot_x, dot_y) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        dot = disc(radius, colour, 10 * round(16 * (1 - k / len(x)) ** 1.3))
        half = dot.get_width() // 2
        drawn.append((dot, (round(dot_x) - half, round(dot_y) - half)))
    surface.fblits(drawn, pygame.BLEND_PREMULTIPLIED)


def draw_trail(
    surface: Surface, x: NDArray[np.floating], y: NDArray[np.floating], scale: float, colour: Colour
) -> None:
    """A line through places in pixels, one a step, the newest first; ``scale`` pixels to the world's unit."""
    if len(x) >= 2:
        draw_dots(surface, *_finer(x, y), 1.2 * scale, colour)


def draw_line(surface: Surface, x: NDArray[np.floating], y: NDArray[np.floating], scale: float, colour: Colour) -> None:
    """The same line, as strong everywhere."""
    if len(x) >= 2:
        dot = disc(1.2 * scale, colour)
        half = dot.get_width() / 2
        places = zip(*(np.rint(fine - half).astype(int).tolist() for fine in _finer(x, y)), strict=True)
        surface.fblits([(dot, place) for place in places], pygame.BLEND_PREMULTIPLIED)


def _finer(x: NDArray[np.floating], y: NDArray[np.floating]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Places between the given ones, too, so near to each other that dots touch."""
    steps, fine = np.arange(len(x)), np.arange(0, len(x) - 1, 1 / _FINER)
    return np.interp(fine, steps, x), np.interp(fine, steps, y)
