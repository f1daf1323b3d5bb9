"""Pooling: the largest or the mean of each window, channel by channel, in one, two and three dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from neuro.kernels import bind, kernel
from neuro.network.layers.lane_places import LanePlaces
from neuro.network.layers.lane_windows import bind_average_pool, bind_max_pool
from neuro.network.layers.layer import Array, Shape
from neuro.network.layers.sample_layout import batch_of, lanes_of, new_lanes
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


VISIT: Any = None  # bound below
ANEW: bool = False


@kernel
def _over_taps(inputs, geometry, lanes, pooled, chosen):
    """Visit each tap of each window: a row of samples of ``inputs``, and one of ``pooled`` and of ``chosen``."""
    height, width, windows = geometry[1], geometry[2], geometry[12] * geometry[13] * geometry[14]
    image, size = geometry[0] * height * width, np.uint64(lanes)
    for row in range(pooled.size // lanes):
        z0, z1, y0, y1, x0, x1 = _window(row % windows, geometry)
        share = pooled.dtype.type(1.0 / ((z1 - z0) * (y1 - y0) * (x1 - x0)))
        for z in range(z0, z1):
            for y in range(y0, y1):
                for x in range(x0, x1):
                    here = np.int32((row // windows * image + (z * height + y) * width + x) * lanes)
                    VISIT(inputs, here, pooled, np.uint64(row * lanes), chosen, share, size)


# Places in memory are unsigned below: then numba does not look for negative ones, and LLVM vectorises.


@kernel
def _keep_larger(inputs, here, pooled, o, chosen, share, lanes):
    """``chosen``, which is -1 at first, keeps the place among the inputs of the largest, the first of equals."""
    a = np.uint64(here)
    for n in range(lanes):
        larger = (chosen[o + n] < 0) | (inputs[a + n] > pooled[o + n])
        chosen[o + n] = here if larger else chosen[o + n]
        pooled[o + n] = inputs[a + n] if larger else pooled[o + n]


@kernel
def _to_largest(inputs, here, pooled, o, chosen, share, lanes):
    """Backward, the gradient by a window goes to its largest."""
    a, nothing = np.uint64(here), inputs.dtype.type(0)
    for n in range(lanes):
        before = nothing if ANEW else inputs[a + n]
        inputs[a + n] = before + (pooled[o + n] if chosen[o + n] == here else nothing)


@kernel
def _add_share(inputs, here, pooled, o, chosen, share, lanes):
    """What padding adds counts for nothing: the mean is that of the numbers inside."""
    a = np.uint64(here)
    for n in range(lanes):
        pooled[o + n] += share * inputs[a + n]


@kernel
def _to_each(inputs, here, pooled, o, chosen, share, lanes):
    """Backward, the gradient by a window goes to all of it in equal shares."""
    a, nothing = np.uint64(here), inputs.dtype.type(0)
    for n in range(lanes):
        before = nothing if ANEW else inputs[a + n]
        inputs[a + n] = before + share * pooled[o + n]


@dataclass(frozen=True)
class _Pool(Windowed):
    """What is made of each window; by default windows stand side by side."""

    size: int | tuple[int, ...] = 2
    stride: int | tuple[int, ...] = 0
    padding: str = "valid"

    over_lanes: ClassVar[Any]
    gather: ClassVar[Any]
    hand_back: ClassVar[Any]  # adds to what is there
    hand_back_anew: ClassVar[Any]  # where windows tile the inputs, so that nothing is there

    def __post_init__(self) -> None:
        self._check_windows()

    def output_shape(self, shape: Shape) -> Shape:
        return (*self._output_sizes(shape), shape[-1])

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        shape, geometry = (len(x), *self.output_shape(x.shape[1:])), self.places(x.shape[1:]).geometry
        out = new_lanes("outputs", shape, scratch)
        chosen = self._chosen(out, scratch)
        out[:], chosen[:] = 0, -1
        type(self).gather(self._keep(x, scratch), geometry, len(x), out, chosen)
        return batch_of(out, shape)

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        return type(self).over_lanes(self.places(places.shape), places)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        shape = scratch.inputs.shape
        slopes, out = lanes_of(gradient, "slopes", scratch), new_lanes("by inputs", shape, scratch)
        places, chosen = self.places(shape[1:]), self._chosen(slopes, scratch)
        if places.tile:
            type(self).hand_back_anew(out, places.geometry, shape[0], slopes, chosen)
        else:
            out[:] = 0
            type(self).hand_back(out, places.geometry, shape[0], slopes, chosen)
        return batch_of(out, shape)

    def _chosen(self, pooled: Array, scratch: Scratch) -> Array:
        """Which of the inputs is each window's largest."""
        return scratch.array(f"chosen of {pooled.size}", pooled.shape, np.int32)


# Inline: at each call, numba would count references to every array, longer than a row of samples takes.


class _MaxPool(_Pool):
    over_lanes = staticmethod(bind_max_pool)
    gather = bind(_over_taps, inline=True, VISIT=_keep_larger)
    hand_back = bind(_over_taps, inline=True, VISIT=_to_largest)
    hand_back_anew = bind(_over_taps, inline=True, VISIT=bind(_to_largest, inline=True, ANEW=True))


class _AveragePool(_Pool):
    over_lanes = staticmethod(bind_average_pool)
    gather = bind(_over_taps, inline=True, VISIT=_add_share)
    hand_back = bind(_over_taps, inline=True, VISIT=_to_each)
    hand_back_anew = bind(_over_taps, inline=True, VISIT=bind(_to_each, inline=True, ANEW=True))


class MaxPool1D(_MaxPool):
    """The largest of each window of a row ``(width, channels)``; see ``MaxPool2D``."""

    kind: ClassVar[str] = "max-pool-1d"
    rank: ClassVar[int] = 1


class MaxPool2D(_MaxPool):
    """The largest number of each window of an image ``(height, width, channels)``, channel by channel.

    Args:
        size: Height and width of a window, one number for both or a tuple.
        stride: Distance from one window to the next; 0 for the window's own size.
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
        stride: Distance from one window to the next; 0 for the window's own size.
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
