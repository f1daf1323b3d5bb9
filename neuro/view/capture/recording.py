"""A recording: frames go in at once, and are encoded in a thread of their own."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pygame
from pygame import Surface

from neuro.disk import check_ordinary, in_words
from neuro.errors import FileError, NeuroError
from neuro.view.capture.encoding import RATE, encoder_for

__all__ = ["Recording", "check_recording"]

_WAITING = 8  # frames that may wait for the encoder


def check_recording(path: Path) -> None:
    """Raise FileError or NeuroError unless a recording can be written there.

    Raises:
        FileError: If there is no such folder.
        NeuroError: If nothing writes such files, or what it needs is not installed.
    """
    encoder_for(path)
    if not path.parent.is_dir():
        raise FileError(f"the folder {str(path.parent)!r} for the recording is not there: make it first")
    if path.is_dir():
        raise FileError(f"the recording cannot be written to {str(path)!r}: it is a folder")
    check_ordinary(path)


class Recording:
    """Frames of sixty a second of play, on their way into a file.

    The file takes its name only when it is whole.

    Args:
        path: The file to write; its suffix names the format.

    Attributes:
        path: The file that is written.
        frames: Number of frames that have been taken.

    Raises:
        FileError: If there is no such folder.
        NeuroError: If nothing writes such files, or what it needs is not installed.
    """

    def __init__(self, path: Path) -> None:
        check_recording(path)
        self.path, self.frames = path, 0
        self._part = path.with_name(f".{path.stem}.part{path.suffix}")
        self._size: tuple[int, int] | None = None
        self._queue: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self._error: BaseException | None = None
        self._full = False
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    @property
    def ready(self) -> bool:
        """Whether it can take another frame at once."""
        return self._error is not None or not self._queue.full()

    @property
    def full(self) -> bool:
        """Whether it takes no more: such files are not meant to be longer."""
        return self._full

    @property
    def seconds(self) -> float:
        """Seconds of play that are recorded so far."""
        return self.frames / RATE

    def add(self, surface: Surface) -> None:
        """Take a frame; waits only while the encoder is behind. Frames of another size are scaled to the first one's.

        Raises:
            FileError: If what came before could not be written.
        """
        if self._size is None:
            self._size = surface.get_size()
            self._thread.start()
        if surface.get_size() != self._size:
            surface = pygame.transform.smoothscale(surface, self._size)
        frame = pygame.image.tobytes(surface, "RGB")
        while self._thread.is_alive():
            with contextlib.suppress(queue.Full):
                self._queue.put(frame, timeout=0.1)
                self.frames += 1
                return
        self._raise()

    def finish(self) -> None:
        """No more frames will come: the file is completed, in the background."""
        if self._size is None:
            return
        while self._thread.is_alive():
            with contextlib.suppress(queue.Full):
                self._queue.put(None, timeout=0.1)
                return

    @property
    def done(self) -> bool:
        """Whether the file is complete. Raises FileError if it could not be written."""
        if self._size is not None and self._thread.is_alive():
            return False
        self._raise()
        return True

    def close(self) -> None:
        """Complete the file, and wait for it.

        Raises:
            FileError: If it could not be written.
        """
        self.finish()
        if self._size is not None:
            self._thread.join()
        self._raise()

    def _raise(self) -> None:
        if isinstance(self._error, NeuroError):
            raise self._error
        if self._error is not None:
            error = self._error
            reason = in_words(error) if isinstance(error, OSError) and error.errno else error
            raise FileError(f"the recording cannot be written to {str(self.path)!r}: {reason}") from self._error

    def _frames(self) -> Iterator[bytes]:
        while (frame := self._queue.get()) is not None:
            yield frame

    def _run(self) -> None:
        assert self._size is not None
        try:
            encoder_for(self.path).encode(self._frames(), self._size, self._part)
            self._part.replace(self.path)
            self._full = True
        except BaseException as error:  # it belongs to the thread that records: raised again by its next call
            self._error = error
            with contextlib.suppress(OSError):
                self._part.unlink(missing_ok=True)
