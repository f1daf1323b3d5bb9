"""How a bird is put together: polygons for tail, wings, crest, body and face, from the sixteen numbers of its looks."""

from __future__ import annotations

import math
from typing import NamedTuple

import pygame
from pygame import Surface

from neuro.view.drawing.shapes import Point, leaf, smooth, stroke
from neuro.view.looks import light_chroma_hue
from neuro.view.theme import Colour, mix, oklch

__all__ = ["Part", "Plumage", "draw_parts", "parts"]


class Plumage(NamedTuple):
    """What looks mean in a bird, each in [0, 1]."""

    hue: float
    tone: float
    plump: float
    belly: float
    wing: float
    point: float
    band: float
    plumes: float
    crest: float
    curl: float
    feathers: float
    tail: float
    fork: float
    eye: float
    beak: float
    mask: float


class Part(NamedTuple):
    """A polygon in units of the bird's radius, facing right; what is marked is cut at the body's edge."""

    polygon: list[Point]
    colour: Colour
    role: str = ""


class _Colours(NamedTuple):
    base: Colour
    dark: Colour
    deep: Colour
    pale: Colour
    bright: Colour
    cheek: Colour


_WING = (
    (250.0, 1.0),
    (214.0, 0.95),
    (128.0, 0.95),
    (190.0, 1.08),
)  # by phase: direction in degrees, foreshortening


def _colours(looks: Plumage) -> _Colours:
    light, chroma, hue = light_chroma_hue(looks)
    return _Colours(
        base=oklch(light, chroma, hue),
        dark=oklch(light - 0.15, chroma * 1.02, hue - 8),
        deep=oklch(light - 0.30, chroma * 0.85, hue - 14),
        pale=oklch(min(0.97, light + 0.17), chroma * 0.38, hue + 18),
        bright=oklch(min(0.93, light + 0.09), chroma * 0.9, hue + 8),
        cheek=oklch(light - 0.03, 0.15, hue - 42),
    )


def _circle(x: float, y: float, r: float, steps: int = 28) -> list[Point]:
    turns = (2 * math.pi * i / steps for i in range(steps))
    return [(x + r * math.cos(turn), y + r * math.sin(turn)) for turn in turns]


def _tail(looks: Plumage, c: _Colours) -> list[Part]:
    count = 2 + round(2 * looks.feathers)
    spread = 0.16 + 0.22 * (1 - abs(looks.tail - 0.5))
    found = []
    for i in range(count):
        side = i / (count - 1) * 2 - 1
        short = 0.35 * (1 - abs(side)) if looks.fork > 0.5 else 0.30 * abs(side)
        reach = (0.55 + 0.75 * looks.tail) * (1 - short * abs(looks.fork - 0.5) * 2)
        angle, width = math.pi + side * spread - 0.04, 0.30 - 0.03 * count
        feather = leaf((-0.78, 0.05), angle, reach + 0.25, width, -0.25 * side, 0.35 + 0.5 * looks.point)
        found.append(Part(feather, c.deep if i % 2 else c.dark))
    return found


def _far_wing(looks: Plumage, phase: int, c: _Colours) -> list[Part]:
    """The other wing, seen only while this one is raised."""
    if phase >= 2:
        return []
    direction, stretch = _WING[phase]
    span, angle = (1.10 + 0.55 * looks.wing) * stretch, math.radians(direction + 20)
    tip = 0.2 + looks.point * 0.6
    return [Part(leaf((0.14, -0.26), angle - f, span * (0.86 - 0.2 * f), 0.40, 0.1, tip), c.deep) for f in (0.3, 0.0)]


def _near_wing(looks: Plumage, phase: int, c: _Colours) -> list[Part]:
    """Four feathers, a band, a shoulder."""
    direction, stretch = _WING[phase]
    span, angle = (1.10 + 0.55 * looks.wing) * stretch, math.radians(direction)
    turn = -1 if phase == 2 else 1
    tip = 0.15 + looks.point * 0.7

    def feather(fan: float, length: float, width: float, bend: float, point: float, colour: Colour) -> Part:
        return Part(leaf((0.02, -0.06), angle - turn * fan, span * length, width, bend * turn, point), colour)

    long = ((0.66, 0.66), (0.44, 0.80), (0.22, 0.92), (0.0, 1.0))
    tones = (mix(c.deep, c.dark, 0.2), c.dark)
    found = [feather(fan, part, 0.34, 0.20, tip, tones[i % 2]) for i, (fan, part) in enumerate(long)]
    if looks.band > 0.4:
        found += [feather(fan, part, 0.40, 0.12, 0.1, c.pale) for fan, part in ((0.46, 0.58), (0.10, 0.70))]
    shoulder = mix(c.dark, c.base, 0.55)
    return found + [feather(fan, part, 0.42, 0.10, 0.1, shoulder) for fan, part in ((0.44, 0.48), (0.10, 0.60))]


