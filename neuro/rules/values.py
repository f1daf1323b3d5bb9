"""What names of rules stand for, besides numbers."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from neuro.rules.source import Source

__all__ = [
    "UNDEFINED",
    "Action",
    "Agent",
    "Array",
    "Bound",
    "Function",
    "OfOne",
    "Params",
    "Picked",
    "Player",
    "Rng",
    "Undefined",
]


class Undefined:
    """What a name stands for that has no value, at least on some ways through the rules."""

    described = "something without a value"


UNDEFINED = Undefined()


@dataclass(frozen=True)
class Agent:
    """The agent, or, of several players, the match."""

    described = "the agent"


@dataclass(frozen=True)
class OfOne:
    """What belongs to one of several players.

    Attributes:
        number: The player's number, known or not.
    """

    number: Any = 0


class Player(OfOne):
    """A player of a match."""

    described = "a player"


class Action(OfOne):
    """The action, or that of one player."""

    described = "the action"


@dataclass(frozen=True)
class Params:
    """The parameters."""

    described = "the parameters"


@dataclass(frozen=True)
class Rng:
    """The draws of the course."""

    described = "the random numbers"


@dataclass(frozen=True)
class Array:
    """A list of the agent.

    Attributes:
        name: Its name.
    """

    name: str
    described = "a list"


@dataclass(frozen=True)
class Picked:
    """A row of a table of rows, at a place that is known only when the rules run.

    Attributes:
        options: The rows that it may be, all of one length.
        places: How many rows there are in each direction, and the place there, the last direction the fastest.
    """

    options: tuple[Any, ...]
    places: tuple[tuple[int, Any], ...]
    described = "a row of a table"


@dataclass(frozen=True)
class Bound:
    """A function of something, like ``rng.uniform``.

    Attributes:
        name: Its name.
        call: Computes it, from the values and the place.
    """

    name: str
    call: Callable[[list[Any], Any], Any]
    described = "a function"


@dataclass(frozen=True, eq=False)
class Function:
    """A function of the rules, or of another module of the game.

    Attributes:
        definition: Its text.
        source: The text that it stands in.
    """

    definition: ast.FunctionDef
    source: Source

    @property
    def described(self) -> str:
        """What it is called."""
        return f"the function {self.definition.name}"
