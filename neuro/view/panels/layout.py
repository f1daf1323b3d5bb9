"""Where everything stands in the window, by its size; all in units of 1/96 inch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pygame import Rect

__all__ = ["Card", "Places", "arrange", "header_columns", "told_panels"]

_GAP = 12
_SHAPE = 8 / 9  # of a world: its width to its height
_CHARTS = ("score", "alive", "diversity")
_FIGURES = 6  # of the header
_LOW_HIGH = 290  # of the lower cards in two columns
_TOP_HIGH = 240  # of the upper ones, at least
_TWO_COLUMNS, _ONE_COLUMN = 1360, 1000  # least widths
_PAIR = 600  # least width of two cards side by side below a third


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


def told_panels(
    names: tuple[str, ...], *, breeds: bool, metrics: bool, special: Sequence[str] = (), more: Sequence[str] = ()
) -> list[str]:
    """The panels of a card that have something to tell of the run's game and its algorithm.

    Args:
        names: All that the card may have.
        breeds: Whether the algorithm does what the lesson tells.
        metrics: Whether the algorithm has numbers of its own, whose chart stands beside those of every run.
        special: Panels that tell most of this run, which few runs have: they stand before all others.
        more: Panels that some runs have: they stand behind.
    """
    told = [name for name in names if breeds or name != "learn"]
    if "diversity" not in names:
        return told
    return [*special, *told, *more, *(["search"] if metrics else [])]


def header_columns(header: Rect) -> int:
    """How many of the header's six figures stand side by side in its rectangle."""
    return _FIGURES // ((header.h - 56) // 52)


def _header_height(columns: int) -> int:
    """Height of the header: its title and its rows of figures."""
    return 56 + 52 * (_FIGURES // columns)


def arrange(width: int, height: int, shape: float = _SHAPE, *, special: bool = False) -> Places:
    """The layout of a window of at least 800 × 600: the world, panels beside it, the timeline and a bar below.

    Args:
        width: Width of the window, in units.
        height: Height of the window, in units.
        shape: The world's width to its height, where there is room; a world wider than high gets room from the panels.
        special: Whether a panel beside the charts shows what only some runs have: where there are two columns it has
            the whole height of one.
    """
    margin, bar_high = (16, 48) if width >= 1200 else (12, 44)
    timeline_high = 88 if height >= 760 else 50
    high = height - bar_high - timeline_high - margin - 2 * _GAP
    spread = shape > 1 and width >= _TWO_COLUMNS
    least, most = _room_of_panels(width, spread=spread)
    free = width - 2 * margin - _GAP
    wide = max(min(round(high * shape), free - least), free - most)
    world = Rect(margin, margin, wide, high)
    panels = Rect(world.right + _GAP, margin, free - wide, high)
    columns = 6 if panels.w >= 640 or spread else 3 if panels.w >= 370 else 2
    header = Rect(panels.x, panels.y, panels.w, _header_height(columns))
    rest = Rect(panels.x, header.bottom + _GAP, panels.w, panels.bottom - header.bottom - _GAP)
    cut = _column if width < _TWO_COLUMNS else _columns
    if spread:
        cut = _special_stack if special else _stack
    elif special and width >= _TWO_COLUMNS:
        cut = _high_columns
    timeline = Rect(margin, world.bottom + _GAP, width - 2 * margin, timeline_high)
    return Places(world, header, cut(rest), timeline, Rect(0, height - bar_high, width, bar_high))


def _room_of_panels(width: int, *, spread: bool) -> tuple[int, int]:
    """The least and the largest width of the panels together."""
    if width >= _TWO_COLUMNS:
        return (480 if spread else 692), 932
    return (400, 560) if width >= _ONE_COLUMN else (280, 400)


def _stack(rest: Rect) -> tuple[Card, ...]:
    """Beside a wide world: the policy across, the others below it; one card where there is little height."""
    others = ("brain", *_CHARTS, "learn", "settings", "world", "families")
    if rest.h < _TOP_HIGH + _GAP + _LOW_HIGH:
        return (Card(rest, ("policy", *others)),)
    top, low = _cut(rest)
    if rest.w < _PAIR:
        return Card(top, ("policy",)), Card(low, others)
    left, right = _halves(low)
    return Card(top, ("policy",)), Card(left, others[:1]), Card(right, others[1:])


def _special_stack(rest: Rect) -> tuple[Card, ...]:
    """Beside a wide world, with something special to show: that and the charts above, brain and policy below."""
    if rest.h < _TOP_HIGH + _GAP + _LOW_HIGH:
        return _stack(rest)
    top, low = _cut(rest)
    return Card(top, (*_CHARTS, "learn", "settings", "world", "families")), Card(low, ("brain", "policy"))


def _columns(rest: Rect) -> tuple[Card, ...]:
    """Two columns: charts and families, the brain and its policy; each one card where there is little height."""
    left, right = _halves(rest)
    if rest.h < _TOP_HIGH + _GAP + _LOW_HIGH:
        return Card(left, (*_CHARTS, "learn", "settings", "world", "families")), Card(right, ("brain", "policy"))
    left_top, left_low = _cut(left)
    right_top, right_low = _cut(right)
    return (
        Card(left_top, _CHARTS),
        Card(left_low, ("learn", "settings", "world", "families")),
        Card(right_top, ("brain",)),
        Card(right_low, ("policy",)),
    )


def _high_columns(rest: Rect) -> tuple[Card, ...]:
    """Two columns, of which the left one is one card of the whole height."""
    left, right = _halves(rest)
    beside = (card for card in _columns(rest) if card.rect.x == right.x)
    return Card(left, (*_CHARTS, "learn", "settings", "world", "families")), *beside


def _halves(rest: Rect) -> tuple[Rect, Rect]:
    """Two columns of one width."""
    left = Rect(rest.x, rest.y, (rest.w - _GAP) // 2, rest.h)
    return left, Rect(left.right + _GAP, rest.y, rest.right - left.right - _GAP, rest.h)


def _cut(column: Rect) -> tuple[Rect, Rect]:
    """A column's upper card, which takes the surplus, and its lower one."""
    low = max(_LOW_HIGH, round(column.h * 0.4))
    top = Rect(column.x, column.y, column.w, column.h - low - _GAP)
    return top, Rect(column.x, top.bottom + _GAP, column.w, low)


def _column(rest: Rect) -> tuple[Card, ...]:
    """One column: everything in one card."""
    return (Card(rest, ("brain", "policy", "learn", *_CHARTS, "settings", "world", "families")),)
