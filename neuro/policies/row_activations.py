"""Activations of whole rows of lanes: the operations of ``neuro.network.activations`` in their order, so the same bits.

What is computed stays in a processor's registers; see ``neuro.vectors``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.kernels import LANES, bind, kernel
from neuro.network.graph_forward import LIMIT
from neuro.network.math32 import TANH_ABOVE, TANH_BELOW, TANH_LIMIT
from neuro.vectors import larger, smaller, spread

__all__ = [
    "ROW_ACTIVATIONS",
    "bind_row_activation",
    "row_identity",
    "row_relu",
    "row_sigmoid",
    "row_tanh",
]

_A0, _A1, _A2, _A3, _A4, _A5, _A6 = TANH_ABOVE
_B0, _B1, _B2, _B3 = TANH_BELOW
_ZERO, _HALF = np.float32(0), np.float32(0.5)


@kernel
def row_tanh(x):
    """``tanh`` of a row."""
    c = larger(spread(-TANH_LIMIT, LANES), x)
    c = smaller(spread(TANH_LIMIT, LANES), c)
    s = c * c
    p = s * spread(_A0, LANES) + spread(_A1, LANES)
    p = s * p + spread(_A2, LANES)
    p = s * p + spread(_A3, LANES)
    p = s * p + spread(_A4, LANES)
    p = s * p + spread(_A5, LANES)
    p = s * p + spread(_A6, LANES)
    q = s * spread(_B0, LANES) + spread(_B1, LANES)
    q = s * q + spread(_B2, LANES)
    q = s * q + spread(_B3, LANES)
    return c * p / q


@kernel
def row_sigmoid(x):
    """``sigmoid`` of a row."""
    half = spread(_HALF, LANES)
    return half * row_tanh(half * x) + half


@kernel
def row_identity(x):
    """``identity`` of a row, within ``LIMIT``."""
    return larger(spread(-LIMIT, LANES), smaller(spread(LIMIT, LANES), x))


@kernel
def row_relu(x):
    """``relu`` of a row, within ``LIMIT``."""
    return smaller(spread(LIMIT, LANES), larger(x, spread(_ZERO, LANES)))


#: Kernels from row to row, by the name of the activation; for others there is a loop.
ROW_ACTIVATIONS: dict[str, Any] = {
    "identity": row_identity,
    "relu": row_relu,
    "sigmoid": row_sigmoid,
    "tanh": row_tanh,
}


def bind_row_activation(name: str, lanes: int) -> Any:
    """The kernel of an activation of rows of so many lanes; None where there is none."""
    return bind(ROW_ACTIVATIONS[name], inline=True, called=False, LANES=lanes) if name in ROW_ACTIVATIONS else None
