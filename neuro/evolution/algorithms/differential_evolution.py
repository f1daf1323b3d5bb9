"""Differential evolution: each member tries a step that is the difference of two others, and keeps what is no worse.

R. Storn and K. Price, "Differential evolution: a simple and efficient heuristic for global optimization", 1997.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.vector_search import VectorSearch
from neuro.operators.differences import BASES, Difference
from neuro.operators.ranking import best_first
from neuro.operators.remembering import forget, take_better

__all__ = ["DifferentialEvolution", "DifferentialEvolutionSettings"]


@dataclass(frozen=True)
class DifferentialEvolutionSettings:
    """How differential evolution tries; the fields say what each setting means."""

    base: str = setting(
        "current-to-best",
        "Where a trial starts from: a random member (rand/1), the best (best/1), or between its own and one of the "
        "best (current-to-best/1)",
        choices=BASES,
    )
    weight: float = setting(
        0.7, "How much of a difference is added: large steps explore, small refine", low=0, high=2, span=(0, 1)
    )
    crossover_rate: float = setting(
        0.9, "The chance of each gene to come from the trial's step, not from the member", low=0, high=1
    )
    best_share: float = setting(
        0.1, "The share of the population that counts as the best", low=0, high=1, label="Share of the best"
    )
    doubt: float = setting(
        0.0,
        "What share of its lead over the worst a member's remembered fitness loses in each generation, so that luck "
        "does not last where every generation has other courses",
        low=0,
        high=1,
        span=(0, 0.5),
    )


class DifferentialEvolution(VectorSearch):
    """Members, and a trial of each; see ``Algorithm``. The first generation are the members themselves."""

    name: ClassVar[str] = "de"
    title: ClassVar[str] = "Differential evolution"
    source: ClassVar[str] = "R. Storn and K. Price, 1997"
    Settings: ClassVar[type[DifferentialEvolutionSettings]] = DifferentialEvolutionSettings
    by_genome: ClassVar[tuple[str, ...]] = "members", "fitness"
    settings: DifferentialEvolutionSettings

    def begin(self) -> None:
        self.memory = {"members": self.genomes.copy(), "fitness": np.full(self.population, -np.inf)}
        self._accepted = 0.0

    def learn(self, fitness: NDArray[np.float64]) -> None:
        forget(self.memory["fitness"], self.settings.doubt)
        better = take_better(self.genomes, fitness, self.memory["members"], self.memory["fitness"])
        self._accepted = int(np.count_nonzero(better)) / better.size

    def sample(self) -> None:
        order = best_first(self.memory["fitness"])
        if self.population != order.size:
            places = np.resize(order, self.population)
            self.memory = {name: array[places] for name, array in self.memory.items()}
            order = best_first(self.memory["fitness"])
        self.genomes, own = self.room(), self.settings
        best = order[: max(1, round(own.best_share * order.size))]
        difference = Difference(own.base, own.weight, own.crossover_rate)
        difference.apply(self.memory["members"], best, self.genomes, self.key, self.generation)

    def metrics(self) -> dict[str, float]:
        return {"accepted": self._accepted}
