"""Where a layer finds its numbers when it plays: over lanes, each with parameters of its own.

All nodes of a block are one array ``nodes`` (rows * LANES): the rows of the inputs first, then those of each layer's
outputs, then rows for what is needed only while a layer computes. A sample lies in its rows with the last dimension
fastest. The parameters are ``weights`` (parameters * LANES), row by row, and what layers remember is ``memory``. All
are flat, so that every place is a compile-time constant plus the lane: with two indices, LLVM must take the length of
a row from the array.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from neuro.kernels import bind, kernel
from neuro.network.activations import activation
from neuro.network.layers.layer import Shape

__all__ = ["LanePlaces", "bind_activation", "bind_copy"]

# Bound below.
SOURCE = TARGET = COUNT = GROUPS = UNITS = LANES = 0
FUNCTION: Any = None
ACROSS: Any = None
BEFORE: Any = None


@dataclass(frozen=True)
class LanePlaces:
    """The rows of one layer.

    Args:
        shape: The shape of its inputs.
        outputs: The shape of its outputs.
        weights: The first row of its parameters.
        source: The first row of its inputs in ``nodes``.
        target: The first row of its outputs in ``nodes``.
        memory: The first row of what it remembers in ``memory``.
        scratch: The first of its rows in ``nodes`` that nobody else reads; every layer may write there.
        lanes: The number of lanes.
    """

    shape: Shape
    outputs: Shape
    weights: int
    source: int
    target: int
    memory: int
    scratch: int
    lanes: int

    @property
    def inputs(self) -> int:
        """The number of its inputs."""
        return math.prod(self.shape)

    @property
    def count(self) -> int:
        """The number of its outputs."""
        return math.prod(self.outputs)


@kernel
def _activate_rows(weights, nodes, memory):
    BEFORE(weights, nodes, memory)
    for place in range(TARGET * LANES, (TARGET + COUNT) * LANES):
        nodes[place] = FUNCTION(nodes[place])


@kernel
def _activate_across(weights, nodes, memory):
    BEFORE(weights, nodes, memory)
    for group in range(GROUPS):
        ACROSS(nodes.reshape(-1, LANES), TARGET + group * UNITS, UNITS)


@kernel
def _copy_rows(weights, nodes, memory):
    for place in range(COUNT * LANES):
        nodes[TARGET * LANES + place] = nodes[SOURCE * LANES + place]


def bind_activation(sums: Any, name: str, target: int, shape: Shape, lanes: int) -> Any:
    """The kernel that computes sums and then turns them into their activation.

    Args:
        sums: The kernel ``(weights, nodes, memory)`` that fills the rows with sums.
        name: The name of the activation.
        target: The first of the rows.
        shape: The shape of the rows; activations of a whole layer look across the last dimension.
        lanes: The number of lanes.
    """
    chosen, count = activation(name), math.prod(shape)
    bound = bind(
        _activate_rows,
        inline=True,
        called=False,
        BEFORE=sums,
        FUNCTION=chosen.function,
        TARGET=target,
        COUNT=count,
        LANES=lanes,
    )
    if chosen.across is None:
        return bound
    units = shape[-1]
    across = {"ACROSS": chosen.across, "TARGET": target, "GROUPS": count // units, "UNITS": units, "LANES": lanes}
    return bind(_activate_across, inline=True, called=False, memory=False, BEFORE=bound, **across)


def bind_copy(places: LanePlaces) -> Any:
    """The kernel of a layer that hands its inputs on as they are."""
    where = {"SOURCE": places.source, "TARGET": places.target, "COUNT": places.count}
    return bind(_copy_rows, inline=True, called=False, memory=False, **where, LANES=places.lanes)
