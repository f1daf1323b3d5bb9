"""A batch through all layers, forward and backward.

Where layers compute along lanes, in loops of our own, the samples of a batch are dealt to threads, and each part goes
through all layers in one thread: then what a layer reads is still in the cache of the processor that wrote it. How a
batch is cut depends on its size alone, so the number of threads changes no result. Other networks are all matrix
products, and their threads are the matrix library's.
"""

from __future__ import annotations

import functools
import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.network.layers import Layer, Scratch, Shape
from neuro.network.layers.threads import at_once

__all__ = ["Passes", "parameter_views"]

_HALVED = 32  # samples from which on a batch is cut
_PART = 64  # samples of one of more than two parts, at least: short rows cost more than threads save
_PARTS = 8  # at most


def parameter_views(
    layers: tuple[Layer, ...], shapes: list[Shape], vector: NDArray[Any]
) -> list[tuple[NDArray[Any], ...]]:
    """Every layer's arrays of parameters, as views into one vector; the Input has none and is left out."""
    found, start = [], 0
    for layer, shape in zip(layers[1:], shapes, strict=False):
        views = []
        for one in layer.parameter_shapes(shape):
            size = int(np.prod(one))
            views.append(vector[start : start + size].reshape(one))
            start += size
        found.append(tuple(views))
    return found


