"""Weighted sums over lanes, of a dense layer and of one that remembers.

Sums are added up input by input, in whichever of the loops is fastest for its size; all give the same bits.
"""

from __future__ import annotations

from typing import Any

from neuro.kernels import bind, kernel
from neuro.network.layers.lane_places import LanePlaces
from neuro.vectors import put, row

__all__ = ["bind_sums", "bind_sums_with_memory"]

# Bound below.
INPUTS = OUTPUTS = UNITS = WEIGHT = BIAS = SOURCE = TARGET = MEMORY = LANES = 0


@kernel
def _sums_of_small_layer(weights, nodes, memory):
    """All outputs of a lane together: the inputs stay in registers."""
    for lane in range(LANES):
        for j in range(OUTPUTS):
            total = weights[(BIAS + j) * LANES + lane]
            for i in range(INPUTS):
                total += weights[(WEIGHT + j * INPUTS + i) * LANES + lane] * nodes[(SOURCE + i) * LANES + lane]
            nodes[(TARGET + j) * LANES + lane] = total


@kernel
def _sums_of_middling_layer(weights, nodes, memory):
    """Output by output: the sum stays in a register."""
    for j in range(OUTPUTS):
        for lane in range(LANES):
            total = weights[(BIAS + j) * LANES + lane]
            for i in range(INPUTS):
                total += weights[(WEIGHT + j * INPUTS + i) * LANES + lane] * nodes[(SOURCE + i) * LANES + lane]
            nodes[(TARGET + j) * LANES + lane] = total


@kernel
def _sums_of_wide_layer(weights, nodes, memory):
    """Input by input: so many cannot be unrolled, and LLVM vectorises only the innermost loop."""
    for j in range(OUTPUTS):
        for lane in range(LANES):
            nodes[(TARGET + j) * LANES + lane] = weights[(BIAS + j) * LANES + lane]
        for i in range(INPUTS):
            for lane in range(LANES):
                term = weights[(WEIGHT + j * INPUTS + i) * LANES + lane] * nodes[(SOURCE + i) * LANES + lane]
                nodes[(TARGET + j) * LANES + lane] += term


@kernel
def _sums_with_memory(weights, nodes, memory):
    """Sums over the inputs, then over ``UNITS`` rows of the memory."""
    for j in range(OUTPUTS):
        total, first = row(weights, BIAS + j, LANES), WEIGHT + j * (INPUTS + UNITS)
        for i in range(INPUTS):
            total = total + row(weights, first + i, LANES) * row(nodes, SOURCE + i, LANES)
        for i in range(UNITS):
            total = total + row(weights, first + INPUTS + i, LANES) * row(memory, MEMORY + i, LANES)
        put(nodes, TARGET + j, LANES, total)


def _sums(inputs: int, outputs: int) -> Any:
    """The fastest loop for a layer's sums, as measured."""
    if inputs * outputs <= 48:
        return _sums_of_small_layer
    return _sums_of_middling_layer if inputs <= 32 else _sums_of_wide_layer


def bind_sums(places: LanePlaces) -> Any:
    """The kernel of a dense layer's sums: weights output by output, then biases."""
    inputs, outputs = places.inputs, places.count
    return bind(
        _sums(inputs, outputs),
        inline=True,
        INPUTS=inputs,
        OUTPUTS=outputs,
        WEIGHT=places.weights,
        BIAS=places.weights + outputs * inputs,
        SOURCE=places.source,
        TARGET=places.target,
        LANES=places.lanes,
    )


def bind_sums_with_memory(places: LanePlaces, *, first: int, sums: int, of: int, target: int) -> Any:
    """The kernel of some sums over the inputs and over a layer's memory.

    Args:
        places: The layer's.
        first: The first of the sums, among all that the layer has weights of.
        sums: The number of sums.
        of: The number of all sums that the layer has weights of.
        target: The first row that they are written to.
    """
    units = places.count
    terms = places.inputs + units
    return bind(
        _sums_with_memory,
        inline=True,
        INPUTS=places.inputs,
        OUTPUTS=sums,
        UNITS=units,
        WEIGHT=places.weights + first * terms,
        BIAS=places.weights + of * terms + first,
        SOURCE=places.source,
        TARGET=target,
        MEMORY=places.memory,
        LANES=places.lanes,
    )
