"""What layers of weighted sums have in common: biases and an activation, fused into one pass over memory."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from neuro.kernels import bind, kernel
from neuro.network.activations import activation, precise
from neuro.network.layers.layer import Array, Layer
from neuro.network.layers.scratch import Scratch

__all__ = ["Activated", "activated", "sums_in_order"]

FUNCTION: Any = None  # bound below
SLOPE: Any = None


@kernel
def _add_biases_and_activate(sums, biases, outputs):
    """Both (n, units), and may be the same array."""
    for r in range(sums.shape[0]):
        for j in range(sums.shape[1]):
            outputs[r, j] = FUNCTION(sums[r, j] + biases[j])


@kernel
def _add_biases(sums, biases):
    for r in range(sums.shape[0]):
        for j in range(sums.shape[1]):
            sums[r, j] += biases[j]


@kernel
def _activate_all(sums, outputs):
    for k in range(sums.size):
        outputs[k] = FUNCTION(sums[k])


@kernel
def _through_slope(sums, outputs, gradient):
    for r in range(gradient.shape[0]):
        for j in range(gradient.shape[1]):
            gradient[r, j] *= SLOPE(sums[r, j], outputs[r, j])


@kernel
def _sums_of_one(x, weights, biases, sums):
    for j in range(biases.size):
        sums[j] = biases[j]
    for i in range(x.size):
        for j in range(biases.size):
            sums[j] += weights[i, j] * x[i]


@kernel
def _sums_of_four(x, weights, biases, sums):
    """Each weight is read once for four samples, which takes two thirds of the time."""
    a, b, c, d = sums[0], sums[1], sums[2], sums[3]
    for j in range(biases.size):
        a[j] = b[j] = c[j] = d[j] = biases[j]
    for i in range(x.shape[1]):
        e, f, g, h = x[0, i], x[1, i], x[2, i], x[3, i]
        for j in range(biases.size):
            weight = weights[i, j]
            a[j] += weight * e
            b[j] += weight * f
            c[j] += weight * g
            d[j] += weight * h


@kernel
def sums_in_order(x, weights, biases, sums):
    """Sums (n, outputs) of samples (n, inputs), added up input by input as over lanes; weights (inputs, outputs)."""
    fours = x.shape[0] // 4 * 4
    for r in range(0, fours, 4):
        _sums_of_four(x[r : r + 4], weights, biases, sums[r : r + 4])
    for r in range(fours, x.shape[0]):
        _sums_of_one(x[r], weights, biases, sums[r])


@kernel
def _sum_rows(rows, total):
    """Row by row: one order, whatever the machine."""
    total[:] = 0
    for r in range(rows.shape[0]):
        for j in range(rows.shape[1]):
            total[j] += rows[r, j]


def _of_type(function: Any, dtype: np.dtype[Any]) -> Any:
    """An activation's kernel in the accuracy that a type asks for."""
    return precise(function) if dtype == np.float64 else function


@functools.cache
def _forward(name: str, dtype: np.dtype[Any], template: Any) -> tuple[Any, Any]:
    """The kernels of an activation: the template with it, and what looks at all units or None."""
    chosen = activation(name)
    fused = bind(template, FUNCTION=_of_type(chosen.function, dtype))
    return fused, chosen.across and _of_type(chosen.across, dtype)


@functools.cache
def _backward(name: str, dtype: np.dtype[Any]) -> tuple[Any, Any]:
    """The kernels of its slope: ``(sums, outputs, gradient)``, and what looks at all units or None."""
    chosen = activation(name)
    slope = None if name == "identity" else bind(_through_slope, SLOPE=_of_type(chosen.slope, dtype))
    return slope, chosen.slope_across and _of_type(chosen.slope_across, dtype)


def activated(name: str, sums: Array) -> Array:
    """The activation of whole sums ``(n, units)``, in their place, in the bits of the lanes."""
    fused, across = _forward(name, sums.dtype, _activate_all)
    flat = sums.reshape(-1)
    fused(flat, flat)
    if across is not None and sums.size:
        across(sums.T, 0, sums.shape[1])
    return sums


class Activated(Layer):
    """A layer that ends in ``activation(sums + biases)``, unit by unit in the last dimension."""

    activation: str

    def _activate(self, sums: Array, biases: Array, scratch: Scratch) -> Array:
        """The outputs of some sums without biases, both ``(n, units)``; keeps what ``_deactivate`` needs."""
        name = "identity" if scratch.raw else self.activation
        scratch.sums = scratch.outputs = sums
        if activation(name).from_sums:
            _add_biases(sums, biases)
            scratch.outputs = scratch.array("outputs", sums.shape)
            biases = scratch.array("no biases", biases.shape)
        fused, across = _forward(name, sums.dtype, _add_biases_and_activate)
        fused(sums, biases, scratch.outputs)
        if across is not None:
            across(scratch.outputs.T, 0, sums.shape[1])
        return scratch.outputs

    def _deactivate(self, gradient: Array, biases_gradient: Array, scratch: Scratch) -> None:
        """Turn the gradient by the outputs into that by the sums, in its place; sum up that by the biases."""
        slope, across = _backward("identity" if scratch.raw else self.activation, gradient.dtype)
        if across is not None:
            across(scratch.outputs, gradient)
        elif slope is not None:
            slope(scratch.sums, scratch.outputs, gradient)
        _sum_rows(gradient, biases_gradient)

    def _activate_lanes(self, sums: Array, units: int, scratch: Scratch) -> Array:
        """The outputs of whole sums, both lanes of (units, ...); keeps what ``_deactivate_lanes`` needs."""
        name = "identity" if scratch.raw else self.activation
        scratch.sums = scratch.outputs = sums
        if name == "identity":
            return sums
        if activation(name).from_sums:
            scratch.outputs = scratch.array(f"outputs of {sums.size}", sums.shape)
        fused, across = _forward(name, sums.dtype, _activate_all)
        fused(sums, scratch.outputs)
        if across is not None:
            across(scratch.outputs.reshape(units, -1), 0, units)
        return scratch.outputs

    def _deactivate_lanes(self, gradient: Array, units: int, scratch: Scratch) -> None:
        """Turn the gradient by the outputs into that by the sums, in its place."""
        slope, across = _backward("identity" if scratch.raw else self.activation, gradient.dtype)
        if across is not None:
            across(scratch.outputs.reshape(units, -1).T, gradient.reshape(units, -1).T)
        elif slope is not None:
            row = (1, -1)
            slope(scratch.sums.reshape(row), scratch.outputs.reshape(row), gradient.reshape(row))
