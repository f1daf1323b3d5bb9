"""The gradient of a convolution by its weights: sums of products of rows, four rows and four others at once.

As in ``weighted_sums``, rows lie along lanes, each number that is loaded is used four times, and every sum has one
order.
"""

from __future__ import annotations

import numpy as np

from neuro.kernels import bind, kernel
from neuro.network.layers.row_tiles import FOUR, fill_row, four_of, met
from neuro.network.layers.windows import span_of_tap

__all__ = ["sums_of_products", "sums_of_rows"]

_PLACES = 64  # sums that are kept side by side, so that adding up is a loop over neighbours too
_BLOCK = FOUR * FOUR * _PLACES

# Places in memory are unsigned: then numba does not look for negative ones, and LLVM vectorises.
_STRIPS = tuple(np.uint64(_PLACES * k) for k in range(FOUR))
_GROUP1, _GROUP2, _GROUP3 = (np.uint64(_PLACES * FOUR * k) for k in range(1, FOUR))
_HALVES = tuple(np.uint64(_PLACES >> k) for k in range(1, _PLACES.bit_length()))


@kernel
def _strips(x, a):
    return x[a], x[a + _STRIPS[1]], x[a + _STRIPS[2]], x[a + _STRIPS[3]]


@kernel
def _store_strips(x, a, values):
    x[a], x[a + _STRIPS[1]], x[a + _STRIPS[2]], x[a + _STRIPS[3]] = values


@kernel
def _plus(sums, x, y):
    return sums[0] + x * y[0], sums[1] + x * y[1], sums[2] + x * y[2], sums[3] + x * y[3]


@kernel
def _multiply(sums, t, x, rows, y, others, strips, length):
    """Add the products of four rows and four others to 16 sums, each kept in ``_PLACES`` parts."""
    (a, b, c, d), (e, f, g, h) = rows, others
    for n in range(t, t + length):
        s0, s1, s2, s3 = (
            _strips(sums, n), _strips(sums, n + _GROUP1), _strips(sums, n + _GROUP2), _strips(sums, n + _GROUP3)
        )  # fmt: skip
        for strip in strips:
            m = strip + n - t
            ys = y[e + m], y[f + m], y[g + m], y[h + m]
            s0, s1 = _plus(s0, x[a + m], ys), _plus(s1, x[b + m], ys)
            s2, s3 = _plus(s2, x[c + m], ys), _plus(s3, x[d + m], ys)
        _store_strips(sums, n, s0)
        _store_strips(sums, n + _GROUP1, s1)
        _store_strips(sums, n + _GROUP2, s2)
        _store_strips(sums, n + _GROUP3, s3)


@kernel
def _multiply_one(sums, t, x, a, y, others, strips, length):
    """The same for one row."""
    e, f, g, h = others
    for n in range(t, t + length):
        s0 = _strips(sums, n)
        for strip in strips:
            m = strip + n - t
            s0 = _plus(s0, x[a + m], (y[e + m], y[f + m], y[g + m], y[h + m]))
        _store_strips(sums, n, s0)


@kernel
def _multiply_some(sums, t, alone, x, rows, y, others, strips, length):
    if alone:
        _multiply_one(sums, t, x, rows[0], y, others, strips, length)
    else:
        _multiply(sums, t, x, rows, y, others, strips, length)


@kernel
def _multiply_rows(sums, block, alone, x, rows, source, y, others, other, length):
    """The same for rows of any length, from ``source`` and ``other`` on, and the 16 sums of a block."""
    t, done = np.uint64(block * _BLOCK), 0
    while done + FOUR * _PLACES <= length:
        a, b = four_of(rows, block * FOUR, source + done), four_of(others, 0, other + done)
        _multiply_some(sums, t, alone, x, a, y, b, _STRIPS, _STRIPS[1])
        done += FOUR * _PLACES
    while done < length:
        a, b = four_of(rows, block * FOUR, source + done), four_of(others, 0, other + done)
        _multiply_some(sums, t, alone, x, a, y, b, _STRIPS[:1], np.uint64(min(_PLACES, length - done)))
        done += _PLACES


@kernel
def _halve(sums, begin, half):
    for n in range(half):
        sums[begin + n] += sums[begin + half + n]


@kernel
def _folded(sums, place):
    """The total of one of the sums kept in parts, halved again and again; they are left at 0."""
    begin = np.uint64(place * _PLACES)
    for half in _HALVES:
        _halve(sums, begin, half)
    found = sums[begin]
    fill_row(sums, begin, 0, _PLACES)
    return found


