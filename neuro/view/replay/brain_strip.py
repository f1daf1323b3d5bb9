"""The large panel of a replay: the champion's brain at work, and how it leant lately."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from pygame import Rect

from neuro.view.drawing.heat import colour_of_action, draw_legend, draw_names
from neuro.view.paint import Paint
from neuro.view.panels.brain_panel import draw_network_view
from neuro.view.replay.replay_model import BrainStripState
from neuro.view.theme import AXIS, HINT, NAME, Theme, mix
from neuro.view.widgets.panel import Panel

__all__ = ["BrainStripPanel"]

_STRIP = 132  # height of what is below the brain
_TITLES = ("Decision, last three seconds", "Last three seconds", "Decision")  # the longest that has room


class BrainStripPanel(Panel[BrainStripState]):
    """A network with live activations over a strip of its last decisions."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._frame = 0

    def key(self, shown: BrainStripState) -> Hashable:
        """What the picture depends on; weights are drawn anew at every sixth frame."""
        self._frame += 1
        return shown.mind.owner, self._frame // 6

    def _brain(self, area: Rect) -> Rect:
        return Rect(20, 48, area.w - 32, area.h - 52 - _STRIP)

    def render(self, paint: Paint, area: Rect, shown: BrainStripState) -> None:
        theme = self.theme
        if self.framed:
            paint.box(area, theme.panel, 14, 232)
        x = 20 + paint.text((20, 26), "Brain", NAME, theme.text, "SemiBold") + 8
        paint.text((x, 26.5), shown.mind.sketch.summary, HINT, theme.faint)
        paint.text((area.w - 20, 26), "B hides", HINT, theme.faint, align="r")
        draw_network_view(paint, self._brain(area), shown.mind, theme, weights=True, nodes=False)

    def overlay(self, paint: Paint, area: Rect, shown: BrainStripState) -> None:
        theme, meaning = self.theme, shown.meaning
        draw_network_view(paint, self._brain(area), shown.mind, theme, weights=False, nodes=True)
        top = area.h - _STRIP
        paint.fill((20, top, area.w - 40, 1), theme.line)
        more = meaning.output.text if meaning.output else meaning.more
        legend = meaning.names or (f"{meaning.less} {more}" if meaning.output else meaning.less, more)
        draw = draw_names if meaning.names else draw_legend
        end = draw(paint, area.w - 20, top + 22, legend, theme)
        title = next((one for one in _TITLES if 20 + paint.width_of(one, HINT, "Medium") + 12 <= end), "")
        paint.text((20, top + 22), title, HINT, theme.soft, "Medium")
        self._lately(paint, Rect(20, top + 40, area.w - 40, 60), shown)
        paint.text((20, area.h - 18), "−3 s", AXIS, theme.faint)
        paint.text((area.w - 20, area.h - 18), "now", AXIS, theme.faint, align="r")

    def _lately(self, paint: Paint, strip: Rect, shown: BrainStripState) -> None:
        """A bar for each of the last steps: up to what is warm, down to what is cold, or up in an action's colour."""
        theme = self.theme
        paint.box(strip, mix(theme.panel, theme.window, 0.6), 4)
        values, winners = shown.lately
        step, largest = strip.w / shown.most, float(np.abs(values).max(initial=0)) or 1
        for k, value in enumerate(values[::-1].tolist()):
            high = (strip.h / 2 - 3) * (0.35 + 0.65 * abs(value) / largest)  # a single flap must be seen
            up = value > 0 or winners is not None
            colour = theme.hot if up else theme.cold
            if winners is not None:
                colour = colour_of_action(int(winners[-1 - k]), theme)
            paint.fill((strip.right - (k + 1) * step, strip.centery - (high if up else 0), step * 0.75, high), colour)
        paint.fill((strip.x, strip.centery, strip.w, 1), theme.faint)
