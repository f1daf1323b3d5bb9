"""Fitness sharing: genomes that are alike share what they have reached, so that a population does not become all alike.

D. Goldberg and J. Richardson, "Genetic algorithms with sharing for multimodal function optimization", 1987.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.thread_pool import share_rows

__all__ = ["shared_fitness"]

_ASKED = 128  # genomes that each is compared with: enough to tell a crowd from a few, and not the square of them all
_SHARE = 128  # rows of one thread


@kernel
def _crowd(genomes, asked, radius, weight, first, last, out):
    """Count how many genomes are near each of some rows; see ``shared_fitness``.

    Args:
        genomes: float32 ``(n, parameters)``.
        asked: int64, places of those that each is compared with.
        radius: Distance from which on genomes have nothing in common.
        weight: Number of genomes that each of those stands for.
        first: The first row.
        last: The row behind the last.
        out: float64 ``(n,)``, written.
    """
    for row in range(first, last):
        near = 0.0
        for other in asked:
            squares = 0.0
            for gene in range(genomes.shape[1]):
                away = np.float64(genomes[row, gene]) - np.float64(genomes[other, gene])
                squares += away * away
            near += max(0.0, 1.0 - np.sqrt(squares / genomes.shape[1]) / radius)
        out[row] = max(1.0, near * weight)


def shared_fitness(fitness: NDArray[np.float64], genomes: NDArray[np.float32], radius: float) -> NDArray[np.float64]:
    """Fitness above the least, divided by how many genomes are near, ``(n,)``.

    Args:
        fitness: ``(n,)``; a number or -inf.
        genomes: ``(n, parameters)``.
        radius: The distance, as root mean square over the genes, from which on two genomes share nothing; above 0.
    """
    count = len(genomes)
    asked = np.arange(min(count, _ASKED)) * count // min(count, _ASKED)
    crowds, finite = np.empty(count), fitness[np.isfinite(fitness)]

    def work(first: int, last: int) -> None:
        _crowd(genomes, asked, float(radius), count / len(asked), first, last, crowds)

    share_rows(work, count, _SHARE)
    least = finite.min() if finite.size else 0.0
    return np.asarray((np.maximum(fitness, least) - least) / crowds)
