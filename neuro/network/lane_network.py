"""A network over lanes: its layers bound into one compiled kernel that a rollout calls; see ``LanePlaces``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from neuro.kernels import bind, kernel
from neuro.network.architecture import shapes
from neuro.network.layers import Layer
from neuro.network.layers.lane_places import LanePlaces

__all__ = ["bind_network", "memory_count", "node_count", "scratch_count"]

# Bound by ``bind_network``.
BEFORE: Any = None
LAYER: Any = None


@kernel
def _inputs_only(weights, nodes, memory):
    pass


@kernel
def _chain(weights, nodes, memory):
    BEFORE(weights, nodes, memory)
    LAYER(weights, nodes, memory)


def node_count(layers: Sequence[Layer]) -> int:
    """Rows of ``nodes``: the inputs, then each layer's outputs."""
    return sum(math.prod(shape) for shape in shapes(layers))


def memory_count(layers: Sequence[Layer]) -> int:
    """Numbers that a network of these layers remembers from one step to the next."""
    return sum(layer.memory_rows(shape) for layer, shape in zip(layers[1:], shapes(layers), strict=False))


def scratch_count(layers: Sequence[Layer]) -> int:
    """Rows behind those of the nodes that the layers need while they compute."""
    needed = (layer.scratch_rows(shape) for layer, shape in zip(layers[1:], shapes(layers), strict=False))
    return max(needed, default=0)


def bind_network(layers: Sequence[Layer], lanes: int, *, raw_outputs: bool = False, called: bool = False) -> Any:
    """The kernel ``(weights, nodes, memory)`` that fills all rows of ``nodes`` after the inputs; all arrays are flat.

    Args:
        layers: The network's.
        lanes: Lanes of a block.
        raw_outputs: Whether the last layer's rows keep the sums before its activation, which is all that is needed
            to find the largest.
        called: Whether it is called from Python, too, and not only from kernels.

    Raises:
        ShapeError: If a layer cannot play games.
    """
    network = bind(_inputs_only, inline=True, called=False)
    weights, source, memory = 0, 0, 0
    found, scratch = shapes(layers), node_count(layers)
    for index, layer in enumerate(layers[1:], start=1):
        shape = found[index - 1]
        target = source + math.prod(shape)
        places = LanePlaces(shape, found[index], weights, source, target, memory, scratch, lanes)
        last = index == len(layers) - 1
        bound = layer.bind(places, raw=raw_outputs and last)
        network = bind(_chain, inline=True, called=called and last, BEFORE=network, LAYER=bound)
        weights, memory = weights + layer.parameter_count(shape), memory + layer.memory_rows(shape)
        source = target
    return network
