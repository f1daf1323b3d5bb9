"""The panel of what an agent sees and what it decides."""

from __future__ import annotations

from collections.abc import Hashable

from pygame import Rect

from neuro.game import Game
from neuro.view.paint import Paint
from neuro.view.panel import Panel
from neuro.view.replaying import Sight
from neuro.view.snapshot import number
from neuro.view.theme import AXIS, HINT, NAME

__all__ = ["SightPanel"]

_ROW = 34


class SightPanel(Panel[Sight]):
    """Inputs as bars from a middle line, outputs with the chosen one lit, and how it leant lately."""

    @staticmethod
    def height(game: Game) -> int:
        """The height that the panel wants for a game."""
        return 44 + _ROW * (len(game.observation) + len(game.actions)) + 40 + 112

    def key(self, shown: Sight) -> Hashable:
        """See ``Panel.key``."""
        return shown

    def render(self, paint: Paint, area: Rect, shown: Sight) -> None:
        """See ``Panel.render``."""
        theme = self.theme
        paint.box(area, theme.panel, 14, 232)
        paint.text((20, 26), "What it sees", NAME, theme.text, "SemiBold")
        y = 44.0
        for name, value in shown.inputs:
            self._row(paint, area, y, (name, value), chosen=False)
            y += _ROW
        paint.fill((20, y + 8, area.w - 40, 1), theme.line)
        paint.text((20, y + 28), "What it decides", HINT, theme.soft, "Medium")
        y += 40
        for i, output in enumerate(shown.outputs):
            self._row(paint, area, y, output, chosen=i == shown.chosen)
            y += _ROW
        if len(shown.outputs) == 2:
            self._lately(paint, Rect(20, round(y) + 30, area.w - 40, 56), shown)

    def _row(self, paint: Paint, area: Rect, y: float, named: tuple[str, float], *, chosen: bool) -> None:
        theme, (name, value) = self.theme, named
        paint.text((20, y + 12), name, HINT, theme.text if chosen else theme.soft, "SemiBold" if chosen else "Medium")
        sign = "+" if value > 0 else ""
        paint.text((area.w - 20, y + 12), sign + number(value, 2), HINT, theme.text, "Medium", "r")
        left, half = 20, (area.w - 40) / 2
        paint.bar((left, y + 24, 2 * half, 4), theme.line)
        reach = half * min(abs(value), 1.0)
        start = left + half - (reach if value < 0 else 0)
        paint.fill((start, y + 24, reach, 4), theme.hot if value > 0 else theme.cold)
        paint.fill((left + half, y + 22, 1, 8), theme.faint)

    def _lately(self, paint: Paint, strip: Rect, shown: Sight) -> None:
        """A bar for each of the last frames: up where the first output led, down where the second did."""
        theme, (first, second) = self.theme, (name for name, _ in shown.outputs)
        paint.text((strip.x, strip.y - 12), "Lately", HINT, theme.soft, "Medium")
        x = strip.right - paint.text((strip.right, strip.y - 12), second, AXIS, theme.cool, "Medium", "r") - 8
        paint.text((x, strip.y - 12), first, AXIS, theme.warm, "Medium", "r")
        paint.box(strip, theme.window, 4)
        step, largest = strip.w / 180, max((abs(value) for value in shown.lately), default=1) or 1
        for k, value in enumerate(reversed(shown.lately)):
            high = 26 * (0.35 + 0.65 * abs(value) / largest)  # a single flap must be seen
            top = strip.centery - (high if value > 0 else 0)
            place = (strip.right - (k + 1) * step, top, step, high)
            paint.fill(place, theme.hot if value > 0 else theme.cold)
        paint.fill((strip.x, strip.centery, strip.w, 1), theme.faint)
