"""Stopping a run or a training at a signal: Ctrl-C, SIGTERM, a terminal that closes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import Any

__all__ = ["StopSignals", "like_ctrl_c"]

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_HANG_UP = getattr(signal, "SIGHUP", None)


class StopSignals:
    """While this context lasts, a signal asks the run to stop after the generation under way; a second stops at once.

    Args:
        at_once: Whether the first one interrupts already: for views, which save when they are left.

    Attributes:
        number: Number of the signal that came; None while none has.
    """

    def __init__(self, *, at_once: bool = False) -> None:
        self.number: int | None = None
        self._at_once = at_once
        self._terminal_closed = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> StopSignals:
        self._before = {number: signal.signal(number, self._note) for number in _heard()}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def __call__(self) -> bool:
        """Whether to stop: for ``run``."""
        return self.number is not None

    @property
    def exit_code(self) -> int:
        """The exit code: by custom 128 plus the signal's number, 130 after Ctrl-C; 0 when there was none."""
        return 0 if self.number is None else 128 + self.number

    def note_closed_terminal(self) -> None:
        """Note that the terminal has closed, as a failed write showed before the signal came: that is no second one."""
        self._terminal_closed, self.number = True, self.number or int(signal.SIGHUP)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._terminal_closed and number == _HANG_UP:
            return
        again, self.number = self.number is not None, self.number or number
        if again or self._at_once:
            raise KeyboardInterrupt
        with suppress(OSError):  # not by print: it may be in the middle of printing
            below = b"\n" if os.isatty(2) else b""  # a progress line
            os.write(2, below + b"stopping after this generation; once more stops at once\n")


def _heard() -> list[int]:
    """The signals that ask to stop: not SIGHUP where it is ignored, for that is what ``nohup`` is for."""
    return [number for number in _SIGNALS if number != _HANG_UP or signal.getsignal(number) != signal.SIG_IGN]


@contextmanager
def like_ctrl_c() -> Iterator[list[int]]:
    """A list of the other stop signals that came; each does what Ctrl-C does.

    Shells start the background jobs of a script with SIGINT ignored; it is heard here all the same, as others need it.

    Raises:
        SystemExit: If another one came where nothing can be kept.
    """
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)
        signal.raise_signal(signal.SIGINT)

    before = {number: signal.signal(number, note) for number in _heard() if number != signal.SIGINT}
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield came
    except KeyboardInterrupt:
        if came:
            raise SystemExit(128 + came[0]) from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
