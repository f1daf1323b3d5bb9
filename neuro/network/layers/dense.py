"""The dense layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from neuro.errors import ShapeError
from neuro.network.activations import activation
from neuro.network.layers.lane_places import LanePlaces, bind_activation
from neuro.network.layers.lane_sums import bind_sums
from neuro.network.layers.layer import Array, Shape, whole_number
from neuro.network.layers.scratch import Scratch
from neuro.network.layers.weighted import Activated, activated, sums_in_order

__all__ = ["Dense"]


@dataclass(frozen=True)
class Dense(Activated):
    """Every output sees every input: ``activation(weights @ inputs + biases)``.

    Its part of the genome is the weights, output by output, then the biases.

    Args:
        units: Number of outputs.
        activation: A name in ``ACTIVATIONS``.

    Raises:
        SettingError: If ``units`` is not a positive whole number.
        UnknownNameError: If there is no such activation.
    """

    kind: ClassVar[str] = "dense"
    units: int
    activation: str = "identity"

    def __post_init__(self) -> None:
        whole_number("units of Dense", self.units)
        activation(self.activation)

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) != 1:
            raise ShapeError(
                f"Dense({self.units}) needs inputs in one row, not of shape {shape}; put Flatten() between the two"
            )
        return (self.units,)

    def parameter_shapes(self, shape: Shape) -> tuple[Shape, ...]:
        return (self.units, *shape), (self.units,)

    def fans(self, shape: Shape) -> tuple[int, int]:
        return shape[0], self.units

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        weights, biases = parameters
        if scratch.in_order:
            return self._in_order(x, weights, biases, scratch)
        scratch.inputs = x
        sums = scratch.array("sums", (len(x), self.units))
        np.matmul(x, weights.T, out=sums)
        return self._activate(sums, biases, scratch)

    def _in_order(self, x: Array, weights: Array, biases: Array, scratch: Scratch) -> Array:
        """The outputs in the bits of the lanes."""
        sums = np.empty((len(x), self.units), x.dtype)
        sums_in_order(np.ascontiguousarray(x), np.ascontiguousarray(weights.T), biases, sums)
        return sums if scratch.raw else activated(self.activation, sums)

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        name = "identity" if raw else self.activation
        return bind_activation(bind_sums(places), name, places.target, places.outputs, places.lanes)

    def links(self, shape: Shape, parameters: Sequence[Array]) -> Array | None:
        return parameters[0]

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        self._deactivate(gradient, gradients[1], scratch)
        np.matmul(gradient.T, scratch.inputs, out=gradients[0])
        if scratch.first:
            return None
        inputs = scratch.array("inputs", scratch.inputs.shape)
        return np.matmul(gradient, parameters[0], out=inputs)
