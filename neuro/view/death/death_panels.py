"""Panels about a death: the answer in words, two networks and their maps, and the last steps."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.death.death_cause import Side, distinct_numbers
from neuro.view.death.flashback import Flashback
from neuro.view.drawing.heat import colour_of_action, draw_legend, draw_names
from neuro.view.drawing.shapes import Point
from neuro.view.keys import Command
from neuro.view.looks import colour_of
from neuro.view.paint import Paint
from neuro.view.panels.policy_field import draw_axes, draw_map, place_in, room_for_names
from neuro.view.theme import AXIS, BODY, FIGURE, HINT, NAME, Colour, Theme
from neuro.view.widgets.chart import ticks
from neuro.view.widgets.control import Control
from neuro.view.widgets.key_card import draw_key
from neuro.view.widgets.overlays import draw_corners
from neuro.view.widgets.panel import Panel

__all__ = ["LastStepsPanel", "MapsPanel", "WhyPanel"]

_SIDE_HIGH, _ROW = 96, 26  # height of a brain's card at least, and of an output in it
_MOST_OUTPUTS = 4  # that are shown


class WhyPanel(Panel[Flashback]):
    """The question, the answer, and what two brains said at the same moment."""

    about = "Why it died: what it chose, and what another one would have chosen in its place"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._leave = Rect(0, 0, 0, 0)

    def key(self, shown: Flashback) -> Hashable:
        return id(shown.why)

    def controls(self) -> list[Control]:
        """The one button, which goes on."""
        return [Control(self._leave, "Go on from where you were", ("death",), lambda: Command("death"))]

    def command(self, at: Point, event: Event) -> Command | None:
        pressed = event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self._leave.collidepoint(at)
        return Command("death") if pressed else None

    def render(self, paint: Paint, area: Rect, shown: Flashback) -> None:
        theme, why, wide = self.theme, shown.why, area.w >= 560
        if self.framed:
            paint.box(area, theme.panel, 12, border=theme.line)
        end = self._draw_title(paint, area, shown, wide)
        size, high = (NAME, 26) if wide else (BODY, 20)
        sides = _SIDE_HIGH * (1 if wide else len(why.sides)) + 60
        while len(lines := paint.lines_of(why.text, area.w - 40, size)) * high > area.h - end - sides and size > HINT:
            size, high = (BODY, 20) if size > BODY else (HINT, 17)
        y = paint.paragraph((20, end), lines, size, theme.text, high) + 12
        paint.fill((20, y, area.w - 40, 1), theme.line)
        y += 20
        x = 20 + paint.text((20, y), "The same moment, two brains" if len(why.sides) > 1 else "At that moment",
                            BODY, theme.text, "SemiBold")  # fmt: skip
        if area.w - 20 - x - 16 >= paint.width_of(why.seen, HINT):
            paint.text((area.w - 20, y), why.seen, HINT, theme.faint, align="r")
        else:
            y = paint.paragraph((20, y + 12), paint.lines_of(why.seen, area.w - 40, HINT), HINT, theme.faint, 17) - 6
        self._draw_sides(paint, Rect(20, round(y) + 16, area.w - 40, area.h - round(y) - 28), why.sides, wide=wide)

    def _draw_title(self, paint: Paint, area: Rect, shown: Flashback, wide: bool) -> float:
        """The portrait, the question, and the key that leads back; returns where there is room below."""
        theme, why, x = self.theme, shown.why, 20.0
        if wide:
            looks = why.sides[0].looks
            paint.circle((50, 48), 31, theme.raised)
            paint.circle((50, 48), 31, colour_of(looks), ring=1.6)
            why.sides[0].marker.stamp(paint, (50, 48), looks, 15, outline=theme.ink)
            x = 100
        key = draw_key(paint, (area.w - 20 - 92, 32), "Esc", theme)
        paint.text((area.w - 20 - 92 + key + 8, 32), "go on", HINT, theme.soft)
        self._leave = Rect(area.w - 118, 14, 104, 36)
        size = FIGURE if paint.width_of(why.title, FIGURE, "SemiBold") <= area.w - x - 124 else NAME
        paint.text((x, 34), paint.fitting(why.title, area.w - x - 124, size, "SemiBold"), size, theme.text, "SemiBold")
        paint.text((x, 60), why.where, HINT, theme.soft)
        return 90 if wide else 78

    def _draw_sides(self, paint: Paint, space: Rect, sides: tuple[Side, ...], *, wide: bool) -> None:
        gap, outputs = 16 if wide else 10, _outputs(sides)
        high = min(50 + _ROW * len(outputs), space.h if wide else (space.h - gap) // 2)
        for k, side in enumerate(sides):
            place = Rect(space.x, space.y + k * (high + gap), space.w, high)
            if wide:
                place = Rect(space.x + k * (space.w + gap) // 2, space.y, (space.w - gap) // 2, high)
            self._draw_side(paint, place, side, outputs)

    def _draw_side(self, paint: Paint, place: Rect, side: Side, outputs: list[int]) -> None:
        """A brain: whose it is, what became of it, and what its outputs said."""
        theme, top = self.theme, place.y + 22
        paint.box(place, theme.raised, 10)
        x = place.x + 14
        if place.w >= 280:
            paint.circle((place.x + 38, place.centery), 24, theme.panel)
            paint.circle((place.x + 38, place.centery), 24, colour_of(side.looks), ring=1.4)
            side.marker.stamp(paint, (place.x + 38, place.centery), side.looks, 11, outline=theme.ink)
            x = place.x + 76
        told, colour = ("lives", theme.good) if side.lives else ("fell", theme.record)
        right = place.right - 14 - paint.text((place.right - 14, top), told, HINT, colour, "Medium", "r")
        if side.lives:
            paint.tick((right - 10, top), colour, 4)
        else:
            paint.polygon([(right - 15, top - 4), (right - 5, top - 4), (right - 10, top + 5)], colour)
        paint.text((x, top), paint.fitting(side.name, right - 20 - x, BODY, "SemiBold"), BODY, theme.text, "SemiBold")
        names = max(paint.width_of(side.outputs[k][0], HINT, "SemiBold") for k in outputs)
        says = distinct_numbers([side.outputs[k][1] for k in outputs])
        wide = max(paint.width_of(said, HINT, "Medium") for said in says)
        first = top + (16 if place.h > 80 else 9)
        row = (place.bottom - 5 - first) / len(outputs)
        for k, output in enumerate(outputs):
            at = x, first + row * (k + 0.5)
            self._draw_output(paint, at, side, output, (x + names + 12, place.right - 44 - wide), says[k])

    def _draw_output(
        self, paint: Paint, at: Point, side: Side, output: int, ends: tuple[float, float], said: str
    ) -> None:
        """An output's name, its bar, its number, and a tick where it is done."""
        theme, (name, value), (left, right) = self.theme, side.outputs[output], ends
        done = output in side.chosen or not side.chosen
        ink: Colour = theme.text if done else theme.faint
        paint.text(at, name, HINT, ink, "SemiBold" if done else "Medium")
        paint.bar((left, at[1] - 3, right - left, 6), theme.line)
        low = -1.0 if min(one for _, one in side.outputs) < 0 else 0.0
        share = min(max((value - low) / (1 - low), 0.02), 1.0)
        colour = theme.hot if output == 0 else theme.cold
        paint.bar((left, at[1] - 3, (right - left) * share, 6), colour if done else theme.faint)
        paint.text((right + 10, at[1]), said, HINT, ink, "Medium")
        if output in side.chosen:
            paint.tick((right + 20 + paint.width_of(said, HINT, "Medium"), at[1]), theme.text, 4)


