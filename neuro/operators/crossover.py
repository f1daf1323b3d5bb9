"""Crossover: a child of two parents, by four methods found by name in ``CROSSOVERS``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, named
from neuro.kernels import bind, kernel
from neuro.random import Purpose, philox

__all__ = ["CROSSOVERS", "Crossover"]

_PURPOSE = np.uint64(Purpose.CROSS)
_DECISION = np.uint64(
    0xFFFFFFFF
)  # the block that decides whether to cross at all: no genome is long enough to reach it
_BITS = 128  # of one philox block
_UNIT = 2.0**-32

METHOD: Any = None  # bound by ``Crossover.apply``


@kernel
def _bits(block, key, row, generation):
    """128 random bits: a child's ``block``-th four words."""
    return philox(key, np.uint64(block), np.uint64(row), np.uint64(generation), _PURPOSE)


@kernel
def _is_set(words, place):
    return (words[(place >> 5) & 3] >> np.uint64(place & 31)) & np.uint64(1) > 0


@kernel
def _uniform(mother, father, child, starts, key, row, generation):
    """Each gene from either parent (Syswerda, 1989)."""
    words = _bits(0, key, row, generation)
    for k in range(child.size):
        if k % _BITS == 0:
            words = _bits(k // _BITS, key, row, generation)
        child[k] = mother[k] if _is_set(words, k) else father[k]


@kernel
def _one_point(mother, father, child, starts, key, row, generation):
    """One parent's genes up to a random cut, the other's after it; both give at least one where there are two."""
    words = philox(key, np.uint64(0), np.uint64(row), np.uint64(generation), _PURPOSE)
    places = np.uint64(max(1, child.size - 1))
    cut = 1 + np.int64((words[0] * places) >> np.uint64(32))
    for k in range(child.size):
        child[k] = mother[k] if k < cut else father[k]


@kernel
def _layer(mother, father, child, starts, key, row, generation):
    """Each layer, weights and biases together, from either parent, as in the Go original."""
    words = _bits(0, key, row, generation)
    for layer in range(starts.size - 1):
        if layer % _BITS == 0:
            words = _bits(layer // _BITS, key, row, generation)
        from_mother = _is_set(words, layer)
        for k in range(starts[layer], starts[layer + 1]):
            child[k] = mother[k] if from_mother else father[k]


@kernel
def _blend(mother, father, child, starts, key, row, generation):
    """Each gene uniform between the parents' (Radcliffe, 1991; BLX-0 of Eshelman and Schaffer, 1993)."""
    for block in range((child.size + 3) // 4):
        words = philox(key, np.uint64(block), np.uint64(row), np.uint64(generation), _PURPOSE)
        for j in range(min(4, child.size - block * 4)):
            k = block * 4 + j
            share = np.float64(words[j]) * _UNIT
            child[k] = np.float32(mother[k] + share * (np.float64(father[k]) - np.float64(mother[k])))


CROSSOVERS: dict[str, Any] = {"blend": _blend, "layer": _layer, "one-point": _one_point, "uniform": _uniform}


@kernel
def _wants_crossing(rate, key, row, generation):
    word = philox(key, _DECISION, np.uint64(row), np.uint64(generation), _PURPOSE)[0]
    return np.float64(word) * _UNIT < rate


@kernel
def _cross(genomes, parents, children, starts, rate, key, generation):
    for row in range(children.shape[0]):
        mother, father = genomes[parents[row, 0]], genomes[parents[row, 1]]
        if _wants_crossing(rate, key, row, generation):
            METHOD(mother, father, children[row], starts, key, row, generation)
        else:
            for gene in range(
                mother.size
            ):  # a slice assignment would compile ten more functions, for its error message
                children[row, gene] = mother[gene]


@dataclass(frozen=True)
class Crossover:
    """How two parents make a child.

    Args:
        method: A name in ``CROSSOVERS``.
        rate: Share of the children that have two parents; the others copy the first.

    Raises:
        UnknownNameError: If there is no such method.
        SettingError: If the rate is not between 0 and 1.
    """

    method: str = "uniform"
    rate: float = 1.0

    def __post_init__(self) -> None:
        named("crossover", self.method, CROSSOVERS)
        if not 0 <= self.rate <= 1:
            raise SettingError(f"a crossover rate lies between 0 and 1; this one is {self.rate}")

    def apply(
        self,
        genomes: NDArray[np.float32],
        parents: NDArray[np.int64],
        children: NDArray[np.float32],
        starts: NDArray[np.int64],
        key: np.uint64,
        generation: int,
    ) -> None:
        """Fill ``children``.

        Args:
            genomes: ``(population, parameters)``.
            parents: ``(children, 2)``, rows of ``genomes``.
            children: ``(children, parameters)``, written; must not overlap ``genomes``.
            starts: ``(layers + 1,)``, where each layer's genes begin, and the end.
            key: The run's key of random draws.
            generation: Number of the parents' generation.
        """
        bind(_cross, METHOD=CROSSOVERS[self.method])(
            genomes, parents, children, starts, float(self.rate), key, generation
        )
