"""Every genome on every course, on all threads of this process."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, SettingError
from neuro.policies import Genomes, genomes_of
from neuro.processes import once_per_process
from neuro.rollout.loop import Block
from neuro.rollout.outcome import Outcome
from neuro.rollout.program import Program
from neuro.thread_pool import processors, together

__all__ = ["evaluate", "thread_count"]


_FEW = 1024  # agents that land soon
_SMALL = 1 << 20  # bytes of weights, of a block that is kept


def thread_count(asked: int | None = None) -> int:
    """How many threads to use: as many as asked for, else as many as the machine lets this process have.

    Raises:
        SettingError: If fewer than none are asked for.
    """
    if asked is not None and asked < 0:
        raise SettingError(f"threads must be a whole number from 1, or 0 for as many as there are, not {asked!r}")
    return asked or processors()


@once_per_process
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="rollout")


@once_per_process
def _spare_blocks(rollout: Any) -> list[Block]:
    """Blocks of a rollout that nobody flies in: making one takes as long as thirty flights, and holds the GIL."""
    return []


def evaluate(
    program: Program,
    genomes: Genomes | NDArray[np.float32],
    courses: NDArray[np.uint32],
    setting: Any,
    max_steps: int,
    threads: int | None = None,
) -> Outcome:
    """Fly every genome once on every course.

    Each thread takes the next agents as soon as it has room; who flies on which thread changes nothing.

    Args:
        program: The compiled loops of the game and the policy.
        genomes: The genomes, or the matrix float32 ``(population, parameters)`` of those that are vectors.
        courses: Seeds of the courses, uint32 ``(episodes,)``.
        setting: The game's parameters.
        max_steps: The longest episode, in steps.
        threads: Number of threads; as many as there are when None or 0.

    Raises:
        NeuroError: If a thread breaks off, and its agents fail again when they are flown once more.
    """
    asked = genomes_of(genomes)
    agents = len(asked) * courses.size
    fitness, score = np.empty(agents, np.float32), np.empty(agents, np.float32)
    steps = np.full(agents, -1, np.int64)
    packed, workers = asked.packed(), min(thread_count(threads), -(-agents // program.lanes))

    spare = _spare_blocks(program.rollout)

    def fly(waiting: NDArray[np.int64]) -> None:
        try:
            block = spare.pop()
        except IndexError:
            block = program.block()
        program.rollout(block, packed, courses, waiting, setting, max_steps, fitness, score, steps)
        if block.weights.nbytes <= _SMALL:
            spare.append(block)

    failed = _flown(fly, workers, agents)
    if failed:
        _fly_again(fly, failed[0])
    shape = (len(asked), courses.size)
    faults = tuple(f"a worker broke off ({error!r:.200}); its share was flown again" for error in failed)
    return Outcome(fitness.reshape(shape), score.reshape(shape), steps.reshape(shape), faults)


def _flown(fly: Callable[[NDArray[np.int64]], None], workers: int, agents: int) -> list[Exception]:
    """Fly everybody, in so many threads; returns what those that broke off raised.

    On Ctrl-C threads take no more agents. This thread, which hears of it, flies nobody where there are many agents.
    """
    waiting = np.zeros(1, np.int64)

    failures: list[Exception] = []

    def attempt() -> None:
        try:
            fly(waiting)
        except Exception as error:
            failures.append(error)

    try:
        if agents <= _FEW:  # this thread need not wait for others to wake up
            together(attempt, workers)
        else:
            for attempted in [_pool(workers).submit(attempt) for _ in range(workers)]:
                attempted.result()
        return failures
    except BaseException:
        waiting[0] = agents
        raise


def _fly_again(fly: Callable[[NDArray[np.int64]], None], before: Exception) -> None:
    """Fly in this thread whoever has not landed: flights draw by counter, so nothing but the fault is different."""
    try:
        fly(np.zeros(1, np.int64))
    except Exception as error:
        told = f"a flight failed twice: {before!r:.200}, then {error!r:.200} (`neuro check` tells where rules fail)"
        raise NeuroError(told) from error
