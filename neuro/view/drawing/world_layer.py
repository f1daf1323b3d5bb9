"""A picture that stands behind or before a world and moves with it."""

from __future__ import annotations

from typing import NamedTuple

import pygame
from pygame import Rect, Surface

__all__ = ["Layer"]


class Layer(NamedTuple):
    """A picture that moves with the ground, slower if it is far away; lengths in pixels.

    Args:
        picture: The picture, premultiplied.
        x: Left edge of the layer, in units of the world.
        y: Upper edge of the layer, in units of the world.
        pace: Way of the layer as a share of the ground's way.
        every: Way after which it comes again; 0 for a picture that stands still.
    """

    picture: Surface
    x: float
    y: int
    pace: float
    every: float

    def draw(self, surface: Surface, rect: Rect, camera: float) -> None:
        """Draw it as often as it shows within a rectangle, when the ground has moved ``camera`` pixels to the left."""
        if not self.every:
            surface.blit(self.picture, (rect.x + round(self.x), rect.y + self.y))
            return
        left = (self.x - camera * self.pace) % self.every - self.picture.get_width()
        while left < rect.w:
            place = rect.x + round(left), rect.y + self.y
            surface.blit(self.picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)
            left += self.every
