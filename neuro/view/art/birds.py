"""Birds: what they look like, and their sprites. Looks follow from genomes: children resemble their parents.

A bird's looks are sixteen numbers in [0, 1]. Six fixed projections of the genome decide its *family*, by the
largest; sixteen more move it a little away from the family's typical looks. Single birds have looks of their
own; a crowd is drawn with two *varieties* of each family, so that its sprites can all be kept.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Surface

from neuro.view.art.plumage import Looks, Part, draw_parts, parts, typical_colour
from neuro.view.drawing import shapes
from neuro.view.theme import Colour

__all__ = [
    "ANGLES",
    "FAMILIES",
    "VARIETIES",
    "Looks",
    "angle_index",
    "colour_of",
    "family_indices",
    "looks_of",
    "own_looks",
    "portrait",
    "sprite",
    "varieties",
]

#: Typical looks, by family: they differ in lightness as well as in hue, in crest, tail and mask.
FAMILIES = {
    "Ember": Looks(0.135, 0.38, 0.75, 0.90, 0.45, 0.20, 0.90, 0.20, 0.75, 0.80, 0.50, 0.35, 0.30, 0.75, 0.35, 0.15),
    "Tide": Looks(0.620, 0.55, 0.30, 0.60, 0.85, 0.90, 0.25, 0.55, 0.50, 0.25, 0.30, 0.95, 0.95, 0.40, 0.70, 0.90),
    "Fern": Looks(0.407, 0.56, 0.55, 0.35, 0.60, 0.50, 0.60, 0.95, 0.65, 0.50, 0.95, 0.60, 0.50, 0.60, 0.50, 0.45),
    "Heather": Looks(0.944, 0.10, 0.90, 0.80, 0.50, 0.35, 0.50, 0.75, 0.40, 0.90, 0.70, 0.45, 0.10, 0.90, 0.20, 0.20),
    "Iris": Looks(0.746, 0.10, 0.40, 0.50, 0.70, 0.70, 0.80, 0.40, 0.90, 0.60, 0.40, 0.80, 0.75, 0.50, 0.60, 0.60),
    "Frost": Looks(0.525, 1.00, 0.60, 1.00, 0.55, 0.60, 0.30, 0.30, 0.60, 0.40, 0.60, 0.50, 0.60, 0.70, 0.45, 0.70),
}
_TYPICAL = np.array(list(FAMILIES.values()), np.float32)  # (families, traits)
_TRAITS = len(Looks._fields)

_REACH = np.full(_TRAITS, 0.13, np.float32)  # how far relatives stray from the typical; hue and tone least
_REACH[:2] = 0.022, 0.07

#: Directions of a crowd's sprites in degrees, nose up positive.
ANGLES = tuple(range(-50, 30, 10))


@functools.cache
def _projections(genes: int) -> NDArray[np.float32]:
    """Fixed directions in the space of genomes, ``(genes, families + traits)``, each of unit length."""
    drawn = np.random.default_rng(7).standard_normal((genes, len(FAMILIES) + _TRAITS))
    projections: NDArray[np.float32] = (drawn / np.linalg.norm(drawn, axis=0)).astype(np.float32)
    return projections


def looks_of(genomes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Looks of each genome.

    Args:
        genomes: ``(n, genes)``.

    Returns:
        ``(n, 16)`` in [0, 1], the fields of ``Looks`` by column.
    """
    size = np.sqrt(np.mean(genomes**2, axis=1, keepdims=True))
    shares = (genomes / np.maximum(size, 1e-6)) @ _projections(genomes.shape[1])  # each about N(0, 1)
    families = shares[:, : len(FAMILIES)].argmax(axis=1)
    strayed: NDArray[np.float32] = _TYPICAL[families] + _REACH * np.tanh(shares[:, len(FAMILIES) :])
    return np.clip(strayed, 0, 1)


def _variety(family: Looks, side: int) -> Looks:
    """One of a family's two varieties for the crowd."""
    moved = np.array(family) + side * 0.6 * _REACH
    return Looks(*(round(float(value), 3) for value in np.clip(moved, 0, 1)))


#: Looks of the birds in a crowd.
VARIETIES = tuple(_variety(family, side) for family in FAMILIES.values() for side in (-1, 1))


def varieties(looks: NDArray[np.float32]) -> NDArray[np.intp]:
    """The variety nearest to each bird's looks, by hue and tone: indices into ``VARIETIES``, ``(n,)``."""
    typical = np.array(VARIETIES, np.float32)
    distances = np.abs(looks[:, None, :2] - typical[None, :, :2]).sum(axis=2)  # (n, varieties)
    return np.asarray(distances.argmin(axis=1))


def own_looks(row: NDArray[np.float32]) -> Looks:
    """One row of ``looks_of``, for a bird that is drawn on its own."""
    return Looks(*(round(float(value), 2) for value in row))


def portrait(genome: NDArray[np.float32]) -> Looks:
    """The looks of a genome's own bird."""
    return own_looks(looks_of(genome[np.newaxis])[0])


def family_indices(looks: NDArray[np.float32]) -> NDArray[np.intp]:
    """Which of ``FAMILIES`` each bird belongs to, ``(n,)``."""
    return varieties(looks) // 2


def colour_of(looks: Looks) -> Colour:
    """The colour that a bird is known by."""
    return typical_colour(looks)


def angle_index(speed: NDArray[np.float32]) -> NDArray[np.intp]:
    """Indices into ``ANGLES`` for downward speeds in pixels a step: five degrees of tilt for each."""
    tilt = np.clip(-5 * speed, ANGLES[0], ANGLES[-1])
    return np.rint((tilt - ANGLES[0]) / 10).astype(np.intp)


class _Sheet(NamedTuple):
    """What a large picture of a bird depends on."""

    looks: Looks
    radius: float
    phase: int
    outline: Colour | None


@functools.lru_cache(256)
def _large(sheet: _Sheet) -> Surface:
    """A bird that flies level, several times larger than its sprites, premultiplied."""
    larger = shapes.LARGER if sheet.radius > 24 else 6
    half = int(np.ceil(2.35 * sheet.radius))
    surface = Surface((2 * half * larger, 2 * half * larger), pygame.SRCALPHA)
    edge = max(0.075 * sheet.radius, 1.0) * larger
    bird: list[Part] = parts(sheet.looks, sheet.phase)
    draw_parts(surface, bird, sheet.radius * larger, sheet.outline, edge)
    return surface.premul_alpha()


@functools.lru_cache(4096)
def sprite(
    looks: Looks,
    radius: float,
    phase: int = 3,
    angle: int = 0,
    alpha: int = 255,
    outline: Colour | None = (11, 15, 26),
) -> Surface:
    """A bird, premultiplied; its centre is the sprite's centre.

    Args:
        looks: What it looks like.
        radius: Of its body, in pixels.
        phase: Of its wings: 0 up, 1 middle, 2 down, 3 gliding.
        angle: Degrees, nose up positive.
        alpha: Up to 255.
        outline: Colour of the line round it.
    """
    if alpha < 255:
        return shapes.veiled(sprite(looks, radius, phase, angle, 255, outline), alpha)
    large = _large(_Sheet(looks, radius, phase, outline))
    side = 2 * int(np.ceil(2.35 * radius))
    turned = pygame.transform.rotate(large, angle) if angle else large
    middle = large.get_rect(center=turned.get_rect().center)
    cut = turned.subsurface(middle.clip(turned.get_rect()))
    return pygame.transform.smoothscale(cut, (side, side))
