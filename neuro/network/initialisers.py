"""Initialisers: how the weights of a new network are drawn.

Each fills one layer's weights and biases from a stream of random words, so that the same seed gives the same bits on
every machine.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError
from neuro.kernels import kernel
from neuro.random import normals

__all__ = ["He", "Initialiser", "Normal", "Uniform", "Xavier"]

_TOGETHER = 256  # normal draws that are made together, a multiple of the width of vectors


@kernel
def _fill_uniform(out, words, low, high):
    for k in range(out.size):
        out[k] = np.float32(low + (high - low) * (np.float64(words[k]) + 0.5) * 2.0**-32)


@kernel
def _fill_normal(out, words, mean, stdev, noise):
    for start in range(0, out.size, noise.size):
        count = min(noise.size, out.size - start)
        normals(words[start:], count, noise)
        for k in range(count):
            out[start + k] = np.float32(mean + stdev * noise[k])


class Initialiser(ABC):
    """How one layer's parameters are drawn."""

    @abstractmethod
    def fill(
        self,
        weights: NDArray[np.float32],
        biases: NDArray[np.float32],
        words: NDArray[np.uint32],
        inputs: int,
        outputs: int,
    ) -> None:
        """Fill a layer's parameters in place, of one network or of a whole population.

        Args:
            weights: ``(networks * outputs * inputs,)``.
            biases: ``(networks * outputs,)``.
            words: ``(weights + biases,)`` random words.
            inputs: Inputs of each node.
            outputs: Number of nodes of the layer.
        """


@dataclass(frozen=True)
class Xavier(Initialiser):
    """Uniform within sqrt(6 / (inputs + outputs)), biases 0 (Glorot and Bengio, 2010): for tanh and sigmoid."""

    def fill(
        self,
        weights: NDArray[np.float32],
        biases: NDArray[np.float32],
        words: NDArray[np.uint32],
        inputs: int,
        outputs: int,
    ) -> None:
        limit = math.sqrt(6.0 / (inputs + outputs))
        _fill_uniform(weights, words, -limit, limit)
        biases[:] = 0


@dataclass(frozen=True)
class He(Initialiser):
    """Normal with standard deviation sqrt(2 / inputs), biases 0 (He, Zhang, Ren and Sun, 2015): for relu."""

    def fill(
        self,
        weights: NDArray[np.float32],
        biases: NDArray[np.float32],
        words: NDArray[np.uint32],
        inputs: int,
        outputs: int,
    ) -> None:
        _fill_normal(weights, words, 0.0, math.sqrt(2.0 / inputs), np.empty(_TOGETHER))
        biases[:] = 0


@dataclass(frozen=True)
class Uniform(Initialiser):
    """Every weight and bias uniform between ``low`` and ``high``."""

    low: float = -1.0
    high: float = 1.0

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise SettingError(f"Uniform needs low <= high, not low={self.low} and high={self.high}")

    def fill(
        self,
        weights: NDArray[np.float32],
        biases: NDArray[np.float32],
        words: NDArray[np.uint32],
        inputs: int,
        outputs: int,
    ) -> None:
        _fill_uniform(weights, words, float(self.low), float(self.high))
        _fill_uniform(biases, words[weights.size :], float(self.low), float(self.high))


@dataclass(frozen=True)
class Normal(Initialiser):
    """Every weight and bias normal with ``mean`` and ``stdev``."""

    stdev: float = 1.0
    mean: float = 0.0

    def __post_init__(self) -> None:
        if not self.stdev >= 0:
            raise SettingError(f"Normal needs stdev >= 0, not {self.stdev}")

    def fill(
        self,
        weights: NDArray[np.float32],
        biases: NDArray[np.float32],
        words: NDArray[np.uint32],
        inputs: int,
        outputs: int,
    ) -> None:
        noise = np.empty(_TOGETHER)
        _fill_normal(weights, words, float(self.mean), float(self.stdev), noise)
        _fill_normal(biases, words[weights.size :], float(self.mean), float(self.stdev), noise)
