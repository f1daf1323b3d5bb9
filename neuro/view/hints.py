"""Key hints: the card that shows all keys, the line with the most needed ones, and a key's cap."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from pygame import Rect

from neuro.view.keys import Key
from neuro.view.paint import Paint
from neuro.view.panel import Panel
from neuro.view.shapes import Point
from neuro.view.theme import BODY, HINT, NAME, Theme

__all__ = ["KeysBar", "KeysCard", "draw_key"]

_ONE_COLUMN = 12  # keys that stand in one column


class _KeysPanel(Panel[None]):
    def __init__(self, theme: Theme, keys: Sequence[Key]) -> None:
        super().__init__(theme)
        self._keys = keys

    def key(self, shown: None) -> Hashable:
        """See ``Panel.key``: the keys never change."""
        return shown


class KeysCard(_KeysPanel):
    """All keys and what they do, in the middle of the window.

    Args:
        theme: Its colours.
        keys: Which.
    """

    def __init__(self, theme: Theme, keys: Sequence[Key]) -> None:
        super().__init__(theme, keys)
        self._rows, self.shown = 1, False

    def layout(self, rect: Rect | None) -> None:
        """Take a place in the middle of a rectangle."""
        if rect is None or not self.shown:
            self.rect = None
            return
        self._rows = len(self._keys) if len(self._keys) <= _ONE_COLUMN else -(-len(self._keys) // 2)
        columns = -(-len(self._keys) // self._rows)
        wide, high = min(384 * columns, rect.w - 24), min(56 + 28 * self._rows, rect.h - 24)
        self.rect = Rect(rect.centerx - wide // 2, rect.centery - high // 2, wide, high)

    def render(self, paint: Paint, area: Rect, shown: None) -> None:
        """See ``Panel.render``."""
        theme = self.theme
        paint.box(area, theme.panel, 14, 252, border=theme.line)
        paint.text((20, 26), "Keys", NAME, theme.text, "SemiBold")
        row, wide = (area.h - 56) / self._rows, area.w / -(-len(self._keys) // self._rows)
        caps = max(72, 10 + max(_cap_width(paint, key.label) for key in self._keys))
        for i, key in enumerate(self._keys):
            x, y = wide * (i // self._rows), 54 + row * (i % self._rows)
            draw_key(paint, (x + 20, y), key.label, theme)
            meaning = paint.fitting(key.meaning, wide - caps - 32, BODY)
            paint.text((x + 20 + caps, y), meaning, BODY, theme.soft)


class KeysBar(_KeysPanel):
    """The most needed keys in one line, at the window's foot.

    Args:
        theme: Its colours.
        keys: Which.
    """

    def render(self, paint: Paint, area: Rect, shown: None) -> None:
        """See ``Panel.render``."""
        paint.fill(area, self.theme.panel)
        paint.fill((0, 0, area.w, 1), self.theme.line)
        x = 24.0
        for key in self._fitting(paint, area.w - 32):
            x += draw_key(paint, (x, area.h / 2), key.label, self.theme) + 8
            x += paint.text((x, area.h / 2), key.meaning, HINT, self.theme.soft) + 22

    def _fitting(self, paint: Paint, room: float) -> list[Key]:
        """The keys that have room: those in the middle go first, since the last ones tell of the card with all."""
        shown = list(self._keys)
        wides = [_cap_width(paint, key.label) + paint.width_of(key.meaning, HINT) + 30 for key in shown]
        while len(shown) > 1 and sum(wides) - 22 > room:
            middle = len(shown) // 2
            del shown[middle], wides[middle]
        return shown


def _cap_width(paint: Paint, label: str) -> float:
    """How wide a key's cap is."""
    return max(24, paint.width_of(label, HINT, "Medium") + 14)


def draw_key(paint: Paint, at: Point, label: str, theme: Theme) -> float:
    """A key's cap; returns its width."""
    wide = _cap_width(paint, label)
    paint.box((at[0], at[1] - 11, wide, 22), theme.raised, 6, border=theme.line)
    paint.text((at[0] + wide / 2, at[1]), label, HINT, theme.text, "Medium", "c")
    return wide
