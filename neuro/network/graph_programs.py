"""Topologies as programs: what is to be computed, in an order, without nodes that no output depends on.

An operation weights one row of numbers and adds it to one node. Its key is ``step * SPAN + code``: the step says which
node is computed, hidden ones by their order and then the outputs, and the code says what is weighted. So rising keys
are an order of evaluation for every network, and the union of several networks' keys is one for all of them. The last
operation of a step may say which activation its node has.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import kernel, part
from neuro.network.topologies import MOST_HIDDEN, Topologies

__all__ = [
    "ACTIVATION",
    "FIRST_OUTPUT",
    "MEMORY",
    "SPAN",
    "Programs",
    "compile_programs",
    "empty_programs",
    "index_of",
    "links_in",
    "room_for_programs",
    "sort_programs",
    "take_programs",
]

#: Codes of a step: 0 is the bias, ``1 + row`` a row of nodes (inputs, outputs, hidden nodes), and ``MEMORY + row`` what
#: a node said one step before (outputs, hidden nodes).
SPAN = 1 << 18
MEMORY = 1 << 17

#: The last code of a step: its weight is the number of the node's activation, where that is not the first.
ACTIVATION = SPAN - 1

#: The step of the first output; hidden nodes have the steps from 0 on.
FIRST_OUTPUT = MOST_HIDDEN


class Programs(NamedTuple):
    """Programs in rows.

    Attributes:
        length: int32 ``(population,)``, operations of each.
        hidden: int32 ``(population,)``, hidden nodes that are computed.
        key: int32 ``(population, operations)``, rising in each row.
        weight: float32 ``(population, operations)``.
        link: int32 ``(population, operations)``, place of the link among those of the network; -1 where it is none.
    """

    length: NDArray[np.int32]
    hidden: NDArray[np.int32]
    key: NDArray[np.int32]
    weight: NDArray[np.float32]
    link: NDArray[np.int32]


def empty_programs(population: int, operations: int) -> Programs:
    """Room for so many programs of so many operations."""
    shape = population, operations
    return Programs(
        np.zeros(population, np.int32),
        np.zeros(population, np.int32),
        np.zeros(shape, np.int32),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.int32),
    )


def room_for_programs(found: Topologies, spare: Programs | None = None) -> Programs:
    """Room for the programs of some topologies: an operation for each link, and for each other activation.

    Args:
        found: The topologies.
        spare: Programs that nobody needs any more, which are taken when they have that size.
    """
    links, nodes = found.source.shape[1], found.node.shape[1]
    shape = len(found.sizes), links + nodes if found.activation.any() else links
    return spare if spare is not None and spare.key.shape == shape else empty_programs(*shape)


def links_in(programs: Programs) -> NDArray[np.int64]:
    """How many operations of each program are links, ``(population,)``."""
    there = np.arange(programs.key.shape[1]) < programs.length[:, np.newaxis]
    return np.asarray((there & (programs.key % SPAN != ACTIVATION)).sum(axis=1, dtype=np.int64))


@part
def _order_nodes(place, hidden, by_place):
    """Places of the hidden nodes in their order: ``by_place`` (nodes,), written."""
    for k in range(hidden):
        j = k
        while j > 0 and place[by_place[j - 1]] > place[k]:
            by_place[j] = by_place[j - 1]
            j -= 1
        by_place[j] = k


@part
def index_of(node, hidden, number):
    """The place of a hidden node among those of its network, by its number; -1 when it is not there."""
    low, high = 0, hidden
    while low < high:
        middle = (low + high) // 2
        if node[middle] < number:
            low = middle + 1
        else:
            high = middle
    return low if low < hidden and node[low] == number else -1


@part
def _reach(links, enabled, source, target, reached):
    """Mark the hidden nodes that an output depends on; ends are places of hidden nodes, below 0 for others."""
    again = True
    while again:
        again = False
        for k in range(links - 1, -1, -1):
            if enabled[k] and source[k] >= 0 and not reached[source[k]] and (target[k] < 0 or reached[target[k]]):
                reached[source[k]] = 1
                again = True


@part
def _code_of(number, place, rank, step, inputs, outputs):
    """The code of a source: its number, and its place among hidden nodes or -1; ``step`` is its target's."""
    if place >= 0:
        r = rank[place]
        return 1 + inputs + outputs + r if r < step else MEMORY + outputs + r
    if number < inputs:
        return 1 + number
    return 0 if number == inputs else MEMORY + number - inputs - 1


