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
def _window(i, geometry):
    """Where window ``i`` begins and ends, inside the inputs, in each dimension."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, _, oh, ow = geometry
    z0, z1 = _span(i // (oh * ow) * td - bd, sd, depth)
    y0, y1 = _span(i // ow % oh * th - bh, sh, height)
    x0, x1 = _span(i % ow * tw - bw, sw, width)
    return z0, z1, y0, y1, x0, x1


@kernel
def _keep_larger(x, here, out, chosen):
    for n in range(out.size):
        chosen[n] = here if x[n] > out[n] else chosen[n]
    for n in range(out.size):
        out[n] = x[n] if x[n] > out[n] else out[n]


@kernel
def _largest(x, geometry, lanes, out, chosen):
    """``chosen`` keeps the place in ``x`` (channels, positions, lanes) of the largest, the first of equals."""
    height, width, windows = geometry[1], geometry[2], geometry[12] * geometry[13] * geometry[14]
    image = geometry[0] * height * width
    for row in range(out.size // lanes):
        z0, z1, y0, y1, x0, x1 = _window(row % windows, geometry)
        channel, o = row // windows * image, row * lanes
        begin = (channel + (z0 * height + y0) * width + x0) * lanes
        best, places = out[o : o + lanes], chosen[o : o + lanes]
        best[:] = x[begin : begin + lanes]
        places[:] = begin
        for z in range(z0, z1):
            for y in range(y0, y1):
                for column in range(x0, x1):
                    here = (channel + (z * height + y) * width + column) * lanes
                    _keep_larger(x[here : here + lanes], np.int32(here), best, places)


@kernel
def _largest_back(gradient, chosen, lanes, out):
    out[:] = 0
    for row in range(0, gradient.size, lanes):
        for n in range(lanes):
            out[chosen[row + n] + n] += gradient[row + n]


@kernel
def _add_share(out, x, share):
    for n in range(out.size):
        out[n] += share * x[n]


@kernel
def _average(x, geometry, lanes, out, backward):
    """Means ``out`` of windows of ``x``; backward, the gradient ``x`` by the inputs, given that by the means ``out``.

    What padding adds counts for nothing: the mean is that of the numbers inside.
    """
    height, width, windows = geometry[1], geometry[2], geometry[12] * geometry[13] * geometry[14]
    image = geometry[0] * height * width
    for row in range(out.size // lanes):
        z0, z1, y0, y1, x0, x1 = _window(row % windows, geometry)
        share = out.dtype.type(1.0 / ((z1 - z0) * (y1 - y0) * (x1 - x0)))
        mean = out[row * lanes : (row + 1) * lanes]
        for z in range(z0, z1):
            for y in range(y0, y1):
                for column in range(x0, x1):
                    here = (row // windows * image + (z * height + y) * width + column) * lanes
                    if backward:
                        _add_share(x[here : here + lanes], mean, share)
                    else:
                        _add_share(mean, x[here : here + lanes], share)


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
        _largest(lanes_of(x, "inputs", scratch), self.places(x.shape[1:]).geometry, len(x), out, chosen)
        return batch_of(out, shape)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        slopes, out = lanes_of(gradient, "slopes", scratch), new_lanes("by inputs", scratch.inputs.shape, scratch)
        chosen = scratch.array(f"chosen of {len(gradient)}", slopes.shape, np.int32)
        _largest_back(slopes, chosen, len(gradient), out)
        return batch_of(out, scratch.inputs.shape)


class _AveragePool(_Pool):
    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        """See ``Layer.forward``."""
        shape = (len(x), *self.output_shape(x.shape[1:]))
        scratch.inputs, out = x, new_lanes("outputs", shape, scratch)
        out[:] = 0
        _average(lanes_of(x, "inputs", scratch), self.places(x.shape[1:]).geometry, len(x), out, False)
        return batch_of(out, shape)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        slopes, out = lanes_of(gradient, "slopes", scratch), new_lanes("by inputs", scratch.inputs.shape, scratch)
        out[:] = 0
        _average(out, self.places(scratch.inputs.shape[1:]).geometry, len(gradient), slopes, True)
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
