"""Particles that fly on, drawn to places, as a particle swarm moves them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.random import Purpose, philox_blocks, room_for
from neuro.thread_pool import share_rows

__all__ = ["Pull"]

_PURPOSE = np.uint64(Purpose.MUTATE)
_UNIT = np.float32(2.0**-16)
_WORDS = 4096  # of one stream, about
_SHARE = 2048  # rows of one thread, about
_LOW, _BITS = np.uint32(0xFFFF), np.uint32(16)


@kernel
def _rows_together(genes):
    """How many rows draw from one stream, so that whole vectors of words are drawn."""
    return max(1, _WORDS // genes)


@kernel
def _fly(positions, speeds, places, leaders, all_places, first, inertia, own, social, fastest, key, generation, words):
    """Move particles; see ``Pull.apply``. Each gene's two draws are the halves of one random word.

    Args:
        positions: float32 ``(n, parameters)``, changed.
        speeds: float32 ``(n, parameters)``, changed.
        places: float32 ``(n, parameters)``, the best place of each.
        leaders: int64 ``(n,)``, rows of ``all_places``.
        all_places: float32 ``(population, parameters)``.
        first: Number of the first particle.
        inertia: Share of its speed that a particle keeps, float32.
        own: Strength of the pull to its own best place, float32.
        social: Strength of the pull to its leader's best place, float32.
        fastest: Largest change of a gene, float32.
        key: The run's key of random draws.
        generation: The generation.
        words: uint32, room for the words of ``_rows_together``.
    """
    rows, genes = positions.shape
    together = _rows_together(genes)
    for row in range(rows):
        begin = row % together * genes
        if begin == 0:
            blocks = (min(together, rows - row) * genes + 3) // 4
            philox_blocks(words, key, 0, blocks, (first + row) // together, generation, _PURPOSE)
        leader = leaders[row]
        for gene in range(genes):
            word, here = words[begin + gene], positions[row, gene]
            home = np.float32(np.int32(word & _LOW)) * _UNIT * (places[row, gene] - here)
            away = np.float32(np.int32(word >> _BITS)) * _UNIT * (all_places[leader, gene] - here)
            speed = inertia * speeds[row, gene] + own * home + social * away
            speed = fastest if speed > fastest else speed
            speed = -fastest if speed < -fastest else speed
            speeds[row, gene] = speed
            positions[row, gene] = here + speed


@dataclass(frozen=True)
class Pull:
    """What moves a particle.

    Args:
        inertia: Share of its speed that it keeps.
        own: Strength of the pull to its own best place.
        social: Strength of the pull to its leader's best place.
        fastest: Largest change of a gene.
    """

    inertia: float
    own: float
    social: float
    fastest: float

    def apply(
        self,
        positions: NDArray[np.float32],
        speeds: NDArray[np.float32],
        places: NDArray[np.float32],
        leaders: NDArray[np.int64],
        key: np.uint64,
        generation: int,
    ) -> None:
        """Move every particle.

        Args:
            positions: ``(population, parameters)``, changed.
            speeds: ``(population, parameters)``, changed.
            places: The best place of each, ``(population, parameters)``.
            leaders: The particle whose best place each follows, ``(population,)``.
            key: The run's key of random draws.
            generation: The generation that they fly to.
        """
        inertia, own = np.float32(self.inertia), np.float32(self.own)
        social, fastest = np.float32(self.social), np.float32(self.fastest)

        together = _rows_together(positions.shape[1])

        def work(first: int, last: int) -> None:
            part, words = slice(first, last), np.empty(room_for(together * positions.shape[1]), np.uint32)
            here = positions[part], speeds[part], places[part], leaders[part]
            _fly(*here, places, first, inertia, own, social, fastest, key, generation, words)

        share_rows(work, len(positions), -(-_SHARE // together) * together)
