"""Agents that act from outside, many at a time: what environments and multi-agent worlds are made of.

Each agent plays an episode of its own course, then another: the n-th course of an agent follows from its seed and n
alone, so one agent by itself and one among thousands see the same.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.compile_errors import explained
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.kernels import ALIVE, SCORE, bind, kernel, named
from neuro.kernels import LANES as BLOCK
from neuro.random import Purpose, philox

__all__ = ["Stepper", "act", "advance", "course_of", "restart"]

# Bound by ``_kernels``.
LANES = ROWS = ACTION_ROWS = INPUTS = WON = 0
RESET: Any = None
OBSERVE: Any = None
STEP: Any = None
SETTING: Any = None

_ZERO, _ONE = np.float32(0), np.float32(1)
_PURPOSE, _NOUGHT = np.uint64(Purpose.EPISODE), np.uint64(0)


@kernel
def course_of(seed, episode):
    """The course of an agent's n-th episode, uint32, from its seed (uint64)."""
    return np.uint32(philox(seed, np.uint64(episode), _NOUGHT, _NOUGHT, _PURPOSE)[0])


@kernel
def _take(actions, action, first, agents):
    for lane in range(LANES):
        if first + lane < agents:
            for row in range(ACTION_ROWS):
                action[row, lane] = actions[first + lane, row]


@kernel
def _copy(target, state):
    for row in range(ROWS):
        for lane in range(LANES):
            target[row, lane] = state[row, lane]


@kernel
def _stay(state, last, over, first, agents):
    """Give the lanes whose episode is over their last state back."""
    for lane in range(LANES):
        if first + lane < agents and over[first + lane]:
            for row in range(ROWS):
                state[row, lane] = last[row, lane]


@kernel
def _judge(state, last, first, agents, max_steps, lived, over, reward, terminated, truncated):
    """What the step brought: points gained, less one for dying, not for winning; and whether an episode is over."""
    for lane in range(LANES):
        agent = first + lane
        if agent < agents:
            was_over = over[agent]
            lived[agent] += 0 if was_over else 1
            dead = state[ALIVE, lane] <= _ZERO
            won = WON > 0 and state[WON, lane] > _ZERO
            gained = state[SCORE, lane] - last[SCORE, lane] - (_ONE if dead and not won else _ZERO)
            reward[agent] = _ZERO if was_over else gained
            terminated[agent] = dead
            truncated[agent] = not dead and lived[agent] >= max_steps
            over[agent] = terminated[agent] or truncated[agent]


@kernel
def _write_observations(seen, observation, first, agents):
    for lane in range(LANES):
        if first + lane < agents:
            for row in range(INPUTS):
                observation[first + lane, row] = seen[row, lane]


@kernel
def advance(
    state, courses, room, actions, settings, max_steps, lived, over, observation, reward, terminated, truncated
):
    """One step of all agents; those whose episode is over stay as they are.

    Args:
        state: float32 ``(blocks, rows, LANES)``, changed.
        courses: uint32 ``(blocks, LANES)``.
        room: float32 ``(rows + action rows + inputs, LANES)``, to work in.
        actions: float32 ``(agents, action rows)``.
        settings: The game's parameters as the one element of a record array: a tuple takes long to be handed over.
        max_steps: The longest episode.
        lived: int64 ``(agents,)``, steps of each episode, changed.
        over: bool ``(agents,)``, whether the episode is over, changed.
        observation: float32 ``(agents, inputs)``, written.
        reward: float32 ``(agents,)``, written.
        terminated: bool ``(agents,)``, written.
        truncated: bool ``(agents,)``, written.
    """
    agents, setting = lived.size, named(settings[0], SETTING)
    last = room[:ROWS].reshape(ROWS, LANES)
    action = room[ROWS : ROWS + ACTION_ROWS].reshape(ACTION_ROWS, LANES)
    seen = room[ROWS + ACTION_ROWS :].reshape(INPUTS, LANES)
    for block in range(state.shape[0]):
        now, first = state[block].reshape(ROWS, LANES), block * LANES
        _take(actions, action, first, agents)
        _copy(last, now)
        STEP(now, action, courses[block], setting)
        _stay(now, last, over, first, agents)
        _judge(now, last, first, agents, max_steps, lived, over, reward, terminated, truncated)
        OBSERVE(now, seen, setting)
        _write_observations(seen, observation, first, agents)


