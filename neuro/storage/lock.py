"""One process at a time writes to a run's folder.

The lock is the operating system's, on an open file: it ends with the process, however that ends, so a lock that a
killed process left behind, or that was copied with the folder, holds no process up. The text in the file is for people.
"""

from __future__ import annotations

import contextlib
import os
import platform
from pathlib import Path
from typing import IO

from neuro.disk import check_ordinary, in_words, lock
from neuro.errors import FileError
from neuro.storage.files import now

__all__ = ["FolderLock"]

NAME = "run.lock"


class FolderLock:
    """The right to write to a folder, held until ``release``.

    Args:
        folder: The folder.

    Attributes:
        stale: A sentence about the process that left the folder without releasing it; empty when there was none.

    Raises:
        FileError: If another process holds it, or the folder cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / NAME
        try:
            check_ordinary(path)
            self._file = path.open("a+", encoding="utf-8", errors="replace")
        except OSError as error:
            raise FileError(f"cannot write to {folder}: {in_words(error)}") from error
        if not _is_free(self._file):
            owner = _owner(self._file)
            self._file.close()
            raise FileError(
                f"{folder} is in use: {owner} is writing to it; wait until it has ended, or choose another folder"
            )
        try:
            self.stale = _owner(self._file) if path.stat().st_size else ""
            self._sign()
        except OSError as error:
            self.release()
            raise FileError(f"cannot write to {folder}: {in_words(error)}") from error

    def _sign(self) -> None:
        self._file.truncate(0)
        self._file.write(f"process {os.getpid()} on {platform.node()}, since {now()}\n")
        self._file.flush()

    def release(self) -> None:
        """Let others in."""
        if not self._file.closed:
            with contextlib.suppress(OSError):  # the folder may have gone, or the disk be full
                self._file.truncate(0)
            with contextlib.suppress(OSError):
                self._file.close()


def _owner(file: IO[str]) -> str:
    file.seek(0)
    line = file.readline(200).strip()
    return line if line and line.isprintable() else "another process"


def _is_free(file: IO[str]) -> bool:
    """Whether the lock was free; it is ours now."""
    try:
        return lock(file)
    except OSError:  # a file system without locks: the only harm is that two processes may be let in
        return True
