"""Basalt: clusters of stone columns that fill exactly a rectangle; only grass and roots reach beyond.

A few clusters of the greatest length are drawn once for a size; a stone on screen is the free end of one.
"""

from __future__ import annotations

import functools
import itertools
import math
import random
from dataclasses import dataclass

import pygame
from pygame import Rect, Surface

from games.art.scenery import Palette
from neuro.view.drawing import shapes
from neuro.view.drawing.shapes import LARGER, Point, leaf, stroke
from neuro.view.theme import Colour, mix

__all__ = ["KINDS", "Stone", "draw_stone"]

#: How many clusters there are, hanging and standing each.
KINDS = 6

_CUTS = (0.30, 0.36, 0.42, 0.62, 0.68, 0.74)  # where a cluster may be split into columns


@dataclass(frozen=True)
class Stone:
    """A cluster of columns.

    Args:
        size: Width and greatest height in pixels.
        scale: Pixels to a unit of the world: the size of its blocks.
        kind: Number of the kind, from 0 to ``KINDS`` - 1.
        hanging: Whether it hangs from above, its free end below.
        palette: Its colours.
    """

    size: tuple[int, int]
    scale: float
    kind: int
    hanging: bool
    palette: Palette

    @property
    def margin(self) -> int:
        """Pixels of grass or roots beyond the free end."""
        return math.ceil(24 * self.scale)


def _cuts(rng: random.Random) -> tuple[float, ...]:
    low, high = sorted(rng.sample(_CUTS, 2))
    return (0.0, low, high, 1.0) if high - low >= 0.2 else (0.0, 0.38, 0.70, 1.0)


def _blocks(height: float, scale: float, rng: random.Random) -> list[tuple[float, float]]:
    """Distances of a column's joints from its free end, block by block."""
    edges = [0.0]
    while edges[-1] < height:
        edges.append(edges[-1] + rng.uniform(36, 104) * scale)
    return list(itertools.pairwise(edges))


def _column(surface: Surface, kind: Stone, left: float, right: float, rng: random.Random) -> None:
    """One column with three faces, block by block; lengths in pixels of the supersampled surface."""
    height, scale = kind.size[1] * LARGER, kind.scale * LARGER
    light, middle, dark = kind.palette.stone
    bevel = (right - left) * 0.30
    faces = ((left, left + bevel, dark), (left + bevel, right - bevel, middle), (right - bevel, right, light))
    for near, far in _blocks(height, scale, rng):
        top, low = (height - far, height - near) if kind.hanging else (near, far)
        tone = rng.uniform(-0.26, 0.26)
        for a, b, colour in faces:
            shade = mix(colour, light if tone > 0 else dark, abs(tone))
            pygame.draw.rect(surface, shade, (round(a), round(top), math.ceil(b - a) + 1, math.ceil(low - top) + 1))
        _joint(surface, kind, (left, right), top if kind.hanging else low)
    stroke(surface, (right, 0), (right, height), 1.2 * scale, kind.palette.joint)
    _cap(surface, kind, (left, right))


def _joint(surface: Surface, kind: Stone, across: Point, y: float) -> None:
    (left, right), scale = across, kind.scale * LARGER
    bevel, lift = (right - left) * 0.30, 1.5 * scale
    line = [(left, y - lift), (left + bevel, y), (right - bevel, y), (right, y - lift)]
    for a, b in itertools.pairwise(line):
        stroke(surface, a, b, 2.0 * scale, kind.palette.joint)


def _cap(surface: Surface, kind: Stone, across: Point) -> None:
    """The cut face at the free end."""
    (left, right), height = across, kind.size[1] * LARGER
    light, _, dark = kind.palette.stone
    bevel, deep = (right - left) * 0.30, 7 * kind.scale * LARGER
    end, inner = (height, height - deep) if kind.hanging else (0, deep)
    colour = mix(dark, kind.palette.joint, 0.6) if kind.hanging else mix(light, kind.palette.rim, 0.35)
    pygame.draw.polygon(surface, colour, [(left, end), (left + bevel, inner), (right - bevel, inner), (right, end)])


