"""Kernels as LLVM's code that is not optimised for any processor: what a page's module is made of.

numba gives such code only where it is told to optimise nothing before it starts, and where no compiled kernel comes
from a cache; so a process of its own does it. What it gives is kept beside the compiled kernels, a file for each.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from neuro.compile_errors import explained
from neuro.compiled_code import spell_type
from neuro.errors import FileError, NeuroError
from neuro.frozen_globals import frozen_digest
from neuro.live.exports import Export
from neuro.storage.atomic import write_atomically

__all__ = ["compile_waiting", "key_of", "plain_codes"]

_FAILED = 3  # the exit code of the process when it has said a sentence
_PLAIN = {
    "NUMBA_OPT": "0",
    "NUMBA_LOOP_VECTORIZE": "0",
    "NUMBA_SLP_VECTORIZE": "0",
    "NUMBA_DISABLE_JIT": "0",
    "LLVMLITE_ENABLE_OPAQUE_POINTERS": "1",  # asked for by numba before 0.62
}


def key_of(export: Export) -> str:
    """A name of a kernel's code, another one whenever the code is."""
    parts = [spell_type(one) for one in export.signature]
    function = export.python()
    told = repr((function.__module__, function.__qualname__, parts, frozen_digest(function)))
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def plain_codes(exports: Callable[[], Sequence[Export]], kept: Path) -> dict[str, tuple[str, str]]:
    """LLVM's code of each kernel of a page: by its name in the page, the name of its function and the code.

    Args:
        exports: Gives the kernels; another process asks it, too.
        kept: The folder in which code is kept.

    Raises:
        NeuroError: If a kernel cannot be compiled.
    """
    files = {one.name: kept / f"{one.name}-{key_of(one)}.plain" for one in exports()}
    if not all(file.is_file() for file in files.values()):
        _compile_apart((exports, str(kept)))
    found = {}
    for name, file in files.items():
        function, _, code = file.read_text(encoding="utf-8").partition("\n")
        found[name] = function, code
    return found


def _compile_apart(task: tuple[Callable[[], Sequence[Export]], str]) -> None:
    """Compile what is not there yet, in a process of its own."""
    with tempfile.TemporaryDirectory() as empty:
        environment = {**os.environ, **_PLAIN, "NUMBA_CACHE_DIR": empty}
        command = [sys.executable, "-c", "from neuro.live.plain_code import compile_waiting; compile_waiting()"]
        done = subprocess.run(command, env=environment, input=pickle.dumps(task), capture_output=True)
    if done.returncode == 0:
        return
    said = done.stderr.decode(errors="replace").strip().splitlines() or ["nothing"]
    if done.returncode == _FAILED:
        raise NeuroError(said[-1])
    raise NeuroError(f"the process that compiles for the page died with code {done.returncode}: {said[-1]:.200}")


def compile_waiting() -> None:
    """Compile the kernels of the page that standard input tells of, and keep their code; for ``plain_codes``."""
    exports, kept = pickle.load(sys.stdin.buffer)
    try:
        _compile(exports(), Path(kept))
    except (NeuroError, FileError) as error:
        print(f"\n{error}", file=sys.stderr)
        sys.exit(_FAILED)


def _compile(exports: Sequence[Export], kept: Path) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    for one in exports:
        file = kept / f"{one.name}-{key_of(one)}.plain"
        if file.is_file():
            continue
        with explained():
            one.kernel.compile(one.signature)
        code = one.kernel.inspect_llvm(one.signature)
        function = one.kernel.overloads[one.signature].fndesc.llvm_func_name
        write_atomically(file, f"{function}\n{code}".encode())
