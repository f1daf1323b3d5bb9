"""Genomes that are remembered with their fitness until a better one takes their place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel

__all__ = ["forget", "take_better"]


@kernel
def _take_better(genomes, fitness, remembered, known, better):
    for row in range(known.size):
        better[row] = fitness[row] >= known[row]
        if better[row]:
            known[row] = fitness[row]
            for gene in range(genomes.shape[1]):
                remembered[row, gene] = genomes[row, gene]


def forget(known: NDArray[np.float64], doubt: float) -> None:
    """Let remembered fitness sink towards the worst that is remembered.

    Args:
        known: ``(n,)``, changed.
        doubt: Share of its lead that each loses; 0 for none.
    """
    finite = np.isfinite(known)
    if doubt and finite.any():
        known[finite] -= doubt * (known[finite] - known[finite].min())


def take_better(
    genomes: NDArray[np.float32],
    fitness: NDArray[np.float64],
    remembered: NDArray[np.float32],
    known: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Remember those that are no worse than what is remembered in their place; returns where that was so, ``(n,)``.

    Args:
        genomes: ``(n, parameters)``.
        fitness: Fitness of each, ``(n,)``.
        remembered: ``(n, parameters)``, changed.
        known: Fitness of what is remembered, ``(n,)``, changed.
    """
    better = np.empty(len(known), np.bool_)
    _take_better(genomes, fitness, remembered, known, better)
    return better
