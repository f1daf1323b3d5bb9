"""A panel of the whole run, beside what its champion does."""

from __future__ import annotations

from collections.abc import Hashable

from pygame import Rect

from neuro.view.inspect.snapshot import Followed
from neuro.view.paint import Paint
from neuro.view.replay.replay_model import BrainStripState
from neuro.view.theme import HINT, Theme
from neuro.view.widgets.panel import Panel

__all__ = ["RunPanel"]


class RunPanel(Panel[BrainStripState]):
    """Shows of the champion's run what another panel shows of any.

    Args:
        theme: The colours of the window.
        panel: The other panel.
    """

    def __init__(self, theme: Theme, panel: Panel[Followed]) -> None:
        super().__init__(theme)
        self._panel, self.about = panel, panel.about

    def key(self, shown: BrainStripState) -> Hashable:
        """What the picture depends on."""
        return None if shown.run is None else (self._panel.key(shown.run), shown.run.fault)

    def render(self, paint: Paint, area: Rect, shown: BrainStripState) -> None:
        if shown.run is None:
            return
        self._panel.framed = self.framed
        self._panel.render(paint, area, shown.run)
        for k, line in enumerate(paint.lines_of(shown.run.fault, area.w - 40, HINT)):
            paint.text((20, area.h - 40 + 17 * k), line, HINT, self.theme.soft)
