"""Bringing what has been drawn to the screen: the only place that hands the display a frame."""

from __future__ import annotations

import pygame
from pygame import Rect

__all__ = ["present"]


def present(part: Rect | None = None) -> None:
    """Show what has been drawn into the window of pygame.

    Args:
        part: Of the window that is new, in pixels; all of it when None. ``pygame.display.update(None)`` shows
            nothing in pygame-ce 2.5.6 to 2.5.8, so the whole window is handed over by another function.
    """
    if part is None:
        pygame.display.flip()
    else:
        pygame.display.update(part)
