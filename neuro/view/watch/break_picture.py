"""The picture of the break between two generations: the best with their crowns, their children, lines between them.

Its moments are those of ``GenerationBreak.at``, on a scale of 40: the world darkens, the best come, crowns drop, lines
grow from the parents to eggs, children hatch, and everything makes room for the next generation.
"""

from __future__ import annotations

import math

import pygame
from pygame import Rect, Surface

from neuro.numerals import legible
from neuro.view.drawing import shapes
from neuro.view.drawing.icons import crown
from neuro.view.drawing.shapes import Point
from neuro.view.looks import Looks, colour_of
from neuro.view.marker import Marker
from neuro.view.paint import Paint
from neuro.view.theme import ANNOUNCEMENT, AXIS, BODY, HINT, Colour, Theme
from neuro.view.watch.generation_break import Birth, GenerationBreak

__all__ = ["BreakPicture"]

_WIDE = 644  # of the world that sizes are given for
_NARROW = 0.9  # share of that width below which names of changes do not stand side by side
_VEIL = 150  # alpha over the world
_RADIUS, _CHILD, _EGG = 17, 20, 24


def _come(at: float, begin: float, end: float) -> float:
    """How far something has come that begins and ends at moments: slower towards its end."""
    share = min(1.0, max(0.0, (at - begin) / (end - begin)))
    return 1 - (1 - share) ** 3


