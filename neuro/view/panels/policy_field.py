"""A policy as a map: its colours, what must not be touched, the agent's way through it, and its axes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pygame
from pygame import Rect

from neuro.numerals import marks
from neuro.view.drawing.heat import draw_border, heat, place_rounded
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.inspection import PolicyMap
from neuro.view.paint import Paint
from neuro.view.scene import Axis
from neuro.view.theme import AXIS, HINT, Theme
from neuro.view.widgets.chart import ticks

__all__ = ["draw_axes", "draw_map", "place_in", "room_for_names"]

_SHADOW = (16, 20, 40)


class _Field:
    """A plane on a rectangle: where values stand."""

    def __init__(self, rect: Rect, policy: PolicyMap) -> None:
        self.rect, self._plane = rect, policy.plane

    @staticmethod
    def _share(axis: Axis, value: float) -> float:
        return (value - axis.low) / (axis.high - axis.low)

    def x(self, value: float) -> float:
        """The x of a value of the plane's ``across``."""
        return self.rect.x + self.rect.w * self._share(self._plane.across, value)

    def y(self, value: float) -> float:
        """The y of a value of the plane's ``down``."""
        return self.rect.y + self.rect.h * self._share(self._plane.down, value)


def _labels(axis: Axis, most: int) -> Sequence[tuple[str, float]]:
    """What is written at values of an axis: its own marks, else round numbers with its zero taken off."""
    if axis.marks:
        return axis.marks
    low, high = sorted((axis.low - axis.zero, axis.high - axis.zero))
    values = ticks(high, most, low)
    return [(label, value + axis.zero) for label, value in zip(marks(values), values, strict=True)]


def draw_map(paint: Paint, field: Rect, policy: PolicyMap, theme: Theme) -> None:
    """Draw the colours, what must not be touched, the border between doing and leaving, and the agent's way."""
    place = paint.pixels(field)
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
    _draw_signs(inner, at, policy)
    _draw_way(inner, at, policy, theme)
    place_rounded(paint, image, place)


def _draw_signs(paint: Paint, at: _Field, policy: PolicyMap) -> None:
    """What is called for at places of the map, moved inside where it would stand over the edge."""
    for name, x, y in policy.plane.signs:
        half = paint.width_of(name, HINT, "SemiBold") / 2 + 8
        place = min(max(at.x(x), half), at.rect.w - half), min(max(at.y(y), 14), at.rect.h - 14)
        paint.text(place, name, HINT, (255, 255, 255), "SemiBold", "c", halo=_SHADOW)


def _draw_way(paint: Paint, at: _Field, policy: PolicyMap, theme: Theme) -> None:
    """Where the agent came from, as far as it went forward without a jump, and where it is."""
    points = [(at.x(x), at.y(y)) for x, y in policy.trail]
    for k in range(len(points) - 1, 0, -1):
        leap = points[k][0] - points[k - 1][0], points[k][1] - points[k - 1][1]
        if abs(leap[0]) > 0.2 * at.rect.w or abs(leap[1]) > 0.2 * at.rect.h:
            points = points[k:]
            break
    strength = [0.2 + 0.8 * k / len(points) for k in range(1, len(points))]
    if len(points) > 1:
        paint.trail(points, [(*theme.ink, round(150 * share)) for share in strength], 4)
        paint.trail(points, [(255, 255, 255, round(255 * share)) for share in strength], 2)
    for radius, colour in ((7.5, theme.ink), (6, (255, 255, 255)), (3.6, theme.hot)):
        paint.circle(points[-1], radius, colour)


def draw_axes(paint: Paint, field: Rect, policy: PolicyMap, theme: Theme) -> None:
    """Write what stands at values of the two quantities, below a map and at its left."""
    plane, at = policy.plane, _Field(field, policy)
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


def room_for_names(paint: Paint, policy: PolicyMap, high: float) -> int:
    """How wide the names beside a map of a height are."""
    plane = policy.plane
    if plane.down.marks:
        return 52
    named = [name for name, _ in plane.lines or _labels(plane.down, max(2, round(high) // 40))]
    return max(34, 12 + max((round(paint.width_of(name, AXIS)) for name in named), default=0))


def place_in(field: Rect, policy: PolicyMap) -> Point:
    """Where on a map the agent is, in the units of the map's rectangle."""
    at, (x, y) = _Field(field, policy), policy.trail[-1]
    return at.x(x), at.y(y)