@kernel
def _blocks_of_terms(channel, channels, image, lanes, geometry, rows, terms, windows):
    """Cut the terms of a row of taps, with some channels each, into blocks of up to four that meet the same windows.

    Args:
        channel: The first channel.
        channels: Number of channels.
        image: Numbers of a channel.
        lanes: Number of samples.
        geometry: The numbers of ``Places``, in one tuple.
        rows: Written: where each block's four rows of inputs begin; one that is missing is the last one again.
        terms: Written: each block's first term.
        windows: Written: the first window that it meets, and one past the last.

    Returns:
        How many blocks.
    """
    width, sw, tw, bw, ow = geometry[2], geometry[5], geometry[8], geometry[11], geometry[14]
    blocks, size = 0, FOUR
    for term in range(sw * channels):
        first, last, column = span_of_tap(term // channels - bw, tw, width, ow)
        if size == FOUR or windows[blocks - 1, 0] != first or windows[blocks - 1, 1] != last:
            terms[blocks], windows[blocks, 0], windows[blocks, 1] = term, first, last
            blocks, size = blocks + 1, 0
        rows[(blocks - 1) * FOUR + size : blocks * FOUR] = (channel + term % channels) * image + column * lanes
        size += 1
    terms[blocks] = sw * channels
    return blocks


@kernel
def _sums_of_products(x, slopes, geometry, lanes, out):
    """The gradient of a convolution by its weights: for four filters, four channels and a row of taps at once.

    Line by line of the gradient, so that a line and what it meets stay in the first cache.

    Args:
        x: Inputs (channels, positions, lanes) as one row.
        slopes: The gradient by the sums, in lanes.
        geometry: The numbers of ``Places``, in one tuple.
        lanes: Number of samples.
        out: (filters, taps, channels) as one row; written.
    """
    depth, height, width, sd, sh, sw, td, th, tw, bd, bh, _, od, oh, ow = geometry
    image, made = depth * height * width * lanes, od * oh * ow * lanes
    channels, filters = x.size // image, slopes.size // made
    groups, most = -(-channels // FOUR), sw * FOUR
    sums = np.zeros(_BLOCK * most, x.dtype)
    rows, others = np.empty(FOUR * most, np.int64), np.empty(FOUR, np.int64)
    terms, windows = np.empty(most + 1, np.int64), np.empty((most, 2), np.int64)
    for part in range(-(-filters // FOUR) * groups * sd * sh):
        tap, group = part % (sd * sh), part // (sd * sh)
        filter_, channel = group // groups * FOUR, group % groups * FOUR
        some = min(FOUR, channels - channel)
        for f in range(FOUR):  # filters that are missing: the last one again
            others[f] = min(filter_ + f, filters - 1) * made
        blocks = _blocks_of_terms(channel, some, image, lanes, geometry, rows, terms, windows)
        for line in range(od * oh):
            z = met(line // oh, tap // sh, td, bd, depth, False)
            y = met(line % oh, tap % sh, th, bh, height, False)
            if z < 0 or y < 0:
                continue
            for block in range(blocks):
                first, last = windows[block]
                alone = terms[block + 1] - terms[block] == 1
                length = (last - first) * lanes if tw == 1 else lanes  # with strides, place by place
                for i in range((last - first) * lanes // max(1, length)):
                    source = ((z * height + y) * width + i * tw) * lanes
                    other = (line * ow + first + i) * lanes
                    _multiply_rows(sums, block, alone, x, rows, source, slopes, others, other, length)
        for block in range(blocks):
            for k in range(FOUR):
                term = terms[block] + k
                for f in range(FOUR):
                    found = _folded(sums, (block * FOUR + k) * FOUR + f)
                    if term < terms[block + 1] and filter_ + f < filters:
                        place = (((filter_ + f) * sd * sh + tap) * sw + term // some) * channels
                        out[place + channel + term % some] = found


@kernel
def _add(sums, x, a, length):
    for n in range(length):
        sums[n] += x[a + n]


@kernel
def _sums_of_rows(x, out):
    """The sums ``out`` of some rows of ``x``, which are as long as each other."""
    length, sums = x.size // out.size, np.zeros(_PLACES, x.dtype)
    for f in range(out.size):
        for k in range(0, length, _PLACES):
            _add(sums, x, np.uint64(f * length + k), np.uint64(min(_PLACES, length - k)))
        out[f] = _folded(sums, 0)


# Without calls: at each, numba would count references to every array, half as long as the arithmetic takes.
sums_of_products = bind(_sums_of_products, inline=True)
sums_of_rows = bind(_sums_of_rows, inline=True)
