"""Optimizers: how a gradient changes the parameters.

An optimizer class is a frozen dataclass found by its kind in ``OPTIMIZERS``. Its rule is one kernel over all
parameters, which reads and writes each number once; the same kernel serves every way of training. What it remembers
from step to step are rows of one array, the *slots*.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, named
from neuro.kernels import kernel
from neuro.network.layers import Value
from neuro.network.training.schedules import Constant, Schedule

__all__ = [
    "OPTIMIZERS",
    "SGD",
    "Adam",
    "AdamW",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "RMSprop",
    "optimizer_named",
    "prepare_gradient",
]

OPTIMIZERS: dict[str, type[Optimizer]] = {}


@kernel
def prepare_gradient(parameters, gradient, weight_decay, clip_value, clip_norm):
    """Add weight decay, then hold each number and the whole gradient within bounds, where these are not 0."""
    kind = gradient.dtype.type
    if weight_decay > 0:
        decay = kind(weight_decay)
        for k in range(gradient.size):
            gradient[k] += decay * parameters[k]
    if clip_value > 0:
        most = kind(clip_value)
        for k in range(gradient.size):
            held = -most if gradient[k] < -most else gradient[k]
            gradient[k] = most if held > most else held
    if clip_norm > 0:
        total = 0.0
        for k in range(gradient.size):
            total += np.float64(gradient[k]) * np.float64(gradient[k])
        if total > clip_norm * clip_norm:
            scale = kind(clip_norm / np.sqrt(total))
            for k in range(gradient.size):
                gradient[k] *= scale


@dataclass(frozen=True)
class Optimizer:
    """An optimizer.

    Args:
        learning_rate: Size of a step.
        schedule: What the rate is multiplied by, in the course of time.
        weight_decay: Share of each parameter that is taken off per unit of the learning rate; 0 for no decay.
        clip_value: No number of the gradient is larger; 0 for no limit.
        clip_norm: The gradient as a whole is no longer; 0 for no limit.

    Raises:
        SettingError: If a value is out of its range.

    Attributes:
        rule: The kernel ``(parameters, gradient, slots, rate, step, knobs)``; ``step`` counts from 1.
        slots: Rows that it remembers.
        decoupled: Whether weight decay is the rule's own affair.
    """

    kind: ClassVar[str]
    rule: ClassVar[Callable[..., Any]]
    slots: ClassVar[int] = 0
    decoupled: ClassVar[bool] = False

    learning_rate: float = 0.01
    schedule: Schedule = dataclasses.field(default=Constant(), kw_only=True)
    weight_decay: float = dataclasses.field(default=0.0, kw_only=True)
    clip_value: float = dataclasses.field(default=0.0, kw_only=True)
    clip_norm: float = dataclasses.field(default=0.0, kw_only=True)

    def __init_subclass__(cls) -> None:
        OPTIMIZERS[cls.kind] = cls

    def __post_init__(self) -> None:
        for name in ("learning_rate", "weight_decay", "clip_value", "clip_norm"):
            value = getattr(self, name)
            if not _is_number(value) or not 0 <= value < float("inf"):
                raise SettingError(f"{name} of {type(self).__name__} must be a number of at least 0, not {value!r}")
        for name in ("momentum", "decay", "beta1", "beta2"):
            value = getattr(self, name, 0.0)
            if not _is_number(value) or not 0 <= value < 1:
                raise SettingError(f"{name} of {type(self).__name__} must lie from 0 up to 1, not {value!r}")
        if not isinstance(self.schedule, Schedule):
            raise SettingError(f"schedule of {type(self).__name__} is for example Cosine(10), not {self.schedule!r}")

    def settings(self) -> dict[str, Value]:
        """The configuration by field name, without the schedule."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "schedule"}

    @property
    def knobs(self) -> tuple[float, ...]:
        """What the rule's kernel takes besides the rate."""
        return (0.0,)

    @property
    def limits(self) -> tuple[float, float, float]:
        """What ``prepare_gradient`` takes: weight decay, and the limits of each number and of the whole."""
        return (0.0 if self.decoupled else float(self.weight_decay), float(self.clip_value), float(self.clip_norm))

    def update(
        self, parameters: NDArray[Any], gradient: NDArray[Any], slots: NDArray[Any], epoch: float, step: int
    ) -> None:
        """Take a step.

        Args:
            parameters: ``(n,)``; changed.
            gradient: ``(n,)``; may be changed.
            slots: ``(slots, n)``; changed.
            epoch: Time since training began, in epochs.
            step: Number of this step, from 1.
        """
        if any(self.limits):
            prepare_gradient(parameters, gradient, *self.limits)
        rate = self.learning_rate * float(self.schedule.factors(np.array([epoch]))[0])
        self.rule(parameters, gradient, slots, rate, step, self.knobs)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool)


@kernel
def _sgd(parameters, gradient, slots, rate, step, knobs):
    by = parameters.dtype.type(rate)
    for k in range(parameters.size):
        parameters[k] -= by * gradient[k]


@dataclass(frozen=True)
class SGD(Optimizer):
    """A step down the gradient (Robbins and Monro, 1951); see ``Optimizer`` for what all take."""

    kind: ClassVar[str] = "sgd"
    rule: ClassVar[Callable[..., Any]] = staticmethod(_sgd)


