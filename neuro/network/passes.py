"""A batch through all layers, forward and backward."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.network.layers import Layer, Scratch, Shape

__all__ = ["Passes", "parameter_views"]


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


class Passes:
    """The passes of one network, and all memory that they take: it is made once and used for every batch.

    Args:
        layers: The network's.
        shapes: Of their outputs.
        genome: The parameters; read at each pass, so that changes count.

    Attributes:
        gradient: By the genome, ``(parameters,)``: filled by ``backward``.
    """

    def __init__(self, layers: tuple[Layer, ...], shapes: list[Shape], genome: NDArray[Any]) -> None:
        self._layers, self._input = layers[1:], shapes[0]
        self.gradient = np.zeros_like(genome)
        self._parameters = parameter_views(layers, shapes, genome)
        self._gradients = parameter_views(layers, shapes, self.gradient)
        self._scratch = [Scratch(genome.dtype, place) for place in range(1, len(layers))]
        for place, scratch in enumerate(self._scratch):
            scratch.first = not any(self._parameters[:place])

    def forward(
        self, x: NDArray[Any], *, training: bool = False, raw: bool = False, key: int = 0, step: int = 0
    ) -> NDArray[Any]:
        """The outputs for a batch ``(n, *inputs)``, in memory that the next call uses again.

        Args:
            x: The batch, in the genome's type.
            training: Whether layers such as Dropout act.
            raw: Whether the last layer leaves out its activation.
            key: Seed of the training run.
            step: Batches that it has trained on before.
        """
        for place, (layer, parameters, scratch) in enumerate(self._each(), start=1):
            scratch.training, scratch.key, scratch.step = training, key, step
            scratch.raw = raw and place == len(self._layers)
            x = layer.forward(x, parameters, scratch)
        return x

    def _each(self) -> Any:
        return zip(self._layers, self._parameters, self._scratch, strict=True)

    def backward(self, gradient: NDArray[Any]) -> NDArray[Any] | None:
        """Fill ``self.gradient``, given the gradient by the outputs of the last ``forward``; it may be changed.

        Returns:
            The gradient by the inputs, where a layer has made it.
        """
        found: NDArray[Any] | None = gradient
        for place in range(len(self._layers) - 1, -1, -1):
            if found is None:
                break
            scratch = self._scratch[place]
            found = self._layers[place].backward(found, self._parameters[place], self._gradients[place], scratch)
        return found

    def first_broken(self, x: NDArray[Any]) -> Layer | None:
        """The first layer whose outputs for a batch are not all finite, or whose parameters are not."""
        for layer, parameters, scratch in self._each():
            scratch.training = scratch.raw = False
            x = layer.forward(x, parameters, scratch)
            if not np.isfinite(x).all() or not all(np.isfinite(one).all() for one in parameters):
                found: Layer = layer
                return found
        return None
