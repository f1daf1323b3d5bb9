"""A window that is opened for a moment, to see whether what is drawn into it arrives on the screen."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.view.looks import FAMILIES, colour_of
from neuro.view.screen.display import UNSEEN
from neuro.view.screen.window import Window, WindowOptions
from neuro.view.theme import ANNOUNCEMENT, BODY, THEMES

__all__ = ["Trial", "try_window"]

_SIZE = (640, 360)
_PATIENCE = 3.0  # seconds until a picture should stand on the screen: some desktops unfold windows slowly
_ALIKE = 40  # of 255, by which a colour on screen may differ: some screens are calibrated
_ENOUGH = 0.9  # of the picture, since desktops round a window's corners and draw a pointer over it
_TRIES = 50  # places on the screen that are compared with the picture
_READABLE = ("x11", "windows")  # others let no program read the screen, or ask people first


@dataclass(frozen=True)
class Trial:
    """How a window fared.

    Args:
        said: What happened, in a few words.
        problem: What is wrong and what to do, in a sentence; None if nothing is.
    """

    said: str
    problem: str | None = None


def try_window() -> Trial:
    """Open a window for a moment, draw into it, and read the screen where the system lets it."""
    try:
        with Window("neuro · doctor", WindowOptions(size=_SIZE, theme="dark")) as window:
            _draw(window)
            window.show(60)
            return _looked_at(window)
    except NeuroError as error:
        return Trial("cannot be opened", str(error))


def _draw(window: Window) -> None:
    """A colour for each family of looks over two lines of text: a picture that no other window has."""
    paint, theme = window.paint, THEMES["dark"]
    (wide, high), colours = paint.size, [colour_of(looks) for looks in FAMILIES.values()]
    for k, colour in enumerate(colours):
        left, right = wide * k // len(colours), wide * (k + 1) // len(colours)
        paint.fill((left, 0, right - left, high * 0.6), colour)
    paint.fill((0, high * 0.6, wide, high * 0.4), theme.window)
    paint.text((wide / 2, high * 0.75), "This is neuro's window", ANNOUNCEMENT, theme.text, "SemiBold", "c")
    paint.text((wide / 2, high * 0.88), "It closes by itself", BODY, theme.soft, align="c")


def _looked_at(window: Window) -> Trial:
    driver = pygame.display.get_driver()
    if driver in UNSEEN:
        return Trial(f"opened; SDL's driver {driver!r} shows nothing")
    unread = Trial(f"opened ({driver}); the system lets nobody read its screen, to see whether it stands there")
    if driver not in _READABLE or os.environ.get("WAYLAND_DISPLAY"):
        return unread
    try:
        seen = _appears(window)
    except ImportError:
        return Trial(f"opened ({driver}); with Pillow it is read back: pip install 'neuro-sandbox[record]'")
    except OSError:
        return unread
    if seen:
        return Trial(f"opened, and its picture stands on the screen ({driver})")
    return Trial(
        f"opened, but its picture is not on the screen ({driver})",
        "a window opened, but what was drawn did not arrive on the screen: if no other window lay over it, "
        "run `pip install -U pygame-ce`; until then use --view terminal",
    )


def _appears(window: Window) -> bool:
    """Whether the window's picture stands on the screen within some seconds.

    Raises:
        ImportError: If Pillow, which reads the screen, is not installed.
        OSError: If the system does not let the screen be read.
    """
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        for _ in window.events():  # so that the desktop takes it for alive
            pass
        window.show(60)
        if _stands_on(_read_screen(), pygame.surfarray.array3d(window.paint.surface)):
            return True
    return False


def _read_screen() -> NDArray[np.uint8]:
    """All of the screen: ``(width, height, 3)``."""
    from PIL import ImageGrab

    return np.asarray(ImageGrab.grab(xdisplay=os.environ.get("DISPLAY")).convert("RGB")).swapaxes(0, 1)


def _stands_on(screen: NDArray[np.uint8], drawn: NDArray[np.uint8]) -> bool:
    """Whether a picture stands somewhere on the screen.

    Where SDL believes the window to be is not enough: some window managers move windows without telling it.
    """
    wide, high = drawn.shape[:2]
    return any(
        _alike(drawn, screen[x : x + wide, y : y + high])
        for x, y in (pygame.display.get_window_position(), *_corners(screen, drawn[0, 0]))
    )


def _corners(screen: NDArray[np.uint8], colour: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Some places where something of a colour begins, seen from the left and from above."""
    same = (np.abs(screen - colour.astype(int)) <= _ALIKE).all(axis=2)
    before = np.zeros_like(same)
    before[1:] |= same[:-1]
    before[:, 1:] |= same[:, :-1]
    return [(int(x), int(y)) for x, y in np.argwhere(same & ~before)[:_TRIES]]


def _alike(drawn: NDArray[np.uint8], seen: NDArray[np.uint8]) -> bool:
    if seen.shape != drawn.shape:  # it would reach over the screen's edge
        return False
    return bool((np.abs(drawn.astype(int) - seen).max(axis=2) <= _ALIKE).mean() >= _ENOUGH)
