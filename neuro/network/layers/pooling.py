"""Pooling: the largest or the mean of each window, channel by channel, in one, two and three dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from neuro.kernels import kernel
from neuro.network.layers.lanes import batch_of, lanes_of, new_lanes
from neuro.network.layers.layer import Array, Shape
from neuro.network.layers.scratch import Scratch
from neuro.network.layers.windows import Windowed

__all__ = ["AveragePool1D", "AveragePool2D", "AveragePool3D", "MaxPool1D", "MaxPool2D", "MaxPool3D"]


@kernel
def _span(first, size, length):
    """The part of a window that lies inside."""
    return max(first, 0), min(first + size, length)


@kernel
def _largest(x, geometry, out, chosen):
    """``x`` and ``out`` are (places * channels, n); ``chosen`` keeps the row of ``x``, the first of equals."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    channels = x.shape[0] // (depth * height * width)
    for i in range(od * oh * ow):
        z0, z1 = _span(i // (oh * ow) * td - bd, sd, depth)
        y0, y1 = _span(i // ow % oh * th - bh, sh, height)
        x0, x1 = _span(i % ow * tw - bw, sw, width)
        for c in range(channels):
            row, begin = i * channels + c, ((z0 * height + y0) * width + x0) * channels + c
            for n in range(x.shape[1]):
                out[row, n] = x[begin, n]
                chosen[row, n] = begin
            for z in range(z0, z1):
                for y in range(y0, y1):
                    for column in range(x0, x1):
                        here = np.int32(((z * height + y) * width + column) * channels + c)
                        for n in range(x.shape[1]):
                            larger = x[here, n] > out[row, n]
                            out[row, n] = x[here, n] if larger else out[row, n]
                            chosen[row, n] = here if larger else chosen[row, n]


@kernel
def _largest_back(gradient, chosen, out):
    out[:] = 0
    for row in range(gradient.shape[0]):
        for n in range(gradient.shape[1]):
            out[chosen[row, n], n] += gradient[row, n]


@kernel
def _average(x, geometry, out):
    """What padding adds counts for nothing: the mean is that of the numbers inside."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    channels = x.shape[0] // (depth * height * width)
    out[:] = 0
    for i in range(od * oh * ow):
        z0, z1 = _span(i // (oh * ow) * td - bd, sd, depth)
        y0, y1 = _span(i // ow % oh * th - bh, sh, height)
        x0, x1 = _span(i % ow * tw - bw, sw, width)
        share = out.dtype.type(1.0 / ((z1 - z0) * (y1 - y0) * (x1 - x0)))
        for z in range(z0, z1):
            for y in range(y0, y1):
                for column in range(x0, x1):
                    for c in range(channels):
                        row, here = i * channels + c, ((z * height + y) * width + column) * channels + c
                        for n in range(x.shape[1]):
                            out[row, n] += share * x[here, n]


@kernel
def _average_back(gradient, geometry, out):
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    channels = out.shape[0] // (depth * height * width)
    out[:] = 0
    for i in range(od * oh * ow):
        z0, z1 = _span(i // (oh * ow) * td - bd, sd, depth)
        y0, y1 = _span(i // ow % oh * th - bh, sh, height)
        x0, x1 = _span(i % ow * tw - bw, sw, width)
        share = out.dtype.type(1.0 / ((z1 - z0) * (y1 - y0) * (x1 - x0)))
        for z in range(z0, z1):
            for y in range(y0, y1):
                for column in range(x0, x1):
                    for c in range(channels):
                        row, here = i * channels + c, ((z * height + y) * width + column) * channels + c
                        for n in range(gradient.shape[1]):
                            out[here, n] += share * gradient[row, n]


@dataclass(frozen=True)
class _Pool(Windowed):
    """What is made of each window; by default windows stand side by side."""

    size: int | tuple[int, ...] = 2
    stride: int | tuple[int, ...] = 0
    padding: str = "valid"

    def __post_init__(self) -> None:
        self._check_windows()

    def output_shape(self, shape: Shape) -> Shape:
        """See ``Layer.output_shape``."""
        return (*self._output_sizes(shape), shape[-1])


class _MaxPool(_Pool):
    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        """See ``Layer.forward``."""
        shape = (len(x), *self.output_shape(x.shape[1:]))
        scratch.inputs, out = x, new_lanes("outputs", shape, scratch)
        chosen = scratch.array(f"chosen of {len(x)}", out.shape, np.int32)
        _largest(lanes_of(x, "inputs", scratch), self.places(x.shape[1:]).geometry, out, chosen)
        return batch_of(out, shape)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        slopes, out = lanes_of(gradient, "slopes", scratch), new_lanes("by inputs", scratch.inputs.shape, scratch)
        _largest_back(slopes, scratch.array(f"chosen of {len(gradient)}", slopes.shape, np.int32), out)
        return batch_of(out, scratch.inputs.shape)


class _AveragePool(_Pool):
    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        """See ``Layer.forward``."""
        shape = (len(x), *self.output_shape(x.shape[1:]))
        scratch.inputs, out = x, new_lanes("outputs", shape, scratch)
        _average(lanes_of(x, "inputs", scratch), self.places(x.shape[1:]).geometry, out)
        return batch_of(out, shape)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        slopes, out = lanes_of(gradient, "slopes", scratch), new_lanes("by inputs", scratch.inputs.shape, scratch)
        _average_back(slopes, self.places(scratch.inputs.shape[1:]).geometry, out)
        return batch_of(out, scratch.inputs.shape)


class MaxPool1D(_MaxPool):
    """The largest of each window of a row ``(width, channels)``; see ``MaxPool2D``."""

    kind: ClassVar[str] = "max-pool-1d"
    rank: ClassVar[int] = 1


class MaxPool2D(_MaxPool):
    """The largest number of each window of an image ``(height, width, channels)``, channel by channel.

    Args:
        size: Height and width of a window, one number for both or a tuple.
        stride: From one window to the next; 0 for the window's own size.
        padding: "valid" or "same"; what "same" adds is never the largest.

    Raises:
        SettingError: If a number is not a whole number in its range, or the padding is unknown.
    """

    kind: ClassVar[str] = "max-pool-2d"
    rank: ClassVar[int] = 2


class MaxPool3D(_MaxPool):
    """The largest of each window of a volume ``(depth, height, width, channels)``; see ``MaxPool2D``."""

    kind: ClassVar[str] = "max-pool-3d"
    rank: ClassVar[int] = 3


class AveragePool1D(_AveragePool):
    """The mean of each window of a row ``(width, channels)``; see ``AveragePool2D``."""

    kind: ClassVar[str] = "average-pool-1d"
    rank: ClassVar[int] = 1


class AveragePool2D(_AveragePool):
    """The mean of each window of an image ``(height, width, channels)``, channel by channel.

    Args:
        size: Height and width of a window, one number for both or a tuple.
        stride: From one window to the next; 0 for the window's own size.
        padding: "valid" or "same"; what "same" adds does not count.

    Raises:
        SettingError: If a number is not a whole number in its range, or the padding is unknown.
    """

    kind: ClassVar[str] = "average-pool-2d"
    rank: ClassVar[int] = 2


class AveragePool3D(_AveragePool):
    """The mean of each window of a volume ``(depth, height, width, channels)``; see ``AveragePool2D``."""

    kind: ClassVar[str] = "average-pool-3d"
    rank: ClassVar[int] = 3
