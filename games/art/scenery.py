"""Dusk over basalt: sky, sun, clouds, ridges, ground. Layers are drawn once for a size, then moved."""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Callable

import numpy as np
import pygame
from pygame import Rect, Surface

from neuro.view.drawing import shapes
from neuro.view.drawing.shapes import Point, leaf
from neuro.view.drawing.world_layer import Layer
from neuro.view.land import DUSK, MORNING, PALETTES, Palette
from neuro.view.paint import Paint
from neuro.view.theme import Colour, mix

__all__ = ["DUSK", "MORNING", "PALETTES", "Palette", "Scenery", "scenery"]


_RIDGE_SPAN, _GROUND_SPAN = 2.2, 1.7  # width of the tiles that repeat, in heights of the picture
_PACES = (0.06, 0.12, 0.18, 0.24)  # of the ridges, by the ground's


def _wave(seed: int) -> Callable[[float], float]:
    """A gentle line over one turn, whose end meets its beginning."""
    rng = random.Random(seed)
    drawn = [(k, rng.uniform(0.4, 1) / k**0.9, rng.uniform(0, 2 * math.pi)) for k in (2, 3, 5, 8, 13)]
    return lambda turn: sum(size * math.sin(2 * math.pi * k * turn + phase) for k, size, phase in drawn)


def _gradient(size: tuple[int, int], palette: Palette) -> Surface:
    """The sky's colours, with a grain of one level that hides banding."""
    width, height = size
    t = np.linspace(0, len(palette.sky) - 1, height)
    i = np.clip(t.astype(int), 0, len(palette.sky) - 2)
    stops = np.array(palette.sky, float)
    column = stops[i] + (stops[i + 1] - stops[i]) * (t - i)[:, None]  # (height, 3)
    grain = np.random.default_rng(1).uniform(-0.8, 0.8, (width, height, 1))
    out = Surface(size)
    pygame.surfarray.blit_array(out, np.clip(column[None] + grain + 0.5, 0, 255).astype(np.uint8))
    return out


def _sky(size: tuple[int, int], horizon: int, palette: Palette) -> Surface:
    """The sky with its stars and the sun, which never move."""
    width, height = size
    out = _gradient(size, palette)
    paint, rng = Paint(out), random.Random(4)
    for _ in range(round(width / 12) if palette.stars else 0):
        at = rng.random() * width, rng.random() ** 1.6 * height * 0.45
        paint.circle(at, rng.choice((0.6, 0.8, 1.1)), (255, 244, 230), rng.randint(40, 150))
    sun = width * 0.68, horizon - height * 0.30
    paint.glow(sun, height * 0.36, palette.sun, 110)
    paint.circle(sun, height * 0.062, palette.sun, 235)
    return out


def _cloud(height: int, rng: random.Random, palette: Palette) -> Surface:
    """Three tapered streaks."""
    out = Surface((round(height * 0.62), round(height * 0.08)), pygame.SRCALPHA)
    paint = Paint(out)
    for j in range(3):
        length = rng.uniform(0.16, 0.36) * height
        start = out.get_width() / 2 - length / 2 + rng.uniform(-0.18, 0.18) * length
        streak = leaf((start, out.get_height() * (0.3 + 0.2 * j)), 0, length, height * 0.017, 0, 0.5)
        paint.polygon(streak, palette.sky[-1], 30 if palette.stars else 120)
    return out


def _stacks(paint: Paint, top: float, height: int, span: int, colour: Colour) -> None:
    """A few far stacks of stone."""
    rng = random.Random(5)
    for k in range(9):
        x, tall, wide = (
            (k + 0.6 * rng.random()) * span / 9,
            rng.uniform(0.05, 0.12),
            rng.uniform(0.014, 0.024),
        )
        tall, wide = tall * height, wide * height
        for n in range(3):
            left, right = x + n * wide, x + (n + 1) * wide
            peaks = top - tall * rng.uniform(0.6, 1), top - tall * rng.uniform(0.62, 1)
            edge = [
                (left, top + 30),
                (left, peaks[0]),
                (left + wide * 0.55, peaks[1]),
                (right, top - tall * 0.5),
            ]
            paint.polygon([*edge, (right, top + 30)], colour)


