"""Random search: every generation is drawn afresh. What cannot beat it has learnt nothing.

R. L. Anderson, "Recent advances in finding best operating conditions", 1953.
"""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.vector_search import VectorSearch
from neuro.operators import Gaussian
from neuro.thread_pool import share_rows

__all__ = ["RandomSearch"]


class RandomSearch(VectorSearch):
    """Normal draws, as far from zero as the first generation; see ``Algorithm`` for the arguments."""

    name: ClassVar[str] = "random"
    title: ClassVar[str] = "Random search"
    source: ClassVar[str] = "R. L. Anderson, 1953"

    def begin(self) -> None:
        seen = self.genomes[:64]
        squares = math.fsum(float(gene) ** 2 for gene in seen.reshape(-1))
        self.memory = {"size": np.array([math.sqrt(squares / max(1, seen.size))])}

    def learn(self, fitness: NDArray[np.float64]) -> None:
        """Nothing is learnt."""

    def sample(self) -> None:
        genomes = self.genomes = self.room()
        genomes[:] = 0
        normal = Gaussian(rate=1.0, stdev=float(self.memory["size"][0]))

        def draw(first: int, last: int) -> None:
            normal.apply(genomes[first:last], self.key, self.generation - 1, first)

        share_rows(draw, len(genomes))
