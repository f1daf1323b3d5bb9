"""The terminal: keys without Enter, a screen of its own, and everything as it was on any exit."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import sys
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import TextIO

try:
    import termios
    import tty as modes
except ImportError:  # Windows: a picture, but no keys
    termios = None  # type: ignore[assignment]

__all__ = ["Tty"]

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[2J"  # another screen, no cursor, cleared
_LEAVE = "\x1b[0m\x1b[?25h\x1b[?1049l"
_SEQUENCE = re.compile(r"\x1b\[[0-9;]*([A-Za-z~])|\x1bO([A-Za-z])")
_ARROWS = {"C": ">", "D": "<"}  # as the keys of the views spell the arrows to the right and to the left


class Tty:
    """A terminal, as a context manager; does nothing to what is not one.

    Args:
        out: The stream for frames; stdout when None.

    Attributes:
        live: Whether frames are drawn over each other.
    """

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self.live = self._out.isatty() and os.environ.get("TERM") != "dumb"
        self._reads = self.live and termios is not None and sys.stdin.isatty()
        self._saved: list[object] | None = None
        self._handlers: dict[int, object] = {}
        self._last: list[str] = []

    @property
    def colours(self) -> int:
        """How many colours it shows: 0, 256, or 16 million."""
        if not self.live or os.environ.get("NO_COLOR"):
            return 0
        return 1 << 24 if os.environ.get("COLORTERM") in ("truecolor", "24bit") else 256

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        found = shutil.get_terminal_size((80, 24))
        return (found.columns, found.lines) if self.live else (80, 24)

    def __enter__(self) -> Tty:
        if self.live:
            for number in (signal.SIGTERM, getattr(signal, "SIGHUP", None), getattr(signal, "SIGTSTP", None)):
                if number is not None:
                    self._handlers[number] = signal.signal(number, self._on_signal)
            self._enter()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.live:
            self._leave()
            for number, handler in self._handlers.items():
                signal.signal(number, handler)  # type: ignore[arg-type]

    def _enter(self) -> None:
        self._last = []
        if self._reads:
            self._saved = termios.tcgetattr(sys.stdin)
            modes.setcbreak(sys.stdin)
        self._write(_ENTER)

    def _leave(self) -> None:
        with contextlib.suppress(OSError):  # the terminal may be gone
            self._write(_LEAVE)
        if self._saved is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._saved)  # type: ignore[arg-type]

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """End as on any other exit; on Ctrl-Z give the terminal back, and take it again on return."""
        if number != getattr(signal, "SIGTSTP", None):
            raise SystemExit(128 + number)
        self._leave()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._enter()

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()

    def typed(self) -> Iterator[str]:
        """Letters typed since the last call; arrows to the sides are ``>`` and ``<``, other sequences are dropped."""
        if not self._reads or not select.select([sys.stdin], [], [], 0)[0]:
            return
        letters = os.read(sys.stdin.fileno(), 1024).decode(errors="ignore")
        yield from _SEQUENCE.sub(lambda found: _ARROWS.get(found[1] or found[2], ""), letters)

    def show(self, lines: list[str]) -> None:
        """Draw a frame over the last one: only the lines that differ."""
        if len(lines) != len(self._last):
            self._last = [""] * len(lines)
            self._write("\x1b[2J")
        changed = [
            f"\x1b[{row + 1};1H{line}\x1b[0m\x1b[K"
            for row, (line, last) in enumerate(zip(lines, self._last, strict=True))
            if line != last
        ]
        self._last = lines
        self._write("".join(changed))

    def print(self, lines: list[str]) -> None:
        """Write a frame as plain text, for what is not a terminal."""
        text = "\n".join(line.rstrip() for line in lines) + "\n"
        encoding = getattr(self._out, "encoding", None) or "utf-8"
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            text = text.translate(str.maketrans("█▀•◆▁▂▃▄▅▆▇×→−–", "##.@__--==^x>--"))
        self._write(text.encode(encoding, "replace").decode(encoding))
