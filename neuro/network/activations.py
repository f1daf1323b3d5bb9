"""Activations, each written once, from basic arithmetic only.

Mathematics libraries differ between machines in the last bits of ``tanh`` and ``exp``; sums, products, quotients and
comparisons do not. So the float32 activations of evolved networks are built from those, and the same genome makes the
same decisions everywhere. An activation is found by its name in ``ACTIVATIONS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from neuro.errors import UnknownNameError
from neuro.kernels import kernel

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "activation",
    "exp_of_negative",
    "identity",
    "relu",
    "sigmoid",
    "softmax_across",
    "tanh",
]


@dataclass(frozen=True)
class Activation:
    """An activation of a layer.

    Attributes:
        name: The name it is stored under.
        function: A kernel from float32 to float32, applied to each sum.
        order_preserving: Whether a larger sum always gives a larger output, so that the largest output can be found
            without computing any.
        across: For activations of a whole layer, a kernel ``(nodes, first, count)`` that is applied to the layer's
            rows of ``nodes`` after ``function``; None for all others.
    """

    name: str
    function: Callable[..., Any]
    order_preserving: bool = False
    across: Callable[..., Any] | None = None


_ZERO, _HALF, _ONE = np.float32(0), np.float32(0.5), np.float32(1)

# tanh: a 13/6 rational approximation, within a few units in the last place (the one of the Eigen library).
_LIMIT = np.float32(7.9)
_P0, _P1, _P2, _P3 = (
    np.float32(c) for c in (-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08)
)
_P4, _P5, _P6 = (np.float32(c) for c in (1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03))
_Q0, _Q1, _Q2, _Q3 = (
    np.float32(c) for c in (1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03)
)


@kernel
def identity(x):
    """The sum itself."""
    return x


@kernel
def relu(x):
    """The sum where it is positive, else 0."""
    return x if x > _ZERO else _ZERO


@kernel
def tanh(x):
    """Hyperbolic tangent, largest error 2.8e-7."""
    c = -_LIMIT if x < -_LIMIT else x
    c = _LIMIT if c > _LIMIT else c
    s = c * c
    p = s * _P0 + _P1
    p = s * p + _P2
    p = s * p + _P3
    p = s * p + _P4
    p = s * p + _P5
    p = s * p + _P6
    q = s * _Q0 + _Q1
    q = s * q + _Q2
    q = s * q + _Q3
    return c * p / q


@kernel
def sigmoid(x):
    """The logistic function, from tanh."""
    return _HALF * tanh(_HALF * x) + _HALF


# exp(x) = 2^k · exp(r), |r| <= ln 2 / 2; the two parts of ln 2 keep r exact (Cody and Waite, 1980).
_LOWEST = np.float32(-87)
_LOG2_E = np.float32(1.4426950408889634)
_LN2_HIGH, _LN2_LOW = np.float32(0.693359375), np.float32(-2.12194440e-4)
_E2, _E3, _E4, _E5, _E6 = (np.float32(1 / c) for c in (2, 6, 24, 120, 720))


@kernel
def exp_of_negative(x):
    """The exponential function for x <= 0, relative error below 2e-7 down to -87."""
    c = _LOWEST if x < _LOWEST else x
    k = np.floor(c * _LOG2_E + _HALF)
    r = c - k * _LN2_HIGH - k * _LN2_LOW
    series = ((((_E6 * r + _E5) * r + _E4) * r + _E3) * r + _E2) * r * r + r + _ONE
    power = _ONE
    for _ in range(-int(k)):
        power *= _HALF
    return series * power


@kernel
def softmax_across(nodes, first, count):
    """Turn rows ``first`` to ``first + count`` of ``nodes`` into shares that add up to 1, lane by lane."""
    for lane in range(nodes.shape[1]):
        largest = nodes[first, lane]
        for j in range(1, count):
            largest = nodes[first + j, lane] if nodes[first + j, lane] > largest else largest
        total = _ZERO
        for j in range(count):
            nodes[first + j, lane] = exp_of_negative(nodes[first + j, lane] - largest)
            total += nodes[first + j, lane]
        for j in range(count):
            nodes[first + j, lane] /= total


ACTIVATIONS: dict[str, Activation] = {
    a.name: a
    for a in (
        Activation("identity", identity, order_preserving=True),
        Activation("relu", relu),
        Activation("sigmoid", sigmoid, order_preserving=True),
        Activation("softmax", identity, order_preserving=True, across=softmax_across),
        Activation("tanh", tanh, order_preserving=True),
    )
}


def activation(name: str) -> Activation:
    """The activation of that name.

    Raises:
        UnknownNameError: If there is none; the message names the nearest and all known ones.
    """
    if name not in ACTIVATIONS:
        raise UnknownNameError.of("activation", name, ACTIVATIONS)
    return ACTIVATIONS[name]
