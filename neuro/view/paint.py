"""A brush: antialiased shapes and text on a surface, in units that a scale factor turns into pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pygame
from pygame import Rect, Surface

from neuro.view.drawing import shapes
from neuro.view.drawing import text as lettering
from neuro.view.drawing.shapes import LARGER, Point
from neuro.view.theme import Colour

__all__ = ["Box", "Paint"]

Box = tuple[float, float, float, float] | Rect

_SHIFT = {"l": 0.0, "c": 0.5, "r": 1.0}


class Paint:
    """Draws on a surface. Lengths are in units of 1/96 inch; alpha runs from 0 to 255.

    Args:
        surface: The surface to draw on.
        scale: Pixels to a unit.
    """

    def __init__(self, surface: Surface, scale: float = 1.0) -> None:
        self.surface = surface
        self.scale = scale

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the surface in whole units."""
        wide, high = self.surface.get_size()
        return int(wide / self.scale), int(high / self.scale)

    def pixels(self, rect: Box) -> Rect:
        """A rectangle on the pixel grid."""
        x, y, w, h = (value * self.scale for value in rect)
        left, top = round(x), round(y)
        return Rect(left, top, round(x + w) - left, round(y + h) - top)

    def place(self, sprite: Surface, corner: tuple[int, int]) -> None:
        """Put the upper left corner of a premultiplied sprite at a pixel."""
        self.surface.blit(sprite, corner, special_flags=pygame.BLEND_PREMULTIPLIED)

    def stamp(self, sprite: Surface, at: Point) -> None:
        """Put the centre of a premultiplied sprite at a place."""
        x, y = at[0] * self.scale, at[1] * self.scale
        corner = round(x - sprite.get_width() / 2), round(y - sprite.get_height() / 2)
        self.surface.blit(sprite, corner, special_flags=pygame.BLEND_PREMULTIPLIED)

    def fill(self, rect: Box, colour: Colour) -> None:
        """A sharp rectangle."""
        area = self.pixels(rect)
        self.surface.fill(colour, (area.x, area.y, max(1, area.w), max(1, area.h)))

    def box(self, rect: Box, colour: Colour, radius: float = 8, alpha: int = 255, border: Colour | None = None) -> None:
        """A rounded rectangle, with a border inside it when a colour is given."""
        area = self.pixels(rect)
        if area.w > 0 and area.h > 0:
            corner, width = round(radius * self.scale), max(1, round(self.scale))
            sprite = shapes.box(area.size, colour, corner, alpha, border, width)
            self.surface.blit(sprite, area, special_flags=pygame.BLEND_PREMULTIPLIED)

    def bar(self, rect: Box, colour: Colour) -> None:
        """A thin bar with round ends, of any length without a sprite for each."""
        area = self.pixels(rect)
        if area.w <= area.h:
            self.stamp(shapes.disc(area.h / 2, colour), (rect[0] + rect[3] / 2, rect[1] + rect[3] / 2))
            return
        cap = shapes.disc(area.h / 2, colour)
        inset = cap.get_width() // 2 - area.h // 2
        for x in (area.left - inset, area.right - cap.get_width() + inset):
            self.surface.blit(cap, (x, area.top - inset), special_flags=pygame.BLEND_PREMULTIPLIED)
        self.surface.fill(colour, area.inflate(-area.h, 0))

    def circle(self, at: Point, radius: float, colour: Colour, alpha: int = 255, ring: float = 0) -> None:
        """A disc, or a ring of a given width."""
        self.stamp(shapes.disc(radius * self.scale, colour, alpha, ring * self.scale), at)

    def glow(self, at: Point, radius: float, colour: Colour, alpha: int = 120) -> None:
        """A soft light."""
        self.stamp(shapes.glow(round(radius * self.scale), colour, alpha), at)

    def patch(self, area: Rect, draw: Callable[[Surface], None], alpha: int = 255, larger: int = LARGER) -> None:
        """Let ``draw`` paint an area, given in pixels, several times larger; then put it there shrunk."""
        area = area.clip(self.surface.get_clip().inflate(80, 80))
        if area.w <= 0 or area.h <= 0:
            return
        large = Surface((area.w * larger, area.h * larger), pygame.SRCALPHA)
        draw(large)
        small = shapes.shrink(large, area.size)
        if alpha < 255:
            small.fill((alpha,) * 4, special_flags=pygame.BLEND_RGBA_MULT)
        self.surface.blit(small, area, special_flags=pygame.BLEND_PREMULTIPLIED)

    def _around(self, points: Sequence[Point], width: float = 0) -> Rect:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        u, edge = self.scale, width + 2
        left, top = math.floor(min(xs) * u - edge), math.floor(min(ys) * u - edge)
        area = Rect(left, top, math.ceil(max(xs) * u + edge) - left, math.ceil(max(ys) * u + edge) - top)
        return area.clip(self.surface.get_clip().inflate(80, 80))

    def _mover(self, area: Rect) -> Callable[[Point], Point]:
        u = self.scale
        return lambda p: ((p[0] * u - area.x) * LARGER, (p[1] * u - area.y) * LARGER)

    def polygon(self, points: Sequence[Point], colour: Colour, alpha: int = 255) -> None:
        """A filled polygon."""
        area = self._around(points)
        move = self._mover(area)
        self.patch(area, lambda large: _polygon(large, colour, [move(p) for p in points]), alpha)

    def lines(
        self,
        points: Sequence[Point],
        colour: Colour,
        width: float = 1.5,
        alpha: int = 255,
        *,
        closed: bool = False,
    ) -> None:
        """A line through points."""
        path = [*points, points[0]] if closed else list(points)
        self.trail(path, [colour] * (len(path) - 1), width, alpha)

    def trail(
        self, points: Sequence[Point], colours: Sequence[Sequence[int]], width: float = 2, alpha: int = 255
    ) -> None:
        """A line whose colour and alpha change from piece to piece; on one layer, so joints never add up."""
        area = self._around(points, width * self.scale)
        move, thick = self._mover(area), width * self.scale * LARGER

        def draw(large: Surface) -> None:
            pieces = list(zip(points, points[1:], colours, strict=False))
            for a, b, colour in reversed(pieces):
                shapes.stroke(large, move(a), move(b), thick, colour)

        self.patch(area, draw, alpha)

    def tick(self, at: Point, colour: Colour, size: float = 5) -> None:
        """A tick: this one is taken. It reaches ``size`` units to the left and right of its middle."""
        x, y = at
        self.lines([(x - size, y), (x - 0.2 * size, y + 0.8 * size), (x + size, y - 0.8 * size)], colour, 0.36 * size)

    def dashes(
        self,
        a: Point,
        b: Point,
        colour: Colour,
        width: float = 1.5,
        alpha: int = 255,
        dash: float = 5,
        gap: float = 4,
    ) -> None:
        """A dashed line."""
        length = math.dist(a, b)
        if length < 1:
            return
        area = self._around([a, b], width * self.scale)
        move, thick = self._mover(area), width * self.scale * LARGER

        def at(way: float) -> Point:
            share = min(1.0, way / length)
            return move((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))

        def draw(large: Surface) -> None:
            for k in range(math.ceil(length / (dash + gap))):
                start = k * (dash + gap)
                shapes.stroke(large, at(start), at(start + dash), thick, colour)

        self.patch(area, draw, alpha)

    def text(
        self,
        at: Point,
        string: object,
        size: float = 13,
        colour: Colour = (255, 255, 255),
        weight: str = "Regular",
        align: str = "l",
        halo: Colour | None = None,
    ) -> float:
        """Write a line whose vertical middle is at ``at``; returns its width."""
        pixel_size = round(size * self.scale, 2)
        if halo is None:
            image, edge = lettering.letters(str(string), pixel_size, weight, colour), 0
        else:
            image, edge = lettering.haloed(str(string), pixel_size, weight, colour, halo), 6
        width = image.get_width() - 2 * edge
        x = at[0] * self.scale - width * _SHIFT[align]
        corner = round(x) - edge, round(at[1] * self.scale - image.get_height() / 2)
        self.surface.blit(image, corner, special_flags=pygame.BLEND_PREMULTIPLIED)
        return width / self.scale

    def width_of(self, string: object, size: float = 13, weight: str = "Regular") -> float:
        """Width that a line of text takes."""
        return lettering.width_of(str(string), round(size * self.scale, 2), weight) / self.scale

    def fitting(self, string: str, wide: float, size: float = 13, weight: str = "Regular") -> str:
        """A line of text, its middle left out where it is wider than ``wide``."""
        while self.width_of(string, size, weight) > wide and len(string) > 8:
            middle = len(string) // 2
            string = string[: middle - 3] + "…" + string[middle + 3 :]
        return string

    def lines_of(self, string: str, wide: float, size: float = 13, weight: str = "Regular") -> tuple[str, ...]:
        """A text in lines that are not wider than ``wide``."""
        return lettering.broken(string, wide * self.scale, round(size * self.scale, 2), weight)

    def paragraph(self, at: Point, lines: Sequence[str], size: float, colour: Colour, high: float) -> float:
        """Write lines under each other, each ``high``, from the upper left corner ``at``; returns the lower end."""
        for k, line in enumerate(lines):
            self.text((at[0], at[1] + high * (k + 0.5)), line, size, colour)
        return at[1] + high * len(lines)

    def tag(self, at: Point, string: str, align: str = "l", size: float = 12, fill: Colour | None = None) -> float:
        """A small label on a pill, dark unless a fill is given; returns its width."""
        width = self.width_of(string, size, "Medium") + 14
        x = at[0] - width * _SHIFT[align]
        self.box((x, at[1] - 10, width, 20), fill or (11, 15, 26), 10, 255 if fill else 205)
        self.text((x + 7, at[1]), string, size, (11, 15, 26) if fill else (255, 255, 255), "Medium")
        return width


def _polygon(surface: Surface, colour: Colour, points: list[Point]) -> None:
    pygame.draw.polygon(surface, colour, points)
