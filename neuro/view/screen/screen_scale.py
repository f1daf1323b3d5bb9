"""How large a window and all in it begin, by the screen: large enough to be read, and as large as last time there."""

from __future__ import annotations

import pygame

from neuro.view.screen.preferences import recall, remember

__all__ = ["SMALLEST", "desktop_of", "first_size", "remember_size", "scale_for"]

#: The least that windows are drawn for, in units; in a smaller one, everything shrinks.
SMALLEST = (800, 600)

_USUAL = (1440, 900)  # units of a window that has not been resized
_ROOM = (1600, 900)  # units for which a screen should have room
_STEPS = 4  # of scale, to a unit
_FILLED = (0.95, 0.88)  # of a screen's width and height, at most: bars and frames need some


def desktop_of(screen: int = 0) -> tuple[int, int]:
    """Width and height of a screen, by its number, in pixels: what SDL calls the desktop is in pixels here."""
    desktops: list[tuple[int, int]] = pygame.display.get_desktop_sizes()
    return desktops[screen if 0 <= screen < len(desktops) else 0]


def scale_for(desktop: tuple[int, int]) -> float:
    """Pixels to a unit on a desktop of that size: 1 on a usual one, 1.5 on 2560 × 1440, 2.25 on 3840 × 2160."""
    room = min(side / units for side, units in zip(desktop, _ROOM, strict=True))
    return min(max(int(room * _STEPS) / _STEPS, 1.0), 4.0)


def first_size(desktop: tuple[int, int], scale: float) -> tuple[int, int]:
    """Width and height of a new window, in pixels: as the last one on such a screen, else the usual, if it fits."""
    wide, high = (round(side * scale) for side in _USUAL)
    before = (recall("sizes", dict) or {}).get(_named(desktop))
    if isinstance(before, list) and len(before) == 2 and all(isinstance(side, int) for side in before):
        wide, high = (max(least, side) for least, side in zip(SMALLEST, before, strict=True))
    return min(wide, round(desktop[0] * _FILLED[0])), min(high, round(desktop[1] * _FILLED[1]))


def remember_size(desktop: tuple[int, int], size: tuple[int, int]) -> None:
    """Be as large the next time on a screen of that size; on others that would be too small, or too large."""
    remember(sizes={**(recall("sizes", dict) or {}), _named(desktop): list(size)})


def _named(desktop: tuple[int, int]) -> str:
    return "{}x{}".format(*desktop)
