"""Layers that remember: what they say depends on what they saw before.

What a layer remembers belongs to one agent. It is 0 for a new one, and each step replaces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from neuro.errors import ShapeError
from neuro.kernels import bind, kernel
from neuro.network.activations import activation
from neuro.network.layers.lane_places import LanePlaces
from neuro.network.layers.lane_sums import bind_sums_with_memory
from neuro.network.layers.layer import Array, Layer, Shape, whole_number
from neuro.network.layers.scratch import Scratch
from neuro.network.layers.weighted import activated, sums_in_order
from neuro.vectors import put, row

__all__ = ["GRU", "Recurrent"]

# Bound below.
UNITS = TARGET = MEMORY = UPDATE = RESET = LANES = 0
SUMS: Any = None
GATES: Any = None
FUNCTION: Any = None


@kernel
def _remember(weights, nodes, memory):
    """Elman: the outputs are what is remembered."""
    SUMS(weights, nodes, memory)
    for k in range(UNITS * LANES):
        memory[MEMORY * LANES + k] = FUNCTION(nodes[TARGET * LANES + k])


@kernel
def _renew(weights, nodes, memory):
    """Each unit becomes something between what it was and its candidate, as its update gate says."""
    GATES(weights, nodes, memory)
    for j in range(UNITS):
        put(nodes, RESET + j, LANES, row(nodes, RESET + j, LANES) * row(memory, MEMORY + j, LANES))
    SUMS(weights, nodes, nodes)  # what the gates have left stands in the nodes
    for j in range(UNITS):
        gate, before = row(nodes, UPDATE + j, LANES), row(memory, MEMORY + j, LANES)
        candidate = row(nodes, TARGET + j, LANES)
        after = gate * before + (candidate - gate * candidate)
        put(memory, MEMORY + j, LANES, after)
        put(nodes, TARGET + j, LANES, after)


@dataclass(frozen=True)
class _Remembering(Layer):
    """What both have in common: units that see the inputs and what the units said one step before."""

    trainable: ClassVar[bool] = False
    gates: ClassVar[int]  # sums of each unit
    units: int

    def __post_init__(self) -> None:
        whole_number(f"units of {type(self).__name__}", self.units)

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) != 1:
            name = f"{type(self).__name__}({self.units})"
            raise ShapeError(f"{name} needs inputs in one row, not of shape {shape}; put Flatten() between the two")
        return (self.units,)

    def parameter_shapes(self, shape: Shape) -> tuple[Shape, ...]:
        sums = self.gates * self.units
        return (sums, shape[0] + self.units), (sums,)

    def fans(self, shape: Shape) -> tuple[int, int]:
        return shape[0] + self.units, self.units

    def memory_rows(self, shape: Shape) -> int:
        return self.units

    def links(self, shape: Shape, parameters: Sequence[Array]) -> Array | None:
        # A GRU's are those of its candidates.
        return parameters[0][-self.units :, : shape[0]]

    def memory_links(self, shape: Shape, parameters: Sequence[Array]) -> Array | None:
        return parameters[0][-self.units :, shape[0] :]

    def _sums(self, x: Array, memory: Array, weights: Array, biases: Array) -> Array:
        """Sums of inputs and memory, in the order of the lanes: ``(n, sums)``."""
        seen, sums = np.concatenate([x, memory], axis=1), np.empty((len(x), len(biases)), x.dtype)
        sums_in_order(seen, np.ascontiguousarray(weights.T), biases, sums)
        return sums


@dataclass(frozen=True)
class Recurrent(_Remembering):
    """Every unit sees every input, and what every unit said one step before (J. L. Elman, 1990).

    ``activation(weights @ [inputs, remembered] + biases)``, which is what it remembers. Its part of the genome is the
    weights, unit by unit, those of the inputs first, then the biases. Networks with it are evolved, not trained.

    Args:
        units: The number of outputs, and of numbers that it remembers.
        activation: A name in ``ACTIVATIONS``, of one that looks at one unit at a time.

    Raises:
        SettingError: If ``units`` is not a positive whole number.
        UnknownNameError: If there is no such activation.
        ShapeError: If the activation is one of a whole layer.
    """

    kind: ClassVar[str] = "recurrent"
    gates: ClassVar[int] = 1
    activation: str = "tanh"

    def __post_init__(self) -> None:
        super().__post_init__()
        if activation(self.activation).across is not None:
            raise ShapeError(f"units of Recurrent remember one by one, and {self.activation!r} looks at all of them")

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        """Compute the outputs of a batch, and replace the scratch's memory."""
        sums = self._sums(x, scratch.memory, *parameters)
        scratch.memory[:] = activated(self.activation, sums)
        return sums if scratch.raw else scratch.memory.copy()

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        # Activated among the sums, while the processor waits for weights; bare sums, when they are remembered.
        at_once, kept = ("identity", self.activation) if raw else (self.activation, "identity")
        units, target = self.units, places.target
        return bind(
            _remember,
            inline=True,
            called=False,
            SUMS=bind_sums_with_memory(places, units, first=0, sums=units, of=units, target=target, activation=at_once),
            FUNCTION=activation(kept).function,
            UNITS=self.units,
            TARGET=places.target,
            MEMORY=places.memory,
            LANES=places.lanes,
        )


@dataclass(frozen=True)
class GRU(_Remembering):
    """Gated units, which keep what they remember for as long as their gates say (Cho et al., 2014).

    With ``z`` and ``r``, the sigmoids of the gates' sums over the inputs and what is remembered, a unit becomes
    ``z * before + (1 - z) * candidate``; the candidates are the tanh of sums over the inputs and ``r * before``. Its
    part of the genome is the weights ``(3 * units, inputs + units)``, those of all ``z`` first, then of ``r``, then of
    the candidates, and the biases in the same order. Networks with it are evolved, not trained.

    Args:
        units: The number of outputs, and of numbers that it remembers.

    Raises:
        SettingError: If ``units`` is not a positive whole number.
    """

    kind: ClassVar[str] = "gru"
    gates: ClassVar[int] = 3

    def scratch_rows(self, shape: Shape) -> int:
        return 2 * self.units  # the update gates and the reset gates

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        """Compute the outputs of a batch, and replace the scratch's memory."""
        (weights, biases), units, before = parameters, self.units, scratch.memory.copy()
        gates = activated("sigmoid", self._sums(x, before, weights[: 2 * units], biases[: 2 * units]))
        update, reset = gates[:, :units], gates[:, units:]
        sums = self._sums(x, reset * before, weights[2 * units :], biases[2 * units :])
        candidate = activated("tanh", sums)
        scratch.memory[:] = update * before + (candidate - update * candidate)
        return scratch.memory.copy()

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        units, update, reset = self.units, places.scratch, places.scratch + self.units
        of = 3 * units
        gates = bind_sums_with_memory(
            places, units, first=0, sums=2 * units, of=of, target=update, activation="sigmoid"
        )
        kept = replace(places, memory=reset)  # what the reset gates leave of the memory stands in their place
        sums = bind_sums_with_memory(
            kept, units, first=2 * units, sums=units, of=of, target=places.target, activation="tanh"
        )
        return bind(
            _renew,
            inline=True,
            called=False,
            GATES=gates,
            SUMS=sums,
            UNITS=units,
            UPDATE=update,
            RESET=reset,
            TARGET=places.target,
            MEMORY=places.memory,
            LANES=places.lanes,
        )
