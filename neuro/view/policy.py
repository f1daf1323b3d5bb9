"""The panel that shows what a network would do over two quantities: a map that moves with the agent."""

from __future__ import annotations

import functools
from collections.abc import Hashable

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect, Surface
from pygame.event import Event

from neuro.view import shapes
from neuro.view.chart import ticks
from neuro.view.control import Control
from neuro.view.dropdown import DropDown
from neuro.view.keys import Command
from neuro.view.mind import Policy
from neuro.view.paint import Paint
from neuro.view.panel import Panel
from neuro.view.scene import Axis
from neuro.view.shapes import Point
from neuro.view.snapshot import Snapshot, number
from neuro.view.theme import AXIS, BODY, HINT, Theme

__all__ = ["PolicyPanel", "draw_legend", "heat"]

_TITLE = "What it would do"
_FIELD, _TIMES = 26, 16  # height of the two fields, and room for the sign between them
_LEAST, _MOST = 84, 140  # width of each


def heat(values: NDArray[np.float32], theme: Theme) -> Surface:
    """A field ``(columns, rows)`` from -1 (cold) to 1 (hot) as a surface, a pixel to a cell."""
    cold, middle, hot = (np.array(colour, np.float32) for colour in (theme.cold, theme.middle, theme.hot))
    strength = (np.abs(values) ** 0.75 * 0.86)[..., None]
    image = middle + (np.where(values[..., None] > 0, hot, cold) - middle) * strength
    out = Surface(values.shape)
    pygame.surfarray.blit_array(out, image.astype(np.uint8))
    return out


def _zero_line(values: NDArray[np.float32]) -> list[tuple[Point, Point]]:
    """Pieces of the line on which a field is 0, in cells (W. Lorensen, H. Cline, 1987, in the plane).

    Cells with a change of sign at two edges have one piece; those with four changes, which are rare, have two.
    """
    values = values * np.abs(values)  # colours are stretched by a root: this way back, lines are straight
    positive = values > 0
    corners = positive[:-1, :-1].astype(int) + positive[1:, :-1] + positive[1:, 1:] + positive[:-1, 1:]
    pieces = []
    for i, j in zip(*(axis.tolist() for axis in np.nonzero((corners > 0) & (corners < 4))), strict=True):
        ring = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
        cuts: list[Point] = []
        for p, q in zip(ring, ring[1:] + ring[:1], strict=True):
            a, b = float(values[p]), float(values[q])
            if (a > 0) != (b > 0):
                t = a / (a - b)
                cuts.append((p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t))
        pieces += [(cuts[k], cuts[k + 1]) for k in range(0, len(cuts) - 1, 2)]
    return pieces


def draw_legend(paint: Paint, right: float, y: float, ends: tuple[str, str], theme: Theme) -> None:
    """What the colours mean, from cold to hot, ending at ``right``."""
    right -= paint.text((right, y), ends[1], AXIS, theme.soft, "Medium", "r") + 8
    bar = paint.pixels((right - 84, y - 3, 84, 6))
    paint.surface.blit(_ramp(bar.size, theme), bar)
    paint.text((right - 92, y), ends[0], AXIS, theme.soft, "Medium", "r")


@functools.lru_cache(16)
def _ramp(size: tuple[int, int], theme: Theme) -> Surface:
    values = np.repeat(np.linspace(-1, 1, 64, dtype=np.float32)[:, None], 2, axis=1)
    return pygame.transform.smoothscale(heat(values, theme), size)


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


