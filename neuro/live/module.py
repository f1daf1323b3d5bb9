"""The WebAssembly module of a page, made once and kept beside the compiled kernels."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import llvmlite

from neuro.compiled_code import why_not_kept
from neuro.errors import FileError, NeuroError
from neuro.kernels import JIT, cache_folder
from neuro.live.exports import Export
from neuro.live.missing import explained_missing
from neuro.live.plain_code import key_of, plain_codes
from neuro.live.wasm_code import wasm_of
from neuro.live.wasm_object import MissingError
from neuro.storage.atomic import write_atomically

__all__ = ["Exports", "is_made", "wasm_module"]

#: Gives the kernels of a page; another process asks it, too, so it is a function of a module, or a partial of one.
Exports = Callable[[], Sequence[Export]]

_MAKERS = ("digest.py", "exports.py", "plain_code.py", "wasm_code.py", "wasm_object.py")
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
    return kept / f"page-{_digest(exports)}.wasm"


def _made(exports: Exports, kept: Path) -> tuple[bytes, int]:
    file = _file(kept, exports())
    with contextlib.suppress(OSError):
        content = file.read_bytes()
        return content[_COUNT:], int.from_bytes(content[:_COUNT], "little")
    try:
        wasm, pages = wasm_of(plain_codes(exports, kept))
    except MissingError as error:
        raise explained_missing(error, [one.python() for one in exports()]) from None
    with contextlib.suppress(FileError):  # it is made again the next time
        write_atomically(file, pages.to_bytes(_COUNT, "little") + wasm)
    return wasm, pages


def _digest(exports: Sequence[Export]) -> str:
    """Another one whenever the module would be another: of all kernels, and of what makes a module of them."""
    found = hashlib.blake2b(llvmlite.__version__.encode(), digest_size=16)
    for name in _MAKERS:
        found.update(Path(__file__).with_name(name).read_bytes())
    for one in exports:
        found.update(f"{one.name} {key_of(one)}\0".encode())
    return found.hexdigest()
