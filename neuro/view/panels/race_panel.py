"""The racers of a race, and the panel that ranks them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from pygame import Rect

from neuro.numerals import legible
from neuro.view.art import birds
from neuro.view.paint import Paint
from neuro.view.theme import BODY, HINT, NAME
from neuro.view.widgets.panel import Panel

__all__ = ["RacePanel", "Racer"]


class Racer(NamedTuple):
    """One who flies: a name, looks, score, whether still alive, and whether it has won."""

    name: str
    looks: birds.Looks
    score: float
    alive: bool
    won: bool = False


class RacePanel(Panel[list[Racer]]):
    """Standings: who has what score."""

    def key(self, shown: list[Racer]) -> Hashable:
        return tuple(shown)

    def render(self, paint: Paint, area: Rect, shown: list[Racer]) -> None:
        theme, most = self.theme, max(1.0, *(racer.score for racer in shown))
        paint.box(area, theme.panel, 14, 232)
        paint.text((18, 24), "Race", NAME, theme.text, "SemiBold")
        note = "the same course for all" if area.w > 300 else "the same course"
        paint.text((area.w - 18, 24), note, HINT, theme.faint, align="r")
        for i, racer in enumerate(shown):
            y, colour = 60 + 40 * i, theme.warm if i == 0 else birds.colour_of(racer.looks)
            ink, weight = (theme.text, "SemiBold") if i == 0 else (theme.soft, "Medium")
            fallen = not (racer.alive or racer.won)
            alpha = 90 if fallen else 255
            paint.stamp(birds.sprite(racer.looks, 10 * paint.scale, 3, 0, alpha), (34, y + 1))
            name = racer.name.capitalize() + (", fallen" if fallen else ", won" if racer.won else "")
            paint.text((64, y - 6), name, BODY, ink, weight)
            paint.text((area.w - 18, y - 6), legible(racer.score), NAME, theme.text, "SemiBold", "r")
            paint.bar((64, y + 9, area.w - 82, 4), theme.line)
            if racer.score:
                paint.bar((64, y + 9, (area.w - 82) * racer.score / most, 4), colour)
