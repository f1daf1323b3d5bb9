"""Fields of values in two colours: cold below 0, hot above it."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.view.drawing import shapes
from neuro.view.drawing.shapes import Point
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, Colour, Theme

__all__ = ["colour_of_action", "draw_border", "draw_legend", "draw_names", "heat", "place_rounded", "zero_line"]

_ROUND = 8  # radius of a map's corners


def heat(values: NDArray[np.float32], theme: Theme, winners: NDArray[np.intp] | None = None) -> Surface:
    """A field ``(columns, rows)`` from -1 (cold) to 1 (hot) as a surface, a pixel to a cell.

    Args:
        values: The field.
        theme: The colours.
        winners: Numbers of actions, of the shape of ``values``: their colours are taken instead; None for two colours.
    """
    cold, middle, hot = (np.array(colour, np.float32) for colour in (theme.cold, theme.middle, theme.hot))
    strength = (np.abs(values) ** 0.75 * 0.86)[..., None]
    colours = np.where(values[..., None] > 0, hot, cold)
    if winners is not None:
        colours = np.array(theme.curves, np.float32)[winners % len(theme.curves)]
        strength = 0.3 + 0.7 * strength  # which action it is must be seen where it hardly leads, too
    image = middle + (colours - middle) * strength
    out = Surface(values.shape)
    pygame.surfarray.blit_array(out, image.astype(np.uint8))
    return out


def zero_line(values: NDArray[np.float32]) -> list[tuple[Point, Point]]:
    """Pieces of the line on which a field is 0, in cells (W. Lorensen, H. Cline, 1987, in the plane).

    Cells with a change of sign at two edges have one piece; those with four changes, which are rare, have two.
    """
    positive = values > 0
    corners = positive[:-1, :-1].astype(int) + positive[1:, :-1] + positive[1:, 1:] + positive[:-1, 1:]
    pieces = []
    for i, j in zip(*(axis.tolist() for axis in np.nonzero((corners > 0) & (corners < 4))), strict=True):
        ring = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
        cuts: list[Point] = []
        for p, q in zip(ring, ring[1:] + ring[:1], strict=True):
            a, b = float(values[p]), float(values[q])
            if (a > 0) != (b > 0):
                t = a / (a - b)
                cuts.append((p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t))
        pieces += [(cuts[k], cuts[k + 1]) for k in range(0, len(cuts) - 1, 2)]
    return pieces


def draw_border(paint: Paint, values: NDArray[np.float32], theme: Theme) -> None:
    """Draw the line on which a field ``(columns, rows)`` is 0 over a whole surface."""
    area = paint.surface.get_rect()
    wide, high = (side * shapes.LARGER / (count - 1) for side, count in zip(area.size, values.shape, strict=True))

    def draw(large: Surface) -> None:
        thick = 1.6 * paint.scale * shapes.LARGER
        for (x0, y0), (x1, y1) in zero_line(values):
            shapes.stroke(large, (x0 * wide, y0 * high), (x1 * wide, y1 * high), thick, theme.text)

    paint.patch(area, draw, 220)


def place_rounded(paint: Paint, image: Surface, place: Rect) -> None:
    """Put an opaque picture at its place, in pixels, with round corners."""
    mask = shapes.box(place.size, (255, 255, 255), round(_ROUND * paint.scale))
    rounded = Surface(place.size, pygame.SRCALPHA)
    rounded.blit(image, (0, 0))
    rounded.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    paint.surface.blit(rounded, place)


def draw_legend(paint: Paint, right: float, y: float, ends: Sequence[str], theme: Theme) -> float:
    """What the colours mean, from cold to hot, ending at ``right``; returns where it begins."""
    right -= paint.text((right, y), ends[1], AXIS, theme.soft, "Medium", "r") + 8
    bar = paint.pixels((right - 84, y - 3, 84, 6))
    paint.surface.blit(_ramp(bar.size, theme), bar)
    return right - 92 - paint.text((right - 92, y), ends[0], AXIS, theme.soft, "Medium", "r")


def colour_of_action(number: int, theme: Theme) -> Colour:
    """The colour of an action where each has one."""
    return theme.curves[number % len(theme.curves)]


def draw_names(paint: Paint, right: float, y: float, names: Sequence[str], theme: Theme) -> float:
    """Actions with their colours, ending at ``right``; returns where they begin."""
    for number in range(len(names) - 1, -1, -1):
        right -= paint.text((right, y), names[number], AXIS, theme.soft, "Medium", "r") + 9
        paint.circle((right, y), 4, colour_of_action(number, theme))
        right -= 12
    return right + 12


@functools.lru_cache(16)
def _ramp(size: tuple[int, int], theme: Theme) -> Surface:
    values = np.repeat(np.linspace(-1, 1, 64, dtype=np.float32)[:, None], 2, axis=1)
    return pygame.transform.smoothscale(heat(values, theme), size)
