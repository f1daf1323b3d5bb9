"""The XOR arena on a card: one lamp is lit, so the pad at the right is the one to stand on."""

from __future__ import annotations

import math

from games.art import birds
from games.art.scenery import PALETTES, scenery
from games.xor_arena import props
from neuro.view.drawing.shapes import Point
from neuro.view.looks import VARIETIES
from neuro.view.paint import Paint
from neuro.view.poster import kept
from neuro.view.theme import Theme, mix

__all__ = ["draw_poster"]

_WIDE, _HIGH = 1060.0, 525.0  # of the part of the arena that is shown
_FOOT = 745.0  # y of its lower edge
_LOWER = 130.0  # that the lamps hang nearer to the pads than in the arena
_STANDING, _FALLING = 9, 5
_FALL = 2.6  # seconds that a bird falls until it begins again


def draw_poster(paint: Paint, theme: Theme, seconds: float, *, person: bool) -> None:
    """Fill a surface with a picture of the game; see ``neuro.view.poster``. A person would see the same."""
    _draw_arena(paint, theme, seconds)
    arena, middle = _arena(paint)
    _draw_birds(arena, middle, theme, seconds)


def _arena(paint: Paint) -> tuple[Paint, Point]:
    """A brush for the arena, and where its middle is."""
    wide, high = paint.surface.get_size()
    scale = min(wide / _WIDE, high / _HIGH)
    return Paint(paint.surface, scale), (wide / scale / 2, high / scale - _FOOT)


@kept
def _draw_arena(paint: Paint, theme: Theme, seconds: float) -> None:
    palette, surface = PALETTES[theme.name], paint.surface
    wide, high = surface.get_size()
    scenery((wide, high), high, palette).draw(surface, surface.get_rect(), 0)
    arena, middle = _arena(paint)
    for (x, name), bright in zip(props.LAMPS, (0.95, 0.05), strict=True):
        at = middle[0] + x, middle[1] + props.LAMP_Y + _LOWER
        props.draw_lamp(arena, at, bright, theme)
        paint.tag((at[0] * arena.scale / paint.scale, (at[1] + 70) * arena.scale / paint.scale), name, "c")
    for side, colour, opened in ((-1, theme.cold, True), (1, theme.hot, False)):
        props.draw_pad(arena, middle, side, colour, palette, opened=opened)
    props.draw_slab(arena, middle, (-0.35, 0.35), mix(palette.stone[2], palette.shade, 0.4), palette.joint)


def _draw_birds(arena: Paint, middle: Point, theme: Theme, seconds: float) -> None:
    """Those who chose well stand; the others flutter down where the floor has opened."""
    radius = round(34 * arena.scale, 1)
    for k in range(_STANDING):
        x = middle[0] + 225 + 30 * k
        y = middle[1] + props.BACK + 20 + 24 * (k * 7 % 3)
        looks = VARIETIES[k * 5 % len(VARIETIES)]
        phase = 3 if math.sin(seconds + 1.9 * k) < 0.9 else 1  # a wing is stretched now and then
        arena.stamp(birds.sprite(looks, radius, phase, 0, 255, theme.ink), (x, y))
    for k in range(_FALLING):
        share = (seconds / _FALL + 0.37 * k + 0.1) % 1
        x = middle[0] - 440 + 62 * k + 10 * math.sin(5 * seconds + k)
        y = middle[1] + props.FRONT - 40 + 210 * share
        looks = VARIETIES[(k * 3 + 1) % len(VARIETIES)]
        alpha = round(25.5 * (1 - share)) * 10
        arena.stamp(birds.sprite(looks, radius, int(9 * seconds + k) % 3, -20, alpha, theme.ink), (x, y))
