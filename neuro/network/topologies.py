"""Networks of any topology as arrays: the links and the hidden nodes of each, padded to one length.

Nodes have numbers: the inputs from 0 on, then the bias, which always says 1, then the outputs, then hidden nodes in the
order in which they were invented. A hidden node has a place between the inputs at 0 and the outputs at 1: halfway
between the ends of the link that it was put into. Whatever has the smaller place, and of one place the smaller number,
comes first. A link to a node that comes later carries what its source says now; any other carries what its source said
one step before. So no topology has a cycle within a step, and there is nothing to be sorted or searched for cycles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError

__all__ = [
    "MOST_HIDDEN",
    "MOST_INPUTS",
    "MOST_LINKS",
    "MOST_OUTPUTS",
    "Topologies",
    "check_ends",
    "empty_topologies",
    "joined_topologies",
    "packed_topologies",
    "ragged",
    "take_topologies",
    "unpacked_topologies",
]

#: Of one network: inputs, outputs, hidden nodes, and links.
MOST_INPUTS = 65_535
MOST_OUTPUTS = 4095
MOST_HIDDEN = 4096
MOST_LINKS = 1_000_000


class Topologies(NamedTuple):
    """Networks in rows; what stands behind a row's own links and nodes means nothing.

    Attributes:
        sizes: int32 ``(population, 2)``: links and hidden nodes of each.
        innovation: int32 ``(population, links)``, the historical number of each link, rising in each row.
        source: int32 ``(population, links)``, number of the node whose value is weighted.
        target: int32 ``(population, links)``, number of the node that adds it up.
        weight: float32 ``(population, links)``.
        enabled: uint8 ``(population, links)``, 1 where the link is in use.
        node: int32 ``(population, nodes)``, numbers of the hidden nodes, rising in each row.
        place: float64 ``(population, nodes)``, from 0 at the inputs to 1 at the outputs.
        origin: int64 ``(population, nodes)``, number of the link that was split, and how often it had been split before
            in the same network (the lowest 8 bits).
        activation: uint8 ``(population, nodes)``, 0 for the activation that hidden nodes have at first, k for the k-th
            of the others.
    """

    sizes: NDArray[np.int32]
    innovation: NDArray[np.int32]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weight: NDArray[np.float32]
    enabled: NDArray[np.uint8]
    node: NDArray[np.int32]
    place: NDArray[np.float64]
    origin: NDArray[np.int64]
    activation: NDArray[np.uint8]


#: Which arrays have a column for each hidden node; the others after ``sizes`` have one for each link.
_OF_NODES = ("node", "place", "origin", "activation")


def check_ends(inputs: int, outputs: int) -> None:
    """Raise ShapeError unless a network of any topology can have so many inputs and outputs.

    Raises:
        ShapeError: If there are none, or too many.
    """
    for count, most, what in ((inputs, MOST_INPUTS, "inputs"), (outputs, MOST_OUTPUTS, "outputs")):
        if not 0 < count <= most:
            raise ShapeError(f"a network that grows has from 1 to {most:,} {what}, not {count:,}")


def empty_topologies(population: int, links: int, nodes: int) -> Topologies:
    """Room for so many networks of so many links and hidden nodes; they have none."""
    of_links, of_nodes = (population, links), (population, nodes)
    return Topologies(
        sizes=np.zeros((population, 2), np.int32),
        innovation=np.zeros(of_links, np.int32),
        source=np.zeros(of_links, np.int32),
        target=np.zeros(of_links, np.int32),
        weight=np.zeros(of_links, np.float32),
        enabled=np.zeros(of_links, np.uint8),
        node=np.zeros(of_nodes, np.int32),
        place=np.zeros(of_nodes, np.float64),
        origin=np.zeros(of_nodes, np.int64),
        activation=np.zeros(of_nodes, np.uint8),
    )


def take_topologies(
    found: Topologies, places: NDArray[Any], links: int | None = None, nodes: int | None = None
) -> Topologies:
    """Copies of some networks, with room for so many links and nodes each; for those that they have when None."""
    sizes = found.sizes[places]
    most_links, most_nodes = (int(one) for one in sizes.max(axis=0, initial=0))
    taken = empty_topologies(len(sizes), most_links if links is None else links, most_nodes if nodes is None else nodes)
    taken.sizes[:] = sizes
    for name in Topologies._fields[1:]:
        most = most_nodes if name in _OF_NODES else most_links
        getattr(taken, name)[:, :most] = getattr(found, name)[places, :most]
    return taken


def joined_topologies(parts: Sequence[Topologies]) -> Topologies:
    """All networks of some topologies, in their order."""
    links, nodes = (max(getattr(one, name).shape[1] for one in parts) for name in ("source", "node"))
    padded = [take_topologies(one, np.arange(len(one.sizes)), links, nodes) for one in parts]
    return Topologies(*(np.concatenate(arrays) for arrays in zip(*padded, strict=True)))


def ragged(found: Topologies) -> dict[str, NDArray[Any]]:
    """The arrays but for the sizes, without what pads their rows, one row after the other.

    Activations are left out where all nodes have the first, as all had before there were others.
    """
    links = np.arange(found.source.shape[1]) < found.sizes[:, :1]
    nodes = np.arange(found.node.shape[1]) < found.sizes[:, 1:]
    parts = {name: getattr(found, name)[nodes if name in _OF_NODES else links] for name in Topologies._fields[1:]}
    if not parts["activation"].any():
        del parts["activation"]
    return parts


def packed_topologies(found: Topologies) -> dict[str, NDArray[Any]]:
    """The same as few arrays of float32, float64 and int64, such as checkpoints hold."""
    parts = ragged(found)
    gene = parts["innovation"].astype(np.int64) * 2 + parts["enabled"]
    ends = (parts["source"].astype(np.int64) << 32) | parts["target"]
    return {
        "sizes": found.sizes.astype(np.int64),
        "genes": np.stack([gene, ends]),
        "weights": parts["weight"],
        "nodes": np.stack([parts[one].astype(np.int64) for one in ("node", "origin", "activation") if one in parts]),
        "places": parts["place"],
    }


def unpacked_topologies(arrays: Mapping[str, NDArray[Any]]) -> Topologies:
    """What ``packed_topologies`` packed.

    Raises:
        KeyError: If an array is missing.
        ValueError: If they do not fit each other, or make no networks.
    """
    sizes, (gene, ends), (node, origin, *activation) = arrays["sizes"], arrays["genes"], arrays["nodes"]
    most = sizes.max(axis=0, initial=0)
    if sizes.ndim != 2 or sizes.shape[1] != 2 or sizes.min(initial=0) < 0 or (most > (MOST_LINKS, MOST_HIDDEN)).any():
        raise ValueError(f"sizes of shape {sizes.shape}")
    found = empty_topologies(len(sizes), int(most[0]), int(most[1]))
    found.sizes[:] = sizes
    links, nodes = np.arange(most[0]) < sizes[:, :1], np.arange(most[1]) < sizes[:, 1:]
    found.innovation[links], found.enabled[links] = gene // 2, gene % 2
    found.source[links], found.target[links] = ends >> 32, ends & 0xFFFFFFFF
    found.weight[links] = arrays["weights"]
    found.node[nodes], found.origin[nodes], found.place[nodes] = node, origin, arrays["places"]
    if activation:
        (found.activation[nodes],) = activation
    return found
