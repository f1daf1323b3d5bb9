"""The genetic algorithm: elites stay, selected parents have children by crossover, and mutation changes them.

J. H. Holland, "Adaptation in Natural and Artificial Systems", 1975; on networks of fixed topology as in D. J. Montana
and L. Davis, "Training feedforward neural networks using genetic algorithms", 1989.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, ShapeError
from neuro.evolution.algorithms.algorithm import Algorithm, Dial, Lineage, Results, layered, worst_where_nothing
from neuro.evolution.algorithms.setting_fields import checked_settings, fields_of, setting
from neuro.evolution.algorithms.vector_search import room_like
from neuro.operators import CROSSOVERS, Crossover, Gaussian
from neuro.operators.breeding import Breeding
from neuro.operators.selection import SELECTIONS, fittest, selection
from neuro.policies import Genomes, Policy, Vectors

__all__ = ["Genetic", "GeneticSettings"]


_PERCENT = "{:.0%}"

#: The slider of the pressure by the method of selection: its ends, its step, and how its value is written for people.
_PRESSURE = {
    "tournament": (1, 20, 1, "best of {:.0f}"),
    "truncation": (1, 20, 0.5, "best 1 in {:g}"),
    "rank": (1, 2, 0.05, "×{:.2f}"),
    "roulette": (1, 10, 1, "power {:.0f}"),
}


@dataclass(frozen=True)
class GeneticSettings:
    """How a genetic algorithm breeds; the fields say what each setting means.

    Raises:
        UnknownNameError: If a selection or crossover does not exist.
        SettingError: If a value is out of its range.
    """

    selection: str = setting("tournament", "How parents are chosen", choices=tuple(SELECTIONS))
    pressure: float | None = setting(
        None,
        "How much the best are preferred as parents: too little is slow, too much makes all alike soon. Of a "
        "tournament the entrants, of rank 1 to 2, of roulette the power, of truncation the population over the parents",
        low=1,
        label="Selection pressure",
    )
    elites: float = setting(
        0.01,
        "The share of the best that lives on unchanged, so that nothing good is lost by chance",
        low=0,
        high=1,
        span=(0, 0.5),
        step=0.01,
        text=_PERCENT,
        label="Elitism",
    )
    crossover: str = setting("uniform", "How parents are crossed", choices=tuple(CROSSOVERS))
    crossover_rate: float = setting(0.4, "The share of the children that have two parents", low=0, high=1, slider=False)
    mutation_rate: float = setting(
        0.2, "The chance of each gene of a child to change at random", low=0, high=1, text=_PERCENT
    )
    mutation_stdev: float = setting(
        0.3,
        "How far a gene moves when it changes (standard deviation): large steps explore, small refine",
        low=0,
        high=1e6,
        span=(0, 1),
        text="{:.2f}",
        label="Mutation size",
    )
    mutation_decay: float = setting(
        0.95, "What the mutation size is multiplied by from one generation to the next", low=0, high=1, slider=False
    )
    mutation_floor: float = setting(0.05, "The mutation size falls no lower than this", low=0, high=1e6, slider=False)

    def __post_init__(self) -> None:
        checked_settings(self)
        if self.elites >= 1:
            raise SettingError(f"elites is a share of the population, from 0 to below 1, not {self.elites!r}")
        selection(self.selection, self.pressure)

    @property
    def crossing(self) -> Crossover:
        """How parents are crossed."""
        return Crossover(self.crossover, self.crossover_rate)

    @property
    def mutation(self) -> Gaussian:
        """How children are mutated."""
        return Gaussian(self.mutation_rate, self.mutation_stdev, 0.0, self.mutation_decay, self.mutation_floor)


class Genetic(Algorithm):
    """A population that breeds; see ``Algorithm``. Later generations take the first one's place in memory."""

    name: ClassVar[str] = "ga"
    title: ClassVar[str] = "Genetic algorithm"
    source: ClassVar[str] = "J. H. Holland, 1975; on networks D. J. Montana and L. Davis, 1989"
    Settings: ClassVar[type[GeneticSettings]] = GeneticSettings
    breeds: ClassVar[bool] = True
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
        return Vectors(self._genomes)

    def tell(self, results: Results) -> None:
        elites, self.lineage = self.elites, None
        fitness = worst_where_nothing(results.fitness)
        best = fittest(fitness, elites)
        parents = self._parents(fitness, self.population - elites)
        self._room = room_like(self._room, len(self._genomes))
        self._genomes = self._breeding.next_generation(self._genomes, best, parents, self._room, self.generation)
        self.lineage = Lineage(best, parents)
        self.generation += 1

    def _parents(self, fitness: NDArray[np.float64], children: int) -> NDArray[np.int64]:
        """Two parents for each child, ``(children, 2)``."""
        chosen = selection(self.settings.selection, self.settings.pressure)
        return chosen.choose(fitness, children, self._key, self.generation)

    @property
    def _breeding(self) -> Breeding:
        return Breeding(self.settings.crossing, self.settings.mutation, self._starts, self._key)

    def compile(self) -> None:
        """Breed one child of two parents, of which nothing is kept."""
        pair, fitness = np.zeros((2, self._genomes.shape[1]), np.float32), np.zeros(2)
        self._breeding.next_generation(pair, fittest(fitness, 1), self._parents(fitness, 1), pair.copy(), 0)

    def dials(self, generation: int) -> tuple[Dial, ...]:
        """The size of mutations is shown as it is after all decay, the pressure in the terms of its method."""
        settings, shown = self.settings, {one.name: one for one in super().dials(generation)}
        shown["mutation_stdev"] = shown["mutation_stdev"]._replace(value=settings.mutation.stdev_at(generation))
        method = selection(settings.selection, settings.pressure)
        low, high, step, text = _PRESSURE[settings.selection]
        told = next(one for one in fields_of(settings) if one.name == "pressure")
        shown["pressure"] = Dial(
            "pressure", told.label, told.about, float(getattr(method, "pressure", 1)), low, high, step, text
        )
        return tuple(shown[name] for name in ("mutation_rate", "mutation_stdev", "elites", "pressure"))

    def turned(self, name: str, value: float, generation: int) -> dict[str, Any]:
        """People mean the size of mutations that is in use, not the one that it decays from."""
        settings = self.settings
        if name == "pressure":
            return {name: round(value) if settings.selection in ("tournament", "roulette") else value}
        if name != "mutation_stdev":
            return super().turned(name, value, generation)
        used = settings.mutation.stdev_at(generation)
        floor = {"mutation_floor": value} if value < settings.mutation_floor else {}
        if used <= settings.mutation_floor:
            return {**floor, "mutation_decay": 1.0, name: value}
        left = used / settings.mutation_stdev if settings.mutation_stdev else 1.0
        return {**floor, name: value / left}

    def state(self) -> dict[str, NDArray[Any]]:
        return {"genomes": self._genomes}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        found = {name: (array.dtype.name, array.shape) for name, array in arrays.items()}
        self._genomes = room_like(self._genomes, self.population)
        needed = {"genomes": ("float32", self._genomes.shape)}
        if found != needed:
            raise ShapeError(f"a genetic algorithm goes on from {needed}, not from {found}")
        self._genomes[:] = arrays["genomes"]
        self.lineage, self.generation = None, generation
