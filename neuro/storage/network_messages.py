"""Networks to protobuf and back. Nothing is allocated before the whole architecture is known to fit."""

from __future__ import annotations

from collections.abc import Sequence

from neuro.errors import NeuroError, SettingError
from neuro.network import LAYERS, GraphNetwork, Layer, Network, parameter_count
from neuro.network.architecture import too_much_of
from neuro.network.network import checked_layers, shapes
from neuro.storage import limits, neuro_pb2
from neuro.storage.graph_messages import graph_from, graph_to
from neuro.storage.named_values import check_text, instance, settings_from, settings_to
from neuro.storage.numbers import numbers_from, numbers_to
from neuro.storage.refusal import Refusal, require
from neuro.storage.scaling_messages import columns_from, columns_to, scaling_from, scaling_to
from neuro.storage.training_messages import training_from, training_to

__all__ = ["check_layers", "layers_from", "layers_to", "network_from", "network_to"]


def network_to(network: Network | GraphNetwork) -> neuro_pb2.Network:
    """The message of a network.

    Raises:
        Refusal: If a layer has a setting that cannot be stored.
    """
    if isinstance(network, GraphNetwork):
        return neuro_pb2.Network(graph=graph_to(network))
    return neuro_pb2.Network(
        layers=layers_to(network.layers),
        parameters=numbers_to(network.genome),
        training=training_to(network.state) if network.state else None,
        scaling=scaling_to(network.scaling) if network.scaling else None,
        columns=columns_to(network.columns) if network.columns else None,
    )


def network_from(message: neuro_pb2.Network) -> Network | GraphNetwork:
    """The network that a message holds.

    Raises:
        Refusal: If its layers make no network, it is too large, or it has not the parameters that they need.
    """
    if message.HasField("graph"):
        return graph_from(message.graph)
    layers = layers_from(message.layers)
    genome = numbers_from(message.parameters, parameter_count(layers), "parameters", "its layers need")
    scaling = scaling_from(message.scaling, shapes(layers)) if message.HasField("scaling") else None
    network = Network.from_genome(layers, genome, dtype=genome.dtype.newbyteorder("="), scaling=scaling)
    if message.HasField("columns"):
        network.columns = columns_from(message.columns, network)
    if message.HasField("training"):
        network.state = training_from(message.training, network)
    return network


def layers_to(layers: Sequence[Layer]) -> list[neuro_pb2.Layer]:
    """The messages of layers.

    Raises:
        Refusal: If one has a setting that cannot be stored.
    """
    return [neuro_pb2.Layer(kind=layer.kind, settings=settings_to(layer.settings())) for layer in layers]


def check_layers(layers: Sequence[Layer]) -> None:
    """Raise SettingError unless a file can hold a network of these layers; called before memory is taken for one.

    Raises:
        SettingError: If none could.
    """
    try:
        layers_from(layers_to(layers))
    except Refusal as refusal:
        raise SettingError(f"no such network could be kept: nothing could load a file that {refusal}") from None
    except (TypeError, ValueError) as error:  # protobuf's own checks of type and range
        raise SettingError(f"no such network could be kept: a setting of a layer is too large: {error}") from None


def layers_from(messages: Sequence[neuro_pb2.Layer]) -> tuple[Layer, ...]:
    """The layers that messages hold.

    Raises:
        Refusal: If they make no network, or a larger one than may be.
    """
    require(len(messages) <= limits.LAYERS, f"holds a network of more than {limits.LAYERS} layers")
    try:
        layers = checked_layers([_layer_from(message) for message in messages])
        too_much = too_much_of(layers)
    except NeuroError as error:
        raise Refusal(f"holds layers that make no network: {error}") from None
    require(not too_much, f"holds a network of {too_much}")
    return layers


def _layer_from(message: neuro_pb2.Layer) -> Layer:
    kind = check_text(message.kind, "a kind of layer")
    require(kind in LAYERS, f"holds a layer of kind {kind!r}, which this neuro does not know")
    what = f"a layer of kind {kind!r}"
    return instance(LAYERS[kind], settings_from(message.settings, what), what)
