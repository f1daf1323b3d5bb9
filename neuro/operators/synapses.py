"""Weights of one place that change their networks, as in the cooperative coevolution of synapses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.operators.exponential import power
from neuro.random import Purpose, philox_blocks, room_for

__all__ = ["chances_by_fitness", "exchange"]

_MARK, _SHUFFLE = np.uint64(Purpose.PAIR), np.uint64(Purpose.SHUFFLE)
_UNIT, _HALF_WORD = 2.0**-32, np.uint64(32)


@kernel
def _chances(fitness, least, most, root, out):
    for k in range(fitness.size):
        share = (fitness[k] - least) / (most - least) if fitness[k] > least and most > least else 0.0
        out[k] = 1.0 - power(share, root)


def chances_by_fitness(fitness: NDArray[np.float64], synapses: int) -> NDArray[np.float64]:
    """The chance of each weight of a network to be exchanged: 0 for the best network, 1 for the worst.

    Args:
        fitness: ``(n,)``.
        synapses: Number of weights of a network.

    Returns:
        float64 ``(n,)``.
    """
    finite, out = fitness[np.isfinite(fitness)], np.ones(fitness.size)
    if finite.size:
        _chances(fitness, float(finite.min()), float(finite.max()), 1.0 / synapses, out)
    return out


@kernel
def _exchange(genomes, chances, key, generation, words, rows):
    """Shuffle the marked weights of each place; see ``exchange``.

    Args:
        genomes: ``(n, parameters)``, changed.
        chances: ``(n,)`` float64.
        key: The run's key of random draws.
        generation: The generation.
        words: ``(room_for(n),)`` uint32, room.
        rows: ``(n,)`` int64, room.
    """
    blocks = (genomes.shape[0] + 3) // 4
    for gene in range(genomes.shape[1]):
        philox_blocks(words, key, 0, blocks, gene, generation, _MARK)
        count = 0
        for row in range(genomes.shape[0]):
            rows[count] = row
            count += 1 if np.float64(words[row]) * _UNIT < chances[row] else 0
        philox_blocks(words, key, 0, (count + 3) // 4, gene, generation, _SHUFFLE)
        for k in range(count - 1, 0, -1):  # R. Fisher and F. Yates, 1938
            other = np.int64((np.uint64(words[k]) * np.uint64(k + 1)) >> _HALF_WORD)
            value = genomes[rows[k], gene]
            genomes[rows[k], gene] = genomes[rows[other], gene]
            genomes[rows[other], gene] = value


def exchange(genomes: NDArray[np.float32], chances: NDArray[np.float64], key: np.uint64, generation: int) -> None:
    """Exchange weights among networks, each place for itself.

    Args:
        genomes: ``(n, parameters)``, changed; each column stays a permutation of itself.
        chances: The chance of each network's weights to be exchanged, ``(n,)``.
        key: The run's key of random draws.
        generation: Number of the generation.
    """
    count = len(genomes)
    _exchange(genomes, chances, key, generation, np.empty(room_for(count), np.uint32), np.empty(count, np.int64))
