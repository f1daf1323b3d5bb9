"""Rows that are dealt out to threads: what becomes of each row is its own, so their number changes no result."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar

from neuro.processes import once_per_process

__all__ = ["at_most", "processors", "share_rows", "together"]

_SHARE = 2048  # rows: some tenths of a millisecond's work, which waking a thread is worth
_LIMIT: ContextVar[int | None] = ContextVar("threads", default=None)


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@contextmanager
def at_most(threads: int | None) -> Iterator[None]:
    """While this context lasts, rows are shared by so many threads; None or 0 for as many as there are processors."""
    before = _LIMIT.set(threads or None)
    try:
        yield
    finally:
        _LIMIT.reset(before)


@once_per_process
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="rows")


def together(work: Callable[[], None], threads: int) -> None:
    """Call ``work()`` in this thread and in others, at the same time.

    Calls that no other thread has begun when this one is done are left out: so ``work`` should take pieces of what is
    to be done until none is left, and may itself call upon threads.

    Args:
        work: What each thread does; it should leave the GIL to the others.
        threads: How many threads there are at most, with this one.

    Raises:
        Exception: The first that ``work`` raises.
    """
    others = [_pool(threads - 1).submit(work) for _ in range(threads - 1)]
    try:
        work()
    finally:
        for other in others:
            if not other.cancel():
                other.result()


def share_rows(work: Callable[[int, int], None], rows: int, share: int = _SHARE) -> None:
    """Call ``work(first, last)`` for shares of some rows, on several threads where there are many rows.

    Args:
        work: Does something with the rows from ``first`` up to, but not including, ``last``; it may be called by
            several threads at once, and should leave the GIL to them.
        rows: Number of rows.
        share: The largest number of rows of one call.

    Raises:
        Exception: The first that ``work`` raises; shares that nobody has begun are left out then.
    """
    waiting = deque(range(0, rows, share))

    def run() -> None:
        try:
            while True:
                try:
                    first = waiting.popleft()
                except IndexError:
                    return
                work(first, min(first + share, rows))
        except BaseException:
            waiting.clear()
            raise

    together(run, min(_LIMIT.get() or processors(), len(waiting)))
