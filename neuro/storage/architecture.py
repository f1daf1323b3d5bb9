"""Networks to protobuf and back. Nothing is allocated before the whole architecture is known to fit."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.network import LAYERS, Layer, Network, parameter_count
from neuro.network.network import checked_layers, shapes
from neuro.storage import limits, neuro_pb2
from neuro.storage.refusal import Refusal, require
from neuro.storage.settings import check_text, instance, settings_from, settings_to

__all__ = ["genome_from", "genome_to", "layers_from", "layers_to", "network_from", "network_to"]

_DTYPE = "<f4"


def network_to(network: Network) -> neuro_pb2.Network:
    """The message of a network.

    Raises:
        Refusal: If a layer has a setting that cannot be stored.
    """
    return neuro_pb2.Network(layers=layers_to(network.layers), parameters=genome_to(network.genome))


def network_from(message: neuro_pb2.Network) -> Network:
    """The network that a message holds.

    Raises:
        Refusal: If its layers make no network, it is too large, or it has not the parameters that they need.
    """
    layers = layers_from(message.layers)
    return Network.from_genome(layers, genome_from(message.parameters, parameter_count(layers)))


def layers_to(layers: Sequence[Layer]) -> list[neuro_pb2.Layer]:
    """The messages of layers.

    Raises:
        Refusal: If one has a setting that cannot be stored.
    """
    return [neuro_pb2.Layer(kind=layer.kind, settings=settings_to(layer.settings())) for layer in layers]


def layers_from(messages: Sequence[neuro_pb2.Layer]) -> tuple[Layer, ...]:
    """The layers that messages hold.

    Raises:
        Refusal: If they make no network, or a larger one than may be.
    """
    require(len(messages) <= limits.LAYERS, f"holds a network of more than {limits.LAYERS} layers")
    try:
        layers = checked_layers([_layer_from(message) for message in messages])
        _check_limits(layers)
    except NeuroError as error:
        raise Refusal(f"holds layers that make no network: {error}") from None
    return layers


def _layer_from(message: neuro_pb2.Layer) -> Layer:
    kind = check_text(message.kind, "a kind of layer")
    require(kind in LAYERS, f"holds a layer of kind {kind!r}, which this neuro does not know")
    what = f"a layer of kind {kind!r}"
    return instance(LAYERS[kind], settings_from(message.settings, what), what)


def _check_limits(layers: Sequence[Layer]) -> None:
    sizes = shapes(layers)
    nodes, parameters = sum(math.prod(shape) for shape in sizes), parameter_count(layers)
    require(all(len(shape) <= limits.DIMENSIONS for shape in sizes), "holds a layer of too many dimensions")
    require(nodes <= limits.NODES, f"holds a network of more than {limits.NODES:,} nodes")
    require(parameters <= limits.PARAMETERS, f"holds a network of more than {limits.PARAMETERS:,} parameters")


def genome_to(genome: NDArray[np.float32]) -> neuro_pb2.Parameters:
    """The message of a genome."""
    genome = np.ascontiguousarray(genome, _DTYPE)
    return neuro_pb2.Parameters(dtype=_DTYPE, count=genome.size, data=genome.tobytes())


def genome_from(message: neuro_pb2.Parameters, count: int) -> NDArray[np.float32]:
    """The parameters ``(count,)``; a view of the message's bytes.

    Raises:
        Refusal: If there are more or fewer, or one is not finite.
    """
    require(
        message.dtype == _DTYPE,
        f"holds parameters of type {message.dtype!r:.60}; this neuro reads {_DTYPE!r}",
    )
    data = message.data
    require(
        message.count == count and len(data) == count * np.dtype(_DTYPE).itemsize,
        f"holds {message.count:,} parameters in {len(data):,} bytes, but its layers need {count:,}",
    )
    genome = np.frombuffer(data, _DTYPE)
    require(bool(np.isfinite(genome).all()), "holds parameters that are not finite numbers")
    return genome
