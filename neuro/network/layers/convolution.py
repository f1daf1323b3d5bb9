"""Convolution in one, two and three dimensions, from one implementation.

The windows of some samples are copied into the rows of a matrix (``_unfold``), so that the convolution is a matrix
product (Chellapilla, Puri and Simard, 2006). A few samples at a time: their matrix stays in the cache.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from neuro.kernels import kernel
from neuro.network.activations import activation
from neuro.network.layers.activated import Activated
from neuro.network.layers.layer import Array, Shape, whole_number
from neuro.network.layers.scratch import Scratch
from neuro.network.layers.windows import Places, Windowed

__all__ = ["Conv1D", "Conv2D", "Conv3D"]

_NUMBERS = 1 << 17  # of a matrix of windows: half a megabyte in float32


@kernel
def _unfold(x, geometry, rows):
    """Copy windows of ``x`` (n, depth, height, width, channels) to ``rows`` (n * windows, window * channels)."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    channels, row = x.shape[4], 0
    for n in range(x.shape[0]):
        for i in range(od * oh * ow):
            z0, y0, x0 = i // (oh * ow) * td - bd, i // ow % oh * th - bh, i % ow * tw - bw
            place = 0
            for z in range(z0, z0 + sd):
                for y in range(y0, y0 + sh):
                    inside = 0 <= z < depth and 0 <= y < height
                    for column in range(x0, x0 + sw):
                        if inside and 0 <= column < width:
                            for c in range(channels):
                                rows[row, place + c] = x[n, z, y, column, c]
                        else:
                            for c in range(channels):
                                rows[row, place + c] = 0
                        place += channels
            row += 1


@kernel
def _fold(rows, geometry, x):
    """Add the rows of ``_unfold`` back to where they came from."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    channels, row = x.shape[4], 0
    x[:] = 0
    for n in range(x.shape[0]):
        for i in range(od * oh * ow):
            z0, y0, x0 = i // (oh * ow) * td - bd, i // ow % oh * th - bh, i % ow * tw - bw
            place = 0
            for z in range(z0, z0 + sd):
                for y in range(y0, y0 + sh):
                    inside = 0 <= z < depth and 0 <= y < height
                    for column in range(x0, x0 + sw):
                        if inside and 0 <= column < width:
                            for c in range(channels):
                                x[n, z, y, column, c] += rows[row, place + c]
                        place += channels
            row += 1


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
        """See ``Layer.output_shape``."""
        return (*self._output_sizes(shape), self.filters)

    def parameter_shapes(self, shape: Shape) -> tuple[Shape, ...]:
        """See ``Layer.parameter_shapes``."""
        return (self.filters, *self._each(self.size), shape[-1]), (self.filters,)

    def fans(self, shape: Shape) -> tuple[int, int]:
        """See ``Layer.fans``."""
        window = math.prod(self._each(self.size))
        return window * shape[-1], window * self.filters

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        """See ``Layer.forward``."""
        weights, biases = parameters
        places, matrix = self.places(x.shape[1:]), weights.reshape(self.filters, -1)
        scratch.inputs = x
        windows = math.prod(places.outputs)
        sums = scratch.array("sums", (len(x) * windows, self.filters))
        for some, rows in self._unfolded(places, scratch):
            np.matmul(rows, matrix.T, out=sums[some.start * windows : some.stop * windows])
        outputs = self._activate(sums, biases, scratch)
        return outputs.reshape(len(x), *places.outputs[3 - self.rank :], self.filters)

    def _unfolded(self, places: Places, scratch: Scratch) -> Iterator[tuple[slice, Array]]:
        """The windows of the inputs, some samples at a time: which, and ``(samples * windows, numbers)``."""
        x = scratch.inputs.reshape(-1, *places.inputs, scratch.inputs.shape[-1])
        windows, numbers = math.prod(places.outputs), math.prod(places.size) * x.shape[-1]
        step = max(1, _NUMBERS // (windows * numbers))
        for start in range(0, len(x), step):
            some = slice(start, min(start + step, len(x)))
            rows = scratch.array("windows", (step * windows, numbers))[: (some.stop - start) * windows]
            _unfold(x[some], places.geometry, rows)
            yield some, rows

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        places, windows = self.places(scratch.inputs.shape[1:]), math.prod(gradient.shape[1:-1])
        by_sums = gradient.reshape(-1, self.filters)
        self._deactivate(by_sums, gradients[1], scratch)
        matrix, total = parameters[0].reshape(self.filters, -1), gradients[0].reshape(self.filters, -1)
        part = scratch.array("part", total.shape)
        out = None if scratch.first else scratch.array("inputs", scratch.inputs.shape)
        total[:] = 0
        for some, rows in self._unfolded(places, scratch):
            slopes = by_sums[some.start * windows : some.stop * windows]
            np.matmul(slopes.T, rows, out=part)
            total += part
            if out is not None:
                np.matmul(slopes, matrix, out=rows)
                _fold(rows, places.geometry, out[some].reshape(-1, *places.inputs, out.shape[-1]))
        return out


class Conv1D(_Convolution):
    """Filters over a row of samples ``(width, channels)``; see ``Conv2D`` for the arguments."""

    kind: ClassVar[str] = "conv-1d"
    rank: ClassVar[int] = 1


class Conv2D(_Convolution):
    """Filters over an image ``(height, width, channels)``.

    Args:
        filters: How many: the channels of the outputs.
        size: Height and width of a window, one number for both or a tuple.
        activation: A name in ``ACTIVATIONS``; softmax and log-softmax look across the filters.
        stride: From one window to the next, one number or a tuple.
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
