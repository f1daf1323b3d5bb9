"""The panel of the world: sliders of the game's own parameters, and the button that kills the elite."""

from __future__ import annotations

from collections.abc import Hashable

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.numerals import number
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.snapshot import Knob, Snapshot
from neuro.view.keys import Command
from neuro.view.paint import Paint
from neuro.view.panels.settings_panel import SettingsPanel
from neuro.view.theme import BODY, HINT, Theme
from neuro.view.widgets.control import Control

__all__ = ["WorldPanel"]

_LOW = 220  # below this height the button stands beside the title
_TITLE = 36  # height of the title's line
_ABOUT = (
    "The best of this generation die without children, and the others breed the next: does the run recover? "
    "Until then the same key spares them"
)


class WorldPanel(SettingsPanel):
    """Sliders of the world in which the next generations play; a change is recorded as those of settings are."""

    about = "The game's own numbers: the next generation plays in the changed world, and the run tells of it"
    title = "World"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._button = Rect(0, 0, 0, 0)

    def key(self, shown: Snapshot) -> Hashable:
        return super().key(shown), shown.elite, shown.doomed

    def _turned(self, shown: Snapshot) -> tuple[Knob, ...]:
        return shown.world

    def _place_theme(self, paint: Paint) -> Rect:
        """Place no button for the theme, which stands in the settings alone."""
        return self._theme_button

    def _foot_height(self, area: Rect) -> int:
        return super()._foot_height(area) if area.h >= _LOW else 0

    def _draw_foot(self, paint: Paint, foot: Rect, shown: Snapshot) -> None:
        """The button, where there is an elite to kill."""
        theme, self._button = self.theme, Rect(0, 0, 0, 0)
        if not self._knobs:
            paint.text((foot.x, 60), "this game has no numbers to turn", HINT, theme.faint)
        if not shown.elite or not shown.can_change:
            return
        told = f"Spare the {number(shown.doomed)}" if shown.doomed else f"Kill the elite ({number(shown.elite)})"
        wide, low = round(paint.width_of(told, BODY, "Medium")) + 28, foot.y < _TITLE
        self._button = Rect(foot.right - wide if low else foot.x, foot.y, min(wide, foot.w), foot.h)
        paint.box(self._button, theme.record if shown.doomed else theme.raised, 6, border=theme.line)
        ink = theme.ink if shown.doomed and theme.dark else theme.panel if shown.doomed else theme.text
        paint.text(self._button.center, told, BODY, ink, "Medium", "c")
        if low:
            return
        word = "when this episode has ended" if shown.doomed else "K"
        left = self._button.right + 12
        paint.text((left, foot.centery), paint.fitting(word, foot.right - left, HINT), HINT, theme.faint)

    def controls(self) -> list[Control]:
        kill = Control(self._button, _ABOUT, ("kill",), press=lambda: Command("kill"))
        return [*super().controls(), *([kill] if self._button.w else [])]

    def command(self, at: Point, event: Event) -> Command | None:
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self._button.collidepoint(at):
            return Command("kill")
        return super().command(at, event)
