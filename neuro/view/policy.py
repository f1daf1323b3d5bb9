"""The panel that shows what a network would do over two quantities: a map that moves with the agent."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pygame
from pygame import Rect
from pygame.event import Event

from neuro.numerals import marks
from neuro.view.chart import ticks
from neuro.view.control import Control
from neuro.view.dropdown import DropDown
from neuro.view.heat import draw_border, draw_legend, draw_names, heat, place_rounded
from neuro.view.keys import Command
from neuro.view.margin import draw_margin, split
from neuro.view.mind import Policy
from neuro.view.paint import Paint
from neuro.view.panel import Panel
from neuro.view.scene import Axis
from neuro.view.shapes import Point
from neuro.view.snapshot import Outlook
from neuro.view.theme import AXIS, BODY, HINT, Theme

__all__ = ["PolicyPanel"]

_TITLE = "What it would do"
_FIELD, _TIMES = 26, 16  # height of the two fields, and room for the sign between them
_LEAST, _MOST = 84, 140  # width of each
_LOW_FIELD = 20  # height of the field below the map
_SHADOW = (16, 20, 40)


class _Field:
    """A plane on a rectangle: where values stand."""

    def __init__(self, rect: Rect, policy: Policy) -> None:
        self.rect, self._plane = rect, policy.plane

    @staticmethod
    def _share(axis: Axis, value: float) -> float:
        return (value - axis.low) / (axis.high - axis.low)

    def x(self, value: float) -> float:
        """Of a value of the plane's ``across``."""
        return self.rect.x + self.rect.w * self._share(self._plane.across, value)

    def y(self, value: float) -> float:
        """Of a value of the plane's ``down``."""
        return self.rect.y + self.rect.h * self._share(self._plane.down, value)


