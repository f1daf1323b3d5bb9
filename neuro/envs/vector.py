"""Many agents, each in an episode of its own, as one Gymnasium vector environment on the compiled lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from neuro.envs.rendering import MODES, easel, metadata
from neuro.envs.spaces import action_rows, action_space, observation_space, prepared
from neuro.errors import SettingError, ShapeError
from neuro.game import Game
from neuro.rollout.stepper import Stepper

__all__ = ["GameVectorEnv"]

Observations = NDArray[np.float32]
Flags = NDArray[np.bool_]


class GameVectorEnv(VectorEnv[Observations, Any, NDArray[Any]]):
    """Many episodes of a game at once; each agent sees exactly what ``GameEnv`` with its seed shows.

    Args:
        game: It, or its name.
        num_envs: How many.
        level: Of the game; its usual one when empty.
        parameters: Parameters of the rules that differ from the level's, by name.
        max_steps: When an episode is truncated; the game's own when None.
        autoreset_mode: Gymnasium's ``AutoresetMode``, or its value. In ``DISABLED`` an agent whose episode is over
            stays as it is until ``reset(options={"reset_mask": ...})``.
        render_mode: "rgb_array" or "ansi", one for each agent; or None.

    Raises:
        UnknownNameError: If there is no such game, level or parameter.
        SettingError: If a value is out of its range.
    """

    def __init__(
        self,
        game: Game | str,
        num_envs: int = 1,
        *,
        level: str = "",
        parameters: Mapping[str, float] | None = None,
        max_steps: int | None = None,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
        render_mode: str | None = None,
    ) -> None:
        if num_envs < 1:
            raise SettingError(f"num_envs must be at least 1, not {num_envs!r}")
        self.game, setting = prepared(game, level, parameters)
        self.num_envs, self.autoreset_mode = num_envs, AutoresetMode(autoreset_mode)
        self.render_mode = render_mode
        if render_mode == "human":
            raise SettingError('a vector of environments has no window: take render_mode="rgb_array"')
        self.metadata = {**metadata(self.game, MODES[1:]), "autoreset_mode": self.autoreset_mode}
        self.single_observation_space = observation_space(self.game, setting)
        self.single_action_space = action_space(self.game)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._stepper = Stepper(self.game, num_envs, setting, max_steps)
        drawn = (easel(self.game, setting, render_mode) for _ in range(num_envs))
        self._pictures = [picture for picture in drawn if picture is not None]
        self._last = np.zeros((num_envs, len(self.game.observation)), np.float32)
        self._seeded, self._everyone = False, np.ones(num_envs, np.bool_)

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observations, dict[str, Any]]:
        """Begin episodes: all, or those that ``options["reset_mask"]`` names; see ``gymnasium.vector.VectorEnv``.

        Args:
            seed: Of the first; the n-th gets ``seed + n``. Or one for each, None for those that go on with their own.
            options: "reset_mask", bool ``(num_envs,)``; "courses", whole numbers ``(num_envs,)``.
        """
        super().reset(seed=seed if isinstance(seed, int) else None)
        options = options or {}
        chosen = self._mask(options)
        self._seed(seed, chosen)
        observation = np.empty((self.num_envs, len(self.game.observation)), np.float32)
        if not chosen.all():
            observation[:] = self._last
        courses = options.get("courses")
        self._stepper.restart(observation, chosen, None if courses is None else np.asarray(courses, np.int64))
        self._last = observation
        self._begin_pictures(chosen)
        return observation.copy(), self._infos(chosen)

    def _mask(self, options: Mapping[str, Any]) -> Flags:
        mask = options.get("reset_mask")
        if mask is None:
            return self._everyone
        if getattr(mask, "dtype", None) != np.bool_ or mask.shape != (self.num_envs,) or not mask.any():
            raise ShapeError(
                f"reset_mask must be a bool array of shape {(self.num_envs,)} with one True at least, not {mask!r:.80}"
            )
        return np.asarray(mask)

    def _seed(self, seed: int | Sequence[int | None] | None, chosen: Flags) -> None:
        if isinstance(seed, (int, np.integer)):
            self._stepper.seed(int(seed) + np.arange(self.num_envs, dtype=np.uint64), chosen)
        elif seed is not None:
            if len(seed) != self.num_envs:
                raise ShapeError(f"{self.num_envs} environments need as many seeds, not {len(seed)}")
            given = np.array([one is not None for one in seed])
            self._stepper.seed(np.array([one or 0 for one in seed], np.uint64), given & chosen)
        elif not self._seeded:
            self._stepper.seed(self.np_random.integers(1 << 63, size=self.num_envs, dtype=np.uint64))
        self._seeded = True

    def step(self, actions: Any) -> tuple[Observations, NDArray[np.float64], Flags, Flags, dict[str, Any]]:
        """Advance all; see ``gymnasium.vector.VectorEnv.step``."""
        stepper, again = self._stepper, self._stepper.over.copy()
        observation, reward, terminated, truncated = stepper.step(action_rows(self.game, self.num_envs, actions))
        infos: dict[str, Any] = {}
        if self.autoreset_mode is AutoresetMode.NEXT_STEP:
            if again.any():
                stepper.restart(observation, again)
                terminated[again] = truncated[again] = False
        elif self.autoreset_mode is AutoresetMode.SAME_STEP:
            again = terminated | truncated
            if again.any():
                infos = self._final(observation, again)
                stepper.restart(observation, again)
        else:
            again[:] = False
        if self._pictures:
            for picture, state in zip(self._pictures, stepper.state.T, strict=True):
                picture.track(state[:, np.newaxis])
            self._begin_pictures(again)
        self._last = observation
        return observation.copy(), reward.astype(np.float64), terminated, truncated, {**infos, **self._infos()}

    def _final(self, observation: Observations, ended: Flags) -> dict[str, Any]:
        """The last observations and infos of episodes that have just ended."""
        last = np.full(self.num_envs, None, object)
        for agent in np.flatnonzero(ended):
            last[agent] = observation[agent].copy()
        return {
            "final_obs": last,
            "_final_obs": ended.copy(),
            "final_info": self._infos(ended),
            "_final_info": ended.copy(),
        }

    def _infos(self, chosen: Flags | None = None) -> dict[str, Any]:
        mask = self._everyone if chosen is None else chosen
        scores, courses = self._stepper.scores, self._stepper.courses.astype(np.int64)
        return {"score": scores, "_score": mask.copy(), "course": courses, "_course": mask.copy()}

    def _begin_pictures(self, chosen: Flags) -> None:
        if self._pictures and chosen.any():
            state, courses = self._stepper.state, self._stepper.courses
            for agent in np.flatnonzero(chosen):
                self._pictures[agent].begin(state[:, agent : agent + 1], int(courses[agent]))

    def render(self) -> tuple[Any, ...] | None:
        """A picture of each agent."""
        return tuple(picture.shown() for picture in self._pictures) if self._pictures else None
