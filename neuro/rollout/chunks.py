"""How many genomes are sent to a worker at a time."""

from __future__ import annotations

import itertools
import math

__all__ = ["LEAST_SECONDS", "chunks_of"]

#: Work that is worth a message: one takes a few milliseconds.
LEAST_SECONDS = 0.05

_ROUNDS = 4  # chunks for each worker, so that a faster one plays more, and a lost one costs little
_LARGEST = 16 * 2**20  # bytes of a message


def chunks_of(
    population: int, size: int, workers: int, cost: float | None, least: float = LEAST_SECONDS
) -> list[tuple[int, int]]:
    """Parts of about the same length of a population, each as (first genome, number of genomes).

    Args:
        population: Number of genomes.
        size: Bytes of a genome.
        workers: Number of workers.
        cost: Seconds that a worker took for a genome of the generation before; None when that is not known.
        least: Seconds of work that a part has at least, where that is known.
    """
    share = math.ceil(population / (workers * _ROUNDS))
    worth = math.ceil(least / cost) if cost else 1
    length = min(max(share, worth), population, max(1, _LARGEST // size))
    count = max(1, population // length)
    bounds = [population * part // count for part in range(count + 1)]
    return [(first, after - first) for first, after in itertools.pairwise(bounds)]
