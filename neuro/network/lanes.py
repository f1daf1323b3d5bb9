"""A network over lanes: its layers bound into one compiled kernel that a rollout calls.

All nodes of a block are one array ``nodes`` (rows, LANES): the inputs first, then the outputs of each layer. The
parameters are ``weights`` (parameters, LANES), one column for each lane.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.kernels import LANES, bind, kernel
from neuro.network.activations import Activation, activation
from neuro.network.layers import Dense, Layer
from neuro.network.network import shapes

__all__ = ["activate", "bind_network", "node_count"]

# Bound by ``bind_network``.
INPUTS = OUTPUTS = WEIGHT = BIAS = SOURCE = TARGET = 0
FUNCTION: Any = None
ACROSS: Any = None
BEFORE: Any = None
LAYER: Any = None


@kernel
def _dense(weights, nodes):  # type: ignore[no-untyped-def]
    for j in range(OUTPUTS):
        for lane in range(LANES):
            total = weights[BIAS + j, lane]
            for i in range(INPUTS):
                total += weights[WEIGHT + j * INPUTS + i, lane] * nodes[SOURCE + i, lane]
            nodes[TARGET + j, lane] = total
    for j in range(OUTPUTS):
        for lane in range(LANES):
            nodes[TARGET + j, lane] = FUNCTION(nodes[TARGET + j, lane])


@kernel
def _dense_across(weights, nodes):  # type: ignore[no-untyped-def]
    LAYER(weights, nodes)
    ACROSS(nodes, TARGET, OUTPUTS)


@kernel
def _inputs_only(weights, nodes):  # type: ignore[no-untyped-def]  # noqa: ARG001
    pass


@kernel
def _chain(weights, nodes):  # type: ignore[no-untyped-def]
    BEFORE(weights, nodes)
    LAYER(weights, nodes)


def node_count(layers: Sequence[Layer]) -> int:
    """Rows of ``nodes``."""
    return sum(math.prod(shape) for shape in shapes(layers))


def bind_network(layers: Sequence[Layer], lanes: int, *, raw_outputs: bool = False) -> Any:
    """The kernel ``(weights, nodes)`` that fills all rows of ``nodes`` after the inputs.

    Args:
        layers: The network's.
        lanes: Lanes of a block.
        raw_outputs: Whether the last layer's rows keep the sums before its activation, which is all that is needed
            to find the largest.

    Raises:
        ShapeError: If a layer has no form over lanes.
    """
    network = _inputs_only
    weight, source = 0, 0
    before = shapes(layers)
    for index, (layer, shape) in enumerate(zip(layers[1:], before, strict=False), start=1):
        if not isinstance(layer, Dense):
            raise ShapeError(f"{type(layer).__name__} cannot play games yet: use Dense layers")
        inputs = shape[0]
        chosen = activation("identity" if raw_outputs and index == len(layers) - 1 else layer.activation)
        places = {
            "INPUTS": inputs,
            "OUTPUTS": layer.units,
            "WEIGHT": weight,
            "BIAS": weight + layer.units * inputs,
            "SOURCE": source,
            "TARGET": source + inputs,
            "LANES": lanes,
        }
        bound = bind(_dense, FUNCTION=chosen.function, **places)
        if chosen.across is not None:
            bound = bind(_dense_across, LAYER=bound, ACROSS=chosen.across, **places)
        network = bind(_chain, BEFORE=network, LAYER=bound)
        weight += layer.parameter_count(shape)
        source += inputs
    return network


@kernel
def _activate(values):  # type: ignore[no-untyped-def]
    for k in range(values.size):
        values[k] = FUNCTION(values[k])


def activate(chosen: Activation, sums: NDArray[np.float32]) -> NDArray[np.float32]:
    """The activation of a layer's sums ``(outputs, n)``, float32, in the bits of the compiled network."""
    values = np.ascontiguousarray(sums, np.float32)
    bind(_activate, FUNCTION=chosen.function)(values.reshape(-1))
    if chosen.across is not None and values.size:
        chosen.across(values, 0, values.shape[0])
    return values
