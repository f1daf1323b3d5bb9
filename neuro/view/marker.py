"""How agents are shown outside their world: in lists, on timelines, banners, cards and pages.

A game's view module may have a ``marker``, an object of a class derived from ``Marker`` here; the agents of a game
without one are discs of two colours. Both are drawn from an agent's looks (``neuro.view.looks``): relatives look alike.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pygame
from pygame import Surface

from neuro.compile_errors import error_line
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.view.drawing import shapes
from neuro.view.drawing.shapes import LARGER, Point
from neuro.view.looks import Looks, colour_of, family_indices, light_chroma_hue
from neuro.view.paint import Paint
from neuro.view.scene import view_of
from neuro.view.theme import Colour, mix, oklch

__all__ = ["INK", "PLAIN", "Marker", "marker_of", "second_colour"]

#: Colour of outlines, unless a theme says otherwise.
INK: Colour = (11, 15, 26)

_SIDE, _RADIUS = 100, 36  # of the square that ``draw`` fills: its side, and the radius of an agent in its middle
_MIDDLE = _SIDE / 2
_RIM = 4.5  # width of the rim of a disc
_FINE = 15  # radius in pixels below which what is inside a disc is drawn a little larger


class Marker:
    """Draws agents; a game's own derives from it and says how with ``draw``.

    Attributes:
        frames: Number of pictures of its motion; the last one shows it at rest.
        reach: Half the side of its picture, by the radius of a body.
        lean: Offset of its picture from the middle of a ring, in radii, with which it seems to stand there.
        tilts: Whether its picture turns up as it rises in a page, and down as it falls.
        changes: What people see when a number of the looks has become larger, or smaller: words by the number's index.
    """

    frames: int = 1
    reach: float = _MIDDLE / _RADIUS
    lean: Point = (0.0, 0.0)
    tilts: bool = False
    changes: Mapping[int, tuple[str, str]] = MappingProxyType(
        {
            0: ("another colour", "another colour"),
            1: ("lighter", "darker"),
            6: ("another second colour", "another second colour"),
            8: ("turned to the left", "turned to the right"),
            13: ("a larger sign", "a smaller sign"),
        }
    )

    def draw(self, paint: Paint, looks: Looks, frame: int, outline: Colour | None) -> None:
        """Draw an agent into a square of 100 × 100 units: its body reaches about 36 from the middle.

        Args:
            paint: A brush on a transparent surface.
            looks: The agent's looks: hue, tone, and fourteen more numbers in [0, 1].
            frame: Number of the picture within its motion.
            outline: Colour of a line round it; None for no line.
        """
        _draw_disc(paint, looks, outline)

    def sprite(
        self,
        looks: Looks,
        radius: float,
        frame: int | None = None,
        angle: int = 0,
        alpha: int = 255,
        outline: Colour | None = INK,
    ) -> Surface:
        """The picture of an agent, premultiplied; its middle is the picture's middle.

        Args:
            looks: The agent's looks.
            radius: Radius of its body, in pixels.
            frame: Number of the picture within its motion; at rest when None.
            angle: Degrees by which it is turned to the left.
            alpha: Opacity, up to 255.
            outline: Colour of the line round it; None for no line.
        """
        frame = self.frames - 1 if frame is None else frame
        return _sprite(self, looks, round(radius, 2), frame, angle, alpha, outline)

    def stamp(
        self,
        paint: Paint,
        at: Point,
        looks: Looks,
        radius: float,
        *,
        frame: int | None = None,
        alpha: int = 255,
        outline: Colour | None = INK,
    ) -> None:
        """Draw an agent so that it looks as if it stood at a place; ``radius`` is in units, see also ``sprite``."""
        place = at[0] + self.lean[0] * radius, at[1] + self.lean[1] * radius
        paint.stamp(self.sprite(looks, radius * paint.scale, frame, 0, alpha, outline), place)

    def egg(self, colour: Colour, radius: int, *, hatched: bool, turn: int) -> Surface | None:
        """What a child comes out of in the break between two generations.

        Args:
            colour: The child's colour.
            radius: Radius in pixels.
            hatched: Whether the child has come out.
            turn: Degrees by which it rocks.

        Returns:
            Its picture, premultiplied; None where nothing is left of it.
        """
        return None if hatched else shapes.disc(0.6 * radius, colour, 255, max(1.5, radius / 12))

    def confetti(self, colour: Colour, length: int, turn: int, strength: int) -> Surface:
        """One of the things that fall when a game is solved.

        Args:
            colour: Its colour.
            length: Length in pixels.
            turn: Number of one of sixteen directions.
            strength: Number of one of four strengths.
        """
        return _strip(colour, length, turn % 8, strength)


@functools.lru_cache(2048)
def _sprite(
    marker: Marker, looks: Looks, radius: float, frame: int, angle: int, alpha: int, outline: Colour | None
) -> Surface:
    if alpha < 255:
        return shapes.veiled(_sprite(marker, looks, radius, frame, angle, 255, outline), alpha)
    side = 2 * math.ceil(radius * marker.reach)
    large = Surface((side * LARGER, side * LARGER), pygame.SRCALPHA)
    try:
        marker.draw(Paint(large, radius * LARGER / _RADIUS), looks, frame, outline)
    except Exception as error:  # somebody else's code
        raise NeuroError(
            f"draw of {type(marker).__module__}.{type(marker).__name__} fails: {error_line(error)}"
        ) from error
    turned = pygame.transform.rotate(large, angle) if angle else large
    middle = large.get_rect(center=turned.get_rect().center)
    return pygame.transform.smoothscale(turned.subsurface(middle.clip(turned.get_rect())), (side, side))


@functools.lru_cache(1024)
def _strip(colour: Colour, length: int, turn: int, strength: int) -> Surface:
    """A strip of paper in eight directions and four strengths."""
    half = length // 2 + 2
    large = Surface((2 * half * LARGER, 2 * half * LARGER), pygame.SRCALPHA)
    angle, middle, back = turn * math.pi / 8, half * LARGER, 0.42 * length * LARGER
    along = math.cos(angle) * back, math.sin(angle) * back
    aside = -along[1] * 0.45, along[0] * 0.45
    corners = [
        (middle + a * along[0] + b * aside[0], middle + a * along[1] + b * aside[1])
        for a, b in ((1, 1), (1, -1), (-1, -1), (-1, 1))
    ]
    pygame.draw.polygon(large, (*colour, 230 * strength // 4), corners)
    return shapes.shrink(large, (2 * half, 2 * half))


def second_colour(looks: Looks) -> Colour:
    """A colour that goes with an agent's own: pale on most, deep on the palest."""
    light, chroma, hue = light_chroma_hue(looks)
    hue += 60 * (looks[6] - 0.5)
    return oklch(light - 0.42, 0.10, hue) if light > 0.8 else oklch(min(0.95, light + 0.27), chroma * 0.62, hue)