class BreakPicture:
    """Draws breaks.

    Args:
        theme: Colours of its signs.
        marker: Draws the agents, and what they come out of.
    """

    def __init__(self, theme: Theme, marker: Marker) -> None:
        self._theme, self._marker = theme, marker
        self._lines: tuple[object, Surface] | None = None

    def draw(self, paint: Paint, world: Rect, shown: GenerationBreak, subtitle: str, *, still: bool) -> None:
        """Draw a break over a world.

        Args:
            paint: A brush on the window.
            world: The part in which the world stands, in units.
            shown: The break.
            subtitle: What came of the generation that is over.
            still: Whether motion is reduced.
        """
        at = shown.at(still=still)
        leaves = 0.0 if shown.brief else _come(at, 34, 40)
        veil = Surface(paint.pixels(world).size, pygame.SRCALPHA)
        veil.fill((*self._theme.ink, round(_VEIL * _come(at, 1, 8) * (1 - leaves))))
        paint.surface.blit(veil, paint.pixels(world))
        u = min(1.0, world.w / _WIDE)
        if leaves < 1:
            self._draw_title(paint, world, shown, subtitle, at)
            self._draw_elite(paint, world, shown, at, u)
        if not shown.brief:
            self._draw_lines(paint, world, shown, at, u)
            self._draw_children(paint, world, shown, at, u)

    def _draw_title(self, paint: Paint, world: Rect, shown: GenerationBreak, subtitle: str, at: float) -> None:
        if at < 8:
            return
        y = world.y + 0.06 * world.h
        title = f"Generation {shown.number:,} is over"
        paint.text((world.centerx, y), title, ANNOUNCEMENT, (255, 255, 255), "SemiBold", "c", halo=self._theme.ink)
        paint.text((world.centerx, y + 28), subtitle, BODY, (255, 255, 255), "Medium", "c", halo=self._theme.ink)

    def _elite_places(self, world: Rect, shown: GenerationBreak) -> list[Point]:
        apart = 0.086 * world.w
        first = world.centerx - apart * (len(shown.elite) - 1) / 2
        return [(first + apart * k, world.y + 0.33 * world.h) for k in range(len(shown.elite))]

    def _child_places(self, world: Rect, shown: GenerationBreak) -> list[Point]:
        count = len(shown.births) + (shown.others > 0)
        apart = 0.18 * world.w
        first = world.centerx - apart * (count - 1) / 2
        return [(first + apart * k, world.y + 0.665 * world.h) for k in range(count)]

    def _draw_elite(self, paint: Paint, world: Rect, shown: GenerationBreak, at: float, u: float) -> None:
        rise = (1 - _come(at, 6, 12)) * 40
        places = self._elite_places(world, shown)
        ledge = Rect(0, 0, round(0.086 * world.w * len(places) + 16 * u), round(48 * u))
        ledge.midtop = world.centerx, round(places[0][1] + 14 * u + rise)
        alpha = round(225 * _come(at, 6, 10))
        if alpha == 0:
            return
        paint.box(ledge, self._theme.panel, 10, alpha)
        paint.box((ledge.x, ledge.y - 2, ledge.w, 4), self._theme.hot, 2, alpha)
        for k, (looks, (x, y)) in enumerate(zip(shown.elite, places, strict=True)):
            late = 6 + 0.35 * (len(places) - k)  # the best comes last
            here = _come(at, late, late + 4)
            if here <= 0:
                continue
            self._draw_agent(paint, (x, y + rise + (1 - here) * 26 * u), _RADIUS * u, looks)
            drop = _come(at, 10 + 0.3 * k, 12.4 + 0.3 * k)
            if drop > 0:
                paint.stamp(crown(7 * u * paint.scale), (x, y + rise - (24 + 14 * (1 - drop)) * u))
                score = legible(shown.scores[k])
                size = HINT if paint.width_of(score, HINT, "SemiBold") < 0.08 * world.w else AXIS
                paint.text((x, ledge.centery + 2), score, size, self._theme.text, "SemiBold", "c")

    def _draw_agent(self, paint: Paint, at: Point, radius: float, looks: Looks) -> None:
        paint.stamp(self._marker.sprite(looks, radius * paint.scale, outline=self._theme.ink), at)

    def _draw_lines(self, paint: Paint, world: Rect, shown: GenerationBreak, at: float, u: float) -> None:
        """Draw lines from parents to children; they grow downwards, and fade."""
        grown, gone = _come(at, 15, 22), _come(at, 30, 34)
        if grown <= 0 or gone >= 1:
            return
        area = paint.pixels(world)
        shows = area.size, paint.scale, id(shown)
        if self._lines is None or self._lines[0] != shows:
            sheet = Surface(area.size, pygame.SRCALPHA)
            self._trace(Paint(sheet, paint.scale), Rect(0, 0, *world.size), shown, u)
            self._lines = shows, sheet
        top = self._elite_places(world, shown)[0][1] - world.y + 62 * u
        low = self._child_places(world, shown)[0][1] - world.y
        high = round((top + (low - top) * grown) * paint.scale)
        sheet = shapes.veiled(self._lines[1], round(255 * (1 - gone))) if gone > 0 else self._lines[1]
        paint.surface.blit(sheet, area, Rect(0, 0, area.w, high), special_flags=pygame.BLEND_PREMULTIPLIED)

    def _trace(self, paint: Paint, world: Rect, shown: GenerationBreak, u: float) -> None:
        parents, children = self._elite_places(world, shown), self._child_places(world, shown)
        for birth, child in zip(shown.births, children, strict=False):
            mother, end = parents[birth.mother], (child[0], child[1] - _EGG * u)
            self._line(paint, (mother[0], mother[1] + 62 * u), end, colour_of(shown.elite[birth.mother]))
            if birth.father is not None:
                x, y = _father_place(child, world, u)
                self._line(paint, (x, y + _RADIUS * u), end, colour_of(birth.father))
                self._draw_agent(paint, (x, y), 0.9 * _RADIUS * u, birth.father)

    def _line(self, paint: Paint, begin: Point, end: Point, colour: Colour) -> None:
        path = [_between(begin, end, k / 24) for k in range(25)]
        paint.lines(path, self._theme.ink, 3.4, 150)
        paint.lines(path, colour, 1.8)

    def _draw_children(self, paint: Paint, world: Rect, shown: GenerationBreak, at: float, u: float) -> None:
        gone = _come(at, 34, 39)
        if at < 18 or gone >= 1:
            return
        places = self._child_places(world, shown)
        for k, place in enumerate(places):
            birth = shown.births[k] if k < len(shown.births) else None
            self._draw_child(paint, place, birth, at - 1.2 * k, u)
            told = f"and {shown.others:,} more" if birth is None else birth.change
            if at > 25 + 1.2 * min(k, 3):
                lower = 22 if u < _NARROW and k % 2 else 0  # so that neighbours do not lie over each other
                paint.tag((place[0], place[1] + 44 * u + lower), told, "c", HINT if u == 1 else AXIS)

    def _draw_child(self, paint: Paint, place: Point, birth: Birth | None, at: float, u: float) -> None:
        """An egg that appears, rocks and hatches; those who stand for all the others stay eggs."""
        x, y = place
        hatched = birth is not None and at > 24
        if birth is not None and hatched:
            hop = 16 * math.sin(math.pi * min(1.0, (at - 24) / 3)) * u
            self._draw_agent(paint, (x, y - 8 * u - hop), _CHILD * u, birth.looks)
        size = _EGG * u * _come(at, 18, 21)
        if size < 1:
            return
        colour = self._theme.hot if birth is None else colour_of(birth.looks)
        rocks = 6 * math.sin((at - 21) * 4) if birth is not None and 21 < at < 24 else 0
        egg = self._marker.egg(colour, round(size * paint.scale), hatched=hatched, turn=round(rocks))
        if egg is not None:
            paint.stamp(egg, (x, y))


def _father_place(child: Point, world: Rect, u: float) -> Point:
    """Where the other parent stands: beside the line from the mother, above its child."""
    return child[0] + 40 * u, child[1] - 0.15 * world.h


def _between(begin: Point, end: Point, share: float) -> Point:
    """A place on a line that leaves and arrives upright."""
    smooth = share * share * (3 - 2 * share)
    return begin[0] + (end[0] - begin[0]) * smooth, begin[1] + (end[1] - begin[1]) * share
