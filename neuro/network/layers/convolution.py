"""Convolution in one, two and three dimensions, from one implementation.

All loops are over lanes (see ``lanes``): a weight, or a row of the gradient, meets a row of samples. No window is
copied. Four rows are added at once, because then the sum is loaded and stored a quarter as often.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from neuro.kernels import kernel
from neuro.network.activations import activation
from neuro.network.layers.activated import Activated
from neuro.network.layers.lanes import batch_of, lanes_of, new_lanes
from neuro.network.layers.layer import Array, Shape, whole_number
from neuro.network.layers.scratch import Scratch
from neuro.network.layers.windows import Windowed

__all__ = ["Conv1D", "Conv2D", "Conv3D"]

_CHUNK = 32  # lanes at once: what a window needs of them stays in the first-level cache


@kernel
def _add_rows(total, row, by, place, x, source, count, first, last):
    """``total[row] += by[place + j] * x[source + j]`` for all j < count, over the lanes from first to last."""
    j = 0
    while j + 4 <= count:
        w0, w1, w2, w3 = by[place + j], by[place + j + 1], by[place + j + 2], by[place + j + 3]
        at = source + j
        for n in range(first, last):
            total[row, n] += w0 * x[at, n] + w1 * x[at + 1, n] + w2 * x[at + 2, n] + w3 * x[at + 3, n]
        j += 4
    while j < count:
        w0 = by[place + j]
        for n in range(first, last):
            total[row, n] += w0 * x[source + j, n]
        j += 1


@kernel
def _add_products(total, row, x, at, gap, slopes, place, step, count, first, last):
    """``total[row] += x[at + j * gap] * slopes[place + j * step]`` for all j < count, over the lanes."""
    j = 0
    while j + 4 <= count:
        a, b = at + j * gap, place + j * step
        for n in range(first, last):
            total[row, n] += (
                x[a, n] * slopes[b, n]
                + x[a + gap, n] * slopes[b + step, n]
                + x[a + 2 * gap, n] * slopes[b + 2 * step, n]
                + x[a + 3 * gap, n] * slopes[b + 3 * step, n]
            )
        j += 4
    while j < count:
        for n in range(first, last):
            total[row, n] += x[at + j * gap, n] * slopes[place + j * step, n]
        j += 1


@kernel
def _convolve(x, weights, biases, geometry, out):
    """Sums ``out`` (places * filters, n) of ``x`` (positions * channels, n); ``weights`` is (filters * numbers,)."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    filters, channels = biases.size, x.shape[0] // (depth * height * width)
    for first in range(0, x.shape[1], _CHUNK):
        last = min(first + _CHUNK, x.shape[1])
        for i in range(od * oh * ow):
            z0, y0, x0 = i // (oh * ow) * td - bd, i // ow % oh * th - bh, i % ow * tw - bw
            left, right = max(0, -x0), min(sw, width - x0)
            for f in range(filters):
                row = i * filters + f
                for n in range(first, last):
                    out[row, n] = biases[f]
                for z in range(max(z0, 0), min(z0 + sd, depth)):
                    for y in range(max(y0, 0), min(y0 + sh, height)):
                        place = (((f * sd + z - z0) * sh + y - y0) * sw + left) * channels
                        source = ((z * height + y) * width + x0 + left) * channels
                        _add_rows(out, row, weights, place, x, source, (right - left) * channels, first, last)


