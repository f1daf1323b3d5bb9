"""Names of the inputs and outputs of a network that has learnt a table."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Column", "Columns"]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        name: The column's name in the table's first line.
        words: The words that may stand in the column, one input or output each; empty for a column of numbers.
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
        inputs: The columns of inputs, in the order of the network's inputs.
        target: What its outputs say.
    """

    inputs: tuple[Column, ...]
    target: Column
