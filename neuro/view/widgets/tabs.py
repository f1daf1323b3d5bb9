"""A card that holds several panels, one of them shown."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.drawing.shapes import Point
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import HINT, Theme
from neuro.view.widgets.control import Control
from neuro.view.widgets.dropdown import DropDown
from neuro.view.widgets.panel import Panel

__all__ = ["Tabs"]

Shown = TypeVar("Shown")

_CELL_HIGH, _PAD = 30, 7


class _Strip(Panel[int]):
    """Names of the panels in one or two rows; the chosen one stands out."""

    def __init__(self, theme: Theme, names: Sequence[str]) -> None:
        super().__init__(theme)
        self.names = names
        self._cells: list[Rect] = []

    def arrange(self, paint: Paint, width: int) -> int:
        """Place a cell for each name in a width; returns the height that they take."""
        wide = [paint.width_of(name, HINT, "SemiBold") + 2 * _PAD for name in self.names]
        rows = 1 if sum(wide) <= width else 2
        cut = -(-len(wide) // rows)
        self._cells = []
        for row in range(rows):
            part = wide[row * cut : (row + 1) * cut]
            spare, x = (width - sum(part)) / len(part), 0.0
            for each in part:
                left, right = round(x), round(x + each + spare)
                self._cells.append(Rect(left, row * _CELL_HIGH, right - left, _CELL_HIGH))
                x += each + spare
        return rows * _CELL_HIGH

    def key(self, shown: int) -> Hashable:
        return shown

    def render(self, paint: Paint, area: Rect, shown: int) -> None:
        theme = self.theme
        paint.box(area, theme.raised, 8)
        for i, (name, cell) in enumerate(zip(self.names, self._cells, strict=True)):
            if i == shown:
                paint.box(cell.inflate(-6, -6), theme.line if theme.dark else theme.panel, 6, border=theme.line)
            ink, weight = (theme.text, "SemiBold") if i == shown else (theme.soft, "Medium")
            paint.text(cell.center, name, HINT, ink, weight, "c")

    def controls(self) -> list[Control]:
        """The cells of the strip."""
        return [Control(cell) for cell in self._cells]

    def command(self, at: Point, event: Event) -> Command | None:
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            for i, cell in enumerate(self._cells):
                if cell.collidepoint(at):
                    return Command("tab", i)
        return None


class Tabs(Panel[Shown], Generic[Shown]):
    """Panels of which one is shown, under a strip of their names; a single one needs no strip.

    Args:
        theme: The colours of the window.
        panels: Names and panels.

    Attributes:
        chosen: Index of the one shown.
    """

    def __init__(self, theme: Theme, panels: Sequence[tuple[str, Panel[Shown]]]) -> None:
        super().__init__(theme)
        self.panels = [panel for _, panel in panels]
        self.names = [name for name, _ in panels]
        self.chosen = 0
        self._strip = _Strip(theme, self.names)

    def reachable(self) -> list[Control]:
        """What Tab stops at: among the names, the chosen one; the arrows choose another."""
        names = [
            control._replace(about=panel.about, turn=self.choose, stop=i == self.chosen)
            for i, (control, panel) in enumerate(zip(self._strip.reachable(), self.panels, strict=False))
        ]
        return [*names, *self.shown.reachable()]

    def opened(self) -> tuple[DropDown, tuple[int, int]] | None:
        return self.shown.opened()

    @property
    def shown(self) -> Panel[Shown]:
        """The panel that is shown."""
        return self.panels[self.chosen]

    def choose(self, step: int) -> None:
        """Show the next panel, or the one before."""
        self.chosen = (self.chosen + step) % len(self.panels)

    def key(self, shown: Shown) -> Hashable:
        """An empty key: the card itself never changes."""
        return None

    def render(self, paint: Paint, area: Rect, shown: Shown) -> None:
        paint.box(area, self.theme.panel, 12, border=self.theme.line)

    def draw(self, paint: Paint, shown: Shown) -> None:
        for panel in self.panels:
            panel.layout(None)
            if panel is not self.shown:
                panel.close_lists()
        self._strip.layout(None)
        if self.rect is None:
            return
        inner = Rect(self.rect)
        self.shown.framed = len(self.panels) == 1
        if len(self.panels) > 1:
            super().draw(paint, shown)
            strip = Rect(self.rect.x + 12, self.rect.y + 12, self.rect.w - 24, 0)
            strip.h = self._strip.arrange(paint, strip.w)
            self._strip.layout(strip)
            self._strip.draw(paint, self.chosen)
            inner.y, inner.h = strip.bottom, self.rect.bottom - strip.bottom
        self.shown.layout(inner)
        self.shown.draw(paint, shown)

    def handle(self, event: Event, scale: float) -> Command | None:
        chosen = self._strip.handle(event, scale)
        if chosen is not None:
            self.chosen = chosen.value
            return None
        return self.shown.handle(event, scale)
