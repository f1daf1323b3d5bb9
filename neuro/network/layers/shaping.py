"""Layers without parameters that reshape or thin out what passes through them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from neuro.errors import SettingError
from neuro.kernels import kernel
from neuro.network.layers.lane_places import LanePlaces, bind_copy
from neuro.network.layers.layer import Array, Layer, Shape
from neuro.network.layers.scratch import Scratch
from neuro.random import Purpose, fill_words

__all__ = ["Dropout", "Flatten"]


@dataclass(frozen=True)
class Flatten(Layer):
    """All numbers of a sample in one row, the last dimension fastest."""

    kind: ClassVar[str] = "flatten"

    def output_shape(self, shape: Shape) -> Shape:
        return (math.prod(shape),)

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        return bind_copy(places)

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        scratch.inputs = x
        if x.flags.c_contiguous:
            return x.reshape(len(x), -1)
        out = scratch.array("outputs", x.shape)
        out[...] = x
        return out.reshape(len(x), -1)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        return gradient.reshape(scratch.inputs.shape)


@kernel
def _thin_out(values, words, threshold, scale, out):
    for k in range(values.size):
        out[k] = values[k] * (scale if words[k] >= threshold else scale - scale)


@dataclass(frozen=True)
class Dropout(Layer):
    """In training, each number is 0 with a certain probability and the others grow to keep the mean; else nothing.

    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), in its "inverted" form. What is dropped depends
    on the run's seed, the step and the layer's place alone.

    Args:
        rate: The probability, from 0 up to, but not including, 1.

    Raises:
        SettingError: If it is not.
    """

    kind: ClassVar[str] = "dropout"
    rate: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.rate < 1:
            raise SettingError(
                f"the rate of Dropout lies from 0 up to, but not including, 1; this one is {self.rate!r}"
            )

    def output_shape(self, shape: Shape) -> Shape:
        return shape

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        return bind_copy(places)

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        if not scratch.training:
            return x
        words = scratch.array("words", x.shape, np.uint32).reshape(-1)
        place = scratch.place + (scratch.part << 16)  # each part of a batch drops its own
        fill_words(words, np.uint64(scratch.key), int(Purpose.DROPOUT), scratch.step, place)
        return self._thinned(x, "outputs", scratch)

    def _thinned(self, values: Array, name: str, scratch: Scratch) -> Array:
        words = scratch.array("words", values.shape, np.uint32).reshape(-1)
        out = scratch.array(name, values.shape)
        threshold, scale = np.uint32(self.rate * 2.0**32), np.asarray(1 / (1 - self.rate), scratch.dtype)[()]
        _thin_out(np.ascontiguousarray(values).reshape(-1), words, threshold, scale, out.reshape(-1))
        return out

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        return self._thinned(gradient, "inputs", scratch) if scratch.training else gradient
