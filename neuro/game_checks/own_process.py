"""Work on a game in a separate process with limits of time and memory, so that its failures do not end this one.

The process runs the game's rules as Python (``NUMBA_DISABLE_JIT``), where an index beyond an array is an exception
with a line, and a loop without an end can be seen from beside it.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from neuro.compile_errors import error_line, place_of
from neuro.errors import NeuroError, NeuroWarning
from neuro.game import Game, find_game

__all__ = ["Task", "Watchdog", "apart", "work"]

#: What is done with a game; told each time that a new piece of work begins. What it returns is printed.
Task = Callable[[Game, Callable[[], None]], object]

_FAILED = 3  # the exit code of a process that has said a sentence
_LONGEST = 20.0  # seconds that a single piece of work may take
_LONGEST_IN_ALL = 300.0
_MEMORY = 4 << 30  # bytes, besides what the process has when the work begins


class Watchdog:
    """Ends the process when a piece of work takes too long, with a sentence on the line that it is in.

    Args:
        seconds: Seconds that each piece may take.
        end: Ends the process, told the sentence.
    """

    def __init__(self, seconds: float, end: Callable[[str], Any]) -> None:
        self._seconds, self._end = seconds, end
        self._since, self._watched = time.monotonic(), threading.get_ident()
        threading.Thread(target=self._watch, daemon=True).start()

    def begin(self) -> None:
        """A new piece of work begins."""
        self._since = time.monotonic()

    def _watch(self) -> None:
        while time.monotonic() - self._since < self._seconds:
            time.sleep(min(0.1, self._seconds / 4))
        frame = sys._current_frames().get(self._watched)
        place = place_of(traceback.extract_stack(frame))
        self._end(f"{place}this takes longer than {self._seconds:g} seconds: does a loop never end?")


def work(task: str, name: str, level: str, seconds: float) -> None:
    """Do a task (``module:function``) with a game, and print what it returns; for ``apart``.

    Args:
        task: The task.
        name: The game's name.
        level: Its level; empty for the game as it is found.
        seconds: Seconds that each piece of work may take.
    """
    try:
        warnings.simplefilter("ignore", NeuroWarning)  # whoever asked has been told of these
        game = find_game(name).at(level) if level else find_game(name)
        _limit_memory()
        watchdog = Watchdog(seconds, _fail)
        module, _, function = task.partition(":")
        found = getattr(importlib.import_module(module), function)(game, watchdog.begin)
    except BaseException as error:  # code of others
        _fail(error_line(error))
    else:
        print(found)


def _fail(words: str) -> None:
    """End at once, whatever else goes on, with a sentence."""
    os.write(2, f"\n{words}\n".encode(errors="replace"))
    os._exit(_FAILED)


def _limit_memory() -> None:
    """Let an allocation beyond reason fail, where the system knows how: else it may take the machine with it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + _MEMORY, hard))


def apart(task: Task, game: Game, *flags: str) -> str:
    """Do a task with a game in a process of its own; returns what it printed last.

    Args:
        task: A function at module level.
        game: What can be found by its name.
        *flags: Command-line flags of Python.

    Raises:
        NeuroError: If the task fails, dies or does not end.
    """
    given = f"{task.__module__}:{task.__qualname__}", game.name, game.level, _LONGEST
    code = f"from neuro.game_checks.own_process import work; work(*{given!r})"
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    command = [sys.executable, *flags, "-c", code]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, errors="replace", timeout=_LONGEST_IN_ALL
        )
    except subprocess.TimeoutExpired:
        raise NeuroError(f"it gives no answer in {_LONGEST_IN_ALL:g} seconds: does a loop never end?") from None
    said = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines() or ["nothing"]
    if done.returncode == 0:
        return said[-1]
    if done.returncode == _FAILED:
        raise NeuroError(said[-1])
    raise NeuroError(f"the process that tried it died with code {done.returncode}, and said: {said[-1]:.200}")
