"""Gymnasium's environments as games: ``gym:CartPole-v1`` evolves, is kept and replayed like any other game.

An environment with a vectorised form of its own plays all genomes at once in it; there each agent begins somewhere
else, since only the vector as a whole has a seed. Any other is played in processes, every genome on the same courses:
a course is the seed that the environment is reset with.

Environments are code of others: whatever one raises becomes a sentence that names it.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import math
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import gymnasium
import numpy as np
from gymnasium.envs.registration import EnvSpec
from gymnasium.vector.utils import CloudpickleWrapper
from numpy.typing import NDArray

from neuro.envs.finding import found
from neuro.envs.step_notes import StepNotes
from neuro.envs.translation import Translation
from neuro.envs.workers import Workers
from neuro.errors import NeuroError
from neuro.game import Exam, Game
from neuro.kernels import LANES
from neuro.network import Dense, Input, Layer, Normal
from neuro.policies import Genomes, Policy, genome_of, genomes_of, policy_of
from neuro.processes import once_per_process
from neuro.rollout.evaluate import thread_count
from neuro.rollout.external import EpisodeResult, ExternalEngine, NetworkBatch
from neuro.rollout.outcome import Outcome

__all__ = ["GymEngine", "foreign_game"]

_HIDDEN = 16
_EXAM_COURSES, _LONGEST = 16, 1000


class _NoSetting(NamedTuple):
    """Environments have no parameters that a run could change."""


@contextmanager
def _blamed(spec: EnvSpec, what: str) -> Iterator[None]:
    """Turn what an environment raises inside into a NeuroError of one sentence.

    Raises:
        NeuroError: It names the environment, what it could not do, and why.
    """
    try:
        yield
    except NeuroError:
        raise
    except (Exception, SystemExit) as error:
        said = str(error) if type(error) is ValueError else f"{type(error).__name__}: {error}".removesuffix(": ")
        raise NeuroError(f"the environment {spec.id} cannot be {what}: {said:.400}") from error


def _make(spec: EnvSpec, **options: Any) -> gymnasium.Env[Any, Any]:
    """The environment.

    Raises:
        NeuroError: If it cannot be made here.
    """
    with _blamed(spec, "made"):
        return gymnasium.make(spec, disable_env_checker=True, **options)


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
    full, spec = found(identity)
    if full != identity:
        return foreign_game(full)
    env = _make(spec)
    with _blamed(spec, "closed"):
        env.close()
        translation = Translation(env.observation_space, env.action_space)
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
        engine=functools.partial(GymEngine, spec, translation),
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


def _note(spec: EnvSpec) -> str:
    """What a record has to say of exactness."""
    vectorised = spec.vector_entry_point is not None
    how = "in its own vectorised form, whose agents begin in different states" if vectorised else "in processes"
    return (
        f"{spec.id} of Gymnasium {gymnasium.__version__}, played {how}: the same bits are promised only with the same "
        "versions of Gymnasium, NumPy and what the environment builds on, on the same kind of machine"
    )


class GymEngine(ExternalEngine):
    """Plays an environment.

    Args:
        spec: What Gymnasium makes it of.
        translation: What turns its spaces into inputs and outputs.
        policy: The policy of the individuals, or its layers.
        threads: Number of processes; as many as the machine has when None or 0.
    """

    def __init__(
        self,
        spec: EnvSpec,
        translation: Translation,
        policy: Policy | tuple[Layer, ...],
        threads: int | None = None,
    ) -> None:
        self._spec, self._translation, self._threads = spec, translation, threads
        self._policy = policy_of(policy)
        self._vectors: dict[int, Any] = {}

    def compile(self, setting: Any) -> None:
        NetworkBatch(self._policy, self._policy.blank(1)).think(np.zeros((1, self._translation.inputs), np.float32))

    records = True

    def evaluate(
        self, genomes: Genomes | NDArray[np.float32], courses: NDArray[np.uint32], setting: Any, max_steps: int
    ) -> Outcome:
        return self._evaluated(genomes, courses, max_steps, None)

    def evaluate_recorded(
        self, genomes: Genomes, courses: NDArray[np.uint32], setting: Any, max_steps: int, steps: int
    ) -> Outcome:
        notes = StepNotes(len(genomes) * courses.size, steps, self._translation.inputs)
        return self._evaluated(genomes, courses, max_steps, notes)

    def _evaluated(
        self,
        genomes: Genomes | NDArray[np.float32],
        courses: NDArray[np.uint32],
        max_steps: int,
        notes: StepNotes | None,
    ) -> Outcome:
        agents = genomes_of(genomes).take(np.repeat(np.arange(len(genomes)), courses.size))
        seeds = np.tile(courses, len(genomes)).astype(np.int64)
        if self._spec.vector_entry_point is not None:
            with _blamed(self._spec, "played"):
                score, steps = self._play_together(agents, int(courses[0]), max_steps, notes)
        elif notes is not None:  # in this process, which holds them
            spec: CloudpickleWrapper[Any] = CloudpickleWrapper(self._spec)  # type: ignore[arg-type] # as below
            score, steps = _play_some(spec, self._policy, agents, seeds, max_steps, notes)
        else:
            score, steps = self._play_apart(agents, seeds, max_steps, thread_count(self._threads))
        shape = len(genomes), courses.size
        points = score.astype(np.float32).reshape(shape)
        experience = None if notes is None else notes.experience
        return Outcome(points, points.copy(), steps.reshape(shape), experience=experience)

    def _play_together(
        self, genomes: Genomes, seed: int, max_steps: int, notes: StepNotes | None
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """All in one vector of the environment's own making; scores and steps ``(agents,)``."""
        count = len(genomes)
        if count not in self._vectors:
            self._vectors[count] = gymnasium.make_vec(self._spec, num_envs=count)
        envs, minds = self._vectors[count], NetworkBatch(self._policy, genomes)
        seen, _ = envs.reset(seed=seed)
        score, steps, alive = np.zeros(count), np.zeros(count, np.int64), np.ones(count, np.bool_)
        for _ in range(max_steps):
            inputs = self._translation.inputs_of(seen)
            actions = self._translation.actions_of(minds.think(inputs))
            seen, reward, terminated, truncated, _ = envs.step(actions)
            if notes is not None:
                playing = np.flatnonzero(alive)
                then = self._translation.inputs_of(seen)[playing]
                notes.add(playing, inputs, minds.chosen(), reward[playing], then, terminated[playing])
            score += np.where(alive, reward, 0.0)
            steps += alive
            alive &= ~(terminated | truncated)
            if not alive.any():
                break
        return _finite(score), steps

    def _play_apart(
        self, genomes: Genomes, seeds: NDArray[np.int64], max_steps: int, workers: int
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Each in an environment of its own, dealt out to processes; scores and steps ``(agents,)``."""
        spec: CloudpickleWrapper[Any] = CloudpickleWrapper(self._spec)  # type: ignore[arg-type] # it wraps anything
        if workers == 1 or len(genomes) < 2 * workers:
            return _play_some(spec, self._policy, genomes, seeds, max_steps)
        shares = np.array_split(np.arange(len(genomes)), workers * max(1, len(genomes) // (workers * LANES)))
        tasks = [(spec, self._policy, genomes.take(share), seeds[share], max_steps) for share in shares]
        with _blamed(self._spec, "played in processes (--threads 1 plays in none)"):
            parts = _workers(workers).map(_play_some, tasks)
        return np.concatenate([score for score, _ in parts]), np.concatenate([steps for _, steps in parts])

    def replay(self, genome: Genomes | NDArray[np.float32], course: int, max_steps: int) -> EpisodeResult:
        """Replay a network as the base class says; the digest covers every observation and reward."""
        digest = hashlib.blake2b(digest_size=16)
        score, steps = 0.0, 0
        for seen, reward, _ in self._played(genome, course, max_steps):
            digest.update(np.asarray(seen, "<f8").tobytes() + np.float64(reward).tobytes())
            score, steps = score + reward, steps + 1
        return EpisodeResult(score, steps, digest.hexdigest())

    def pictures(
        self, genome: Genomes | NDArray[np.float32], course: int, max_steps: int
    ) -> Iterator[tuple[NDArray[np.uint8], float]]:
        score = 0.0
        for _, reward, env in self._played(genome, course, max_steps, "rgb_array"):
            score += reward
            with _blamed(self._spec, "drawn"):
                drawn: Any = env.render()
                if drawn is None:
                    raise ValueError('it has no pictures (no render mode "rgb_array")')
                picture = np.asarray(drawn, np.uint8)
                if picture.ndim != 3 or picture.shape[2] != 3:
                    raise ValueError(f"its pictures have the shape {picture.shape}, not (height, width, 3)")
            yield picture, score

    def _played(
        self, genome: Genomes | NDArray[np.float32], course: int, max_steps: int, mode: str | None = None
    ) -> Iterator[tuple[Any, float, gymnasium.Env[Any, Any]]]:
        """After each step: what is seen, the reward, and the environment, which can be rendered."""
        env, minds = _make(self._spec, render_mode=mode), NetworkBatch(self._policy, genome_of(genome))
        try:
            with _blamed(self._spec, "played"):
                seen, _ = env.reset(seed=course)
            for _ in range(max_steps):
                with _blamed(self._spec, "played"):
                    answer = minds.think(self._translation.inputs_of([seen]))
                    seen, reward, terminated, truncated, _ = env.step(self._translation.actions_of(answer)[0])
                    gained = float(_finite(np.asarray(reward, np.float64)))
                yield seen, gained, env
                if terminated or truncated:
                    break
        finally:
            if mode is None:  # one that has drawn would close every window of this process, ours too
                with _blamed(self._spec, "closed"):
                    env.close()


@once_per_process
def _workers(count: int) -> Workers:
    """Processes to play in, kept for the next generation."""
    workers = Workers(count)
    atexit.register(workers.close)
    return workers


def _play_some(
    wrapped: CloudpickleWrapper[Any],
    policy: Policy,
    genomes: Genomes,
    seeds: NDArray[np.int64],
    max_steps: int,
    notes: StepNotes | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Play some agents side by side, each in its own environment, which is reset with its seed."""
    spec: Any = wrapped.fn
    envs = [_make(spec) for _ in seeds]
    translation, minds = Translation(envs[0].observation_space, envs[0].action_space), NetworkBatch(policy, genomes)
    score, steps, alive = np.zeros(len(envs)), np.zeros(len(envs), np.int64), np.ones(len(envs), np.bool_)
    with _blamed(spec, "played"):
        seen = [env.reset(seed=int(seed))[0] for env, seed in zip(envs, seeds, strict=True)]
        for _ in range(max_steps):
            inputs = translation.inputs_of(seen)
            actions = translation.actions_of(minds.think(inputs))
            for k in np.flatnonzero(alive):
                seen[k], reward, terminated, truncated, _ = envs[k].step(actions[k])
                if notes is not None:
                    one, then = np.array([k]), translation.inputs_of([seen[k]])
                    notes.add(one, inputs, minds.chosen(), np.array([reward]), then, np.array([terminated]))
                score[k] += float(reward)
                steps[k] += 1
                alive[k] = not (terminated or truncated)
            if not alive.any():
                break
        for env in envs:
            env.close()
        return _finite(score), steps


def _finite(rewards: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rewards, or what they add up to.

    Raises:
        ValueError: If there is anything but finite numbers among them.
    """
    if not np.isfinite(rewards).all():
        raise ValueError("its rewards are not finite numbers")
    return rewards
