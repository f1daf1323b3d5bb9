"""A drop-down: one of several choices in a field, and all of them in a list over the rest of the window."""

from __future__ import annotations

from typing import NamedTuple

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import HINT, Theme
from neuro.view.widgets.control import Control

__all__ = ["Choice", "DropDown"]

_ROW, _PAD = 28, 6  # height of a row of the list, and room above and below the rows
_MARGIN = 8  # from the list to the window's edge, at least
_ARROW, _SIGN = 22, 26  # room for the arrow in the field, and for the tick in the list


class Choice(NamedTuple):
    """What can be chosen: names in the list, the index of what is chosen, and what the field says then."""

    names: tuple[str, ...]
    chosen: int
    text: str


class DropDown:
    """A field with a list. Its owner draws the field; the window draws the list over everything else.

    Args:
        theme: The colours of the window.
        command: Name of the command that it gives, with the index of what was chosen.
        about: What is chosen, in a few words.

    Attributes:
        opened: Whether the list is shown; it then takes every key and click.
        field: The place in which the field was drawn, in units from its owner's corner.
    """

    def __init__(self, theme: Theme, command: str, about: str) -> None:
        self._theme, self._command, self._about = theme, command, about
        self._choice = Choice((), 0, "")
        self.opened = False
        self.field = Rect(0, 0, 0, 0)
        self._list = Rect(0, 0, 0, 0)  # in units of the window
        self._at, self._first = 0, 0  # the row that Enter takes, and the uppermost one that is shown

    @property
    def control(self) -> Control:
        """The field, as keys reach it."""
        return Control(self.field, self._about, press=self.open)

    def open(self) -> None:
        """Show the list."""
        self.opened, self._at, self._first = True, self._choice.chosen, 0
        self._list = Rect(0, 0, 0, 0)  # has no place yet: the choice is scrolled into sight when it gets one

    def close(self) -> None:
        """Hide the list, and leave the choice as it was."""
        self.opened = False

    def draw_field(self, paint: Paint, field: Rect, choice: Choice) -> None:
        """Draw the choice and an arrow into a field."""
        self.field, self._choice = field, choice
        theme = self._theme
        paint.box(field, theme.raised, 6, border=theme.cool if self.opened else theme.line)
        text = paint.fitting(choice.text, field.w - _ARROW - 8, HINT, "Medium")
        paint.text((field.x + 8, field.centery), text, HINT, theme.text, "Medium")
        x, y, way = field.right - 12, field.centery, -1 if self.opened else 1
        paint.lines([(x - 4, y - 2 * way), (x, y + 2 * way), (x + 4, y - 2 * way)], theme.soft, 1.6)

    def draw_list(self, paint: Paint, corner: tuple[int, int]) -> None:
        """Draw the list below the field, or above it where there is more room.

        Args:
            paint: The brush of the whole window.
            corner: The corner of the field's owner.
        """
        self._place(paint, self.field.move(corner))
        theme, rows = self._theme, self._rows
        paint.box(self._list, theme.raised, 8, border=theme.faint)
        for k in range(self._first, self._first + rows):
            row = self._row(k)
            if k == self._at:
                paint.box(row.inflate(-8, 0), theme.line, 6)
            if k == self._choice.chosen:
                paint.tick((row.x + 18, row.centery), theme.warm)
            paint.text((row.x + _SIGN + 6, row.centery), self._choice.names[k], HINT, theme.text, "Medium")
        if rows < len(self._choice.names):
            self._draw_scroll_bar(paint, rows)

    def _draw_scroll_bar(self, paint: Paint, rows: int) -> None:
        share, track = rows / len(self._choice.names), self._list.h - 2 * _PAD
        top = self._list.y + _PAD + track * self._first / len(self._choice.names)
        paint.box((self._list.right - 7, top, 3, track * share), self._theme.faint, 1.5)

    @property
    def _rows(self) -> int:
        """How many rows the list shows."""
        return max(0, self._list.h - 2 * _PAD) // _ROW

    def _row(self, k: int) -> Rect:
        return Rect(self._list.x, self._list.y + _PAD + (k - self._first) * _ROW, self._list.w, _ROW)

    def _place(self, paint: Paint, field: Rect) -> None:
        """Find room for the list, and keep the row that Enter takes in sight."""
        wide, high = paint.size
        names = max(paint.width_of(name, HINT, "Medium") for name in self._choice.names)
        width = min(max(field.w, round(names) + _SIGN + 24), wide - 2 * _MARGIN)
        below, above = high - _MARGIN - field.bottom - 4, field.top - 4 - _MARGIN
        wanted = len(self._choice.names) * _ROW + 2 * _PAD
        room = below if wanted <= below or below >= above else above
        rows = min(len(self._choice.names), max(1, (room - 2 * _PAD) // _ROW))
        height = rows * _ROW + 2 * _PAD
        top = field.bottom + 4 if room == below else field.top - 4 - height
        left = min(max(field.x, _MARGIN), wide - _MARGIN - width)
        was, self._list = self._list.size, Rect(left, top, width, height)
        if was != self._list.size:
            self._show_row(self._at)

    def _show_row(self, k: int) -> None:
        """Scroll as little as brings a row into sight."""
        last = max(0, len(self._choice.names) - self._rows)
        self._first = min(max(self._first, k - self._rows + 1), k, last)

    def handle(self, event: Event, scale: float) -> Command | None:
        """What an event means while the list is open: it takes all of them."""
        if event.type == pygame.KEYDOWN:
            return self._press_key(event.key)
        if event.type == pygame.MOUSEWHEEL:
            last = len(self._choice.names) - self._rows
            self._first = min(max(self._first - event.y, 0), last)
        elif event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN):
            return self._point(event, (event.pos[0] / scale, event.pos[1] / scale))
        return None

    def _press_key(self, key: int) -> Command | None:
        last = len(self._choice.names) - 1
        ways = {pygame.K_UP: self._at - 1, pygame.K_DOWN: self._at + 1, pygame.K_HOME: 0, pygame.K_END: last}
        if key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            return self._take(self._at)
        if key in (pygame.K_ESCAPE, pygame.K_TAB):
            self.close()
        elif key in ways:
            self._at = min(max(ways[key], 0), last)
            self._show_row(self._at)
        return None

    def _point(self, event: Event, at: tuple[float, float]) -> Command | None:
        """The row under the pointer stands out, and a click takes it; a click elsewhere closes."""
        under = next((k for k in range(self._first, self._first + self._rows) if self._row(k).collidepoint(at)), None)
        if event.type == pygame.MOUSEMOTION:
            self._at = self._at if under is None else under
        elif event.button == 1 and under is not None:
            return self._take(under)
        elif event.button == 1 and not self._list.collidepoint(at):
            self.close()
        return None

    def _take(self, k: int) -> Command:
        self.close()
        return Command(self._command, k)
