"""Opening and locking ordinary files, and the system's errors about them in words."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from neuro.errors import FileError

__all__ = ["check_ordinary", "in_words", "lock", "opened"]

_WORDS = {
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "it would be larger than files may be here",
    errno.EIO: "the disk reports an error",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "a part of its path is not a folder",
    errno.ELOOP: "its links lead in a circle",
    errno.EMFILE: "too many files are open",
}


def in_words(error: OSError | ValueError) -> str:
    """The reason that an operation failed, without its number and path; a ValueError is about spelling."""
    if isinstance(error, ValueError):
        return str(error)
    return _WORDS.get(error.errno or 0) or (error.strerror or str(error)).lower()


def check_ordinary(path: Path) -> None:
    """Raise FileError unless a path leads to an ordinary file or to nothing; it is not opened.

    A pipe would keep us waiting for ever, a device never end.

    Raises:
        FileError: If it leads to a folder, a device, a pipe or a socket.
        OSError: If the system does not say.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except ValueError as error:  # a name that no file can have
        raise FileError(f"cannot read {path}: {in_words(error)}") from error
    if stat.S_ISDIR(mode):
        raise FileError(f"{path} is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise FileError(f"{path} is a device or a pipe, not a file")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """An ordinary file, to be read.

    Args:
        path: The file. Errors of reading it inside the ``with`` block become sentences, too.

    Raises:
        FileError: If there is none, it is something else, or it cannot be read.
    """
    try:
        check_ordinary(path)
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise FileError(f"there is no file {path}") from None
    except OSError as error:
        raise FileError(f"cannot read {path}: {in_words(error)}") from error


def lock(file: IO[Any]) -> bool:
    """Whether the system's lock on an open file was free; it is ours now, until the file is closed or the process ends.

    Raises:
        OSError: If the file system has no locks.
    """
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(1 << 20)  # beyond what is read by those who ask
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
