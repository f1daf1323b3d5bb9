"""What became of a population: fitness, score and length of every episode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.rollout.experience import Experience

__all__ = ["Outcome"]


@dataclass(frozen=True)
class Outcome:
    """What became of each genome on each course; all arrays ``(population, episodes)``.

    Attributes:
        fitness: What evolution maximises, float32.
        score: What people count, float32.
        steps: Steps that the agent lived, int64.
        behaviour: What the agent did, where the game describes it, float32 ``(population, episodes, numbers)``.
        experience: What agents saw, chose and gained, where it was asked for; None elsewhere.
        faults: Workers that broke off and whose agents were played again, a sentence each.
    """

    fitness: NDArray[np.float32]
    score: NDArray[np.float32]
    steps: NDArray[np.int64]
    faults: tuple[str, ...] = ()
    behaviour: NDArray[np.float32] | None = None
    experience: Experience | None = None

    @property
    def mean_behaviour(self) -> NDArray[np.float32] | None:
        """What each genome did, float32 ``(population, numbers)``: the mean over its courses, added up one by one."""
        if self.behaviour is None:
            return None
        total = np.zeros((len(self.behaviour), self.behaviour.shape[2]))
        for course in range(self.behaviour.shape[1]):
            total += self.behaviour[:, course]
        return np.asarray(total / self.behaviour.shape[1], np.float32)

    @property
    def agent_steps(self) -> int:
        """Steps that living agents took, all together."""
        return int(self.steps.sum())
