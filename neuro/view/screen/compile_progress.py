"""The progress of compiling at a first start, shown in a window that can be closed meanwhile."""

from __future__ import annotations

import re
import threading
import types
from collections.abc import Callable, Iterable
from typing import Any

from neuro.compiled_code import report_compiling
from neuro.evolution.evolution import Evolution
from neuro.game import Game
from neuro.network import Layer
from neuro.policies import Policy
from neuro.rollout.probe import compile_rollout
from neuro.rollout.program import program
from neuro.view.keys import LEAVE, command_of
from neuro.view.screen.window import Window

__all__ = ["CompileProgress", "get_ready", "rollouts_ready"]

#: The end of the name of a kernel that is generated from plain rules.
_DIGEST = re.compile("_[0-9a-f]{16}$")
_FRAME = 0.08  # seconds between pictures: what is compiled has the machine
_WHY = "The first time on a machine, the rules and the networks are compiled for its processor"
#: Parts of neuro as people know them, by the beginnings of their modules' names.
_PARTS = {
    "neuro.rollout": "the loop",
    "neuro.network": "the network",
    "neuro.operators": "breeding",
    "neuro.evolution": "breeding",
    "neuro.": "arithmetic",
}


class _Left(BaseException):
    """The window was closed: no error, and nothing that compiling may catch."""


class CompileProgress:
    """What is compiled, as it goes on in another thread.

    Args:
        title: Title of the game whose rules are compiled; empty for none.
        expected: The functions that have to be compiled, as far as one knows.

    Attributes:
        left: Whether people have left, which ends it at the next function.
    """

    def __init__(self, title: str, expected: frozenset[types.FunctionType]) -> None:
        self._title, self._expected = title, expected
        self._done: set[types.FunctionType] = set()
        self._under_way: list[types.FunctionType] = []  # the innermost last
        self.left = False

    def hear(self, function: types.FunctionType, done: bool) -> None:
        """Count a function that is compiled, see ``report_compiling``."""
        if self.left:
            raise _Left
        if not done:
            self._under_way.append(function)
            return
        self._done.add(function)
        if function in self._under_way:  # what was begun within it has come to its end, too
            del self._under_way[self._under_way.index(function) :]

    @property
    def begun(self) -> bool:
        """Whether anything had to be compiled so far."""
        return bool(self._done or self._under_way)

    @property
    def share(self) -> float | None:
        """How much is done, from 0 to 1; None where that is not known what there is to do.

        Functions that were not expected count, too, so that it never goes back by much.
        """
        if not self._expected:
            return None
        return len(self._done) / max(1, len(self._expected | self._done | set(self._under_way)))

    @property
    def doing(self) -> str:
        """What is compiled just now, in words: "Flappy's rules: next pipe"."""
        under_way = tuple(self._under_way)  # the other thread goes on meanwhile
        if not under_way:
            return ""
        function = under_way[-1]
        part = next((part for start, part in _PARTS.items() if function.__module__.startswith(start)), "")
        name = _DIGEST.sub("", function.__name__).strip("_").replace("_", " ")
        rules = f"{self._title}'s rules" if self._title else "the rules"
        return f"{part or rules}: {name}"


def get_ready(
    window: Window, work: Callable[[], Any], title: str = "", expected: frozenset[types.FunctionType] = frozenset()
) -> bool:
    """Do what a window needs before it can show anything, and show the progress of compiling meanwhile.

    Args:
        window: The window, which draws the progress and can be closed; without people before it nothing is drawn.
        work: Is done in a thread of its own; what it raises is raised here.
        title: Title of the game whose rules are compiled; empty for none.
        expected: Number of functions that will be compiled, see ``CompileProgress``.

    Returns:
        Whether it is done; else people have left.
    """
    if window.hurried:
        work()
        return True
    compiling, raised = CompileProgress(title, expected), []

    def run() -> None:
        try:
            work()
        except _Left:
            pass
        except BaseException as error:  # it belongs to the thread that shows
            raised.append(error)

    def hear(function: types.FunctionType, done: bool) -> None:
        compiling.left = compiling.left or window.closed
        compiling.hear(function, done)

    with report_compiling(hear):
        thread = threading.Thread(target=run, name="getting ready", daemon=True)
        thread.start()
        try:
            while thread.is_alive() and not window.closed:
                _show(window, compiling)
                thread.join(_FRAME)
        finally:
            compiling.left = True
            thread.join()
    if raised:
        raise raised[0]
    return not window.closed


def _show(window: Window, compiling: CompileProgress) -> None:
    for event in window.events():
        command = command_of(event, LEAVE)
        window.closed = window.closed or (command is not None and command.name == "leave")
    if window.closed:
        window.say("Leaving")
    elif compiling.begun:
        window.say("Getting ready", _WHY, compiling.share, compiling.doing)
    else:
        window.say("Getting ready")


def rollouts_ready(
    window: Window,
    game: Game,
    policies: Iterable[Policy | tuple[Layer, ...] | None],
    setting: Any,
    *runs: Evolution,
) -> bool:
    """Compile what rollouts of a game need, see ``get_ready``.

    Args:
        window: The window that shows the rollouts.
        game: The game.
        policies: The policies of all who play, or their layers; None among them where a person does.
        setting: The game's parameters.
        *runs: Runs that evolve the agents meanwhile.
    """
    kinds = tuple(dict.fromkeys(policies))
    expected: set[types.FunctionType] = set()
    for kind in kinds:
        loops = ("start", "advance") if kind is None else ("start", "advance", "think", *(("rollout",) if runs else ()))
        expected |= program(game, kind).uncached(*loops)

    def compile_all() -> None:
        for run in runs:
            run.compile()
        for kind in kinds:
            compile_rollout(game, kind, setting)

    return get_ready(window, compile_all, game.title, frozenset(expected))
