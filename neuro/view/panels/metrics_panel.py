"""The chart of what an algorithm says of its search: one of its numbers by generation, chosen from a list."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.numerals import legible, number
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import HINT, Theme
from neuro.view.widgets.chart import ChartPanel, Plot, Reading, room_for_axis
from neuro.view.widgets.control import Control
from neuro.view.widgets.dropdown import Choice, DropDown

__all__ = ["MetricsPanel"]

_WIDE = 160  # of the field with the name, at most
_ENDS = 56  # of the newest value beside its line
_FULL = 9  # index of full speed


class MetricsPanel(ChartPanel[Snapshot]):
    """One of the algorithm's own numbers, by generation; see ``Algorithm.metrics``."""

    about = "Numbers by which the algorithm says how its search goes; the field chooses which one is charted"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._metric = DropDown(theme, "metric", "Which of the algorithm's numbers is charted")
        self.drop_downs = (self._metric,)
        self._chosen = 0

    def choose(self, metric: int) -> None:
        """Chart one of the numbers, by its place in their order."""
        self._chosen = metric

    def key(self, shown: Snapshot) -> Hashable:
        """What the picture depends on; at full speed it changes twice a second."""
        count = len(shown.history)
        newest = count if shown.speed < _FULL else int(shown.seconds * 2)
        return newest, min(count, 2), self.pointer, self._chosen, self._metric.opened

    def controls(self) -> list[Control]:
        """The field with the name."""
        return [self._metric.control]

    def command(self, at: Point, event: Event) -> Command | None:
        """The command of an event: a click on the field opens its list."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self._metric.field.collidepoint(at):
            self._metric.open()
        return super().command(at, event)

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        names = shown.metrics
        space = self.card(paint, area, "Search by generation")
        if not names:
            paint.text(space.center, "this algorithm says no numbers", HINT, self.theme.faint, align="c")
            return
        name = names[min(self._chosen, len(names) - 1)]
        wide = min(_WIDE, round(space.w * 0.5))
        choice = Choice(tuple(map(_spelled, names)), names.index(name), _spelled(name))
        self._metric.draw_field(paint, Rect(space.right - wide, 7, wide, 26), choice)
        values = _steady(entry.metrics.get(name, math.nan) for entry in shown.history)
        if not values:
            paint.text(space.center, "known after the first generation", HINT, self.theme.faint, align="c")
            return
        top, low = max(values), min(0.0, *values)
        top += 0.06 * (top - low)
        left = room_for_axis(paint, top, space.h - 26, low)
        field = Rect(round(space.x + left), space.y + 8, round(space.w - left - _ENDS), space.h - 26)
        plot = Plot(paint, field, len(values) - 1, top, self.theme, low=low)
        plot.axes()
        plot.line(values, self.theme.hot)
        plot.end(values, self.theme.warm)
        plot.write_end(values, legible(values[-1]), self.theme.warm)
        if self.pointer:
            g = min(plot.nearest(self.pointer[0]), len(values) - 1)
            plot.read(
                g,
                f"generation {number(g)}",
                [Reading(_spelled(name), values[g], legible(values[g]), self.theme.warm)],
            )


def _spelled(name: str) -> str:
    return name.replace("_", " ")


def _steady(values: Iterable[float]) -> list[float]:
    """The values; what is no finite number is drawn as the one before it, and as 0 before any."""
    found: list[float] = []
    for value in values:
        found.append(float(value) if math.isfinite(value) else found[-1] if found else 0.0)
    return found
