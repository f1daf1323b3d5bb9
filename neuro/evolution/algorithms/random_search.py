"""Random search: every generation is drawn afresh. What cannot beat it has learnt nothing.

R. L. Anderson, "Recent advances in finding best operating conditions", 1953.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.evolution.algorithms.algorithm import Algorithm, NoSettings, Results, layered
from neuro.operators import Gaussian
from neuro.policies import Genomes, Policy, Vectors
from neuro.thread_pool import share_rows

__all__ = ["RandomSearch"]


class RandomSearch(Algorithm):
    """Normal draws, as far from zero as the first generation; see ``Algorithm`` for the arguments."""

    name: ClassVar[str] = "random"
    title: ClassVar[str] = "Random search"
    source: ClassVar[str] = "R. L. Anderson, 1953"

    def __init__(self, policy: Policy, first: Genomes, seed: int, settings: NoSettings) -> None:
        genomes = layered(policy, first, self.name)[1].matrix
        self.settings, self.population, self.generation = settings, len(genomes), 0
        self._genomes, self._key = genomes, np.uint64(seed)
        squares = math.fsum(float(gene) ** 2 for gene in genomes[: min(len(genomes), 64)].reshape(-1))
        self._size = np.array([math.sqrt(squares / max(1, min(len(genomes), 64) * genomes.shape[1]))])

    def ask(self) -> Vectors:
        return Vectors(self._genomes)

    def tell(self, results: Results) -> None:
        """Take the results, from which nothing is learnt."""
        genomes = self._genomes = np.zeros((self.population, self._genomes.shape[1]), np.float32)
        normal = Gaussian(rate=1.0, stdev=float(self._size[0]))

        def draw(first: int, last: int) -> None:
            normal.apply(genomes[first:last], self._key, self.generation, first)

        share_rows(draw, len(genomes))
        self.generation += 1

    def compile(self) -> None:
        """Draw one genome, of which nothing is kept."""
        Gaussian(rate=1.0).apply(np.zeros((1, self._genomes.shape[1]), np.float32), self._key, 0)

    def state(self) -> dict[str, NDArray[Any]]:
        return {"genomes": self._genomes, "size": self._size}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        found = {name: (array.dtype.name, array.shape) for name, array in arrays.items()}
        needed = {"genomes": ("float32", (self.population, self._genomes.shape[1])), "size": ("float64", (1,))}
        if found != needed:
            raise ShapeError(f"a random search goes on from {needed}, not from {found}")
        self._genomes, self._size = arrays["genomes"].copy(), arrays["size"].copy()
        self.generation = generation
