"""Numbers of any size, brought to mean 0 and deviation 1 for a network, and its answers brought back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, ShapeError

__all__ = ["Scaling"]

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scaling:
    """How a network's inputs, and the targets of a regression, are brought to about size 1.

    All of it is done in float64, before numbers become the network's own: of 1,700,000,001 and 1,700,000,002, float32
    makes the same number.

    Args:
        mean: Mean of each input, ``(*inputs)``, float64.
        deviation: Standard deviation of each input, ``(*inputs)``, above 0.
        target_mean: Mean of each output, ``(*outputs)``; None where outputs are as the network gives them.
        target_deviation: Standard deviation of each output, ``(*outputs)``, above 0; None exactly when ``target_mean``
            is.

    Raises:
        SettingError: If a number is not finite, or a deviation not above 0.
    """

    mean: Numbers
    deviation: Numbers
    target_mean: Numbers | None = None
    target_deviation: Numbers | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            values = getattr(self, field.name)
            if values is not None and not np.isfinite(values).all():
                raise SettingError(f"the {field.name} of a scaling holds numbers that are not finite")
            if values is not None and field.name.endswith("deviation") and not (values > 0).all():
                raise SettingError(f"the {field.name} of a scaling must be above 0")

    def check_shapes(self, inputs: tuple[int, ...], outputs: tuple[int, ...]) -> None:
        """Raise ShapeError unless the scaling fits a network of these inputs and outputs.

        Raises:
            ShapeError: If it does not.
        """
        wanted = inputs, inputs, outputs, outputs
        for field, shape in zip(fields(self), wanted, strict=True):
            values = getattr(self, field.name)
            if values is not None and np.shape(values) != shape:
                raise ShapeError(f"the {field.name} of a scaling has shape {np.shape(values)}, not {shape}")
        if (self.target_mean is None) != (self.target_deviation is None):
            raise ShapeError("a scaling has both target_mean and target_deviation, or neither")

    @classmethod
    def of(cls, x: NDArray[Any], y: NDArray[Any] | None = None) -> Scaling:
        """The scaling that brings some examples to mean 0 and deviation 1; where all are equal, to 0.

        Args:
            x: ``(n, *inputs)``; what is NaN does not count.
            y: ``(n, *outputs)`` for regression; None for classes.
        """
        return cls(*_measured(x), *(_measured(y) if y is not None else (None, None)))

    def inputs(self, x: NDArray[Any]) -> Numbers:
        """Inputs ``(n, *inputs)`` as the network takes them, in float64."""
        return _brought(x, self.mean, self.deviation)

    def targets(self, y: NDArray[Any]) -> NDArray[Any]:
        """Targets ``(n, *outputs)`` as the network's outputs should be."""
        if self.target_mean is None or self.target_deviation is None:
            return y
        return _brought(y, self.target_mean, self.target_deviation)

    def outputs(self, outputs: NDArray[Any]) -> NDArray[Any]:
        """What the network gives ``(n, *outputs)`` in the targets' own numbers: float64 where they are scaled."""
        if self.target_mean is None or self.target_deviation is None:
            return outputs
        with np.errstate(over="ignore"):
            return np.asarray(outputs.astype(np.float64) * self.target_deviation + self.target_mean)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scaling) and all(
            np.array_equal(getattr(self, field.name), getattr(other, field.name)) for field in fields(self)
        )

    __hash__ = None  # type: ignore[assignment]


def _brought(values: NDArray[Any], mean: Numbers, deviation: Numbers) -> Numbers:
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite then is for the caller to see
        return np.asarray((values.astype(np.float64) - mean) / deviation)


def _measured(values: NDArray[Any]) -> tuple[Numbers, Numbers]:
    """Mean and deviation of each number of a sample."""
    values = values.astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite then is refused by name
        mean, deviation = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
    changes = np.nanmin(values, axis=0) < np.nanmax(values, axis=0)
    return np.asarray(mean), np.asarray(np.where(changes, deviation, 1.0))
