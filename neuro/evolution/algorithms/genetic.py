"""The genetic algorithm: elites stay, selected parents have children by crossover, and mutation changes them.

J. H. Holland, "Adaptation in Natural and Artificial Systems", 1975; on networks of fixed topology as in D. J. Montana
and L. Davis, "Training feedforward neural networks using genetic algorithms", 1989.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, ShapeError, UnknownNameError
from neuro.evolution.algorithms.algorithm import Algorithm, Lineage, layered
from neuro.operators import Crossover, Gaussian
from neuro.operators.breeding import Breeding
from neuro.operators.selection import fittest, selection
from neuro.policies import Genomes, Policy, Vectors

__all__ = ["Genetic", "GeneticSettings"]


@dataclass(frozen=True)
class GeneticSettings:
    """How a genetic algorithm breeds.

    Args:
        selection: A name in ``SELECTIONS``.
        pressure: Of the selection; its own default when None.
        elites: Share of the population that lives on unchanged, from 0 to 1.
        crossover: A name in ``CROSSOVERS``.
        crossover_rate: Share of the children that have two parents.
        mutation_rate: The chance of each gene to change.
        mutation_stdev: How far it changes, at first.
        mutation_decay: What that is multiplied by from one generation to the next.
        mutation_floor: It falls no lower than this.

    Raises:
        UnknownNameError: If a selection or crossover does not exist.
        SettingError: If a value is out of its range.
    """

    selection: str = "tournament"
    pressure: float | None = None
    elites: float = 0.01
    crossover: str = "uniform"
    crossover_rate: float = 0.4
    mutation_rate: float = 0.2
    mutation_stdev: float = 0.3
    mutation_decay: float = 0.95
    mutation_floor: float = 0.05

    def __post_init__(self) -> None:
        if not 0 <= self.elites < 1:
            raise SettingError(f"elites is a share of the population, from 0 to below 1, not {self.elites!r}")
        selection(self.selection, self.pressure)
        self.crossing, self.mutation  # noqa: B018 - made once to be checked

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> GeneticSettings:
        """Settings by name, as a game or a caller gives them; the others have their defaults.

        Raises:
            UnknownNameError: If there is no such setting, selection or crossover.
            SettingError: If a value is out of its range, or of another kind.
        """
        names = [one.name for one in fields(cls)]
        for name in settings:
            if name not in names:
                raise UnknownNameError.of("setting of the genetic algorithm", name, names)
        try:
            return cls(**settings)
        except TypeError:
            told = ", ".join(f"{name}={value!r:.60}" for name, value in settings.items())
            raise SettingError(f"the genetic algorithm's settings are numbers and names, not {told}") from None

    @property
    def crossing(self) -> Crossover:
        """How parents are crossed."""
        return Crossover(self.crossover, self.crossover_rate)

    @property
    def mutation(self) -> Gaussian:
        """How children are mutated."""
        return Gaussian(self.mutation_rate, self.mutation_stdev, 0.0, self.mutation_decay, self.mutation_floor)


class Genetic(Algorithm):
    """A population that breeds.

    Args:
        policy: The layers of the networks.
        first: The first generation; later ones take its place in memory.
        seed: The seed of the run.
        settings: How to breed.

    Attributes:
        settings: The same; may be changed between generations.
        population: How many genomes the next generation has.
    """

    name: ClassVar[str] = "ga"
    settings: GeneticSettings

    def __init__(self, policy: Policy, first: Genomes, seed: int, settings: GeneticSettings) -> None:
        layers, vectors = layered(policy, first, self.name)
        self.settings = settings
        self.generation, self.population = 0, len(vectors)
        self._genomes, self._room = vectors.matrix, np.empty_like(vectors.matrix)
        self._starts, self._key = layers.starts, np.uint64(seed)

    @property
    def elites(self) -> int:
        """How many genomes live on unchanged."""
        return min(self.population - 1, len(self._genomes), round(self.settings.elites * self.population))

    def ask(self) -> Vectors:
        """See ``Algorithm.ask``."""
        return Vectors(self._genomes)

    def tell(self, fitness: NDArray[np.float64]) -> None:
        """See ``Algorithm.tell``."""
        settings, elites, self.lineage = self.settings, self.elites, None
        best = fittest(fitness, elites)
        chosen = selection(settings.selection, settings.pressure)
        parents = chosen.choose(fitness, self.population - elites, self._key, self.generation)
        breeding = Breeding(settings.crossing, settings.mutation, self._starts, self._key)
        self._room = _rows(self._room, len(self._genomes))
        self._genomes = breeding.next_generation(self._genomes, best, parents, self._room, self.generation)
        self.lineage = Lineage(best, parents)
        self.generation += 1

    def state(self) -> dict[str, NDArray[Any]]:
        """See ``Algorithm.state``."""
        return {"genomes": self._genomes}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        """See ``Algorithm.restore``."""
        found = {name: (array.dtype.name, array.shape) for name, array in arrays.items()}
        self._genomes = _rows(self._genomes, self.population)
        needed = {"genomes": ("float32", self._genomes.shape)}
        if found != needed:
            raise ShapeError(f"a genetic algorithm goes on from {needed}, not from {found}")
        self._genomes[:] = arrays["genomes"]
        self.lineage, self.generation = None, generation


def _rows(genomes: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Room for so many genomes: the same, or new when the population grows or shrinks."""
    return genomes if len(genomes) == count else np.empty((count, genomes.shape[1]), np.float32)
