"""What every data set is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

__all__ = ["DataSet"]


@dataclass(frozen=True, eq=False)
class DataSet:
    """Examples to learn from, and others to be tested on.

    Attributes:
        name: What people call it.
        x: ``(n, *shape)``, float32.
        y: Labels ``(n,)`` int64, or numbers ``(n, outputs)`` float32 for regression.
        test_x: As ``x``, never trained on.
        test_y: As ``y``.
        classes: What each label means; empty for regression.
    """

    name: str
    x: NDArray[Any]
    y: NDArray[Any]
    test_x: NDArray[Any]
    test_y: NDArray[Any]
    classes: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one sample."""
        return self.x.shape[1:]

    @property
    def outputs(self) -> int:
        """How many outputs a network for it has."""
        return len(self.classes) or self.y.shape[1]
