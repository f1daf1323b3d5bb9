"""Runs side by side: as many processes as there are processors, each with one thread.

Threads of one process would share the interpreter's lock, the one thread that evaluates large generations for all who
ask for one, and the lock under which NumPy's own threads are held to one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from neuro.comparison.contest import Contest
from neuro.comparison.trial import Trial, play_trial
from neuro.errors import NeuroError

__all__ = ["Workers"]

_PAUSE = 0.2  # seconds after which we ask again whether to stop

#: Set by the process that asked when all are to stop. A worker's calls have no other way to what it was begun with.
_stopping: Any = None


class Workers:
    """Processes that play runs; as a context, it ends them.

    Args:
        count: Number of processes; a single one is this process.
        stop: Asked now and then whether to stop; runs under way are given up after their generation then.
    """

    def __init__(self, count: int, stop: Callable[[], bool]) -> None:
        self._count, self._stop = count, stop
        self._pool: ProcessPoolExecutor | None = None
        self._afresh = multiprocessing.get_context("spawn")  # a fork would have locks of our threads, and none of these
        self._stopping = self._afresh.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping.set()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def played(self, contest: Contest, runs: Sequence[tuple[str, int]]) -> Iterator[Trial | None]:
        """The runs as they end, in any order; None again and again while none has, so that progress can be shown.

        Args:
            contest: The comparison.
            runs: Algorithm and seed of each run.

        Raises:
            NeuroError: If a run fails, or a process ends before its time.
        """
        if min(self._count, len(runs)) > 1:
            yield from self._in_processes(contest, runs)
            return
        for algorithm, seed in runs:
            yield None
            if self._stop():
                return
            yield play_trial(contest, algorithm, seed, self._stop)

    def _in_processes(self, contest: Contest, runs: Sequence[tuple[str, int]]) -> Iterator[Trial | None]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._count, self._afresh, _begin, (self._stopping,))
        try:
            with _ctrl_c_kept_from_children():
                waiting: set[Future[Trial | None]] = {self._pool.submit(_play, contest, *one) for one in runs}
            while waiting and not self._stop():
                ended, waiting = wait(waiting, _PAUSE, FIRST_COMPLETED)
                yield from (one.result() for one in ended)
                yield None
        except BrokenProcessPool:
            raise NeuroError(
                "a process was ended from outside, perhaps for want of memory: what was finished is kept, and the same "
                "command goes on; --workers 1 needs the least memory"
            ) from None


@contextmanager
def _ctrl_c_kept_from_children() -> Iterator[None]:
    """Processes that begin meanwhile hear no Ctrl-C, not even while they import; this one hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(stopping: Any) -> None:
    """Make a process ready to play: signals go to the process that asked, whose end is the end of this one."""
    global _stopping
    _stopping = stopping
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _play(contest: Contest, algorithm: str, seed: int) -> Trial | None:
    return play_trial(contest, algorithm, seed, _stopping.is_set)
