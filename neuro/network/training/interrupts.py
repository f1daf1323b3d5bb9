"""Holding Ctrl-C back until a training step is complete."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["interrupts"]


@contextmanager
def interrupts() -> Iterator[list[int]]:
    """A list that Ctrl-C adds to, instead of raising in the middle of a step; a second one raises."""
    found: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if found:
            raise KeyboardInterrupt
        found.append(number)

    ours = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT) if ours else None
    if before is not signal.default_int_handler:  # another handler is set, or none can be
        yield found
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield found
    finally:
        signal.signal(signal.SIGINT, before)
