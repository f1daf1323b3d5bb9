"""Layers of networks that choose: a table over a grid of what is seen, and what becomes of the largest value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.kernels import bind, kernel
from neuro.network.layers.lane_places import LanePlaces
from neuro.network.layers.layer import Array, Layer, Shape, whole_number
from neuro.network.layers.scratch import Scratch

__all__ = ["Choice", "Table"]

# Bound below.
WEIGHTS = SOURCE = TARGET = INPUTS = EDGES = CELLS = UNITS = LEVELS = LANES = 0

_ONE = np.float32(1)


@kernel
def _look_up(weights, nodes, memory):
    """Each lane's own edges divide what it sees; its own table says what stands in the cell."""
    table = WEIGHTS + INPUTS * EDGES
    for lane in range(LANES):
        cell = 0
        for i in range(INPUTS):
            seen, part = nodes[(SOURCE + i) * LANES + lane], 0
            for k in range(EDGES):
                part += 1 if seen > weights[(WEIGHTS + i * EDGES + k) * LANES + lane] else 0
            cell = cell * (EDGES + 1) + part
        for j in range(UNITS):
            nodes[(TARGET + j) * LANES + lane] = weights[(table + j * CELLS + cell) * LANES + lane]


@kernel
def _spell_out(weights, nodes, memory):
    """The number of the largest input, the first of equals, digit by digit: the last output is the last digit."""
    for lane in range(LANES):
        best = 0
        for j in range(1, INPUTS):
            better = nodes[(SOURCE + j) * LANES + lane] > nodes[(SOURCE + best) * LANES + lane]
            best = j if better else best
        for j in range(UNITS):
            digit = best % LEVELS
            nodes[(TARGET + UNITS - 1 - j) * LANES + lane] = np.float32(2 * digit) / np.float32(LEVELS - 1) - _ONE
            best //= LEVELS


@dataclass(frozen=True)
class Table(Layer):
    """A value of each output for each cell of a grid: each input is divided into parts, at edges of its own.

    Its part of the genome is the edges, input by input, then the values, output by output; a cell's number has the
    part of the first input as its first digit.

    Args:
        units: Number of outputs.
        bins: Parts into which each input is divided.

    Raises:
        SettingError: If a number is not a whole number in its range.
    """

    kind: ClassVar[str] = "table"
    trainable: ClassVar[bool] = False
    units: int
    bins: int = 4

    def __post_init__(self) -> None:
        whole_number("units of Table", self.units)
        whole_number("bins of Table", self.bins, 2)

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) != 1:
            raise ShapeError(f"Table needs inputs in one row, not of shape {shape}; put Flatten() between the two")
        return (self.units,)

    def parameter_shapes(self, shape: Shape) -> tuple[Shape, ...]:
        return (shape[0], self.bins - 1), (self.units, self.bins ** shape[0])

    def start(self, parameters: Sequence[Array]) -> None:
        parameters[0][:] = np.linspace(-1, 1, self.bins + 1)[1:-1]

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        edges, values = parameters
        cell = np.zeros(len(x), np.int64)
        for seen, own in zip(x.T, edges, strict=True):
            cell = cell * self.bins + (seen[:, np.newaxis] > own).sum(axis=1)
        return np.ascontiguousarray(values[:, cell].T)

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        where = {"WEIGHTS": places.weights, "SOURCE": places.source, "TARGET": places.target, "LANES": places.lanes}
        sizes = {"INPUTS": places.inputs, "EDGES": self.bins - 1, "CELLS": self.bins**places.inputs}
        return bind(_look_up, inline=True, called=False, memory=False, UNITS=self.units, **where, **sizes)


@dataclass(frozen=True)
class Choice(Layer):
    """What the largest input stands for: each input is a combination of levels of all outputs, from -1 to 1.

    With two outputs and three levels there are nine inputs; the first stands for (-1, -1), the second for (-1, 0), the
    last for (1, 1).

    Args:
        outputs: Number of outputs.
        levels: Values that each output may have.

    Raises:
        SettingError: If a number is not a whole number in its range.
    """

    kind: ClassVar[str] = "choice"
    trainable: ClassVar[bool] = False
    outputs: int = 1
    levels: int = 3

    def __post_init__(self) -> None:
        whole_number("outputs of Choice", self.outputs)
        whole_number("levels of Choice", self.levels, 2)

    def output_shape(self, shape: Shape) -> Shape:
        if shape != (self.levels**self.outputs,):
            raise ShapeError(
                f"Choice({self.outputs}, {self.levels}) needs {self.levels**self.outputs} inputs in one row, one for "
                f"each combination, not of shape {shape}"
            )
        return (self.outputs,)

    @property
    def meanings(self) -> NDArray[np.float32]:
        """What each input stands for, float32 ``(inputs, outputs)``."""
        places = self.levels ** np.arange(self.outputs - 1, -1, -1)
        digits = np.arange(self.levels**self.outputs)[:, np.newaxis] // places % self.levels
        return (2 * digits).astype(np.float32) / np.float32(self.levels - 1) - np.float32(1)

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        return np.asarray(self.meanings[x.argmax(axis=1)], x.dtype)

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        where = {"SOURCE": places.source, "TARGET": places.target, "LANES": places.lanes}
        counts = {"INPUTS": places.inputs, "UNITS": self.outputs, "LEVELS": self.levels}
        return bind(_spell_out, inline=True, called=False, memory=False, **counts, **where)
