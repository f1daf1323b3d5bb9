"""One agent in one game, as a Gymnasium environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gymnasium
import numpy as np
from numpy.typing import NDArray

from neuro.envs.rendering import MODES, easel, metadata
from neuro.envs.spaces import action_space, observation_space, prepared
from neuro.game import Game
from neuro.rollout.stepper import Stepper

__all__ = ["GameEnv"]

Observation = NDArray[np.float32]


class GameEnv(gymnasium.Env[Observation, Any]):
    """A game; see ``neuro.envs`` for reward and names, and the game's docstring for what is seen and done.

    ``reset`` takes ``options={"course": 7}`` for a certain course; otherwise courses follow from the seed. Infos hold
    the score and the course.

    Args:
        game: It, or its name.
        level: Of the game; its usual one when empty.
        parameters: Parameters of the rules that differ from the level's, by name.
        max_steps: When an episode is truncated; the game's own when None.
        render_mode: "rgb_array", "human", "ansi", or None.

    Raises:
        UnknownNameError: If there is no such game, level or parameter.
        SettingError: If a parameter is out of its limits.
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
        self._stepper = Stepper(self.game, 1, setting, max_steps)
        self._picture = easel(self.game, setting, render_mode)
        self._action = np.zeros((self.game.action_rows, 1), np.float32)
        self._everyone = np.ones(1, np.bool_)
        self._seeded = False

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin an episode; see ``gymnasium.Env.reset``."""
        super().reset(seed=seed)
        if seed is not None or not self._seeded:
            own = int(self.np_random.integers(1 << 63)) if seed is None else seed
            self._stepper.seed(np.array([own], np.uint64))
            self._seeded = True
        observation = np.empty((1, len(self.game.observation)), np.float32)
        course = (options or {}).get("course")
        self._stepper.restart(observation, self._everyone, None if course is None else np.array([course], np.int64))
        self._course = self._stepper.course
        if self._picture:
            self._picture.begin(self._stepper.state, self._course)
        return observation[0], {"score": self._stepper.score, "course": self._course}

    def step(self, action: Any) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Do something for a step; see ``gymnasium.Env.step``."""
        self._action[:, 0] = action
        observation, reward, terminated, truncated = self._stepper.step_alone(self._action)
        if self._picture:
            self._picture.track(self._stepper.state)
        return observation, reward, terminated, truncated, {"score": self._stepper.score, "course": self._course}

    def render(self) -> Any:
        """The newest state as a picture, text, or in a window, as ``render_mode`` says."""
        if self._picture is None:
            gymnasium.logger.warn("render() draws nothing without a render_mode: gymnasium.make(..., render_mode=...)")
            return None
        return self._picture.shown()

    def close(self) -> None:
        """Close the window, if there is one."""
        if self._picture:
            self._picture.close()
