"""Genomes of one network that is tried out: each individual has its own share and its own draws of steps by chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.policies.genomes import Digest, Genomes

__all__ = ["KEYS", "Explorers"]

#: Keys of draws are whole numbers from 0 up to, but not including, this: a float32 holds each of them.
KEYS = 1 << 24


class Explorers(Genomes):
    """Individuals that share networks, and differ in what they try.

    Args:
        networks: The parameters of each network that is tried, float32 ``(networks, parameters)``; kept, not copied.
        which: The network of each individual, int64 ``(population,)``.
        epsilon: The share of steps in which each tries something by chance, float32 ``(population,)``.
        key: What each one's draws follow from, int64 ``(population,)``, from 0 up to ``KEYS``.

    Attributes:
        networks: The array that was given.
        which: The array that was given.
        epsilon: The array that was given.
        key: The array that was given.

    Raises:
        ShapeError: If the arrays do not fit each other.
    """

    def __init__(
        self,
        networks: NDArray[np.float32],
        which: NDArray[np.int64],
        epsilon: NDArray[np.float32],
        key: NDArray[np.int64],
    ) -> None:
        shapes = networks.ndim, which.shape, epsilon.shape, key.shape
        if shapes != (2, which.shape, which.shape, which.shape) or which.ndim != 1:
            raise ShapeError(f"explorers are networks and three numbers for each individual, not arrays of {shapes}")
        self.networks, self.which, self.epsilon, self.key = networks, which, epsilon, key

    @classmethod
    def greedy(cls, networks: NDArray[np.float32]) -> Explorers:
        """One individual of each network ``(networks, parameters)``, which tries nothing."""
        count = len(networks)
        return cls(networks, np.arange(count), np.zeros(count, np.float32), np.zeros(count, np.int64))

    def __len__(self) -> int:
        """The number of individuals."""
        return len(self.which)

    def take(self, places: Sequence[int] | NDArray[Any]) -> Explorers:
        """Copies of some individuals, with no network that none of them has."""
        chosen = np.asarray(places, np.int64)
        used, which = np.unique(self.which[chosen], return_inverse=True)
        return Explorers(self.networks[used], which.astype(np.int64), self.epsilon[chosen], self.key[chosen])

    def packed(self) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
        """The four arrays."""
        return np.ascontiguousarray(self.networks), self.which, self.epsilon, self.key

    def rows(self) -> NDArray[np.float32]:
        """The share of each one's steps by chance, and its key as a share of all keys, ``(population, 2)``."""
        return np.stack([self.epsilon, (self.key / KEYS).astype(np.float32)], axis=1)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The four arrays by their names; several individuals may share a row of ``networks``."""
        return {"networks": self.networks, "which": self.which, "epsilon": self.epsilon, "key": self.key}

    def update(self, digest: Digest) -> None:
        """Add the four arrays in little-endian order."""
        for array in self.arrays().values():
            digest.update(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data)

    def with_others(self, others: Sequence[Explorers]) -> Explorers:
        """The individuals of all, each with its own network."""
        parts = [self, *others]
        starts = np.cumsum([0, *(len(one.networks) for one in parts[:-1])])
        which = [one.which + start for one, start in zip(parts, starts, strict=True)]
        networks, epsilon, key = ([getattr(one, name) for one in parts] for name in ("networks", "epsilon", "key"))
        return Explorers(*(np.concatenate(found) for found in (networks, which, epsilon, key)))

    def genes(self, place: int) -> NDArray[np.float32]:
        """The parameters of one individual's network."""
        return np.asarray(self.networks[self.which[place]])

    def with_gene(self, gene: int, value: float) -> Explorers:
        """A copy of the only individual with another parameter."""
        found = self.take([0])
        found.networks[0, gene] = value
        return found
