"""Mutation: noise on a share of the genes, Gaussian or of another shape."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError
from neuro.kernels import kernel, part
from neuro.operators.exponential import exp, power
from neuro.random import TOGETHER, Purpose, normal, normals, philox, philox_blocks, room_for

__all__ = ["SHAPES", "Gaussian", "Shaped", "adapted_sizes"]

#: What is added to a gene that changes, by its distribution.
SHAPES = ("gaussian", "cauchy", "polynomial")

_MASK, _SIZE = np.uint64(Purpose.MUTATE), np.uint64(Purpose.SIZE)
_WORDS = float(1 << 32)  # a 32-bit word is below this
_DECISION = np.uint64(0xFFFFFFFF)  # a block that no gene reaches
_LARGEST = 1e6  # size of mutation
_GENES = 128  # that are looked at together


@kernel
def _gaussian(genomes, first, rate, stdev, mean, key, generation, words, places, noise):
    """A Gaussian is drawn only where the mask says so: at a rate of 0.1 that is most of the time saved.

    Args:
        genomes: ``(n, parameters)``, changed.
        first: Number of the first row within the population.
        rate: Probability that a gene changes, as for ``Gaussian``.
        stdev: Standard deviation of the change, as for ``Gaussian``.
        mean: Mean of the change, as for ``Gaussian``.
        key: The run's key of random draws.
        generation: Number of the parents' generation.
        words: ``(room_for(_GENES + 4) + TOGETHER,)`` uint32, room for random words.
        places: ``(_GENES,)`` int64, room for the places of the genes that change.
        noise: ``(room_for(_GENES),)`` float64, room for what is added.
    """
    threshold = np.uint64(rate * _WORDS)
    parameters = genomes.shape[1]
    for row in range(genomes.shape[0]):
        drawn = 0  # Gaussians of this row so far
        for start in range(0, parameters, _GENES):
            genes = min(_GENES, parameters - start)
            philox_blocks(words, key, start // 4, (genes + 3) // 4, first + row, generation, _MASK)
            count = 0
            for k in range(genes):  # without a branch, which would be foretold wrongly once in five genes
                places[count] = start + k
                count += 1 if words[k] < threshold else 0
            skipped = drawn % 4  # words of the first block that have been used
            philox_blocks(words, key, drawn // 4, (skipped + count + 3) // 4, first + row, generation, _SIZE)
            normals(words[skipped:], count, noise)
            for k in range(count):
                gene = places[k]
                genomes[row, gene] = np.float32(genomes[row, gene] + (mean + stdev * noise[k]))
            drawn += count


def _power(base: float, exponent: int) -> float:
    """``base ** exponent`` by multiplication only: libraries differ between machines in the last bit of pow."""
    result = 1.0
    while exponent:
        result = result * base if exponent & 1 else result
        base *= base
        exponent >>= 1
    return result


@dataclass(frozen=True)
class Gaussian:
    """Add a normal draw to each gene with a certain probability.

    Args:
        rate: The probability, for each gene, from 0 (no gene changes) to 1 (all do).
        stdev: Standard deviation of what is added, in the first generation.
        mean: Mean of what is added.
        decay: What ``stdev`` is multiplied by from one generation to the next.
        floor: ``stdev`` falls no lower than this.

    Raises:
        SettingError: If a value is out of its range; the message says which.
    """

    rate: float = 0.1
    stdev: float = 0.3
    mean: float = 0.0
    decay: float = 1.0
    floor: float = 0.0

    def __post_init__(self) -> None:
        for name, low, high in (
            ("rate", 0, 1),
            ("stdev", 0, 1e6),
            ("mean", -1e6, 1e6),
            ("decay", 0, 1),
            ("floor", 0, 1e6),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingError(
                    f"{name} of a Gaussian mutation lies between {low} and {high:g}; this one is {value!r}"
                )

    def stdev_at(self, generation: int) -> float:
        """The standard deviation in a generation."""
        return max(self.stdev * _power(self.decay, generation), min(self.floor, self.stdev))

    def apply(self, genomes: NDArray[np.float32], key: np.uint64, generation: int, first: int = 0) -> None:
        """Mutate every row of ``genomes`` in place.

        Args:
            genomes: ``(n, parameters)``.
            key: The run's key of random draws.
            generation: Number of the parents' generation.
            first: Number of the first row's child within the generation, so that a part of it can be mutated alone.
        """
        words, noise = np.empty(room_for(_GENES + 4) + TOGETHER, np.uint32), np.empty(room_for(_GENES))
        scratch = words, np.empty(_GENES, np.int64), noise
        stdev = float(self.stdev_at(generation))
        _gaussian(genomes, first, float(self.rate), stdev, float(self.mean), key, generation, *scratch)


_FARTHEST = 1000.0  # standard draws of a Cauchy distribution go no farther, lest weights overflow
_INDEX = 5.0  # of the polynomial distribution: the larger, the nearer most changes are
_TO_UNIT = math.sqrt((_INDEX + 2.0) * (_INDEX + 3.0) / 2.0)  # gives the polynomial distribution a deviation of 1


@kernel
def _polynomial(word):
    """A draw from the polynomial distribution of standard deviation 1, float64."""
    share = (np.float64(word) + 0.5) / _WORDS
    if share < 0.5:
        return (power(2.0 * share, 1.0 / (_INDEX + 1.0)) - 1.0) * _TO_UNIT
    return (1.0 - power(2.0 - 2.0 * share, 1.0 / (_INDEX + 1.0))) * _TO_UNIT


@part
def _cauchy(word, other):
    """A draw from the standard Cauchy distribution, float64: the quotient of two normal draws."""
    return max(-_FARTHEST, min(normal(word) / normal(other), _FARTHEST))


@kernel
def _shaped(genomes, sizes, first, shape, rate, key, generation, words):
    """Change genes by a draw of some shape; see ``Shaped``.

    Args:
        genomes: ``(n, parameters)``, changed.
        sizes: ``(n,)`` float64, the size of each genome's changes.
        first: Number of the first row within the population.
        shape: Place of a name in ``SHAPES``.
        rate: Probability that a gene changes.
        key: The run's key of random draws.
        generation: Number of the parents' generation.
        words: ``(room_for(parameters),)`` uint32, room for random words.
    """
    threshold = np.uint64(rate * _WORDS)
    for row in range(genomes.shape[0]):
        philox_blocks(words, key, 0, (genomes.shape[1] + 3) // 4, first + row, generation, _MASK)
        for gene in range(genomes.shape[1]):
            if np.uint64(words[gene]) < threshold:
                four = philox(key, np.uint64(gene), np.uint64(first + row), np.uint64(generation), _SIZE)
                if shape == 0:
                    change = normal(four[0])
                elif shape == 1:
                    change = _cauchy(four[0], four[1])
                else:
                    change = _polynomial(four[0])
                genomes[row, gene] = np.float32(genomes[row, gene] + sizes[row] * change)


@dataclass(frozen=True)
class Shaped:
    """Add a draw of some distribution to each gene with a certain probability.

    Args:
        shape: A name in ``SHAPES``. Cauchy draws are near for the most part and now and then very far (X. Yao, Y. Liu
            and G. Lin, 1999); polynomial ones have an end (K. Deb and R. Agrawal, 1995).
        rate: The probability, for each gene, from 0 to 1.
        sizes: The standard deviation of each child's changes, float64 ``(children,)``; of Cauchy draws half the width
            at half the height.
    """

    shape: str
    rate: float
    sizes: NDArray[np.float64]

    def apply(self, genomes: NDArray[np.float32], key: np.uint64, generation: int, first: int = 0) -> None:
        """Mutate every row of ``genomes`` in place.

        Args:
            genomes: ``(n, parameters)``.
            key: The run's key of random draws.
            generation: Number of the parents' generation.
            first: Number of the first row's child within the generation.
        """
        words = np.empty(room_for(genomes.shape[1]), np.uint32)
        shape, sizes = SHAPES.index(self.shape), self.sizes[first : first + len(genomes)]
        _shaped(genomes, sizes, first, shape, float(self.rate), key, generation, words)


@kernel
def _adapt(sizes, out, pace, key, generation):
    for row in range(sizes.size):
        word = philox(key, _DECISION, np.uint64(row), np.uint64(generation), _SIZE)[0]
        out[row] = sizes[row] * exp(pace * normal(word))


def adapted_sizes(
    sizes: NDArray[np.float64], genes: int, floor: float, key: np.uint64, generation: int
) -> NDArray[np.float64]:
    """Sizes of mutation that children inherit, each a little changed itself (H.-P. Schwefel, 1981).

    Args:
        sizes: The parents', ``(n,)``.
        genes: Length of a genome: the longer, the slower sizes change.
        floor: None falls below this.
        key: The run's key of random draws.
        generation: Number of the parents' generation.
    """
    out = np.empty_like(sizes)
    _adapt(sizes, out, 1.0 / math.sqrt(2.0 * genes), key, generation)
    return np.clip(out, floor, _LARGEST)
