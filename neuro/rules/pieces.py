"""What rules become before they are text: straight pieces, and what decides whether and how often these run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from neuro.rules.nodes import Node

__all__ = ["Items", "Keep", "Loop", "Piece", "Region", "Switch", "pieces_in"]


@dataclass(frozen=True)
class Keep:
    """A value that a piece keeps in a row of its own for later pieces.

    Attributes:
        node: The value.
        masked: Whether lanes outside of the mask keep what was in the row.
    """

    node: Node
    masked: bool


@dataclass(eq=False)
class Piece:
    """Values and stores without branches: one loop over lanes, or a few.

    Attributes:
        number: Number of the piece, in the order of the text.
        mask: The slot that says which lanes take part; None for all.
        stores: What is stored, by place: ("row", number), ("spot", first row, index), ("out", name, row).
        slots: What is kept for later pieces, by slot.
        scatter: Stores to places that differ from lane to lane: first row, size, place, value.
        spilled: Nodes that later pieces need, each with the row that it is kept in.
    """

    number: int
    mask: int | None
    stores: dict[tuple[Any, ...], Node] = field(default_factory=dict)
    slots: dict[int, Keep] = field(default_factory=dict)
    scatter: tuple[int, int, Node, Node] | None = None
    spilled: dict[int, Node] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether it does nothing."""
        return not (self.stores or self.slots or self.scatter)

    @property
    def roots(self) -> list[Node]:
        """All values that leave the piece, and those that its places are computed from."""
        found = [*self.stores.values(), *(one.node for one in self.slots.values()), *self.spilled.values()]
        places = [part for place in self.stores for part in place if isinstance(part, Node)]
        return found + places + list(self.scatter[2:] if self.scatter else ())


@dataclass(eq=False)
class Region:
    """What runs for the lanes of a mask, if there is any such lane."""

    mask: int
    body: Items = field(default_factory=list)


@dataclass(eq=False)
class Switch:
    """What runs when something holds that is the same in all lanes."""

    condition: Node
    body: Items = field(default_factory=list)


@dataclass(eq=False)
class Loop:
    """What runs for each number of a range.

    Attributes:
        name: The variable.
        numbers: The range.
        body: What runs.
        gone: Slots that say which lanes have left; when all have, the loop ends.
        mask: The slot of the lanes that take part; None for all.
    """

    name: str
    numbers: range
    body: Items = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    mask: int | None = None


Items = list["Piece | Region | Switch | Loop"]


def pieces_in(items: Items) -> Iterator[Piece]:
    """All pieces, in the order of the text."""
    for item in items:
        if isinstance(item, Piece):
            yield item
        else:
            yield from pieces_in(item.body)
