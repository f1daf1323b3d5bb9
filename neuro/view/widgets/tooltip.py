"""Tooltips: a small bubble that says what a control is for, and which keys do the same."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from pygame import Rect

from neuro.view.drawing.text import broken
from neuro.view.paint import Paint
from neuro.view.theme import HINT, Theme
from neuro.view.widgets.key_card import draw_key

__all__ = ["draw_tooltip", "place_tooltip"]

_WIDEST = 260  # of a line of text
_LINE, _PAD = 18, 10
_KEY = 28  # height of the row with the keys' caps
_AWAY, _MARGIN = 8, 6  # from the control, and from the window's edge, at least


@functools.lru_cache(64)
def _lines(text: str, scale: float) -> tuple[str, ...]:
    """A text in as few lines as a tooltip takes, of about the same length: no word is left alone in the last."""
    size, widest = round(HINT * scale, 2), _WIDEST
    lines = broken(text, widest * scale, size)
    while len(lines) > 1 and len(shorter := broken(text, widest * scale, size)) == len(lines):
        lines, widest = shorter, widest - 6
    return lines


def place_tooltip(size: tuple[int, int], control: Rect, window: tuple[int, int]) -> Rect:
    """Below a control, or above it where there is no room below; always inside the window."""
    place = Rect((0, 0), size)
    place.centerx, place.top = control.centerx, control.bottom + _AWAY
    if place.bottom > window[1] - _MARGIN and control.top - _AWAY - place.h >= _MARGIN:
        place.bottom = control.top - _AWAY
    return place.clamp(Rect(0, 0, *window).inflate(-2 * _MARGIN, -2 * _MARGIN))


def draw_tooltip(paint: Paint, control: Rect, text: str, keys: Sequence[str], theme: Theme) -> None:
    """Draw the bubble beside a control: a text, and below it the caps of keys."""
    lines = _lines(text, paint.scale)
    wide = max(paint.width_of(line, HINT) for line in lines)
    high = _LINE * len(lines) + (_KEY if keys else 0)
    place = place_tooltip((round(wide) + 2 * _PAD + 4, high + 2 * _PAD - 2), control, paint.size)
    paint.box(place, theme.raised if theme.dark else theme.panel, 8, border=theme.faint)
    for k, line in enumerate(lines):
        paint.text((place.x + _PAD + 2, place.y + _PAD - 1 + _LINE * (k + 0.5)), line, HINT, theme.text)
    x = float(place.x + _PAD + 2)
    for key in keys:
        x += draw_key(paint, (x, place.bottom - _PAD - 10), key, theme) + 6
