"""Whether rules in the plain form are the same as Python and compiled: played side by side with drawn actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.compile_errors import error_line, explained
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.game_checks.random_actions import drawn_actions
from neuro.game_trial import try_game
from neuro.kernels import LANES, bind
from neuro.rules.lane_rules import LaneRules
from neuro.rules.one_agent import OneAgent
from neuro.rules.plain_agent import state_of

__all__ = ["plain_and_compiled_agree", "stepped_plainly"]

#: Courses and steps: of rules, and of a further level on which the same rules have other parameters.
_COURSES, _STEPS = min(6, LANES), 200
_FURTHER_COURSES, _FURTHER_STEPS = min(2, LANES), 100


def plain_and_compiled_agree(game: Game) -> None:
    """On every level, on a few courses, after every step: the state, what is seen, and the fitness.

    Raises:
        NeuroError: If they part, which names the step and the quantity; or if the rules fail as Python, which names
            the line: an index beyond a list, a division by zero, what is no number.
    """
    if not isinstance(game.rules, LaneRules):
        return
    played: list[Any] = []
    for one in map(game.at, game.levels or [""]):
        if one.rules in played:
            _Pair(one, _FURTHER_COURSES).play(_FURTHER_STEPS)
        else:
            _Pair(one, _COURSES).play(_STEPS)
        played.append(one.rules)


class _Pair:
    """Agents on some courses, each as Python, and all in the lanes of a block."""

    def __init__(self, game: Game, courses: int) -> None:
        self._game, rules = game, game.rules
        names = ("reset", "observe", "step", "fitness", *(["behaviour"] if game.behaviour else []))
        self._kernels = {name: bind(getattr(rules, name), inline=True, LANES=LANES) for name in names}
        self._courses = np.arange(LANES, dtype=np.uint32)
        self._state = np.zeros((len(game.state), LANES), np.float32)
        self._call("reset", self._state, self._courses, game.setting)
        self._agents: dict[int, OneAgent] = {course: self._begun(course) for course in range(courses)}

    def _begun(self, course: int) -> OneAgent:
        plain, parameters = self._game.rules.plain, self._game.setting._asdict()
        begun: OneAgent = self._tried(course, 0, lambda: OneAgent(plain, course, parameters))
        return begun

    def _call(self, name: str, *given: Any) -> None:
        with explained():
            self._kernels[name](*given)

    def play(self, steps: int) -> None:
        """Play until all have died, or so many steps."""
        actions = drawn_actions(self._game, LANES)
        for step in range(steps):
            self._compare(step)
            self._agents = {course: one for course, one in self._agents.items() if one.agent.alive}
            if not self._agents:
                return
            fresh = drawn_actions(self._game, LANES, step)
            actions = np.where(np.arange(LANES) % 5 == step % 5, fresh, actions).astype(np.float32)
            self._call("step", self._state, actions, self._courses, self._game.setting)
            for course, one in self._agents.items():
                chosen = _chosen_in(self._game, actions[:, course])
                self._tried(course, step + 1, lambda one=one, chosen=chosen: one.step(*chosen))

    def _tried(self, course: int, step: int, action: Any) -> Any:
        """What an action of the user's code gives; what it raises is told with its line."""
        try:
            with redirect_stdout(StringIO()):  # thousands of lines where rules print
                return action()
        except NeuroError:
            raise
        except Exception as error:
            raise NeuroError(f"{error_line(error)} (course {course}, step {step})") from error

    def _compare(self, step: int) -> None:
        for course, one in self._agents.items():
            self._alike(self._game.state, state_of(one.agent), self._state[:, course], course, step)
        for player in range(self._game.players):
            self._compare_sight(step, player)
        if self._game.behaviour:
            self._compare_behaviour(step)

    def _compare_sight(self, step: int, player: int) -> None:
        """What a player sees, and its fitness."""
        players, who = self._game.players, (player,) if self._game.players > 1 else ()
        seen = np.zeros((len(self._game.observation), LANES), np.float32)
        worth = np.zeros((players, LANES), np.float32)
        self._call("observe", self._state, seen, *who, self._game.setting)
        self._call("fitness", self._state, np.full(LANES, step, np.float32), worth if who else worth[0])
        for course, one in self._living():
            sight = self._tried(course, step, lambda one=one: one.see(player))
            self._alike(self._game.observation, _narrow(sight.values()), seen[:, course], course, step)
            fitness = self._tried(course, step, lambda one=one: one.fitness(player))
            self._alike(("fitness",), _narrow([fitness]), worth[player, course : course + 1], course, step)

    def _compare_behaviour(self, step: int) -> None:
        names, players = self._game.behaviour, self._game.players
        out = np.zeros((players * len(names), LANES), np.float32)
        self._call("behaviour", self._state, np.full(LANES, step, np.float32), out)
        for course, one in self._living():
            for player in range(players):
                told = self._tried(course, step, lambda one=one, player=player: one.behaviour(player))
                made = out[player * len(names) : (player + 1) * len(names), course]
                self._alike(names, _narrow(told.values()), made, course, step)

    def _living(self) -> list[tuple[int, OneAgent]]:
        return [(course, one) for course, one in self._agents.items() if one.agent.alive]

    @staticmethod
    def _alike(
        names: tuple[str, ...], plain: NDArray[np.float32], made: NDArray[np.float32], course: int, step: int
    ) -> None:
        """Raise where two differ; 0 and -0 are one."""
        for name, a, b in zip(names, plain, made, strict=True):
            if a != b:
                raise NeuroError(
                    f"plain Python and compiled code part at step {step} of course {course}: "
                    f"{name!r} is {a!s} as Python, and {b!s} compiled; please report it, with the rules"
                )


def _chosen_in(game: Game, action: NDArray[np.float32]) -> tuple[Any, ...]:
    """Rows of an action as ``OneAgent.step`` takes them."""
    rows = game.action_rows
    if game.players == 1:
        return tuple(action)
    return tuple(tuple(action[first : first + rows]) for first in range(0, len(action), rows))


def _narrow(values: Any) -> NDArray[np.float32]:
    return np.array([float(value) for value in values], np.float32)


def stepped_plainly(game: Game, steps: int) -> Iterator[str]:
    """Play one agent as Python with drawn actions: a line on each step, as it happens.

    Args:
        game: A game in the plain form.
        steps: The largest number of steps.

    Raises:
        NeuroError: If the game's rules are kernels by hand, or raise something; it names the line.
    """
    one = try_game(game)
    rows = game.action_rows
    yield f"start: {one.agent}"
    for step in range(steps):
        action = drawn_actions(game, 1, step // 5)[:, 0]
        try:
            one.step(*_chosen_in(game, action))
        except Exception as error:
            raise NeuroError(error_line(error)) from error
        parts = [action[first : first + rows] for first in range(0, len(action), rows)]
        told = " against ".join(_action_told(game, one) for one in parts)
        yield f"step {step + 1}, {told}: {one.agent}"
        if not one.agent.alive:
            return


def _action_told(game: Game, action: NDArray[np.float32]) -> str:
    if game.decision == "argmax":
        return game.actions[int(action[0])]
    if game.decision == "versus":
        return game.actions[0 if action[0] > 0 else 1]
    if game.decision == "threshold":
        return " and ".join(name for name, value in zip(game.actions, action, strict=True) if value > 0) or "nothing"
    return ", ".join(f"{name} {value:.2f}" for name, value in zip(game.actions, action, strict=True))
