"""Mutation: Gaussian noise on a share of the genes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError
from neuro.kernels import kernel
from neuro.random import Purpose, normal, philox

__all__ = ["Gaussian"]

_MASK, _SIZE = np.uint64(Purpose.MUTATE), np.uint64(Purpose.SIZE)
_WORDS = float(1 << 32)  # a 32-bit word is below this


@kernel
def _gaussian(genomes, rate, stdev, mean, key, generation):
    """A Gaussian is drawn only where the mask says so: at a rate of 0.1 that is most of the time saved."""
    threshold = np.uint64(rate * _WORDS)
    parameters = genomes.shape[1]
    for row in range(genomes.shape[0]):
        drawn, sizes = 0, (np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0))
        for block in range((parameters + 3) // 4):
            words = philox(key, np.uint64(block), np.uint64(row), np.uint64(generation), _MASK)
            for j in range(min(4, parameters - block * 4)):
                if words[j] < threshold:
                    if drawn % 4 == 0:
                        sizes = philox(key, np.uint64(drawn // 4), np.uint64(row), np.uint64(generation), _SIZE)
                    gene = block * 4 + j
                    genomes[row, gene] = np.float32(genomes[row, gene] + (mean + stdev * normal(sizes[drawn % 4])))
                    drawn += 1


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

    def apply(self, genomes: NDArray[np.float32], key: np.uint64, generation: int) -> None:
        """Mutate every row of ``genomes`` (n, parameters) in place."""
        stdev = self.stdev_at(generation)
        _gaussian(genomes, float(self.rate), float(stdev), float(self.mean), key, generation)
