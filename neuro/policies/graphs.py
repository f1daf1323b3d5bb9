"""Genomes that are topologies: any links between any nodes, each individual its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.network.graph_programs import Programs, compile_programs, room_for_programs
from neuro.network.topologies import Topologies, joined_topologies, ragged, take_topologies
from neuro.policies.genomes import Digest, Genomes
from neuro.thread_pool import share_rows

__all__ = ["Graphs", "compiled_programs"]

_SHARE = 256  # rows that a thread compiles at a time
_TRAITS = 16  # numbers that tell how alike individuals are

_MULTIPLIER, _LOW = np.uint64(0x9E3779B1), np.uint64(0xFFFFFFFF)


@kernel
def _traits(found, rows):
    """Add up the weights of each network's links in use, each in a direction of its own: ``rows`` (n, traits)."""
    for g in range(rows.shape[0]):
        for k in range(found.sizes[g, 0]):
            if found.enabled[g, k]:
                ends = np.uint64(found.source[g, k]) * np.uint64(0x85EBCA6B) + np.uint64(found.target[g, k])
                word = ((ends & _LOW) * _MULTIPLIER) & _LOW
                for j in range(rows.shape[1]):
                    word = ((word ^ (word >> np.uint64(15))) * _MULTIPLIER) & _LOW
                    rows[g, j] += found.weight[g, k] * (np.float32(1) if word >> np.uint64(31) else np.float32(-1))


def compiled_programs(found: Topologies, inputs: int, outputs: int, spare: Programs | None = None) -> Programs:
    """The programs of some topologies; ``spare`` ones, which nobody needs any more, may be overwritten."""
    programs = room_for_programs(found, spare)
    share_rows(
        lambda first, last: compile_programs(found, inputs, outputs, programs, first, last), len(found.sizes), _SHARE
    )
    return programs


class Graphs(Genomes):
    """Individuals that are topologies of the same inputs and outputs.

    Args:
        inputs: Number of inputs.
        outputs: Number of outputs.
        topologies: An individual in each row; kept, not copied.
        programs: Their programs, where they are known.

    Attributes:
        inputs: Number of inputs.
        outputs: Number of outputs.
        topologies: An individual in each row; the arrays that were given.
    """

    def __init__(self, inputs: int, outputs: int, topologies: Topologies, programs: Programs | None = None) -> None:
        self.inputs, self.outputs, self.topologies = inputs, outputs, topologies
        self._programs = programs

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.topologies.sizes)

    def take(self, places: Sequence[int] | NDArray[Any]) -> Graphs:
        """Copies of some rows, in the order of the places."""
        return Graphs(self.inputs, self.outputs, take_topologies(self.topologies, np.asarray(places, np.int64)))

    def packed(self) -> Programs:
        """The programs of all."""
        if self._programs is None:
            self._programs = compiled_programs(self.topologies, self.inputs, self.outputs)
        return self._programs

    @property
    def most_hidden(self) -> int:
        """The largest number of hidden nodes that any of them computes."""
        return int(self.packed().hidden.max(initial=0))

    def rows(self) -> NDArray[np.float32]:
        """Sums of the weights of all links in use, each link in a direction of its own, ``(population, 16)``."""
        found = np.zeros((len(self), _TRAITS), np.float32)
        _traits(self.topologies, found)
        return found

    def with_others(self, others: Sequence[Graphs]) -> Graphs:
        """The rows of all, padded to the longest."""
        return Graphs(self.inputs, self.outputs, joined_topologies([one.topologies for one in (self, *others)]))

    def genes(self, place: int) -> NDArray[np.float32]:
        """The weights of one individual's links, ``(links,)``."""
        return self.topologies.weight[place, : self.topologies.sizes[place, 0]]

    def with_gene(self, gene: int, value: float) -> Graphs:
        """A copy of the only individual whose link has another weight."""
        found = take_topologies(self.topologies, np.zeros(1, np.int64))
        found.weight[0, gene] = value
        return Graphs(self.inputs, self.outputs, found)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays of the topologies by their names."""
        return self.topologies._asdict()

    def update(self, digest: Digest) -> None:
        """Add sizes, links and hidden nodes, each array in little-endian order without what pads it."""
        sizes = self.topologies.sizes
        digest.update(np.array([len(self), self.inputs, self.outputs], "<i8").data)
        for array in ragged(self.topologies).values():
            digest.update(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data)
        digest.update(np.ascontiguousarray(sizes).astype("<i4", copy=False).data)