def _crest(looks: Plumage, height: float, c: _Colours) -> list[Part]:
    """Stalks with a drop at the end."""
    found = []
    for i in range(1 + round(2 * looks.plumes)):
        angle, bend = math.radians(-112 - 24 * i), -0.5 - 1.3 * looks.curl
        length = (0.50 + 0.55 * looks.crest) * (1 - 0.16 * i)
        stalk = leaf((0.34 - 0.15 * i, -0.66 * height), angle, length, 0.13, bend, 0.8)
        (x, y), end, size = stalk[len(stalk) // 2], angle + bend, 0.20 + 0.08 * looks.crest
        root = (x - math.cos(end) * size * 0.5, y - math.sin(end) * size * 0.5)
        found += [Part(stalk, c.dark), Part(leaf(root, end, size * 1.5, size * 1.25, 0, 0.12), c.bright)]
    return found


def _body(looks: Plumage, h: float, c: _Colours) -> list[Part]:
    """Beak, body and belly; h is the body's height."""
    long = 0.92 + 0.24 + 0.26 * looks.beak
    beak = smooth([(0.78, -0.20), (long, 0.05 * looks.beak), (0.80, 0.14)], steps=6)
    upper = [(0.93, -0.10), (0.74, -0.50 * h), (0.34, -0.80 * h), (-0.26, -0.68 * h), (-0.80, -0.22 * h)]
    lower = [(-1.06, 0.06), (-0.72, 0.32 * h), (-0.16, 0.78 * h), (0.40, 0.80 * h), (0.82, 0.36)]
    edge = 0.10 + 0.3 * (1 - looks.belly)
    belly = smooth([(1.1, 0.10), (0.5, edge), (-0.2, 0.30), (-0.9, 0.16), (-1.0, 1.1), (1.0, 1.1)])
    slate = oklch(0.36, 0.03, looks.hue * 360 + 20)  # never red: that is the past's bird
    return [Part(beak, slate), Part(smooth(upper + lower), c.base, "body"), Part(belly, c.pale, "inside")]


def _face(looks: Plumage, c: _Colours) -> list[Part]:
    """A stripe through the eye or a cheek, and the eye."""
    hue, m = looks.hue * 360 + 20, 0.10 + 0.16 * looks.mask
    above = [(1.0, -0.22), (0.5, -0.30 - m), (-0.1, -0.34), (-0.55, -0.20)]
    stripe = smooth([*above, (-0.1, -0.14), (0.5, -0.12 + m * 0.3), (1.0, -0.06)])
    masked = looks.mask > 0.35
    mark = Part(stripe, c.deep, "inside") if masked else Part(_circle(0.62, 0.20, 0.17), c.cheek, "inside")
    eye = 0.235 + 0.085 * looks.eye
    return [
        mark,
        Part(_circle(0.47, -0.25, eye), oklch(0.97, 0.015, hue)),
        Part(_circle(0.51, -0.24, eye * 0.70), oklch(0.22, 0.03, hue)),
        Part(_circle(0.57, -0.33, eye * 0.24), (255, 255, 255)),
    ]


def parts(looks: Plumage, phase: int) -> list[Part]:
    """A bird facing right, from back to front; wings up (0), in the middle (1), down (2), gliding (3)."""
    c, height = _colours(looks), 0.80 + 0.16 * looks.plump
    behind = _tail(looks, c) + _far_wing(looks, phase, c) + _crest(looks, height, c)
    return behind + _body(looks, height, c) + _face(looks, c) + _near_wing(looks, phase, c)


def draw_parts(surface: Surface, bird: list[Part], radius: float, outline: Colour | None, edge: float) -> None:
    """Draw a bird in the middle of a supersampled surface, with one outline round the whole of it."""
    cx, cy = surface.get_width() / 2, surface.get_height() / 2
    placed = [part._replace(polygon=[(cx + x * radius, cy + y * radius) for x, y in part.polygon]) for part in bird]
    if outline:
        for part in placed:
            if part.role != "inside":
                _outline(surface, part.polygon, outline, edge)
    body = Surface(surface.get_size(), pygame.SRCALPHA)
    for part in placed:
        if part.role == "body":
            pygame.draw.polygon(body, (255, 255, 255), part.polygon)
        _fill(surface, part, body)


def _outline(surface: Surface, polygon: list[Point], colour: Colour, edge: float) -> None:
    pygame.draw.polygon(surface, colour, polygon)
    for a, b in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        stroke(surface, a, b, edge * 2, colour)


def _fill(surface: Surface, part: Part, body: Surface) -> None:
    if part.role != "inside":
        pygame.draw.polygon(surface, part.colour, part.polygon)
        return
    layer = Surface(surface.get_size(), pygame.SRCALPHA)
    pygame.draw.polygon(layer, part.colour, part.polygon)
    layer.blit(body, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    surface.blit(layer, (0, 0))
