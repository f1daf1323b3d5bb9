"""Genomes: the individuals that an algorithm asks to be evaluated."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, ShapeError

__all__ = ["Digest", "Genomes", "Vectors", "genome_of", "genomes_of", "joined_genomes"]


class Digest(Protocol):
    """What takes bytes one after the other, such as a digest of ``hashlib``."""

    def update(self, data: Any, /) -> None:
        """Take some more."""


class Genomes(ABC):
    """Some individuals of one policy, in their order."""

    @abstractmethod
    def __len__(self) -> int:
        """The number of individuals."""

    @abstractmethod
    def take(self, places: Sequence[int] | NDArray[Any]) -> Genomes:
        """Copies of the individuals at some places, in the order of the places."""

    @abstractmethod
    def packed(self) -> Any:
        """The arrays that the policy's kernel ``load`` reads; not to be written to."""

    @abstractmethod
    def rows(self) -> NDArray[np.float32]:
        """Numbers that tell how alike individuals are, float32 ``(population, n)``: alike ones have alike rows.

        Views draw families from them, and diversity is their spread; of vectors they are the vectors.
        """

    @abstractmethod
    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything that the individuals are, one in each row of arrays by name; not to be written to."""

    @abstractmethod
    def update(self, digest: Digest) -> None:
        """Add every bit of the individuals to a digest of ``hashlib``."""

    @abstractmethod
    def with_others(self, others: Sequence[Any]) -> Genomes:
        """Copies of these individuals, then of those of other genomes of the same kind, in their order."""

    @abstractmethod
    def genes(self, place: int) -> NDArray[np.float32]:
        """The weights of one individual, ``(genes,)``, in the order of ``Links.gene``; not to be written to."""

    def with_gene(self, gene: int, value: float) -> Genomes:
        """A copy of these, of which there is one, that has another weight at a place among its ``genes``.

        Raises:
            SettingError: If such genomes cannot be changed so.
        """
        raise SettingError(f"{type(self).__name__} have no weights that can be changed one by one")

    def copy(self) -> Genomes:
        """Copies of all individuals, which stay as they are when an algorithm goes on."""
        return self.take(np.arange(len(self)))

    def digest(self) -> bytes:
        """A digest of all individuals: equal only where every bit is."""
        found = hashlib.blake2b(digest_size=16)
        self.update(found)
        return found.digest()


class Vectors(Genomes):
    """Individuals that are vectors of one length.

    Args:
        matrix: An individual in each row, float32 ``(population, parameters)``; kept, not copied.

    Attributes:
        matrix: The genomes, ``(population, parameters)``, float32; the array that was given.

    Raises:
        ShapeError: If it is not such a matrix.
    """

    def __init__(self, matrix: NDArray[np.float32]) -> None:
        if matrix.ndim != 2 or matrix.dtype != np.float32:
            raise ShapeError(
                f"genomes are a float32 matrix (population, parameters), not {matrix.dtype} of shape {matrix.shape}"
            )
        self.matrix = matrix

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.matrix)

    def take(self, places: Sequence[int] | NDArray[Any]) -> Vectors:
        """Copies of some rows, in the order of the places."""
        return Vectors(self.matrix[np.asarray(places, np.int64)])

    def packed(self) -> NDArray[np.float32]:
        """The matrix, row after row in memory."""
        return np.ascontiguousarray(self.matrix)

    def rows(self) -> NDArray[np.float32]:
        """The matrix."""
        return self.matrix

    def with_others(self, others: Sequence[Vectors]) -> Vectors:
        """The rows of all matrices."""
        return Vectors(np.concatenate([self.matrix, *(one.matrix for one in others)]))

    def genes(self, place: int) -> NDArray[np.float32]:
        """A row."""
        return np.asarray(self.matrix[place])

    def with_gene(self, gene: int, value: float) -> Vectors:
        """A copy of the only row with another number."""
        found = self.matrix.copy()
        found[0, gene] = value
        return Vectors(found)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The matrix by the name "genomes"."""
        return {"genomes": self.matrix}

    def update(self, digest: Digest) -> None:
        """Add the matrix, row by row in little-endian float32."""
        digest.update(np.ascontiguousarray(self.matrix).astype("<f4", copy=False).data)


def genomes_of(value: Genomes | NDArray[np.float32]) -> Genomes:
    """Genomes as they are; a matrix ``(population, parameters)`` as ``Vectors``.

    Raises:
        ShapeError: If it is neither.
    """
    return value if isinstance(value, Genomes) else Vectors(np.asarray(value, np.float32))


def genome_of(value: Genomes | NDArray[np.float32]) -> Genomes:
    """Genomes of length 1 as they are; a vector ``(parameters,)`` as ``Vectors`` of length 1.

    Raises:
        ShapeError: If it is neither, or there are more.
    """
    found = value if isinstance(value, Genomes) else Vectors(np.asarray(value, np.float32)[np.newaxis])
    if len(found) != 1:
        raise ShapeError(f"one genome is wanted here, not {len(found)}")
    return found


def joined_genomes(parts: Sequence[Genomes]) -> Genomes:
    """All individuals of some genomes of one policy, in their order; there is at least one of them."""
    return parts[0].with_others(parts[1:])
