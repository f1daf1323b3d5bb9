"""What every algorithm can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

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
