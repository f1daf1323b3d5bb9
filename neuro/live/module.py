"""The WebAssembly module of a page, made once and kept beside the compiled kernels."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from neuro.compiled_code import why_not_kept
from neuro.errors import FileError, NeuroError
from neuro.kernels import JIT, cache_folder
from neuro.live.exports import Export
from neuro.live.missing import explained_missing
from neuro.live.plain_code import compiled_parts, digest_of
from neuro.live.wasm_code import module_of_parts
from neuro.live.wasm_object import MissingError
from neuro.storage.atomic import write_atomically

__all__ = ["Exports", "is_made", "wasm_module"]

#: Gives the kernels of a page; another process asks it, too, so it is a function of a module, or a partial of one.
Exports = Callable[[], Sequence[Export]]

_COUNT = 4  # bytes before a module, which hold the pages of its data


def wasm_module(exports: Exports) -> tuple[bytes, int]:
    """The module with all kernels of a page, and the pages of memory that its data takes.

    Args:
        exports: Gives the kernels.

    Raises:
        NeuroError: If something cannot be carried over; the message says what, and where it stands.
    """
    if not JIT:
        raise NeuroError("a live page is made of compiled kernels, and NUMBA_DISABLE_JIT switches compiling off")
    if why_not_kept() is not None:
        with tempfile.TemporaryDirectory() as folder:
            return _made(exports, Path(folder))
    return _made(exports, cache_folder())


def is_made(exports: Exports) -> bool:
    """Whether the module is there already; see ``wasm_module``."""
    return _file(cache_folder(), exports()).is_file()


def _file(kept: Path, exports: Sequence[Export]) -> Path:
    """The file of a module, named by all that it is made of."""
    return kept / f"page-{digest_of(exports)}.wasm"


def _made(exports: Exports, kept: Path) -> tuple[bytes, int]:
    found = exports()
    file = _file(kept, found)
    with contextlib.suppress(OSError):
        content = file.read_bytes()
        return content[_COUNT:], int.from_bytes(content[:_COUNT], "little")
    try:
        wasm, pages = module_of_parts(compiled_parts(exports, kept), [one.name for one in found])
    except MissingError as error:
        raise explained_missing(error, [one.python() for one in found]) from None
    with contextlib.suppress(FileError):  # it is made again the next time
        write_atomically(file, pages.to_bytes(_COUNT, "little") + wasm)
    return wasm, pages
