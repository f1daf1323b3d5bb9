"""What a bird sees, measured in the world: dashed lines with their lengths."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from games.flappy import rules
from neuro.numerals import number
from neuro.view.drawing.shapes import Point
from neuro.view.paint import Paint
from neuro.view.theme import Colour, Theme

__all__ = ["draw_measures"]


def _ink(theme: Theme) -> Colour:
    return (255, 255, 255) if theme.dark else theme.ink


def _measure(paint: Paint, a: Point, b: Point, named: tuple[str, str], ink: Colour) -> None:
    """A dashed line with ends, and its name over, under or beside its middle."""
    label, side = named
    paint.dashes(a, b, ink, 1.6, 210, 6, 5)
    flat = abs(a[1] - b[1]) < 1
    for x, y in (a, b):
        end = (x - 0.8, y - 5, 1.6, 10) if flat else (x - 5, y - 0.8, 10, 1.6)
        paint.fill(end, ink)
    middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    if side == "beside":
        paint.tag((middle[0] + 10, middle[1]), label)
    else:
        paint.tag((middle[0], middle[1] + (17 if side == "under" else -17)), label, "c")


def draw_measures(
    paint: Paint,
    state: NDArray[np.float32],
    bird: Point,
    view: tuple[Point, float],
    theme: Theme,
) -> None:
    """Draw the five inputs of a bird.

    Args:
        paint: The brush to draw with, in units.
        state: State of the bird, ``(rows,)``.
        bird: Its centre, in units.
        view: The place of the world's origin, and units to a pixel of the world.
        theme: The colours of the window.
    """
    (origin, scale), ink = view, _ink(theme)
    height, top = float(state[rules.HEIGHT]), float(state[rules.TOP])
    low, speed = top + float(state[rules.GAP]), float(state[rules.SPEED])
    edge = origin[0] + float(state[rules.PIPE_X]) * scale
    y_top, y_low = origin[1] + top * scale, origin[1] + low * scale
    distance = float(state[rules.PIPE_X]) - float(rules.BIRD_X)
    for y, way in ((y_top, -1), (y_low, 1)):
        paint.polygon([(edge - 3, y), (edge - 14, y + way * 6.5), (edge - 14, y - way * 6.5)], theme.hot)
        paint.dashes((edge - 110, y), (edge - 16, y), theme.hot, 1.2, 150)
    if edge - bird[0] > 60:
        side = "under" if height > top else "over"
        _measure(paint, (bird[0] + 22, bird[1]), (edge, bird[1]), (f"distance {number(distance)}", side), ink)
    far = edge + float(rules.PIPE_WIDTH) * scale
    paint.dashes((edge, bird[1]), (far + 38, bird[1]), ink, 1, 110, 4, 5)
    for x, y, label in ((far + 14, y_top, f"to top edge {number(height - top)}"),
                        (far + 34, y_low, f"to low edge {number(height - low)}")):  # fmt: skip
        _measure(paint, (x, bird[1]), (x, y), (label, "beside"), ink)
    _measure(paint, (bird[0], origin[1] + 4), (bird[0], bird[1] - 42), (f"height {number(height)}", "beside"), ink)
    _draw_speed(paint, bird, speed, theme)


def _draw_speed(paint: Paint, bird: Point, speed: float, theme: Theme) -> None:
    """An arrow beside the bird, up or down, as long as it is fast."""
    way, colour = (1, theme.cold) if speed > 0 else (-1, theme.hot)
    x, start, end = bird[0] - 34, bird[1] - way * 8, bird[1] + way * (8 + 4 * abs(speed))
    paint.lines([(x, start), (x, end)], colour, 3)
    paint.polygon([(x - 6, end), (x + 6, end), (x, end + way * 8)], colour)
    paint.tag((x - 12, (start + end) / 2), f"speed {number(speed, 1)}", "r")
