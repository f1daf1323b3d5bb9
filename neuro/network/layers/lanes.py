"""Samples as lanes: the memory order in which layers of windows compute.

A batch ``(n, *shape)`` lies in memory with the samples innermost, as rows ``(numbers, n)``: then one weight meets a
whole row, and every loop of a convolution is a plain loop over neighbours in memory. To the outside such an array has
the same shape as any other; NumPy's strides see to that.
"""

from __future__ import annotations

import math

from neuro.network.layers.layer import Array, Shape
from neuro.network.layers.scratch import Scratch

__all__ = ["batch_of", "lanes_of", "new_lanes"]


def lanes_of(x: Array, name: str, scratch: Scratch) -> Array:
    """A batch ``(n, *shape)`` as ``(numbers, n)``: its own memory if that is in this order, else a copy."""
    turned = x.reshape(len(x), -1).T
    if turned.flags.c_contiguous:
        return turned
    rows = new_lanes(name, x.shape, scratch)
    rows[...] = turned
    return rows


def new_lanes(name: str, shape: Shape, scratch: Scratch) -> Array:
    """Memory for a batch of that shape, ``(numbers, n)``."""
    return scratch.array(f"{name} of {shape[0]}", (math.prod(shape[1:]), shape[0]))


def batch_of(rows: Array, shape: Shape) -> Array:
    """Rows ``(numbers, n)`` as the batch ``(n, *shape)`` that they are; no copy."""
    return rows.reshape(*shape[1:], shape[0]).transpose(-1, *range(len(shape) - 1))
