"""A network over lanes: its layers bound into one compiled kernel that a rollout calls.

All nodes of a block are one array ``nodes`` (rows * LANES): the rows of the inputs first, then those of each layer's
outputs. The parameters are ``weights`` (parameters * LANES), row by row. Both are flat, so that every place is a
compile-time constant plus the lane: with two indices, LLVM must take the length of a row from the array.

A layer's sums are added up input by input, in whichever of three loops is fastest for its size; all give the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.kernels import LANES, bind, kernel
from neuro.network.activations import Activation, activation
from neuro.network.layers import Dense, Layer
from neuro.network.network import shapes

__all__ = ["activate", "bind_network", "node_count", "sums_in_order"]

# Bound by ``bind_network``.
INPUTS = OUTPUTS = WEIGHT = BIAS = SOURCE = TARGET = 0
SUMS: Any = None
FUNCTION: Any = None
ACROSS: Any = None
BEFORE: Any = None
LAYER: Any = None


@kernel
def _sums_of_small_layer(weights, nodes):
    """All outputs of a lane together: the inputs stay in registers."""
    for lane in range(LANES):
        for j in range(OUTPUTS):
            total = weights[(BIAS + j) * LANES + lane]
            for i in range(INPUTS):
                total += weights[(WEIGHT + j * INPUTS + i) * LANES + lane] * nodes[(SOURCE + i) * LANES + lane]
            nodes[(TARGET + j) * LANES + lane] = total


@kernel
def _sums_of_middling_layer(weights, nodes):
    """Output by output: the sum stays in a register."""
    for j in range(OUTPUTS):
        for lane in range(LANES):
            total = weights[(BIAS + j) * LANES + lane]
            for i in range(INPUTS):
                total += weights[(WEIGHT + j * INPUTS + i) * LANES + lane] * nodes[(SOURCE + i) * LANES + lane]
            nodes[(TARGET + j) * LANES + lane] = total


@kernel
def _sums_of_wide_layer(weights, nodes):
    """Input by input: so many cannot be unrolled, and LLVM vectorises only the innermost loop."""
    for j in range(OUTPUTS):
        for lane in range(LANES):
            nodes[(TARGET + j) * LANES + lane] = weights[(BIAS + j) * LANES + lane]
        for i in range(INPUTS):
            for lane in range(LANES):
                term = weights[(WEIGHT + j * INPUTS + i) * LANES + lane] * nodes[(SOURCE + i) * LANES + lane]
                nodes[(TARGET + j) * LANES + lane] += term


@kernel
def _dense(weights, nodes):
    SUMS(weights, nodes)
    for place in range(TARGET * LANES, (TARGET + OUTPUTS) * LANES):
        nodes[place] = FUNCTION(nodes[place])


@kernel
def _dense_across(weights, nodes):
    LAYER(weights, nodes)
    ACROSS(nodes.reshape(-1, LANES), TARGET, OUTPUTS)


@kernel
def _inputs_only(weights, nodes):
    pass


@kernel
def _chain(weights, nodes):
    BEFORE(weights, nodes)
    LAYER(weights, nodes)


def _sums(inputs: int, outputs: int) -> Any:
    """The fastest loop for a layer's sums, as measured."""
    if inputs * outputs <= 48:
        return _sums_of_small_layer
    return _sums_of_middling_layer if inputs <= 32 else _sums_of_wide_layer


def node_count(layers: Sequence[Layer]) -> int:
    """Rows of ``nodes``."""
    return sum(math.prod(shape) for shape in shapes(layers))


def bind_network(layers: Sequence[Layer], lanes: int, *, raw_outputs: bool = False) -> Any:
    """The kernel ``(weights, nodes)`` that fills all rows of ``nodes`` after the inputs; both arrays flat.

    Args:
        layers: The network's.
        lanes: Lanes of a block.
        raw_outputs: Whether the last layer's rows keep the sums before its activation, which is all that is needed
            to find the largest.

    Raises:
        ShapeError: If a layer has no form over lanes.
    """
    network = bind(_inputs_only, inline=True)
    weight, source = 0, 0
    before = shapes(layers)
    for index, (layer, shape) in enumerate(zip(layers[1:], before, strict=False), start=1):
        if not isinstance(layer, Dense):
            raise ShapeError(f"{type(layer).__name__} cannot play games yet: use Dense layers")
        inputs = shape[0]
        chosen = activation("identity" if raw_outputs and index == len(layers) - 1 else layer.activation)
        places = {
            "INPUTS": inputs,
            "OUTPUTS": layer.units,
            "WEIGHT": weight,
            "BIAS": weight + layer.units * inputs,
            "SOURCE": source,
            "TARGET": source + inputs,
            "LANES": lanes,
        }
        sums = bind(_sums(inputs, layer.units), inline=True, **places)
        bound = bind(_dense, inline=True, SUMS=sums, FUNCTION=chosen.function, **places)
        if chosen.across is not None:
            bound = bind(_dense_across, inline=True, LAYER=bound, ACROSS=chosen.across, **places)
        network = bind(_chain, inline=True, BEFORE=network, LAYER=bound)
        weight += layer.parameter_count(shape)
        source += inputs
    return network


@kernel
def sums_in_order(x, weights, biases, sums):
    """Sums (n, outputs) of samples (n, inputs), added up input by input as over lanes; weights (inputs, outputs)."""
    for r in range(x.shape[0]):
        for j in range(biases.size):
            sums[r, j] = biases[j]
        for i in range(x.shape[1]):
            for j in range(biases.size):
                sums[r, j] += weights[i, j] * x[r, i]


@kernel
def _activate(values):
    for k in range(values.size):
        values[k] = FUNCTION(values[k])


def activate(chosen: Activation, sums: NDArray[np.float32]) -> NDArray[np.float32]:
    """The activation of a layer's sums ``(outputs, n)``, float32, in the compiled network's bits; in their place."""
    values = np.ascontiguousarray(sums, np.float32)
    bind(_activate, FUNCTION=chosen.function)(values.reshape(-1))
    if chosen.across is not None and values.size:
        chosen.across(values, 0, values.shape[0])
    return values
