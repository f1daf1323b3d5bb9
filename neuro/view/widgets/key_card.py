"""Key hints: the card that shows all keys, the line with the most needed ones, and a key's cap."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pygame
from pygame import Rect
from pygame.event import Event

from neuro.view.drawing.shapes import Point
from neuro.view.keys import Key
from neuro.view.paint import Paint
from neuro.view.theme import AXIS, BODY, HINT, NAME, Theme
from neuro.view.widgets.glossary import Word
from neuro.view.widgets.panel import Panel

__all__ = ["KeysBar", "KeysCard", "draw_key"]

_TITLES = "Keys", "What is going on?"
_TYPES = (BODY, 20), (HINT, 17), (AXIS, 14)  # sizes of type on the second page, and their lines
_ONE_COLUMN = 12  # keys that stand in one column


class _KeysPanel(Panel[None]):
    def __init__(self, theme: Theme, keys: Sequence[Key]) -> None:
        super().__init__(theme)
        self._keys = keys

    def key(self, shown: None) -> Hashable:
        """The same for ever: the keys never change."""
        return shown


class KeysCard(_KeysPanel):
    """All keys and what they do, in the middle of the window; on a second page, words and what they mean.

    Args:
        theme: The colours of the window.
        keys: The keys to show.
        words: The words of the second page; there is none without any.

    Attributes:
        shown: Whether it is.
        page: The one that is shown, from 0.
    """

    def __init__(self, theme: Theme, keys: Sequence[Key], words: Sequence[Word] = ()) -> None:
        super().__init__(theme, keys)
        self._words, self._titles = words, _TITLES if words else _TITLES[:1]
        self._rows, self.shown, self.page = 1, False, 0
        self._tabs: list[Rect] = []

    def key(self, shown: None) -> Hashable:
        return self.page

    def takes(self, event: Event, scale: float) -> bool:
        """Whether an event is meant for the card, which lies over everything: ← → and a click turn it, Esc closes it.

        Args:
            event: What happened.
            scale: Pixels to a unit.
        """
        key = event.key if event.type == pygame.KEYDOWN else None
        if key == pygame.K_ESCAPE:
            self.shown = False
        elif key in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_TAB):
            self.page = (self.page + (-1 if key == pygame.K_LEFT else 1)) % len(self._titles)
        elif event.type == pygame.MOUSEBUTTONDOWN and self.rect is not None:
            at = event.pos[0] / scale - self.rect.x, event.pos[1] / scale - self.rect.y
            self.page = next((k for k, tab in enumerate(self._tabs) if tab.collidepoint(at)), self.page)
            return Rect(0, 0, *self.rect.size).collidepoint(at)
        else:
            return False
        return True

    def layout(self, rect: Rect | None) -> None:
        """Take a place in the middle of a rectangle."""
        if rect is None or not self.shown:
            self.rect = None
            return
        self._rows = len(self._keys) if len(self._keys) <= _ONE_COLUMN else -(-len(self._keys) // 2)
        columns = -(-len(self._keys) // self._rows)
        columns = max(columns, 2) if self._words else columns
        high = 56 + max(28 * self._rows, 52 * len(self._words))
        wide, high = min(384 * columns, rect.w - 24), min(high, rect.h - 24)
        self.rect = Rect(rect.centerx - wide // 2, rect.centery - high // 2, wide, high)

    def render(self, paint: Paint, area: Rect, shown: None) -> None:
        paint.box(area, self.theme.panel, 14, 252, border=self.theme.line)
        self._draw_titles(paint, area)
        if self.page == 0:
            self._draw_keys(paint, area)
        else:
            self._draw_words(paint, area)

    def _draw_titles(self, paint: Paint, area: Rect) -> None:
        theme, x = self.theme, 20.0
        self._tabs = []
        for k, title in enumerate(self._titles):
            ink = theme.text if k == self.page else theme.faint
            wide = paint.text((x, 26), title, NAME, ink, "SemiBold")
            self._tabs.append(Rect(round(x) - 6, 8, round(wide) + 12, 36))
            if k == self.page and len(self._titles) > 1:
                paint.bar((x, 39, wide, 3), theme.hot)
            x += wide + 28
        if len(self._titles) > 1:
            wide = paint.text((area.w - 20, 26), "the other page", HINT, theme.faint, align="r")
            draw_key(paint, (area.w - 20 - wide - 34, 26), "→", theme)

    def _draw_words(self, paint: Paint, area: Rect) -> None:
        """Each word with its meaning beside it, in the largest type that has room."""
        theme, names = self.theme, max(paint.width_of(word.name, BODY, "SemiBold") for word in self._words)
        left, row = 20 + names + 22, (area.h - 62) / len(self._words)
        size, line = _TYPES[0]
        told = [paint.lines_of(word.meaning, area.w - 24 - left, size) for word in self._words]
        for size, line in _TYPES:
            told = [paint.lines_of(word.meaning, area.w - 24 - left, size) for word in self._words]
            if max(map(len, told)) * line <= row:
                break
        for k, (word, lines) in enumerate(zip(self._words, told, strict=True)):
            y = 54 + row * (k + 0.5) - line * len(lines) / 2
            paint.text((20, y + line / 2), word.name, BODY, theme.warm, "SemiBold")
            paint.paragraph((left, y), lines, size, theme.soft, line)

    def _draw_keys(self, paint: Paint, area: Rect) -> None:
        theme = self.theme
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
        theme: The colours of the window.
        keys: The keys to show.
    """

    def render(self, paint: Paint, area: Rect, shown: None) -> None:
        paint.fill(area, self.theme.panel)
        paint.fill((0, 0, area.w, 1), self.theme.line)
        x = 24.0
        for key in self._fitting(paint, area.w - 32):
            x += draw_key(paint, (x, area.h / 2), key.label, self.theme) + 8
            x += paint.text((x, area.h / 2), key.meaning, HINT, self.theme.soft) + 22

    def _fitting(self, paint: Paint, room: float) -> list[Key]:
        """The keys that have room: those in the middle go first, since the last ones lead to the card with all."""
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