@kernel
def act(state, action, courses, settings, observation):
    """One step of one agent, with as few arguments as can be: handing them over takes longer than the step.

    Args:
        state: float32 ``(rows, 1)``, changed.
        action: float32 ``(action rows, 1)``.
        courses: uint32 ``(1,)``.
        settings: The game's parameters, as for ``advance``.
        observation: float32 ``(inputs,)``, written.
    """
    setting = named(settings[0], SETTING)
    STEP(state, action, courses, setting)
    OBSERVE(state, observation.reshape(INPUTS, LANES), setting)


@kernel
def restart(state, courses, room, chosen, given, seeds, episodes, settings, lived, over, observation):
    """Begin new episodes.

    Args:
        state: The state of all blocks, as for ``advance``; changed.
        courses: Courses of all lanes, as for ``advance``; changed.
        room: Memory to work in, as for ``advance``.
        chosen: bool ``(agents,)``, who begins anew.
        given: int64 ``(agents,)``, courses; below 0 the next one of the agent's own.
        seeds: uint64 ``(agents,)``.
        episodes: int64 ``(agents,)``, how many each has begun, changed.
        settings: The game's parameters, as for ``advance``.
        lived: Steps that each agent has lived, as for ``advance``; changed.
        over: Whether each agent's episode is over, as for ``advance``; changed.
        observation: Written, for those who begin anew.
    """
    agents, setting = lived.size, named(settings[0], SETTING)
    fresh = room[:ROWS].reshape(ROWS, LANES)
    seen = room[ROWS + ACTION_ROWS :].reshape(INPUTS, LANES)
    for block in range(state.shape[0]):
        now, first = state[block].reshape(ROWS, LANES), block * LANES
        wanted = 0
        for lane in range(LANES):
            agent = first + lane
            if agent < agents and chosen[agent]:
                own = course_of(seeds[agent], episodes[agent])
                courses[block, lane] = own if given[agent] < 0 else np.uint32(given[agent])
                episodes[agent] += 1
                wanted += 1
        if wanted == 0:
            continue
        RESET(fresh, courses[block], setting)
        OBSERVE(fresh, seen, setting)
        for lane in range(LANES):
            agent = first + lane
            if agent < agents and chosen[agent]:
                lived[agent], over[agent] = 0, False
                for row in range(ROWS):
                    now[row, lane] = fresh[row, lane]
                for row in range(INPUTS):
                    observation[agent, row] = seen[row, lane]


@functools.cache
def _kernels(game: Game, lanes: int) -> tuple[Any, Any, Any]:
    constants: dict[str, Any] = {
        "LANES": lanes,
        "ROWS": len(game.state),
        "ACTION_ROWS": game.action_rows,
        "INPUTS": len(game.observation),
        "WON": game.won_row,
        "RESET": bind(game.rules.reset, inline=True, called=False, LANES=lanes),
        "OBSERVE": bind(game.rules.observe, inline=True, called=False, LANES=lanes),
        "STEP": bind(game.rules.step, inline=True, called=False, LANES=lanes),
        "SETTING": type(game.setting),
    }
    first, second, third = (bind(template, memory=False, **constants) for template in (advance, act, restart))
    return first, second, third


def _record(setting: Any) -> NDArray[Any]:
    return np.rec.array([tuple(setting)], dtype=[(name, np.float32) for name in setting._fields])


