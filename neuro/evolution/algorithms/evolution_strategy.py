"""An evolution strategy that estimates a gradient: genomes are a mean with noise, and the noise of the better counts.

T. Salimans, J. Ho, X. Chen, S. Sidor and I. Sutskever, "Evolution strategies as a scalable alternative to reinforcement
learning", 2017: antithetic samples, centred ranks, weight decay and Adam.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.vector_search import VectorSearch, room_like
from neuro.network.training.optimizers import Adam
from neuro.operators.noise import draw_normal
from neuro.operators.ranking import centred_ranks
from neuro.operators.sampling import place_around, root_mean_square, weighted_sum
from neuro.random import Purpose

__all__ = ["EvolutionStrategy", "EvolutionStrategySettings"]


@dataclass(frozen=True)
class EvolutionStrategySettings:
    """How an evolution strategy samples and steps; the fields say what each setting means."""

    sigma: float = setting(
        0.2,
        "How far the genomes are from the mean (standard deviation): more sees farther, less sees finer",
        low=1e-6,
        high=100,
        span=(0.01, 1),
        label="Noise size",
    )
    learning_rate: float = setting(
        0.1, "How far the mean moves in a generation, in each gene", low=0, high=10, span=(0, 0.5)
    )
    antithetic: bool = setting(True, "Whether each noise is tried in both directions, so that luck cancels out")
    weight_decay: float = setting(
        0.0, "How strongly the mean is drawn towards zero, so that weights stay small", low=0, high=1, slider=False
    )
    beta1: float = setting(
        0.9, "The share of earlier directions that Adam keeps at each step", low=0, high=0.9999, slider=False
    )
    beta2: float = setting(
        0.99, "The share of earlier sizes that Adam keeps at each step", low=0, high=0.99999, slider=False
    )


class EvolutionStrategy(VectorSearch):
    """A mean that climbs; see ``Algorithm``. Of an odd number of antithetic genomes the last is the mean itself."""

    name: ClassVar[str] = "es"
    title: ClassVar[str] = "Evolution strategy"
    source: ClassVar[str] = "T. Salimans, J. Ho, X. Chen, S. Sidor and I. Sutskever, 2017"
    Settings: ClassVar[type[EvolutionStrategySettings]] = EvolutionStrategySettings
    settings: EvolutionStrategySettings

    def begin(self) -> None:
        mean = self.genomes[0].astype(np.float64)
        pairs = np.array([int(self.settings.antithetic)])
        self.memory = {"mean": mean, "moments": np.zeros((2, mean.size)), "in pairs": pairs}
        self._noise = np.empty((0, mean.size), np.float32)
        self._gradient = np.zeros(mean.size)
        self.sample()

    def learn(self, fitness: NDArray[np.float64]) -> None:
        ranks, half, memory = centred_ranks(fitness), len(self._noise), self.memory
        weights = ranks[:half] - ranks[half : 2 * half] if memory["in pairs"][0] else ranks
        weighted_sum(self._noise, -weights / fitness.size, self._gradient)  # the optimizer goes down, fitness up
        own = self.settings
        adam = Adam(own.learning_rate, own.beta1, own.beta2, weight_decay=own.weight_decay)
        adam.update(memory["mean"], self._gradient, memory["moments"], 0.0, self.generation + 1)

    def sample(self) -> None:
        self.memory["in pairs"][0] = self.settings.antithetic
        self._draw()
        self.genomes, half = self.room(), len(self._noise)
        mean, sizes = self.memory["mean"], np.full(self.genomes.shape[1], float(self.settings.sigma))
        place_around(mean, sizes, self._noise, self.genomes[:half])
        if self.settings.antithetic:
            place_around(mean, -sizes, self._noise, self.genomes[half : 2 * half])
            self.genomes[2 * half :] = mean

    def _draw(self) -> None:
        """Draw the noise of the generation."""
        rows = self.population // 2 if self.memory["in pairs"][0] else self.population
        self._noise = room_like(self._noise, rows)
        draw_normal(self._noise, self.key, self.generation, Purpose.MUTATE)

    def go_on(self) -> None:
        self._draw()

    def best(self) -> NDArray[np.float32]:
        return self.memory["mean"].astype(np.float32)

    def metrics(self) -> dict[str, float]:
        mean, moments = self.memory["mean"], self.memory["moments"]
        return {"mean_size": root_mean_square(mean), "gradient_size": root_mean_square(moments[0])}
