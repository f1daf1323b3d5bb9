"""A part of a picture that is kept from frame to frame, and drawn anew only when it shows something else."""

from __future__ import annotations

from collections.abc import Callable

import pygame
from pygame import Rect, Surface

__all__ = ["KeptPicture"]


class KeptPicture:
    """A picture that stands still until what it shows changes.

    Args:
        opaque: Whether it fills its whole place; else what lies behind it is seen through it.
    """

    def __init__(self, *, opaque: bool) -> None:
        self._opaque = opaque
        self._drawn: object = None
        self._picture: Surface | None = None

    def draw(self, surface: Surface, rect: Rect, shows: object, render: Callable[[Surface], None]) -> None:
        """Draw it at a place.

        Args:
            surface: The surface to draw on.
            rect: The place, in pixels.
            shows: All that its look depends on besides the size of the place.
            render: Draws it into a surface of that size, which is transparent at first where it is not opaque.
        """
        if self._picture is None or self._drawn != (rect.size, shows):
            self._picture = Surface(rect.size, 0 if self._opaque else pygame.SRCALPHA)
            render(self._picture)
            self._drawn = (rect.size, shows)
        surface.blit(self._picture, rect, special_flags=0 if self._opaque else pygame.BLEND_PREMULTIPLIED)
