"""Losses: how far outputs are from their targets, and in which direction they should move.

A loss class is a frozen dataclass found by its kind in ``LOSSES``. Its kernel takes a batch of outputs and targets,
both ``(n, k)``, and is used by every way of training.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, ShapeError, named
from neuro.kernels import kernel
from neuro.network.layers import Layer, Shape, Value

__all__ = [
    "LOSSES",
    "BinaryCrossEntropy",
    "CrossEntropy",
    "Huber",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Perceptron",
    "loss_named",
    "right_answers",
]

LOSSES: dict[str, type[Loss]] = {}


@dataclass(frozen=True)
class Loss:
    """A loss.

    Attributes:
        kernel: ``(outputs, targets, knob, gradient)``, all ``(n, k)`` but the number: fills the gradient by the
            outputs of the mean loss, and returns that mean and how many samples are right.
        link: The activation that the loss itself applies to the last layer's sums, where more digits are kept; "" when
            there is none. A last layer with that activation leaves it out in training.
    """

    kind: ClassVar[str]
    kernel: ClassVar[Callable[..., Any]]
    link: ClassVar[str] = ""
    logits: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        LOSSES[cls.kind] = cls

    @property
    def counts_right(self) -> bool:
        """Whether outputs are right or wrong, so that there is an accuracy."""
        return bool(self.logits)

    @property
    def knob(self) -> float:
        """The one number that its kernel takes."""
        return 0.0

    def settings(self) -> dict[str, Value]:
        """The configuration by field name: ``LOSSES[kind](**settings)`` makes the same loss."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def check_last(self, last: Layer, shape: Shape) -> None:
        """Raise ShapeError unless the loss can follow a last layer.

        Args:
            last: The layer.
            shape: Shape of one sample's outputs.

        Raises:
            ShapeError: If it cannot; the message names both.
        """
        ends_in = getattr(last, "activation", "identity")
        if self.logits and ends_in not in self.logits:
            raise ShapeError(
                f"{self!r} cannot follow {last!r} of shape {shape}: it turns sums into probabilities itself, so the "
                f"last activation must be one of {', '.join(self.logits)}"
            )

    def targets(self, y: NDArray[Any], shape: Shape) -> NDArray[Any]:
        """The targets of all samples, ``(n, k)``, or ``(n,)`` whole numbers for labels; no copy where none is needed.

        Args:
            y: What the caller gave.
            shape: Shape of one sample's outputs.

        Raises:
            ShapeError: If they do not fit the outputs.
            SettingError: If a label is none.
        """
        width = math.prod(shape)
        if y.shape == (len(y), *shape) or (y.ndim == 1 and width == 1):
            return y.reshape(len(y), width)
        raise ShapeError(f"{self!r} needs targets of shape (n, {', '.join(map(str, shape))}), not {y.shape}")


@kernel
def _squared(outputs, targets, knob, gradient):
    n, k = outputs.shape
    scale = outputs.dtype.type(2.0 / (n * k))
    total = 0.0
    for r in range(n):
        for j in range(k):
            error = outputs[r, j] - targets[r, j]
            gradient[r, j] = error * scale
            total += error * error
    return total / (n * k), 0


@dataclass(frozen=True)
class MeanSquaredError(Loss):
    """The mean of squared errors, over samples and outputs."""

    kind: ClassVar[str] = "mse"
    kernel: ClassVar[Callable[..., Any]] = staticmethod(_squared)


@kernel
def _absolute(outputs, targets, knob, gradient):
    n, k = outputs.shape
    scale = outputs.dtype.type(1.0 / (n * k))
    total = 0.0
    for r in range(n):
        for j in range(k):
            error = outputs[r, j] - targets[r, j]
            gradient[r, j] = scale if error > 0 else (-scale if error < 0 else scale - scale)
            total += abs(error)
    return total / (n * k), 0


@dataclass(frozen=True)
class MeanAbsoluteError(Loss):
    """The mean of absolute errors, over samples and outputs."""

    kind: ClassVar[str] = "mae"
    kernel: ClassVar[Callable[..., Any]] = staticmethod(_absolute)


@kernel
def _huber(outputs, targets, knob, gradient):
    n, k = outputs.shape
    scale, delta = outputs.dtype.type(1.0 / (n * k)), outputs.dtype.type(knob)
    total = 0.0
    for r in range(n):
        for j in range(k):
            error = outputs[r, j] - targets[r, j]
            held = -delta if error < -delta else error
            held = delta if held > delta else held
            gradient[r, j] = held * scale
            total += held * (error - held * 0.5)
    return total / (n * k), 0


@dataclass(frozen=True)
class Huber(Loss):
    """Half the squared error where it is small, growing as a line beyond ``delta`` (Huber, 1964).

    Args:
        delta: Size of the error above which the loss is linear.

    Raises:
        SettingError: If it is not positive.
    """

    kind: ClassVar[str] = "huber"
    kernel: ClassVar[Callable[..., Any]] = staticmethod(_huber)
    delta: float = 1.0

    def __post_init__(self) -> None:
        if not self.delta > 0:
            raise SettingError(f"the delta of Huber must be above 0, not {self.delta!r}")

    @property
    def knob(self) -> float:
        return float(self.delta)


@kernel
def _binary_cross_entropy(outputs, targets, knob, gradient):
    """max(x, 0) - x t + log(1 + exp(-|x|)): no exponential of anything positive."""
    n, k = outputs.shape
    scale = 1.0 / (n * k)
    total, right = 0.0, 0.0
    for r in range(n):
        for j in range(k):
            x, t = np.float64(outputs[r, j]), np.float64(targets[r, j])
            power = np.exp(-abs(x))
            total += max(x, 0.0) - x * t + np.log1p(power)
            share = 1.0 / (1.0 + power) if x > 0 else power / (1.0 + power)
            gradient[r, j] = (share - t) * scale
            right += 1.0 if (x > 0) == (t > 0.5) else 0.0
    return total / (n * k), right / k