@kernel
def _by_inputs(slopes, turned, geometry, filters, out):
    """The gradient ``out`` by the inputs; ``turned`` holds the weights as (numbers * filters,)."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    channels = out.shape[0] // (depth * height * width)
    out[:] = 0
    for first in range(0, out.shape[1], _CHUNK):
        last = min(first + _CHUNK, out.shape[1])
        for i in range(od * oh * ow):
            z0, y0, x0 = i // (oh * ow) * td - bd, i // ow % oh * th - bh, i % ow * tw - bw
            left, right = max(0, -x0), min(sw, width - x0)
            for z in range(max(z0, 0), min(z0 + sd, depth)):
                for y in range(max(y0, 0), min(y0 + sh, height)):
                    tap = (((z - z0) * sh + y - y0) * sw + left) * channels
                    target = ((z * height + y) * width + x0 + left) * channels
                    for c in range((right - left) * channels):
                        _add_rows(
                            out, target + c, turned, (tap + c) * filters, slopes, i * filters, filters, first, last
                        )


@kernel
def _by_weights(x, slopes, geometry, filters, total):
    """The gradient by the weights, lane by lane: ``total`` (filters * numbers, n)."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    channels = x.shape[0] // (depth * height * width)
    total[:] = 0
    for first in range(0, x.shape[1], _CHUNK):
        last = min(first + _CHUNK, x.shape[1])
        for line in range(od * oh):
            z0, y0 = line // oh * td - bd, line % oh * th - bh
            for tap in range(sd * sh * sw):
                z, y, column = z0 + tap // (sh * sw), y0 + tap // sw % sh, tap % sw - bw
                begin = max(0, (tw - 1 - column) // tw)
                end = min(ow, (width - 1 - column) // tw + 1)
                if not (0 <= z < depth and 0 <= y < height) or end <= begin:
                    continue
                at = ((z * height + y) * width + column + begin * tw) * channels
                place = (line * ow + begin) * filters
                for f in range(filters):
                    for c in range(channels):
                        row = (f * sd * sh * sw + tap) * channels + c
                        _add_products(total, row, x, at + c, tw * channels, slopes, place + f, filters, end - begin,
                                      first, last)  # fmt: skip


@kernel
def _sum_lanes(total, out):
    """Each row's sum: chunk upon chunk, then lane by lane."""
    chunk = total[0, :_CHUNK].copy()
    for row in range(total.shape[0]):
        for n in range(chunk.size):
            chunk[n] = total[row, n]
        for first in range(chunk.size, total.shape[1], chunk.size):
            for n in range(min(chunk.size, total.shape[1] - first)):
                chunk[n] += total[row, first + n]
        found = 0.0
        for n in range(chunk.size):
            found += chunk[n]
        out[row] = found


@kernel
def _sum_places(slopes, out):
    """The gradient by the biases: ``slopes`` is (places * filters, n)."""
    for f in range(out.size):
        out[f] = 0
    for row in range(slopes.shape[0]):
        found = 0.0
        for n in range(slopes.shape[1]):
            found += slopes[row, n]
        out[row % out.size] += found


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

    @property
    def _units(self) -> int:
        """See ``Activated``."""
        return self.filters

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
        shape = (len(x), *self.output_shape(x.shape[1:]))
        scratch.inputs = x
        sums = new_lanes("sums", shape, scratch)
        geometry = self.places(x.shape[1:]).geometry
        _convolve(lanes_of(x, "inputs", scratch), weights.reshape(-1), biases, geometry, sums)
        return batch_of(self._activate_lanes(sums, scratch), shape)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        x, weights = lanes_of(scratch.inputs, "inputs", scratch), parameters[0].reshape(self.filters, -1)
        geometry = self.places(scratch.inputs.shape[1:]).geometry
        slopes = lanes_of(gradient, "slopes", scratch)
        self._deactivate_lanes(slopes, scratch)
        _sum_places(slopes, gradients[1])
        total = scratch.array(f"total of {len(gradient)}", (weights.size, len(gradient)))
        _by_weights(x, slopes, geometry, self.filters, total)
        _sum_lanes(total, gradients[0].reshape(-1))
        if scratch.first:
            return None
        out = new_lanes("by inputs", scratch.inputs.shape, scratch)
        turned = scratch.array("turned", weights.T.shape)
        turned[...] = weights.T
        _by_inputs(slopes, turned.reshape(-1), geometry, self.filters, out)
        return batch_of(out, scratch.inputs.shape)


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
