"""Gymnasium's environments as games: ``gym:CartPole-v1`` evolves, is kept and replayed like any other game.

An environment with a vectorised form of its own plays all genomes at once in it; there each agent begins somewhere
else, since only the vector as a whole has a seed. Any other is played in processes, every genome on the same courses:
a course is the seed that the environment is reset with.
"""

from __future__ import annotations

import functools
import hashlib
import math
import types
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple

import gymnasium
import numpy as np
from numpy.typing import NDArray

from neuro.envs.translation import Translation
from neuro.errors import NeuroError, UnknownNameError
from neuro.game import Exam, Game
from neuro.kernels import LANES
from neuro.network import Dense, Input, Layer, Normal
from neuro.network.network import parameter_count
from neuro.rollout.evaluate import Outcome, thread_count
from neuro.rollout.foreign import Foreign, Minds, Told

__all__ = ["GymEngine", "foreign_game"]

_HIDDEN = 16
_EXAM_COURSES, _LONGEST = 16, 1000


class _NoSetting(NamedTuple):
    """Environments have no parameters that a run could change."""


def _make(identity: str, **options: Any) -> gymnasium.Env[Any, Any]:
    """The environment.

    Raises:
        UnknownNameError: If none is registered under that name.
        NeuroError: If it cannot be made here.
    """
    try:
        return gymnasium.make(identity, disable_env_checker=True, **options)
    except (gymnasium.error.UnregisteredEnv, gymnasium.error.NamespaceNotFound) as error:
        raise UnknownNameError.of("environment", identity, gymnasium.registry) from error
    except (gymnasium.error.Error, ImportError, ValueError) as error:
        raise NeuroError(f"the environment {identity} cannot be made: {error}") from error


@functools.cache
def foreign_game(identity: str) -> Game:
    """An environment that is registered with Gymnasium, as a game.

    Solved is what the environment itself says: its reward threshold, on each of 16 courses; never where it has none.

    Args:
        identity: What ``gymnasium.make`` takes, for example "CartPole-v1".

    Raises:
        UnknownNameError: If none is registered under that name.
        NeuroError: If it cannot be made here, or has spaces that networks cannot play.
    """
    env = _make(identity)
    translation, spec = Translation(env.observation_space, env.action_space), env.spec
    env.close()
    assert spec is not None
    longest = spec.max_episode_steps or _LONGEST
    threshold = math.inf if spec.reward_threshold is None else float(spec.reward_threshold)
    output = "tanh" if translation.decision == "continuous" else "identity"
    return Game(
        name=f"gym:{identity}",
        title=identity,
        rules=_facts(identity, translation),
        layers=(Input(translation.inputs), Dense(_HIDDEN, "tanh"), Dense(translation.outputs, output)),
        exam=Exam(score=threshold, courses=_EXAM_COURSES, max_steps=longest),
        max_steps=longest,
        score_name="points",
        agent="agent",
        initialiser=Normal(0.5),
        engine=functools.partial(GymEngine, identity, translation),
        note=_note(spec),
        steps_per_second=min(max(env.metadata.get("render_fps") or 60, 0.1), 1_000),
    )


def _facts(identity: str, translation: Translation) -> types.ModuleType:
    """What ``Game`` reads of rules; there are none to compile."""
    facts = types.ModuleType(f"gym:{identity}")
    facts.__dict__.update(
        VERSION=1,
        STATE=("alive", "score"),
        OBSERVATION=tuple(f"input {k}" for k in range(translation.inputs)),
        ACTIONS=tuple(f"output {k}" for k in range(translation.outputs)),
        DECISION=translation.decision,
        Setting=_NoSetting,
    )
    return facts


def _note(spec: Any) -> str:
    """What a record has to say of exactness."""
    vectorised = spec.vector_entry_point is not None
    how = "in its own vectorised form, whose agents begin in different states" if vectorised else "in processes"
    return (
        f"{spec.id} of Gymnasium {gymnasium.__version__}, played {how}: the same bits are promised only with the same "
        "versions of Gymnasium, NumPy and what the environment builds on, on the same kind of machine"
    )


