"""The bar of a recorded rollout: drag it to any step."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.numerals import clock, number
from neuro.view.drawing.shapes import Point
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, BODY, Theme, mix
from neuro.view.widgets.control import Control
from neuro.view.widgets.panel import Panel

__all__ = ["ScrubBar", "ScrubState"]

_SIDE = 88  # units beside the track, for the times


@dataclass(frozen=True)
class ScrubState:
    """What the bar shows.

    Args:
        at: The step that is shown.
        steps: Number of steps.
        scored: Steps at which the score rose.
        ending: The end of the rollout, in a word; empty where the time was up.
        rate: Steps in a second of play.
    """

    at: int
    steps: int
    scored: tuple[int, ...]
    ending: str
    rate: float = 60


class ScrubBar(Panel[ScrubState]):
    """A track from the first step to the last, with a mark at each point of the score."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._dragging = False
        self._steps = 1

    def key(self, shown: ScrubState) -> Hashable:
        """What the picture depends on: all that does not move."""
        return shown.steps, len(shown.scored), shown.ending

    def _x(self, step: float) -> float:
        assert self.rect
        return _SIDE + (self.rect.w - 2 * _SIDE) * min(1.0, step / max(1, self._steps))

    def render(self, paint: Paint, area: Rect, shown: ScrubState) -> None:
        theme, self._steps = self.theme, shown.steps
        paint.fill(area, theme.panel)
        paint.fill((0, 0, area.w, 1), theme.line)
        paint.text((area.w - 24, 24), clock(shown.steps / shown.rate), BODY, theme.faint, "Medium", "r")
        paint.bar((_SIDE, 21, area.w - 2 * _SIDE, 6), theme.line)
        self._marks(paint, shown)
        if shown.ending:
            x = self._x(shown.steps)
            paint.polygon([(x - 5, 32), (x + 5, 32), (x, 39)], theme.good if shown.ending == "wins" else theme.record)
            paint.text((x, 47), shown.ending, AXIS, theme.faint, align="c")

    def _marks(self, paint: Paint, shown: ScrubState) -> None:
        """A tick for each point; for a round number of points a taller one with the number."""
        theme, count = self.theme, len(shown.scored)
        assert self.rect
        room = (self.rect.w - 2 * _SIDE) / max(1, count)
        every = next(step for k in range(9) for step in (10**k, 2 * 10**k, 5 * 10**k) if step * room >= 44)
        free = 0.0  # from where on a number has room
        for k, step in enumerate(shown.scored, start=1):
            x, tall = self._x(step), k % every == 0
            if tall or room * max(1, every // 10) > 3:
                colour = theme.soft if tall else mix(theme.panel, theme.faint, 0.45)
                paint.fill((x, 33, 1, 6 if tall else 3), colour)
            if tall and x >= free and not (shown.ending and self._x(shown.steps) - x < 40):
                free = x + 6 + paint.text((x, 47), number(k), AXIS, theme.faint, align="c")

    def overlay(self, paint: Paint, area: Rect, shown: ScrubState) -> None:
        theme, at = self.theme, min(shown.at, shown.steps)
        x = self._x(at)
        paint.text((24, 24), clock(at / shown.rate), BODY, theme.text, "Medium")
        paint.bar((_SIDE, 21, max(6, x - _SIDE), 6), theme.hot)
        paint.circle((x, 24), 9.5, theme.ink, 110)
        paint.circle((x, 24), 8.5, theme.text if theme.dark else theme.panel)
        if not theme.dark:
            paint.circle((x, 24), 8.5, theme.hot, ring=1.6)

    def controls(self) -> list[Control]:
        """The track."""
        assert self.rect
        track = Rect(_SIDE, 6, self.rect.w - 2 * _SIDE, 34)
        return [Control(track, "Drag to any step of the episode", ("earlier", "later"), turn=_go)]

    def command(self, at: Point, event: Event) -> Command | None:
        assert self.rect
        inside = Rect(0, 6, self.rect.w, 34).collidepoint(at)
        if event.type == pygame.MOUSEBUTTONUP:
            self._dragging = False
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and inside:
            self._dragging = True
            return self._seek(at)
        elif event.type == pygame.MOUSEMOTION and self._dragging:
            return self._seek(at)
        return None

    def _seek(self, at: Point) -> Command:
        assert self.rect
        share = (at[0] - _SIDE) / (self.rect.w - 2 * _SIDE)
        return Command("seek", round(min(max(share, 0.0), 1.0) * self._steps))


def _go(way: int) -> Command:
    return Command("later" if way > 0 else "earlier")
