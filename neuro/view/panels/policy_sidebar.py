"""What stands beside a policy map: how the rollout has gone so far, and how the map bent from champion to champion."""

from __future__ import annotations

import pygame
from pygame import Rect

from neuro.numerals import number
from neuro.view.drawing.heat import heat
from neuro.view.inspect.snapshot import Bend, Outlook
from neuro.view.paint import Paint
from neuro.view.scene import Share, Shares
from neuro.view.theme import AXIS, HINT, Theme

__all__ = ["draw_margin", "split"]

_WIDE, _HIGH = (136, 208), 96  # least and largest width beside a map, height below it
_GAP = 20
_ROOMY = 440, 280  # width and height of a card's space from which there is room for it
_ROW = 30  # of a bar, at most
_BELOW = 8  # free below what stands above
_LIT, _UNLIT = (255, 226, 150), (52, 58, 98)


def split(space: Rect, shown: Outlook) -> tuple[Rect, Rect]:
    """The map's part of a card's space, and the margin's: empty where there is no room, or nothing to show."""
    if not (shown.shares or shown.bends) or (space.w < _ROOMY[0] and space.h < _ROOMY[1]):
        return space, Rect(0, 0, 0, 0)
    if space.w >= _ROOMY[0]:
        wide = min(max(_WIDE[0], round(space.w * 0.28)), _WIDE[1])
        field = Rect(space.x, space.y, space.w - wide - _GAP, space.h)
        top = space.y + _BELOW
        return field, Rect(field.right + _GAP, top, wide, space.bottom - top)
    field = Rect(space.x, space.y, space.w, space.h - _HIGH - _GAP)
    return field, Rect(space.x, field.bottom + _GAP, space.w, _HIGH)


def draw_margin(paint: Paint, margin: Rect, shown: Outlook, theme: Theme) -> None:
    """Draw bars and small maps, under each other in a narrow margin, else side by side."""
    if not margin.w:
        return
    if margin.w > margin.h:
        half = (margin.w - _GAP) // 2
        first, second = Rect(margin.x, margin.y, half, margin.h), Rect(margin.right - half, margin.y, half, margin.h)
    else:
        second = Rect(margin.x, margin.y, margin.w, (margin.w - 16) // 3 + 42)
        first = Rect(margin.x, margin.y, margin.w, min(margin.h - second.h - _GAP, 20 + 4 * _ROW))
        second.y = first.bottom + _GAP
        paint.fill((margin.x, first.bottom + _GAP / 2, margin.w, 1), theme.line)
    if shown.shares:
        _draw_shares(paint, first, shown.shares, theme)
    if shown.bends:
        _draw_bends(paint, second, shown.bends, theme)


def _draw_shares(paint: Paint, area: Rect, shares: Shares, theme: Theme) -> None:
    paint.text((area.x, area.y + 8), shares.title, HINT, theme.faint)
    row = min(float(_ROW), (area.h - 20) / len(shares.bars))
    for k, share in enumerate(shares.bars):
        _draw_share(paint, Rect(area.x, round(area.y + 20 + k * row), area.w, round(row)), share, theme)


def _draw_share(paint: Paint, row: Rect, share: Share, theme: Theme) -> None:
    """Lights or a name, a bar, and the share in figures."""
    for k, lit in enumerate(share.lights):
        at = row.x + 6 + 15 * k, row.centery
        paint.circle(at, 5.5, _LIT if lit else _UNLIT)
        paint.circle(at, 5.5, theme.faint, 255, ring=1.2)
    named = 15 * len(share.lights) if share.lights else paint.text((row.x, row.centery), share.name, AXIS, theme.soft)
    left, right = row.x + named + 8, row.right - 44
    paint.bar((left, row.centery - 2, right - left, 4), theme.line)
    if share.value:
        length = max(4.0, (right - left) * share.value)
        paint.bar((left, row.centery - 2, length, 4), theme.hot if share.warm else theme.cold)
    told = "–" if share.value is None else f"{share.value * 100:.0f} %"
    paint.text((row.right, row.centery), told, HINT, theme.text, "Medium", "r")


def _draw_bends(paint: Paint, area: Rect, bends: tuple[Bend, ...], theme: Theme) -> None:
    """A small map for each, with its generation below."""
    paint.text((area.x, area.y + 8), "How it bent", HINT, theme.faint)
    side = min((area.w - 16) / 3, area.h - 40)
    for k, bend in enumerate(bends):
        place = paint.pixels((area.x + k * (side + 8), area.y + 22, side, side))
        paint.surface.blit(pygame.transform.smoothscale(heat(bend.values, theme), place.size), place)
        middle = area.x + k * (side + 8) + side / 2
        paint.text((middle, area.y + 22 + side + 10), number(bend.generation), AXIS, theme.soft, align="c")