@dataclass(frozen=True)
class BinaryCrossEntropy(Loss):
    """Cross-entropy of each output by itself: of targets between 0 and 1 under sigmoid(sum)."""

    kind: ClassVar[str] = "binary-cross-entropy"
    kernel: ClassVar[Callable[..., Any]] = staticmethod(_binary_cross_entropy)
    link: ClassVar[str] = "sigmoid"
    logits: ClassVar[tuple[str, ...]] = ("identity", "sigmoid")

    def targets(self, y: NDArray[Any], shape: Shape) -> NDArray[Any]:
        found = super().targets(y, shape)
        if found.size and not 0 <= found.min() <= found.max() <= 1:
            raise SettingError(
                f"{self!r} needs targets from 0 to 1, but there are some from {found.min():g} to {found.max():g}"
            )
        return found


@kernel
def _cross_entropy(outputs, targets, knob, gradient):
    n, k = outputs.shape
    total, right = 0.0, 0
    for r in range(n):
        largest, best, wanted = outputs[r, 0], 0, 0
        for j in range(1, k):
            if outputs[r, j] > largest:
                largest, best = outputs[r, j], j
            if targets[r, j] > targets[r, wanted]:
                wanted = j
        powers = 0.0
        for j in range(k):
            power = np.exp(np.float64(outputs[r, j] - largest))
            gradient[r, j] = power
            powers += power
        behind, mass = np.log(powers), 0.0
        for j in range(k):
            total += targets[r, j] * (behind - (outputs[r, j] - largest))
            mass += targets[r, j]
        for j in range(k):
            gradient[r, j] = (gradient[r, j] / powers * mass - targets[r, j]) / n
        right += best == wanted
    return total / n, right


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """How surprising the right class is under softmax(sums); targets are labels, or a share for each class."""

    kind: ClassVar[str] = "cross-entropy"
    kernel: ClassVar[Callable[..., Any]] = staticmethod(_cross_entropy)
    link: ClassVar[str] = "softmax"
    logits: ClassVar[tuple[str, ...]] = ("identity", "log-softmax", "softmax")

    def check_last(self, last: Layer, shape: Shape) -> None:
        super().check_last(last, shape)
        if len(shape) != 1 or shape[0] < 2:
            raise ShapeError(
                f"{self!r} cannot follow {last!r} of shape {shape}: it needs one row with an output for each of at "
                "least two classes"
            )

    def targets(self, y: NDArray[Any], shape: Shape) -> NDArray[Any]:
        if y.ndim == 2 and y.shape[1] == 1 and shape[0] > 1:
            y = y[:, 0]
        if y.ndim == 1:
            return self._labels(y, shape[0])
        found = super().targets(y, shape)
        if found.size and not (found.min() >= 0 and np.allclose(found.sum(axis=1), 1, atol=1e-3)):
            raise SettingError(f"{self!r} needs labels, or shares from 0 to 1 that add up to 1 in each row")
        return found

    def _labels(self, y: NDArray[Any], classes: int) -> NDArray[Any]:
        if y.dtype.kind == "f" and not (y == np.floor(y)).all():
            raise SettingError(f"{self!r} needs whole numbers as labels, not {y[y != np.floor(y)][0]:g}")
        if y.size and not 0 <= y.min() <= y.max() < classes:
            wrong = y.min() if y.min() < 0 else y.max()
            raise SettingError(
                f"{self!r} needs labels from 0 to {classes - 1}, one for each output; there is a label {wrong:g}"
            )
        return y.astype(np.int64, copy=False)


@kernel
def _perceptron(outputs, targets, knob, gradient):
    n, k = outputs.shape
    scale = outputs.dtype.type(1.0 / (n * k))
    total, right = 0.0, 0.0
    for r in range(n):
        for j in range(k):
            x = outputs[r, j] if targets[r, j] > 0.5 else -outputs[r, j]
            gradient[r, j] = (scale - scale if x > 0 else -scale) * (1 if targets[r, j] > 0.5 else -1)
            total += 0.0 if x > 0 else -x
            right += 1.0 if x > 0 else 0.0
    return total / (n * k), right / k


@dataclass(frozen=True)
class Perceptron(Loss):
    """How far sums lie on the wrong side of 0; with SGD, one sample at a time, it is Rosenblatt's rule (1958)."""

    kind: ClassVar[str] = "perceptron"
    kernel: ClassVar[Callable[..., Any]] = staticmethod(_perceptron)
    logits: ClassVar[tuple[str, ...]] = ("identity",)


@kernel
def right_answers(outputs, targets):
    """The share of samples whose outputs are nearer to what is right than to anything else, of targets 0 and 1.

    A single output is right on its target's side of one half, of several the largest is where the target is largest.

    Args:
        outputs: ``(n, k)``.
        targets: ``(n, k)``.
    """
    n, k = outputs.shape
    right = 0.0
    for r in range(n):
        said, wanted = 0, 0
        for j in range(1, k):
            said = j if outputs[r, j] > outputs[r, said] else said
            wanted = j if targets[r, j] > targets[r, wanted] else wanted
        is_right = said == wanted if k > 1 else (outputs[r, 0] > 0.5) == (targets[r, 0] > 0.5)
        right += 1.0 if is_right else 0.0
    return right / n


def loss_named(given: str | Loss) -> Loss:
    """The loss of that name, with its usual configuration; a loss is returned as it is.

    Raises:
        UnknownNameError: If there is none; the message names the nearest and all known ones.
    """
    return given if isinstance(given, Loss) else named("loss", given, LOSSES)()
