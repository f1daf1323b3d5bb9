"""Crossover: a child of two parents, by methods found by name in ``CROSSOVERS``."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, named
from neuro.kernels import bind, fetch_row, kernel
from neuro.operators.exponential import power
from neuro.random import Purpose, philox, philox_blocks, room_for

__all__ = ["CROSSOVERS", "Crossover"]

_PURPOSE = np.uint64(Purpose.CROSS)
_DECISION = np.uint64(
    0xFFFFFFFF
)  # the block that decides whether to cross at all: no genome is long enough to reach it
_BITS = 128  # of one philox block
_UNIT = 2.0**-32
_INDEX = 5.0  # of simulated binary crossover: the larger, the nearer children are to a parent
_AHEAD = 8  # children whose parents are brought from memory meanwhile, all over which they lie

METHOD: Any = None  # bound by ``Crossover.apply``


@kernel
def _draw_bits(bits, block, key, row, generation):
    """Fill ``bits`` (4,) uint32 with a child's ``block``-th 128 random bits."""
    four = philox(key, np.uint64(block), np.uint64(row), np.uint64(generation), _PURPOSE)
    bits[0], bits[1], bits[2], bits[3] = np.uint32(four[0]), np.uint32(four[1]), np.uint32(four[2]), np.uint32(four[3])


@kernel
def _bit(bits, place):
    return (bits[place >> 5] >> np.uint32(place & 31)) & np.uint32(1)


@kernel
def _uniform(mother, father, child, starts, words, key, row, generation):
    """Each gene from either parent (Syswerda, 1989)."""
    for start in range(0, child.size, _BITS):
        _draw_bits(words, start // _BITS, key, row, generation)
        for k in range(min(_BITS, child.size - start)):
            hers, his = mother[start + k], father[start + k]  # both are read, so that nothing branches
            child[start + k] = hers if _bit(words, k) else his


@kernel
def _one_point(mother, father, child, starts, words, key, row, generation):
    """One parent's genes up to a random cut, the other's after it; both give at least one where there are two."""
    word = philox(key, np.uint64(0), np.uint64(row), np.uint64(generation), _PURPOSE)[0]
    places = np.uint64(max(1, child.size - 1))
    cut = 1 + np.int64((word * places) >> np.uint64(32))
    for k in range(child.size):
        hers, his = mother[k], father[k]
        child[k] = hers if k < cut else his


@kernel
def _two_point(mother, father, child, starts, words, key, row, generation):
    """One parent's genes between two random cuts, the other's outside (L. Eshelman and others, 1989)."""
    four = philox(key, np.uint64(0), np.uint64(row), np.uint64(generation), _PURPOSE)
    one = 1 + np.int64((four[0] * np.uint64(child.size)) >> np.uint64(32))
    other = 1 + np.int64((four[1] * np.uint64(max(1, child.size - 1))) >> np.uint64(32))
    other = other + 1 if other >= one else other
    first, last = min(one, other), max(one, other)
    for k in range(child.size):
        hers, his = mother[k], father[k]
        child[k] = his if first <= k < last else hers


@kernel
def _layer(mother, father, child, starts, words, key, row, generation):
    """Each layer, weights and biases together, from either parent, as in the Go original."""
    for layer in range(starts.size - 1):
        if layer % _BITS == 0:
            _draw_bits(words, layer // _BITS, key, row, generation)
        from_mother = _bit(words, layer % _BITS)
        for k in range(starts[layer], starts[layer + 1]):
            hers, his = mother[k], father[k]
            child[k] = hers if from_mother else his


@kernel
def _blend(mother, father, child, starts, words, key, row, generation):
    """Each gene uniform between the parents' (Radcliffe, 1991; BLX-0 of Eshelman and Schaffer, 1993)."""
    philox_blocks(words, key, 0, (child.size + 3) // 4, row, generation, _PURPOSE)
    for k in range(child.size):
        share = np.float64(words[k]) * _UNIT
        child[k] = np.float32(mother[k] + share * (np.float64(father[k]) - np.float64(mother[k])))


@kernel
def _simulated_binary(mother, father, child, starts, words, key, row, generation):
    """Each gene near one parent's, and beyond it as often as towards the other's (K. Deb and R. Agrawal, 1995)."""
    philox_blocks(words, key, 0, (child.size + 3) // 4, row, generation, _PURPOSE)
    for k in range(child.size):
        share = (np.float64(words[k]) + 0.5) * _UNIT
        spread = power(2.0 * share if share < 0.5 else 0.5 / (1.0 - share), 1.0 / (_INDEX + 1.0))
        spread = spread if words[k] & np.uint32(1) else -spread
        hers, his = np.float64(mother[k]), np.float64(father[k])
        child[k] = np.float32(0.5 * ((hers + his) + spread * (hers - his)))


CROSSOVERS: dict[str, Any] = {
    "blend": _blend,
    "layer": _layer,
    "one-point": _one_point,
    "simulated-binary": _simulated_binary,
    "two-point": _two_point,
    "uniform": _uniform,
}


@kernel
def _wants_crossing(rate, key, row, generation):
    word = philox(key, _DECISION, np.uint64(row), np.uint64(generation), _PURPOSE)[0]
    return np.float64(word) * _UNIT < rate


@kernel
def _cross(genomes, parents, children, first, starts, rate, key, generation, words):
    for row in range(children.shape[0]):
        later = min(row + _AHEAD, children.shape[0] - 1)
        fetch_row(genomes, parents[later, 0])
        fetch_row(genomes, parents[later, 1])
        mother, father = genomes[parents[row, 0]], genomes[parents[row, 1]]
        if _wants_crossing(rate, key, first + row, generation):
            METHOD(mother, father, children[row], starts, words, key, first + row, generation)
        else:
            for gene in range(
                mother.size
            ):  # a slice assignment would compile ten more functions, for its error message
                children[row, gene] = mother[gene]


@functools.cache
def _bound(method: str) -> Any:
    return bind(_cross, inline=True, METHOD=bind(CROSSOVERS[method], inline=True, called=False))


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
        first: int = 0,
    ) -> None:
        """Fill ``children``.

        Args:
            genomes: ``(population, parameters)``.
            parents: ``(children, 2)``, rows of ``genomes``.
            children: ``(children, parameters)``, written; must not overlap ``genomes``.
            starts: ``(layers + 1,)``, where each layer's genes begin, and the end.
            key: The run's key of random draws.
            generation: Number of the parents' generation.
            first: Number of the first row's child within the generation, so that a part of it can be made alone.
        """
        words = np.empty(room_for(children.shape[1]), np.uint32)
        _bound(self.method)(genomes, parents, children, first, starts, float(self.rate), key, generation, words)
