"""How a network scales its numbers, and what its columns are called, to protobuf and back."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.network import Column, Columns, Network, Scaling
from neuro.network.layers import Shape
from neuro.storage import limits, neuro_pb2
from neuro.storage.named_values import check_text
from neuro.storage.numbers import numbers_from, numbers_to
from neuro.storage.refusal import Refusal, require

__all__ = ["columns_from", "columns_to", "scaling_from", "scaling_to"]


def scaling_to(scaling: Scaling) -> neuro_pb2.Scaling:
    """The message of a scaling."""
    given = (scaling.mean, scaling.deviation, scaling.target_mean, scaling.target_deviation)
    messages = (None if values is None else numbers_to(np.asarray(values, np.float64)) for values in given)
    return neuro_pb2.Scaling(**dict(zip(_names(), messages, strict=True)))


def _names() -> tuple[str, ...]:
    return ("mean", "deviation", "target_mean", "target_deviation")


def scaling_from(message: neuro_pb2.Scaling, shapes: Sequence[Shape]) -> Scaling:
    """The scaling that a message holds.

    Args:
        message: The message that holds the scaling.
        shapes: Shape of each layer's outputs.

    Raises:
        Refusal: If it does not fit the network.
    """
    found: list[NDArray[np.float64] | None] = []
    for name, shape in zip(_names(), (shapes[0], shapes[0], shapes[-1], shapes[-1]), strict=True):
        if name.startswith("target") and not message.HasField(name):
            found.append(None)
            continue
        values = numbers_from(getattr(message, name), math.prod(shape), "numbers of a scaling", "its network needs")
        found.append(np.array(values, np.float64).reshape(shape))
    try:
        scaling = Scaling(found[0], found[1], found[2], found[3])  # type: ignore[arg-type]
        scaling.check_shapes(shapes[0], shapes[-1])
    except NeuroError as error:
        raise Refusal(f"holds a scaling that makes no sense: {error}") from None
    return scaling


def columns_to(columns: Columns) -> neuro_pb2.Columns:
    """The message of the columns of a table."""
    inputs = [neuro_pb2.Column(name=one.name, words=one.words) for one in columns.inputs]
    target = neuro_pb2.Column(name=columns.target.name, words=columns.target.words)
    return neuro_pb2.Columns(inputs=inputs, target=target)


def columns_from(message: neuro_pb2.Columns, network: Network) -> Columns:
    """The columns that a message holds.

    Raises:
        Refusal: If they do not fit the network, or a name or word is empty, too long, unprintable or there twice.
    """
    require(len(message.inputs) <= limits.NODES, f"holds a table of more than {limits.NODES:,} columns")
    inputs = tuple(_column_from(one) for one in message.inputs)
    target = _column_from(message.target)
    found, needed = sum(one.width for one in inputs), math.prod(network.shapes[0])
    require(found == needed, f"holds columns of {found:,} inputs for a network of {needed:,}")
    found, needed = target.width, math.prod(network.shapes[-1])
    require(found == needed, f"holds a column of {found:,} outputs for a network of {needed:,}")
    names = [one.name for one in inputs] + [target.name]
    require(len(set(names)) == len(names), "holds a table with two columns of one name")
    return Columns(inputs, target)


def _column_from(message: neuro_pb2.Column) -> Column:
    require(len(message.words) <= limits.NODES, f"holds a column of more than {limits.NODES:,} words")
    name = check_text(message.name, "a name of a column")
    words = tuple(check_text(word, "a word of a column") for word in message.words)
    require(name != "" and "" not in words, "holds a column without a name, or a word without letters")
    require(len(set(words)) == len(words), f"holds a column {name!r:.60} with one word twice")
    return Column(name, words)
