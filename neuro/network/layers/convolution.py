"""Convolution in one, two and three dimensions, from one implementation.

The loops are in ``weighted_sums`` and ``products``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from neuro.network.activations import activation
from neuro.network.layers.conv_gradient import sums_of_products, sums_of_rows
from neuro.network.layers.conv_sums import in_fours, weighted_sums
from neuro.network.layers.lane_places import LanePlaces, bind_activation
from neuro.network.layers.lane_windows import bind_convolution
from neuro.network.layers.layer import Array, Shape, whole_number
from neuro.network.layers.sample_layout import batch_of, lanes_of, new_lanes
from neuro.network.layers.scratch import Scratch
from neuro.network.layers.weighted import Activated
from neuro.network.layers.windows import Windowed

__all__ = ["Conv1D", "Conv2D", "Conv3D"]


@dataclass(frozen=True)
class _Convolution(Activated, Windowed):
    """Filters that slide over a sample: ``activation(weights @ window + biases)`` at each place.

    Its part of the genome is the weights ``(filters, *size, channels)``, then the biases.
    """

    filters: int
    size: int | tuple[int, ...] = 3
    activation: str = "identity"
    stride: int | tuple[int, ...] = 1
    padding: str = "valid"

    def __post_init__(self) -> None:
        whole_number(f"filters of {self._name}", self.filters)
        if self.stride == 0:
            whole_number(f"stride of {self._name}", self.stride)
        self._check_windows()
        activation(self.activation)

    def output_shape(self, shape: Shape) -> Shape:
        return (*self._output_sizes(shape), self.filters)

    def parameter_shapes(self, shape: Shape) -> tuple[Shape, ...]:
        return (self.filters, *self._each(self.size), shape[-1]), (self.filters,)

    def fans(self, shape: Shape) -> tuple[int, int]:
        window = math.prod(self._each(self.size))
        return window * shape[-1], window * self.filters

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        weights, biases = parameters
        shape, geometry = (len(x), *self.output_shape(x.shape[1:])), self.places(x.shape[1:]).geometry
        sums = new_lanes("sums", shape, scratch)
        weighted_sums(
            self._keep(x, scratch), in_fours(weights.reshape(self.filters, -1)), biases, geometry, len(x), False, sums
        )
        return batch_of(self._activate_lanes(sums, self.filters, scratch), shape)

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        sums = bind_convolution(self.places(places.shape), places)
        name = "identity" if raw else self.activation
        return bind_activation(sums, name, places.target, places.outputs, places.lanes)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        x, lanes = lanes_of(scratch.inputs, "inputs", scratch), len(gradient)
        geometry = self.places(scratch.inputs.shape[1:]).geometry
        slopes = lanes_of(gradient, "slopes", scratch)
        self._deactivate_lanes(slopes, self.filters, scratch)
        sums_of_rows(slopes, gradients[1])
        sums_of_products(x, slopes, geometry, lanes, gradients[0].reshape(-1))
        if scratch.first:
            return None
        out, channels = new_lanes("by inputs", scratch.inputs.shape, scratch), scratch.inputs.shape[-1]
        turned = np.moveaxis(parameters[0].reshape(self.filters, -1, channels), -1, 0).swapaxes(1, 2)
        blocks, nothing = in_fours(turned.reshape(channels, -1)), np.zeros(channels, out.dtype)
        weighted_sums(slopes, blocks, nothing, geometry, lanes, True, out)
        return batch_of(out, scratch.inputs.shape)


class Conv1D(_Convolution):
    """Filters over a row of samples ``(width, channels)``; see ``Conv2D`` for the arguments."""

    kind: ClassVar[str] = "conv-1d"
    rank: ClassVar[int] = 1


class Conv2D(_Convolution):
    """Filters over an image ``(height, width, channels)``.

    Args:
        filters: Number of filters, which are the channels of the outputs.
        size: Height and width of a window, one number for both or a tuple.
        activation: A name in ``ACTIVATIONS``; softmax and log-softmax look across the filters.
        stride: Distance from one window to the next, one number or a tuple.
        padding: "valid": windows stay inside; "same": zeros around the edges, so that with stride 1 the outputs are
            as large as the inputs.

    Raises:
        SettingError: If a number is not a positive whole number, or the padding is unknown.
        UnknownNameError: If there is no such activation.
    """

    kind: ClassVar[str] = "conv-2d"
    rank: ClassVar[int] = 2


class Conv3D(_Convolution):
    """Filters over a volume or stacked frames ``(depth, height, width, channels)``; see ``Conv2D``."""

    kind: ClassVar[str] = "conv-3d"
    rank: ClassVar[int] = 3
