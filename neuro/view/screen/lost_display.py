"""Handling a display that goes away while a window is open: an X server that ends, a remote session that breaks."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

import pygame

__all__ = ["report_a_lost_display"]

_SENTENCE = (
    b"neuro: the display is gone, and the window with it; what was learnt is kept in the run's folder: "
    b"go on with neuro evolve --resume DIR\n"
)


def _leave(display: int) -> int:
    """End at once: Xlib ends the program itself when this returns, with a message of its own."""
    os.write(2, _SENTENCE)
    os._exit(1)


_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(_leave)  # kept, since Xlib holds only its address


def report_a_lost_display() -> None:
    """Have our sentence said, not Xlib's, when the X server of an open window goes away; elsewhere do nothing."""
    if pygame.display.get_driver() == "x11":
        with suppress(OSError, AttributeError):  # a window without this library never asks its handler
            ctypes.CDLL("libX11.so.6").XSetIOErrorHandler(_HANDLER)
