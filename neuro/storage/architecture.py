"""Networks to protobuf and back. Nothing is allocated before the whole architecture is known to fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import MISSING, Field, fields
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.network import LAYERS, Layer, Network, parameter_count
from neuro.network.layers import Value
from neuro.network.network import checked_layers, shapes
from neuro.storage import limits, neuro_pb2
from neuro.storage.refusal import Refusal, require
from neuro.storage.settings import check_text, settings_from, settings_to

__all__ = ["network_from", "network_to"]

_DTYPE = "<f4"


def network_to(network: Network) -> neuro_pb2.Network:
    """The message of a network.

    Raises:
        Refusal: If a layer has a setting that cannot be stored.
    """
    layers = [neuro_pb2.Layer(kind=layer.kind, settings=settings_to(layer.settings())) for layer in network.layers]
    genome = np.ascontiguousarray(network.genome, _DTYPE)
    parameters = neuro_pb2.Parameters(dtype=_DTYPE, count=genome.size, data=genome.tobytes())
    return neuro_pb2.Network(layers=layers, parameters=parameters)


def network_from(message: neuro_pb2.Network) -> Network:
    """The network that a message holds.

    Raises:
        Refusal: If its layers make no network, it is too large, or it has not the parameters that they need.
    """
    layers = _layers_from(message.layers)
    return Network.from_genome(layers, _genome_from(message.parameters, parameter_count(layers)))


def _layers_from(messages: Sequence[neuro_pb2.Layer]) -> tuple[Layer, ...]:
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
    layer = LAYERS[kind]
    settings = settings_from(message.settings, f"a layer of kind {kind!r}")
    known = {field.name: field for field in fields(layer)}
    for name, value in settings.items():
        require(name in known, f"holds a layer of kind {kind!r} with an unknown setting {name!r}")
        require(
            _fits(value, get_type_hints(layer)[name]),
            f"holds a layer of kind {kind!r} with {name}={value!r:.60}",
        )
    for name, field in known.items():
        require(name in settings or _has_default(field), f"holds a layer of kind {kind!r} without {name!r}")
    return layer(**settings)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _fits(value: Value, hint: Any) -> bool:
    """Whether a value has the type that a layer's field is declared with; a whole number does for a float."""
    types = [get_origin(one) or one for one in (get_args(hint) if isinstance(hint, UnionType) else (hint,))]
    return type(value) in types or (type(value) is int and float in types)


def _check_limits(layers: Sequence[Layer]) -> None:
    sizes = shapes(layers)
    nodes, parameters = sum(math.prod(shape) for shape in sizes), parameter_count(layers)
    require(all(len(shape) <= limits.DIMENSIONS for shape in sizes), "holds a layer of too many dimensions")
    require(nodes <= limits.NODES, f"holds a network of more than {limits.NODES:,} nodes")
    require(parameters <= limits.PARAMETERS, f"holds a network of more than {limits.PARAMETERS:,} parameters")


def _genome_from(message: neuro_pb2.Parameters, count: int) -> NDArray[np.float32]:
    """The parameters ``(count,)``; a view of the message's bytes."""
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
