"""What the fitness of a generation is worth by rank: searches that see ranks alone do not mind how fitness is scaled.

Equals share what their ranks are worth, so that a generation of which all are equal teaches nothing.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.operators.exponential import log

__all__ = ["best_first", "centred_ranks", "utilities"]


@kernel
def _share_among_equals(fitness, order, worth, weights):
    """Give each genome the worth of its rank, equals the mean of theirs.

    Args:
        fitness: ``(n,)`` float64.
        order: ``(n,)`` int64, places by falling fitness.
        worth: ``(n,)`` float64, of each rank, the best first.
        weights: ``(n,)`` float64, written.
    """
    first = 0
    while first < fitness.size:
        last, total = first, 0.0
        while last < fitness.size and fitness[order[last]] == fitness[order[first]]:
            total += worth[last]
            last += 1
        for rank in range(first, last):
            weights[order[rank]] = total / (last - first)
        first = last


@kernel
def _fill_utilities(worth):
    half = log(worth.size / 2.0 + 1.0)
    total = 0.0
    for rank in range(worth.size):
        worth[rank] = max(0.0, half - log(rank + 1.0))
        total += worth[rank]
    for rank in range(worth.size):
        worth[rank] = worth[rank] / total - 1.0 / worth.size


@functools.lru_cache(8)
def _utilities_by_rank(count: int) -> NDArray[np.float64]:
    worth = np.zeros(count)
    _fill_utilities(worth)
    return worth


@functools.lru_cache(8)
def _centred_by_rank(count: int) -> NDArray[np.float64]:
    return np.asarray(0.5 - np.arange(count) / max(1, count - 1))


def best_first(fitness: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places by falling fitness, int64 ``(n,)``; of equals, the first comes first."""
    return np.argsort(-fitness, kind="stable")


def _weighed(fitness: NDArray[np.float64], worth: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.empty(fitness.size)
    _share_among_equals(fitness, best_first(fitness), worth, weights)
    return weights


def centred_ranks(fitness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from -0.5 for the worst to 0.5 for the best, float64 ``(n,)`` (T. Salimans and others, 2017).

    Args:
        fitness: ``(n,)``; numbers, or -inf.
    """
    return _weighed(fitness, _centred_by_rank(fitness.size))


def utilities(fitness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights that sum to 0 and prefer the better half, float64 ``(n,)`` (D. Wierstra and others, 2014).

    Args:
        fitness: ``(n,)``; numbers, or -inf.
    """
    return _weighed(fitness, _utilities_by_rank(fitness.size))
