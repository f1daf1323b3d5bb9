"""The sums of a convolution and its gradient by the inputs: weighted sums of rows, four of each at once.

Rows lie along lanes (see ``lanes``): a line of windows of all samples is one row of neighbours in memory. No window is
copied. Four rows are read for four sums: then each number that is loaded is used four times, the arithmetic and not
the memory sets the pace, and sixteen weights fit into a processor's registers. Every sum has one order, whatever the
threads and the machine.
"""

from __future__ import annotations

import numpy as np

from neuro.kernels import bind, kernel
from neuro.network.layers.layer import Array
from neuro.network.layers.row_tiles import FOUR, fill_row, four_of, met
from neuro.network.layers.windows import span_of_tap

__all__ = ["in_fours", "weighted_sums"]

_WIDTH = 1024  # numbers of a sum that are kept close: four sums fit into the first cache beside what they read

# Places in memory are unsigned: then numba does not look for negative ones, and LLVM vectorises.
_K = tuple(np.uint64(k) for k in range(FOUR))
_SUM = np.uint64(_WIDTH)


def in_fours(weights: Array) -> Array:
    """Weights (sums, terms) as one row of (blocks of four sums, terms, 4); sums that are missing have weights of 0."""
    sums, terms = weights.shape
    packed = np.zeros((-(-sums // FOUR) * FOUR, terms), weights.dtype)
    packed[:sums] = weights
    return packed.reshape(-1, FOUR, terms).swapaxes(1, 2).reshape(-1)


@kernel
def _copy(x, a, y, b, length):
    for n in range(length):
        x[a + n] = y[b + n]


@kernel
def _add_one(sums, t, x, a, w, p, length):
    """Add a row, times four weights, to four sums."""
    for n in range(length):
        for f in _K:
            sums[t + f * _SUM + n] += w[p + f] * x[a + n]


@kernel
def _add_four(sums, t, x, rows, w, places, length):
    """Add four rows, each times four weights, to four sums."""
    (a, b, c, d), (p, q, r, s) = rows, places
    for n in range(length):
        x0, x1, x2, x3 = x[a + n], x[b + n], x[c + n], x[d + n]
        for f in _K:
            sums[t + f * _SUM + n] += w[p + f] * x0 + w[q + f] * x1 + w[r + f] * x2 + w[s + f] * x3


@kernel
def _add_rows(sums, target, x, source, rows, w, place, places, count, length):
    """Add ``count`` rows of ``x``, each from ``rows[k] + source`` on and with four weights at ``places[k] + place``."""
    t, size, k = np.uint64(target), np.uint64(length), 0
    while k + FOUR <= count:
        _add_four(sums, t, x, four_of(rows, k, source), w, four_of(places, k, place), size)
        k += FOUR
    while k < count:
        _add_one(sums, t, x, np.uint64(rows[k] + source), w, np.uint64(places[k] + place), size)
        k += 1


@kernel
def _lines_met(line, geometry, lanes, channels, backward, rows, places):
    """The rows that a line meets, and where the weights of the first tap of a row of taps are; returns how many."""
    depth, height, width, sd, sh, sw, td, th, _, bd, bh, _, od, oh, ow = geometry
    if backward:
        target, source, long, wide = height, oh, od, ow
    else:
        target, source, long, wide = oh, height, depth, width
    count = 0
    for tap in range(sd * sh):
        z = met(line // target, tap // sh, td, bd, long, backward)
        y = met(line % target, tap % sh, th, bh, source, backward)
        if z >= 0 and y >= 0:
            for c in range(channels):
                rows[count] = ((c * long + z) * source + y) * wide * lanes
                places[count] = (tap * sw * channels + c) * FOUR
                count += 1
    return count


@kernel
def _add_tap(sums, piece, size, x, rows, w, place, places, count, span, stride, lanes, backward):
    """Add what one column of taps gives to a piece of a line."""
    first, last, column = span
    at, source, step, source_step = first, column, 1, stride
    if backward:
        at, source, step, source_step = column, first, stride, 1
    length = (last - first) * lanes if stride == 1 else lanes  # with strides, place by place
    for i in range((last - first) * lanes // max(1, length)):
        target = (at + i * step) * lanes - piece
        skip, stop = max(0, -target), min(length, size - target)
        if skip < stop:
            origin = (source + i * source_step) * lanes + skip
            _add_rows(sums, target + skip, x, origin, rows, w, place, places, count, stop - skip)


@kernel
def _weighted_sums(x, weights, biases, geometry, lanes, backward, out):
    """Sums of a convolution, or backward its gradient by the inputs: line by line, four channels at once.

    Args:
        x: Inputs (channels, positions, lanes) as one row; backward, the gradient by the sums.
        weights: ``in_fours`` of (channels of ``out``, taps × channels of ``x``).
        biases: One for each channel of ``out``.
        geometry: The numbers of ``Places``, in one tuple.
        lanes: Number of samples.
        backward: Whether ``out`` is the gradient.
        out: Written, in lanes.
    """
    depth, height, width, sd, sh, sw, _, _, tw, _, _, bw, od, oh, ow = geometry
    if backward:
        channels, lines, row = x.size // (od * oh * ow * lanes), depth * height, width * lanes
    else:
        channels, lines, row = x.size // (depth * height * width * lanes), od * oh, ow * lanes
    terms = sd * sh * sw * channels
    sums = np.empty(FOUR * _WIDTH, out.dtype)
    rows, places = np.empty(terms, np.int64), np.empty(terms, np.int64)
    for line in range(lines):
        count = _lines_met(line, geometry, lanes, channels, backward, rows, places)
        for channel in range(0, biases.size, FOUR):
            some = min(FOUR, biases.size - channel)
            for piece in range(0, row, _WIDTH):
                size = min(_WIDTH, row - piece)
                for f in range(some):
                    fill_row(sums, np.uint64(f * _WIDTH), biases[channel + f], size)
                for tap in range(sw):
                    span, place = span_of_tap(tap - bw, tw, width, ow), channel * terms + tap * channels * FOUR
                    _add_tap(sums, piece, size, x, rows, weights, place, places, count, span, tw, lanes, backward)
                for f in range(some):
                    o = ((channel + f) * lines + line) * row + piece
                    _copy(out, np.uint64(o), sums, np.uint64(f * _WIDTH), np.uint64(size))


# Without calls: at each, numba would count references to every array, half as long as the arithmetic takes.
weighted_sums = bind(_weighted_sums, inline=True)
