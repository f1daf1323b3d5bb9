"""Charts: axes that count in round numbers, lines, bands, and values that a pointer reads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.panel import Panel
from neuro.view.shapes import Point
from neuro.view.snapshot import number
from neuro.view.theme import AXIS, HINT, Colour, Theme

__all__ = ["ChartPanel", "Plot", "Reading", "ticks"]

Shown = TypeVar("Shown", contravariant=True)


def ticks(top: float, most: int = 4) -> list[float]:
    """Round numbers from 0 up to ``top``: at most ``most`` steps of 1, 2 or 5 times a power of ten."""
    if top <= 0:
        return [0.0]
    power = 10.0 ** math.floor(math.log10(top / most))
    step = next(power * k for k in (1, 2, 5, 10) if top / (power * k) <= most)
    return [k * step for k in range(int(top / step + 1e-9) + 1)]


class Reading(NamedTuple):
    """A value under the pointer: of which line, where that stands, and how it is written."""

    name: str
    value: float
    text: str
    colour: Colour


class Plot:
    """A field with two axes from 0 on. x counts whole things: generations or steps.

    Args:
        paint: Where to draw.
        field: The space of the lines, without the axes' labels; in units.
        last: The largest x, at least 1.
        top: The largest y.
        theme: Colours.
        first: What the axis calls x = 0.
    """

    def __init__(self, paint: Paint, field: Rect, last: float, top: float, theme: Theme, *, first: int = 0) -> None:
        self._first = first
        self._paint, self._field, self._theme = paint, field, theme
        self._last, self._top = max(last, 1), top or 1.0

    def x(self, value: float) -> float:
        """Where an x stands."""
        return self._field.x + self._field.w * value / self._last

    def y(self, value: float) -> float:
        """Where a y stands."""
        return self._field.bottom - self._field.h * min(max(value, 0), self._top) / self._top

    def nearest(self, x: float) -> int:
        """The whole x nearest to a place."""
        return round(min(max((x - self._field.x) / max(self._field.w, 1), 0), 1) * self._last)

    def axes(self, *, whole: bool = False) -> None:
        """Lines across for round y, figures below for round x; y are whole numbers where asked for."""
        paint, theme = self._paint, self._theme
        across = ticks(self._top, max(2, self._field.h // 44))
        places = 0 if whole or len(across) < 2 else max(0, -math.floor(math.log10(across[1])))
        for value in across:
            if whole and value != int(value):
                continue
            paint.fill((self._field.x, self.y(value), self._field.w, 1), theme.line)
            paint.text((self._field.x - 8, self.y(value)), number(value, places), AXIS, theme.faint, align="r")
        for value in ticks(self._last, max(2, self._field.w // 70)):
            if value == int(value):
                label = number(value + self._first)
                paint.text((self.x(value), self._field.bottom + 14), label, AXIS, theme.faint, align="c")

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
        pointer: Where it is, inside the panel; None elsewhere.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.pointer: Point | None = None

    def command(self, at: Point, event: Event) -> Command | None:
        """See ``Panel.command``: a pointer inside reads values, and gives no command."""
        if event.type == pygame.MOUSEMOTION and self.rect:
            self.pointer = at if Rect(0, 0, *self.rect.size).collidepoint(at) else None
        return None