def _outputs(sides: tuple[Side, ...]) -> list[int]:
    """The outputs that are shown: of many, those that either brain chose, then the others in their order."""
    chosen = {k for side in sides for k in side.chosen}
    every = range(len(sides[0].outputs))
    return sorted(sorted(every, key=lambda k: k not in chosen)[:_MOST_OUTPUTS])


class MapsPanel(Panel[Flashback]):
    """What both would do over the same two quantities, with the same moment marked in both."""

    about = "What both brains would do elsewhere: the same moment is marked in both maps"

    def key(self, shown: Flashback) -> Hashable:
        return id(shown.why)

    def render(self, paint: Paint, area: Rect, shown: Flashback) -> None:
        if self.framed:
            paint.box(area, self.theme.panel, 12, border=self.theme.line)
        sides, gap = shown.why.sides, 20
        beside = len(sides) == 1 or area.w >= 420
        wide = (area.w - 40 - gap) // 2 if beside else area.w - 40
        high = area.h - 28 if beside else (area.h - 28 - gap) // 2
        for k, side in enumerate(sides):
            x, y = (20 + k * (wide + gap), 14) if beside else (20, 14 + k * (high + gap))
            self._draw_one(paint, Rect(x, y, wide, high), side)

    def _draw_one(self, paint: Paint, place: Rect, side: Side) -> None:
        theme, policy = self.theme, side.policy
        whose = side.name.split(",")[0]
        title = next(
            (one for one in (f"What {whose[:1].lower()}{whose[1:]} would do", whose)
             if paint.width_of(one, HINT, "Medium") <= place.w), "")  # fmt: skip
        paint.text((place.x, place.y + 8), title, HINT, theme.soft, "Medium")
        high = place.h - 22 - 52
        left = room_for_names(paint, policy, high)
        field = Rect(place.x + left, place.y + 22, place.w - left, high)
        draw_map(paint, field, policy, theme)
        draw_axes(paint, field, policy, theme)
        x, y = place_in(field, policy)
        draw_corners(paint, (x, y), theme)
        told = f"here: {side.does}"
        half = paint.width_of(told, HINT, "Medium") / 2 + 9
        at = min(max(x, field.x + half), field.right - half) if 2 * half < field.w else field.centerx
        paint.tag((at, y - 34 if y - 46 > field.y else y + 34), told, "c")
        y = field.bottom + 29
        if policy.names:
            draw_names(paint, field.right, y, policy.names, theme)
        else:
            draw_legend(paint, field.right, y, (policy.less, policy.more), theme)
        named = f"{policy.plane.down.name} × {policy.plane.across.name}"
        paint.text((field.right, y + 17), named, AXIS, theme.faint, align="r")


