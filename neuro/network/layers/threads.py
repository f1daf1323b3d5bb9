"""Loops that are dealt out to threads; what each computes is its own, so their number changes no result."""

from __future__ import annotations

import functools
import itertools
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

__all__ = ["in_parts"]


@functools.cache
def _pool() -> tuple[ThreadPoolExecutor, int]:
    try:
        count = len(os.sched_getaffinity(0))  # type: ignore[attr-defined,unused-ignore]
    except AttributeError:  # not on Linux
        count = os.cpu_count() or 1
    count = min(count, 8)
    return ThreadPoolExecutor(max(1, count - 1), thread_name_prefix="neuro-layer"), count


def in_parts(kernel: Any, count: int, *arguments: Any) -> None:
    """Call a kernel on parts of ``range(count)``, each in a thread: ``kernel(*arguments, begin, end)``."""
    pool, threads = _pool()
    parts = min(threads, count)
    ends = [count * k // parts for k in range(parts + 1)]
    (first, *rest) = itertools.pairwise(ends)
    others = [pool.submit(functools.partial(kernel, *arguments, *part)) for part in rest]
    kernel(*arguments, *first)
    for other in others:
        other.result()
