"""Where everything stands in the window, by its size; all in units of 1/96 inch."""

from __future__ import annotations

from typing import NamedTuple

from pygame import Rect

__all__ = ["Card", "Places", "arrange", "header_columns", "header_height"]

_GAP = 12
_CHARTS = ("fitness", "alive", "diversity")
_LOW_HIGH = 290  # of the lower cards in two columns
_TOP_HIGH = 240  # of the upper ones, at least
_TWO_COLUMNS, _ONE_COLUMN = 1360, 1000  # least widths


class Card(NamedTuple):
    """A place and the panels that share it."""

    rect: Rect
    panels: tuple[str, ...]


class Places(NamedTuple):
    """Rectangles of the world, the header, the cards beside it, the timeline, and the bar."""

    world: Rect
    header: Rect
    cards: tuple[Card, ...]
    timeline: Rect
    bar: Rect


def header_columns(width: int) -> int:
    """How many of the header's six figures stand side by side."""
    return 6 if width >= 640 else 3 if width >= 370 else 2


def header_height(width: int) -> int:
    """Height of the header: its title and its rows of figures."""
    return 56 + 52 * (6 // header_columns(width))


def arrange(width: int, height: int) -> Places:
    """The layout of a window of at least 800 × 600: the world, panels beside it, the timeline and a bar below."""
    margin, bar_high = (16, 48) if width >= 1200 else (12, 44)
    timeline_high = 88 if height >= 760 else 50
    high = height - bar_high - timeline_high - margin - 2 * _GAP
    least, most = (692, 932) if width >= _TWO_COLUMNS else (400, 560) if width >= _ONE_COLUMN else (280, 400)
    free = width - 2 * margin - _GAP
    wide = max(min(round(high * 8 / 9), free - least), free - most)
    world = Rect(margin, margin, wide, high)
    panels = Rect(world.right + _GAP, margin, free - wide, high)
    header = Rect(panels.x, panels.y, panels.w, header_height(panels.w))
    rest = Rect(panels.x, header.bottom + _GAP, panels.w, panels.bottom - header.bottom - _GAP)
    cards = _columns(rest) if width >= _TWO_COLUMNS else _column(rest)
    timeline = Rect(margin, world.bottom + _GAP, width - 2 * margin, timeline_high)
    return Places(world, header, cards, timeline, Rect(0, height - bar_high, width, bar_high))


def _columns(rest: Rect) -> tuple[Card, ...]:
    """Two columns: charts and families, the brain and its policy; each one card where there is little height."""
    left_wide = (rest.w - _GAP) // 2
    left = Rect(rest.x, rest.y, left_wide, rest.h)
    right = Rect(left.right + _GAP, rest.y, rest.w - left_wide - _GAP, rest.h)
    if rest.h < _TOP_HIGH + _GAP + _LOW_HIGH:
        return Card(left, (*_CHARTS, "settings", "families")), Card(right, ("brain", "policy"))
    left_top, left_low = _cut(left)
    right_top, right_low = _cut(right)
    return (
        Card(left_top, _CHARTS),
        Card(left_low, ("settings", "families")),
        Card(right_top, ("brain",)),
        Card(right_low, ("policy",)),
    )


def _cut(column: Rect) -> tuple[Rect, Rect]:
    """A column's upper card, which takes the surplus, and its lower one."""
    low = max(_LOW_HIGH, round(column.h * 0.4))
    top = Rect(column.x, column.y, column.w, column.h - low - _GAP)
    return top, Rect(column.x, top.bottom + _GAP, column.w, low)


def _column(rest: Rect) -> tuple[Card, ...]:
    """One column: everything in one card."""
    return (Card(rest, ("brain", "policy", *_CHARTS, "settings", "families")),)
