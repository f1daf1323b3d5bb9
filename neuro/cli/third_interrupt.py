"""The third Ctrl-C ends the process, whatever it is doing.

Python hears of a signal between two of its own steps. Compiled code that does not return, such as a game's loop without
an end, never lets it; so a thread beside it counts, which is told by the system itself.
"""

from __future__ import annotations

import functools
import os
import select
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

__all__ = ["third_ends"]

_ENOUGH = 3
_PATIENCE = 1.0  # seconds after the first, until people are told of the third
_BUSY = b"neuro: still busy; the third Ctrl-C ends it at once, whatever it is doing\n"
_ENDED = b"neuro: ended at the third Ctrl-C: what was under way is lost, what was kept before is kept\n"


@contextmanager
def third_ends() -> Iterator[None]:
    """While this context lasts, the third Ctrl-C ends the process with exit code 130; in the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours, systems = socket.socketpair()  # a pipe would do, but not on Windows
    systems.setblocking(False)
    before = signal.set_wakeup_fd(systems.fileno(), warn_on_full_buffer=False)
    counting = threading.Thread(target=_count, args=(ours,), daemon=True)
    counting.start()
    _prepare_ends()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        systems.close()  # which ends the thread
        counting.join()


def _count(told: socket.socket) -> None:
    """Count Ctrl-C until the other end is closed."""
    came, said = 0, False
    with told:
        while True:
            waits = None if said or not came else _PATIENCE
            if not select.select([told], [], [], waits)[0]:
                said = True
                _write(_BUSY)
                continue
            numbers = told.recv(64)
            if not numbers:
                return
            came += numbers.count(signal.SIGINT)
            if came >= _ENOUGH:
                _write(_ENDED)
                os._exit(128 + signal.SIGINT)


def _write(words: bytes) -> None:
    with suppress(OSError):
        os.write(2, words)


@functools.cache
def _prepare_ends() -> None:
    """Children count nothing; and where Python waits for threads at its end, one Ctrl-C more ends it."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: signal.set_wakeup_fd(-1))
    register = getattr(threading, "_register_atexit", None)  # atexit itself comes after that wait
    if register is not None and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        register(signal.signal, signal.SIGINT, signal.SIG_DFL)
