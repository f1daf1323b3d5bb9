"""Samples as lanes: the memory order in which layers of windows compute.

A batch of images ``(n, *sizes, channels)`` lies in memory as ``(channels, *sizes, n)``, with the samples innermost:
then neighbouring windows of all samples lie side by side, one weight meets thousands of numbers, and every loop of a
convolution is a plain loop over neighbours in memory. To the outside such an array has the same shape as any other;
NumPy's strides see to that.
"""

from __future__ import annotations

import math

from neuro.network.layers.layer import Array, Shape
from neuro.network.layers.scratch import Scratch

__all__ = ["batch_of", "lanes_of", "new_lanes"]


def lanes_of(x: Array, name: str, scratch: Scratch) -> Array:
    """A batch ``(n, *sizes, channels)`` in lanes, as one row: its own memory if that is in this order, else a copy."""
    turned = x.transpose(-1, *range(1, x.ndim - 1), 0)
    if not turned.flags.c_contiguous:
        lanes = new_lanes(name, x.shape, scratch)
        lanes.reshape(turned.shape)[...] = turned
        return lanes
    return turned.reshape(-1)


def new_lanes(name: str, shape: Shape, scratch: Scratch) -> Array:
    """Memory for a batch of that shape, one row."""
    return scratch.array(f"{name} of {shape[0]}", (math.prod(shape),))


def batch_of(lanes: Array, shape: Shape) -> Array:
    """Lanes as the batch ``(n, *sizes, channels)`` that they are; no copy."""
    return lanes.reshape(shape[-1], *shape[1:-1], shape[0]).transpose(-1, *range(1, len(shape) - 1), 0)
