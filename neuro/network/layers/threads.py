"""Calls that are dealt out to threads; what each computes is its own, so their number changes no result."""

from __future__ import annotations

import contextlib
import contextvars
import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from threadpoolctl import ThreadpoolController

from neuro.processes import once_per_process
from neuro.thread_pool import processors

__all__ = ["at_once", "one_blas_thread"]

Result = TypeVar("Result")


@once_per_process
def _turn() -> threading.Lock:
    """Of who deals out calls: one at a time, since the limit on NumPy's threads holds for the whole process."""
    return threading.Lock()


@once_per_process
def _pool() -> tuple[ThreadPoolExecutor, int]:
    count = min(processors(), 8)
    return ThreadPoolExecutor(max(1, count - 1), thread_name_prefix="neuro-layer"), count


@functools.cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController().select(user_api="blas")


@contextlib.contextmanager
def one_blas_thread() -> Iterator[None]:
    """While this context lasts, NumPy's matrix products and LAPACK keep to the thread that asks for them."""
    with _turn(), _blas().limit(limits=1):
        yield


def at_once(calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """What the calls return, in their order; as many threads share them as there are processors, at most 8.

    Meanwhile NumPy's matrix products keep to the thread that asks for them: theirs would wait, busily, in our way.
    """
    if len(calls) == 1:
        return [calls[0]()]
    pool, threads = _pool()
    shares = min(threads, len(calls))
    ends = [len(calls) * k // shares for k in range(shares + 1)]

    def run(share: int) -> list[Result]:
        return [call() for call in calls[ends[share] : ends[share + 1]]]

    with one_blas_thread():
        # NumPy keeps what it says of overflows in the context
        others = [pool.submit(contextvars.copy_context().run, run, share) for share in range(1, shares)]
        found = run(0)
        for other in others:
            found += other.result()
    return found
