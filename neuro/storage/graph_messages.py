"""Networks of any topology to protobuf and back."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.network import GraphNetwork
from neuro.network.topologies import MOST_HIDDEN, MOST_LINKS, Topologies, check_ends, empty_topologies
from neuro.storage import neuro_pb2
from neuro.storage.named_values import check_text
from neuro.storage.numbers import numbers_from, numbers_to
from neuro.storage.refusal import Refusal, require

__all__ = ["genome_from", "genome_to", "graph_from", "graph_to"]


def graph_to(network: GraphNetwork) -> neuro_pb2.Graph:
    """The message of a network."""
    found = genome_to(network.inputs, network.outputs, network.topology)
    found.hidden, found.output, found.recurrent = network.hidden, network.output, network.recurrent
    found.others = network.others
    return found


def genome_to(inputs: int, outputs: int, found: Topologies) -> neuro_pb2.Graph:
    """The message of one topology, which does not name activations."""
    links, nodes = found.sizes[0].tolist()
    activation = found.activation[0, :nodes]
    of_links = {name: getattr(found, name)[0, :links] for name in ("innovation", "source", "target")}
    return neuro_pb2.Graph(
        inputs=inputs,
        outputs=outputs,
        links=links,
        nodes=nodes,
        weights=numbers_to(found.weight[0, :links]),
        innovations=_bytes_of(of_links["innovation"], "<i4"),
        sources=_bytes_of(of_links["source"], "<i4"),
        targets=_bytes_of(of_links["target"], "<i4"),
        enabled=_bytes_of(found.enabled[0, :links], "|u1"),
        numbers=_bytes_of(found.node[0, :nodes], "<i4"),
        places=numbers_to(found.place[0, :nodes]),
        origins=_bytes_of(found.origin[0, :nodes], "<i8"),
        activations=_bytes_of(activation, "|u1") if activation.any() else b"",
    )


def graph_from(message: neuro_pb2.Graph) -> GraphNetwork:
    """The network that a message holds.

    Raises:
        Refusal: If it makes no network, or is too large.
    """
    found = genome_from(message)
    try:
        return GraphNetwork(
            message.inputs,
            message.outputs,
            found,
            hidden=check_text(message.hidden, "an activation"),
            output=check_text(message.output, "an activation"),
            recurrent=message.recurrent,
            others=check_text(message.others, "the names of other activations"),
        )
    except NeuroError as error:
        raise Refusal(f"holds a graph that makes no network: {error}") from None


def genome_from(message: neuro_pb2.Graph) -> Topologies:
    """The topology that a message holds.

    Raises:
        Refusal: If it makes no network, or is too large.
    """
    links, nodes = message.links, message.nodes
    try:
        check_ends(message.inputs, message.outputs)
    except NeuroError as error:
        raise Refusal(f"holds a graph that makes no network: {error}") from None
    require(
        links <= MOST_LINKS and nodes <= MOST_HIDDEN, f"holds a graph of {links:,} links and {nodes:,} hidden nodes"
    )
    found = empty_topologies(1, links, nodes)
    found.sizes[:] = links, nodes
    found.weight[0] = _float32(numbers_from(message.weights, links, "weights", "its links need"))
    found.innovation[0] = _whole(message.innovations, "<i4", links, "numbers of links")
    found.source[0] = _whole(message.sources, "<i4", links, "sources of links")
    found.target[0] = _whole(message.targets, "<i4", links, "targets of links")
    found.enabled[0] = _whole(message.enabled, "|u1", links, "switches of links")
    found.node[0] = _whole(message.numbers, "<i4", nodes, "numbers of hidden nodes")
    found.place[0] = numbers_from(message.places, nodes, "places", "its hidden nodes need")
    found.origin[0] = _whole(message.origins, "<i8", nodes, "origins of hidden nodes")
    if message.activations:
        found.activation[0] = _whole(message.activations, "|u1", nodes, "activations of hidden nodes")
    _check(found, message.inputs, message.outputs)
    return found


def _check(found: Topologies, inputs: int, outputs: int) -> None:
    """Raise Refusal unless links lead from nodes to nodes, in the order of their numbers."""
    innovation, source, target, node, place = (
        getattr(found, name)[0] for name in ("innovation", "source", "target", "node", "place")
    )
    fixed = inputs + 1 + outputs
    for numbers, least, what in ((innovation, 0, "links"), (node, fixed, "hidden nodes")):
        rising = bool((np.diff(numbers) > 0).all()) and (not numbers.size or numbers[0] >= least)
        require(rising, f"holds a graph whose {what} are not in the order of their numbers")
    known = np.concatenate([np.arange(fixed), node])
    ends = np.isin(source, known).all() and np.isin(target, known[inputs + 1 :]).all()
    require(bool(ends), "holds a graph with a link from or to a node that is not there")
    require(
        len(set(zip(source.tolist(), target.tolist(), strict=True))) == len(source), "holds a graph with a link twice"
    )
    require(bool((found.enabled[0] <= 1).all()), "holds a graph with a link that is neither on nor off")
    require(bool(((place >= 0) & (place <= 1)).all()), "holds a graph with a node beyond its inputs or outputs")


def _float32(values: NDArray[Any]) -> NDArray[np.float32]:
    require(values.dtype == np.dtype("<f4"), f"holds weights of type {values.dtype}, and links have those of float32")
    return values


def _bytes_of(values: NDArray[Any], dtype: str) -> bytes:
    return np.ascontiguousarray(values, dtype).tobytes()


def _whole(data: bytes, dtype: str, count: int, what: str) -> NDArray[Any]:
    """Whole numbers ``(count,)`` of a type."""
    require(
        len(data) == count * np.dtype(dtype).itemsize, f"holds {len(data):,} bytes of {what}, where there are {count:,}"
    )
    return np.frombuffer(data, dtype)
