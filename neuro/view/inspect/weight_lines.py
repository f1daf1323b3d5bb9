"""Weights that people take hold of: which line lies under a pointer, what it is called, and how it is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.numerals import level
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.inspection import NetworkView
from neuro.view.paint import Paint
from neuro.view.theme import HINT, Theme

__all__ = ["Line", "Weight", "draw_weight", "line_under"]

_REACH = 6.0  # units within which a pointer takes hold of a line


class Weight(NamedTuple):
    """A weight's place: the layer that it leads into, counted from 0, and its row and column there."""

    layer: int
    row: int
    column: int

    @classmethod
    def of(cls, number: int, weights: Sequence[NDArray[np.float32]]) -> Weight:
        """The weight of a number: all of them are counted through, layer by layer and row by row."""
        for layer, matrix in enumerate(weights):
            if number < matrix.size:
                return cls(layer, *divmod(number, matrix.shape[1]))
            number -= matrix.size
        raise IndexError(f"there is no weight {number} after the last")

    def number(self, weights: Sequence[NDArray[np.float32]]) -> int:
        """The weight's place among all parameters; see ``of``."""
        before = sum(matrix.size for matrix in weights[: self.layer])
        return int(before + self.row * weights[self.layer].shape[1] + self.column)

    def value(self, mind: NetworkView) -> float:
        """What it is."""
        return float(mind.weights[self.layer][self.row, self.column])

    def name(self, mind: NetworkView) -> str:
        """The nodes that it joins, for people."""
        before = mind.inputs[self.column] if self.layer == 0 else f"node {self.column + 1}"
        after = mind.outputs[self.row] if self.layer == len(mind.weights) - 1 else f"node {self.row + 1}"
        return f"{before} → {after}"


class Line(NamedTuple):
    """A weight and the ends of the line that stands for it."""

    weight: Weight
    start: Point
    end: Point


def _distance(at: Point, line: Line) -> float:
    """Distance from a place to a line between its ends; the ends belong to the nodes."""
    (ax, ay), (bx, by) = line.start, line.end
    dx, dy = bx - ax, by - ay
    share = ((at[0] - ax) * dx + (at[1] - ay) * dy) / max(dx * dx + dy * dy, 1e-9)
    if not 0.06 < share < 0.94:
        return math.inf
    return math.hypot(at[0] - ax - share * dx, at[1] - ay - share * dy)


def line_under(at: Point, lines: Sequence[Line]) -> Line | None:
    """The line nearest to a place; None where none is near."""
    nearest = min(lines, key=lambda line: _distance(at, line), default=None)
    return nearest if nearest is not None and _distance(at, nearest) <= _REACH else None


def draw_weight(paint: Paint, line: Line, mind: NetworkView, theme: Theme) -> None:
    """The line that people hold, with what it joins and what it is."""
    value = line.weight.value(mind)
    paint.lines([line.start, line.end], theme.text, 3.4, 230)
    paint.lines([line.start, line.end], theme.hot if value > 0 else theme.cold, 1.8)
    sign = "+" if value > 0 else ""
    told = f"{line.weight.name(mind)}  {sign}{level(value)}"
    half = paint.width_of(told, HINT, "Medium") / 2 + 9
    x = min(max((line.start[0] + line.end[0]) / 2, half), paint.size[0] - half)
    paint.tag((x, (line.start[1] + line.end[1]) / 2 - 18), told, "c", HINT)