def _rock(kind: Stone) -> Surface:
    """The columns alone, opaque in every pixel."""
    rng = random.Random(2 * kind.kind + kind.hanging)
    width, height = kind.size
    large = Surface((width * LARGER, height * LARGER))
    large.fill(kind.palette.stone[1])
    cuts = _cuts(rng)
    for a, b in itertools.pairwise(cuts):
        _column(large, kind, a * large.get_width(), b * large.get_width(), rng)
    rock = pygame.transform.smoothscale(large, kind.size)
    deep = min(height, round(260 * kind.scale))
    veil = shapes.fade((width, deep), kind.palette.shade, *((150, 0) if kind.hanging else (0, 150)))
    rock.blit(veil, (0, 0 if kind.hanging else height - deep), special_flags=pygame.BLEND_PREMULTIPLIED)
    thick, strong = max(1, round(2 * kind.scale)), 0.6 if kind.hanging else 0.9
    edge = Surface((width, thick), pygame.SRCALPHA)  # the edge that counts, always legible
    edge.fill((*kind.palette.rim, round(255 * strong)))
    rock.blit(edge, (0, height - thick if kind.hanging else 0))
    return rock


def _growth(surface: Surface, kind: Stone) -> None:
    """Grass above or roots below the free end, across the whole width."""
    rng, scale, palette = (
        random.Random(kind.kind + 1000 + 50 * kind.hanging),
        kind.scale * LARGER,
        kind.palette,
    )
    edge = (kind.size[1] - 1 if kind.hanging else kind.margin + 2) * LARGER
    for _ in range(5 if kind.hanging else 7):
        x = rng.uniform(0.06, 0.94) * kind.size[0] * LARGER
        if kind.hanging:
            angle, length = math.pi / 2 + rng.uniform(-0.2, 0.2), rng.uniform(8, 22) * scale
            blade = leaf((x, edge), angle, length, 3.4 * scale, rng.uniform(-0.5, 0.5), 0.9)
            pygame.draw.polygon(surface, mix(palette.moss, palette.stone[2], 0.35), blade)
            continue
        for _ in range(3):
            root = x + rng.uniform(-3, 3) * scale, edge
            angle, length = -math.pi / 2 + rng.uniform(-0.5, 0.5), rng.uniform(7, 16) * scale
            colour: Colour = mix(palette.moss, palette.rim, rng.uniform(0, 0.25))
            pygame.draw.polygon(surface, colour, leaf(root, angle, length, 4 * scale, rng.uniform(-0.5, 0.5), 0.9))


@functools.lru_cache(4 * KINDS)
def _cluster(kind: Stone) -> Surface:
    """A cluster with its growth, premultiplied: ``margin`` pixels longer, at its free end."""
    (width, height), margin = kind.size, kind.margin
    large = Surface((width * LARGER, (height + margin) * LARGER), pygame.SRCALPHA)
    _growth(large, kind)
    growth = shapes.shrink(large, (width, height + margin))
    out = Surface(growth.get_size(), pygame.SRCALPHA)
    out.blit(_rock(kind), (0, 0 if kind.hanging else margin))
    out.blit(growth, (0, 0), special_flags=pygame.BLEND_PREMULTIPLIED)
    return out


def draw_stone(surface: Surface, kind: Stone, x: int, top: int, low: int) -> None:
    """Draw a stone so that it fills the pixels from ``top`` to ``low`` and its width from ``x`` on."""
    if low <= top:
        return
    cluster, (width, height), margin = _cluster(kind), kind.size, kind.margin
    length = min(low - top, height)
    part = Rect(0, height - length if kind.hanging else 0, width, length + margin)
    place = (x, top if kind.hanging else top - margin)
    surface.blit(cluster, place, part, special_flags=pygame.BLEND_PREMULTIPLIED)