@kernel
def _momentum(parameters, gradient, slots, rate, step, knobs):
    by, keep = parameters.dtype.type(rate), parameters.dtype.type(knobs[0])
    for k in range(parameters.size):
        slots[0, k] = keep * slots[0, k] + gradient[k]
        parameters[k] -= by * slots[0, k]


@dataclass(frozen=True)
class Momentum(Optimizer):
    """A ball that rolls down (Polyak, 1964).

    Args:
        momentum: Share of its speed that is left after a step.
    """

    kind: ClassVar[str] = "momentum"
    rule: ClassVar[Callable[..., Any]] = staticmethod(_momentum)
    slots: ClassVar[int] = 1
    momentum: float = 0.9

    @property
    def knobs(self) -> tuple[float, ...]:
        return (float(self.momentum),)


@kernel
def _nesterov(parameters, gradient, slots, rate, step, knobs):
    by, keep = parameters.dtype.type(rate), parameters.dtype.type(knobs[0])
    for k in range(parameters.size):
        slots[0, k] = keep * slots[0, k] + gradient[k]
        parameters[k] -= by * (gradient[k] + keep * slots[0, k])


@dataclass(frozen=True)
class Nesterov(Momentum):
    """Momentum that looks ahead (Nesterov, 1983; in the form of Sutskever and others, 2013)."""

    kind: ClassVar[str] = "nesterov"
    rule: ClassVar[Callable[..., Any]] = staticmethod(_nesterov)


@kernel
def _rmsprop(parameters, gradient, slots, rate, step, knobs):
    kind = parameters.dtype.type
    by, keep, fresh, epsilon = kind(rate), kind(knobs[0]), kind(1.0 - knobs[0]), kind(knobs[1])
    for k in range(parameters.size):
        slots[0, k] = keep * slots[0, k] + fresh * gradient[k] * gradient[k]
        parameters[k] -= by * gradient[k] / (np.sqrt(slots[0, k]) + epsilon)


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """Each parameter's step is divided by the size of its recent gradients (Tieleman and Hinton, 2012).

    Args:
        decay: Share of the mean square that is kept at each step, between 0 and 1.
        epsilon: Keeps the divisor from 0.
    """

    kind: ClassVar[str] = "rmsprop"
    rule: ClassVar[Callable[..., Any]] = staticmethod(_rmsprop)
    slots: ClassVar[int] = 1
    learning_rate: float = 0.001
    decay: float = 0.9
    epsilon: float = 1e-8

    @property
    def knobs(self) -> tuple[float, ...]:
        return float(self.decay), float(self.epsilon)


@kernel
def _power(base, exponent):
    """A power by multiplication alone, which gives the same bits everywhere."""
    result = 1.0
    while exponent > 0:
        if exponent & 1:
            result *= base
        base *= base
        exponent >>= 1
    return result


@kernel
def _adam(parameters, gradient, slots, rate, step, knobs):
    """One pass: ``slots`` are the means of the gradient and of its square; knobs beta1, beta2, epsilon, decay."""
    kind = parameters.dtype.type
    keep1, fresh1, keep2, fresh2 = kind(knobs[0]), kind(1.0 - knobs[0]), kind(knobs[1]), kind(1.0 - knobs[1])
    by = kind(rate / (1.0 - _power(knobs[0], step)))
    unbiased = kind(1.0 / np.sqrt(1.0 - _power(knobs[1], step)))
    epsilon, stay = kind(knobs[2]), kind(1.0 - rate * knobs[3])
    mean, square = slots[0], slots[1]
    for k in range(parameters.size):
        g = gradient[k]
        m = keep1 * mean[k] + fresh1 * g
        v = keep2 * square[k] + fresh2 * g * g
        mean[k] = m
        square[k] = v
        parameters[k] = stay * parameters[k] - by * m / (np.sqrt(v) * unbiased + epsilon)


@dataclass(frozen=True)
class Adam(Optimizer):
    """Momentum and RMSprop together, without their bias at the beginning (Kingma and Ba, 2014).

    Args:
        beta1: Share of the mean gradient that is kept at each step, between 0 and 1.
        beta2: Share of the mean square that is kept at each step, between 0 and 1.
        epsilon: Keeps the divisor from 0.
    """

    kind: ClassVar[str] = "adam"
    rule: ClassVar[Callable[..., Any]] = staticmethod(_adam)
    slots: ClassVar[int] = 2
    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    @property
    def knobs(self) -> tuple[float, ...]:
        decay = float(self.weight_decay) if self.decoupled else 0.0
        return float(self.beta1), float(self.beta2), float(self.epsilon), decay


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam whose weight decay acts on the parameters themselves (Loshchilov and Hutter, 2017)."""

    kind: ClassVar[str] = "adamw"
    decoupled: ClassVar[bool] = True
    weight_decay: float = dataclasses.field(default=0.01, kw_only=True)


def optimizer_named(given: str | Optimizer) -> Optimizer:
    """The optimizer of that name, with its usual configuration; an optimizer is returned as it is.

    Raises:
        UnknownNameError: If there is none; the message names the nearest and all known ones.
    """
    return given if isinstance(given, Optimizer) else named("optimizer", given, OPTIMIZERS)()
