"""numba's compiler, which garbage collection does not interrupt."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from typing import Any

from numba.core.compiler import Compiler

__all__ = ["KernelCompiler"]


@contextlib.contextmanager
def _collector_waiting() -> Iterator[None]:
    """Keep the garbage collector from looking for garbage while this context lasts, unless it does so already."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class KernelCompiler(Compiler):  # type: ignore[misc]
    """numba's compiler, which makes millions of objects: the collector would go through them again and again.

    That took an eighth of the time to compile a rollout.
    """

    def compile_extra(self, function: Any) -> Any:
        """Compile a function, and all kernels that it calls."""
        with _collector_waiting():
            return super().compile_extra(function)
