"""Writing a file so that, whatever happens, its path holds the old contents or the new, never a part.

The bytes go to a temporary file in the same folder and are on the disk (fsync) before it takes the path's
name in one step; then the folder is brought to the disk too, so that the name survives a power cut. A process
that is killed meanwhile leaves at most a temporary file behind, which the next one that writes there removes.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from neuro.disk import in_words, lock
from neuro.errors import FileError
from neuro.storage.frame import Buffer

__all__ = ["STALE", "TEMPORARY", "check_writable", "sweep", "sync_folder", "write_atomically"]

#: Temporary files match this pattern.
TEMPORARY = ".neuro-*.tmp"

#: Seconds after which a temporary file whose lock cannot be asked counts as left behind.
STALE = 60

# Windows refuses to replace a file that another process, such as a virus scanner, has open at the moment.
_REPLACE_ATTEMPTS = 20 if os.name == "nt" else 1
_REPLACE_PAUSE = 0.05  # seconds

_LARGE = 4 << 20  # bytes

# What file systems answer that cannot bring a folder to the disk, or may not open one for it.
_NO_FOLDER_SYNC = {errno.EACCES, errno.EPERM, errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}


def write_atomically(path: str | os.PathLike[str], data: bytes | Iterable[Buffer]) -> None:
    """Write a file whole or not at all.

    Args:
        path: The file to write. A file of that name is replaced; a link is followed.
        data: The whole contents, in parts that follow one another.

    Raises:
        FileError: If there is no such folder, something other than a file is there, or the system refuses.
    """
    with _written(Path(path), [data] if isinstance(data, bytes) else data) as (temporary, target):
        _replace(temporary, target)
        sync_folder(target.parent)


def check_writable(path: str | os.PathLike[str], data: bytes) -> None:
    """Raise FileError unless a file could be written: write its bytes under a temporary name, and remove them.

    Args:
        path: The file that is to be written.
        data: The whole contents, or others of their size.

    Raises:
        FileError: As ``write_atomically``.
    """
    with _written(Path(path), [data]):
        pass


@contextlib.contextmanager
def _written(path: Path, data: Iterable[Buffer]) -> Iterator[tuple[Path, Path]]:
    """A temporary file with these bytes beside the one that a path means, and that one; gone at the end if still there.

    Raises:
        FileError: As ``write_atomically``.
    """
    try:
        target = Path(os.path.realpath(path))
        _check_target(path, target)
        _sweep_once(target.parent)
        with _new_beside(target) as (file, temporary):
            _write_through(file, data)
            if os.name == "nt":  # where an open file can be neither replaced nor removed
                file.close()
            yield temporary, target
    except (OSError, ValueError) as error:
        raise FileError(f"cannot write {path}: {in_words(error)}") from error


def _check_target(path: Path, target: Path) -> None:
    if target.is_dir():
        raise FileError(f"cannot write {path}: it is a folder")
    if target.exists() and not target.is_file():
        raise FileError(f"cannot write {path}: it is a device or a pipe, not a file")
    if not target.parent.is_dir():
        raise FileError(f"cannot write {path}: there is no folder {target.parent}")


@contextlib.contextmanager
def _new_beside(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A new temporary file, open and locked, so that no other process takes it for one that was left behind."""
    while True:
        temporary = target.with_name(TEMPORARY.replace("*", secrets.token_hex(8)))
        with temporary.open("xb") as file:
            try:
                if os.name != "nt" and not (_is_ours(file) and temporary.exists()):
                    continue  # swept between its birth and its lock
                yield file, temporary
            finally:
                with contextlib.suppress(OSError):
                    file.close()
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)
            return


def _is_ours(file: BinaryIO) -> bool:
    """Whether nobody is removing the file; on a file system without locks nothing is swept."""
    try:
        return lock(file)
    except OSError:
        return True


def sweep(folder: Path) -> None:
    """Remove the temporary files of a folder that killed processes have left behind."""
    for path in folder.glob(TEMPORARY):
        with contextlib.suppress(OSError):
            if path.is_file():
                _remove_left_behind(path)


@functools.cache
def _sweep_once(folder: Path) -> None:
    with contextlib.suppress(OSError):
        sweep(folder)


def _remove_left_behind(path: Path) -> None:
    """Remove a temporary file that no process is writing to: its lock ends with its process.

    It is removed while the lock is ours: whoever has just made it finds the lock taken, or the file gone.

    Raises:
        OSError: If the system does not say.
    """
    if os.name == "nt":
        if time.time() - path.stat().st_mtime > STALE:
            path.unlink()
        return
    with path.open("rb") as file:
        if lock(file):
            path.unlink()


def _write_through(file: BinaryIO, data: Iterable[Buffer]) -> None:
    """Bring bytes to the disk."""
    for part in data:
        file.write(part)
        if memoryview(part).nbytes >= _LARGE:  # on its way to the disk while the next part is made
            _sync(file)
    _sync(file)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _replace(source: Path, target: Path) -> None:
    for attempt in range(1, _REPLACE_ATTEMPTS + 1):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if attempt == _REPLACE_ATTEMPTS:
                raise
            time.sleep(_REPLACE_PAUSE)


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk, where the platform can."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
