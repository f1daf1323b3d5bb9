"""Flappy on a card: a flock that passes a stone, or one bird that a person flies."""

from __future__ import annotations

import math
import random

from games.art import birds
from games.art.basalt import KINDS, Stone, draw_stone
from games.art.scenery import PALETTES, Palette, scenery
from neuro.view.drawing.icons import crown
from neuro.view.drawing.shapes import Point, fade
from neuro.view.looks import FAMILIES, VARIETIES, Looks, colour_of
from neuro.view.paint import Paint
from neuro.view.theme import HINT, Theme
from neuro.view.widgets.key_card import draw_key

__all__ = ["draw_land", "draw_poster"]

_HIGH = 202.0  # of the picture that all sizes here are of, in units
_GROUND = 0.965  # share of the height above the ground
_FLOCK = 34
_FLAP = 9.0  # changes of a wing in a second


def draw_poster(paint: Paint, theme: Theme, seconds: float, *, person: bool) -> None:
    """Fill a surface with a picture of the game; see ``neuro.view.poster``."""
    palette, surface = PALETTES[theme.name], paint.surface
    size = surface.get_size()
    land = scenery(size, round(size[1] * _GROUND), palette)
    land.draw(surface, surface.get_rect(), 0)
    openings = ((0.79, 0.16, 0.60),) if person else ((0.27, 0.30, 0.80), (0.70, 0.15, 0.48))
    for k, (x, top, low) in enumerate(openings):
        _draw_stones(paint, palette, k + 2, (x, top, low))
    land.draw_ground(surface, surface.get_rect(), 0)
    if person:
        _draw_person(paint, theme, palette, seconds)
    else:
        _draw_flock(paint, theme, palette, seconds)


def draw_land(paint: Paint, theme: Theme, seconds: float) -> None:
    """Dusk, with the ground behind the second row of cards."""
    surface = paint.surface
    wide, high = surface.get_size()
    horizon = round(0.5 * high)
    land = scenery((wide, high), horizon, PALETTES[theme.name])
    land.draw(surface, surface.get_rect(), 6 * seconds * paint.scale)
    land.draw_ground(surface, surface.get_rect(), 6 * seconds * paint.scale)
    paint.place(fade((wide, high - horizon), theme.window, 60, 225), (0, horizon))


def _draw_stones(paint: Paint, palette: Palette, kind: int, opening: tuple[float, float, float]) -> None:
    """A pair of stones: where its left edge, its upper and its lower end are, in shares of the picture."""
    wide, high = paint.surface.get_size()
    scale = high / _HIGH * 0.56
    floor = round(high * _GROUND)
    x, top, low = round(opening[0] * wide), round(opening[1] * high), round(opening[2] * high)
    for hanging, above, below in ((True, 0, top), (False, low, floor)):
        stone = Stone((round(70 * scale), floor), scale, kind % KINDS, hanging, palette)
        draw_stone(paint.surface, stone, x, above, below)


def _bob(seconds: float, k: int) -> float:
    """How far a bird stands from its place just now, -1 to 1."""
    return math.sin(1.7 * seconds + 2.4 * k)


def _draw_flock(paint: Paint, theme: Theme, palette: Palette, seconds: float) -> None:
    wide, high = paint.size
    unit, rng = high / _HIGH, random.Random(8)
    for k in range(_FLOCK):
        ahead = rng.betavariate(1.6, 1.3)
        x = wide * (0.03 + 0.47 * ahead)
        y = high * (0.54 + rng.uniform(-0.26, 0.26) * (1 - 0.55 * ahead)) + 4 * unit * _bob(seconds, k)
        looks = VARIETIES[rng.randrange(len(VARIETIES))]
        _stamp(paint, looks, (x, y), 9.5 * unit, (int(_FLAP * seconds) + k) % 4, rng.choice((-10, 0, 10)), theme)
    at = wide * 0.575, high * 0.40 + 5 * unit * _bob(seconds, 1)
    paint.glow(at, 42 * unit, palette.sun, 150)
    _stamp(paint, FAMILIES["Ember"], at, 12.5 * unit, int(_FLAP * seconds) % 4, 10, theme)
    paint.stamp(crown(5.4 * unit * paint.scale), (at[0] + 2, at[1] - 23 * unit))


def _stamp(
    paint: Paint, looks: Looks, at: Point, radius: float, phase: int, angle: int, theme: Theme, alpha: int = 255
) -> None:
    size = round(radius * paint.scale, 1)
    paint.stamp(birds.sprite(looks, size, phase, angle, alpha, theme.ink), at)


def _draw_person(paint: Paint, theme: Theme, palette: Palette, seconds: float) -> None:
    """The way of a bird that a person lets flap, the champion before it as a ghost, and the key."""
    wide, high = paint.size
    unit = high / _HIGH
    way, flaps = _way(wide * 0.05, wide * 0.50, high * 0.62, unit)
    paint.trail(way[::-1], [(*theme.hot, round(230 * (1 - k / len(way)))) for k in range(len(way))], 3 * unit)
    for at in flaps:
        paint.circle(at, 4.2 * unit, theme.hot, 230)
    x, y = way[-1]
    at = x, y + 3 * unit * _bob(seconds, 0)
    rival = at[0] - 70 * unit, at[1] - 36 * unit + 3 * unit * _bob(seconds, 2)
    _stamp(paint, FAMILIES["Tide"], rival, 11.5 * unit, int(_FLAP * seconds + 2) % 4, 0, theme, 165)
    paint.circle(rival, 21 * unit, colour_of(FAMILIES["Tide"]), 210, ring=1.5)
    paint.glow(at, 46 * unit, palette.sun, 150)
    _stamp(paint, FAMILIES["Ember"], at, 16 * unit, int(_FLAP * seconds) % 4, 20, theme)
    paint.tag((at[0] + 26 * unit, at[1] - 14 * unit), "you", "l", HINT, theme.hot)
    draw_key(paint, (16, high - 24), "Space", theme)


def _way(left: float, right: float, y: float, unit: float) -> tuple[list[Point], list[Point]]:
    """The way of a bird that flaps three times, by the game's own rules, and where it did."""
    points, flaps, speed = [], [], -2.0
    for step in range(97):
        if step % 39 == 18:
            speed, flapped = -5.6, True
        else:
            speed, flapped = speed + 0.285, False
        y += 0.5 * speed * unit
        points.append((left + (right - left) * step / 96, y))
        if flapped:
            flaps.append(points[-1])
    return points, flaps
