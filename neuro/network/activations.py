"""Activations, each written once, from basic arithmetic only.

Mathematics libraries differ between machines in the last bits of ``tanh`` and ``exp``; sums, products, quotients and
comparisons do not. So the float32 activations of evolved networks are built from those, and the same genome makes the
same decisions everywhere. Networks of float64 take the same definitions with a mathematics library's ``tanh``, ``exp``
and ``log`` bound in their place (``precise``): there accuracy counts. An activation is found by its name in
``ACTIVATIONS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from neuro.errors import UnknownNameError
from neuro.kernels import bind, kernel

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "activation",
    "elu",
    "exp_of_negative",
    "gelu",
    "identity",
    "leaky_relu",
    "log_from_one",
    "log_softmax_across",
    "precise",
    "relu",
    "sigmoid",
    "softmax_across",
    "softplus",
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
        slope: A kernel ``(sum, output)``: the derivative of ``function`` there.
        slope_across: For those with ``across``, a kernel ``(outputs, gradient)``, both (n, units), that turns the
            gradient by the outputs into that by the sums, in its place.
        from_sums: Whether ``slope`` reads the sum, so that it must be kept; most need the output alone.
    """

    name: str
    function: Callable[..., Any]
    order_preserving: bool = False
    across: Callable[..., Any] | None = None
    slope: Callable[..., Any] | None = None
    slope_across: Callable[..., Any] | None = None
    from_sums: bool = False


_ZERO, _HALF, _ONE, _TWO, _THREE, _TEN = (np.float32(c) for c in (0, 0.5, 1, 2, 3, 10))
_LEAK = np.float32(0.01)
_GELU_1, _GELU_3 = np.float32(0.7978845608028654), np.float32(0.044715)  # sqrt(2 / pi) and its cubic part

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

# log(x) = 2 artanh((x - 1) / (x + 1)), whose series is s + s^3 / 3 + s^5 / 5 ...
_LN2 = np.float32(0.6931471805599453)
_L3, _L5, _L7, _L9, _L11, _L13 = (np.float32(1 / c) for c in (3, 5, 7, 9, 11, 13))


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


@kernel
def log_from_one(x):
    """The natural logarithm for x >= 1, absolute error below 1e-7 for every 2.7 in it."""
    halvings = _ZERO
    while x > _TWO:
        x *= _HALF
        halvings += _ONE
    s = (x - _ONE) / (x + _ONE)
    c = s * s
    series = (((((_L13 * c + _L11) * c + _L9) * c + _L7) * c + _L5) * c + _L3) * c * s + s
    return _TWO * series + halvings * _LN2


@kernel
def log_softmax_across(nodes, first, count):
    """Turn rows ``first`` to ``first + count`` of ``nodes`` into logarithms of shares, lane by lane."""
    for lane in range(nodes.shape[1]):
        largest = nodes[first, lane]
        for j in range(1, count):
            largest = nodes[first + j, lane] if nodes[first + j, lane] > largest else largest
        total = _ZERO
        for j in range(count):
            total += exp_of_negative(nodes[first + j, lane] - largest)
        behind = largest + log_from_one(total)
        for j in range(count):
            nodes[first + j, lane] -= behind


@kernel
def leaky_relu(x):
    """The sum where it is positive, else a hundredth of it (Maas, Hannun and Ng, 2013)."""
    return x if x > _ZERO else _LEAK * x


@kernel
def elu(x):
    """The sum where it is positive, else exp(x) - 1 (Clevert, Unterthiner and Hochreiter, 2015)."""
    return x if x > _ZERO else exp_of_negative(x) - _ONE


@kernel
def softplus(x):
    """log(1 + exp(x)), a smooth relu (Dugas, Bengio and others, 2000)."""
    below = -x if x > _ZERO else x
    return (x if x > _ZERO else _ZERO) + log_from_one(_ONE + exp_of_negative(below))