class Stepper:
    """Agents that are told what to do, step by step.

    Args:
        game: What they play.
        agents: Number of agents.
        setting: The game's parameters; those of its level when None.
        max_steps: The longest episode; the game's own when None.

    Attributes:
        lived: int64 ``(agents,)``, steps of each one's episode.
        over: bool ``(agents,)``, whose episode is over: they stay as they are until they restart.
    """

    def __init__(self, game: Game, agents: int, setting: Any = None, max_steps: int | None = None) -> None:
        if game.players > 1:
            raise NeuroError(f"{game.title} has {game.players} players in an episode: environments play games of one")
        lanes = 1 if agents == 1 else BLOCK  # two programs to compile, whatever the number of agents
        blocks, rows = math.ceil(agents / lanes), len(game.state)
        self._game, self.agents, self._rows = game, agents, rows
        self._settings = _record(game.setting if setting is None else setting)
        self._max_steps = game.max_steps if max_steps is None else max_steps
        self._state = np.zeros((blocks, rows, lanes), np.float32)
        self._courses = np.zeros((blocks, lanes), np.uint32)
        self._inputs, self._action_rows, self._won = len(game.observation), game.action_rows, game.won_row
        self._room = np.zeros((rows + self._action_rows + self._inputs, lanes), np.float32)
        self._seeds, self._episodes = np.zeros(agents, np.uint64), np.zeros(agents, np.int64)
        self._own = np.full(agents, -1, np.int64)
        self._bind()
        self._alone = 0  # steps of ``step_alone`` in this episode
        self.lived, self.over = np.zeros(agents, np.int64), np.zeros(agents, np.bool_)

    def _bind(self) -> None:
        """What follows from the game and the arrays."""
        self._advance, self._act, self._restart = _kernels(self._game, self._state.shape[2])
        self._first, self._lanes = self._state[0], self._courses[0]

    def __getstate__(self) -> dict[str, Any]:
        """What a copy cannot make again."""
        made = ("_advance", "_act", "_restart", "_first", "_lanes")
        return {name: value for name, value in self.__dict__.items() if name not in made}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._bind()

    @property
    def state(self) -> NDArray[np.float32]:
        """A copy of the state, ``(rows, agents)``."""
        joined = self._state.transpose(1, 0, 2).reshape(self._rows, -1)
        return np.ascontiguousarray(joined[:, : self.agents])

    @property
    def scores(self) -> NDArray[np.float32]:
        """A copy of all scores, ``(agents,)``."""
        return self._state[:, SCORE].reshape(-1)[: self.agents].copy()

    @property
    def score(self) -> float:
        """Of the first agent."""
        return float(self._first.item(SCORE))

    @property
    def course(self) -> int:
        """Of the first agent."""
        return int(self._courses[0, 0])

    @property
    def courses(self) -> NDArray[np.uint32]:
        """The courses that are played, ``(agents,)``."""
        return self._courses.reshape(-1)[: self.agents].copy()

    def seed(self, seeds: NDArray[np.uint64], chosen: NDArray[np.bool_] | None = None) -> None:
        """Give agents other seeds: their episodes begin again with the first."""
        where = slice(None) if chosen is None else chosen
        self._seeds[where], self._episodes[where] = seeds[where], 0

    def restart(
        self,
        observation: NDArray[np.float32],
        chosen: NDArray[np.bool_],
        courses: NDArray[np.int64] | None = None,
    ) -> None:
        """Begin new episodes.

        Args:
            observation: float32 ``(agents, inputs)``, written for those who begin.
            chosen: bool ``(agents,)``, who.
            courses: int64 ``(agents,)``, on which courses; each one's own next when None.
        """
        given = self._own if courses is None else courses
        self._alone = 0
        agents = self._seeds, self._episodes, self._settings, self.lived, self.over
        with explained():
            self._restart(self._state, self._courses, self._room, chosen, given, *agents, observation)

    def step_alone(self, action: NDArray[np.float32]) -> tuple[NDArray[np.float32], float, bool, bool]:
        """What ``step`` does, for a single agent, in plain numbers and half the time.

        Args:
            action: float32 ``(action rows, 1)``.
        """
        state, observation = self._first, np.empty(self._inputs, np.float32)
        if self.over[0]:
            seen, _, died, late = self.step(np.ascontiguousarray(action.T))
            return seen[0], 0.0, bool(died[0]), bool(late[0])
        score = state.item(SCORE)
        self._act(state, action, self._lanes, self._settings, observation)
        self._alone += 1
        terminated = bool(state.item(ALIVE) <= 0)
        truncated = not terminated and self._alone >= self._max_steps
        if terminated or truncated:
            self.lived[0], self.over[0] = self._alone, True
        lost = terminated and not (self._won and state.item(self._won) > 0)
        return observation, float(state.item(SCORE) - score - lost), terminated, truncated

    def step(
        self, actions: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_]]:
        """Advance all agents whose episodes are not over.

        Args:
            actions: float32 ``(agents, action rows)``.

        Returns:
            Observations ``(agents, inputs)``, rewards, who died or won, and whose time is up; all newly made.
        """
        agents = self.agents
        observation, reward = np.empty((agents, self._inputs), np.float32), np.empty(agents, np.float32)
        terminated, truncated = np.empty(agents, np.bool_), np.empty(agents, np.bool_)
        self._advance(
            self._state,
            self._courses,
            self._room,
            actions,
            self._settings,
            self._max_steps,
            self.lived,
            self.over,
            observation,
            reward,
            terminated,
            truncated,
        )
        return observation, reward, terminated, truncated