def _ridge(height: int, index: int, palette: Palette) -> tuple[Surface, int]:
    """A ridge with the mist at its foot, as a tile that repeats; and how far it rises above the horizon."""
    rise = round(height * (0.37 - 0.055 * index))
    span = round(height * _RIDGE_SPAN)
    out = Surface((span, rise + 20), pygame.SRCALPHA)
    paint, line = Paint(out), _wave(20 + index)
    top = rise - height * (0.235 - 0.055 * index)
    if index == 2:
        _stacks(paint, top, height, span, mix(palette.ridges[1], palette.ridges[2], 0.55))
    swell = height * (0.030 + 0.005 * index)
    crest: list[Point] = [(x, top - swell * line(x / span)) for x in range(-8, span + 12, 4)]
    paint.polygon([*crest, (span + 12, rise + 24), (-8, rise + 24)], palette.ridges[index])
    foot = round(height * (0.15 - 0.035 * index))
    veil = shapes.fade((span, foot + 20), palette.mist, 0, 120 - 22 * index)
    out.blit(veil, (0, rise - foot), special_flags=pygame.BLEND_PREMULTIPLIED)
    return out, rise


def _ground(size: tuple[int, int], palette: Palette) -> tuple[Surface, int]:
    """The ground as a tile that repeats, height by height of the picture; and how far its grass stands up."""
    height, deep = size
    span, blade, scale = round(height * _GROUND_SPAN), round(height * 0.02), height / 900
    out = Surface((span, blade + deep), pygame.SRCALPHA)
    out.fill(palette.ground[0], (0, blade, span, deep))
    paint, rng = Paint(out), random.Random(2)
    for band in (1, 2):
        line = _wave(70 + band)
        edge = [(x, blade + height * (0.034 * band + 0.006 * line(x / span))) for x in range(-8, span + 12, 6)]
        paint.polygon([*edge, (span + 12, blade + deep + 4), (-8, blade + deep + 4)], palette.ground[band])
    for _ in range(round(span / 40)):
        pebble = (rng.random() * (span - 20), blade + rng.uniform(0.02, 0.085) * height)
        paint.box((*pebble, rng.uniform(5, 16) * scale, rng.uniform(2.5, 5) * scale), palette.grass, 2, 90)
    for _ in range(round(span / 7)):
        root, angle = (10 + rng.random() * (span - 20), blade + 3), -math.pi / 2 + rng.uniform(-0.6, 0.6)
        grass = leaf(root, angle, rng.uniform(6, 18) * scale, 4.2 * scale, rng.uniform(-0.6, 0.6), 0.9)
        paint.polygon(grass, mix(palette.grass, palette.moss, rng.random() * 0.6))
    paint.box((0, blade - 1, span, max(1, 2 * scale)), palette.rim, 0, 70 if palette.stars else 120)
    return out, blade


class Scenery:
    """A landscape of one size.

    Args:
        size: Width and height in pixels.
        horizon: Height of the ground's upper edge, in pixels from above.
        palette: Its colours.

    Attributes:
        size: Width and height, in pixels.
        behind: What is drawn behind the world, the farthest first.
        ground: What is drawn before it.
    """

    def __init__(self, size: tuple[int, int], horizon: int, palette: Palette) -> None:
        self.size = size
        self.behind = [
            Layer(_sky(size, horizon, palette), 0, 0, 0, 0),
            *_clouds(size, palette),
            *(_ridge_layer(size[1], horizon, index, palette) for index in range(len(palette.ridges))),
        ]
        tile, blade = _ground((size[1], size[1] - horizon), palette)
        self.ground = Layer(tile, 0, horizon - blade, 1, tile.get_width())

    def draw(self, surface: Surface, rect: Rect, camera: float) -> None:
        """Everything behind the world, when the ground has moved ``camera`` pixels to the left."""
        for layer in self.behind:
            layer.draw(surface, rect, camera)

    def draw_ground(self, surface: Surface, rect: Rect, camera: float) -> None:
        """The ground, which hides what stands in it."""
        self.ground.draw(surface, rect, camera)


def _clouds(size: tuple[int, int], palette: Palette) -> list[Layer]:
    """A few, that come again when they have left the picture."""
    rng, found = random.Random(9), []
    for _ in range(max(3, round(3 * size[0] / size[1]))):
        x, y, cloud = rng.random() * 1.4 * size[0], rng.uniform(0.10, 0.46) * size[1], _cloud(size[1], rng, palette)
        found.append(Layer(cloud, x, round(y), 0.02, 1.2 * size[0] + cloud.get_width()))
    return found


def _ridge_layer(height: int, horizon: int, index: int, palette: Palette) -> Layer:
    tile, rise = _ridge(height, index, palette)
    return Layer(tile, 0, horizon - rise, _PACES[index], tile.get_width())


@functools.lru_cache(4)
def scenery(size: tuple[int, int], horizon: int, palette: Palette) -> Scenery:
    """The landscape of a size, kept."""
    return Scenery(size, horizon, palette)
