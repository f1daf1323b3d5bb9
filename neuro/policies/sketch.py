"""A network as it is drawn: nodes that have a place, and links between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Links", "Node", "Sketch"]


class Node(NamedTuple):
    """A node of a network.

    Attributes:
        x: Its place from left to right, from 0 to 1. Nodes of one place form a column, in their order.
        row: Index of its value in the rows that ``BoundPolicy.think`` fills.
        kind: Whether it is an input, a hidden node or an output.
        label: Its name, for people; empty for inputs and outputs that the game names.
        activation: Name of its activation, where hidden nodes differ in it.
    """

    x: float
    row: int
    kind: Literal["input", "hidden", "output"]
    label: str = ""
    activation: str = ""


class Links(NamedTuple):
    """The links of a network, as arrays ``(links,)``.

    Attributes:
        source: Index of the node whose value is weighted, int64.
        target: Index of the node that adds it up, int64.
        gene: Index of the weight in the genome, int64.
        memory: Whether the value is that of the step before, bool.
    """

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    gene: NDArray[np.int64]
    memory: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Sketch:
    """What can be drawn of one individual, without its numbers.

    Attributes:
        nodes: All nodes: those that the game's inputs fill first, the outputs last.
        links: The links that are drawn; none for layers that have too many.
        summary: The architecture in a few words: "5 – 8 – 2, tanh, sigmoid".
        newest: Index of the link that was added last, of networks that grow; None where none was.
    """

    nodes: tuple[Node, ...]
    links: Links
    summary: str
    newest: int | None = None

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """The row of each node, ``(nodes,)``."""
        return np.array([node.row for node in self.nodes], np.int64)

    @cached_property
    def column_of(self) -> NDArray[np.int64]:
        """The column of each node, ``(nodes,)``, counted from the left."""
        return np.unique([node.x for node in self.nodes], return_inverse=True)[1].astype(np.int64)

    @cached_property
    def arcs(self) -> NDArray[np.bool_]:
        """Which links are drawn as arcs, ``(links,)``: those of memory, and those that would pass under other nodes.

        These are all that do not lead from one column to the next.
        """
        steps = self.column_of[self.links.target] - self.column_of[self.links.source]
        return np.asarray(self.links.memory | (steps != 1))

    @cached_property
    def columns(self) -> tuple[tuple[int, ...], ...]:
        """Indices of the nodes of each column, from the left."""
        found: list[list[int]] = [[] for _ in range(int(self.column_of.max()) + 1)]
        for node, column in enumerate(self.column_of.tolist()):
            found[column].append(node)
        return tuple(map(tuple, found))
