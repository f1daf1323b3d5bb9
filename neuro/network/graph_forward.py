"""The outputs of programs for samples: sums in the order of keys, in float32, the bits of every rollout."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from neuro.errors import SettingError
from neuro.kernels import bind, kernel
from neuro.network.activations import ACTIVATIONS, activation, identity
from neuro.network.graph_programs import ACTIVATION, FIRST_OUTPUT, MEMORY, SPAN

__all__ = [
    "GRAPH_ACTIVATIONS",
    "LIMIT",
    "bind_choice",
    "bind_forward",
    "bounded",
    "checked_activation",
    "names_in",
    "needs_bound",
]

#: Names of the activations that a node of a graph can have: those that look at one sum.
GRAPH_ACTIVATIONS = tuple(name for name, one in ACTIVATIONS.items() if one.across is None)

#: What a node says lies between this and its negative, whatever its activation: a sum of what is weighted by 0 is 0
#: then, and so no node depends on links that only others have.
LIMIT = np.float32(1e6)

_BOUNDED = ("sigmoid", "tanh")

# Bound below.
FUNCTION: Any = identity
HIDDEN: Any = identity
OUTPUT: Any = identity
CHOICE: Any = None
REST: Any = None
NUMBER = _ZERO = np.float32(0)
SEVERAL = False

_ONE = np.float32(1)


def checked_activation(name: str) -> str:
    """The name, if a node of a graph can have that activation.

    Raises:
        UnknownNameError: If there is no such activation.
        SettingError: If it looks at several nodes at once.
    """
    if activation(name).across is not None:
        known = ", ".join(GRAPH_ACTIVATIONS)
        raise SettingError(f"{name} looks at all outputs at once, which a node of a graph cannot; take one of {known}")
    return name


def names_in(others: str) -> tuple[str, ...]:
    """The names that a text such as "relu+sigmoid" holds: activations that nodes may have besides the first.

    Raises:
        UnknownNameError: If there is no such activation.
        SettingError: If one looks at several nodes at once, or is named twice.
    """
    names = tuple(checked_activation(name.strip()) for name in others.split("+")) if others else ()
    if len(set(names)) < len(names):
        raise SettingError(f"name each activation once, not {others!r:.200}")
    return names


def needs_bound(name: str) -> bool:
    """Whether an activation's values can be larger than ``LIMIT``."""
    return name not in _BOUNDED


@kernel
def _bounded(x):
    y = FUNCTION(x)
    y = LIMIT if y > LIMIT else y
    return -LIMIT if y < -LIMIT else y


@functools.cache
def bounded(name: str) -> Any:
    """The kernel of an activation within ``LIMIT``, from float32 to float32."""
    function = activation(name).function
    return bind(_bounded, inline=True, FUNCTION=function) if needs_bound(name) else function


@kernel
def _first(number, x):
    return FUNCTION(x)


@kernel
def _chosen(number, x):
    return FUNCTION(x) if number == NUMBER else REST(number, x)


@functools.cache
def bind_choice(hidden: str, others: str) -> Any:
    """A kernel ``(number, x)``: the activation of that number of a sum: 0 for the first, k for the k-th other.

    Args:
        hidden: Name of the first.
        others: Names of the others, as ``names_in`` takes them.
    """
    choice = bind(_first, inline=True, called=False, FUNCTION=bounded(hidden))
    for place, name in enumerate(names_in(others)):
        number = np.float32(place + 1)
        choice = bind(_chosen, inline=True, called=False, FUNCTION=bounded(name), NUMBER=number, REST=choice)
    return choice


@kernel
def _forward(count, hidden, keys, weights, inputs, outputs, nodes, memory, total):
    """Fill the rows of ``nodes`` behind the inputs, and replace the rows of ``memory``.

    Args:
        count: Operations of the program.
        hidden: Hidden nodes that it computes.
        keys: Its keys.
        weights: Its weights.
        inputs: Number of inputs.
        outputs: Number of outputs.
        nodes: float32 ``(inputs + outputs + hidden, samples)``, of which the inputs are read.
        memory: float32 ``(outputs + hidden, samples)``; of length 0 for programs that remember nothing.
        total: float32 ``(samples,)``, to work in.
    """
    k = 0
    for t in range(hidden + outputs):
        step = t if t < hidden else FIRST_OUTPUT + t - hidden
        row = inputs + outputs + t if t < hidden else inputs + t - hidden
        total[:], number = _ZERO, _ZERO
        while k < count and keys[k] // SPAN == step:
            code, weight = keys[k] % SPAN, weights[k]
            k += 1
            if SEVERAL and code == ACTIVATION:
                number = weight
                continue
            for s in range(total.size):
                value = _ONE if code == 0 else (memory[code - MEMORY, s] if code >= MEMORY else nodes[code - 1, s])
                total[s] += weight * value
        for s in range(total.size):
            if SEVERAL and t < hidden:
                said = CHOICE(number, total[s])
            else:
                said = HIDDEN(total[s]) if t < hidden else OUTPUT(total[s])
            nodes[row, s] = said
            if t < hidden and memory.shape[0] > 0:
                memory[row - inputs, s] = said
    if memory.shape[0] > 0:
        for t in range(outputs):  # when all are known: one may depend on another's last
            for s in range(total.size):
                memory[t, s] = nodes[inputs + t, s]


def bind_forward(hidden: str, output: str, others: str = "") -> Any:
    """The kernel ``_forward`` of graphs whose nodes have these activations; see ``names_in`` for the others."""
    first = {"HIDDEN": bounded(hidden), "OUTPUT": bounded(output)}
    return (
        bind(_forward, **first, SEVERAL=True, CHOICE=bind_choice(hidden, others)) if others else bind(_forward, **first)
    )
