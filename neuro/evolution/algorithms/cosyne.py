"""Cooperative synapse neuroevolution: the weights of one place in all networks are a population of their own.

F. Gomez, J. Schmidhuber and R. Miikkulainen, "Accelerated neural evolution through cooperatively coevolved synapses",
2008: the best breed, their children replace the worst, and then weights of each place are exchanged among networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.vector_search import VectorSearch
from neuro.operators.crossover import Crossover
from neuro.operators.mutation import Shaped
from neuro.operators.ranking import best_first
from neuro.operators.selection import Truncation
from neuro.operators.synapses import chances_by_fitness, exchange

__all__ = ["Cosyne", "CosyneSettings"]


@dataclass(frozen=True)
class CosyneSettings:
    """How synapses evolve together; the fields say what each setting means."""

    parents: float = setting(0.25, "The share of the networks, the best, that breed", low=0, high=1, span=(0.05, 1))
    children: float = setting(
        0.5, "The share of the networks, the worst, that children replace", low=0, high=1, span=(0.05, 1)
    )
    mutation_rate: float = setting(0.3, "The chance of each weight of a child to change at random", low=0, high=1)
    mutation_size: float = setting(
        0.3, "How far a weight moves when it changes; Cauchy draws, so sometimes far", low=0, high=1e6, span=(0, 1)
    )
    exchange: str = setting(
        "by fitness",
        "Which weights are exchanged among networks: those of the worse more often, all, or none",
        choices=("by fitness", "all", "none"),
    )


class Cosyne(VectorSearch):
    """Networks made of synapses that evolve by place; see ``Algorithm``."""

    name: ClassVar[str] = "cosyne"
    title: ClassVar[str] = "Cooperative synapse neuroevolution"
    source: ClassVar[str] = "F. Gomez, J. Schmidhuber and R. Miikkulainen, 2008"
    Settings: ClassVar[type[CosyneSettings]] = CosyneSettings
    settings: CosyneSettings

    def begin(self) -> None:
        self.memory = {}

    def learn(self, fitness: NDArray[np.float64]) -> None:
        order, own, count = best_first(fitness), self.settings, self.population
        born = min(count - 1, round(own.children * count))
        parents = order[: max(1, round(own.parents * order.size))]
        pairs = parents[Truncation(1).choose(fitness[parents], born, self.key, self.generation)]
        kept = np.resize(order, count)[: count - born]
        children = np.empty((born, self.genomes.shape[1]), np.float32)
        Crossover("one-point").apply(self.genomes, pairs, children, self.policy.starts, self.key, self.generation)
        sizes = np.full(born, float(own.mutation_size))
        Shaped("cauchy", own.mutation_rate, sizes).apply(children, self.key, self.generation)
        self.genomes = np.concatenate([self.genomes[kept], children])
        known = np.concatenate([fitness[kept], fitness[pairs].min(axis=1, initial=np.inf)])
        self._exchange(known)

    def _exchange(self, fitness: NDArray[np.float64]) -> None:
        """Exchange weights among networks of some fitness, ``(population,)``."""
        if self.settings.exchange == "none":
            return
        chances = np.ones(fitness.size)
        if self.settings.exchange == "by fitness":
            chances = chances_by_fitness(fitness, self.genomes.shape[1])
        exchange(self.genomes, chances, self.key, self.generation)

    def sample(self) -> None:
        """Nothing is drawn: the next generation has been bred."""
