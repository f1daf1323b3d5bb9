"""The panel of the archive: a square for each way to behave, with the best that behaves so; a click lets it play."""

from __future__ import annotations

from collections.abc import Hashable

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.numerals import legible, number, tallied
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.behaviour_record import CELLS, Behaviours, Cell
from neuro.view.inspect.snapshot import Snapshot
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.panels.ends_panel import draw_axes
from neuro.view.theme import AXIS, BODY, HINT, Colour, Theme, mix
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["ArchivePanel"]

_LEFT, _LOW = 40, 34  # room for the axes' labels
_LEGEND, _CURVE = 30, 84  # heights of the row below the grid, and of the curve where there is room
_GLOW = 0.4  # seconds that a square newly won glows
_FULL = 9  # index of full speed


class ArchivePanel(Panel[Snapshot]):
    """The best of each way to behave."""

    about = (
        "A square for every way to behave that anybody was seen to have, as warm as the best of it is good."
        " Point at one to read what is known of it; a click lets it play"
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._field, self._foot, self._side = Rect(0, 0, 0, 0), Rect(0, 0, 0, 0), 0.0
        self._down = False  # whether the second number grows downwards
        self._known: Behaviours | None = None
        self._pointed: tuple[int, int] | None = None  # the square under the pointer, or that keys have chosen
        self._won = (-1, 0.0)  # the newest generation, and when it was first seen

    def key(self, shown: Snapshot) -> Hashable:
        """What the picture depends on; at full speed it changes three times a second."""
        known = shown.behaviours
        return None if known is None else shown.tick if shown.speed >= _FULL else known.newest, shown.visited

    def controls(self) -> list[Control]:
        """The grid: arrows go from square to square, Enter lets the one that is marked play."""
        if self._known is None or not self._known.cells:
            return []
        about = "← and → go from square to square, Enter lets the best of it play; L goes back"
        return [Control(self._foot, about, ("live",), press=self._press, turn=self._turn)]

    def _press(self) -> Command | None:
        place = None if self._known is None or self._pointed is None else self._known.at_cell.get(self._pointed)
        return None if place is None else Command("visit", place)

    def _turn(self, way: int) -> Command | None:
        if self._known is not None and self._known.at_cell:
            order = sorted(self._known.at_cell, key=lambda cell: (cell[1] if self._down else -cell[1], cell[0]))
            at = order.index(self._pointed) if self._pointed in order else -1 if way > 0 else 0
            self._pointed = order[(at + way) % len(order)]
        return None

    def command(self, at: Point, event: Event) -> Command | None:
        """The command of an event: a click on a square lets the best of it play."""
        if event.type == pygame.MOUSEMOTION:
            self._pointed = self._cell_at(at)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and (cell := self._cell_at(at)) is not None:
            self._pointed = cell
            return self._press()
        return None

    def _cell_at(self, at: Point) -> tuple[int, int] | None:
        if not self._field.collidepoint(at) or self._side <= 0:
            return None
        up = at[1] - self._field.y if self._down else self._field.bottom - at[1]
        column, row = int((at[0] - self._field.x) / self._side), int(up / self._side)
        return (column, row) if column < CELLS and row < CELLS else None

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        self._known = known = shown.behaviours
        space = self.card(paint, area, f"A {shown.agent} for every way", "click a square: it plays")
        if known is None or not known.cells:
            self._field = Rect(0, 0, 0, 0)
            paint.text(space.center, "the first generation is still playing", HINT, self.theme.faint, align="c")
            return
        beside = space.w > 1.5 * space.h
        side = space.h - _LOW if beside else min(space.w - _LEFT, space.h - _LOW - _LEGEND)
        self._side = side / CELLS
        middle = 0 if beside else (space.w - _LEFT - side) // 2
        self._field = Rect(space.x + _LEFT + middle, space.y + 4, side, side)
        self._down = shown.places is not None and shown.places.is_down(known.low, known.high)
        draw_axes(paint, self._field, known, self.theme, down=self._down)
        values = _values(known)
        for place, cell in enumerate(known.cells):
            paint.box(self._square(cell), self._colour(values[place]), 2 if self._side > 8 else 1)
            if place == shown.visited:
                paint.box(self._square(cell).inflate(4, 4), self.theme.text, 3, 255)
                paint.box(self._square(cell), self._colour(values[place]), 2)
        self._draw_legend(paint, space, shown, known)

    def _square(self, cell: Cell) -> Rect:
        row = cell.row if self._down else CELLS - 1 - cell.row
        x, y = self._field.x + cell.column * self._side, self._field.y + row * self._side
        gap = 2 if self._side > 8 else 1
        return Rect(round(x), round(y), max(2, round(self._side) - gap), max(2, round(self._side) - gap))

    def _colour(self, share: float) -> Colour:
        """From the middle of the map to hot, and from there to the sun's light."""
        theme = self.theme
        if share < 0.7:
            return mix(mix(theme.middle, theme.hot, 0.18), theme.hot, share / 0.7)
        return mix(theme.hot, (255, 240, 205) if theme.dark else (110, 56, 0), (share - 0.7) / 0.3)

    def _draw_legend(self, paint: Paint, space: Rect, shown: Snapshot, known: Behaviours) -> None:
        told = f"{number(len(known.cells))} of {number(CELLS * CELLS if known.names[1] else CELLS)} squares"
        low, high, name = _span(known, shown.score_name)
        beside = space.w > 1.5 * space.h
        x, y = (self._field.right + 24, space.y + 16) if beside else (space.x, self._field.bottom + _LOW + 6)
        self._foot = Rect(x, y - 10, space.right - x, 20)
        paint.text((x, y), told, HINT, self.theme.text, "Medium")
        y += 22 if beside else 0
        right = space.right - paint.text((space.right, y), f"{legible(high)} {name}", AXIS, self.theme.soft, align="r")
        bar = Rect(round(right) - 74, y - 3, 66, 6)
        for k in range(bar.w):
            paint.fill((bar.x + k, bar.y, 1, bar.h), self._colour(k / (bar.w - 1)))
        paint.text((bar.x - 8, y), legible(low), AXIS, self.theme.soft, align="r")
        room = 0 if beside else space.bottom - y - 14
        if room >= _CURVE and len(known.filled) > 1:
            self._draw_filled(paint, Rect(space.x, y + 22, space.w, min(room - 22, 130)), known)

    def _draw_filled(self, paint: Paint, place: Rect, known: Behaviours) -> None:
        """How many squares were filled, by generation."""
        filled, theme = known.filled, self.theme
        paint.text((place.x, place.y), "Squares filled, by generation", AXIS, theme.soft, "Medium")
        field = Rect(place.x, place.y + 12, place.w, place.h - 26)
        stride = max(1, len(filled) // field.w)
        kept = [*filled[::stride], filled[-1]]
        top = max(kept)
        points = [
            (field.x + field.w * k / (len(kept) - 1), field.bottom - field.h * value / top)
            for k, value in enumerate(kept)
        ]
        paint.polygon([(field.x, field.bottom), *points, (field.right, field.bottom)], theme.hot, 50)
        paint.lines(points, theme.hot, 2)
        first = known.newest - len(filled) + 1
        paint.text((field.x, field.bottom + 10), number(first), AXIS, theme.faint)
        paint.text((field.right, field.bottom + 10), number(known.newest), AXIS, theme.faint, align="r")

    def overlay(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        known = shown.behaviours
        if known is None or not known.cells or self._field.w == 0:
            return
        self._glow(paint, known, shown.seconds)
        place = None if self._pointed is None else known.at_cell.get(self._pointed)
        if place is not None:
            cell = known.cells[place]
            square = self._square(cell)
            for grown, colour in ((6, self.theme.ink), (4, self.theme.text)):
                paint.box(square.inflate(grown, grown), colour, 3, 255)
            paint.box(square, self._colour(_values(known)[place]), 2)
            self._tell(paint, area, cell, square, shown)

    def _glow(self, paint: Paint, known: Behaviours, seconds: float) -> None:
        """What was won in the newest generation glows once."""
        if self._won[0] != known.newest:
            self._won = known.newest, seconds
        left = 1 - (seconds - self._won[1]) / _GLOW
        if 0 < left <= 1 and known.newest > 0:
            for cell in known.cells:
                if cell.since == known.newest:
                    paint.box(self._square(cell), self.theme.text, 2, round(235 * left))

    def _tell(self, paint: Paint, area: Rect, cell: Cell, square: Rect, shown: Snapshot) -> None:
        """What is known of the square that is pointed at, beside it."""
        names = shown.behaviours.names if shown.behaviours else ("", "")
        told = [f"{name} {legible(value)}" for name, value in zip(names, cell.behaviour, strict=True) if name]
        told.append("found before" if cell.since < 0 else f"since generation {number(cell.since)}")
        head = f"fitness {legible(cell.fitness)}" if cell.score is None else tallied(cell.score, shown.score_name)
        wide = max(paint.width_of(head, BODY, "SemiBold"), *(paint.width_of(line, AXIS) for line in told)) + 20
        high = 32 + 15 * len(told)
        left = square.right + 8 if square.right + 8 + wide < area.w else square.x - 8 - wide
        top = min(max(square.centery - high / 2, 4), area.h - high - 4)
        paint.box(
            (left, top, wide, high),
            self.theme.raised if self.theme.dark else self.theme.panel,
            8,
            border=self.theme.faint,
        )
        paint.text((left + 10, top + 15), head, BODY, self.theme.text, "SemiBold")
        for k, line in enumerate(told):
            paint.text((left + 10, top + 33 + 15 * k), line, AXIS, self.theme.soft)


def _measure(known: Behaviours) -> list[float]:
    """What squares are coloured by: scores where all are known, else fitness."""
    scores = [cell.score for cell in known.cells if cell.score is not None]
    return scores if len(scores) == len(known.cells) else [cell.fitness for cell in known.cells]


def _span(known: Behaviours, score_name: str) -> tuple[float, float, str]:
    measure = _measure(known)
    by_score = all(cell.score is not None for cell in known.cells)
    return min(measure), max(measure), score_name if by_score else "fitness"


def _values(known: Behaviours) -> list[float]:
    """Colours of the squares from 0 to 1: the square root of the share, since many are poor."""
    measure = _measure(known)
    low, high = min(measure), max(measure)
    return [((value - low) / (high - low)) ** 0.5 if high > low else 0.5 for value in measure]
