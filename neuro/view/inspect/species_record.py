"""The species of a run, generation by generation: how many genomes each has, and the family of looks that it is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.view.looks import FAMILIES, Looks

__all__ = ["SpeciesHistory", "SpeciesRecord", "families_of_species", "looks_of_species", "name_of_species"]

_MOST = 600  # generations that are kept; of a longer run every second, fourth … one


class SpeciesHistory(NamedTuple):
    """Sizes of species by generation.

    Args:
        generations: Numbers of the generations, in their order.
        sizes: Genomes of each species, by its number, for each of the generations.
        since: The generation in which each of the newest species was first seen.
    """

    generations: tuple[int, ...] = ()
    sizes: tuple[dict[int, int], ...] = ()
    since: dict[int, int] = {}  # noqa: RUF012 - never written to


class SpeciesRecord:
    """Follows the species of a run.

    Attributes:
        now: What is known up to the newest generation; another object after each.
    """

    def __init__(self) -> None:
        self.now = SpeciesHistory()
        self._stride = 1

    def add(self, generation: int, species: NDArray[np.int64] | None) -> None:
        """A generation has been bred.

        Args:
            generation: Number of the generation.
            species: Numbers of the species of each genome; None where there are no species.
        """
        if species is None:
            return
        numbers, counts = np.unique(species, return_counts=True)
        size = dict(zip(numbers.tolist(), counts.tolist(), strict=True))
        since = {number: self.now.since.get(number, generation) for number in size}
        kept = [(one, sizes) for one, sizes in zip(*self.now[:2], strict=True) if one % self._stride == 0]
        if len(kept) > _MOST:
            self._stride *= 2
            kept = [(one, sizes) for one, sizes in kept if one % self._stride == 0]
        kept.append((generation, size))
        self.now = SpeciesHistory(tuple(one for one, _ in kept), tuple(sizes for _, sizes in kept), since)


def families_of_species(species: NDArray[np.int64]) -> NDArray[np.int64]:
    """The family of looks of each species, by its number: index in ``FAMILIES``."""
    return species % len(FAMILIES)


def looks_of_species(number: int) -> Looks:
    """The looks that those of a species have in common."""
    return list(FAMILIES.values())[number % len(FAMILIES)]


def name_of_species(number: int) -> str:
    """What people call a species: its family, and which of that family's species it is."""
    again, family = divmod(number, len(FAMILIES))
    return list(FAMILIES)[family] + (f" {again + 1}" if again else "")
