"""Levels of a game, the exam that counts as solving one, and the ways in which outputs become actions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from neuro.texts import clean

__all__ = ["DECISIONS", "Exam", "Level"]

#: How a network's outputs become the action rows that ``step`` reads.
DECISIONS = {
    "versus": "two outputs, one action row: 1 when the first exceeds the second, else 0",
    "argmax": "one action row: the index of the largest output, the first of equals",
    "threshold": "an action row for each output: 1 when its sum before activation is positive, else 0",
    "continuous": "an action row for each output: the output itself",
}


@dataclass(frozen=True)
class Exam:
    """When a game counts as solved: what a genome must reach on each of some courses that training never uses.

    Args:
        score: The least score.
        courses: Number of courses.
        max_steps: The longest flight; passing takes no fewer.
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
        max_steps: The longest training flight; as the game says when None.
    """

    parameters: Mapping[str, float]
    about: str
    exam: Exam | None = None
    max_steps: int | None = None

    def __post_init__(self) -> None:
        """Texts of others are kept in a form that may be shown anywhere."""
        clean(self, "about")