def _ends_of_parts(samples: int) -> list[int]:
    """Where a batch is cut, its begin and its end among them."""
    parts = 1 if samples < _HALVED else min(max(2, samples // _PART), _PARTS)
    return [samples * k // parts for k in range(parts + 1)]


class _Part:
    """The passes of some samples of a batch, in one thread, and all memory that they take.

    Args:
        layers: The network's.
        shapes: Shape of each layer's outputs, without the number of samples.
        genome: The parameters.
        by_inputs: Whether ``backward`` makes the gradient by the inputs.
        in_order: Whether sums are added up input by input, in the bits of the lanes.
        number: Index of the part in the batch, from 0.
    """

    def __init__(
        self,
        layers: tuple[Layer, ...],
        shapes: list[Shape],
        genome: NDArray[Any],
        by_inputs: bool,
        in_order: bool,
        number: int,
    ) -> None:
        self._layers = layers[1:]
        self.gradient = np.zeros_like(genome)
        self._parameters = parameter_views(layers, shapes, genome)
        self._gradients = parameter_views(layers, shapes, self.gradient)
        self._scratch = [Scratch(genome.dtype, place, number) for place in range(1, len(layers))]
        self._memory = [layer.memory_rows(shape) for layer, shape in zip(layers[1:], shapes, strict=False)]
        for place, scratch in enumerate(self._scratch):
            scratch.in_order = in_order
            scratch.first = not (by_inputs or any(self._parameters[:place]))

    def _set_memory(self, memory: NDArray[Any] | None, count: int) -> None:
        """Give each layer its share of what is remembered; zeros when None."""
        if memory is None:
            memory = np.zeros((count, sum(self._memory)), self.gradient.dtype)
        for scratch, end, rows in zip(self._scratch, itertools.accumulate(self._memory), self._memory, strict=True):
            scratch.memory = memory[:, end - rows : end]

    def forward(
        self, x: NDArray[Any], memory: NDArray[Any] | None, *, training: bool, raw: bool, key: int, step: int
    ) -> NDArray[Any]:
        self._set_memory(memory, len(x))
        for place, (layer, parameters, scratch) in enumerate(self._each(), start=1):
            scratch.training, scratch.key, scratch.step = training, key, step
            scratch.raw = raw and place == len(self._layers)
            x = layer.forward(x, parameters, scratch)
        return x

    def _each(self) -> Any:
        return zip(self._layers, self._parameters, self._scratch, strict=True)

    def backward(self, gradient: NDArray[Any]) -> NDArray[Any] | None:
        found: NDArray[Any] | None = gradient
        for place in range(len(self._layers) - 1, -1, -1):
            if found is None:
                break
            scratch = self._scratch[place]
            found = self._layers[place].backward(found, self._parameters[place], self._gradients[place], scratch)
        return found

    def first_broken(self, x: NDArray[Any]) -> Layer | None:
        self._set_memory(None, len(x))
        for layer, parameters, scratch in self._each():
            scratch.training = scratch.raw = False
            x = layer.forward(x, parameters, scratch)
            if not np.isfinite(x).all() or not all(np.isfinite(one).all() for one in parameters):
                found: Layer = layer
                return found
        return None


class Passes:
    """The passes of one network, and all memory that they take: it is made once and used for every batch.

    Args:
        layers: The network's.
        shapes: Shape of each layer's outputs, without the number of samples.
        genome: The parameters; read at each pass, so that changes count.
        by_inputs: Whether ``backward`` is to make the gradient by the inputs, which no training needs.
        in_order: Whether sums are added up input by input, in the bits of the lanes, rather than as fast as can be.

    Attributes:
        gradient: The gradient by the genome, ``(parameters,)``; ``backward`` fills it.
    """

    def __init__(
        self,
        layers: tuple[Layer, ...],
        shapes: list[Shape],
        genome: NDArray[Any],
        *,
        by_inputs: bool = False,
        in_order: bool = False,
    ) -> None:
        self._new_part = functools.partial(_Part, layers, shapes, genome, by_inputs, in_order)
        self._parts = [self._new_part(0)]
        self._in_lanes = any(layer.in_lanes for layer in layers)
        self.gradient = self._parts[0].gradient

    def _deal(self, batch: NDArray[Any]) -> list[tuple[_Part, slice]]:
        """The parts that a batch is cut into, each with the places of its samples."""
        ends = _ends_of_parts(len(batch)) if self._in_lanes else [0, len(batch)]
        while len(self._parts) < len(ends) - 1:
            self._parts.append(self._new_part(len(self._parts)))
        return list(zip(self._parts, (slice(*pair) for pair in itertools.pairwise(ends)), strict=False))

    def forward(
        self,
        x: NDArray[Any],
        memory: NDArray[Any] | None = None,
        *,
        training: bool = False,
        raw: bool = False,
        key: int = 0,
        step: int = 0,
    ) -> NDArray[Any]:
        """The outputs for a batch ``(n, *inputs)``, in memory that the next call uses again.

        Args:
            x: The batch, in the genome's type.
            memory: What the network remembers of each sample, ``(n, numbers)`` in the genome's type, and replaced by
                what it remembers then; zeros when None.
            training: Whether layers such as Dropout act.
            raw: Whether the last layer leaves out its activation.
            key: Seed of the training run.
            step: Batches that it has trained on before.
        """

        def forward(part: _Part, some: slice) -> NDArray[Any]:
            remembered = None if memory is None else memory[some]
            return part.forward(x[some], remembered, training=training, raw=raw, key=key, step=step)

        outputs = at_once([functools.partial(forward, *dealt) for dealt in self._deal(x)])
        return outputs[0] if len(outputs) == 1 else np.concatenate(outputs)

    def backward(self, gradient: NDArray[Any]) -> NDArray[Any] | None:
        """Fill ``self.gradient``, given the gradient by the outputs of the last ``forward``; it may be changed.

        Returns:
            The gradient by the inputs, if it was wanted.
        """
        dealt = self._deal(gradient)
        found = at_once([functools.partial(part.backward, gradient[some]) for part, some in dealt])
        for part, _ in dealt[1:]:
            self.gradient += part.gradient
        by_inputs = [one for one in found if one is not None]
        return np.concatenate(by_inputs) if len(by_inputs) > 1 else found[0]

    def first_broken(self, x: NDArray[Any]) -> Layer | None:
        """The first layer whose outputs for a batch are not all finite, or whose parameters are not."""
        return self._parts[0].first_broken(x)
