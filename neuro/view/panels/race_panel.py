"""The racers of a race, and the panel that ranks them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from pygame import Rect

from neuro.numerals import legible
from neuro.view.looks import Looks, colour_of
from neuro.view.marker import Marker
from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT, NAME, Theme
from neuro.view.widgets.panel import Panel

__all__ = ["RacePanel", "Racer"]


class Racer(NamedTuple):
    """One who plays: a name, looks, score, whether still alive, and whether it has won."""

    name: str
    looks: Looks
    score: float
    alive: bool
    won: bool = False


class RacePanel(Panel[list[Racer]]):
    """Standings: who has what score.

    Args:
        theme: Its colours.
        marker: Draws those who race.
    """

    def __init__(self, theme: Theme, marker: Marker) -> None:
        super().__init__(theme)
        self._marker = marker

    def key(self, shown: list[Racer]) -> Hashable:
        return tuple(shown)

    def render(self, paint: Paint, area: Rect, shown: list[Racer]) -> None:
        theme, most = self.theme, max(1.0, *(racer.score for racer in shown))
        paint.box(area, theme.panel, 14, 232)
        paint.text((18, 24), "Race", NAME, theme.text, "SemiBold")
        note = "the same course for all" if area.w > 300 else "the same course"
        paint.text((area.w - 18, 24), note, HINT, theme.faint, align="r")
        for i, racer in enumerate(shown):
            y, colour = 60 + 40 * i, theme.warm if i == 0 else colour_of(racer.looks)
            ink, weight = (theme.text, "SemiBold") if i == 0 else (theme.soft, "Medium")
            fallen = not (racer.alive or racer.won)
            alpha = 90 if fallen else 255
            self._marker.stamp(paint, (34, y), racer.looks, 10, alpha=alpha)
            name = racer.name.capitalize() + (", fallen" if fallen else ", won" if racer.won else "")
            paint.text((64, y - 6), name, BODY, ink, weight)
            paint.text((area.w - 18, y - 6), legible(racer.score), NAME, theme.text, "SemiBold", "r")
            paint.bar((64, y + 9, area.w - 82, 4), theme.line)
            if racer.score:
                paint.bar((64, y + 9, (area.w - 82) * racer.score / most, 4), colour)
