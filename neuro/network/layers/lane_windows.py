"""Windows over lanes: convolution and pooling where each lane has a network of its own.

The terms of a sum come in the order of ``conv_sums``, which takes them four at a time, so that a convolution that
plays has the bits of one that predicts.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.kernels import bind, carray, kernel, stack_of_whole
from neuro.network.layers.lane_places import LanePlaces
from neuro.network.layers.row_tiles import FOUR
from neuro.network.layers.windows import Places
from neuro.vectors import larger, put, row

__all__ = ["bind_average_pool", "bind_convolution", "bind_max_pool"]

# Bound below.
DEPTH = HEIGHT = WIDTH = CHANNELS = OUT_DEPTH = OUT_HEIGHT = OUT_WIDTH = FILTERS = TERMS = 0
SIZE_Z = SIZE_Y = SIZE_X = STEP_Z = STEP_Y = STEP_X = BEFORE_Z = BEFORE_Y = BEFORE_X = 0
WEIGHT = BIAS = SOURCE = TARGET = LANES = 0


@kernel
def _corner(place):
    """Where the window of an output begins, maybe before the inputs."""
    z, y, x = place // (OUT_HEIGHT * OUT_WIDTH), place // OUT_WIDTH % OUT_HEIGHT, place % OUT_WIDTH
    return z * STEP_Z - BEFORE_Z, y * STEP_Y - BEFORE_Y, x * STEP_X - BEFORE_X


@kernel
def _met(z, y, x, rows, terms, ends):
    """The inputs that a window meets, column by column of its taps: their rows, and which of its terms they are."""
    count = 0
    for tap_x in range(SIZE_X):
        if 0 <= x + tap_x < WIDTH:
            for tap_z in range(SIZE_Z):
                for tap_y in range(SIZE_Y):
                    if 0 <= z + tap_z < DEPTH and 0 <= y + tap_y < HEIGHT:
                        place = ((z + tap_z) * HEIGHT + y + tap_y) * WIDTH + x + tap_x
                        term = (tap_z * SIZE_Y + tap_y) * SIZE_X + tap_x
                        for c in range(CHANNELS):
                            rows[count] = SOURCE + place * CHANNELS + c
                            terms[count] = term * CHANNELS + c
                            count += 1
        ends[tap_x] = count


@kernel
def _convolve(weights, nodes, memory):
    rows, terms = carray(stack_of_whole(TERMS), (TERMS,)), carray(stack_of_whole(TERMS), (TERMS,))
    ends = carray(stack_of_whole(SIZE_X), (SIZE_X,))
    for place in range(OUT_DEPTH * OUT_HEIGHT * OUT_WIDTH):
        z, y = (
            place // (OUT_HEIGHT * OUT_WIDTH) * STEP_Z - BEFORE_Z,
            place // OUT_WIDTH % OUT_HEIGHT * STEP_Y - BEFORE_Y,
        )
        _met(z, y, place % OUT_WIDTH * STEP_X - BEFORE_X, rows, terms, ends)
        for f in range(FILTERS):
            total, first, k = row(weights, BIAS + f, LANES), WEIGHT + f * TERMS, 0
            for column in range(SIZE_X):
                end = ends[column]
                while k + FOUR <= end:
                    some = row(weights, first + terms[k], LANES) * row(nodes, rows[k], LANES)
                    some = some + row(weights, first + terms[k + 1], LANES) * row(nodes, rows[k + 1], LANES)
                    some = some + row(weights, first + terms[k + 2], LANES) * row(nodes, rows[k + 2], LANES)
                    some = some + row(weights, first + terms[k + 3], LANES) * row(nodes, rows[k + 3], LANES)
                    total = total + some
                    k += FOUR
                while k < end:
                    total = total + row(weights, first + terms[k], LANES) * row(nodes, rows[k], LANES)
                    k += 1
            put(nodes, TARGET + place * FILTERS + f, LANES, total)


@kernel
def _largest(weights, nodes, memory):
    for place in range(OUT_DEPTH * OUT_HEIGHT * OUT_WIDTH):
        z, y = (
            place // (OUT_HEIGHT * OUT_WIDTH) * STEP_Z - BEFORE_Z,
            place // OUT_WIDTH % OUT_HEIGHT * STEP_Y - BEFORE_Y,
        )
        x = place % OUT_WIDTH * STEP_X - BEFORE_X
        for c in range(CHANNELS):
            first = ((max(0, z) * HEIGHT + max(0, y)) * WIDTH + max(0, x)) * CHANNELS + c
            found = row(nodes, SOURCE + first, LANES)
            for tap_z in range(max(0, z), min(DEPTH, z + SIZE_Z)):
                for tap_y in range(max(0, y), min(HEIGHT, y + SIZE_Y)):
                    for tap_x in range(max(0, x), min(WIDTH, x + SIZE_X)):
                        seen = ((tap_z * HEIGHT + tap_y) * WIDTH + tap_x) * CHANNELS + c
                        found = larger(row(nodes, SOURCE + seen, LANES), found)
            put(nodes, TARGET + place * CHANNELS + c, LANES, found)


@kernel
def _mean(weights, nodes, memory):
    for place in range(OUT_DEPTH * OUT_HEIGHT * OUT_WIDTH):
        z, y = (
            place // (OUT_HEIGHT * OUT_WIDTH) * STEP_Z - BEFORE_Z,
            place // OUT_WIDTH % OUT_HEIGHT * STEP_Y - BEFORE_Y,
        )
        x = place % OUT_WIDTH * STEP_X - BEFORE_X
        z0, z1, y0, y1 = max(0, z), min(DEPTH, z + SIZE_Z), max(0, y), min(HEIGHT, y + SIZE_Y)
        x0, x1 = max(0, x), min(WIDTH, x + SIZE_X)
        share = np.float32(1.0 / ((z1 - z0) * (y1 - y0) * (x1 - x0)))
        for c in range(CHANNELS):
            target = (TARGET + place * CHANNELS + c) * LANES
            for lane in range(LANES):
                total = np.float32(0)
                for tap_z in range(z0, z1):
                    for tap_y in range(y0, y1):
                        for tap_x in range(x0, x1):
                            seen = ((tap_z * HEIGHT + tap_y) * WIDTH + tap_x) * CHANNELS + c
                            total += share * nodes[(SOURCE + seen) * LANES + lane]
                nodes[target + lane] = total


def _constants(windows: Places, places: LanePlaces) -> dict[str, int]:
    """Where the windows stand, and the rows."""
    names = ("DEPTH", "HEIGHT", "WIDTH"), ("SIZE_Z", "SIZE_Y", "SIZE_X"), ("STEP_Z", "STEP_Y", "STEP_X")
    before, outputs = ("BEFORE_Z", "BEFORE_Y", "BEFORE_X"), ("OUT_DEPTH", "OUT_HEIGHT", "OUT_WIDTH")
    spelled = (name for group in (*names, before, outputs) for name in group)
    found = dict(zip(spelled, windows.geometry, strict=True))
    where = {"SOURCE": places.source, "TARGET": places.target, "LANES": places.lanes}
    return {**found, **where, "CHANNELS": places.shape[-1]}


def bind_convolution(windows: Places, places: LanePlaces) -> Any:
    """The kernel of a convolution's sums.

    Args:
        windows: The places of the windows.
        places: The layer's rows; its parameters are the weights ``(filters, *size, channels)``, then the biases.
    """
    filters, terms = places.outputs[-1], int(np.prod(windows.size)) * places.shape[-1]
    more = {"FILTERS": filters, "TERMS": terms, "WEIGHT": places.weights, "BIAS": places.weights + filters * terms}
    # Its rows on the stack are arrays like all others to numba.
    return bind(_convolve, inline=True, called=False, memory=True, **_constants(windows, places), **more)


def bind_max_pool(windows: Places, places: LanePlaces) -> Any:
    """The kernel of the largest number of each window."""
    return bind(_largest, inline=True, called=False, memory=False, **_constants(windows, places))


def bind_average_pool(windows: Places, places: LanePlaces) -> Any:
    """The kernel of the mean of each window."""
    return bind(_mean, inline=True, called=False, memory=False, **_constants(windows, places))
