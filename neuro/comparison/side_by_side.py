"""Runs side by side: as many processes as there are processors, each with one thread.

Threads of one process would share the interpreter's lock, the one thread that evaluates large generations for all who
ask for one, and the limit on NumPy's own threads.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from neuro.comparison.contest import Contest
from neuro.comparison.trial import Trial, play_trial
from neuro.errors import NeuroError

__all__ = ["played"]

_PAUSE = 0.2  # seconds after which we ask again whether to stop

#: Set by the process that asked when all are to stop. A worker's calls have no other way to what it was begun with.
_stopping: Any = None


def played(
    contest: Contest, runs: Sequence[tuple[str, int]], workers: int, stop: Callable[[], bool]
) -> Iterator[Trial | None]:
    """The runs as they end, in any order; None again and again while none has, so that progress can be shown.

    Args:
        contest: The comparison.
        runs: Algorithm and seed of each run.
        workers: Number of processes; a single one is this process.
        stop: Asked now and then whether to stop; runs under way are given up after their generation then.

    Raises:
        NeuroError: If a run fails, or a process ends before its time.
    """
    if min(workers, len(runs)) > 1:
        yield from _in_processes(contest, runs, min(workers, len(runs)), stop)
        return
    for algorithm, seed in runs:
        yield None
        if stop():
            return
        trial = play_trial(contest, algorithm, seed, stop)
        if trial is not None:
            yield trial


def _in_processes(
    contest: Contest, runs: Sequence[tuple[str, int]], workers: int, stop: Callable[[], bool]
) -> Iterator[Trial | None]:
    afresh = multiprocessing.get_context("spawn")  # a fork would have the locks of our threads, and none of these
    stopping = afresh.Event()
    pool = ProcessPoolExecutor(workers, afresh, _begin, (stopping,))
    try:
        waiting: set[Future[Trial | None]] = {pool.submit(_play, contest, *one) for one in runs}
        while waiting and not stop():
            ended, waiting = wait(waiting, _PAUSE, FIRST_COMPLETED)
            yield from (one.result() for one in ended)
            yield None
    except BrokenProcessPool:
        raise NeuroError(
            "a process of the comparison was ended from outside, perhaps for want of memory: what was finished is "
            "kept, and the same command goes on; --workers 1 needs the least memory"
        ) from None
    finally:
        stopping.set()
        pool.shutdown(cancel_futures=True)


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
