"""Rows of samples that are taken four at once, and where they lie."""

from __future__ import annotations

import numpy as np

from neuro.kernels import kernel

__all__ = ["FOUR", "fill_row", "four_of", "met"]

#: Rows and sums that are taken at once.
FOUR = 4


@kernel
def four_of(numbers, k, more):
    """Four of some numbers, each and ``more`` as places in memory."""
    return (
        np.uint64(numbers[k] + more),
        np.uint64(numbers[k + 1] + more),
        np.uint64(numbers[k + 2] + more),
        np.uint64(numbers[k + 3] + more),
    )


@kernel
def met(place, tap, stride, before, count, backward):
    """Where along a dimension a window meets its tap, or backward an input its window; -1 for nowhere."""
    found = place * stride - before + tap
    if backward:
        ahead = place + before - tap
        found = ahead // stride if ahead % stride == 0 else -1
    return found if 0 <= found < count else -1


@kernel
def fill_row(x, a, value, length):
    """Write a value to ``length`` places from ``a`` on."""
    for n in range(np.uint64(length)):
        x[a + n] = value
