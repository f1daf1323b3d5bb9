"""Convolution in one, two and three dimensions, from one implementation.

All loops run along lanes (see ``lanes``): a line of windows of all samples is one row of neighbours in memory, and a
weight, or a row of the gradient, meets all of it at once. No window is copied. Four rows are added in one pass, because
then the sum is loaded and stored a quarter as often.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from neuro.kernels import kernel
from neuro.network.activations import activation
from neuro.network.layers.activated import Activated
from neuro.network.layers.lanes import batch_of, lanes_of, new_lanes
from neuro.network.layers.layer import Array, Shape, whole_number
from neuro.network.layers.scratch import Scratch
from neuro.network.layers.threads import in_parts
from neuro.network.layers.windows import Windowed, span_of_tap

__all__ = ["Conv1D", "Conv2D", "Conv3D"]

_BLOCK = 256  # sums that are kept side by side, so that adding up is a loop over neighbours too
_SPAN, _SPAN2, _SPAN3, _SPAN4 = (np.uint64(_BLOCK * k) for k in (1, 2, 3, 4))


@kernel
def _add(out, o, x, a, w, length):
    for n in range(length):
        out[o + n] += w * x[a + n]


@kernel
def _add_four(out, o, x, a, b, c, d, w0, w1, w2, w3, length):
    for n in range(length):
        out[o + n] += w0 * x[a + n] + w1 * x[b + n] + w2 * x[c + n] + w3 * x[d + n]


@kernel
def _add_rows(out, target, x, source, step, w, place, stride, count, length):
    """``out[target:] += w[place + k * stride] * x[source + k * step:]`` for all k < count, over ``length`` places.

    Places are unsigned here: then numba does not look for negative ones, and LLVM vectorises.
    """
    o, size, k = np.uint64(target), np.uint64(length), 0
    while k + 4 <= count:
        a, p = source + k * step, place + k * stride
        _add_four(
            out, o, x, np.uint64(a), np.uint64(a + step), np.uint64(a + 2 * step), np.uint64(a + 3 * step),
            w[p], w[p + stride], w[p + 2 * stride], w[p + 3 * stride], size,
        )  # fmt: skip
        k += 4
    while k < count:
        _add(out, o, x, np.uint64(source + k * step), w[place + k * stride], size)
        k += 1


@kernel
def _add_products(sums, x, source, y, other, length):
    """Add the products of two rows to ``sums`` (_BLOCK,), number k to sum k modulo the block."""
    a, b, done = np.uint64(source), np.uint64(other), 0
    while done + 4 * _BLOCK <= length:
        for n in range(_SPAN):
            sums[n] += (
                x[a + n] * y[b + n]
                + x[a + _SPAN + n] * y[b + _SPAN + n]
                + x[a + _SPAN2 + n] * y[b + _SPAN2 + n]
                + x[a + _SPAN3 + n] * y[b + _SPAN3 + n]
            )
        a, b, done = a + _SPAN4, b + _SPAN4, done + 4 * _BLOCK
    while done < length:
        for n in range(np.uint64(min(_BLOCK, length - done))):
            sums[n] += x[a + n] * y[b + n]
        a, b, done = a + _SPAN, b + _SPAN, done + _BLOCK


@kernel
def _folded(sums):
    """The sum of ``sums``, halved again and again; they are left at 0."""
    half = _BLOCK // 2
    while half > 0:
        for n in range(half):
            sums[n] += sums[half + n]
        half //= 2
    found = sums[0]
    for n in range(_BLOCK):
        sums[n] = 0
    return found


@kernel
def _convolve(x, weights, biases, geometry, lanes, out, begin, end):
    """Sums (filters, places, lanes) of ``x`` (channels, positions, lanes); ``weights`` is (filters, taps, channels)."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    taps, image = sd * sh * sw, depth * height * width * lanes
    channels = x.size // image
    for f in range(begin, end):
        for line in range(od * oh):
            row = (f * od * oh + line) * ow * lanes
            out[row : row + ow * lanes] = biases[f]
            for tap in range(taps):
                z, y = line // oh * td - bd + tap // (sh * sw), line % oh * th - bh + tap // sw % sh
                if not (0 <= z < depth and 0 <= y < height):
                    continue
                first, last, column = span_of_tap(tap % sw - bw, tw, width, ow)
                source, place = ((z * height + y) * width + column) * lanes, (f * taps + tap) * channels
                if tw == 1:
                    target, length = row + first * lanes, (last - first) * lanes
                    _add_rows(out, target, x, source, image, weights, place, 1, channels, length)
                else:
                    for i in range(last - first):
                        target, at = row + (first + i) * lanes, source + i * tw * lanes
                        _add_rows(out, target, x, at, image, weights, place, 1, channels, lanes)


