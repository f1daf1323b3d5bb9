"""Learning-rate schedules: what the optimizer's rate is multiplied by, epoch by epoch or in between.

A schedule class is a frozen dataclass found by its kind in ``SCHEDULES``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError
from neuro.network.layers import Value

__all__ = ["SCHEDULES", "Constant", "Cosine", "Schedule", "Step", "WarmUp"]

SCHEDULES: dict[str, type[Schedule]] = {}


@dataclass(frozen=True)
class Schedule:
    """How a learning rate changes with time."""

    kind: ClassVar[str]

    def __init_subclass__(cls) -> None:
        SCHEDULES[cls.kind] = cls

    def settings(self) -> dict[str, Value]:
        """The configuration by field name: ``SCHEDULES[kind](**settings)`` makes the same schedule."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def factors(self, epochs: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the rate is multiplied by.

        Args:
            epochs: ``(n,)`` times since training began, in epochs; 2.5 is half way through the third.

        Returns:
            ``(n,)``.
        """
        raise NotImplementedError

    def _check(self, **least: float) -> None:
        for name, value in least.items():
            if not getattr(self, name) >= value:
                raise SettingError(
                    f"{name} of {type(self).__name__} must be at least {value:g}, not {getattr(self, name)!r}"
                )


@dataclass(frozen=True)
class Constant(Schedule):
    """The same rate all the time."""

    kind: ClassVar[str] = "constant"

    def factors(self, epochs: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.ones(epochs.shape)


@dataclass(frozen=True)
class Step(Schedule):
    """Multiply the rate by ``factor`` after every so many epochs.

    Args:
        every: Number of epochs between two changes of the rate.
        factor: Factor that the rate is multiplied by at each change.

    Raises:
        SettingError: If a value is out of its range.
    """

    kind: ClassVar[str] = "step"
    every: int = 10
    factor: float = 0.5

    def __post_init__(self) -> None:
        self._check(every=1, factor=0)

    def factors(self, epochs: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(float(self.factor) ** np.floor(epochs / self.every))


@dataclass(frozen=True)
class Cosine(Schedule):
    """Let the rate fall along half a cosine to ``floor`` of itself, and stay there (Loshchilov and Hutter, 2016).

    Args:
        epochs: Number of epochs over which the rate falls.
        floor: The lowest rate, as a share of the learning rate.

    Raises:
        SettingError: If a value is out of its range.
    """

    kind: ClassVar[str] = "cosine"
    epochs: float = 10
    floor: float = 0.0

    def __post_init__(self) -> None:
        self._check(epochs=1e-9, floor=0)

    def factors(self, epochs: NDArray[np.float64]) -> NDArray[np.float64]:
        share = np.minimum(epochs / self.epochs, 1)
        return np.asarray(self.floor + (1 - self.floor) * (1 + np.cos(np.pi * share)) / 2)


@dataclass(frozen=True)
class WarmUp(Schedule):
    """Raise the rate evenly from almost nothing over the first epochs; then fall along half a cosine if asked to.

    Args:
        epochs: Number of epochs over which the rate rises.
        fall: Number of epochs over which the rate falls after that; 0 for a rate that stays.

    Raises:
        SettingError: If a value is out of its range.
    """

    kind: ClassVar[str] = "warm-up"
    epochs: float = 1
    fall: float = 0

    def __post_init__(self) -> None:
        self._check(epochs=1e-9, fall=0)

    def factors(self, epochs: NDArray[np.float64]) -> NDArray[np.float64]:
        rising = np.minimum((epochs + 1e-3) / self.epochs, 1)
        if not self.fall:
            return np.asarray(rising)
        return rising * Cosine(self.fall).factors(np.maximum(epochs - self.epochs, 0))
