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
from neuro.operators.islands import Islands
from neuro.operators.mutation import SHAPES, Shaped, adapted_sizes
from neuro.operators.selection import SELECTIONS, fittest, selection
from neuro.operators.sharing import shared_fitness
from neuro.policies import Genomes, Policy, Vectors

__all__ = ["Genetic", "GeneticSettings"]


_PERCENT = "{:.0%}"
_SELF_ADAPTIVE = "self-adaptive"

#: The slider of the pressure by the method of selection: its ends, its step, and how its value is written for people.
_PRESSURE = {
    "tournament": (1, 20, 1, "best of {:.0f}"),
    "truncation": (1, 20, 0.5, "best 1 in {:g}"),
    "rank": (1, 2, 0.05, "×{:.2f}"),
    "universal": (1, 2, 0.05, "×{:.2f}"),
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
        "tournament the entrants, of rank and universal 1 to 2, of roulette the power, of truncation the population "
        "over the parents",
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
    mutation_kind: str = setting(
        "gaussian",
        "How far genes move: by a normal draw, by a Cauchy draw (now and then very far), by a polynomial one (never "
        "far), or by a normal draw whose size each genome inherits and changes itself",
        choices=(*SHAPES, _SELF_ADAPTIVE),
        later=True,
    )
    sharing: float = setting(
        0.0,
        "Genomes that differ by less than this in their genes (root mean square) share their fitness, so that not all "
        "become alike; 0 for no sharing",
        low=0,
        high=1e6,
        span=(0, 1),
        slider=False,
        later=True,
    )
    islands: int = setting(
        1,
        "Parts of the population that breed among themselves, two genomes at least each",
        low=1,
        high=1000,
        slider=False,
        later=True,
    )
    migration: float = setting(
        0.05,
        "The share of an island that comes from the one before it, its best",
        low=0,
        high=1,
        slider=False,
        later=True,
    )
    migration_every: int = setting(
        10, "Generations from one migration to the next", low=1, high=1_000_000, slider=False, later=True
    )

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
    def archipelago(self) -> Islands:
        """How the population is divided."""
        return Islands(self.islands, self.migration, self.migration_every)

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
        self._policy, vectors = layered(policy, first, self.name)
        self.settings = settings
        self.generation, self.population = 0, len(vectors)
        self._genomes, self._room = vectors.matrix, np.empty_like(vectors.matrix)
        self._starts, self._key = self._policy.starts, np.uint64(seed)
        self._homes: NDArray[np.int64] | None = None  # the island of each genome, where there are several
        self._sizes: NDArray[np.float64] | None = None  # the mutation size of each genome, where they have their own

    @property
    def elites(self) -> int:
        """How many genomes live on unchanged."""
        sizes = self.settings.archipelago.sizes(self.population)
        return min(len(self._genomes), sum(self._elites_of(int(size)) for size in sizes))

    def _elites_of(self, size: int) -> int:
        """How many genomes live on on an island of some size."""
        return min(size - 1, len(self._genomes), round(self.settings.elites * size))

    def ask(self) -> Vectors:
        return Vectors(self._genomes)

    def tell(self, results: Results) -> None:
        self.lineage = None
        fitness = self.judged(results)
        preferred, sharing = fitness, self.settings.sharing
        if sharing:
            preferred = shared_fitness(fitness, self._genomes, sharing)
        best, parents = self._chosen(fitness, preferred)
        breeding = Breeding(self.settings.crossing, self._mutation(best, parents), self._starts, self._key)
        self._room = room_like(self._room, len(self._genomes))
        self._genomes = breeding.next_generation(self._genomes, best, parents, self._room, self.generation)
        self.lineage = Lineage(best, parents)
        self.generation += 1

    def judged(self, results: Results) -> NDArray[np.float64]:
        """What genomes are chosen by, ``(population,)``.

        Args:
            results: What became of them.
        """
        return worst_where_nothing(results.fitness)

    def _chosen(
        self, fitness: NDArray[np.float64], preferred: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Elites, the best first, and two parents for each child, ``(children, 2)``; they live on islands from then on.

        Args:
            fitness: The fitness, by which elites are chosen, ``(population,)``.
            preferred: What parents are chosen by, ``(population,)``.
        """
        islands = self.settings.archipelago
        sizes = islands.sizes(self.population)
        if len(sizes) == 1:
            self._homes, elites = None, self._elites_of(self.population)
            return fittest(fitness, elites), self._parents(preferred, self.population - elites, self._key)
        best, parents, homes = [], [], []
        for island, places in enumerate(islands.breeders(self._islands(len(sizes)), fitness, self.generation)):
            elites = min(self._elites_of(int(sizes[island])), len(places))
            best.append(places[:elites])
            key = islands.key(self._key, island)
            parents.append(places[self._parents(preferred[places], int(sizes[island]) - elites, key)])
            homes.append(np.full(len(parents[-1]), island))
        order = np.argsort(-fitness[np.concatenate(best)], kind="stable")
        of_elites = np.repeat(np.arange(len(best)), [len(places) for places in best])[order]
        self._homes = np.concatenate([of_elites, *homes])
        return np.concatenate(best)[order], np.concatenate(parents)

    def _islands(self, count: int) -> NDArray[np.int64]:
        """The island of each genome; where their number has changed, neighbours come to live together."""
        population = len(self._genomes)
        if self._homes is None or len(np.unique(self._homes)) != count:
            return np.arange(population) * count // population
        return self._homes

    def _parents(self, fitness: NDArray[np.float64], children: int, key: np.uint64) -> NDArray[np.int64]:
        """Two parents for each child, ``(children, 2)``."""
        chosen = selection(self.settings.selection, self.settings.pressure)
        return chosen.choose(fitness, children, key, self.generation)

    def _mutation(self, best: NDArray[np.int64], parents: NDArray[np.int64]) -> Gaussian | Shaped:
        """How the children of some parents are mutated; elites keep the sizes that they have."""
        own, before = self.settings, self._sizes
        self._sizes = None
        if own.mutation_kind == SHAPES[0]:
            return own.mutation
        usual = own.mutation.stdev_at(self.generation)
        if own.mutation_kind in SHAPES:
            return Shaped(own.mutation_kind, own.mutation_rate, np.full(len(parents), usual))
        if before is None:
            before = np.full(len(self._genomes), usual)
        inherited = before[parents[:, 0]]
        sizes = adapted_sizes(inherited, self._genomes.shape[1], own.mutation_floor, self._key, self.generation)
        self._sizes = np.concatenate([before[best], sizes])
        return Shaped(SHAPES[0], own.mutation_rate, sizes)

    def compile(self) -> None:
        """Breed one child of two parents, of which nothing is kept."""
        trial = type(self)(self._policy, Vectors(np.zeros((2, self._genomes.shape[1]), np.float32)), 0, self.settings)
        trial.tell(Results.of(np.zeros(2)))

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
        own = [name for name in shown if name not in {one.name for one in fields_of(GeneticSettings)}]
        return tuple(shown[name] for name in ("mutation_rate", "mutation_stdev", "elites", "pressure", *own))

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
        kept = {"genomes": self._genomes, "islands": self._homes, "sizes": self._sizes}
        return {name: array for name, array in kept.items() if array is not None}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        found = {name: (array.dtype.name, array.shape) for name, array in arrays.items()}
        self._genomes = room_like(self._genomes, self.population)
        needed = {"genomes": ("float32", self._genomes.shape)}
        also = {"islands": ("int64", (self.population,)), "sizes": ("float64", (self.population,))}
        if found != {**needed, **{name: also[name] for name in also if name in found}}:
            raise ShapeError(f"a genetic algorithm goes on from {needed}, not from {found}")
        self._genomes[:] = arrays["genomes"]
        self._homes = arrays["islands"].copy() if "islands" in arrays else None
        self._sizes = arrays["sizes"].copy() if "sizes" in arrays else None
        self.lineage, self.generation = None, generation
