"""The screen about a death: the last moments magnified and slow, the answer, the maps, and the last steps."""

from __future__ import annotations

from typing import Any

from pygame import Rect

from neuro.view.death.death_panels import LastStepsPanel, MapsPanel, WhyPanel
from neuro.view.death.flashback import Flashback
from neuro.view.drawing.shapes import Point
from neuro.view.looks import colour_of
from neuro.view.paint import Paint
from neuro.view.panels.layout import Places
from neuro.view.scene import moves
from neuro.view.theme import BODY, HINT, NAME, SIGN, Colour, Theme, mix
from neuro.view.widgets import overlays
from neuro.view.widgets.panel import Panel
from neuro.view.widgets.tabs import Tabs

__all__ = ["DeathScreen"]

_NEARER = 1.6  # times, in a world that moves along
_BOTH = 640  # least width in which words and maps stand below each other
_GAP = 12
_TOP = 48  # of a world, in which something else is written
_CAPTION = 62  # height of the sentence at the world's foot


class DeathScreen:
    """What stands in the window's places while a death is looked into.

    Args:
        theme: The colours of the window.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._why, self._maps, self._steps = WhyPanel(theme), MapsPanel(theme), LastStepsPanel(theme)
        self._tabs = Tabs[Flashback](theme, [("Why", self._why), ("Maps", self._maps)])
        self._apart = False

    @property
    def panels(self) -> list[Panel[Any]]:
        """The panels that are shown."""
        return [*([self._why, self._maps] if self._apart else [self._tabs]), self._steps]

    def layout(self, places: Places) -> None:
        """Take the places of the header, the cards and the timeline."""
        beside = places.header.unionall([card.rect for card in places.cards])
        self._apart = beside.w >= _BOTH and beside.h >= 560
        for panel in (self._why, self._maps, self._tabs):
            panel.layout(None)
        if self._apart:
            self._why.framed = self._maps.framed = True
            high = round(beside.h * 0.46)
            self._why.layout(Rect(beside.x, beside.y, beside.w, high))
            self._maps.layout(Rect(beside.x, beside.y + high + _GAP, beside.w, beside.h - high - _GAP))
        else:
            self._tabs.layout(beside)
        self._steps.layout(places.timeline)

    def draw(self, paint: Paint, shown: Flashback) -> None:
        """Draw the panels."""
        for panel in self.panels:
            panel.draw(paint, shown)

    def draw_world(self, paint: Paint, window: Rect, world: Rect, shown: Flashback, *, still: bool) -> None:
        """Draw the world.

        Args:
            paint: The brush of the whole window.
            window: The world's rectangle in it.
            world: The part of the window in which the world is drawn when it is seen whole.
            shown: What is shown.
            still: Whether motion is reduced.
        """
        clip = paint.surface.get_clip()
        paint.surface.set_clip(paint.pixels(window))
        if moves(shown.scene) and not shown.scene.whole and not still:
            world = self._nearer(paint, world, shown)
        paint.surface.fill(self._theme.panel, paint.pixels(window))
        shown.draw(paint.surface, paint.pixels(world), still=still)
        self._draw_ways(paint, window, world, shown)
        paint.surface.set_clip(clip)
        paint.tag((window.x + 14, window.y + 24), "its last moments, again", size=BODY)
        paint.tag((window.right - 14, window.y + 24), "×¼", "r", BODY)
        if shown.at_moment or shown.dead:
            self._draw_caption(paint, window, shown)

    def _nearer(self, paint: Paint, world: Rect, shown: Flashback) -> Rect:
        """The rectangle of a world that is drawn larger, so that the moment and the end stand in its upper middle."""
        large = Rect(0, 0, round(world.w * _NEARER), round(world.h * _NEARER))
        left, scale = shown.scene.view(large)
        x, y = shown.way[-1]
        large.x = round(world.x + world.w * 0.36 - (x - shown.moved - left) * scale)
        large.y = round(world.y + (world.h - _CAPTION) * 0.5 - y * scale)
        large.x = min(world.x, max(large.x, world.right - large.w))
        large.y = min(world.y, max(large.y, world.bottom - large.h))
        return large

    def _draw_ways(self, paint: Paint, window: Rect, world: Rect, shown: Flashback) -> None:
        """Its way, the moment, the end, and then the way of its relative."""
        theme, why = self._theme, shown.why
        left, scale = shown.scene.view(world)

        def at(place: Point) -> Point:
            return world.x + (place[0] - shown.moved - left) * scale, world.y + place[1] * scale

        ink: Colour = (255, 255, 255) if theme.dark else theme.ink
        way = [at(place) for place in shown.way[shown.begins :]]
        if len(way) > 1:
            paint.trail(way, [(*ink, 60 + 180 * k // len(way)) for k in range(len(way) - 1)], 2.4)
        if why.late is not None and why.moment is not None and why.moment + 1 < why.late <= shown.step:
            late = at(shown.way[why.late])
            paint.circle(late, 5.5, theme.ink)
            paint.circle(late, 4.5, theme.hot)
            _tag(paint, window, (late[0] - 12, late[1] + 12), f"{why.instead} only now", "r")
        if shown.dead:
            self._draw_ghost(paint, way[-1], shown, 90)
            paint.circle(way[-1], 30, theme.record, ring=2)
            low = way[-1][1] - 8 > window.y + _TOP  # the relative goes on to the right; above, something is written
            aside = (-36, "r") if shown.relative and low else (36, "l")
            _tag(paint, window, (way[-1][0] + aside[0], way[-1][1] - 8), "fell here", aside[1])
        if shown.at_moment and why.moment is not None:
            here = at(shown.way[why.moment])
            if shown.step > why.moment:
                self._draw_ghost(paint, here, shown, 150)
            overlays.draw_corners(paint, here, theme)
            _tag(paint, window, (here[0] - 30, here[1] + (-26 if here[1] - 26 > window.y + _TOP else 30)), "here", "r",
                 fill=(255, 255, 255))  # fmt: skip
        if shown.dead and shown.share > 0 and len(shown.relative) > 1:
            self._draw_relative(paint, window, [at(place) for place in shown.relative], shown)

    def _draw_ghost(self, paint: Paint, at: Point, shown: Flashback, alpha: int) -> None:
        """Where it was."""
        looks, radius = shown.why.sides[0].looks, 15
        if not shown.scene.whole:  # its agents may look like anything
            shown.why.sides[0].marker.stamp(paint, at, looks, radius, alpha=alpha, outline=self._theme.ink)

    def _draw_relative(self, paint: Paint, window: Rect, way: list[Point], shown: Flashback) -> None:
        theme, side = self._theme, shown.why.sides[1]
        colour = colour_of(side.looks)
        colour = colour if theme.dark else mix(colour, theme.ink, 0.3)
        way = way[: max(2, round(len(way) * shown.share))]
        for k in range(0, len(way) - 1, 6):  # four steps of line, two of gap
            paint.trail(way[k : k + 5], [colour] * 4, 2.6)
        marker, radius = side.marker, 10 if shown.scene.whole else 15
        marker.stamp(paint, way[-1], side.looks, radius, frame=1 % marker.frames, outline=theme.ink)
        paint.circle(way[-1], 30, colour, ring=2)
        if shown.over:
            _tag(paint, window, (way[-1][0], way[-1][1] - 42), f"{side.name}, lived", "c")

    def _draw_caption(self, paint: Paint, window: Rect, shown: Flashback) -> None:
        """A sentence at the world's foot, with what matters in colour."""
        theme, before, warm, after = self._theme, *shown.why.caption
        high = _CAPTION if window.w >= 480 else 50
        box = Rect(window.x + 12, window.bottom - high - 12, window.w - 24, high)
        paint.box(box, theme.panel, 14, 232)
        x = box.x + 18.0
        if window.w >= 480:
            looks = shown.why.sides[0].looks
            paint.circle((box.x + 36, box.centery), 23, theme.raised)
            shown.why.sides[0].marker.stamp(paint, (box.x + 36, box.centery), looks, 10, outline=theme.ink)
            x = box.x + 72.0
        parts = [(before, theme.text, "Medium"), (warm, theme.warm, "SemiBold"), (after, theme.text, "Medium")]
        room, sizes = box.right - 16 - x, (SIGN, NAME, BODY)

        def fits(size: int) -> bool:
            return sum(paint.width_of(text, size, weight) for text, _, weight in parts) <= room

        size = next((one for one in sizes if fits(one)), 0)
        if not size:  # what it did instead stands beside, too
            parts.pop()
            size = next((one for one in sizes if fits(one)), HINT)
        for text, colour, weight in parts:
            left = box.right - 16 - x
            x += paint.text((x, box.centery), paint.fitting(text, left, size, weight), size, colour, weight)


def _tag(paint: Paint, window: Rect, at: Point, told: str, align: str, fill: Colour | None = None) -> None:
    """A tag, moved into the part of the world in which it can be read."""
    wide = paint.width_of(told, HINT, "Medium") + 20
    left = at[0] - wide * {"l": 0.0, "c": 0.5, "r": 1.0}[align]
    x = min(max(left, window.x + 6), window.right - 6 - wide) + wide / 2
    y = min(max(at[1], window.y + _TOP), window.bottom - _CAPTION - 30)
    paint.tag((x, y), told, "c", fill=fill)
