"""Checks that kernels stay within their arrays: they run as Python, on arrays that raise beyond their ends.

Compiled code looks at no index: one that is too large reads or writes what stands beside the array, and ends the
process later, elsewhere, or never.
"""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.compile_errors import error_line, place_of
from neuro.errors import NeuroError
from neuro.frozen_globals import reached, remade
from neuro.game import Game
from neuro.game_checks.own_process import apart
from neuro.game_checks.random_actions import drawn_actions
from neuro.kernels import ALIVE, bind

__all__ = ["arrays_are_kept", "run_watched"]

_RULES = ("reset", "observe", "step", "fitness")
_LANES = 8
_LONG, _SHORT, _IDLE = 600, 150, 40  # steps of a first rollout, of others, and of lanes without an agent
_OVER_LANES = frozenset({"state", "observation", "action"})
_INEXACT = (ValueError, OverflowError, ZeroDivisionError)  # of a number that is not finite, or 0


class _BeyondError(IndexError):
    """An index beyond an array."""


class _Watched(np.ndarray):
    """An array that refuses indices beyond its ends, negative ones as well."""

    called = "an array"

    def __array_finalize__(self, parent: Any) -> None:
        self.called = getattr(parent, "called", self.called)

    def __getitem__(self, index: Any) -> Any:
        self._look(index)
        return super().__getitem__(index)

    def __setitem__(self, index: Any, value: Any) -> None:
        self._look(index)
        super().__setitem__(index, value)

    def _hold(self, row: Any, lane: Any) -> bool:
        rows, *lanes = self.shape
        return type(row) is type(lane) is int and 0 <= row < rows and len(lanes) == 1 and 0 <= lane < lanes[0]

    @property
    def _has_lanes(self) -> bool:
        return self.called in _OVER_LANES

    def _look(self, index: Any) -> None:
        places = index if type(index) is tuple else (index,)
        if len(places) == 2 and self._hold(*places):  # nearly all: quickly
            return
        for axis, (place, length) in enumerate(zip(places, self.shape, strict=False)):
            if isinstance(place, (int, np.integer)) and not 0 <= place < length:
                kind = "place" if self.ndim == 1 else "row" if axis == 0 else "lane" if self._has_lanes else "column"
                raise _BeyondError(f"{kind} {place} of {self.called}, whose {kind}s are numbered 0 to {length - 1}")


def _watched(called: str, values: NDArray[Any]) -> NDArray[Any]:
    watched = values.view(_Watched)
    watched.called = called
    return watched


def _zeros(called: str, *shape: int) -> NDArray[np.float32]:
    return _watched(called, np.zeros(shape, np.float32))


def _interpreted(function: Any) -> Any:
    """A kernel and all that it calls, as Python; arrays among their globals are watched as well."""
    bound = bind(function, LANES=_LANES)
    plain = remade(getattr(bound, "py_func", bound), lambda copy: copy)
    for one in reached(plain):
        names = one.__globals__
        found = {name: names[name] for name in one.__code__.co_names if isinstance(names.get(name), np.ndarray)}
        names.update({name: _watched(name, values) for name, values in found.items()})
    return plain


class _WatchedRollout:
    """Lanes that are stepped, the dead ones too, as compiled blocks do."""

    def __init__(self, game: Game, begun: Callable[[], None]) -> None:
        self._game, self._setting, self._begun = game, game.setting, begun
        players, described = game.players, len(game.behaviour)
        names = (*_RULES, "behaviour") if described else _RULES
        self._rules = {name: _interpreted(getattr(game.rules, name)) for name in names}
        self._seen = _zeros("observation", len(game.observation), _LANES)
        self._out = _zeros("out", players, _LANES) if players > 1 else _zeros("out", _LANES)
        self._described = _zeros("out", players * described, _LANES)
        self._action = _zeros("action", game.action_rows * players, _LANES)

    def play(self, courses: NDArray[np.uint32], steps: int) -> None:
        """A rollout on these courses."""
        state, courses = _zeros("state", len(self._game.state), _LANES), _watched("courses", courses)
        self._call("reset", state, courses, self._setting)
        self._steps(state, courses, steps)

    def idle(self, steps: int) -> None:
        """Lanes without an agent, whose state is zeros."""
        state = _zeros("state", len(self._game.state), _LANES)
        self._steps(state, _watched("courses", np.zeros(_LANES, np.uint32)), steps)

    def _steps(self, state: NDArray[np.float32], courses: NDArray[np.uint32], steps: int) -> None:
        for step in range(steps):
            self._action[:] = drawn_actions(self._game, _LANES, step // 3)
            try:
                for player in range(self._game.players):
                    who = (player,) if self._game.players > 1 else ()
                    self._call("observe", state, self._seen, *who, self._setting)
                self._call("step", state, self._action, courses, self._setting)
                lived = _watched("steps", np.full(_LANES, step + 1, np.float32))
                self._call("fitness", state, lived, self._out)
                if self._game.behaviour:
                    self._call("behaviour", state, lived, self._described)
            except _INEXACT:
                if (state[ALIVE] > 0).all():
                    raise
                return  # what the dead compute is never looked at

    def _call(self, name: str, *arguments: Any) -> None:
        self._begun()
        self._rules[name](*arguments)


def run_watched(game: Game, begun: Callable[[], None] = lambda: None) -> None:
    """Play a game as Python on arrays that know their ends.

    Args:
        game: The game.
        begun: Called before each call of a kernel.

    Raises:
        NeuroError: If an index is beyond its array, or a kernel raises anything else; it names the line.
    """
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for level in ("", *list(game.levels)[1:]):
                rollout = _WatchedRollout(game.at(level), begun)
                for first, steps in ((0, _SHORT if level else _LONG), (1000, _SHORT)):
                    rollout.play(np.arange(first, first + _LANES, dtype=np.uint32), steps)
                rollout.idle(_IDLE)
        except _BeyondError as error:
            raise NeuroError(f"{place_of(traceback.extract_tb(error.__traceback__))}{error}") from error
        except (NeuroError, KeyboardInterrupt):
            raise
        except BaseException as error:  # code of others
            raise NeuroError(error_line(error)) from error


def arrays_are_kept(game: Game) -> None:
    """Kernels stay within their arrays; they run as Python, in a separate process."""
    apart(run_watched, game)
