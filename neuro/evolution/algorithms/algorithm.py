"""What every algorithm can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, named
from neuro.policies import Genomes, Layered, Policy, Vectors

__all__ = ["ALGORITHMS", "Algorithm", "Lineage", "algorithm_named", "layered"]

ALGORITHMS: dict[str, type[Algorithm]] = {}


class Lineage(NamedTuple):
    """Where the genomes that wait to be evaluated come from: places in the generation before.

    Args:
        elites: Of those that live on unchanged, the best first: they are the first genomes, ``(elites,)``.
        parents: Of the others, two for each, ``(children, 2)``; the second counts only where crossover took from it.
    """

    elites: NDArray[np.int64]
    parents: NDArray[np.int64]


class Algorithm(ABC):
    """A search over genomes: it sees genomes and fitness, nothing of games.

    Args:
        policy: What all individuals have in common.
        first: The first generation; the algorithm's own from now on, which it may write to.
        seed: Of the run.
        settings: How to breed, for those that do.

    Attributes:
        settings: The same; may be changed between generations.
        population: How many genomes the next generation has.
        lineage: Where the genomes come from; None for the first, after ``restore``, and where nobody has parents.
    """

    name: ClassVar[str]
    settings: Any
    population: int
    lineage: Lineage | None = None

    def __init_subclass__(cls) -> None:
        ALGORITHMS[cls.name] = cls

    @abstractmethod
    def ask(self) -> Genomes:
        """The genomes to evaluate; not to be written to."""

    @abstractmethod
    def tell(self, fitness: NDArray[np.float64]) -> None:
        """Learn the fitness ``(population,)`` of the genomes last asked for, and make the next ones."""

    @abstractmethod
    def state(self) -> dict[str, NDArray[Any]]:
        """Everything that the next generations depend on besides settings, seed and the number of the generation.

        Arrays of float32, float64 or int64 by name; the algorithm's own, good until the next ``tell``.
        """

    @abstractmethod
    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        """Go on from a ``state``.

        Args:
            arrays: As ``state`` gave them; copied.
            generation: Of the genomes that wait to be evaluated.

        Raises:
            ShapeError: If they are not those of such a population.
        """


def layered(policy: Policy, genomes: Genomes, algorithm: str) -> tuple[Layered, Vectors]:
    """A policy of layers and its vectors, for algorithms that breed no other.

    Args:
        policy: What the algorithm was given.
        genomes: The first generation.
        algorithm: Name of the algorithm.

    Raises:
        SettingError: If the policy is of another kind.
    """
    if not isinstance(policy, Layered) or not isinstance(genomes, Vectors):
        raise SettingError(
            f"the algorithm {algorithm!r} breeds networks of layers, not a policy of kind {policy.kind!r}"
        )
    return policy, genomes


def algorithm_named(name: str) -> Callable[..., Algorithm]:
    """What makes the algorithm of that name; see ``Algorithm`` for its arguments.

    Raises:
        UnknownNameError: If there is none.
    """
    return named("algorithm", name, ALGORITHMS)
