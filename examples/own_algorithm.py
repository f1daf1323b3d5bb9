"""An algorithm of your own beside the genetic one: ``python examples/own_algorithm.py``.

It climbs a hill: everybody is a small step away from the best so far. In a folder of its own, given as
``--algorithms``, this class would have flags, sliders in the window, exact resume and ``neuro verify`` as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import neuro


@dataclass(frozen=True)
class HillSettings:
    """What may be set from outside."""

    step: float = neuro.setting(0.3, "How far each genome is from the best (standard deviation)", low=0, high=10)


class Hill(neuro.Algorithm):
    """Steps at random from the best of the last generation."""

    name, title, source = "hill", "Hill climbing", "folklore"
    Settings = HillSettings

    def __init__(self, policy: Any, first: Any, seed: int, settings: HillSettings) -> None:
        self.settings, self.seed, self.generation = settings, seed, 0
        self.genomes = first.matrix.copy()

    def ask(self) -> Any:
        return self.genomes

    def tell(self, results: neuro.Results) -> None:
        best, self.generation = self.genomes[results.fitness.argmax()], self.generation + 1
        draws = np.random.default_rng((self.seed, self.generation)).normal(size=self.genomes.shape)
        draws[0] = 0  # the best itself stays
        self.genomes = (best + self.settings.step * draws).astype(np.float32)

    def state(self) -> Mapping[str, Any]:
        return {"genomes": self.genomes}

    def restore(self, arrays: Mapping[str, Any], generation: int) -> None:
        self.genomes, self.generation = arrays["genomes"].copy(), generation


if __name__ == "__main__":
    for algorithm in ("hill:step=0.3", "ga"):
        runs = [neuro.evolve("flappy", seed=seed, algorithm=algorithm, generations=60) for seed in (1, 2, 3)]
        print(algorithm, [len(run.history) if run.solved else "not solved" for run in runs])
