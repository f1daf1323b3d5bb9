"""Many agents on one course, as a PettingZoo parallel environment: a flock whose members fall one by one."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.utils import seeding
from numpy.typing import NDArray

from neuro.envs.checked_actions import Actions
from neuro.envs.rendering import MODES, env_renderer, metadata
from neuro.envs.spaces import (
    NotBegunError,
    action_space,
    agent_count,
    course_of,
    known_options,
    observation_space,
    prepared,
    step_limit,
)
from neuro.errors import NeuroError, SettingError, UnknownNameError
from neuro.game import Game
from neuro.rollout.stepper import Stepper

try:
    from pettingzoo import ParallelEnv
except ModuleNotFoundError as error:
    if error.name != "pettingzoo":
        raise
    raise NeuroError("this environment needs PettingZoo: pip install 'neuro-sandbox[gym]'") from error

__all__ = ["GameParallelEnv"]

Observation = NDArray[np.float32]


class GameParallelEnv(ParallelEnv[str, Observation, Any]):  # type: ignore[misc] # an extra, whose type is unknown
    """A flock: agents ``bird_0``, ``bird_1`` … that do not touch each other, and leave when they die.

    Args:
        game: The game, or its name.
        agents: Number of agents.
        level: Level of the game; its usual one when empty.
        parameters: Parameters of the rules that differ from the level's, by name.
        max_steps: Steps after which an episode is truncated; the game's own limit when None.
        render_mode: "rgb_array", "human", "ansi", or None.

    Raises:
        UnknownNameError: If there is no such game, level or parameter.
        SettingError: If a value is out of its range.
    """

    metadata = {  # noqa: RUF012 - PettingZoo declares it so
        "name": "neuro_flock_v0",
        "is_parallelizable": True,
        "render_modes": list(MODES),
        "render_fps": 60,
    }

    def __init__(
        self,
        game: Game | str = "flappy",
        agents: int = 10,
        *,
        level: str = "",
        parameters: Mapping[str, float] | None = None,
        max_steps: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        agents = agent_count("agents", agents)
        self.game, setting = prepared(game, level, parameters)
        self.metadata, self.render_mode = {**type(self).metadata, **metadata(self.game)}, render_mode
        self.possible_agents = [f"{self.game.agent}_{k}" for k in range(agents)]
        self.agents: list[str] = []
        self._place = {agent: k for k, agent in enumerate(self.possible_agents)}
        self._stepper, self._setting = Stepper(self.game, agents, setting, step_limit(max_steps)), setting
        self._actions, self._picture = Actions(self.game), env_renderer(self.game, setting, render_mode)
        self._random: np.random.Generator | None = None

    @functools.cache  # noqa: B019 - PettingZoo wants the same object each time, and environments are few
    def observation_space(self, agent: str) -> spaces.Box:
        """What an agent sees."""
        return observation_space(self.game, self._setting)

    @functools.cache  # noqa: B019 - as above
    def action_space(self, agent: str) -> spaces.Space[Any]:
        """What an agent does."""
        return action_space(self.game)

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Observation], dict[str, dict[str, Any]]]:
        """All begin again, on a course that follows from the seed, or that ``options["course"]`` names.

        Raises:
            SettingError: If the course is none.
            UnknownNameError: If there is another option.
        """
        chosen = course_of(known_options(options, ("course",)))
        if seed is not None or self._random is None:
            self._random, _ = seeding.np_random(seed)
        drawn = int(self._random.integers(1 << 32))
        course = drawn if chosen is None else chosen
        count = len(self.possible_agents)
        observation = np.empty((count, len(self.game.observation)), np.float32)
        self._stepper.restart(observation, np.ones(count, np.bool_), np.full(count, course, np.int64))
        self.agents = list(self.possible_agents)
        if self._picture:
            self._picture.begin(self._stepper.state, course)
        return {agent: observation[k].copy() for agent, k in self._place.items()}, self._infos(self.agents)

    def step(
        self, actions: Mapping[str, Any]
    ) -> tuple[dict[str, Observation], dict[str, float], dict[str, bool], dict[str, bool], dict[str, dict[str, Any]]]:
        """Advance all living agents; the results are about those that lived before the step.

        Args:
            actions: Actions by the agents' names; an agent without one does nothing.

        Raises:
            NotBegunError: Before the first ``reset``.
            UnknownNameError: If there is no such agent.
            ShapeError: If an action has another shape than those of the space.
            SettingError: If one is not in the space; no agent has moved then.
        """
        if self._random is None:
            raise NotBegunError
        if not isinstance(actions, Mapping):
            raise SettingError(f"actions are a dictionary by the names of agents, not {actions!r:.80}")
        given = np.zeros((len(self.possible_agents), self.game.action_rows), np.float32)
        for agent, action in actions.items():
            if agent not in self._place:
                raise UnknownNameError.of("agent", agent, self._place)
            given[self._place[agent]] = self._actions.of_one(action)
        observation, reward, terminated, truncated = self._stepper.step(given)
        told, places = self.agents, [(agent, self._place[agent]) for agent in self.agents]
        self.agents = [agent for agent, k in places if not (terminated[k] or truncated[k])]
        if self._picture:
            self._picture.track(self._stepper.state)
        return (
            {agent: observation[k].copy() for agent, k in places},
            {agent: float(reward[k]) for agent, k in places},
            {agent: bool(terminated[k]) for agent, k in places},
            {agent: bool(truncated[k]) for agent, k in places},
            self._infos(told),
        )

    def _infos(self, agents: list[str]) -> dict[str, dict[str, Any]]:
        scores = self._stepper.scores
        return {agent: {"score": float(scores[self._place[agent]])} for agent in agents}

    def render(self) -> Any:
        """The newest state as a picture, text, or in a window, as ``render_mode`` says."""
        if self._picture and self._random is None:
            raise NotBegunError
        return self._picture.shown() if self._picture else None

    def __getstate__(self) -> dict[str, Any]:
        """All but the picture, which belongs to this one."""
        return {**self.__dict__, "_picture": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._picture = env_renderer(self.game, self._setting, self.render_mode)
        if self._picture and self._random is not None:
            self._picture.begin(self._stepper.state, self._stepper.course)

    def close(self) -> None:
        """Close the window, if there is one."""
        if self._picture:
            self._picture.close()
