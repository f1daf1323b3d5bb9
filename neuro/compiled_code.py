"""The cache of compiled code on disk: damaged files are compiled again, and it works without a writable folder.

numba has a cache of its own, but takes a file that a power cut has damaged for an error at every start, refuses to
begin without a folder that it may write to, and notices neither a changed option, nor another class of the same name,
nor other numbers in the globals that it has frozen.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import multiprocessing
import os
import pickle
import tempfile
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba
from numba.core.serialize import dumps

from neuro.errors import NeuroWarning
from neuro.frozen_globals import frozen_digest
from neuro.part_code import fill_environments, rebuilt
from neuro.paths import cache_root

__all__ = ["CodeCache", "report_compiling", "spell_type", "why_not_kept"]

_DIGEST = 16  # bytes, before the content of each file

Listener = Callable[[types.FunctionType, bool], None]
_LISTENERS: list[Listener] = []


@contextlib.contextmanager
def report_compiling(listener: Listener) -> Iterator[None]:
    """While this context lasts, call a listener for every function that is compiled, because it is not on disk.

    Args:
        listener: Is told each function before it is compiled, with False, and after it, with True; those that it calls
            are told of in between. What it raises ends the compiling.
    """
    _LISTENERS.append(listener)
    try:
        yield
    finally:
        _LISTENERS.remove(listener)


class CodeCache:
    """The compiled forms of one function, a file each: what numba's dispatcher asks in the place of its own cache.

    Args:
        function: The Python function.
        folder: Folder of the compiled files; made when the first is kept.
    """

    def __init__(self, function: types.FunctionType, folder: Path) -> None:
        self._function, self._folder = function, folder

    @property
    def cache_path(self) -> str:
        """The folder."""
        return str(self._folder)

    def load_overload(self, signature: Any, target: Any) -> Any:
        """The compiled form for a signature; None if it is not there, or the file is damaged, which is removed then."""
        target.refresh()
        found = self._load(self._path(signature, target.codegen()), target)
        if found is None:
            self._report(done=False)
        return found

    @staticmethod
    def _load(path: Path, target: Any) -> Any:
        try:
            content = path.read_bytes()
        except OSError:
            return None
        try:
            return rebuilt(target, pickle.loads(_whole(content)))
        except Exception:  # whatever it is about this file, compiling anew is the cure
            with contextlib.suppress(OSError):
                path.unlink()
            return None

    def save_overload(self, signature: Any, compiled: Any) -> None:
        """Keep a compiled form; where that cannot be, say so once."""
        self._report(done=True)
        fill_environments(compiled)
        if compiled.library.has_dynamic_globals:  # pointers, which mean nothing at another start
            return
        data = dumps(compiled._reduce())
        try:
            _write(self._path(signature, compiled.codegen), _digest(data) + data)
        except OSError as error:
            _warn_once(error)

    def _report(self, *, done: bool) -> None:
        for listener in tuple(_LISTENERS):
            listener(self._function, done)

    def flush(self) -> None:
        """Forget all compiled forms of the function."""
        for path in self._folder.glob(f"{self._name}-*"):
            path.unlink(missing_ok=True)

    @property
    def _name(self) -> str:
        return f"{self._function.__module__}.{self._function.__qualname__}".replace("<", "").replace(">", "")

    def _path(self, signature: Any, codegen: Any) -> Path:
        """Named by all that a compiled form depends on, so that it is found only where it is right."""
        arguments = [spell_type(one) for one in getattr(signature, "args", signature)]
        options = numba.config.BOUNDSCHECK, numba.config.OPT
        parts = (arguments, codegen.magic_tuple(), options, frozen_digest(self._function))
        return self._folder / f"{self._name}-{_digest(repr(parts).encode()).hex()}.code"


def spell_type(numba_type: Any) -> str:
    """A type as text; numba's own leaves out which class a named tuple is of, and what its fields are called."""
    if isinstance(numba_type, numba.types.BaseNamedTuple):
        cls = numba_type.instance_class
        fields = ",".join(f"{name}:{spell_type(one)}" for name, one in zip(numba_type.fields, numba_type, strict=True))
        return f"{cls.__module__}.{cls.__qualname__}({fields})"
    return str(numba_type)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


def _whole(content: bytes) -> bytes:
    """The content of a file, if it is what was written.

    Raises:
        ValueError: If it is not.
    """
    digest, data = content[:_DIGEST], content[_DIGEST:]
    if digest != _digest(data):
        raise ValueError("damaged")
    return data


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: another process may read it, or write the same.

    Raises:
        OSError: If that cannot be.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path) as (handle, temporary):
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[tuple[int, str]]:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        yield handle, temporary
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


@functools.cache
def why_not_kept() -> str | None:
    """Why compiled code cannot be kept at all, in a sentence; None if it can be."""
    try:
        root = cache_root()
        root.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=root).close()
    except OSError as error:
        return _spell_fault(error)
    return None


def _spell_fault(error: OSError) -> str:
    where = "" if cache_root() == Path(os.devnull) else f"in {cache_root()} "
    why = f"({error.strerror or error})" if where else "since this user has no home"
    return (
        f"compiled code cannot be kept {where}{why}, so each start compiles it anew; NUMBA_CACHE_DIR may name a folder "
        "that can be written to"
    )


_told: list[str] = []


def _warn_once(error: OSError) -> None:
    """Say why compiled code cannot be kept, if this process has not said so before."""
    if not _told and multiprocessing.parent_process() is None:
        _told.append(_spell_fault(error))
        warnings.warn(_told[0], NeuroWarning, stacklevel=3)
