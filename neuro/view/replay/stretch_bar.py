"""The bar of a show of several episodes: a stretch for each, which one can drag through."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from neuro.numerals import clock
from neuro.view.paint import Paint
from neuro.view.replay.ancestors_stage import RATE, Stretch
from neuro.view.theme import AXIS, BODY, Colour, Theme
from neuro.view.widgets.scrub_bar import ScrubBar, ScrubState

__all__ = ["StretchBar"]


class StretchBar(ScrubBar):
    """A track in pieces, each with the colour and the generation of who plays in it.

    Args:
        theme: The colours of the window.
        stretches: The pieces, by frames.
        colours: Colours of the pieces.
    """

    def __init__(self, theme: Theme, stretches: Sequence[Stretch], colours: Sequence[Colour]) -> None:
        super().__init__(theme)
        self._stretches, self._colours = stretches, colours

    def _pieces(self) -> list[tuple[float, float]]:
        """Left ends and widths."""
        ends = [(self._x(one.first), self._x(one.end)) for one in self._stretches]
        return [(left + 1, right - left - 2) for left, right in ends]

    def render(self, paint: Paint, area: Rect, shown: ScrubState) -> None:
        theme, self._steps = self.theme, shown.steps
        paint.fill(area, theme.panel)
        paint.fill((0, 0, area.w, 1), theme.line)
        paint.text((area.w - 24, 24), clock(shown.steps / RATE), BODY, theme.faint, "Medium", "r")
        for one, (left, wide) in zip(self._stretches, self._pieces(), strict=True):
            paint.bar((left, 21, wide, 6), theme.line)
            names = f"generation {one.generation:,}", f"{one.generation:,}"
            name = next((name for name in names if paint.width_of(name, AXIS) + 8 <= wide), "")
            paint.text((left + wide / 2, 43), name, AXIS, theme.faint, align="c")
            if one.falls:
                x = left + wide
                paint.polygon([(x - 4, 10), (x + 5, 10), (x + 0.5, 17)], theme.record)

    def overlay(self, paint: Paint, area: Rect, shown: ScrubState) -> None:
        theme, x = self.theme, self._x(shown.at)
        paint.text((24, 24), clock(shown.at / RATE), BODY, theme.text, "Medium")
        for colour, (left, wide) in zip(self._colours, self._pieces(), strict=True):
            if x > left:
                paint.bar((left, 21, max(6, min(wide, x - left)), 6), colour)
        paint.circle((x, 24), 9.5, theme.ink, 110)
        paint.circle((x, 24), 8.5, theme.text if theme.dark else theme.panel)
        if not theme.dark:
            paint.circle((x, 24), 8.5, theme.hot, ring=1.6)
