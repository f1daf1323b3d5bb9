"""The timeline of a run: the best of each generation as a hill, record breakers as portraits, a playhead to drag."""

from __future__ import annotations

import math
from collections.abc import Hashable
from functools import partial

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.numerals import number
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, HINT, Theme
from neuro.view.widgets.chart import ticks
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["TimelinePanel"]

_LEFT = 80  # room for the name
_BUTTON = (60, 32)  # width and height of a button: high enough for a finger
_APART = 46  # between portraits, at least
_TALL = 80  # height with portraits
_ABOUT = {"branch": "Go on from here as a new run; the old one stays as it was"}


class TimelinePanel(Panel[Snapshot]):
    """Drag the playhead to watch an earlier generation again; Live comes back, Branch goes on from there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._last, self._head = 1, 0
        self._dragging = False
        self._buttons: dict[str, Rect] = {}

    def key(self, shown: Snapshot) -> Hashable:
        """What the picture depends on, without the playhead, which is drawn over it."""
        newest = int(shown.seconds * 2) if shown.at_full_speed else len(shown.history)
        return newest, min(len(shown.history), 2), shown.rewound, shown.generation if shown.rewound else 0

    @property
    def _right(self) -> int:
        """Room for the buttons: above each other, or side by side where there is little height."""
        assert self.rect
        return _BUTTON[0] + 26 if self.rect.h >= _TALL else 2 * _BUTTON[0] + 34

    def _x(self, generation: float) -> float:
        assert self.rect
        return _LEFT + (self.rect.w - _LEFT - self._right) * min(1.0, generation / self._last)

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        theme, self._last = self.theme, max(1, len(shown.history))
        paint.box(area, theme.panel, 12, border=theme.line)
        middle = area.h / 2
        for line, y in (("Time", middle - 8), ("travel", middle + 8)):
            paint.text((16, y), line, HINT, theme.soft, "Medium")
        base = area.h - 21
        self._draw_hill(paint, base, shown)
        self._draw_axis(paint, base)
        if area.h >= _TALL:
            self._draw_portraits(paint, base, shown)
        self._draw_side(paint, area, shown)

    def _height(self, base: float, shown: Snapshot, generation: int) -> float:
        """Where the hill's edge stands at a generation."""
        best = max(entry.best_fitness for entry in shown.history)
        high = base - (42 if base > 56 else 12)
        worst = 0.0 if best > 0 else min(entry.best_fitness for entry in shown.history)
        worth = (shown.history[generation].best_fitness - worst) / (best - worst) if best > worst else 0
        return base - high * math.sqrt(max(0.0, worth))

    def _draw_hill(self, paint: Paint, base: float, shown: Snapshot) -> None:
        """The best of each generation; what lies ahead of the playhead is faint."""
        theme, count = self.theme, len(shown.history)
        if count < 2:
            return
        stride = max(1, count // 300)
        places = [*range(0, count - 1, stride), count - 1]
        hill = [(self._x(g), self._height(base, shown, g)) for g in places]
        head = shown.generation if shown.rewound else count
        done = [point for g, point in zip(places, hill, strict=True) if g <= head]
        for points, colour, alpha in ((hill[max(0, len(done) - 1) :], theme.faint, 50), (done, theme.hot, 70)):
            if len(points) > 1:
                paint.polygon([*points, (points[-1][0], base), (points[0][0], base)], colour, alpha)
                paint.lines(points, colour, 1.8 if colour is theme.hot else 1.2)

    def _draw_axis(self, paint: Paint, base: float) -> None:
        assert self.rect
        theme, wide = self.theme, self.rect.w - _LEFT - self._right
        paint.fill((_LEFT, base, wide, 1), theme.line)
        for g in ticks(self._last, max(2, wide // 90)):
            if g == int(g):
                paint.fill((self._x(g), base, 1, 5), theme.faint)
                paint.text((self._x(g), base + 12), number(g), AXIS, theme.faint, align="c")

    def _draw_portraits(self, paint: Paint, base: float, shown: Snapshot) -> None:
        """Draw the record breakers, the newest first, where they find room."""
        theme, free = self.theme, self._x(self._last) + _APART
        head = shown.generation if shown.rewound else self._last
        for generation, looks, _ in reversed(shown.milestones):
            x = self._x(generation)
            if generation >= len(shown.history) or free - x < _APART:
                continue
            free, past = x, generation <= head
            edge = self._height(base, shown, generation)
            y = max(20.0, edge - 22)
            if edge > y + 13:
                paint.fill((x, y + 13, 1, edge - y - 13), theme.hot if past else theme.faint)
            paint.circle((x, y), 14, theme.raised)
            paint.circle((x, y), 14, theme.hot if past else theme.faint, 200, ring=1.3)
            shown.marker.stamp(paint, (x, y), looks, 7.5, alpha=255 if past else 140, outline=None)

    def _draw_side(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        """Whether it is live; else the ways back, and on."""
        theme, (wide, high), middle = self.theme, _BUTTON, area.h / 2
        self._buttons = {}
        if not shown.rewound:
            paint.circle((area.w - 68, middle), 3.5, theme.good)
            paint.text((area.w - 58, middle), "live", HINT, theme.text, "Medium")
            return
        places = [(area.w - wide - 12, round(middle) - high - 3), (area.w - wide - 12, round(middle) + 3)]
        if area.h < _TALL:
            places = [(area.w - wide - 12 - k * (wide + 8), round(middle - high / 2)) for k in (1, 0)]
        for name, corner in zip(("live", "branch"), places, strict=True):
            place = self._buttons[name] = Rect(corner, _BUTTON)
            fill = theme.cool if name == "live" else theme.raised
            paint.box(place, fill, 10, border=None if name == "live" else theme.line)
            ink = theme.panel if name == "live" else theme.soft
            paint.text(place.center, name.capitalize(), HINT, ink, "SemiBold", "c")

    def overlay(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        """Draw the playhead over the picture."""
        head = self._head if self._dragging else shown.generation if shown.rewound else self._last
        x, colour = self._x(head), self.theme.cool if shown.rewound or self._dragging else self.theme.text
        paint.fill((x - 1, 12, 2, area.h - 29), colour)
        paint.polygon([(x - 6, 7), (x + 6, 7), (x + 6, 13), (x, 19), (x - 6, 13)], colour)

    def controls(self) -> list[Control]:
        """The track, then the buttons."""
        assert self.rect
        track = Rect(_LEFT, 4, self.rect.w - _LEFT - self._right, self.rect.h - 8)
        about = "Drag to watch an earlier generation again, bit for bit"
        buttons = [
            Control(place, _ABOUT.get(name, ""), (name,), partial(Command, name))
            for name, place in self._buttons.items()
        ]
        return [Control(track, about, ("earlier", "next"), turn=_travel), *buttons]

    def command(self, at: Point, event: Event) -> Command | None:
        assert self.rect
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            for name, place in self._buttons.items():
                if place.collidepoint(at):
                    return Command(name)
            inside = Rect(_LEFT - 10, 0, self.rect.w - _LEFT - self._right + 20, self.rect.h).collidepoint(at)
            if inside:
                self._dragging, self._head = True, self._generation_at(at)
                return Command("travel", self._head)
        elif event.type == pygame.MOUSEMOTION and self._dragging:
            before, self._head = self._head, self._generation_at(at)
            return Command("travel", self._head) if self._head != before else None
        elif event.type == pygame.MOUSEBUTTONUP and self._dragging:
            self._dragging = False
        return None

    def _generation_at(self, at: Point) -> int:
        assert self.rect
        share = (at[0] - _LEFT) / (self.rect.w - _LEFT - self._right)
        return round(min(max(share, 0.0), 1.0) * self._last)


def _travel(way: int) -> Command:
    return Command("next" if way > 0 else "earlier")
