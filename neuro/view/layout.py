"""Where everything stands in the window, by its size; all in units of 1/96 inch."""

from __future__ import annotations

from typing import NamedTuple

from pygame import Rect

__all__ = ["Places", "arrange", "header_columns", "header_height"]

_GAP = 12
_FAMILIES_HIGH, _CHART_LEAST, _ALIVE_LEAST = 204, 170, 104


class Places(NamedTuple):
    """Rectangles of the world, its panels and the bar; None for what finds no room."""

    world: Rect
    header: Rect
    chart: Rect
    alive: Rect | None
    families: Rect | None
    bar: Rect


def header_columns(width: int) -> int:
    """How many of the header's six figures stand side by side."""
    return 6 if width >= 640 else 3 if width >= 370 else 2


def header_height(width: int) -> int:
    """Height of the header: its title and its rows of figures."""
    return 56 + 52 * (6 // header_columns(width))


def arrange(width: int, height: int) -> Places:
    """The layout of a window of at least 800 × 600: the world, panels beside it, a bar below."""
    margin, bar_high = (16, 48) if width >= 1200 else (12, 44)
    high = height - bar_high - margin - _GAP
    least, most = (660, 932) if width >= 1360 else (400, 560) if width >= 1000 else (280, 400)
    free = width - 2 * margin - _GAP
    wide = max(min(round(high * 8 / 9), free - least), free - most)
    world = Rect(margin, margin, wide, high)
    panels = Rect(world.right + _GAP, margin, free - wide, high)
    header = Rect(panels.x, panels.y, panels.w, header_height(panels.w))
    rest = Rect(panels.x, header.bottom + _GAP, panels.w, panels.bottom - header.bottom - _GAP)
    chart, alive, families = _charts(rest)
    return Places(world, header, chart, alive, families, Rect(0, height - bar_high, width, bar_high))


def _charts(rest: Rect) -> tuple[Rect, Rect | None, Rect | None]:
    """The fitness chart over the living and the families, which stand side by side where there is room."""
    if rest.w >= 560 and rest.h >= _CHART_LEAST + _GAP + _FAMILIES_HIGH:
        low = max(_FAMILIES_HIGH, round(rest.h * 0.36))
        chart = Rect(rest.x, rest.y, rest.w, rest.h - low - _GAP)
        half = (rest.w - _GAP) // 2
        left = Rect(rest.x, chart.bottom + _GAP, half, low)
        return chart, left, Rect(left.right + _GAP, left.y, rest.w - half - _GAP, low)
    families_high = _FAMILIES_HIGH if rest.h >= _CHART_LEAST + _ALIVE_LEAST + _FAMILIES_HIGH + 2 * _GAP else 0
    free = rest.h - (families_high + _GAP if families_high else 0)
    alive_high = round(free * 0.36) if free >= _CHART_LEAST + _ALIVE_LEAST + _GAP else 0
    chart = Rect(rest.x, rest.y, rest.w, free - (alive_high + _GAP if alive_high else 0))
    alive = Rect(rest.x, chart.bottom + _GAP, rest.w, alive_high) if alive_high else None
    families = Rect(rest.x, rest.bottom - families_high, rest.w, families_high) if families_high else None
    return chart, alive, families
