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

from neuro.kernels import kernel
from neuro.network.activations import activation
from neuro.network.layers.activated import Activated
from neuro.network.layers.lanes import batch_of, lanes_of, new_lanes
from neuro.network.layers.layer import Array, Shape, whole_number
from neuro.network.layers.scratch import Scratch
from neuro.network.layers.windows import Windowed, span_of_tap

__all__ = ["Conv1D", "Conv2D", "Conv3D"]

_BLOCK = 256  # sums that are kept side by side, so that adding up is a loop over neighbours too


@kernel
def _add(out, a, w):
    for n in range(out.size):
        out[n] += w * a[n]


@kernel
def _add_four(out, a, b, c, d, w0, w1, w2, w3):
    for n in range(out.size):
        out[n] += w0 * a[n] + w1 * b[n] + w2 * c[n] + w3 * d[n]


@kernel
def _add_rows(out, x, a, step, w, place, stride, count):
    """``out += w[place + k * stride] * x[a + k * step:]`` for all k < count.

    Rows are cut out first: only of places counted from 0 does LLVM know that none is negative.
    """
    length, k = out.size, 0
    while k + 4 <= count:
        b, p = a + k * step, place + k * stride
        c, d, e = b + step, b + 2 * step, b + 3 * step
        _add_four(
            out, x[b : b + length], x[c : c + length], x[d : d + length], x[e : e + length],
            w[p], w[p + stride], w[p + 2 * stride], w[p + 3 * stride],
        )  # fmt: skip
        k += 4
    while k < count:
        b = a + k * step
        _add(out, x[b : b + length], w[place + k * stride])
        k += 1


@kernel
def _add_four_products(sums, x, y):
    for n in range(_BLOCK):
        sums[n] += (
            x[n] * y[n]
            + x[_BLOCK + n] * y[_BLOCK + n]
            + x[2 * _BLOCK + n] * y[2 * _BLOCK + n]
            + x[3 * _BLOCK + n] * y[3 * _BLOCK + n]
        )


@kernel
def _add_products(sums, x, y):
    """Add the products of two rows to ``sums`` (_BLOCK,), number k to sum k modulo the block."""
    done, four = 0, 4 * _BLOCK
    while done + four <= x.size:
        _add_four_products(sums, x[done : done + four], y[done : done + four])
        done += four
    while done < x.size:
        rest, other = x[done : done + _BLOCK], y[done : done + _BLOCK]
        for n in range(rest.size):
            sums[n] += rest[n] * other[n]
        done += _BLOCK


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
def _convolve(x, weights, biases, geometry, lanes, out):
    """Sums (filters, places, lanes) of ``x`` (channels, positions, lanes); ``weights`` is (filters, taps, channels)."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    filters, taps, image = biases.size, sd * sh * sw, depth * height * width * lanes
    channels = x.size // image
    for f in range(filters):
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
                    _add_rows(out[target : target + length], x, source, image, weights, place, 1, channels)
                else:
                    for i in range(last - first):
                        target, at = row + (first + i) * lanes, source + i * tw * lanes
                        _add_rows(out[target : target + lanes], x, at, image, weights, place, 1, channels)


@kernel
def _by_inputs(slopes, weights, geometry, lanes, filters, out):
    """The gradient ``out`` by the inputs."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    taps, image, made = sd * sh * sw, depth * height * width * lanes, od * oh * ow * lanes
    channels = out.size // image
    out[:] = 0
    for c in range(channels):
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
                    _add_rows(out[target : target + length], slopes, source, made, weights, place, stride, filters)
                else:
                    for i in range(last - first):
                        at, source = target + i * tw * lanes, row + (first + i) * lanes
                        _add_rows(out[at : at + lanes], slopes, source, made, weights, place, stride, filters)


@kernel
def _by_weights(x, slopes, geometry, lanes, filters, sums, out):
    """The gradient ``out`` (filters, taps, channels) by the weights; ``sums`` (_BLOCK,) is 0 before and after."""
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, bw, od, oh, ow = geometry
    taps, image, made = sd * sh * sw, depth * height * width * lanes, od * oh * ow * lanes
    channels = x.size // image
    for f in range(filters):
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
                        length = (last - first) * lanes
                        _add_products(sums, x[at : at + length], slopes[row : row + length])
                    else:
                        for i in range(last - first):
                            here, there = at + i * tw * lanes, row + i * lanes
                            _add_products(sums, x[here : here + lanes], slopes[there : there + lanes])
                out[(f * taps + tap) * channels + c] = _folded(sums)


@kernel
def _by_biases(slopes, filters, sums, out):
    made = slopes.size // filters
    for f in range(filters):
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
        _convolve(lanes_of(x, "inputs", scratch), weights.reshape(-1), biases, geometry, len(x), sums)
        return batch_of(self._activate_lanes(sums, self.filters, scratch), shape)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """See ``Layer.backward``."""
        x, lanes = lanes_of(scratch.inputs, "inputs", scratch), len(gradient)
        geometry = self.places(scratch.inputs.shape[1:]).geometry
        slopes, sums = lanes_of(gradient, "slopes", scratch), scratch.array("blocks", (_BLOCK,))
        self._deactivate_lanes(slopes, self.filters, scratch)
        _by_biases(slopes, self.filters, sums, gradients[1])
        _by_weights(x, slopes, geometry, lanes, self.filters, sums, gradients[0].reshape(-1))
        if scratch.first:
            return None
        out = new_lanes("by inputs", scratch.inputs.shape, scratch)
        _by_inputs(slopes, parameters[0].reshape(-1), geometry, lanes, self.filters, out)
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