def _draw_disc(paint: Paint, looks: Looks, outline: Colour | None) -> None:
    """A disc with a darker rim, and a sign of its family inside, in a second colour."""
    middle, own, second = (_MIDDLE, _MIDDLE), colour_of(looks), second_colour(looks)
    if outline is not None:
        paint.circle(middle, _RADIUS + 4.5, outline)
    paint.circle(middle, _RADIUS + 1.5, own)
    family = int(family_indices(np.array([looks], np.float32))[0])
    inner = _RADIUS + 1.5 - _RIM
    larger = 1.12 if paint.scale * _RADIUS / LARGER < _FINE else 1.0
    size = inner * (0.90 + 0.35 * (looks[13] - 0.6)) * larger
    turn = math.pi * (looks[8] - 0.6)
    _SIGNS[family](paint, min(size, inner), turn, second)
    light, chroma, hue = light_chroma_hue(looks)
    paint.circle(middle, _RADIUS + 1.5, mix(own, oklch(light - 0.22, chroma, hue - 8), 0.9), ring=_RIM)


def _around(radius: float, first: float, last: float, steps: int = 32) -> list[Point]:
    """Points of a circle's arc round the middle, from one angle to another."""
    angles = (first + (last - first) * k / steps for k in range(steps + 1))
    return [(_MIDDLE + radius * math.cos(angle), _MIDDLE + radius * math.sin(angle)) for angle in angles]


def _core(paint: Paint, size: float, turn: float, colour: Colour) -> None:
    """A disc in the middle."""
    paint.circle((_MIDDLE, _MIDDLE), 0.52 * size, colour)


def _half(paint: Paint, size: float, turn: float, colour: Colour) -> None:
    """The lower half."""
    paint.polygon(_around(size, turn, turn + math.pi), colour)


def _hoop(paint: Paint, size: float, turn: float, colour: Colour) -> None:
    """A ring."""
    paint.circle((_MIDDLE, _MIDDLE), 0.72 * size, colour, ring=0.30 * size)


def _bar(paint: Paint, size: float, turn: float, colour: Colour) -> None:
    """A bar from side to side."""
    thin, end = 0.36, turn + math.pi
    paint.polygon([*_around(size, turn - thin, turn + thin), *_around(size, end - thin, end + thin)], colour)


def _quarters(paint: Paint, size: float, turn: float, colour: Colour) -> None:
    """Two quarters that face each other."""
    for first in (turn + math.pi / 4, turn + 5 * math.pi / 4):
        paint.polygon([(_MIDDLE, _MIDDLE), *_around(size, first, first + math.pi / 2)], colour)


def _crescent(paint: Paint, size: float, turn: float, colour: Colour) -> None:
    """A crescent, open to the upper right."""
    open_to, wide = turn - math.pi / 4, 0.78
    outer = _around(size, open_to + wide, open_to + 2 * math.pi - wide)
    x, y = _MIDDLE + 0.46 * size * math.cos(open_to), _MIDDLE + 0.46 * size * math.sin(open_to)
    inner = math.hypot(outer[0][0] - x, outer[0][1] - y)
    first = math.atan2(outer[-1][1] - y, outer[-1][0] - x)
    last = math.atan2(outer[0][1] - y, outer[0][0] - x)
    last -= 2 * math.pi * math.ceil((last - first) / (2 * math.pi))  # backwards round the inner edge
    inside = [
        (x + inner * math.cos(first + (last - first) * k / 32), y + inner * math.sin(first + (last - first) * k / 32))
        for k in range(33)
    ]
    paint.polygon([*outer, *inside], colour)


_SIGNS = (_core, _half, _hoop, _bar, _quarters, _crescent)  # in the order of the families

#: The marker of games that have none.
PLAIN = Marker()


def marker_of(game: Game | None) -> Marker:
    """A game's marker; a plain one where the game has none, or is unknown.

    Raises:
        NeuroError: If the game's view cannot be imported, or its ``marker`` is none.
    """
    if game is None:
        return PLAIN
    found = getattr(view_of(game), "marker", PLAIN)
    if not isinstance(found, Marker):
        told = f"the marker of {game.title}'s view ({game.view_module}) is an object of a class derived from Marker"
        raise NeuroError(f"{told}, see neuro.view.marker, not {found!r:.80}")
    return found
