"""Many agents, each in an episode of its own, as one Gymnasium vector environment on the compiled lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from neuro.envs.checked_actions import Actions
from neuro.envs.rendering import MODES, env_renderer, metadata
from neuro.envs.spaces import (
    NotBegunError,
    action_space,
    agent_count,
    known_options,
    observation_space,
    prepared,
    seed_of,
    step_limit,
    whole_number,
)
from neuro.errors import SettingError, ShapeError, named
from neuro.game import Game
from neuro.rollout.stepper import Stepper

__all__ = ["GameVectorEnv"]

Observations = NDArray[np.float32]
Flags = NDArray[np.bool_]


class GameVectorEnv(VectorEnv[Observations, Any, NDArray[Any]]):
    """Many episodes of a game at once; each agent sees exactly what ``GameEnv`` with its seed shows.

    Args:
        game: The game, or its name.
        num_envs: Number of environments.
        level: Level of the game; its usual one when empty.
        parameters: Parameters of the rules that differ from the level's, by name.
        max_steps: Steps after which an episode is truncated; the game's own limit when None.
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
        num_envs = agent_count("num_envs", num_envs)
        self.game, setting = prepared(game, level, parameters)
        self.num_envs, self.autoreset_mode = num_envs, _autoreset(autoreset_mode)
        self.render_mode = render_mode
        if render_mode == "human":
            raise SettingError('a vector of environments has no window: take render_mode="rgb_array"')
        self.metadata = {**metadata(self.game, MODES[1:]), "autoreset_mode": self.autoreset_mode}
        self.single_observation_space = observation_space(self.game, setting)
        self.single_action_space = action_space(self.game)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._stepper, self._actions = Stepper(self.game, num_envs, setting, step_limit(max_steps)), Actions(self.game)
        self._setting, self._pictures = setting, self._drawn(setting)
        self._last = np.zeros((num_envs, len(self.game.observation)), np.float32)
        self._seeded, self._everyone = False, np.ones(num_envs, np.bool_)

    def _drawn(self, setting: Any) -> list[Any]:
        """What draws each agent; nothing where nothing is drawn."""
        if self.render_mode is None:
            return []
        return [env_renderer(self.game, setting, self.render_mode) for _ in range(self.num_envs)]

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observations, dict[str, Any]]:
        """Begin episodes: all, or those that ``options["reset_mask"]`` names; see ``gymnasium.vector.VectorEnv``.

        Args:
            seed: Seed of the first environment, the n-th getting ``seed + n``; or a list with a seed for each, None for
                those that go on with their own draws.
            options: "reset_mask", bool ``(num_envs,)``; "courses", whole numbers ``(num_envs,)``.

        Raises:
            ShapeError: If there are not as many seeds or courses as environments, or the mask is none.
            SettingError: If a seed or a course is none.
            UnknownNameError: If there is another option.
        """
        given = known_options(options, ("reset_mask", "courses"))
        chosen, courses = self._mask(given), self._courses(given.get("courses"))
        super().reset(seed=seed if isinstance(seed, int) else None)
        self._seed(seed, chosen)
        observation = np.empty((self.num_envs, len(self.game.observation)), np.float32)
        if not chosen.all():
            observation[:] = self._last
        self._stepper.restart(observation, chosen, courses)
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
        if not (self._seeded or mask.all()):
            raise ShapeError("the first reset begins all episodes: leave reset_mask out")
        return np.asarray(mask)

    def _courses(self, courses: Any) -> NDArray[np.int64] | None:
        if courses is None:
            return None
        if np.asarray(courses, object).shape != (self.num_envs,):
            raise ShapeError(f"{self.num_envs} environments need as many courses, not {courses!r:.80}")
        return np.array([whole_number("a course", one, 0, (1 << 32) - 1) for one in courses], np.int64)

    def _seed(self, seed: int | Sequence[int | None] | None, chosen: Flags) -> None:
        if isinstance(seed, (int, np.integer)):
            self._stepper.seed(seed_of(seed) + np.arange(self.num_envs, dtype=np.uint64), chosen)
        elif seed is not None:
            if np.asarray(seed, object).shape != (self.num_envs,):
                raise ShapeError(f"{self.num_envs} environments need a seed, or as many as they are, not {seed!r:.80}")
            given = np.array([one is not None for one in seed])
            own = [0 if one is None else seed_of(one) for one in seed]
            self._stepper.seed(np.array(own, np.uint64), given & chosen)
        elif not self._seeded:
            self._stepper.seed(self.np_random.integers(1 << 63, size=self.num_envs, dtype=np.uint64))
        self._seeded = True

    def step(self, actions: Any) -> tuple[Observations, NDArray[np.float64], Flags, Flags, dict[str, Any]]:
        """Advance all; see ``gymnasium.vector.VectorEnv.step``.

        Raises:
            NotBegunError: Before the first ``reset``.
            ShapeError: If the actions have another shape than those of the space.
            SettingError: If one is not in the space; no agent has moved then.
        """
        if not self._seeded:
            raise NotBegunError
        stepper, again = self._stepper, self._stepper.over.copy()
        observation, reward, terminated, truncated = stepper.step(self._actions.of_many(self.num_envs, actions))
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
        if self._pictures and not self._seeded:
            raise NotBegunError
        return tuple(picture.shown() for picture in self._pictures) if self._pictures else None

    def __getstate__(self) -> dict[str, Any]:
        """All but the pictures, which belong to this one."""
        return {**self.__dict__, "_pictures": []}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._pictures = self._drawn(self._setting)
        if self._seeded:
            self._begin_pictures(self._everyone)


def _autoreset(mode: AutoresetMode | str) -> AutoresetMode:
    """Gymnasium's mode, or that of a value."""
    return (
        mode if isinstance(mode, AutoresetMode) else named("autoreset mode", mode, {m.value: m for m in AutoresetMode})
    )
