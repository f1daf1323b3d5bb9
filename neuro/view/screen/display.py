"""Whether a window can be shown."""

from __future__ import annotations

import os
import sys

from neuro.errors import NeuroError

__all__ = ["UNSEEN", "check_display", "has_display", "is_unseen"]

#: SDL's drivers that show nothing.
UNSEEN = frozenset({"dummy", "offscreen"})


def has_display() -> bool:
    """Whether there is a display, by what the environment says; an SDL_VIDEODRIVER is believed."""
    if os.environ.get("SDL_VIDEODRIVER"):
        return True
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_unseen() -> bool:
    """Whether windows are not shown, as ``SDL_VIDEODRIVER`` asks for."""
    return os.environ.get("SDL_VIDEODRIVER", "") in UNSEEN


def check_display() -> None:
    """Raise NeuroError unless a window can be shown.

    Raises:
        NeuroError: If not; the message says what to do.
    """
    if not has_display():
        raise NeuroError(
            "there is no display for a window (neither DISPLAY nor WAYLAND_DISPLAY is set): "
            "use --view terminal or --view none, or set SDL_VIDEODRIVER=dummy to draw without showing"
        )