@kernel
def _within_ten(x):
    c = -_TEN if x < -_TEN else x
    return _TEN if c > _TEN else c


@kernel
def _gelu_gate(x):
    c = _within_ten(x)
    return _HALF + _HALF * tanh(_GELU_1 * c * (_ONE + _GELU_3 * c * c))


@kernel
def gelu(x):
    """The sum times the share of a normal distribution below it, in tanh form (Hendrycks and Gimpel, 2016)."""
    return x * _gelu_gate(x)


@kernel
def _slope_of_identity(x, y):
    return _ONE


@kernel
def _slope_of_relu(x, y):
    return _ONE if y > _ZERO else _ZERO


@kernel
def _slope_of_leaky_relu(x, y):
    return _ONE if y > _ZERO else _LEAK


@kernel
def _slope_of_tanh(x, y):
    return _ONE - y * y


@kernel
def _slope_of_sigmoid(x, y):
    return y * (_ONE - y)


@kernel
def _slope_of_elu(x, y):
    return _ONE if y > _ZERO else y + _ONE


@kernel
def _slope_of_softplus(x, y):
    return sigmoid(x)


@kernel
def _slope_of_gelu(x, y):
    gate, c = _gelu_gate(x), _within_ten(x)
    return gate + _TWO * c * gate * (_ONE - gate) * _GELU_1 * (_ONE + _THREE * _GELU_3 * c * c)


@kernel
def _slope_of_softmax(outputs, gradient):
    for r in range(outputs.shape[0]):
        along = outputs[r, 0] * gradient[r, 0]
        for j in range(1, outputs.shape[1]):
            along += outputs[r, j] * gradient[r, j]
        for j in range(outputs.shape[1]):
            gradient[r, j] = outputs[r, j] * (gradient[r, j] - along)


@kernel
def _slope_of_log_softmax(outputs, gradient):
    for r in range(outputs.shape[0]):
        total = gradient[r, 0]
        for j in range(1, outputs.shape[1]):
            total += gradient[r, j]
        for j in range(outputs.shape[1]):
            gradient[r, j] -= exp_of_negative(outputs[r, j]) * total


ACTIVATIONS: dict[str, Activation] = {
    a.name: a
    for a in (
        Activation("elu", elu, slope=_slope_of_elu),
        Activation("gelu", gelu, slope=_slope_of_gelu, from_sums=True),
        Activation("identity", identity, order_preserving=True, slope=_slope_of_identity),
        Activation("leaky-relu", leaky_relu, slope=_slope_of_leaky_relu),
        Activation("log-softmax", identity, False, log_softmax_across, _slope_of_identity, _slope_of_log_softmax),
        Activation("relu", relu, slope=_slope_of_relu),
        Activation("sigmoid", sigmoid, order_preserving=True, slope=_slope_of_sigmoid),
        Activation("softmax", identity, True, softmax_across, _slope_of_identity, _slope_of_softmax),
        Activation("softplus", softplus, slope=_slope_of_softplus, from_sums=True),
        Activation("tanh", tanh, order_preserving=True, slope=_slope_of_tanh),
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


@kernel
def _library_tanh(x):
    return np.tanh(x)


@kernel
def _library_exp(x):
    return np.exp(x)


@kernel
def _library_log(x):
    return np.log(x)


#: What stands in float64 for what float32 builds by hand: functions, and constants that are not exact in float32.
_PRECISE: dict[str, Any] = {
    "tanh": _library_tanh,
    "exp_of_negative": _library_exp,
    "log_from_one": _library_log,
    "_LEAK": np.float64(0.01),
    "_GELU_1": np.float64(0.7978845608028654),
    "_GELU_3": np.float64(0.044715),
}


def precise(function: Callable[..., Any]) -> Callable[..., Any]:
    """An activation's kernel, or that of its slope, to the accuracy of float64."""
    if function is tanh:
        return _library_tanh
    bound: Callable[..., Any] = bind(function, **_PRECISE)
    return bound
