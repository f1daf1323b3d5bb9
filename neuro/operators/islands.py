"""Islands: parts of a population that breed among themselves, and send their best to the next one now and then.

R. Tanese, "Distributed genetic algorithms", 1989.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.operators.ranking import best_first

__all__ = ["Islands"]

_GOLDEN = 0x9E3779B97F4A7C15  # sets keys of islands far apart
_WORD = (1 << 64) - 1


@dataclass(frozen=True)
class Islands:
    """How a population is divided.

    Args:
        count: Number of islands.
        migration: Share of an island that comes from the one before it whenever genomes migrate.
        every: Generations from one migration to the next.
    """

    count: int
    migration: float
    every: int

    def sizes(self, population: int) -> NDArray[np.int64]:
        """How many genomes live on each island, ``(islands,)``: two at least, so small populations have fewer islands.

        Args:
            population: Number of genomes.
        """
        if self.count == 1:
            return np.array([population])
        count = max(1, min(self.count, population // 2))
        return np.bincount(np.arange(population) * count // population, minlength=count)

    def breeders(
        self, homes: NDArray[np.int64], fitness: NDArray[np.float64], generation: int
    ) -> list[NDArray[np.int64]]:
        """Places of the genomes that may become parents on each island, the best first.

        Args:
            homes: The island of each genome, ``(population,)``.
            fitness: ``(population,)``.
            generation: Number of their generation.
        """
        order = best_first(fitness)
        found = [order[homes[order] == island] for island in range(int(homes.max()) + 1)]
        if generation == 0 or generation % self.every:
            return found
        moved = [min(len(own) - 1, round(self.migration * len(own))) for own in found]
        return [
            np.concatenate([own[: len(own) - count], found[island - 1][:count]])
            for island, (own, count) in enumerate(zip(found, moved, strict=True))
        ]

    def key(self, key: np.uint64, island: int) -> np.uint64:
        """The key of an island's draws; the run's own for the first."""
        return np.uint64((int(key) + island * _GOLDEN) & _WORD)
