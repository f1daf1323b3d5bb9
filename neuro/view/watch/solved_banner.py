"""The banner that says that a game has been solved, with what people may do then."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable
from functools import partial
from typing import NamedTuple

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.drawing.icons import crown, icon
from neuro.view.drawing.shapes import Point
from neuro.view.keys import Command
from neuro.view.looks import Looks
from neuro.view.marker import Marker
from neuro.view.paint import Paint
from neuro.view.theme import ANNOUNCEMENT, BODY, FIGURE, NAME, Theme
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["Banner", "Confetti", "Solved"]

_HIGH, _BADGE, _BUTTON = 226, 40, 40
_FALLS = 4.0  # seconds that confetti falls
_COUNT = 90


class Solved(NamedTuple):
    """What the banner says.

    Args:
        title: The title, in large letters.
        lines: Below it.
        looks: Looks of the winner.
        marker: Draws it.
        buttons: Icon, words and command of each.
    """

    title: str
    lines: tuple[str, ...]
    looks: Looks
    marker: Marker
    buttons: tuple[tuple[str, str, str], ...]


class Banner(Panel[Solved]):
    """Says who has solved the game, and offers what to do next."""

    about = "The game is solved"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._pointed: str | None = None
        self._buttons: list[tuple[Rect, str]] = []

    def place(self, world: Rect | None) -> None:
        """Take a place in the upper part of a world; None hides the banner."""
        if world is None:
            self.layout(None)
            return
        wide = min(620, world.w - 24)
        high = _HIGH if wide >= 420 else _HIGH + 2 * (_BUTTON + 8) + 10
        self.layout(Rect(world.centerx - wide // 2, world.y + round(0.06 * world.h), wide, min(high, world.h - 24)))

    def key(self, shown: Solved) -> Hashable:
        return shown.title, shown.lines, self._pointed

    def render(self, paint: Paint, area: Rect, shown: Solved) -> None:
        theme, middle = self.theme, area.w / 2
        paint.box((0, _BADGE, area.w, area.h - _BADGE), theme.panel, 14, 238, border=theme.line)
        paint.circle((middle, _BADGE), _BADGE, theme.raised)
        paint.circle((middle, _BADGE), _BADGE, theme.hot, ring=2)
        shown.marker.stamp(paint, (middle, _BADGE + 4), shown.looks, 19, outline=theme.ink)
        paint.stamp(crown(9 * paint.scale), (middle, _BADGE - 22))
        paint.text((middle, 2 * _BADGE + 18), shown.title, ANNOUNCEMENT, theme.text, "SemiBold", "c")
        room = area.w - 32
        size = NAME if all(paint.width_of(line, NAME) <= room for line in shown.lines) else BODY
        lines = [part for line in shown.lines for part in paint.lines_of(line, room, size)]
        for k, line in enumerate(lines):
            paint.text((middle, 2 * _BADGE + 48 + 21 * k), line, size, theme.soft, align="c")
        corner = Rect(area.w - 40, _BADGE + 8, 32, 32)
        ink = theme.text if self._pointed == "put away" else theme.faint
        paint.text(corner.center, "×", FIGURE, ink, "Medium", "c")
        self._buttons = [(corner, "put away")]
        stacked = area.w < 420
        wide = area.w - 40 if stacked else (area.w - 40 - 12 * (len(shown.buttons) - 1)) / len(shown.buttons)
        signed = all(wide >= paint.width_of(words, BODY, "SemiBold") + 44 for _, words, _ in shown.buttons)
        for k, (sign, words, command) in enumerate(shown.buttons):
            left = 20 if stacked else 20 + k * (wide + 12)
            up = (len(shown.buttons) - k if stacked else 1) * (_BUTTON + 8) + 4
            place = Rect(round(left), round(area.h - up), round(wide), _BUTTON)
            self._buttons.append((place, command))
            self._draw_button(paint, place, (sign if signed else "", words, command), first=k == 0)

    def _draw_button(self, paint: Paint, place: Rect, button: tuple[str, str, str], *, first: bool) -> None:
        """A button with its sign, where there is one, and its words."""
        theme, (sign, words, command) = self.theme, button
        pointed = self._pointed == command
        fill = theme.hot if first else theme.line if pointed else theme.raised
        paint.box(place, fill, 8, border=theme.text if first and pointed else theme.line)
        ink = (theme.ink if theme.dark else theme.panel) if first else theme.text
        wide = paint.width_of(words, BODY, "SemiBold")
        if sign:
            paint.stamp(icon(sign, 8 * paint.scale, ink), (place.centerx - wide / 2 - 6, place.centery))
        paint.text((place.centerx + (10 if sign else 0), place.centery), words, BODY, ink, "SemiBold", "c")

    def controls(self) -> list[Control]:
        told = {"put away": "Put this away", "race": "Play yourself, against it"}
        told |= {
            "learnt": "Champions of earlier generations, on the same course",
            "share": "One file that opens in any browser",
        }
        return [Control(rect, told[command], (), partial(Command, command)) for rect, command in self._buttons]

    def command(self, at: Point, event: Event) -> Command | None:
        found = next((command for rect, command in self._buttons if rect.collidepoint(at)), None)
        if event.type == pygame.MOUSEMOTION:
            self._pointed = found
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and found is not None:
            return Command(found)
        return None


class Confetti:
    """Confetti that falls for some seconds, over the whole width of a world.

    Args:
        theme: Its colours.
        marker: Draws it.
    """

    def __init__(self, theme: Theme, marker: Marker) -> None:
        self._marker = marker
        draw = random.Random(7)
        colours = [theme.hot, theme.cold, theme.good, *theme.curves[:3]]
        self._all = [
            (draw.random(), draw.uniform(-1.0, 0.1), draw.uniform(0.25, 0.5), draw.uniform(0, 6), draw.choice(colours))
            for _ in range(_COUNT)
        ]

    def draw(self, paint: Paint, world: Rect, age: float) -> None:
        """Draw them so many seconds after they began; nothing when they have fallen."""
        if age >= _FALLS:
            return
        strength = 4 if age < _FALLS - 1 else max(1, round(4 * (_FALLS - age)))
        length, drawn = max(6, round(15 * paint.scale)), []
        for x, y, fast, phase, colour in self._all:
            down = y + fast * age
            if not 0 <= down <= 1:
                continue
            across = x + 0.02 * math.sin(phase + 3 * age)
            image = self._marker.confetti(colour, length, round((phase + 1.2 * age) * 8 / math.pi) % 16, strength)
            at = (world.x + across * world.w) * paint.scale, (world.y + down * world.h) * paint.scale
            drawn.append((image, (round(at[0]), round(at[1]))))
        clip = paint.surface.get_clip()
        paint.surface.set_clip(paint.pixels(world))
        paint.surface.fblits(drawn, pygame.BLEND_PREMULTIPLIED)
        paint.surface.set_clip(clip)
