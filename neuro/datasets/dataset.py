"""The class of all data sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from neuro.network import Columns, Scaling

__all__ = ["DataSet"]


@dataclass(frozen=True, eq=False)
class DataSet:
    """Examples to learn from, and others to be tested on.

    Attributes:
        name: What people call it.
        x: ``(n, *shape)``, float32; of a table in its own numbers, float64.
        y: Labels ``(n,)`` int64, or numbers ``(n, outputs)`` of ``x``'s type for regression.
        test_x: Inputs of the test examples, shaped as ``x`` and never trained on.
        test_y: Targets of the test examples, shaped as ``y``.
        classes: What each label means; empty for regression.
        scaling: What brings the numbers of a table to about size 1; None for all others.
        columns: What the inputs and outputs of a table are called; None for all others.
    """

    name: str
    x: NDArray[Any]
    y: NDArray[Any]
    test_x: NDArray[Any]
    test_y: NDArray[Any]
    classes: tuple[str, ...] = ()
    scaling: Scaling | None = None
    columns: Columns | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one sample's inputs."""
        return self.x.shape[1:]

    @property
    def outputs(self) -> int:
        """How many outputs a network for it has."""
        return len(self.classes) or self.y.shape[1]
