"""A natural evolution strategy with a step size for each gene: it takes any number of parameters.

T. Schaul, T. Glasmachers and J. Schmidhuber, "High dimensions and heavy tails for natural evolution strategies", 2011.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.distribution_search import LARGEST_SIGMA, DistributionSearch, sigma_setting
from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.vector_search import room_like
from neuro.operators.exponential import exp_of_each, log
from neuro.operators.noise import draw_normal
from neuro.operators.ranking import utilities
from neuro.operators.sampling import place_around, weighted_squares, weighted_sum
from neuro.random import Purpose

__all__ = ["SeparableNatural", "SeparableNaturalSettings"]


@dataclass(frozen=True)
class SeparableNaturalSettings:
    """How a separable natural evolution strategy moves; the fields say what each setting means."""

    sigma: float = sigma_setting(0.5)
    mean_rate: float = setting(
        1.0, "How much of its estimate the mean moves in a generation", low=0, high=10, span=(0, 2)
    )
    sigma_rate: float | None = setting(
        None, "How fast step sizes adapt; by the paper's formula when None", low=0, high=2, slider=False
    )
    least_sigma: float = setting(
        0.0, "No step size falls lower than this, so that the search never stands still", low=0, high=100, span=(0, 1)
    )


class SeparableNatural(DistributionSearch):
    """A normal distribution without correlations, moved along the natural gradient; see ``Algorithm``."""

    name: ClassVar[str] = "snes"
    title: ClassVar[str] = "Separable natural evolution strategy"
    source: ClassVar[str] = "T. Schaul, T. Glasmachers and J. Schmidhuber, 2011"
    Settings: ClassVar[type[SeparableNaturalSettings]] = SeparableNaturalSettings
    sigma_of_each_gene: ClassVar[bool] = True
    settings: SeparableNaturalSettings

    def begin(self) -> None:
        super().begin()
        self._noise = np.empty_like(self.genomes)
        self._ahead, self._wider = (np.zeros(self.genomes.shape[1]) for _ in range(2))
        self.sample()

    def learn(self, fitness: NDArray[np.float64]) -> None:
        weights, sigma = utilities(fitness), self.memory["sigma"]
        weighted_sum(self._noise, weights, self._ahead)
        weighted_squares(self._noise, weights, self._wider)
        self.memory["mean"] += self.settings.mean_rate * sigma * self._ahead
        rate = self.settings.sigma_rate
        if rate is None:
            rate = (3 + log(float(sigma.size))) / (5 * math.sqrt(sigma.size))
        sigma *= exp_of_each(rate / 2 * self._wider)
        np.clip(sigma, self.settings.least_sigma, LARGEST_SIGMA, out=sigma)

    def sample(self) -> None:
        self.heed_sigma()
        self.go_on()
        self.genomes = self.room()
        place_around(self.memory["mean"], self.memory["sigma"], self._noise, self.genomes)

    def go_on(self) -> None:
        self._noise = room_like(self._noise, self.population)
        draw_normal(self._noise, self.key, self.generation, Purpose.MUTATE)
