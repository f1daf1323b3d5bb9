"""Pooling: the largest or the mean of each window, channel by channel, in one, two and three dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from neuro.kernels import kernel
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
    """``chosen`` keeps where in its sample the largest number of each window stands, the first of equals."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    channels = x.shape[4]
    for n in range(x.shape[0]):
        for i in range(od * oh * ow):
            z0, z1 = _span(i // (oh * ow) * td - bd, sd, depth)
            y0, y1 = _span(i // ow % oh * th - bh, sh, height)
            x0, x1 = _span(i % ow * tw - bw, sw, width)
            for c in range(channels):
                out[n, i, c] = x[n, z0, y0, x0, c]
                chosen[n, i, c] = (z0 * height + y0) * width + x0
            for z in range(z0, z1):
                for y in range(y0, y1):
                    for column in range(x0, x1):
                        here = (z * height + y) * width + column
                        for c in range(channels):
                            value = x[n, z, y, column, c]
                            larger = value > out[n, i, c]
                            out[n, i, c] = value if larger else out[n, i, c]
                            chosen[n, i, c] = here if larger else chosen[n, i, c]


@kernel
def _largest_back(gradient, chosen, out):
    """``out`` is (n, places, channels)."""
    out[:] = 0
    for n in range(gradient.shape[0]):
        for i in range(gradient.shape[1]):
            for c in range(gradient.shape[2]):
                out[n, chosen[n, i, c], c] += gradient[n, i, c]


@kernel
def _average(x, geometry, out):
    """What padding adds counts for nothing: the mean is that of the numbers inside."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    for n in range(x.shape[0]):
        for i in range(od * oh * ow):
            z0, z1 = _span(i // (oh * ow) * td - bd, sd, depth)
            y0, y1 = _span(i // ow % oh * th - bh, sh, height)
            x0, x1 = _span(i % ow * tw - bw, sw, width)
            count = (z1 - z0) * (y1 - y0) * (x1 - x0)
            for c in range(x.shape[4]):
                total = 0.0
                for z in range(z0, z1):
                    for y in range(y0, y1):
                        for column in range(x0, x1):
                            total += x[n, z, y, column, c]
                out[n, i, c] = total / count


@kernel
def _average_back(gradient, geometry, out):
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    out[:] = 0
    for n in range(out.shape[0]):
        for i in range(od * oh * ow):
            z0, z1 = _span(i // (oh * ow) * td - bd, sd, depth)
            y0, y1 = _span(i // ow % oh * th - bh, sh, height)
            x0, x1 = _span(i % ow * tw - bw, sw, width)
            count = (z1 - z0) * (y1 - y0) * (x1 - x0)
            for z in range(z0, z1):
                for y in range(y0, y1):
                    for column in range(x0, x1):
                        for c in range(out.shape[4]):
                            out[n, z, y, column, c] += gradient[n, i, c] / count


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
        places, shape = self.places(x.shape[1:]), (len(x), *self.output_shape(x.shape[1:]))
        scratch.inputs = x
        out, chosen = scratch.array("outputs", shape), scratch.array("chosen", shape, np.int32)
        flat = (len(x), -1, x.shape[-1])
        _largest(x.reshape(-1, *places.inputs, x.shape[-1]), places.geometry, out.reshape(flat), chosen.reshape(flat))
        return out

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        out, flat = scratch.array("inputs", scratch.inputs.shape), (len(gradient), -1, gradient.shape[-1])
        chosen = scratch.array("chosen", gradient.shape, np.int32)
        _largest_back(gradient.reshape(flat), chosen.reshape(flat), out.reshape(flat))
        return out


class _AveragePool(_Pool):
    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        """See ``Layer.forward``."""
        places = self.places(x.shape[1:])
        scratch.inputs = x
        out = scratch.array("outputs", (len(x), *self.output_shape(x.shape[1:])))
        flat = out.reshape(len(x), -1, x.shape[-1])
        _average(x.reshape(-1, *places.inputs, x.shape[-1]), places.geometry, flat)
        return out

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        places, channels = self.places(scratch.inputs.shape[1:]), gradient.shape[-1]
        out = scratch.array("inputs", scratch.inputs.shape)
        flat = gradient.reshape(len(gradient), -1, channels)
        _average_back(flat, places.geometry, out.reshape(-1, *places.inputs, channels))
        return out


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
