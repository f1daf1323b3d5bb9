"""What searches over vectors have in common: how they ask, tell, are kept and go on.

A subclass says how its search begins, what it learns from fitness, and how it samples the next generation. Everything
that it remembers besides the genomes stands in arrays by name, so that a run is taken up again with the same bits.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, ShapeError
from neuro.evolution.algorithms.algorithm import Algorithm, Results, layered, worst_where_nothing
from neuro.policies import Genomes, Policy, Vectors

__all__ = ["VectorSearch", "room_like"]


class VectorSearch(Algorithm):
    """A search over vectors; see ``Algorithm`` for the arguments.

    Attributes:
        by_genome: Names of what it remembers of each genome: arrays with as many rows as there are genomes.
        most_parameters: The longest genome that it can search for; any when None.
        least_population: The smallest population that it can go by.
        policy: What all individuals have in common.
        genomes: The generation that waits, float32 ``(population, parameters)``.
        memory: What it remembers besides, arrays by name.
        generation: Number of the generation that waits.
        key: The run's key of random draws.
    """

    by_genome: ClassVar[tuple[str, ...]] = ()
    most_parameters: ClassVar[int | None] = None
    least_population: ClassVar[int] = 1

    def __init__(self, policy: Policy, first: Genomes, seed: int, settings: Any) -> None:
        self.policy, vectors = layered(policy, first, self.name)
        self.genomes = vectors.matrix
        self.settings, self.population, self.generation = settings, len(self.genomes), 0
        self.key, self.memory = np.uint64(seed), dict[str, NDArray[Any]]()
        self._check_sizes()
        self.begin()

    def _check_sizes(self) -> None:
        """Refuse genomes that are too long, and populations that are too small.

        Raises:
            SettingError: If they are.
        """
        most, parameters = self.most_parameters, self.genomes.shape[1]
        if most is not None and parameters > most:
            raise SettingError(
                f"{self.name} searches for networks of at most {most:,} parameters, not {parameters:,}; es, snes and "
                "sep-cmaes take any"
            )
        if self.population < self.least_population:
            raise SettingError(
                f"{self.name} needs a population of at least {self.least_population}, not {self.population}"
            )

    @abstractmethod
    def begin(self) -> None:
        """Fill ``memory`` from the first generation; searches that sample from the start replace that."""

    @abstractmethod
    def learn(self, fitness: NDArray[np.float64]) -> None:
        """Learn what the genomes are worth.

        Args:
            fitness: ``(population,)``; a number or -inf.
        """

    @abstractmethod
    def sample(self) -> None:
        """Fill ``genomes`` with those of ``generation``, ``population`` of them."""

    def go_on(self) -> None:
        """Make ready what is not kept, when a search goes on from a state."""
        return

    def ask(self) -> Vectors:
        return Vectors(self.genomes)

    def tell(self, results: Results) -> None:
        self.learn(worst_where_nothing(results.fitness))
        self.generation += 1
        self._check_sizes()
        self.sample()

    def room(self) -> NDArray[np.float32]:
        """Room for the next generation: the genomes' own, unless the population has changed."""
        return room_like(self.genomes, self.population)

    def state(self) -> dict[str, NDArray[Any]]:
        return {"genomes": self.genomes, **self.memory}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        needed = {name: (array.dtype.name, self._kept_shape(name, array)) for name, array in self.state().items()}
        found = {name: (array.dtype.name, array.shape) for name, array in arrays.items()}
        if found != needed:
            raise ShapeError(f"the search {self.name} goes on from {needed}, not from {found}")
        copies = {name: array.copy() for name, array in arrays.items()}
        self.genomes, self.memory, self.generation = copies.pop("genomes"), copies, generation
        self.go_on()

    def _kept_shape(self, name: str, array: NDArray[Any]) -> tuple[int, ...]:
        """The shape of an array of the state for the present population."""
        rows = (self.population,) if name in ("genomes", *self.by_genome) else array.shape[:1]
        return (*rows, *array.shape[1:])

    def compile(self) -> None:
        """Run a generation of a search of its own kind, of which nothing is kept."""
        kind, small = type(self), Vectors(np.zeros((max(4, self.least_population), self.genomes.shape[1]), np.float32))
        trial = kind(self.policy, small, 0, self.settings)
        trial.tell(Results.of(np.arange(float(len(small)))))


def room_like(rows: NDArray[Any], count: int) -> NDArray[Any]:
    """Room for so many rows: the same, or new when their number changes."""
    return rows if len(rows) == count else np.empty((count, *rows.shape[1:]), rows.dtype)