def _round_numbers(axis: Axis, most: int) -> list[float]:
    """Round values between an axis's ends, its zero taken off."""
    low, high = sorted((axis.low - axis.zero, axis.high - axis.zero))
    step = [*ticks(high - low, most), 1.0][1]
    first = -(-low // step)
    return [(first + k) * step for k in range(most + 2) if (first + k) * step <= high]


class PolicyPanel(Panel[Snapshot]):
    """What the chosen agent, or the leader, would do elsewhere, over two quantities that people choose."""

    about = "What its network would do at every value of two quantities, all others being as they are now."

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._across = DropDown(theme, "across", "The quantity from left to right")
        self._down = DropDown(theme, "down", "The quantity from top to bottom")
        self.drop_downs = (self._down, self._across)
        self._empty = True

    def key(self, shown: Snapshot) -> Hashable:
        """See ``Panel.key``: the map is drawn again when there is another."""
        return shown.policy, self._down.opened, self._across.opened

    def controls(self) -> list[Control]:
        """See ``Panel.controls``."""
        if self._empty:
            return []
        return [one.control._replace(commands=("plane",)) for one in self.drop_downs]

    def render(self, paint: Paint, area: Rect, shown: Snapshot) -> None:
        """See ``Panel.render``."""
        policy, theme = shown.policy, self.theme
        space = self.card(paint, area, _TITLE)
        self._empty = policy is None
        if policy is None:
            self.close_lists()
            paint.text(space.center, "nobody is in the air", HINT, theme.faint, align="c")
            return
        top = self._draw_fields(paint, space, policy)
        field = Rect(space.x + 34, top + 2, space.w - 34, space.bottom - top - 34)
        self._draw_map(paint, field, policy)
        self._draw_axes(paint, field, policy)
        draw_legend(paint, field.right, field.bottom + 28, (policy.less, policy.more), theme)

    def _draw_fields(self, paint: Paint, space: Rect, policy: Policy) -> int:
        """The two fields beside the title, or below it where that is too narrow; returns where the map may begin."""
        beside = space.w - paint.width_of(_TITLE, BODY, "SemiBold") - 10
        low = beside < 2 * _LEAST + _TIMES
        wide = min(_MOST, round((space.w if low else beside) - _TIMES) // 2)
        left, y = space.right - 2 * wide - _TIMES, space.y if low else space.y - 29
        self._down.draw_field(paint, Rect(left, y, wide, _FIELD), policy.down)
        paint.text((left + wide + _TIMES / 2, y + _FIELD / 2), "×", HINT, self.theme.faint, align="c")
        self._across.draw_field(paint, Rect(left + wide + _TIMES, y, wide, _FIELD), policy.across)
        return y + _FIELD + 6 if low else space.y

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
        image = pygame.transform.smoothscale(heat(policy.values, theme), place.size)
        inner = Paint(image, paint.scale)
        at = _Field(Rect(0, 0, *field.size), policy)
        for left, top, right, bottom in policy.plane.solids:
            corner = at.x(left), at.y(top)
            inner.box((*corner, at.x(right) - corner[0], at.y(bottom) - corner[1]), theme.ink, 0, 70)
        for _, value in policy.plane.lines:
            inner.dashes((0, at.y(value)), (field.w, at.y(value)), theme.text, 1, 150)
        wide, high = (side / (count - 1) for side, count in zip(field.size, policy.values.shape, strict=True))

        def border(large: Surface) -> None:
            thick, u = 1.6 * paint.scale * shapes.LARGER, paint.scale * shapes.LARGER
            for (x0, y0), (x1, y1) in _zero_line(policy.values):
                shapes.stroke(large, (x0 * wide * u, y0 * high * u), (x1 * wide * u, y1 * high * u), thick, theme.text)

        inner.patch(image.get_rect(), border, 220)
        self._draw_way(inner, at, policy)
        mask = shapes.box(place.size, (255, 255, 255), round(8 * paint.scale))
        image = image.convert_alpha()
        image.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        paint.surface.blit(image, place)

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
        for value in _round_numbers(plane.across, max(2, field.w // 80)):
            x, places = at.x(value + plane.across.zero), 0 if abs(value) >= 5 or value == 0 else 1
            if field.x + 8 <= x <= field.right - 4:
                paint.text((x, field.bottom + 12), number(value, places), AXIS, theme.faint, align="c")
        named = [(name, value) for name, value in plane.lines]
        if not named:
            places = 0 if abs(plane.down.high) >= 5 else 1
            shown = _round_numbers(plane.down, max(2, field.h // 40))
            named = [(number(value, places), value + plane.down.zero) for value in shown]
        for name, value in named:
            if field.y + 4 <= at.y(value) <= field.bottom - 4:
                paint.text((field.x - 8, at.y(value)), name, AXIS, theme.faint, align="r")
        paint.text((field.x, field.bottom + 28), plane.across.name, AXIS, theme.faint)
