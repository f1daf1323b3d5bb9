"""Ctrl-C before a command has begun: while modules are imported, it ends the process at once, in one line.

numba alone takes longer to import than a short command, and an exception in the middle of an import is a traceback,
or is taken for a missing package.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["STOPPED", "ending_at_once", "raising"]

#: What people are told.
STOPPED = "stopped by Ctrl-C"


def _leave(number: int, frame: object) -> None:
    try:
        os.write(2, f"neuro: {STOPPED}\n".encode())
    finally:
        os._exit(128 + number)


@contextmanager
def ending_at_once() -> Iterator[None]:
    """While this context lasts, Ctrl-C ends the process with exit code 130, unless it is ignored or heard otherwise."""
    with _heard_by(_leave, instead_of=signal.default_int_handler):
        yield


@contextmanager
def raising() -> Iterator[None]:
    """While this context lasts, Ctrl-C raises KeyboardInterrupt again: a command is under way, and may keep things."""
    with _heard_by(signal.default_int_handler, instead_of=_leave):
        yield


@contextmanager
def _heard_by(handler: object, *, instead_of: object) -> Iterator[None]:
    """Have Ctrl-C heard by another handler while this context lasts; only the main thread can say so."""
    before = signal.getsignal(signal.SIGINT)
    if before is not instead_of or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, handler)  # type: ignore[arg-type]
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
