"""The panel that shows what a network would do over two quantities: a map that moves with the agent."""

from __future__ import annotations

from collections.abc import Hashable

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.drawing.heat import draw_legend, draw_names
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.inspection import PolicyMap
from neuro.view.inspect.snapshot import Outlook
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.panels.policy_field import draw_axes, draw_map, room_for_names
from neuro.view.panels.policy_sidebar import draw_margin, split
from neuro.view.theme import AXIS, BODY, HINT, Theme
from neuro.view.widgets.control import Control
from neuro.view.widgets.dropdown import DropDown
from neuro.view.widgets.panel import Panel

__all__ = ["PolicyPanel"]

_TITLE = "What it would do"
_FIELD, _TIMES = 26, 16  # height of the two fields, and room for the sign between them
_LEAST, _MOST = 84, 140  # width of each
_LOW_FIELD = 20  # height of the field below the map


class PolicyPanel(Panel[Outlook]):
    """What the chosen agent, or the leader, would do elsewhere, over two quantities that people choose."""

    about = "What its network would do at every value of two quantities, all others being as they are now."

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._across = DropDown(theme, "across", "The quantity from left to right")
        self._down = DropDown(theme, "down", "The quantity from top to bottom")
        self._output = DropDown(theme, "output", "The output that is looked at; each acts for itself")
        self.drop_downs = (self._down, self._across, self._output)
        self._empty = True

    def key(self, shown: Outlook) -> Hashable:
        """What the picture depends on: a new map is drawn."""
        return shown.policy, shown.shares, shown.bends, *(one.opened for one in self.drop_downs)

    def controls(self) -> list[Control]:
        if self._empty:
            return []
        planes = [one.control._replace(commands=("plane",)) for one in (self._down, self._across)]
        return [*planes, *([self._output.control] if self._output.field.w else [])]

    def render(self, paint: Paint, area: Rect, shown: Outlook) -> None:
        policy, theme = shown.policy, self.theme
        self._empty = policy is None
        if policy is None:
            space = self.card(paint, area, _TITLE)
            self.close_lists()
            paint.text(space.center, "nobody is playing", HINT, theme.faint, align="c")
            return
        plane, title = policy.plane, policy.plane.title or _TITLE
        space = self.card(paint, area, title)
        space = self._draw_fields(paint, space, title, policy)
        space, margin = split(space, shown)
        draw_margin(paint, margin, shown, theme)
        side = room_for_names(paint, policy, space.h - 34)
        field = Rect(space.x + side, space.y + 2, space.w - side, space.h - 34)
        draw_map(paint, field, policy, theme)
        draw_axes(paint, field, policy, theme)
        end = self._draw_legend(paint, field, policy)
        below = plane.note if plane.across.marks else plane.across.name
        if field.x + paint.width_of(below, AXIS) + 12 <= end:
            paint.text((field.x, field.bottom + 28), below, AXIS, theme.faint)

    def _draw_fields(self, paint: Paint, space: Rect, title: str, policy: PolicyMap) -> Rect:
        """The two fields beside the title, or below it where that is too narrow; returns the space that is left."""
        beside = space.w - paint.width_of(title, BODY, "SemiBold") - 10
        low = beside < 2 * _LEAST + _TIMES
        wide = min(_MOST, round((space.w if low else beside) - _TIMES) // 2)
        left, y = space.right - 2 * wide - _TIMES, space.y if low else space.y - 29
        self._down.draw_field(paint, Rect(left, y, wide, _FIELD), policy.down)
        paint.text((left + wide + _TIMES / 2, y + _FIELD / 2), "×", HINT, self.theme.faint, align="c")
        self._across.draw_field(paint, Rect(left + wide + _TIMES, y, wide, _FIELD), policy.across)
        top = y + _FIELD + 6 if low else space.y
        return Rect(space.x, top, space.w, space.bottom - top)

    def _draw_legend(self, paint: Paint, field: Rect, policy: PolicyMap) -> float:
        """What the colours mean, below the map, and the field with the output that is looked at; where it begins."""
        right, y = field.right, field.bottom + 28
        self._output.field = Rect(0, 0, 0, 0)
        if policy.names:
            return draw_names(paint, right, y, policy.names, self.theme)
        if policy.output is not None:
            wide = min(_MOST, max(_LEAST, field.w // 3))
            self._output.draw_field(paint, Rect(right - wide, y - 9, wide, _LOW_FIELD), policy.output)
            right -= wide + 8
        return draw_legend(paint, right, y, (policy.less, policy.more), self.theme)

    def command(self, at: Point, event: Event) -> Command | None:
        """The command of an event: a click on a field opens its list."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not self._empty:
            for drop_down in self.drop_downs:
                if drop_down.field.collidepoint(at):
                    drop_down.open()
        return None
