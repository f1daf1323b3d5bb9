"""Values that are known only when the rules run, as a graph of float32 operations in which equal ones are one node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["ANYWHERE", "BOOL", "CHAR", "FLOAT", "INDEX", "WHOLE", "Graph", "Node", "walk"]

#: What a value is. All but an index, which is the same in all lanes, are float32 or, while a piece runs, booleans.
FLOAT, WHOLE, BOOL, INDEX, CHAR = "float", "whole", "bool", "index", "char"

#: The piece of a node that is the same in all lanes, and can be computed in any piece.
ANYWHERE = -1

#: Kinds that read memory as it is at one moment: equal ones of different pieces are different nodes.
_READS = frozenset({"row", "spot", "gather", "slot"})
#: Kinds that are the same in all lanes.
_SHARED = frozenset({"constant", "parameter", "loop", "index"})
#: Kinds that depend on nothing but what they are made of.
_PURE = frozenset({"op", "compare", "pick", "not", "and", "or", "call", "negative", "number", "real"})


@dataclass(eq=False, slots=True)
class Node:
    """A value that is not known yet.

    Attributes:
        kind: The operation: constant, parameter, loop, index, row, spot, gather, slot, table, action, draw, steps, op,
            compare, pick, not, and, or, call, negative, number (of a boolean) or real (of an index).
        args: What it is made of: nodes, texts and numbers.
        typ: What it is: see ``FLOAT``.
        home: The number of the piece that computes it, or ``ANYWHERE``.
        number: A number of its own.
        span: The least and the largest value of an index.
    """

    kind: str
    args: tuple[Any, ...]
    typ: str
    home: int
    number: int
    span: tuple[int, int] = (0, 0)

    described = "a number that is known only when the rules run"

    @property
    def shared(self) -> bool:
        """Whether the value is the same in all lanes."""
        return self.home == ANYWHERE


class Graph:
    """Makes nodes; equal ones are made once.

    Attributes:
        here: The number of the piece that is being traced.
    """

    def __init__(self) -> None:
        self.here = 0
        self._made: dict[tuple[Any, ...], Node] = {}
        self._count = 0

    def node(self, kind: str, *args: Any, typ: str, span: tuple[int, int] = (0, 0)) -> Node:
        """The node of these properties."""
        spelled = tuple(one.number if isinstance(one, Node) else (type(one).__name__, one) for one in args)
        key = (kind, typ, self.here if kind in _READS else None, spelled)
        if key not in self._made:
            parts = [one for one in args if isinstance(one, Node)]
            shared = kind in _SHARED or (kind in _PURE and all(one.shared for one in parts))
            self._made[key] = Node(kind, args, typ, ANYWHERE if shared else self.here, self._count, span)
            self._count += 1
        return self._made[key]

    def forget(self, first: int) -> None:
        """Make the nodes of a piece and of all later ones anew: what ran only sometimes cannot be relied on."""
        self._made = {key: one for key, one in self._made.items() if one.home < first}


def walk(nodes: list[Node]) -> list[Node]:
    """Nodes and all that they are made of, each once."""
    found: dict[int, Node] = {}
    waiting = list(nodes)
    while waiting:
        one = waiting.pop()
        if one.number not in found:
            found[one.number] = one
            waiting += [part for part in one.args if isinstance(part, Node)]
    return list(found.values())
