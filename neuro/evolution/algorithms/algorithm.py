"""What every algorithm can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["ALGORITHMS", "Algorithm"]

ALGORITHMS: dict[str, type[Algorithm]] = {}


class Algorithm(ABC):
    """A search over vectors: it sees genomes and fitness, nothing of games or networks."""

    name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        ALGORITHMS[cls.name] = cls

    @abstractmethod
    def ask(self) -> NDArray[np.float32]:
        """The genomes to evaluate: ``(population, parameters)``, not to be written to."""

    @abstractmethod
    def tell(self, fitness: NDArray[np.float64]) -> None:
        """Learn the fitness ``(population,)`` of the genomes last asked for, and make the next ones."""