class LastStepsPanel(Panel[Flashback]):
    """A bar for each of its last steps, with the moment, what came too late, and the end."""

    about = "What it leant to in each of its last steps: up and warm, or down and cool"

    def key(self, shown: Flashback) -> Hashable:
        return id(shown.why), shown.step

    def render(self, paint: Paint, area: Rect, shown: Flashback) -> None:
        theme, why, narrow = self.theme, shown.why, area.h < 70
        paint.box(area, theme.panel, 12, border=theme.line)
        strip = Rect(110, 12, area.w - 150, area.h - (34 if narrow else 44))
        paint.text((16, strip.centery - 8), "Last", HINT, theme.soft, "Medium")
        paint.text((16, strip.centery + 8), "steps", HINT, theme.soft, "Medium")
        values, count = why.leanings[shown.begins :], len(why.leanings) - shown.begins
        step, largest = strip.w / (count + 1), float(np.abs(values).max(initial=0)) or 1.0
        paint.fill((strip.x, strip.centery, strip.w, 1), theme.faint)
        for k, value in enumerate(values.tolist()):
            high = (strip.h / 2 - 2) * (0.3 + 0.7 * abs(value) / largest)
            up = value > 0 or why.winners is not None
            colour = theme.hot if up else theme.cold
            if why.winners is not None:
                colour = colour_of_action(int(why.winners[shown.begins + k]), theme)
            if shown.begins + k >= shown.step:
                colour = theme.line
            top = strip.centery - (high if up else -1)
            paint.fill((strip.x + k * step, top, max(1.0, step * 0.72), high), colour)

        def middle(k: int) -> float:
            return strip.x + (k - shown.begins + 0.36) * step

        y, end = area.h - (10 if narrow else 18), middle(len(why.leanings))
        _draw_point(paint, (end, strip.centery - 2), theme.record)
        paint.text((end, y), "fell", AXIS, theme.soft, align="c")
        for value in ticks(count / why.rate, 5)[1:]:
            at = end - value * why.rate * step
            if strip.x <= at and all(abs(at - middle(one)) > 44 for one in (why.moment, why.late) if one is not None):
                paint.text((at, y), f"−{value:g} s", AXIS, theme.faint, align="c")
        if why.late is not None and why.moment is not None and (why.late - why.moment) * step > 60:
            paint.text((middle(why.late), y), "too late", AXIS, theme.warm, "Medium", "c")
        if why.moment is not None:
            x = middle(why.moment)
            paint.fill((x - 1, strip.y - 2, 2, strip.h + 4), theme.text)
            _draw_point(paint, (x, strip.y + 6), theme.text)
            if end - x > 40:
                paint.text((x, y), "here", AXIS, theme.text, "Medium", "c")


def _draw_point(paint: Paint, at: Point, colour: Colour) -> None:
    """A triangle that points down at a place."""
    x, y = at
    paint.polygon([(x - 6, y - 10), (x + 6, y - 10), (x, y)], colour)
