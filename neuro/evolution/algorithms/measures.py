"""The size of what is seen and gained, so that networks learn from numbers about as large as 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel
from neuro.rollout.experience import Experience

__all__ = ["USUAL_GAIN", "Measures"]

#: What a usual gain is made.
USUAL_GAIN = 0.1


@kernel
def _measure(experience, mean, size):
    """Fill ``mean`` and ``size`` (inputs,) with the mean and the standard deviation of what was seen."""
    seen, _, _, _, _, lived = experience
    room = seen.shape[1]
    for i in range(mean.size):
        total, square, count = 0.0, 0.0, 0
        for agent in range(lived.size):
            for place in range(min(lived[agent], room)):
                x = np.float64(seen[agent, place, i])
                total, square, count = total + x, square + x * x, count + 1
        middle = total / max(1, count)
        spread = square / max(1, count) - middle * middle
        mean[i] = middle
        size[i] = np.sqrt(spread) if spread > 1e-12 else 1.0


class Measures(NamedTuple):
    """By what inputs and gains are turned into numbers about as large as 1.

    Attributes:
        scale: What gains are multiplied by; 0 where nothing was gained yet.
        mean: The mean of each input, float64 ``(inputs,)``.
        size: The standard deviation of each input, float64 ``(inputs,)``; 1 where it does not change.
    """

    scale: float
    mean: NDArray[np.float64]
    size: NDArray[np.float64]

    @classmethod
    def of(cls, experience: Experience) -> Measures:
        """The measures of an experience.

        The scale makes a tenth of the usual gain, which is the median size of all that are not 0: then values are not
        so large that a network takes long to reach them, nor so small that its steps drown their differences.

        Args:
            experience: What agents did.
        """
        sizes = np.abs(experience.gained[experience.gained != 0])
        scale = USUAL_GAIN / float(np.sort(sizes)[sizes.size // 2]) if sizes.size else 0.0
        found = cls(scale, np.zeros(experience.last.shape[1]), np.ones(experience.last.shape[1]))
        _measure(experience, found.mean, found.size)
        return found

    @classmethod
    def unknown(cls, inputs: int) -> Measures:
        """The measures before anything was gained.

        Args:
            inputs: Numbers that are seen.
        """
        return cls(0.0, np.zeros(inputs), np.ones(inputs))

    def played(self, network: NDArray[np.float32], units: int) -> NDArray[np.float32]:
        """The network that takes inputs as they are, of one that takes them less their mean and in their own size.

        Args:
            network: The parameters of dense layers, float32 ``(parameters,)``.
            units: Units of the first of them.
        """
        found, inputs = network.astype(np.float64), self.mean.size
        weights, biases = found[: units * inputs].reshape(units, inputs), found[units * inputs : units * (inputs + 1)]
        weights /= self.size
        for i, mean in enumerate(self.mean):  # in order: a matrix product's sums differ between machines
            biases -= weights[:, i] * mean
        return found.astype(np.float32)

    def state(self) -> dict[str, NDArray[np.float64]]:
        """The three as arrays by name."""
        return {name: np.atleast_1d(value) for name, value in self._asdict().items()}

    @classmethod
    def restored(cls, arrays: Mapping[str, NDArray[Any]]) -> Measures:
        """The measures that ``state`` gave.

        Args:
            arrays: What it gave, maybe with others beside.
        """
        return cls(float(arrays["scale"][0]), arrays["mean"].copy(), arrays["size"].copy())
