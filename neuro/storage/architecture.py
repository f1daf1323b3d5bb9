"""Networks to protobuf and back. Nothing is allocated before the whole architecture is known to fit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from neuro.errors import NeuroError
from neuro.network import LAYERS, Layer, Network, parameter_count
from neuro.network.network import checked_layers, shapes
from neuro.storage import limits, neuro_pb2
from neuro.storage.numbers import numbers_from, numbers_to
from neuro.storage.parts import part_from
from neuro.storage.refusal import Refusal, require
from neuro.storage.settings import settings_to
from neuro.storage.training import training_from, training_to

__all__ = ["network_from", "network_to"]


def network_to(network: Network) -> neuro_pb2.Network:
    """The message of a network.

    Raises:
        Refusal: If a layer has a setting that cannot be stored.
    """
    layers = [neuro_pb2.Layer(kind=layer.kind, settings=settings_to(layer.settings())) for layer in network.layers]
    training = training_to(network.state) if network.state else None
    return neuro_pb2.Network(layers=layers, parameters=numbers_to(network.genome), training=training)


def network_from(message: neuro_pb2.Network) -> Network:
    """The network that a message holds.

    Raises:
        Refusal: If its layers make no network, it is too large, or it has not the parameters that they need.
    """
    layers = _layers_from(message.layers)
    genome = numbers_from(message.parameters, parameter_count(layers), "parameters", "its layers need")
    network = Network.from_genome(layers, genome, dtype=genome.dtype.newbyteorder("="))
    if message.HasField("training"):
        network.state = training_from(message.training, network)
    return network


def _layers_from(messages: Sequence[neuro_pb2.Layer]) -> tuple[Layer, ...]:
    require(len(messages) <= limits.LAYERS, f"holds a network of more than {limits.LAYERS} layers")
    try:
        layers = checked_layers([part_from(message, LAYERS, "layer") for message in messages])
        _check_limits(layers)
    except NeuroError as error:
        raise Refusal(f"holds layers that make no network: {error}") from None
    return layers


def _check_limits(layers: Sequence[Layer]) -> None:
    sizes = shapes(layers)
    nodes, parameters = sum(math.prod(shape) for shape in sizes), parameter_count(layers)
    require(all(len(shape) <= limits.DIMENSIONS for shape in sizes), "holds a layer of too many dimensions")
    require(nodes <= limits.NODES, f"holds a network of more than {limits.NODES:,} nodes")
    require(parameters <= limits.PARAMETERS, f"holds a network of more than {limits.PARAMETERS:,} parameters")
