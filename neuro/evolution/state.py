"""The state of a run: everything that its next generation depends on, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from neuro.evolution.settings import Change
from neuro.policies import Genomes

__all__ = ["Best", "EvolutionState"]


@dataclass(frozen=True, eq=False)
class Best:
    """The best genome that a run has found so far.

    Attributes:
        genome: Genomes of length 1.
        generation: Number of the generation that it was found in.
        fitness: What it was given there.
        score: What it reached there.
        solved: Whether it passed the game's exam.
    """

    genome: Genomes
    generation: int
    fitness: float
    score: float
    solved: bool


@dataclass(frozen=True, eq=False)
class EvolutionState:
    """A run between two generations.

    Draws are made by counter, so there is no state of a random number generator: seed and generation are it.

    Attributes:
        generation: The one that waits to be evaluated.
        arrays: The algorithm's, by name; of a population the matrix of its genomes.
        fingerprint: Fingerprint of all generations before.
        best: The best genome so far; None before the first generation.
        solved: Whether the game has been solved.
        agent_steps: Steps that living agents took so far.
        seconds: Seconds that evaluating and breeding took so far.
        changes: Settings that were changed so far, in their order.
    """

    generation: int
    arrays: Mapping[str, NDArray[Any]]
    fingerprint: str
    best: Best | None
    solved: bool
    agent_steps: int
    seconds: float
    changes: tuple[Change, ...]

    def detached(self) -> EvolutionState:
        """The same with arrays of its own, which stay as they are when the run goes on."""
        return replace(self, arrays={name: array.copy() for name, array in self.arrays.items()})
