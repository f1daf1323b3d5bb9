"""One agent in one game, as a Gymnasium environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gymnasium
import numpy as np
from numpy.typing import NDArray

from neuro.envs.checked_actions import Actions
from neuro.envs.rendering import MODES, env_renderer, metadata
from neuro.envs.spaces import (
    NotBegunError,
    action_space,
    course_of,
    known_options,
    observation_space,
    prepared,
    seed_of,
    step_limit,
)
from neuro.game import Game
from neuro.rollout.stepper import Stepper

__all__ = ["GameEnv"]

Observation = NDArray[np.float32]


class GameEnv(gymnasium.Env[Observation, Any]):
    """A game; see ``neuro.envs`` for reward and names, and the game's docstring for what is seen and done.

    ``reset`` takes ``options={"course": 7}`` for a certain course; otherwise courses follow from the seed. Infos hold
    the score and the course.

    Args:
        game: The game, or its name.
        level: Level of the game; its usual one when empty.
        parameters: Parameters of the rules that differ from the level's, by name.
        max_steps: Steps after which an episode is truncated; the game's own limit when None.
        render_mode: "rgb_array", "human", "ansi", or None.

    Raises:
        UnknownNameError: If there is no such game, level or parameter.
        SettingError: If a parameter is out of its limits, or ``max_steps`` is no whole number from 1.
    """

    metadata = {"render_modes": list(MODES), "render_fps": 60}  # noqa: RUF012 - Gymnasium declares it so

    def __init__(
        self,
        game: Game | str,
        *,
        level: str = "",
        parameters: Mapping[str, float] | None = None,
        max_steps: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        self.game, setting = prepared(game, level, parameters)
        self.metadata, self.render_mode = metadata(self.game), render_mode
        self.observation_space = observation_space(self.game, setting)  # type: ignore[assignment]
        self.action_space = action_space(self.game)
        self._stepper = Stepper(self.game, 1, setting, step_limit(max_steps))
        self._setting, self._picture = setting, env_renderer(self.game, setting, render_mode)
        self._actions, self._action = Actions(self.game), np.zeros((self.game.action_rows, 1), np.float32)
        self._known: dict[int, np.float32] = {}  # empty until the first episode has begun, and for boxes
        self._everyone = np.ones(1, np.bool_)
        self._seeded = False

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin an episode; see ``gymnasium.Env.reset``.

        Raises:
            SettingError: If the seed or the course is none.
            UnknownNameError: If there is another option than "course".
        """
        course = course_of(known_options(options, ("course",)))
        super().reset(seed=seed)
        if seed is not None or not self._seeded:
            own = int(self.np_random.integers(1 << 63)) if seed is None else seed_of(seed)
            self._stepper.seed(np.array([own], np.uint64))
            self._seeded, self._known = True, self._actions.known
        observation = np.empty((1, len(self.game.observation)), np.float32)
        self._stepper.restart(observation, self._everyone, None if course is None else np.array([course], np.int64))
        self._course = self._stepper.course
        if self._picture:
            self._picture.begin(self._stepper.state, self._course)
        return observation[0], {"score": self._stepper.score, "course": self._course}

    def step(self, action: Any) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Do something for a step; see ``gymnasium.Env.step``.

        Raises:
            NotBegunError: Before the first ``reset``.
            ShapeError: If the action has another shape than those of the space.
            SettingError: If it is not in the space.
        """
        if self._known:
            try:
                self._action[0, 0] = self._known[action]
            except (KeyError, TypeError):  # no choice, or one that is spelled in another way
                self._action[:, 0] = self._actions.of_one(action)
        elif self._seeded:
            self._action[:, 0] = self._actions.of_one(action)
        else:
            raise NotBegunError
        observation, reward, terminated, truncated = self._stepper.step_alone(self._action)
        if self._picture:
            self._picture.track(self._stepper.state)
        return observation, reward, terminated, truncated, {"score": self._stepper.score, "course": self._course}

    def render(self) -> Any:
        """The newest state as a picture, text, or in a window, as ``render_mode`` says."""
        if self._picture is None:
            gymnasium.logger.warn("render() draws nothing without a render_mode: gymnasium.make(..., render_mode=...)")
            return None
        if not self._seeded:
            raise NotBegunError
        return self._picture.shown()

    def __getstate__(self) -> dict[str, Any]:
        """All but the picture, which belongs to this one."""
        return {**self.__dict__, "_picture": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._picture = env_renderer(self.game, self._setting, self.render_mode)
        if self._picture and self._seeded:
            self._picture.begin(self._stepper.state, self._course)

    def close(self) -> None:
        """Close the window, if there is one."""
        if self._picture:
            self._picture.close()
