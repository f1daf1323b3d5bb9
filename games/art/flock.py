"""A crowd of birds and the feathers of those that died, drawn from kept sprites in one call."""

from __future__ import annotations

import functools
import math
import random
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Surface

from games.art import birds
from neuro.view.drawing import shapes
from neuro.view.looks import VARIETIES, colour_of
from neuro.view.theme import Colour, mix

__all__ = ["Feathers", "Flock", "Poses", "feather"]

_NEW_A_FRAME = 6  # sprites made in one frame at most: until its own is there, a bird borrows another
_STILL = 0.3  # of their flight: where feathers stay when they do not move
_OUTLINED = 0.7  # outlines of a crowd are only so dark: a thousand of them would be all one sees


@dataclass(frozen=True)
class Poses:
    """Birds of a crowd, back to front: arrays ``(n,)``.

    Args:
        x: Centres in pixels, from the left.
        y: Centres in pixels, from above.
        variety: Indices into ``looks.VARIETIES``.
        phase: Position of each bird's wings.
        angle: Indices into ``birds.ANGLES``.
        depth: Indices into the flock's alphas.
    """

    x: NDArray[np.floating]
    y: NDArray[np.floating]
    variety: NDArray[np.integer]
    phase: NDArray[np.integer]
    angle: NDArray[np.integer]
    depth: NDArray[np.integer]


class Flock:
    """Sprites of a crowd at one size.

    Args:
        radius: Radius of a bird's body, in pixels.
        alphas: Opacities by depth, the nearest first.
        outline: Colour of the line round each bird, or None.
    """

    def __init__(self, radius: float, alphas: tuple[int, ...], outline: Colour | None) -> None:
        self._radius, self._alphas, self._outline = radius, alphas, outline
        shape = (len(VARIETIES), birds.PHASES, len(birds.ANGLES), len(alphas))
        self._shape = shape
        self._sprites: list[Surface | None] = [None] * math.prod(shape)
        self._made: list[list[int]] = [[] for _ in VARIETIES]  # keys of the sprites that there are

    def draw(self, surface: Surface, poses: Poses) -> None:
        """Draw the birds in their order."""
        keys = np.ravel_multi_index((poses.variety, poses.phase, poses.angle, poses.depth), self._shape)
        used, places = np.unique(keys, return_inverse=True)
        ready = self._ready(used.tolist())
        half = math.ceil(birds.REACH * self._radius)
        at = zip(
            np.rint(poses.x - half).astype(int).tolist(),
            np.rint(poses.y - half).astype(int).tolist(),
            strict=True,
        )
        chosen = [ready[place] for place in places.tolist()]
        surface.fblits(zip(chosen, at, strict=True), pygame.BLEND_PREMULTIPLIED)

    def _ready(self, keys: list[int]) -> list[Surface]:
        """A sprite for each key, though perhaps not yet the right one."""
        new, found = _NEW_A_FRAME, []
        for key in keys:
            sprite = self._sprites[key]
            if sprite is None and new > 0:
                sprite, new = self._make(key), new - 1
            found.append(sprite or self._borrowed(key))
        return found

    def _make(self, key: int) -> Surface:
        variety, phase, angle, depth = (int(i) for i in np.unravel_index(key, self._shape))
        looks, degrees, alpha = VARIETIES[variety], birds.ANGLES[angle], self._alphas[depth]
        outline = None if self._outline is None else mix(colour_of(looks), self._outline, _OUTLINED)
        made = birds.sprite(looks, self._radius, phase, degrees, alpha, outline)
        self._sprites[key] = made
        self._made[variety].append(key)
        return made

    def _borrowed(self, key: int) -> Surface:
        """The nearest sprite of the same variety, whatever its wings do."""
        there = self._made[key // math.prod(self._shape[1:])]
        nearest = min(there, key=lambda other: abs(other - key)) if there else key
        return self._sprites[nearest] or self._make(nearest)


@dataclass
class _Burst:
    """The feathers of one bird: where it died, its colour, the ways they fly, and how many frames ago."""

    x: float
    y: float
    colour: Colour
    ways: tuple[tuple[float, float, float], ...]  # direction, reach, turn of each
    age: int = 0


class Feathers:
    """Five feathers for each bird that dies: they fly apart, fall, and fade within 36 frames."""

    LASTS = 36
    _MOST = 60  # bursts at a time

    def __init__(self) -> None:
        self._bursts: list[_Burst] = []

    def burst(self, x: float, y: float, colour: Colour) -> None:
        """A bird died at a place in the world."""
        if len(self._bursts) < self._MOST:
            drawn = [(random.uniform(0, 2 * math.pi), random.uniform(10, 34), random.uniform(-1, 1)) for _ in range(5)]
            self._bursts.append(_Burst(x, y, colour, tuple(drawn)))

    def move(self, left: float) -> None:
        """A frame has passed, in which the world moved to the left."""
        for burst in self._bursts:
            burst.x -= left
            burst.age += 1
        self._bursts = [burst for burst in self._bursts if burst.age < self.LASTS]

    def draw(self, surface: Surface, origin: tuple[float, float], scale: float, *, still: bool = False) -> None:
        """Draw them, with the world's origin at a pixel and ``scale`` pixels to its unit; still, they stay together."""
        length = max(1, round(12 * scale))
        half, drawn = _half(length), []
        for burst in self._bursts:
            share = _STILL if still else burst.age / self.LASTS
            far, fallen, strength = 1 - (1 - share) ** 3, 46 * share**2, 4 - round(4 * share**2)
            for way, reach, turn in burst.ways:
                x = burst.x + math.cos(way) * reach * far
                y = burst.y + math.sin(way) * reach * far + fallen
                image = feather(burst.colour, length, round((way + 2.5 * share * turn) * 8 / math.pi) % 16, strength)
                drawn.append((image, (round(origin[0] + x * scale) - half, round(origin[1] + y * scale) - half)))
        surface.fblits(drawn, pygame.BLEND_PREMULTIPLIED)


def _half(length: int) -> int:
    """Half the side of a feather's sprite."""
    return length // 2 + 2


@functools.lru_cache(2048)
def feather(colour: Colour, length: int, turn: int, strength: int) -> Surface:
    """One feather in sixteen directions and four strengths."""
    half = _half(length)
    large = Surface((2 * half * shapes.LARGER, 2 * half * shapes.LARGER), pygame.SRCALPHA)
    angle, middle = turn * math.pi / 8, half * shapes.LARGER
    back = length * shapes.LARGER / 2
    root = middle - math.cos(angle) * back, middle - math.sin(angle) * back
    outline = shapes.leaf(root, angle, 2 * back, 0.42 * length * shapes.LARGER, 0.4, 0.5)
    pygame.draw.polygon(large, (*colour, 230 * strength // 4), outline)
    return shapes.shrink(large, (2 * half, 2 * half))
