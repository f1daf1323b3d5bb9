"""Breeding: a generation's children take their parents' place in memory, on all threads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.operators.crossover import Crossover
from neuro.operators.mutation import Gaussian, Shaped
from neuro.thread_pool import share_rows

__all__ = ["Breeding"]

_UNUSED = -1


@kernel
def _number(places):
    """Give those that are not ``_UNUSED`` the numbers from 0 on, in their order; returns how many they are."""
    count = 0
    for place in range(places.size):
        if places[place] != _UNUSED:
            places[place] = count
            count += 1
    return count


@kernel
def _keep(genomes, places, kept, first, last):
    """Copy the genomes that have a number to the row of that number, of some rows."""
    for row in range(first, last):
        place = places[row]
        if place != _UNUSED:
            for gene in range(genomes.shape[1]):
                kept[place, gene] = genomes[row, gene]


@dataclass(frozen=True)
class Breeding:
    """How the next generation comes from chosen parents.

    Args:
        crossing: The way in which two parents make a child.
        mutation: What changes in it then.
        starts: int64 ``(layers + 1,)``, where each layer's genes begin, and the end.
        key: The run's key of random draws.
    """

    crossing: Crossover
    mutation: Gaussian | Shaped
    starts: NDArray[np.int64]
    key: np.uint64

    def next_generation(
        self,
        genomes: NDArray[np.float32],
        elites: NDArray[np.int64],
        parents: NDArray[np.int64],
        room: NDArray[np.float32],
        generation: int,
    ) -> NDArray[np.float32]:
        """The genomes of the next generation: the elites, then the children.

        Only genomes that live on or become parents are kept aside meanwhile, so that a large population needs about
        one and a half times its own memory, not twice.

        Args:
            genomes: float32 ``(population, parameters)``; overwritten if the next generation has as many.
            elites: int64 ``(elites,)``, places of those that live on.
            parents: int64 ``(children, 2)``, places of the parents.
            room: float32, of the shape of ``genomes``, overwritten; its rows are used from the first on.
            generation: Number of the parents' generation.

        Returns:
            float32 ``(elites + children, parameters)``: ``genomes`` itself if that has as many rows.
        """
        places = np.full(len(genomes), _UNUSED, np.int32)
        places[elites] = 0
        places[parents.reshape(-1)] = 0
        _number(places)
        share_rows(lambda first, last: _keep(genomes, places, room, first, last), len(genomes))
        count = len(elites) + len(parents)
        found = genomes if count == len(genomes) else np.empty((count, genomes.shape[1]), np.float32)
        found[: len(elites)] = room[places[elites]]
        children = found[len(elites) :]

        def breed(first: int, last: int) -> None:
            mates, part = places[parents[first:last]].astype(np.int64), children[first:last]
            self.crossing.apply(room, mates, part, self.starts, self.key, generation, first)
            self.mutation.apply(part, self.key, generation, first)

        share_rows(breed, len(children))
        return found
