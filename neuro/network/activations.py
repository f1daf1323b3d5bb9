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

from neuro.errors import named
from neuro.kernels import bind, kernel, part
from neuro.network.math32 import exp_of_negative, log_from_one, tanh

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
        across: For activations of a whole layer: a kernel ``(nodes, first, count)`` applied to the layer's rows of
            ``nodes`` after ``function``; None for activations of a single number.
        slope: A kernel ``(sum, output)``: the derivative of ``function`` there.
        slope_across: For activations that have ``across``: a kernel ``(outputs, gradient)``, both (n, units), that
            turns the gradient by the outputs into the gradient by the sums, in place.
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


@kernel
def identity(x):
    """The sum itself."""
    return x


@kernel
def relu(x):
    """The sum where it is positive, else 0."""
    return x if x > _ZERO else _ZERO


@kernel
def sigmoid(x):
    """The logistic function, from tanh."""
    return _HALF * tanh(_HALF * x) + _HALF


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


@part
def _within_ten(x):
    c = -_TEN if x < -_TEN else x
    return _TEN if c > _TEN else c


@part
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
    return named("activation", name, ACTIVATIONS)


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
