"""Simulated annealing: chains that walk at random, and accept a step down ever more seldom as they cool.

S. Kirkpatrick, C. Gelatt and M. Vecchi, "Optimization by simulated annealing", 1983.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.vector_search import VectorSearch, room_like
from neuro.operators.exponential import exp_of_each, power
from neuro.operators.noise import draw_normal, draw_uniform
from neuro.operators.ranking import best_first
from neuro.operators.sampling import place_around_each, root_mean_square
from neuro.random import Purpose

__all__ = ["Annealing", "AnnealingSettings"]


@dataclass(frozen=True)
class AnnealingSettings:
    """How chains walk and cool; the fields say what each setting means."""

    temperature: float = setting(
        0.1,
        "How much worse a step may be and still be accepted often, as a multiple of how far the fitness of the first "
        "genomes is spread",
        low=0,
        high=1000,
        span=(0, 2),
    )
    cooling: float = setting(
        0.97, "What the temperature is multiplied by from one generation to the next", low=0, high=1, slider=False
    )
    step: float = setting(0.5, "How far a step goes at the beginning, in each gene", low=1e-6, high=100, span=(0.01, 1))
    step_cooling: float = setting(
        0.98, "What the step is multiplied by from one generation to the next", low=0, high=1, slider=False
    )
    least_step: float = setting(0.02, "No step is shorter than this", low=0, high=100, slider=False)
    restarts: float = setting(
        0.05,
        "The share of the chains that go on from where the best one is, the worst first: 0 leaves each to itself",
        low=0,
        high=1,
        span=(0, 0.5),
    )


class Annealing(VectorSearch):
    """As many chains as there are genomes; see ``Algorithm``. The first generation is where they begin."""

    name: ClassVar[str] = "annealing"
    title: ClassVar[str] = "Simulated annealing"
    source: ClassVar[str] = "S. Kirkpatrick, C. Gelatt and M. Vecchi, 1983"
    Settings: ClassVar[type[AnnealingSettings]] = AnnealingSettings
    by_genome: ClassVar[tuple[str, ...]] = "chains", "fitness"
    settings: AnnealingSettings

    def begin(self) -> None:
        fitness = np.full(self.population, -np.inf)
        self.memory = {"chains": self.genomes.copy(), "fitness": fitness, "spread": np.zeros(1)}
        self._noise, self._accepted = np.empty_like(self.genomes), 0.0

    def learn(self, fitness: NDArray[np.float64]) -> None:
        known, spread = self.memory["fitness"], self.memory["spread"]
        if spread[0] == 0:  # until there is one
            finite = fitness[np.isfinite(fitness)]
            spread[0] = root_mean_square(finite - math.fsum(finite) / finite.size) if finite.size else 0.0
        accepted = fitness >= known
        if self._heat > 0:
            worse = np.flatnonzero(~accepted & np.isfinite(fitness))
            chances = np.empty(len(fitness), np.float32)
            draw_uniform(chances, self.key, self.generation, Purpose.SELECT)
            accepted[worse] = chances[worse] < exp_of_each((fitness[worse] - known[worse]) / self._heat)
        np.copyto(self.memory["chains"], self.genomes, where=accepted[:, np.newaxis])
        np.copyto(known, fitness, where=accepted)
        self._accepted = int(np.count_nonzero(accepted)) / accepted.size

    @property
    def _heat(self) -> float:
        """The temperature, in fitness."""
        own = self.settings
        return float(own.temperature * power(float(own.cooling), float(self.generation)) * self.memory["spread"][0])

    @property
    def _step(self) -> float:
        own = self.settings
        cooled = float(own.step) * float(power(float(own.step_cooling), float(self.generation - 1)))
        return max(float(own.least_step), cooled)

    def sample(self) -> None:
        chains, known = self.memory["chains"], self.memory["fitness"]
        order = best_first(known)
        places = np.arange(len(order)) if len(order) == self.population else np.resize(order, self.population)
        lost = round(self.settings.restarts * self.population)
        if lost:
            places[best_first(known[places])[self.population - lost :]] = order[0]
        self.memory["chains"], self.memory["fitness"] = chains[places], known[places]
        self._noise, self.genomes = room_like(self._noise, self.population), self.room()
        draw_normal(self._noise, self.key, self.generation, Purpose.MUTATE)
        place_around_each(self.memory["chains"], self._step, self._noise, self.genomes)

    def metrics(self) -> dict[str, float]:
        return {"temperature": self._heat, "step_size": self._step, "accepted": self._accepted}
