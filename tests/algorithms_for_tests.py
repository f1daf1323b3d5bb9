"""A small algorithm of our own, with a setting of every kind, metrics, and a candidate besides its population."""

from dataclasses import dataclass

import numpy as np

import neuro
from neuro.policies import Vectors


@dataclass(frozen=True)
class DriftSettings:
    step: float = neuro.setting(0.1, "How far each genome is from the centre", low=0, high=2, label="Step size")
    tries: int = neuro.setting(3, "How many of the best are averaged", low=1, high=9)
    greedy: bool = neuro.setting(False, "Whether only the best counts")
    shape: str = neuro.setting("normal", "The shape of the draws", choices=("normal", "uniform"))
    limit: float | None = neuro.setting(None, "No gene exceeds this", low=0)


class Drift(neuro.Algorithm):
    """Draws around a centre, which moves to the mean of the best."""

    name = "drift-for-tests"
    title = "Drift"
    source = "nobody, never"
    Settings = DriftSettings

    def __init__(self, policy, first, seed, settings):
        self.settings, self.population, self.seed, self.generation = settings, len(first), seed, 0
        self._matrix = first.matrix.copy()
        self.centre = self._matrix.mean(axis=0)

    def ask(self):
        return Vectors(self._matrix)

    def tell(self, results):
        best = np.argsort(-results.fitness, kind="stable")[: 1 if self.settings.greedy else self.settings.tries]
        self.centre = self._matrix[best].mean(axis=0)
        self.generation += 1
        draws = np.random.default_rng((self.seed, self.generation)).normal(size=(self.population, self.centre.size))
        self._matrix = (self.centre + self.settings.step * draws).astype(np.float32)

    def best(self):
        return self.centre

    def metrics(self):
        return {"centre": float(np.abs(self.centre).mean()), "told": float(self.generation)}

    def state(self):
        return {"matrix": self._matrix, "centre": self.centre}

    def restore(self, arrays, generation):
        self._matrix, self.centre, self.generation = arrays["matrix"].copy(), arrays["centre"].copy(), generation
