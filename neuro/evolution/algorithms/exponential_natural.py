"""A natural evolution strategy that learns how genes go together, for small networks: its work grows with their cube.

T. Glasmachers, T. Schaul, Y. Sun, D. Wierstra and J. Schmidhuber, "Exponential natural evolution strategies", 2010.
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
from neuro.operators.exponential import exp, log
from neuro.operators.matrices import exponential_of, linear_map, product, weighted_outer_sum
from neuro.operators.noise import draw_normal
from neuro.operators.ranking import utilities
from neuro.operators.sampling import place_around, weighted_sum
from neuro.random import Purpose

__all__ = ["ExponentialNatural", "ExponentialNaturalSettings"]


@dataclass(frozen=True)
class ExponentialNaturalSettings:
    """How an exponential natural evolution strategy moves; the fields say what each setting means."""

    sigma: float = sigma_setting(0.5)
    mean_rate: float = setting(
        1.0, "How much of its estimate the mean moves in a generation", low=0, high=10, span=(0, 2)
    )
    sigma_rate: float | None = setting(
        None, "How fast the step size adapts; by the paper's formula when None", low=0, high=2, slider=False
    )
    shape_rate: float | None = setting(
        None, "How fast the shape adapts; by the paper's formula when None", low=0, high=2, slider=False
    )


class ExponentialNatural(DistributionSearch):
    """A normal distribution of any shape, moved along the natural gradient; see ``Algorithm``."""

    name: ClassVar[str] = "xnes"
    title: ClassVar[str] = "Exponential natural evolution strategy"
    source: ClassVar[str] = "T. Glasmachers, T. Schaul, Y. Sun, D. Wierstra and J. Schmidhuber, 2010"
    Settings: ClassVar[type[ExponentialNaturalSettings]] = ExponentialNaturalSettings
    most_parameters: ClassVar[int | None] = 500
    settings: ExponentialNaturalSettings

    def begin(self) -> None:
        super().begin()
        self.memory["shape"] = np.eye(self.genomes.shape[1])
        self._noise = np.empty_like(self.genomes)
        self.sample()

    def learn(self, fitness: NDArray[np.float64]) -> None:
        weights, sigma, shape = utilities(fitness), self.memory["sigma"], self.memory["shape"]
        parameters, own = len(shape), self.settings
        usual = 0.6 * (3 + log(float(parameters))) / (parameters * math.sqrt(parameters))
        ahead, wider = np.empty(parameters), np.empty((parameters, parameters))
        weighted_sum(self._noise, weights, ahead)
        weighted_outer_sum(self._noise, weights, wider)
        growth = math.fsum(np.diag(wider)) / parameters
        wider[np.diag_indices(parameters)] -= growth
        self.memory["mean"] += own.mean_rate * sigma[0] * product(shape, ahead[:, np.newaxis])[:, 0]
        change = sigma[0] * exp((usual if own.sigma_rate is None else own.sigma_rate) / 2 * growth)
        sigma[0] = min(change, LARGEST_SIGMA)
        rate = usual if own.shape_rate is None else own.shape_rate
        self.memory["shape"] = product(shape, exponential_of(rate / 2 * wider))

    def sample(self) -> None:
        self.heed_sigma()
        self.go_on()
        self.genomes = self.room()
        linear_map(self._noise, self.memory["shape"], self.genomes)
        sizes = np.full(self.genomes.shape[1], self.memory["sigma"][0])
        place_around(self.memory["mean"], sizes, self.genomes, self.genomes)

    def go_on(self) -> None:
        self._noise = room_like(self._noise, self.population)
        draw_normal(self._noise, self.key, self.generation, Purpose.MUTATE)
