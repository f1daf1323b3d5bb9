"""Kernels as LLVM's code that is not optimised for any processor, made parts of a page's module.

numba gives such code only where it is told to optimise nothing before it starts, and where no compiled kernel comes
from a cache; so a process of its own does it. Each part is kept beside the compiled kernels: pages of one game share
what is the game's, pages of one algorithm what is the algorithm's.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import llvmlite
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen
from numba.core.cpu import CPUContext

from neuro.compile_errors import explained
from neuro.compiled_code import spell_type
from neuro.errors import FileError, NeuroError
from neuro.frozen_globals import frozen_digest
from neuro.live.exports import Export
from neuro.live.wasm_code import optimised
from neuro.storage.atomic import write_atomically

__all__ = [
    "PLAIN",
    "compile_pages",
    "compile_waiting",
    "compiled_part",
    "compiled_parts",
    "digest_of",
    "run_nothing_more",
]

_FAILED = 3  # the exit code of the process when it has said a sentence
_MAKERS = "digest.py", "exports.py", "masked_minima.py", "plain_code.py", "wasm_code.py", "wasm_object.py"

#: What numba has to find in its environment when it starts, so that it optimises nothing.
PLAIN = {
    "NUMBA_OPT": "0",
    "NUMBA_LOOP_VECTORIZE": "0",
    "NUMBA_SLP_VECTORIZE": "0",
    "NUMBA_DISABLE_JIT": "0",
    "LLVMLITE_ENABLE_OPAQUE_POINTERS": "1",  # asked for by numba before 0.62
}


def digest_of(exports: Sequence[Export]) -> str:
    """Another one whenever what is made of some kernels would be another: of all of them, and of what makes it."""
    found = hashlib.blake2b(llvmlite.__version__.encode(), digest_size=16)
    for name in _MAKERS:
        found.update(Path(__file__).with_name(name).read_bytes())
    for one in exports:
        function = one.python()
        kinds = [spell_type(kind) for kind in one.signature]
        told = one.name, function.__module__, function.__qualname__, kinds, frozen_digest(function)
        found.update(f"{told!r}\0".encode())
    return found.hexdigest()


def _files(kept: Path, exports: Sequence[Export]) -> dict[Path, list[Export]]:
    """The kernels of each part of a page, by the file that it is kept in."""
    parts = (list(part) for _, part in groupby(exports, lambda one: one.part))
    return {kept / f"part-{digest_of(part)}.bc": part for part in parts}


def compiled_parts(exports: Callable[[], Sequence[Export]], kept: Path) -> list[bytes]:
    """The parts of a page's module; see ``neuro.live.wasm_code.optimised``.

    Args:
        exports: Gives the kernels of the page, part by part; another process asks it, too.
        kept: The folder in which parts are kept.

    Raises:
        NeuroError: If a kernel cannot be compiled, or sources are changed meanwhile.
    """
    compile_pages([exports], kept)
    try:
        return [file.read_bytes() for file in _files(kept, exports())]
    except FileNotFoundError as error:  # another process has read other sources than this one
        raise NeuroError(
            "neuro's files or those of the rules were changed while the page was compiled: write it again"
        ) from error


def compile_pages(pages: Sequence[Callable[[], Sequence[Export]]], kept: Path) -> None:
    """Compile the parts of some pages that are not there yet, in one process of their own.

    Args:
        pages: Gives the kernels of each page; see ``compiled_parts``.
        kept: The folder in which parts are kept.

    Raises:
        NeuroError: If a kernel cannot be compiled.
    """
    waiting = [exports for exports in pages if not all(file.is_file() for file in _files(kept, exports()))]
    if waiting:
        kept.mkdir(parents=True, exist_ok=True)  # perhaps nothing has been compiled here before
        _compile_apart((waiting, str(kept)))


def _compile_apart(task: tuple[Sequence[Callable[[], Sequence[Export]]], str]) -> None:
    """Compile what is not there yet, in a process of its own."""
    with tempfile.TemporaryDirectory() as empty:
        environment = {**os.environ, **PLAIN, "NUMBA_CACHE_DIR": empty}
        command = [sys.executable, "-c", "from neuro.live.plain_code import compile_waiting; compile_waiting()"]
        done = subprocess.run(command, env=environment, input=pickle.dumps(task), capture_output=True)
    if done.returncode == 0:
        return
    said = done.stderr.decode(errors="replace").strip().splitlines() or ["nothing"]
    if done.returncode == _FAILED:
        raise NeuroError(said[-1])
    raise NeuroError(f"the process that compiles for the page died with code {done.returncode}: {said[-1]:.200}")


def compile_waiting() -> None:
    """Compile the parts of the pages that standard input tells of, and keep them; for ``compile_pages``."""
    pages, kept = pickle.load(sys.stdin.buffer)
    try:
        files = {file: part for exports in pages for file, part in _files(Path(kept), exports()).items()}
        run_nothing_more()
        for file, part in files.items():
            if not file.is_file():
                write_atomically(file, compiled_part(part))
    except (NeuroError, FileError) as error:
        print(f"\n{error}", file=sys.stderr)
        sys.exit(_FAILED)


def compiled_part(exports: Sequence[Export]) -> bytes:
    """A part of a module, of kernels that are compiled anew; see ``neuro.live.wasm_code.optimised``."""
    codes: dict[str, tuple[str, str]] = {}
    shared: set[str] = set()
    separate: set[str] = set()
    for one in exports:
        with explained():
            one.kernel.compile(one.signature)
        function = one.kernel.overloads[one.signature].fndesc.llvm_func_name
        codes[one.name] = function, one.kernel.inspect_llvm(one.signature)
        shared |= _functions(one.shared)
        separate |= _functions(one.separate)
    return optimised(codes, shared, separate)


def _functions(kernels: Sequence[Any]) -> set[str]:
    """The names of the functions that kernels became, for whatever types they were called with."""
    return {made.fndesc.llvm_func_name for one in kernels for made in one.overloads.values()}


class _Unfinished(JITCodeLibrary):  # type: ignore[misc]
    """Code that stays as it was written: nothing of it becomes instructions of this processor."""

    has_dynamic_globals = True  # so that no cache keeps it

    def _optimize_functions(self, ll_module: Any) -> None:
        ll_module.data_layout = self._codegen._data_layout

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        self._ensure_finalized()
        return 0


def run_nothing_more() -> None:
    """Have this process run nothing of what it compiles from now on: much of the time goes into what that needs."""
    JITCPUCodegen._library_class = _Unfinished
    JITCPUCodegen.set_env = lambda *_: None
    CPUContext.create_cpython_wrapper = lambda *_, **__: None
