"""The ladder of how far each champion of a run came; in a small window a row."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from pygame import Rect

from neuro.view.drawing import icons
from neuro.view.drawing.shapes import Point
from neuro.view.looks import Looks
from neuro.view.marker import Marker
from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT, Colour, Theme
from neuro.view.widgets.panel import Panel

__all__ = ["LadderPanel", "LadderStep"]

_STEP = 74  # from rung to rung
_TOP = 86  # of the panel, above the highest portrait
_ROW = 420  # width from which on the panel is a row


class LadderStep(NamedTuple):
    """A champion on the ladder.

    Args:
        generation: Its own.
        told: The distance that its champion came, in words; empty before its turn.
        looks: Its own.
        colour: The colour of its ring.
        state: "waits", "runs", "falls", "wins", or "goes on".
        climbed: Number of rungs that it has climbed, while it does.
    """

    generation: int
    told: str
    looks: Looks
    colour: Colour
    state: str
    climbed: float


class LadderPanel(Panel[tuple[LadderStep, ...]]):
    """The champions, the first one lowest.

    Args:
        theme: Its colours.
        marker: Draws the champions.
    """

    about = "How far each champion came on this course"

    def __init__(self, theme: Theme, marker: Marker) -> None:
        super().__init__(theme)
        self._marker = marker

    def key(self, shown: tuple[LadderStep, ...]) -> Hashable:
        return shown

    def render(self, paint: Paint, area: Rect, shown: tuple[LadderStep, ...]) -> None:
        paint.box(area, self.theme.panel, 14, 232)
        if area.w >= _ROW:
            self._render_row(paint, area, shown)
            return
        narrow = area.w < 240
        paint.text((20, 26), "How far each came", BODY + 1, self.theme.text, "SemiBold")
        low, middle = area.h - 46, 38 if narrow else 57
        step = (low - _TOP) / (len(shown) - 1) if len(shown) > 1 else _STEP
        self._rails(paint, middle, low, step)
        for k, rung in enumerate(shown):
            at = middle, low - rung.climbed * step
            if rung.state != "waits":
                self._portrait(paint, rung, at)
                if rung.climbed == k:
                    self._write(paint, rung, at, area.w)

    def _rails(self, paint: Paint, middle: float, low: float, step: float) -> None:
        """The ladder itself."""
        faint = self.theme.faint
        for x in (middle - 17, middle + 17):
            paint.lines([(x, 62), (x, low + 22)], faint, 2.4, 150)
        height, half = low, 0
        while height > 66:
            strong = half % 2 == 0
            paint.lines(
                [(middle - 17, height), (middle + 17, height)], faint, 2.4 if strong else 1.4, 150 if strong else 70
            )
            height, half = height - min(step, _STEP) / 2, half + 1

    def _write(self, paint: Paint, rung: LadderStep, at: Point, wide: int) -> None:
        """Write the champion's generation and how far it came."""
        theme, on = self.theme, rung.state in ("runs", "goes on", "wins")
        left = at[0] + (34 if wide < 240 else 47)
        name = f"Generation {rung.generation:,}" if wide >= 240 else f"Gen. {rung.generation:,}"
        colour, weight = (theme.text, "SemiBold") if on else (theme.soft, "Medium")
        paint.text((left, at[1] - 9), name, BODY, colour, weight)
        paint.text((left, at[1] + 9), rung.told, HINT, theme.warm if on else theme.faint, "Medium" if on else "Regular")
        self._sign(paint, rung.state, (wide - 22, at[1]))

    def _portrait(self, paint: Paint, rung: LadderStep, at: Point) -> None:
        on = rung.state in ("goes on", "wins")
        if on:
            paint.glow(at, 44, self.theme.hot, 90)
        paint.circle(at, 20, self.theme.raised)
        self._marker.stamp(paint, at, rung.looks, 10.5, outline=self.theme.ink)
        paint.circle(at, 20, rung.colour, ring=1.6)
        if on:
            paint.stamp(icons.crown(6.5 * paint.scale), (at[0] + 1, at[1] - 21))

    def _sign(self, paint: Paint, state: str, at: Point) -> None:
        """How it ended: a triangle that points down, or one that points on."""
        if state == "falls":
            paint.polygon([(at[0] - 5, at[1] - 4), (at[0] + 5, at[1] - 4), (at[0], at[1] + 4)], self.theme.record)
        elif state in ("goes on", "wins"):
            paint.stamp(icons.icon("play", 7 * paint.scale, self.theme.good), at)

    def _render_row(self, paint: Paint, area: Rect, shown: tuple[LadderStep, ...]) -> None:
        """The same from left to right, where there is no height for a ladder."""
        each = area.w / max(1, len(shown))
        for k, rung in enumerate(shown):
            at = each * k + 30, area.h / 2
            if rung.state == "waits":
                paint.circle(at, 20, self.theme.raised)
                paint.text((at[0] + 28, at[1]), f"Gen. {rung.generation:,}", BODY, self.theme.faint, "Medium")
                continue
            self._portrait(paint, rung, at)
            on = rung.state in ("runs", "goes on", "wins")
            colour = self.theme.text if on else self.theme.soft
            paint.text(
                (at[0] + 28, at[1] - 9), f"Gen. {rung.generation:,}", BODY, colour, "SemiBold" if on else "Medium"
            )
            told = paint.fitting(rung.told, each - 64, HINT, "Medium")
            paint.text((at[0] + 28, at[1] + 9), told, HINT, self.theme.warm if on else self.theme.faint)
