"""Every genome on every course, on all threads of this process."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.arrays import read_only
from neuro.errors import NeuroError, SettingError, ShapeError
from neuro.policies import Genomes, genomes_of
from neuro.processes import once_per_process
from neuro.rollout.experience import room_for_steps
from neuro.rollout.loop import Block
from neuro.rollout.matches import Matches, against_itself
from neuro.rollout.outcome import Outcome
from neuro.rollout.program import Program
from neuro.thread_pool import processors, together

__all__ = ["evaluate", "thread_count"]


_FEW = 1024  # agents that land soon
_NO_PAIRS = np.zeros((0, 1), np.int64)  # of a game of one player
_SMALL = 1 << 20  # bytes of weights, of a block that is kept


def thread_count(asked: int | None = None) -> int:
    """How many threads to use: as many as asked for, else as many as the machine lets this process have.

    Raises:
        SettingError: If fewer than none are asked for, or what is no whole number.
    """
    if asked is not None and (not isinstance(asked, (int, np.integer)) or asked < 0):
        raise SettingError(f"threads must be a whole number from 1, or 0 for as many as there are, not {asked!r}")
    return asked or processors()


@once_per_process
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="rollout")


@once_per_process
def _spare_blocks(rollout: Any) -> list[Block]:
    """Blocks of a rollout that no agents are in: making one takes as long as thirty episodes, and holds the GIL."""
    return []


def evaluate(
    program: Program,
    genomes: Genomes | NDArray[np.float32],
    courses: NDArray[np.uint32],
    setting: Any,
    max_steps: int,
    threads: int | None = None,
    matches: Matches | None = None,
    steps_told: int = 0,
) -> Outcome:
    """Play every genome once on every course.

    Each thread takes the next agents as soon as it has room; who plays on which thread changes nothing.

    Args:
        program: The compiled loops of the game and the policy.
        genomes: The genomes, or the matrix float32 ``(population, parameters)`` of those that are vectors.
        courses: Seeds of the courses, uint32 ``(episodes,)``.
        setting: The game's parameters.
        max_steps: The longest episode, in steps.
        threads: Number of threads; as many as there are when None or 0.
        matches: The table of matches, in a game of several players; each genome against copies of itself when None.
        steps_told: How many steps are written down at most, of all agents together; see ``Experience``.

    Raises:
        ShapeError: If matches have another number of players than the game.
        NeuroError: If a thread breaks off, and its agents fail again when they are played once more.
    """
    asked, players = genomes_of(genomes), program.players
    program = program.with_room_for(asked)
    if matches is not None and matches.players.shape[1] != players:
        raise ShapeError(f"the game has {players} players in a match, not {matches.players.shape[1]}")
    if players == 1:
        matches, pairs, agents = None, _NO_PAIRS, len(asked) * courses.size
    else:
        matches = against_itself(len(asked), players) if matches is None else matches
        pairs, agents = matches.players, len(matches.players) * courses.size
    fitness, score = np.empty(agents * players, np.float32), np.empty(agents * players, np.float32)
    steps = np.full(agents, -1, np.int64)
    behaviour = np.empty((agents, players * program.behaviours), np.float32)
    written = fitness, score, steps, behaviour, pairs
    found = room_for_steps(agents, steps_told, len(program.game.observation)) if steps_told else None
    packed, workers = read_only(asked.packed()), min(thread_count(threads), -(-agents // program.lanes))
    spare = _spare_blocks(program.rollout)

    def run(waiting: NDArray[np.int64]) -> None:
        try:
            block = spare.pop()
        except IndexError:
            block = program.block()
        given = block, packed, courses, waiting, setting, max_steps, *written
        if found is None:
            program.rollout(*given, ())
        else:
            program.record(*given, (found, np.zeros(program.lanes, np.float32)))
        if block.weights.nbytes <= _SMALL:
            spare.append(block)

    failed = _run_all(run, workers, agents)
    if failed:
        _run_again(run, failed[0])
    faults = tuple(f"a worker broke off ({error!r:.200}); its share was run again" for error in failed)
    described = behaviour.reshape(agents * players, program.behaviours) if program.behaviours else None
    outcome = Outcome(fitness, score, steps, faults, described, found)
    return _by_course(outcome, courses.size) if matches is None else _by_seat(outcome, courses.size, matches)


def _by_course(found: Outcome, episodes: int) -> Outcome:
    """What became of each genome, ``(population, episodes)``."""
    fitness, score = found.fitness.reshape(-1, episodes), found.score.reshape(-1, episodes)
    described = found.behaviour
    behaviour = None if described is None else described.reshape(-1, episodes, described.shape[1])
    return Outcome(fitness, score, found.steps.reshape(-1, episodes), found.faults, behaviour, found.experience)


def _by_seat(found: Outcome, episodes: int, matches: Matches) -> Outcome:
    """What became of each genome in the seats that count for it, ``(population, rounds * episodes)``."""
    population, players = len(matches.seats), matches.players.shape[1]

    def of_seats(values: NDArray[Any]) -> NDArray[Any]:
        more = values.shape[1:]
        by_seat = values.reshape(-1, episodes, players, *more).swapaxes(1, 2).reshape(-1, episodes, *more)
        return by_seat[matches.seats].reshape(population, -1, *more)

    steps = found.steps.reshape(-1, episodes)[matches.seats // players].reshape(population, -1)
    behaviour = None if found.behaviour is None else of_seats(found.behaviour)
    return Outcome(of_seats(found.fitness), of_seats(found.score), steps, found.faults, behaviour)


def _run_all(run: Callable[[NDArray[np.int64]], None], workers: int, agents: int) -> list[Exception]:
    """Play all agents, in so many threads; returns what those that broke off raised.

    On Ctrl-C threads take no more agents. This thread, which hears of it, plays none where there are many agents.
    """
    waiting = np.zeros(1, np.int64)

    failures: list[Exception] = []

    def attempt() -> None:
        try:
            run(waiting)
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


def _run_again(run: Callable[[NDArray[np.int64]], None], before: Exception) -> None:
    """Play what is left in this thread: episodes draw by counter, so nothing but the fault is different."""
    try:
        run(np.zeros(1, np.int64))
    except Exception as error:
        told = f"an episode failed twice: {before!r:.200}, then {error!r:.200} (`neuro check` tells where rules fail)"
        raise NeuroError(told) from error
