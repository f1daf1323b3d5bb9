"""Small dense networks as compiled loops over sizes: one loop serves all networks with the same activations.

``forward_sample`` calls activations by their number in a list; ``bind_activations`` turns such a list into constants.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import bind, kernel
from neuro.network.activations import activation, precise
from neuro.network.layers import Dense, Input, Layer, Shape
from neuro.network.training.losses import Loss

__all__ = [
    "Plan",
    "activations_of",
    "answer_row",
    "backward_sample",
    "bind_activations",
    "forward_sample",
    "is_unit_by_unit",
    "plan_of",
]

# Bound by ``bind_activations``, and by who binds what it gives.
FUNCTION: Any = None
CODE = 0
OTHERS: Any = None
FUNCTIONS: Any = None
SLOPES: Any = None

Plan = tuple[NDArray[np.int64], NDArray[np.int64]]


@kernel
def _only_function(code, x):
    return FUNCTION(x)


@kernel
def _function_by_code(code, x):
    return FUNCTION(x) if code == CODE else OTHERS(code, x)


@kernel
def _only_slope(code, x, y):
    return FUNCTION(x, y)


@kernel
def _slope_by_code(code, x, y):
    return FUNCTION(x, y) if code == CODE else OTHERS(code, x, y)


@kernel
def forward_sample(sizes, codes, genome, sums, nodes):
    """One sample, whose inputs are the first of ``nodes``; ``sums`` stand where their nodes do."""
    weight, source = 0, 0
    for layer in range(codes.size):
        inputs, outputs = sizes[layer], sizes[layer + 1]
        bias, target = weight + inputs * outputs, source + inputs
        for j in range(outputs):
            total = genome[bias + j]
            for i in range(inputs):
                total += genome[weight + j * inputs + i] * nodes[source + i]
            sums[target + j] = total
            nodes[target + j] = FUNCTIONS(codes[layer], total)
        weight, source = bias + outputs, target


@kernel
def answer_row(x, k, sizes, codes, genome, sums, nodes):
    """Fill ``nodes`` with what a network makes of row ``k`` of ``x``; returns the place of its largest output."""
    for i in range(sizes[0]):
        nodes[i] = x[k, i]
    forward_sample(sizes, codes, genome, sums, nodes)
    first = nodes.size - sizes[-1]
    best = first
    for j in range(first + 1, nodes.size):
        best = j if nodes[j] > nodes[best] else best
    return best


@kernel
def backward_sample(sizes, codes, genome, sums, nodes, slopes, gradient):
    """Add one sample's gradient, given that by the outputs in the last of ``slopes``."""
    weight, target = genome.size, nodes.size
    for layer in range(codes.size - 1, -1, -1):
        inputs, outputs = sizes[layer], sizes[layer + 1]
        target -= outputs
        bias, source = weight - outputs, target - inputs
        weight = bias - inputs * outputs
        for i in range(source, target):
            slopes[i] = 0
        for j in range(outputs):
            slope = slopes[target + j] * SLOPES(codes[layer], sums[target + j], nodes[target + j])
            gradient[bias + j] += slope
            for i in range(inputs):
                gradient[weight + j * inputs + i] += slope * nodes[source + i]
                slopes[source + i] += slope * genome[weight + j * inputs + i]


def activations_of(layers: Sequence[Layer], loss: Loss) -> list[str]:
    """Activation of each Dense layer; the last one's is left out where the loss applies it itself."""
    names = [layer.activation for layer in layers if isinstance(layer, Dense)]
    return [*names[:-1], "identity" if names[-1] == loss.link else names[-1]]


def is_unit_by_unit(layers: Sequence[Layer], loss: Loss) -> bool:
    """Whether the loops can run a network: all Dense, and every activation unit by unit but the loss's own."""
    return (
        len(layers) > 1
        and all(isinstance(layer, (Input, Dense)) for layer in layers)
        and all(activation(name).across is None for name in activations_of(layers, loss))
    )


def bind_activations(names: tuple[str, ...], dtype: np.dtype[Any]) -> tuple[Any, Any]:
    """One kernel ``(code, x)`` for all functions and one ``(code, x, y)`` for all slopes, by place in ``names``."""
    chosen = [activation(name) for name in names]
    functions: list[Any] = [one.function for one in chosen]
    slopes: list[Any] = [one.slope for one in chosen]
    if dtype == np.float64:
        functions, slopes = [precise(one) for one in functions], [precise(one) for one in slopes]
    return _by_code(_only_function, _function_by_code, functions), _by_code(_only_slope, _slope_by_code, slopes)


def _by_code(only: Any, one_of: Any, functions: list[Any]) -> Any:
    chain = bind(only, FUNCTION=functions[0])
    for code, function in enumerate(functions[1:], start=1):
        chain = bind(one_of, FUNCTION=function, CODE=code, OTHERS=chain)
    return chain


def plan_of(layers: Sequence[Layer], shapes: Sequence[Shape], loss: Loss) -> tuple[tuple[str, ...], Plan]:
    """The activations that occur, each once, and ``sizes`` and ``codes`` of the layers for ``forward_sample``."""
    names = activations_of(layers, loss)
    used = tuple(sorted(set(names)))
    return used, (np.array([shape[0] for shape in shapes]), np.array([used.index(name) for name in names]))
