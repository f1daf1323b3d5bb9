"""The process's own streams, made safe: closed, full, without a reader, or in an encoding that lacks signs.

A closed stream is as ``/dev/null``. What an encoding cannot spell is spelled by signs that look like it, or by its
number. What cannot be written is told once: after that, the stream swallows what comes.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import select
import sys
from typing import TYPE_CHECKING, Literal, TextIO

from neuro.disk import in_words
from neuro.errors import FileError, NeuroError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["complain", "let_go", "make_safe"]

_PLAIN = dict(zip("✓✗×→←↑↓−–—•·─│├└█▓▒░▀◆▁▂▃▄▅▆▇", "+xx><^v---*.-||'##+..@__--==^", strict=True)) | {"…": "..."}
_BRAILLE = frozenset(map(chr, range(0x2800, 0x2900)))  # what rules draw, without colours
_ERRORS = "neuro.plain"
_NOBODY = (errno.EPIPE, errno.EIO)  # whoever read it has gone: another process, or a terminal


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    """Spells a sign that an encoding lacks: for ``codecs.register_error``."""
    assert isinstance(error, UnicodeEncodeError)
    sign = error.object[error.start]
    if sign in _PLAIN:
        return _PLAIN[sign], error.start + 1
    if sign in _BRAILLE:
        return "#", error.start + 1
    return codecs.backslashreplace_errors(error)[0], error.end


class _Safe(io.RawIOBase):
    """Bytes on their way out.

    Args:
        stream: The stream to write to.
        matters: Whether it is what people asked for; a full disk costs messages beside it nothing but themselves.
    """

    def __init__(self, stream: TextIO, *, matters: bool) -> None:
        self._stream, self._matters, self._broken = stream, matters, False
        self._raw = getattr(stream.buffer, "raw", stream.buffer)
        self.name = getattr(stream, "name", "")

    def write(self, data: ReadableBuffer, /) -> int:
        """Write some bytes.

        Raises:
            FileError: If they cannot be written.
            OSError: If the reader has gone.
        """
        try:
            while not self._broken:
                written: int | None = self._raw.write(data)
                if written is not None:
                    return written
                select.select([], [self._raw], [])  # another process made it a stream that does not wait
        except OSError as error:
            self._broken = True
            if error.errno in _NOBODY:
                raise
            if self._matters:
                raise FileError(f"cannot write the output: {in_words(error)}") from error
        return memoryview(data).nbytes

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return bool(self._raw.isatty())

    def fileno(self) -> int:
        return int(self._raw.fileno())


def make_safe() -> None:
    """Make stdin, stdout and stderr safe, before anything else opens a file."""
    _reserve()
    codecs.register_error(_ERRORS, _plain)
    sys.stdin = sys.stdin or _opened(0, "r")
    sys.stdout = _safe(sys.stdout or _opened(1, "w"), matters=True)
    sys.stderr = _safe(sys.stderr or _opened(2, "w"), matters=False)


def _reserve() -> None:
    """Open the three streams that are closed, lest a file takes their numbers and gets what is meant for them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def _opened(number: int, mode: Literal["r", "w"]) -> TextIO:
    """The stream of a number that was closed when Python started."""
    return open(number, mode, encoding="utf-8", closefd=False)


def _safe(stream: TextIO, *, matters: bool) -> TextIO:
    stream.flush()
    at_once = bool(stream.line_buffering or getattr(stream, "write_through", False))
    return io.TextIOWrapper(
        io.BufferedWriter(_Safe(stream, matters=matters)), stream.encoding, _ERRORS, line_buffering=at_once
    )


def complain(error: object) -> None:
    """Print an error on stderr, if it is open."""
    with contextlib.suppress(OSError):
        print(f"neuro: {error}", file=sys.stderr, flush=True)


def let_go() -> None:
    """Write what waits; what cannot be written is given up, so that Python says nothing of it at its end."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, NeuroError):
            stream.flush()
