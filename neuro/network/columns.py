"""What a network's inputs and outputs are called, where it has learnt a table."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Column", "Columns"]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        name: In the table's first line.
        words: That may stand in it, of each of which the network has an input or an output; none for numbers.
    """

    name: str
    words: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many inputs or outputs it is."""
        return len(self.words) or 1


@dataclass(frozen=True)
class Columns:
    """The columns of the table that a network has learnt.

    Args:
        inputs: In the order of the network's inputs.
        target: What its outputs say.
    """

    inputs: tuple[Column, ...]
    target: Column
