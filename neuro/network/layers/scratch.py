"""What a layer keeps from its pass forward to its pass backward, in arrays that are made once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

__all__ = ["Scratch"]


class Scratch:
    """The memory of one layer while a network is trained or asked.

    Attributes:
        dtype: float32 or float64.
        place: The layer's place in the network, from 1.
        part: Index of the part of the batch, from 0.
        training: Whether the pass is part of training; layers such as Dropout act only then.
        raw: Whether the layer leaves out its activation, because the loss takes its sums.
        first: Whether the gradient by this layer's inputs is not needed.
        key: Seed of the training run.
        step: Batches that it has trained on before this one.
        inputs: What the layer keeps of its inputs.
        outputs: What it keeps of its outputs.
        sums: What it keeps of its sums before the activation.
        memory: What it remembers of each sample, ``(n, memory rows)``: read, and replaced.
        in_order: Whether sums are added up input by input, as over lanes, rather than as fast as can be.
    """

    def __init__(self, dtype: DTypeLike, place: int, part: int) -> None:
        self.dtype, self.place, self.part = np.dtype(dtype), place, part
        self.training = self.raw = self.first = self.in_order = False
        self.key, self.step = 0, 0
        self.inputs: NDArray[Any] = np.zeros(0, self.dtype)
        self.outputs = self.sums = self.memory = self.inputs
        self._arrays: dict[str, NDArray[Any]] = {}

    def array(self, name: str, shape: tuple[int, ...], dtype: DTypeLike | None = None) -> NDArray[Any]:
        """An array of that shape, the same memory each time; what is in it is whatever was there.

        Args:
            name: Name of one of the layer's arrays.
            shape: Rows first: a later call with fewer rows gets the first ones.
            dtype: The layer's own when None.
        """
        held = self._arrays.get(name)
        if held is None or held.shape[0] < shape[0] or held.shape[1:] != shape[1:]:
            held = self._arrays[name] = np.zeros(shape, dtype or self.dtype)
        return held[: shape[0]]
