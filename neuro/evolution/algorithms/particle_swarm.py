"""A swarm of particles: each flies on, drawn to the best place that it has been at, and to the best of its neighbours'.

J. Kennedy and R. Eberhart, "Particle swarm optimization", 1995; with the factors of M. Clerc and J. Kennedy, "The
particle swarm: explosion, stability, and convergence in a multidimensional complex space", 2002.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.vector_search import VectorSearch
from neuro.operators.particles import Pull
from neuro.operators.ranking import best_first
from neuro.operators.remembering import forget, take_better
from neuro.operators.sampling import root_mean_square

__all__ = ["ParticleSwarm", "ParticleSwarmSettings"]


@dataclass(frozen=True)
class ParticleSwarmSettings:
    """How a swarm flies; the fields say what each setting means."""

    inertia: float = setting(
        0.7298, "The share of its speed that a particle keeps: large values explore", low=0, high=1.5, span=(0, 1)
    )
    own: float = setting(1.4962, "How strongly it is drawn to the best place it has been at", low=0, high=4)
    social: float = setting(1.4962, "How strongly it is drawn to the best place of its neighbours", low=0, high=4)
    neighbours: str = setting(
        "all",
        "Who they are: all others, or the two beside it in a ring, by which news spread slowly",
        choices=("all", "ring"),
    )
    fastest: float = setting(
        4.0, "No gene changes by more than this in a generation", low=1e-6, high=1e6, span=(0.1, 4), label="Speed limit"
    )
    doubt: float = setting(
        0.0,
        "What share of its lead over the worst the remembered fitness of a place loses in each generation, so that "
        "luck does not last where every generation has other courses",
        low=0,
        high=1,
        span=(0, 0.5),
    )


class ParticleSwarm(VectorSearch):
    """Particles, which remember their best places; see ``Algorithm``. At the beginning they rest."""

    name: ClassVar[str] = "pso"
    title: ClassVar[str] = "Particle swarm"
    source: ClassVar[str] = "J. Kennedy and R. Eberhart, 1995; M. Clerc and J. Kennedy, 2002"
    Settings: ClassVar[type[ParticleSwarmSettings]] = ParticleSwarmSettings
    by_genome: ClassVar[tuple[str, ...]] = "speeds", "places", "fitness"
    settings: ParticleSwarmSettings

    def begin(self) -> None:
        speeds, fitness = np.zeros_like(self.genomes), np.full(self.population, -np.inf)
        self.memory = {"speeds": speeds, "places": self.genomes.copy(), "fitness": fitness}

    def learn(self, fitness: NDArray[np.float64]) -> None:
        forget(self.memory["fitness"], self.settings.doubt)
        take_better(self.genomes, fitness, self.memory["places"], self.memory["fitness"])

    def sample(self) -> None:
        if self.population != len(self.genomes):
            chosen = np.resize(best_first(self.memory["fitness"]), self.population)
            self.memory = {name: array[chosen] for name, array in self.memory.items()}
            self.genomes = self.genomes[chosen]
        own = self.settings
        pull = Pull(own.inertia, own.own, own.social, own.fastest)
        memory = self.memory
        pull.apply(self.genomes, memory["speeds"], memory["places"], self._leaders(), self.key, self.generation)

    def _leaders(self) -> NDArray[np.int64]:
        """The place in the swarm of the neighbour whose best place is the best, of each, ``(population,)``."""
        fitness, each = self.memory["fitness"], np.arange(self.population)
        if self.settings.neighbours == "all":
            return np.full(self.population, int(fitness.argmax()))
        beside = np.stack([each, np.roll(each, 1), np.roll(each, -1)])  # (3, population)
        return np.asarray(beside[fitness[beside].argmax(axis=0), each])

    def metrics(self) -> dict[str, float]:
        seen = self.memory["speeds"][:64].astype(np.float64).reshape(-1)
        return {"speed": root_mean_square(seen)}
