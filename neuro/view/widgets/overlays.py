"""Text over a world, and its round corners."""

from __future__ import annotations

import functools

import pygame
from pygame import Rect, Surface

from neuro.numerals import legible
from neuro.view.drawing import shapes
from neuro.view.paint import Paint
from neuro.view.theme import ANNOUNCEMENT, BODY, HINT, SCORE, Colour, Theme
from neuro.view.widgets.playback import NORMAL, Playback

__all__ = [
    "announce",
    "below_score",
    "draw_corners",
    "draw_focus",
    "draw_marker",
    "draw_score",
    "draw_speed",
    "draw_title",
    "round_corners",
]

_SHADOW = (16, 20, 40)
_SCORE_HIGH = 104  # of the score with the line under it


def below_score(world: Rect) -> Rect:
    """The part of a rectangle that lies below its score."""
    return Rect(world.x, world.y + _SCORE_HIGH, world.w, world.h - _SCORE_HIGH)


def draw_score(paint: Paint, world: Rect, theme: Theme, score: float, under: str) -> None:
    """The score, large, with a line under it."""
    x, y = world.centerx, world.y + 46
    if theme.dark:
        paint.text((x, y), legible(score), SCORE, (255, 255, 255), "SemiBold", "c", halo=_SHADOW)
        paint.text((x, y + 38), under, HINT, (255, 255, 255), "Medium", "c", halo=_SHADOW)
        return
    wide = max(paint.width_of(legible(score), SCORE, "SemiBold"), paint.width_of(under, HINT, "Medium")) + 32
    paint.box((x - wide / 2, y - 34, wide, 88), theme.panel, 14, 205)
    paint.text((x, y), legible(score), SCORE, theme.text, "SemiBold", "c")
    paint.text((x, y + 38), under, HINT, theme.soft, "Medium", "c")


def draw_title(paint: Paint, at: tuple[float, float], theme: Theme, title: str, under: str) -> None:
    """A title in the world, with a line under it."""
    x, y = at
    if theme.dark:
        paint.text((x, y), title, ANNOUNCEMENT, (255, 255, 255), "SemiBold", "c", halo=_SHADOW)
        paint.text((x, y + 30), under, BODY, (255, 255, 255), "Medium", "c", halo=_SHADOW)
        return
    wide = max(paint.width_of(title, ANNOUNCEMENT, "SemiBold"), paint.width_of(under, BODY, "Medium")) + 32
    paint.box((x - wide / 2, y - 24, wide, 74), theme.panel, 14, 205)
    paint.text((x, y), title, ANNOUNCEMENT, theme.text, "SemiBold", "c")
    paint.text((x, y + 30), under, BODY, theme.soft, "Medium", "c")


def draw_speed(paint: Paint, world: Rect, pace: Playback) -> None:
    """The speed where it is not the normal one, and whether time stands still."""
    if pace.paused:
        paint.tag((world.right - 14, world.y + 24), "paused", "r", BODY)
    elif pace.stop != NORMAL:
        paint.tag((world.right - 14, world.y + 24), pace.label, "r", BODY)


def draw_focus(paint: Paint, rect: Rect, theme: Theme) -> None:
    """The outline of what the keyboard acts on."""
    place = paint.pixels(rect.inflate(8, 8))
    width = max(2, round(2 * paint.scale))
    pygame.draw.rect(paint.surface, theme.cool, place, width, border_radius=round(14 * paint.scale))


def draw_marker(paint: Paint, at: tuple[float, float], name: str, theme: Theme) -> None:
    """Four corners round the chosen agent, and its name under them: a shape, not a colour, so that everyone sees it."""
    draw_corners(paint, at, theme)
    paint.tag((at[0], at[1] + 34), name, "c")


def draw_corners(paint: Paint, at: tuple[float, float], theme: Theme) -> None:
    """Four corners round a place."""
    paint.stamp(_marker(round(20 * paint.scale), theme), at)


@functools.lru_cache(8)
def _marker(reach: int, theme: Theme) -> Surface:
    under, over = ((8, 12, 22), (255, 255, 255)) if theme.dark else ((255, 255, 255), theme.ink)
    middle, u = reach + 4, reach / 20
    out = Surface((2 * middle, 2 * middle), pygame.SRCALPHA)
    paint, leg = Paint(out), 0.42 * reach
    for colour, width, alpha in ((under, 4.4 * u, 170), (over, 2 * u, 255)):
        for x, y in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
            corner = middle + x * reach, middle + y * reach
            paint.lines(
                [(corner[0], corner[1] - y * leg), corner, (corner[0] - x * leg, corner[1])], colour, width, alpha
            )
    return out


def announce(paint: Paint, world: Rect, title: str, line: str) -> None:
    """A word to people in the middle of the world, with a line under it."""
    x, y = world.centerx, world.y + round(world.h * 0.36)
    wide = max(paint.width_of(title, ANNOUNCEMENT, "SemiBold"), paint.width_of(line, BODY, "Medium")) + 48
    paint.box((x - wide / 2, y - 36, wide, 84), _SHADOW, 14, 205)
    paint.text((x, y - 8), title, ANNOUNCEMENT, (255, 255, 255), "SemiBold", "c")
    paint.text((x, y + 24), line, BODY, (255, 255, 255), "Medium", "c")


@functools.lru_cache(16)
def _corners(radius: int, colour: Colour) -> Surface:
    """A square of a colour without the disc within it."""
    large = Surface((2 * radius * shapes.LARGER,) * 2, pygame.SRCALPHA)
    large.fill(colour)
    pygame.draw.circle(large, (0, 0, 0, 0), (radius * shapes.LARGER,) * 2, radius * shapes.LARGER)
    return shapes.shrink(large, (2 * radius, 2 * radius))


def round_corners(paint: Paint, world: Rect, outside: Colour) -> None:
    """Lay the colour round a rectangle over its corners."""
    area, radius = paint.pixels(world), round(12 * paint.scale)
    corners = _corners(radius, outside)
    for i, x in enumerate((area.left, area.right - radius)):
        for j, y in enumerate((area.top, area.bottom - radius)):
            part = Rect(i * radius, j * radius, radius, radius)
            paint.surface.blit(corners, (x, y), part, special_flags=pygame.BLEND_PREMULTIPLIED)