class GymEngine(Foreign):
    """Plays an environment.

    Args:
        identity: What ``gymnasium.make`` takes.
        translation: Of its spaces.
        layers: Of the networks.
    """

    def __init__(self, identity: str, translation: Translation, layers: tuple[Layer, ...]) -> None:
        self.identity, self._translation, self._layers = identity, translation, layers
        self._vectors: dict[int, Any] = {}

    @property
    def _vectorised(self) -> bool:
        return gymnasium.spec(self.identity).vector_entry_point is not None

    def compile(self) -> None:
        """See ``Foreign``."""
        genome = np.zeros((1, parameter_count(self._layers)), np.float32)
        Minds(self._layers, genome).think(np.zeros((1, self._translation.inputs), np.float32))

    def evaluate(
        self,
        genomes: NDArray[np.float32],
        courses: NDArray[np.uint32],
        max_steps: int,
        threads: int | None = None,
    ) -> Outcome:
        """See ``Foreign``."""
        agents = np.repeat(genomes, courses.size, axis=0)
        seeds = np.tile(courses, len(genomes)).astype(np.int64)
        if self._vectorised:
            score, steps = self._play_together(agents, int(courses[0]), max_steps)
        else:
            score, steps = self._play_apart(agents, seeds, max_steps, thread_count(threads))
        shape = len(genomes), courses.size
        points = score.astype(np.float32).reshape(shape)
        return Outcome(points, points.copy(), steps.reshape(shape))

    def _play_together(
        self, genomes: NDArray[np.float32], seed: int, max_steps: int
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """All in one vector of the environment's own making; scores and steps ``(agents,)``."""
        count = len(genomes)
        if count not in self._vectors:
            self._vectors[count] = gymnasium.make_vec(self.identity, num_envs=count)
        envs, minds = self._vectors[count], Minds(self._layers, genomes)
        seen, _ = envs.reset(seed=seed)
        score, steps, alive = np.zeros(count), np.zeros(count, np.int64), np.ones(count, np.bool_)
        for _ in range(max_steps):
            actions = self._translation.actions_of(minds.think(self._translation.inputs_of(seen)))
            seen, reward, terminated, truncated, _ = envs.step(actions)
            score += np.where(alive, reward, 0.0)
            steps += alive
            alive &= ~(terminated | truncated)
            if not alive.any():
                break
        return score, steps

    def _play_apart(
        self, genomes: NDArray[np.float32], seeds: NDArray[np.int64], max_steps: int, workers: int
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Each in an environment of its own, dealt out to processes; scores and steps ``(agents,)``."""
        task = functools.partial(_play_some, self.identity, self._layers, max_steps=max_steps)
        if workers == 1 or len(genomes) < 2 * workers:
            return task(genomes, seeds)
        shares = np.array_split(np.arange(len(genomes)), workers * max(1, len(genomes) // (workers * LANES)))
        parts = list(_pool(workers).map(task, [genomes[s] for s in shares], [seeds[s] for s in shares]))
        return np.concatenate([score for score, _ in parts]), np.concatenate([steps for _, steps in parts])

    def replay(self, genome: NDArray[np.float32], course: int, max_steps: int) -> Told:
        """See ``Foreign``; the digest covers every observation and reward."""
        digest = hashlib.blake2b(digest_size=16)
        score, steps = 0.0, 0
        for seen, reward, _ in self._flown(genome, course, max_steps):
            digest.update(np.asarray(seen, "<f8").tobytes() + np.float64(reward).tobytes())
            score, steps = score + reward, steps + 1
        return Told(score, steps, digest.hexdigest())

    def pictures(
        self, genome: NDArray[np.float32], course: int, max_steps: int
    ) -> Iterator[tuple[NDArray[np.uint8], float]]:
        """See ``Foreign``."""
        score = 0.0
        for _, reward, env in self._flown(genome, course, max_steps, "rgb_array"):
            score += reward
            yield np.asarray(env.render(), np.uint8), score

    def _flown(
        self, genome: NDArray[np.float32], course: int, max_steps: int, mode: str | None = None
    ) -> Iterator[tuple[Any, float, gymnasium.Env[Any, Any]]]:
        """After each step: what is seen, the reward, and the environment, which can be rendered."""
        env, minds = _make(self.identity, render_mode=mode), Minds(self._layers, genome[np.newaxis])
        seen, _ = env.reset(seed=course)
        try:
            for _ in range(max_steps):
                answer = minds.think(self._translation.inputs_of([seen]))
                seen, reward, terminated, truncated, _ = env.step(self._translation.actions_of(answer)[0])
                yield seen, float(reward), env
                if terminated or truncated:
                    break
        finally:
            if mode is None:  # one that has drawn would close every window of this process, ours too
                env.close()


@functools.cache
def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _play_some(
    identity: str, layers: tuple[Layer, ...], genomes: NDArray[np.float32], seeds: NDArray[np.int64], max_steps: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Play some agents side by side, each in its own environment, which is reset with its seed."""
    envs = [_make(identity) for _ in genomes]
    translation, minds = Translation(envs[0].observation_space, envs[0].action_space), Minds(layers, genomes)
    seen = [env.reset(seed=int(seed))[0] for env, seed in zip(envs, seeds, strict=True)]
    score, steps, alive = np.zeros(len(envs)), np.zeros(len(envs), np.int64), np.ones(len(envs), np.bool_)
    for _ in range(max_steps):
        actions = translation.actions_of(minds.think(translation.inputs_of(seen)))
        for k in np.flatnonzero(alive):
            seen[k], reward, terminated, truncated, _ = envs[k].step(actions[k])
            score[k] += float(reward)
            steps[k] += 1
            alive[k] = not (terminated or truncated)
        if not alive.any():
            break
    for env in envs:
        env.close()
    return score, steps