@kernel
def _by_inputs(slopes, weights, geometry, lanes, filters, out, begin, end):
    """The gradient ``out`` by the inputs of some channels."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    taps, image, made = sd * sh * sw, depth * height * width * lanes, od * oh * ow * lanes
    channels = out.size // image
    out[begin * image : end * image] = 0
    for c in range(begin, end):
        for line in range(od * oh):
            row = line * ow * lanes
            for tap in range(taps):
                z, y = line // oh * td - bd + tap // (sh * sw), line % oh * th - bh + tap // sw % sh
                if not (0 <= z < depth and 0 <= y < height):
                    continue
                first, last, column = span_of_tap(tap % sw - bw, tw, width, ow)
                target, place = c * image + ((z * height + y) * width + column) * lanes, tap * channels + c
                stride = taps * channels
                if tw == 1:
                    source, length = row + first * lanes, (last - first) * lanes
                    _add_rows(out, target, slopes, source, made, weights, place, stride, filters, length)
                else:
                    for i in range(last - first):
                        at, source = target + i * tw * lanes, row + (first + i) * lanes
                        _add_rows(out, at, slopes, source, made, weights, place, stride, filters, lanes)


@kernel
def _by_weights(x, slopes, geometry, lanes, out, begin, end):
    """The gradient ``out`` (filters, taps, channels) by the weights of some filters."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    taps, image, made = sd * sh * sw, depth * height * width * lanes, od * oh * ow * lanes
    channels, sums = x.size // image, np.zeros(_BLOCK, x.dtype)
    for f in range(begin, end):
        for tap in range(taps):
            first, last, column = span_of_tap(tap % sw - bw, tw, width, ow)
            for c in range(channels):
                for line in range(od * oh):
                    z, y = line // oh * td - bd + tap // (sh * sw), line % oh * th - bh + tap // sw % sh
                    if not (0 <= z < depth and 0 <= y < height):
                        continue
                    at = c * image + ((z * height + y) * width + column) * lanes
                    row = f * made + (line * ow + first) * lanes
                    if tw == 1:
                        _add_products(sums, x, at, slopes, row, (last - first) * lanes)
                    else:
                        for i in range(last - first):
                            _add_products(sums, x, at + i * tw * lanes, slopes, row + i * lanes, lanes)
                out[(f * taps + tap) * channels + c] = _folded(sums)


@kernel
def _by_biases(slopes, out, begin, end):
    made, sums = slopes.size // out.size, np.zeros(_BLOCK, slopes.dtype)
    for f in range(begin, end):
        for k in range(made // _BLOCK):
            for n in range(_BLOCK):
                sums[n] += slopes[f * made + k * _BLOCK + n]
        for n in range(made % _BLOCK):
            sums[n] += slopes[f * made + made // _BLOCK * _BLOCK + n]
        out[f] = _folded(sums)


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
        shape, geometry = (len(x), *self.output_shape(x.shape[1:])), self.places(x.shape[1:]).geometry
        scratch.inputs, sums = x, new_lanes("sums", shape, scratch)
        given = lanes_of(x, "inputs", scratch)
        in_parts(_convolve, self.filters, given, weights.reshape(-1), biases, geometry, len(x), sums)
        return batch_of(self._activate_lanes(sums, self.filters, scratch), shape)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        x, lanes = lanes_of(scratch.inputs, "inputs", scratch), len(gradient)
        geometry = self.places(scratch.inputs.shape[1:]).geometry
        slopes = lanes_of(gradient, "slopes", scratch)
        self._deactivate_lanes(slopes, self.filters, scratch)
        in_parts(_by_biases, self.filters, slopes, gradients[1])
        in_parts(_by_weights, self.filters, x, slopes, geometry, lanes, gradients[0].reshape(-1))
        if scratch.first:
            return None
        out = new_lanes("by inputs", scratch.inputs.shape, scratch)
        weights, channels = parameters[0].reshape(-1), scratch.inputs.shape[-1]
        in_parts(_by_inputs, channels, slopes, weights, geometry, lanes, self.filters, out)
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
