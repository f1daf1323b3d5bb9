"""The marker of games whose agents are birds."""

from __future__ import annotations

import functools
import math
from types import MappingProxyType

import pygame
from pygame import Surface

from games.art import birds
from games.art.flock import feather
from games.art.plumage import Plumage, parts
from neuro.view.drawing import shapes
from neuro.view.drawing.shapes import LARGER
from neuro.view.looks import Looks
from neuro.view.marker import INK, Marker
from neuro.view.theme import Colour, mix

__all__ = ["BIRD_CONSTANTS", "BIRD_FUNCTIONS", "BirdMarker"]

#: What live pages draw birds with, see ``neuro.view.scene.PageScene``.
BIRD_FUNCTIONS = parts, shapes.leaf
BIRD_CONSTANTS = MappingProxyType({"traits": Plumage._fields})

#: What people see when a number of a bird's looks has moved: more of it, less of it.
_CHANGES = {
    "hue": ("another colour", "another colour"),
    "tone": ("lighter", "darker"),
    "plump": ("rounder", "slimmer"),
    "belly": ("a paler belly", "a darker belly"),
    "wing": ("longer wings", "shorter wings"),
    "point": ("pointed wings", "rounded wings"),
    "band": ("a brighter band", "a fainter band"),
    "plumes": ("more plumes", "fewer plumes"),
    "crest": ("a longer crest", "a shorter crest"),
    "curl": ("a curlier crest", "a straighter crest"),
    "feathers": ("a wider tail", "a narrower tail"),
    "tail": ("a longer tail", "a shorter tail"),
    "fork": ("a forked tail", "a rounder tail"),
    "eye": ("a bigger eye", "a smaller eye"),
    "beak": ("a longer beak", "a shorter beak"),
    "mask": ("a darker mask", "a paler mask"),
}


class BirdMarker(Marker):
    """Birds, that hatch from eggs; feathers fall when a game is solved."""

    frames = birds.PHASES
    reach = birds.REACH
    lean = (0.0, 0.1)
    tilts = True
    changes = MappingProxyType({Plumage._fields.index(name): words for name, words in _CHANGES.items()})

    def sprite(
        self,
        looks: Looks,
        radius: float,
        frame: int | None = None,
        angle: int = 0,
        alpha: int = 255,
        outline: Colour | None = INK,
    ) -> Surface:
        """The picture of a bird; the frames are positions of its wings."""
        return birds.sprite(looks, radius, birds.GLIDES if frame is None else frame, angle, alpha, outline)

    def egg(self, colour: Colour, radius: int, *, hatched: bool, turn: int) -> Surface | None:
        """The picture of an egg, of which the lower half of the shell is left."""
        return _egg(radius, colour, half=hatched, turn=turn)

    def confetti(self, colour: Colour, length: int, turn: int, strength: int) -> Surface:
        return feather(colour, length, turn, strength)


@functools.lru_cache(128)
def _egg(radius: int, colour: Colour, *, half: bool, turn: int) -> Surface:
    """An egg with specks of a colour, or the lower half of its shell."""
    sheet = Surface((2 * radius * LARGER,) * 2, pygame.SRCALPHA)
    middle, r = radius * LARGER, radius * LARGER
    shell = mix((255, 214, 150), (255, 255, 255), 0.6)
    outline = [
        (middle + 0.68 * r * math.cos(a / 12) * (1 + 0.14 * math.sin(a / 12)), middle + 0.88 * r * math.sin(a / 12))
        for a in range(76)
    ]
    pygame.draw.polygon(sheet, (40, 28, 20), outline)
    inner = [(middle + (x - middle) * 0.94, middle + (y - middle) * 0.95) for x, y in outline]
    pygame.draw.polygon(sheet, shell, inner)
    for x, y, size in (
        (-0.3, -0.1, 0.1),
        (0.2, -0.35, 0.08),
        (0.3, 0.25, 0.11),
        (-0.12, 0.45, 0.09),
        (0.02, 0.1, 0.06),
    ):
        pygame.draw.circle(sheet, colour, (middle + x * r, middle + y * r), size * r)
    if half:
        edge = [(0, 0), (2 * r, 0)]
        teeth = [(2 * r - k * r / 4, middle + (0.12 if k % 2 else -0.08) * r) for k in range(9)]
        pygame.draw.polygon(sheet, (0, 0, 0, 0), [*edge, *teeth])
    turned = pygame.transform.rotate(sheet, turn) if turn else sheet
    side = [max(1, round(one / LARGER)) for one in turned.get_size()]
    return shapes.shrink(turned, (side[0], side[1]))
