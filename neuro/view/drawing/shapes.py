"""Antialiased sprites: drawn several times larger, premultiplied, shrunk, and kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pygame
from pygame import Rect, Surface

from neuro.view.theme import Colour

__all__ = ["LARGER", "Point", "box", "disc", "fade", "glow", "leaf", "shrink", "smooth", "stroke", "veiled"]

Point = tuple[float, float]

LARGER = 4  # shapes are drawn this many times larger, then shrunk


def shrink(large: Surface, size: tuple[int, int]) -> Surface:
    """A supersampled surface at its final size, premultiplied, so that edges never darken."""
    return pygame.transform.smoothscale(large.premul_alpha(), size)


def veiled(sprite: Surface, alpha: int) -> Surface:
    """A fainter copy of a premultiplied sprite."""
    out = sprite.copy()
    out.fill((alpha,) * 4, special_flags=pygame.BLEND_RGBA_MULT)
    return out


def stroke(surface: Surface, a: Point, b: Point, width: float, colour: Sequence[int]) -> None:
    """A straight stroke with round ends, on a supersampled surface."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / length * width / 2, dx / length * width / 2
    corners = [(a[0] + nx, a[1] + ny), (b[0] + nx, b[1] + ny), (b[0] - nx, b[1] - ny), (a[0] - nx, a[1] - ny)]
    pygame.draw.polygon(surface, colour, corners)
    if width >= 3:
        pygame.draw.circle(surface, colour, a, width / 2)
        pygame.draw.circle(surface, colour, b, width / 2)


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 10) -> list[Point]:
    """A Catmull-Rom curve through points."""
    count = len(points)
    out: list[Point] = []
    for i in range(count if closed else count - 1):
        places = ((i + k) % count if closed else min(max(i + k, 0), count - 1) for k in (-1, 0, 1, 2))
        p0, p1, p2, p3 = (points[place] for place in places)
        for s in range(steps):
            t = s / steps
            x, y = (
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
            )
            out.append((x, y))
    return out if closed else [*out, points[-1]]


def leaf(
    root: Point,
    angle: float,
    length: float,
    width: float,
    bend: float = 0.0,
    point: float = 0.5,
    steps: int = 18,
) -> list[Point]:
    """A feather: a leaf from its root along an angle (radians), bending; point 0 is round, 1 is sharp."""
    left: list[Point] = []
    right: list[Point] = []
    x, y = root
    for i in range(steps + 1):
        a = angle + bend * i / steps
        t = (i / steps) ** 1.3
        half = width / 2 * (4 * t * (1 - t)) ** (0.45 + 0.5 * point)
        left.append((x - math.sin(a) * half, y + math.cos(a) * half))
        right.append((x + math.sin(a) * half, y - math.cos(a) * half))
        x += math.cos(a) * length / steps
        y += math.sin(a) * length / steps
    return left + right[::-1]


def _premultiplied(colour: Colour, alpha: int) -> tuple[int, int, int, int]:
    red, green, blue = (round(c * alpha / 255) for c in colour)
    return red, green, blue, alpha


@lru_cache(1024)
def disc(radius: float, colour: Colour, alpha: int = 255, ring: float = 0) -> Surface:
    """A disc, or a ring of a given width; its centre is the sprite's centre."""
    half = math.ceil(radius) + 1
    large = Surface((2 * half * LARGER, 2 * half * LARGER), pygame.SRCALPHA)
    centre = (half * LARGER, half * LARGER)
    pygame.draw.circle(large, colour, centre, radius * LARGER, round(ring * LARGER))
    small = shrink(large, (2 * half, 2 * half))
    return veiled(small, alpha) if alpha < 255 else small


def _corners(radius: int, colour: Colour, border: Colour | None, width: int) -> Surface:
    """A rounded square of twice the radius, whose quarters are the corners of every box."""
    side = 2 * radius
    large = Surface((side * LARGER, side * LARGER), pygame.SRCALPHA)
    whole = large.get_rect()
    pygame.draw.rect(large, border or colour, whole, border_radius=radius * LARGER)
    if border:
        inner = whole.inflate(-2 * width * LARGER, -2 * width * LARGER)
        pygame.draw.rect(large, colour, inner, border_radius=max(0, radius - width) * LARGER)
    return shrink(large, (side, side))


@lru_cache(512)
def box(
    size: tuple[int, int],
    colour: Colour,
    radius: int,
    alpha: int = 255,
    border: Colour | None = None,
    width: int = 1,
) -> Surface:
    """A rounded rectangle, with a border inside it when a colour is given."""
    w, h = size
    radius = max(0, min(radius, w // 2, h // 2))
    out = Surface(size, pygame.SRCALPHA)
    out.fill(border or colour)
    if border:
        out.fill(colour, out.get_rect().inflate(-2 * width, -2 * width))
    if radius:
        corners = _corners(radius, colour, border, width)
        for x, y, i, j in (
            (0, 0, 0, 0),
            (w - radius, 0, 1, 0),
            (0, h - radius, 0, 1),
            (w - radius, h - radius, 1, 1),
        ):
            out.fill((0, 0, 0, 0), (x, y, radius, radius))
            part = Rect(i * radius, j * radius, radius, radius)
            out.blit(corners, (x, y), part, special_flags=pygame.BLEND_PREMULTIPLIED)
    return veiled(out, alpha) if alpha < 255 else out


@lru_cache(64)
def glow(radius: int, colour: Colour, alpha: int) -> Surface:
    """A soft light; its centre is the sprite's centre."""
    y, x = np.mgrid[-radius:radius, -radius:radius] + 0.5
    fall = (np.clip(1 - np.hypot(x, y) / radius, 0, 1) ** 2 * alpha / 255).T  # (x, y)
    out = Surface((2 * radius, 2 * radius), pygame.SRCALPHA)
    pygame.surfarray.pixels3d(out)[:] = (fall[..., None] * np.array(colour)).astype(np.uint8)
    pygame.surfarray.pixels_alpha(out)[:] = (fall * 255).astype(np.uint8)
    return out


@lru_cache(64)
def fade(size: tuple[int, int], colour: Colour, top: int, bottom: int) -> Surface:
    """A veil whose alpha runs from its top to its bottom."""
    out = Surface(size, pygame.SRCALPHA)
    for row in range(size[1]):
        alpha = round(top + (bottom - top) * row / max(1, size[1] - 1))
        out.fill(_premultiplied(colour, alpha), (0, row, size[0], 1))
    return out
