"""Compiled forms of kernels that only other kernels call: LLVM's code, which becomes a part of each caller's.

numba optimizes every function that it compiles and makes machine code of it. For one that cannot be called from Python
nothing ever runs that code, since each caller contains what it calls; and it took a third of the time to compile a
rollout.
"""

from __future__ import annotations

from typing import Any

import llvmlite.binding
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompileResult

from neuro.kernel_compiler import KernelCompiler

__all__ = ["PartCompiler", "fill_environments", "rebuilt"]

_KIND = "part"


class _PartLibrary(JITCodeLibrary):  # type: ignore[misc]
    """The code of one such kernel: no machine ever sees it, so it has no addresses either."""

    def _optimize_final_module(self) -> None:
        """Leave it to callers, which optimize all that they contain."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """No address, which numba writes as 0."""
        return 0

    @property
    def codegen(self) -> Any:
        """Where numba sets the environment of what it has compiled: here, see ``set_env``."""
        return self

    def set_env(self, name: str, environment: Any) -> None:
        """Nothing: the place of the environment is in callers, see ``fill_environments``."""

    def serialize_using_object_code(self) -> tuple[str, str, bytes]:
        """What is kept on disk, for ``rebuilt``."""
        return self.name, _KIND, self._get_module_for_linking().as_bitcode()

    @classmethod
    def read(cls, codegen: Any, name: str, code: bytes) -> _PartLibrary:
        """A library that was kept."""
        library = cls(codegen, name)
        library._final_module = llvmlite.binding.parse_bitcode(code)
        library._finalize_final_module()
        return library


class PartCompiler(KernelCompiler):
    """numba's compiler, for a kernel that only other kernels call."""

    def compile_extra(self, function: Any) -> Any:
        """Compile a function into such a library."""
        self.state.library = _PartLibrary(self.state.targetctx.codegen(), function.__qualname__)
        return super().compile_extra(function)


def fill_environments(compiled: CompileResult) -> None:
    """Tell machine code where the environments of its parts are: what raises an exception may look for one there."""
    if not isinstance(compiled.library, _PartLibrary):
        for environment in compiled._find_referenced_environments():
            compiled.codegen.set_env(environment.env_name, environment)


def rebuilt(target: Any, kept: tuple[Any, ...]) -> CompileResult:
    """The compiled form of a kernel, of what ``CompileResult._reduce`` has made of it."""
    (name, kind, code), description, environment, signature, objectmode, lifted, annotation, reload, environments = kept
    if kind != _KIND:
        return CompileResult._rebuild(target, *kept)
    for begin in reload:
        begin()
    library = _PartLibrary.read(target.codegen(), name, code)
    fields = dict.fromkeys(CompileResult._fields)
    fields |= {"target_context": target, "typing_context": target.typing_context, "library": library}
    fields |= {"entry_point": target.get_executable(library, description, environment), "fndesc": description}
    fields |= {"environment": environment, "signature": signature, "objectmode": objectmode, "lifted": lifted}
    fields |= {"type_annotation": annotation, "reload_init": reload, "referenced_envs": environments}
    return CompileResult(**fields)