@part
def _add_operation(programs, g, count, key, weight, link):
    """Add an operation to those of a network, in its place."""
    j = count
    while j > 0 and programs.key[g, j - 1] > key:
        programs.key[g, j] = programs.key[g, j - 1]
        programs.weight[g, j], programs.link[g, j] = programs.weight[g, j - 1], programs.link[g, j - 1]
        j -= 1
    programs.key[g, j], programs.weight[g, j], programs.link[g, j] = key, weight, link


@kernel
def _compile(found, inputs, outputs, programs, first, last, by_place, rank, reached, source, target):
    """See ``compile_programs``; the last five arrays are room to work in, for a network's nodes and links."""
    fixed = inputs + 1 + outputs
    for g in range(first, last):
        links, hidden = found.sizes[g, 0], found.sizes[g, 1]
        _order_nodes(found.place[g], hidden, by_place)
        for k in range(hidden):
            reached[k] = 0
        for k in range(links):
            s, t = found.source[g, k], found.target[g, k]
            source[k] = index_of(found.node[g], hidden, s) if s >= fixed else -1
            target[k] = index_of(found.node[g], hidden, t) if t >= fixed else -1
        _reach(links, found.enabled[g], source, target, reached)
        kept = 0
        for k in range(hidden):
            if reached[by_place[k]]:
                rank[by_place[k]] = kept
                kept += 1
        count = 0
        for k in range(links):
            s, t = source[k], target[k]
            if found.enabled[g, k] and (s < 0 or reached[s]) and (t < 0 or reached[t]):
                step = rank[t] if t >= 0 else FIRST_OUTPUT + found.target[g, k] - inputs - 1
                code = _code_of(found.source[g, k], s, rank, step, inputs, outputs)
                _add_operation(programs, g, count, np.int32(step * SPAN + code), found.weight[g, k], k)
                count += 1
        for k in range(hidden):
            if reached[k] and found.activation[g, k]:
                key = np.int32(rank[k] * SPAN + ACTIVATION)
                _add_operation(programs, g, count, key, np.float32(found.activation[g, k]), -1)
                count += 1
        programs.length[g], programs.hidden[g] = count, kept


def compile_programs(found: Topologies, inputs: int, outputs: int, programs: Programs, first: int, last: int) -> None:
    """Write the programs of some networks.

    Args:
        found: The networks.
        inputs: Number of inputs.
        outputs: Number of outputs.
        programs: Programs of as many rows, with room as by ``room_for_programs``; written.
        first: The first network that is compiled.
        last: The network behind the last.
    """
    nodes, links = found.node.shape[1], found.source.shape[1]
    of_nodes = np.empty(nodes, np.int32), np.empty(nodes, np.int32), np.empty(nodes, np.uint8)
    _compile(
        found, inputs, outputs, programs, first, last, *of_nodes, np.empty(links, np.int32), np.empty(links, np.int32)
    )


@part
def _is_before(a, b, programs):
    """Whether one program comes before another: by hidden nodes, then by keys."""
    if programs.hidden[a] != programs.hidden[b]:
        return programs.hidden[a] < programs.hidden[b]
    n, m = programs.length[a], programs.length[b]
    for k in range(min(n, m)):
        x, y = programs.key[a, k], programs.key[b, k]
        if x != y:
            return x < y
    return n < m


@kernel
def sort_programs(programs, order, room):
    """Sort programs so that like stands beside like; equal ones stay in their order.

    Args:
        programs: ``Programs``.
        order: int64 ``(n,)``, rows of programs; sorted.
        room: int64 ``(n,)``, to work in.
    """
    width = 1
    while width < order.size:
        for begin in range(0, order.size, 2 * width):
            middle, end = min(begin + width, order.size), min(begin + 2 * width, order.size)
            i, j = begin, middle
            for k in range(begin, end):
                if j >= end or (i < middle and not _is_before(order[j], order[i], programs)):
                    room[k] = order[i]
                    i += 1
                else:
                    room[k] = order[j]
                    j += 1
        for k in range(order.size):
            order[k] = room[k]
        width *= 2


def take_programs(programs: Programs, places: NDArray[Any]) -> Programs:
    """Copies of some programs, in the order of the places, with no more room than they need."""
    length = programs.length[places]
    most = int(length.max(initial=0))
    return Programs(
        length=length,
        hidden=programs.hidden[places],
        key=programs.key[places, :most],
        weight=programs.weight[places, :most],
        link=programs.link[places, :most],
    )
