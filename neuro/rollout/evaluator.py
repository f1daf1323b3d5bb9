"""Who evaluates the genomes of a run: an engine, chosen by the run. Which one it is changes no bit of the result."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from types import TracebackType
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, SettingError, named
from neuro.game import Game
from neuro.network import Layer
from neuro.others_code import imported
from neuro.policies import Genomes, Policy, policy_of
from neuro.rollout.evaluate import evaluate
from neuro.rollout.matches import Matches
from neuro.rollout.outcome import Outcome
from neuro.rollout.program import Program, check_fit, compile_rollout, program

__all__ = ["Evaluator", "Local", "engine_names", "open_evaluator", "open_local"]

_GROUP = "neuro.engines"
#: The engines of this package; others come by entry points of the same form.
_ENGINES = {"local": "neuro.rollout.evaluator:open_local", "ray": "neuro.rollout.ray_engine:open_ray"}


class Evaluator(ABC):
    """Evaluates genomes: on threads, in processes, on other machines. The outcome is the same everywhere.

    It may be asked from several threads. Whoever opened it closes it; used as a context, it closes itself.

    Attributes:
        name: Name of the engine, as people type it after ``--engine``.
        preparation: What ``compile`` does besides compiling and takes a while, in words; empty for nothing.
        records: Whether it can write down what agents do, as ``evaluate_recorded`` does.
    """

    name: ClassVar[str]
    preparation: str = ""
    records: ClassVar[bool] = False

    @property
    @abstractmethod
    def is_cached(self) -> bool:
        """Whether compiled code waits on disk, so that ``compile`` takes no time to speak of."""

    @abstractmethod
    def compile(self, setting: Any) -> None:
        """Get ready, so that nothing has to be waited for later.

        Args:
            setting: The game's parameters.
        """

    @abstractmethod
    def evaluate(
        self, genomes: Genomes | NDArray[np.float32], courses: NDArray[np.uint32], setting: Any, max_steps: int
    ) -> Outcome:
        """Play every genome once on every course.

        Args:
            genomes: The genomes, or the matrix float32 ``(population, parameters)`` of those that are vectors.
            courses: Seeds of the courses, uint32 ``(episodes,)``.
            setting: The game's parameters.
            max_steps: The longest episode, in steps.

        Raises:
            NeuroError: If episodes fail, and fail again when they are played once more.
        """

    def evaluate_matches(
        self, genomes: Genomes, matches: Matches, courses: NDArray[np.uint32], setting: Any, max_steps: int
    ) -> Outcome:
        """Play matches between genomes, each on every course.

        Args:
            genomes: The genomes, and those of earlier generations that are opponents behind them.
            matches: The table of matches.
            courses: Seeds of the courses, uint32 ``(episodes,)``.
            setting: The game's parameters.
            max_steps: The longest episode, in steps.

        Returns:
            What became of each genome in the seats that count for it, ``(population, rounds * episodes)``.

        Raises:
            NeuroError: If this engine plays no matches, or episodes fail twice.
        """
        raise NeuroError(f"the engine {self.name} plays no games of several players: use the engine local")

    def evaluate_recorded(
        self, genomes: Genomes, courses: NDArray[np.uint32], setting: Any, max_steps: int, steps: int
    ) -> Outcome:
        """Play as ``evaluate`` does, and write down what agents do: see ``Outcome.experience``.

        Args:
            genomes: Genomes of a policy of values.
            courses: Seeds of the courses, uint32 ``(episodes,)``.
            setting: The game's parameters.
            max_steps: The longest episode, in steps.
            steps: How many steps are written down at most, of all agents together.

        Raises:
            NeuroError: If this engine writes nothing down, or episodes fail twice.
        """
        raise NeuroError(f"the engine {self.name} does not write down what agents do: use the engine local")

    def close(self) -> None:  # noqa: B027 - most engines hold nothing
        """Let go of processes and connections; a second call does nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class Local(Evaluator):
    """Evaluates on threads of this process.

    Args:
        program: The compiled loops of the game and the network.
        threads: Number of threads; as many as the machine has when None or 0.
    """

    name = "local"
    records = True

    def __init__(self, program: Program, threads: int | None = None) -> None:
        self.program, self.threads = program, threads

    @property
    def is_cached(self) -> bool:
        return self.program.is_cached

    def compile(self, setting: Any) -> None:
        compile_rollout(self.program, setting)

    def evaluate(
        self, genomes: Genomes | NDArray[np.float32], courses: NDArray[np.uint32], setting: Any, max_steps: int
    ) -> Outcome:
        return evaluate(self.program, genomes, courses, setting, max_steps, self.threads)

    def evaluate_matches(
        self, genomes: Genomes, matches: Matches, courses: NDArray[np.uint32], setting: Any, max_steps: int
    ) -> Outcome:
        return evaluate(self.program, genomes, courses, setting, max_steps, self.threads, matches)

    def evaluate_recorded(
        self, genomes: Genomes, courses: NDArray[np.uint32], setting: Any, max_steps: int, steps: int
    ) -> Outcome:
        return evaluate(self.program, genomes, courses, setting, max_steps, self.threads, steps_told=steps)


def open_local(game: Game, policy: Policy, *, threads: int | None, address: str | None) -> Evaluator:
    """The engine ``local``; see ``open_evaluator``.

    Raises:
        SettingError: If there is an address, which it has no use for.
    """
    if address is not None:
        raise SettingError(f"the engine is local and has no address: add --engine ray, or leave {address!r} out")
    return Local(program(game, policy), threads)


@functools.cache
def _points() -> dict[str, EntryPoint]:
    ours = {name: EntryPoint(name, value, _GROUP) for name, value in _ENGINES.items()}
    return {**{point.name: point for point in entry_points(group=_GROUP)}, **ours}


def engine_names() -> list[str]:
    """Names of all engines."""
    return sorted(_points())


def open_evaluator(
    game: Game,
    policy: Policy | tuple[Layer, ...],
    engine: str = "local",
    *,
    threads: int | None = None,
    address: str | None = None,
) -> Evaluator:
    """Make what evaluates genomes of a run. Environments of others play themselves, on this machine.

    Args:
        game: The game.
        policy: The policy of the individuals, or the networks' layers.
        engine: Name of the engine. One of your own comes by the entry-point group ``neuro.engines``, which names a
            function with the arguments of ``open_local``.
        threads: Number of threads or workers; as many as there are when None or 0.
        address: Address of the engine's machines; on this machine when None.

    Raises:
        UnknownNameError: If there is no such engine.
        SettingError: If the engine cannot play the game, or takes no address.
        ShapeError: If the network has other inputs or outputs than the game.
    """
    point = named("engine", engine, _points())
    policy = policy_of(policy)
    check_fit(game, policy)
    if game.engine is None:
        make: Callable[..., Evaluator] = imported(f"the engine {engine!r} ({point.value})", point.load)
        return make(game, policy, threads=threads, address=address)
    if engine != Local.name or address is not None:
        raise SettingError(f"{game.title} plays itself, on this machine alone: leave --engine and --address out")
    own: Evaluator = game.engine(policy, threads)
    return own
