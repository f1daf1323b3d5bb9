"""The ways to play a game, and what counts as solving it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from neuro.network import Layer
from neuro.texts import clean

__all__ = ["Exam", "Level", "listed"]


def listed(name: str, values: Sequence[float]) -> dict[str, float]:
    """A list of parameters as a level gives it: each place under its own name.

    Args:
        name: Name of the list in the rules' class ``Setting``.
        values: A number for each of its places.
    """
    return {f"{name}_{k}": value for k, value in enumerate(values)}


@dataclass(frozen=True)
class Exam:
    """When a game counts as solved: what a genome must reach on each of some courses that training never uses.

    Args:
        score: The least score.
        courses: Number of courses.
        max_steps: The longest episode; passing takes no fewer.
        fitness: The least fitness, for games whose fitness tells the safe from the lucky.
    """

    score: float
    courses: int
    max_steps: int
    fitness: float = -math.inf


@dataclass(frozen=True)
class Level:
    """One way to play a game: values of its parameters.

    Args:
        parameters: Parameters that differ from the defaults of the rules, by name.
        about: What is hard about it, in a few words.
        exam: The exam that counts as solving the level; the game's own when None.
        max_steps: The longest training episode; as the game says when None.
        rules: Rules of its own, for a level on which other things are seen or count; the game's own when None.
        layers: The network that plays it by default; the game's own when None.
        pairing: The choice of opponents in games of several players; as the game says when None.
    """

    parameters: Mapping[str, float]
    about: str
    exam: Exam | None = None
    max_steps: int | None = None
    rules: ModuleType | None = None
    layers: tuple[Layer, ...] | None = None
    pairing: str | None = None

    def __post_init__(self) -> None:
        """Texts of others are kept in a form that may be shown anywhere."""
        clean(self, "about")