def _labels(axis: Axis, most: int) -> Sequence[tuple[str, float]]:
    """What is written at values of an axis: its own marks, else round numbers with its zero taken off."""
    if axis.marks:
        return axis.marks
    low, high = sorted((axis.low - axis.zero, axis.high - axis.zero))
    values = ticks(high, most, low)
    return [(label, value + axis.zero) for label, value in zip(marks(values), values, strict=True)]


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
        """See ``Panel.key``: the map is drawn again when there is another."""
        return shown.policy, shown.shares, shown.bends, *(one.opened for one in self.drop_downs)

    def controls(self) -> list[Control]:
        """See ``Panel.controls``."""
        if self._empty:
            return []
        planes = [one.control._replace(commands=("plane",)) for one in (self._down, self._across)]
        return [*planes, *([self._output.control] if self._output.field.w else [])]

    def render(self, paint: Paint, area: Rect, shown: Outlook) -> None:
        """See ``Panel.render``."""
        policy, theme = shown.policy, self.theme
        self._empty = policy is None
        if policy is None:
            space = self.card(paint, area, _TITLE)
            self.close_lists()
            paint.text(space.center, "nobody is in the air", HINT, theme.faint, align="c")
            return
        plane, title = policy.plane, policy.plane.title or _TITLE
        space = self.card(paint, area, title)
        space = self._draw_fields(paint, space, title, policy)
        space, margin = split(space, shown)
        draw_margin(paint, margin, shown, theme)
        named = [name for name, _ in plane.lines or _labels(plane.down, max(2, (space.h - 34) // 40))]
        side = max(34, 12 + max((round(paint.width_of(name, AXIS)) for name in named), default=0))
        side = 52 if plane.down.marks else side
        field = Rect(space.x + side, space.y + 2, space.w - side, space.h - 34)
        self._draw_map(paint, field, policy)
        self._draw_axes(paint, field, policy)
        end = self._draw_legend(paint, field, policy)
        below = plane.note if plane.across.marks else plane.across.name
        if field.x + paint.width_of(below, AXIS) + 12 <= end:
            paint.text((field.x, field.bottom + 28), below, AXIS, theme.faint)

    def _draw_fields(self, paint: Paint, space: Rect, title: str, policy: Policy) -> Rect:
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

    def _draw_legend(self, paint: Paint, field: Rect, policy: Policy) -> float:
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
        """See ``Panel.command``: a click on a field opens its list."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not self._empty:
            for drop_down in self.drop_downs:
                if drop_down.field.collidepoint(at):
                    drop_down.open()
        return None

    def _draw_map(self, paint: Paint, field: Rect, policy: Policy) -> None:
        """The colours, what must not be touched, the border between doing and leaving, and the agent's way."""
        theme, place = self.theme, paint.pixels(field)
        image = pygame.transform.smoothscale(heat(policy.values, theme, policy.winners), place.size)
        inner = Paint(image, paint.scale)
        at = _Field(Rect(0, 0, *field.size), policy)
        for left, top, right, bottom in policy.plane.solids:
            corner = at.x(left), at.y(top)
            inner.box((*corner, at.x(right) - corner[0], at.y(bottom) - corner[1]), theme.ink, 0, 70)
        for _, value in policy.plane.lines:
            inner.dashes((0, at.y(value)), (field.w, at.y(value)), theme.text, 1, 150)
        if policy.winners is None:  # colours are stretched by a root: this way back, lines are straight
            draw_border(inner, policy.values * np.abs(policy.values), theme)
        self._draw_signs(inner, at, policy)
        self._draw_way(inner, at, policy)
        place_rounded(paint, image, place)

    def _draw_signs(self, paint: Paint, at: _Field, policy: Policy) -> None:
        """What is called for at places of the map, moved inside where it would stand over the edge."""
        for name, x, y in policy.plane.signs:
            half = paint.width_of(name, HINT, "SemiBold") / 2 + 8
            place = min(max(at.x(x), half), at.rect.w - half), min(max(at.y(y), 14), at.rect.h - 14)
            paint.text(place, name, HINT, (255, 255, 255), "SemiBold", "c", halo=_SHADOW)

    def _draw_way(self, paint: Paint, at: _Field, policy: Policy) -> None:
        """Where the agent came from, as far as it went forward without a jump, and where it is."""
        points = [(at.x(x), at.y(y)) for x, y in policy.trail]
        for k in range(len(points) - 1, 0, -1):
            leap = points[k][0] - points[k - 1][0], points[k][1] - points[k - 1][1]
            if abs(leap[0]) > 0.2 * at.rect.w or abs(leap[1]) > 0.2 * at.rect.h:
                points = points[k:]
                break
        strength = [0.2 + 0.8 * k / len(points) for k in range(1, len(points))]
        if len(points) > 1:
            paint.trail(points, [(*self.theme.ink, round(150 * share)) for share in strength], 4)
            paint.trail(points, [(255, 255, 255, round(255 * share)) for share in strength], 2)
        for radius, colour in ((7.5, self.theme.ink), (6, (255, 255, 255)), (3.6, self.theme.hot)):
            paint.circle(points[-1], radius, colour)

    def _draw_axes(self, paint: Paint, field: Rect, policy: Policy) -> None:
        theme, plane, at = self.theme, policy.plane, _Field(field, policy)
        for name, value in _labels(plane.across, max(2, field.w // 80)):
            if field.x + 8 <= at.x(value) <= field.right - 4:
                paint.text((at.x(value), field.bottom + 12), name, AXIS, theme.faint, align="c")
        for name, value in plane.lines or _labels(plane.down, max(2, field.h // 40)):
            if field.y + 4 <= at.y(value) <= field.bottom - 4:
                paint.text((field.x - 8, at.y(value)), name, AXIS, theme.faint, align="r")
        if plane.down.marks:  # between marks there is room for a name
            paint.text((field.x - 8, field.centery), plane.down.name, AXIS, theme.soft, "Medium", "r")
        if plane.across.marks:
            paint.text((field.centerx, field.bottom + 12), plane.across.name, AXIS, theme.soft, "Medium", "c")
