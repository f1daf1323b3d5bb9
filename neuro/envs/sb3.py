"""The vector environment in the form that Stable-Baselines3 wants.

from stable_baselines3 import PPO
from neuro.envs.sb3 import GameVecEnv

PPO("MlpPolicy", GameVecEnv("flappy", 64)).learn(1_000_000)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode
from numpy.typing import NDArray

from neuro.envs.vector import GameVectorEnv
from neuro.errors import NeuroError
from neuro.game import Game

try:
    from stable_baselines3.common.vec_env import VecEnv
except ModuleNotFoundError as error:
    if error.name != "stable_baselines3":
        raise
    raise NeuroError("this adapter needs Stable-Baselines3: pip install stable-baselines3") from error

__all__ = ["GameVecEnv"]


class GameVecEnv(VecEnv):  # type: ignore[misc] # without Stable-Baselines3 its type is unknown
    """Many episodes of a game, each begun anew in the step in which it ends.

    Args:
        game: The game, or its name.
        num_envs: Number of environments.
        **options: Options of ``GameVectorEnv``: ``level``, ``parameters``, ``max_steps``, ``render_mode``.
    """

    def __init__(self, game: Game | str, num_envs: int, **options: Any) -> None:
        self.envs = GameVectorEnv(game, num_envs, autoreset_mode=AutoresetMode.SAME_STEP, **options)
        self.render_mode = self.envs.render_mode
        super().__init__(num_envs, self.envs.single_observation_space, self.envs.single_action_space)
        self._actions: Any = None

    def reset(self) -> NDArray[np.float32]:
        """Begin all episodes, from the seed if one was given."""
        seed = self._seeds if any(one is not None for one in self._seeds) else None
        observation, infos = self.envs.reset(seed=seed)
        self.reset_infos = self._each(infos)
        self._reset_seeds()
        return observation

    def step_async(self, actions: NDArray[Any]) -> None:
        """Take the actions of the next step."""
        self._actions = actions

    def step_wait(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_], list[dict[str, Any]]]:
        """Do the step: observations, rewards, whose episodes ended, and infos of each."""
        observation, reward, terminated, truncated, infos = self.envs.step(self._actions)
        each, ended = self._each(infos), terminated | truncated
        for agent in np.flatnonzero(ended):
            each[agent]["terminal_observation"] = infos["final_obs"][agent]
            each[agent]["TimeLimit.truncated"] = bool(truncated[agent])
            each[agent]["score"] = float(infos["final_info"]["score"][agent])
        return observation, reward.astype(np.float32), ended, each

    @staticmethod
    def _each(infos: dict[str, Any]) -> list[dict[str, Any]]:
        pairs = zip(infos["score"].tolist(), infos["course"].tolist(), strict=True)
        return [{"score": score, "course": course} for score, course in pairs]

    def close(self) -> None:
        """Close the environments."""
        self.envs.close()

    def get_images(self) -> list[NDArray[np.uint8] | None]:
        """A picture of each."""
        return list(self.envs.render() or [None] * self.num_envs)

    def _places(self, indices: int | Iterable[int] | None) -> list[int]:
        return list(range(self.num_envs)) if indices is None else list(np.atleast_1d(np.asarray(indices)))

    def get_attr(self, attr_name: str, indices: int | Iterable[int] | None = None) -> list[Any]:
        """An attribute, which is the same for all."""
        return [getattr(self.envs, attr_name) for _ in self._places(indices)]

    def set_attr(self, attr_name: str, value: Any, indices: int | Iterable[int] | None = None) -> None:
        """Set an attribute, of all."""
        setattr(self.envs, attr_name, value)

    def env_method(
        self, method_name: str, *arguments: Any, indices: int | Iterable[int] | None = None, **named: Any
    ) -> list[Any]:
        """Call a method, once for each that is asked for."""
        return [getattr(self.envs, method_name)(*arguments, **named) for _ in self._places(indices)]

    def env_is_wrapped(self, wrapper_class: type[Any], indices: int | Iterable[int] | None = None) -> list[bool]:
        """Whether the environments are wrapped: they are not."""
        return [False for _ in self._places(indices)]
