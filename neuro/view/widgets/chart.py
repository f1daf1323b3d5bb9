"""Charts: axes that count in round numbers, lines, bands, and values that a pointer reads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.numerals import marks, number
from neuro.view.drawing.shapes import Point
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, HINT, Colour, Theme
from neuro.view.widgets.panel import Panel

__all__ = ["ChartPanel", "Plot", "Reading", "room_for_axis", "ticks"]

Shown = TypeVar("Shown", contravariant=True)


def ticks(top: float, most: int = 4, low: float = 0) -> list[float]:
    """Round numbers from ``low`` up to ``top``: at most ``most`` steps of 1, 2 or 5 times a power of ten."""
    if top <= low:
        return [low]
    power = 10.0 ** math.floor(math.log10((top - low) / most))
    step = next(power * k for k in (1, 2, 5, 10) if (top - low) / (power * k) <= most)
    first = math.ceil(low / step - 1e-9)
    return [k * step for k in range(first, math.floor(top / step + 1e-9) + 1)]


def room_for_axis(paint: Paint, top: float, high: float, low: float = 0) -> float:
    """How wide the labels of an axis from ``low`` to ``top`` are beside a field of a height."""
    return max(paint.width_of(label, AXIS) for label in marks(_across(top, high, low))) + 10


def _across(top: float, high: float, low: float) -> list[float]:
    """Where lines go across a field of a height."""
    return ticks(top, max(2, int(high) // 44), low)


class Reading(NamedTuple):
    """A value under the pointer: of which line, where that stands, and how it is written."""

    name: str
    value: float
    text: str
    colour: Colour


class Plot:
    """A field with two axes. x counts whole things from 0 on: generations or steps.

    Args:
        paint: The brush to draw with.
        field: The space of the lines, without the axes' labels; in units.
        last: The largest x, at least 1.
        top: The largest y.
        theme: The colours of the window.
        first: What the axis calls x = 0.
        low: The least y.
    """

    def __init__(
        self, paint: Paint, field: Rect, last: float, top: float, theme: Theme, *, first: int = 0, low: float = 0
    ) -> None:
        self._first, self._low = first, low
        self._paint, self._field, self._theme = paint, field, theme
        self._last, self._top = max(last, 1), top if top > low else low + 1.0

    def x(self, value: float) -> float:
        """Where an x stands."""
        return self._field.x + self._field.w * value / self._last

    def y(self, value: float) -> float:
        """Where a y stands."""
        share = (min(max(value, self._low), self._top) - self._low) / (self._top - self._low)
        return self._field.bottom - self._field.h * share

    def nearest(self, x: float) -> int:
        """The whole x nearest to a place."""
        return round(min(max((x - self._field.x) / max(self._field.w, 1), 0), 1) * self._last)

    def axes(self, *, whole: bool = False) -> None:
        """Lines across for round y, figures below for round x; y are whole numbers where asked for."""
        paint, theme = self._paint, self._theme
        across = _across(self._top, self._field.h, self._low)
        across = [value for value in across if not whole or value == int(value)]
        for value, label in zip(across, marks(across), strict=True):
            paint.fill((self._field.x, self.y(value), self._field.w, 1), theme.line)
            paint.text((self._field.x - 8, self.y(value)), label, AXIS, theme.faint, align="r")
        for value in ticks(self._last, max(2, self._field.w // 70)):
            if value == int(value):
                paint.text(
                    (self.x(value), self._field.bottom + 14), number(value + self._first), AXIS, theme.faint, align="c"
                )

    def _points(self, values: Sequence[float]) -> list[tuple[float, float]]:
        """No more than one to a pixel of width."""
        stride = max(1, len(values) // max(1, round(self._field.w * self._paint.scale)))
        places = [*range(0, len(values) - 1, stride), len(values) - 1]
        return [(self.x(i), self.y(values[i])) for i in places]

    def line(self, values: Sequence[float], colour: Colour, width: float = 2) -> None:
        """A line through values at x = 0, 1, 2 and so on."""
        self._paint.lines(self._points(values), colour, width)

    def area(self, low: Sequence[float], high: Sequence[float], colour: Colour, alpha: int) -> None:
        """What lies between two lines."""
        outline = self._points(high) + self._points(low)[::-1]
        if len(outline) > 2:
            self._paint.polygon(outline, colour, alpha)

    def end(self, values: Sequence[float], colour: Colour) -> None:
        """A dot on the last value."""
        self._paint.circle((self.x(len(values) - 1), self.y(values[-1])), 3.5, colour)

    def write_end(self, values: Sequence[float], text: str, colour: Colour) -> None:
        """A text beside the last value."""
        y = min(max(self.y(values[-1]), self._field.y), self._field.bottom - 6)
        self._paint.text((self.x(len(values) - 1) + 9, y), text, HINT, colour, "SemiBold")

    def read(self, k: int, called: str, readings: Sequence[Reading]) -> None:
        """A rule at x = ``k``, dots on the lines, and beside them a bubble with what stands there."""
        paint, theme, field, x = self._paint, self._theme, self._field, self.x(k)
        paint.fill((x, field.y, 1, field.h), theme.soft)
        for reading in readings:
            paint.circle((x, self.y(reading.value)), 5, theme.panel)
            paint.circle((x, self.y(reading.value)), 3.5, reading.colour)
        names = max(paint.width_of(reading.name, HINT) for reading in readings)
        texts = max(paint.width_of(reading.text, HINT, "Medium") for reading in readings)
        wide = max(46 + names + texts, paint.width_of(called, AXIS, "Medium") + 20)
        left = x - wide - 10 if x - wide - 10 > field.x else x + 10
        paint.box((left, field.y + 4, wide, 30 + 18 * len(readings)), theme.raised, 8, border=theme.line)
        paint.text((left + 10, field.y + 18), called, AXIS, theme.soft, "Medium")
        for i, reading in enumerate(readings):
            y = field.y + 37 + 18 * i
            paint.circle((left + 14, y), 3.5, reading.colour)
            paint.text((left + 24, y), reading.name, HINT, theme.soft)
            paint.text((left + wide - 10, y), reading.text, HINT, theme.text, "Medium", "r")


class ChartPanel(Panel[Shown]):
    """A panel with a chart, off which a pointer reads values.

    Attributes:
        pointer: The pointer's place inside the panel; None elsewhere.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.pointer: Point | None = None

    def command(self, at: Point, event: Event) -> Command | None:
        """No command: a pointer inside reads values."""
        if event.type == pygame.MOUSEMOTION and self.rect:
            self.pointer = at if Rect(0, 0, *self.rect.size).collidepoint(at) else None
        return None
