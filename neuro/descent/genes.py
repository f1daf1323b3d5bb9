"""Where each gene of a population comes from: whose it was in the first generation, and when its value last changed."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms import Lineage
from neuro.policies import Genomes, Graphs

__all__ = ["GeneOrigins", "Inheritance"]

_ROW = 1 << 32  # keys of a genome begin at its place times this


@dataclass(frozen=True, eq=False)
class Inheritance:
    """What the children of one generation have from whom; all arrays ``(population,)``.

    Attributes:
        mothers: int64, places of the first parents in the generation before; of those who live on, their own.
        fathers: int64, places of the second parents.
        from_mother: The share of the genes that descend from the first parent's.
        from_father: The share of the genes that descend from the second parent's.
        changed: The share of the genes whose value neither parent has.
    """

    mothers: NDArray[np.int64]
    fathers: NDArray[np.int64]
    from_mother: NDArray[np.float64]
    from_father: NDArray[np.float64]
    changed: NDArray[np.float64]


class GeneOrigins:
    """Follows all genes of a population, generation by generation.

    A gene is a number at a place of a vector, or the weight of a link by its historical number. A child's gene descends
    from the parent whose value is nearer, the first of equals; from the second parent only where the child has a value
    that is the second parent's alone, or none that is the first one's: else there was no crossover.

    Args:
        genomes: The first generation.

    Attributes:
        founder: int32 ``(genes of all,)``, the place of the genome in the first generation that a gene descends from;
            -1 for one that nobody had then.
        born: int32 ``(genes of all,)``, the generation in which the gene's value last changed.
    """

    def __init__(self, genomes: Genomes) -> None:
        self._read(genomes)
        self.founder = self._rows.astype(np.int32)
        self.born = np.zeros(len(self._rows), np.int32)

    def _read(self, genomes: Genomes) -> None:
        """Take the genes of a generation: rows, numbers and values, in rising order."""
        self._width = 0
        if isinstance(genomes, Graphs):
            found = genomes.topologies
            there = np.arange(found.weight.shape[1]) < found.sizes[:, :1]
            self._rows, columns = np.nonzero(there)
            self._numbers = found.innovation[self._rows, columns].astype(np.int64)
            self._values = found.weight[self._rows, columns].copy()
        else:
            matrix = genomes.rows()
            self._width = matrix.shape[1]
            self._rows = np.repeat(np.arange(len(matrix)), self._width)
            self._numbers = np.tile(np.arange(self._width), len(matrix))
            self._values = matrix.reshape(-1).copy()
        self._count = len(genomes)

    def _places(
        self, rows: NDArray[np.int64], numbers: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where genes of some genomes are, and which of them are there."""
        if self._width:
            return rows * self._width + numbers, np.ones(len(rows), np.bool_)
        keys, wanted = self._rows * _ROW + self._numbers, rows * _ROW + numbers
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return places, keys[places] == wanted

    def advance(self, lineage: Lineage, genomes: Genomes, generation: int) -> Inheritance:
        """The next generation has been bred.

        Args:
            lineage: Parents of its genomes.
            genomes: The next generation.
            generation: Number of the next generation.
        """
        mothers = np.concatenate([lineage.elites, lineage.parents[:, 0]])
        fathers = np.concatenate([lineage.elites, lineage.parents[:, 1]])
        before = copy(self)
        self._read(genomes)
        rows, values = self._rows, self._values
        hers, she_has = before._places(mothers[rows], self._numbers)
        his, he_has = before._places(fathers[rows], self._numbers)
        same_hers, same_his = she_has & (before._values[hers] == values), he_has & (before._values[his] == values)
        only_his, some_hers = (np.bincount(rows, one, self._count) > 0 for one in (same_his & ~same_hers, same_hers))
        away_hers = np.where(she_has, np.abs(before._values[hers] - values), np.inf)
        away_his = np.where(he_has, np.abs(before._values[his] - values), np.inf)
        from_father = (away_his < away_hers) & (only_his | ~some_hers)[rows]
        from_mother = ~from_father & (she_has | he_has)
        source = np.where(from_father | ~she_has, his, hers)
        changed = ~(same_hers | same_his)
        self.founder = np.where(she_has | he_has, before.founder[source], -1).astype(np.int32)
        self.born = np.where(changed, generation, before.born[source]).astype(np.int32)
        counts = np.maximum(np.bincount(rows, minlength=self._count), 1)

        def share(which: NDArray[np.bool_]) -> NDArray[np.float64]:
            return np.asarray(np.bincount(rows, which, self._count) / counts)

        return Inheritance(mothers, fathers, share(from_mother), share(from_father), share(changed))

    def of(self, place: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Founders and generations of the genes of one genome, ``(genes,)`` each.

        Args:
            place: The genome's place in its generation.
        """
        own = self._rows == place
        return self.founder[own], self.born[own]
