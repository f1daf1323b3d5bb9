"""Processes that work for this one, out of reach of the signals that are meant for it.

Unlike those of ``multiprocessing`` they do not run the script that began them: none needs an
``if __name__ == "__main__"``. They have a session of their own, so that Ctrl-C and what is sent to a group of processes
reach the run alone, which then ends as it does without them; and they end when it does, however it ends.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, BinaryIO, TypeVar

from neuro.errors import NeuroError

__all__ = ["Workers", "serve"]

Answer = TypeVar("Answer")

_CODE = "from neuro.envs.workers import serve; serve()"


class Workers:
    """Some processes, each started when it is first needed, and again when it has died.

    Args:
        count: Number of worker processes.
    """

    def __init__(self, count: int) -> None:
        self._home, self._all = os.getpid(), [_Worker() for _ in range(count)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._all:
            self._idle.put(worker)

    def map(self, function: Callable[..., Answer], tasks: Iterable[tuple[Any, ...]]) -> list[Answer]:
        """What a function of a module gives for the arguments of each task, in order.

        Raises:
            NeuroError: If the function raises it, or a process dies twice at the same task.
        """
        packed = [pickle.dumps((function, task)) for task in tasks]
        with ThreadPoolExecutor(len(self._all), thread_name_prefix="worker") as hands:
            asked = [hands.submit(self._ask, task) for task in packed]
            try:
                return [one.result() for one in asked]
            except BaseException:
                hands.shutdown(wait=False, cancel_futures=True)
                for worker in self._all:
                    worker.end()
                raise

    def close(self) -> None:
        """End them all; but not those of the process that this one was forked from."""
        for worker in self._all if os.getpid() == self._home else ():
            worker.close()

    def _ask(self, task: bytes) -> Any:
        worker = self._idle.get()
        try:
            return worker.ask(task)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False  # rather than died

    def ask(self, task: bytes) -> Any:
        """What a process answers to a task, which is pickled.

        Raises:
            NeuroError: If that is what it answers, or it dies, and the next one does, too.
        """
        self._ended = False
        for _ in range(2):
            process = self._process = self._process or _started()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                pickle.dump(task, process.stdin)
                process.stdin.flush()
                done, answer = pickle.load(process.stdout)
            except (OSError, EOFError, pickle.UnpicklingError):
                self._process, code = None, _buried(process)
                if self._ended:
                    raise NeuroError("a process was ended at its work") from None
                continue
            if not done:
                raise NeuroError(answer)
            return answer
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        raise NeuroError(f"a process that played {how}, twice: is there too little memory? Try --threads 1")

    def end(self) -> None:
        """End the process, whatever it does; who waits for its answer waits no longer."""
        self._ended = True
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()

    def close(self) -> None:
        """End the process, and let go of it."""
        if self._process is not None:
            _buried(self._process)
            self._process = None


def _started() -> subprocess.Popen[bytes]:
    folders = [folder or os.getcwd() for folder in sys.path]
    try:
        return subprocess.Popen(
            [sys.executable, "-c", _CODE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except OSError as error:
        raise NeuroError(f"no process can be started to play in ({error}): use --threads 1") from error


def _buried(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process that has died, or that no longer makes sense and is ended."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
    return process.wait()


def serve() -> None:
    """Work for the process that has started this one, and end with it. What tasks print goes to stderr."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=(asked, tasks), daemon=True).start()
    while True:
        pickle.dump(_answer(tasks.get()), answers)
        answers.flush()


def _read(asked: BinaryIO, tasks: SimpleQueue[bytes]) -> None:
    """Take tasks, also while one is being worked on: so that a caller that no longer waits is noticed at once."""
    with suppress(EOFError, OSError):
        while True:
            tasks.put(pickle.load(asked))
    os._exit(1)


def _answer(task: bytes) -> tuple[bool, Any]:
    """Whether it could be done, and what came of it or why not."""
    try:
        function, arguments = pickle.loads(task)
    except Exception as error:  # what it is about may be importable there and not here
        return False, f"a process cannot take its task: {type(error).__name__}: {error}; try --threads 1"
    try:
        return True, function(*arguments)
    except NeuroError as error:
        return False, str(error)
