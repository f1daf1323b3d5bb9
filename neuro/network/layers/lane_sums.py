"""Weighted sums over lanes, of a dense layer and of one that remembers.

Sums are added up input by input, in whichever of the loops is fastest for its size; all give the same bits.
"""

from __future__ import annotations

from typing import Any

from neuro.kernels import JIT, bind, kernel
from neuro.kernels import LANES as USUAL_LANES
from neuro.network.activations import activation as activation_named
from neuro.network.activations import identity
from neuro.network.layers.lane_places import LanePlaces
from neuro.vectors import put, row

__all__ = ["bind_sums", "bind_sums_with_memory"]

_TOGETHER = 32  # lanes of two sums that fit into a processor's registers, beside what they read

# Bound below.
INPUTS = OUTPUTS = UNITS = WEIGHT = BIAS = SOURCE = TARGET = MEMORY = LANES = 0
PARTS = WIDE = 1
ACTIVATED = False
FUNCTION: Any = identity


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
def _activate_part(nodes, j, part):
    """At once, while the processor waits for the weights of the next sums."""
    if ACTIVATED:
        first = ((TARGET + j) * PARTS + part) * WIDE
        for place in range(first, first + WIDE):
            nodes[place] = FUNCTION(nodes[place])


@kernel
def _sum_with_memory(weights, nodes, memory, j, part):
    """One sum over the inputs, then over ``UNITS`` rows of the memory, in a part of the lanes."""
    total, first = row(weights, (BIAS + j) * PARTS + part, WIDE), WEIGHT + j * (INPUTS + UNITS)
    for i in range(INPUTS):
        seen = row(nodes, (SOURCE + i) * PARTS + part, WIDE)
        total = total + row(weights, (first + i) * PARTS + part, WIDE) * seen
    for i in range(UNITS):
        kept = row(memory, (MEMORY + i) * PARTS + part, WIDE)
        total = total + row(weights, (first + INPUTS + i) * PARTS + part, WIDE) * kept
    put(nodes, (TARGET + j) * PARTS + part, WIDE, total)
    _activate_part(nodes, j, part)


@kernel
def _sums_with_memory(weights, nodes, memory):
    """Two sums at a time, so that what is seen is read once for both; half of the lanes, so that registers suffice."""
    for part in range(PARTS):
        for j in range(0, OUTPUTS - 1, 2):
            one, other = (
                row(weights, (BIAS + j) * PARTS + part, WIDE),
                row(weights, (BIAS + j + 1) * PARTS + part, WIDE),
            )
            first, second = WEIGHT + j * (INPUTS + UNITS), WEIGHT + (j + 1) * (INPUTS + UNITS)
            for i in range(INPUTS):
                seen = row(nodes, (SOURCE + i) * PARTS + part, WIDE)
                one = one + row(weights, (first + i) * PARTS + part, WIDE) * seen
                other = other + row(weights, (second + i) * PARTS + part, WIDE) * seen
            for i in range(UNITS):
                kept = row(memory, (MEMORY + i) * PARTS + part, WIDE)
                one = one + row(weights, (first + INPUTS + i) * PARTS + part, WIDE) * kept
                other = other + row(weights, (second + INPUTS + i) * PARTS + part, WIDE) * kept
            put(nodes, (TARGET + j) * PARTS + part, WIDE, one)
            put(nodes, (TARGET + j + 1) * PARTS + part, WIDE, other)
            _activate_part(nodes, j, part)
            _activate_part(nodes, j + 1, part)
        if OUTPUTS % 2 == 1:
            _sum_with_memory(weights, nodes, memory, OUTPUTS - 1, part)


def _sums(inputs: int, outputs: int) -> Any:
    """The fastest loop for a layer's sums, as measured, where there are the usual lanes."""
    if inputs * outputs <= 48:
        return _sums_of_small_layer
    return _sums_of_middling_layer if inputs <= 32 else _sums_of_wide_layer


def bind_sums(places: LanePlaces) -> Any:
    """The kernel of a dense layer's sums: weights output by output, then biases."""
    inputs, outputs = places.inputs, places.count
    if JIT and places.lanes < USUAL_LANES:  # LLVM unrolls short loops instead of vectorising them
        return bind_sums_with_memory(places, 0, first=0, sums=outputs, of=outputs, target=places.target)
    return bind(
        _sums(inputs, outputs),
        inline=True,
        called=False,
        INPUTS=inputs,
        OUTPUTS=outputs,
        WEIGHT=places.weights,
        BIAS=places.weights + outputs * inputs,
        SOURCE=places.source,
        TARGET=places.target,
        LANES=places.lanes,
    )


def bind_sums_with_memory(
    places: LanePlaces, units: int, *, first: int, sums: int, of: int, target: int, activation: str = "identity"
) -> Any:
    """The kernel of some sums over the inputs and over a layer's memory.

    Args:
        places: The layer's.
        units: The number of rows of the memory.
        first: The first of the sums, among all that the layer has weights of.
        sums: The number of sums.
        of: The number of all sums that the layer has weights of.
        target: The first row that they are written to.
        activation: The name of what is written in their place, of one that looks at one unit at a time.
    """
    terms = places.inputs + units
    parts = max(1, places.lanes // _TOGETHER) if places.lanes % _TOGETHER == 0 else 1
    return bind(
        _sums_with_memory,
        inline=True,
        called=False,
        INPUTS=places.inputs,
        OUTPUTS=sums,
        UNITS=units,
        WEIGHT=places.weights + first * terms,
        BIAS=places.weights + of * terms + first,
        SOURCE=places.source,
        TARGET=target,
        MEMORY=places.memory,
        PARTS=parts,
        ACTIVATED=activation != "identity",
        FUNCTION=activation_named(activation).function,
        WIDE=places.lanes // parts,
    )
