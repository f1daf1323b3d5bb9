"""Opening a display and handing it frames: no other module does either."""

from __future__ import annotations

import os

import pygame
from pygame import Rect, Surface

from neuro.errors import NeuroError
from neuro.view.screen.display import UNSEEN, check_display

__all__ = ["open_display", "present", "surface_for"]

_LEAST = (200, 150)  # pixels for which anything can be laid out


def open_display() -> None:
    """Connect to the display, so that windows can be opened on it.

    Raises:
        NeuroError: If there is none, or it does not answer; the message says what to do.
    """
    check_display()
    os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
    os.environ["SDL_VIDEO_X11_WMCLASS"] = "neuro"  # pygame itself has named it after the file that was started
    if not os.environ.get("SDL_VIDEODRIVER"):
        os.environ.pop("SDL_VIDEODRIVER", None)  # SDL takes even an empty name for that of a driver
    try:
        pygame.display.init()
    except pygame.error as error:
        raise NeuroError(f"no window can be opened ({error}): use --view terminal or --view none") from error
    if pygame.display.get_driver() in UNSEEN and "SDL_VIDEODRIVER" not in os.environ:
        # SDL goes on without a word where no display answers: a window would open that is not seen
        pygame.display.quit()
        name = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
        raise NeuroError(
            f"the display {name!r} does not answer, so that nobody would see a window: correct DISPLAY, "
            "or use --view terminal or --view none"
        )


def surface_for(window: Surface) -> Surface:
    """What is drawn on: the window, or where people made that tinier than anything is laid out for, one in its place.

    Args:
        window: The surface of the window, or what was drawn on before.
    """
    wide, high = (max(sides) for sides in zip(window.get_size(), _LEAST, strict=True))
    return window if (wide, high) == window.get_size() else Surface((wide, high))


def present(part: Rect | None = None, drawn: Surface | None = None) -> None:
    """Show what has been drawn into the window of pygame.

    Args:
        part: The part of the window that is new, in pixels; all of it when None. ``pygame.display.update(None)`` shows
            nothing in pygame-ce 2.5.6 to 2.5.8, so the whole window is handed over by another function.
        drawn: What was drawn on, see ``surface_for``; the window itself when None.
    """
    window = pygame.display.get_surface()
    if drawn is not None and window is not None and drawn is not window:
        window.blit(drawn, (0, 0))  # its corner
    if part is None:
        pygame.display.flip()
    else:
        pygame.display.update(part)
