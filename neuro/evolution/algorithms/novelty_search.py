"""Novelty search: those breed whose behaviour is new, whatever they reach; where fitness deceives, that gets farther.

J. Lehman and K. Stanley, "Abandoning objectives: evolution through the search for novelty alone", 2011; genomes enter
the archive by lot, as in J. Gomes, P. Mariano and A. Christensen, "Devising effective novelty search algorithms", 2015.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.algorithm import Results
from neuro.evolution.algorithms.archive import Archive
from neuro.evolution.algorithms.genetic import Genetic, GeneticSettings
from neuro.evolution.algorithms.seen_behaviour import behaviours_in
from neuro.evolution.algorithms.setting_fields import setting
from neuro.operators.novelty import mean_distances
from neuro.operators.ranking import centred_ranks
from neuro.policies import Genomes, Policy
from neuro.random import Purpose, words

__all__ = ["NoveltySearch", "NoveltySettings"]


def _with_default(name: str, default: float) -> Any:
    """The genetic algorithm's setting of a name, with another default."""
    own = next(one for one in dataclasses.fields(GeneticSettings) if one.name == name)
    return dataclasses.field(default=default, metadata=own.metadata)


@dataclass(frozen=True)
class NoveltySettings(GeneticSettings):
    """How novelty search breeds; beside its own settings it has those of the genetic algorithm.

    Mutation stays as large as it is: who looks for what is new never comes near a goal that asks for small steps.
    """

    mutation_stdev: float = _with_default("mutation_stdev", 0.2)
    mutation_decay: float = _with_default("mutation_decay", 1.0)
    neighbours: int = setting(15, "How many of the nearest behaviours say how new one is", low=1, high=1000)
    archive_each: int = setting(
        20, "How many behaviours of each generation are kept to compare with, by lot", low=0, high=1000, slider=False
    )
    archive_most: int = setting(
        5000, "How many behaviours are kept at most; the oldest are forgotten first", low=1, high=100_000, slider=False
    )
    fitness_share: float = setting(
        0.0, "How much fitness counts beside novelty: 0 not at all, 1 alone, by their ranks", low=0, high=1
    )


class NoveltySearch(Genetic):
    """A genetic algorithm that prefers what is new; see ``Algorithm`` for the arguments."""

    name: ClassVar[str] = "novelty"
    title: ClassVar[str] = "Novelty search"
    source: ClassVar[str] = "J. Lehman and K. Stanley, 2011"
    Settings: ClassVar[type[GeneticSettings]] = NoveltySettings
    settings: NoveltySettings

    def __init__(self, policy: Policy, first: Genomes, seed: int, settings: NoveltySettings) -> None:
        super().__init__(policy, first, seed, settings)
        self._archive: NDArray[np.float64] = np.zeros((0, 0))
        self._novelty = 0.0

    def judged(self, results: Results) -> NDArray[np.float64]:
        behaviours, own = behaviours_in(results), self.settings
        seen = np.flatnonzero(np.isfinite(behaviours).all(axis=1))
        if self._archive.shape[1] != behaviours.shape[1]:
            self._archive = np.zeros((0, behaviours.shape[1]))
        novelty = np.full(len(behaviours), -np.inf)
        if seen.size:
            others = np.concatenate([behaviours[seen], self._archive])
            size = np.ptp(others, axis=0)
            scale = np.where(size > 0, size, 1.0)  # each row counts as much
            novelty[seen] = mean_distances(behaviours[seen] / scale, others / scale, own.neighbours + 1)  # and itself
            self._novelty = math.fsum(novelty[seen]) / seen.size
            self._keep(behaviours[seen])
        if own.fitness_share == 0:
            return novelty
        ranks = centred_ranks(super().judged(results))
        return np.asarray((1 - own.fitness_share) * centred_ranks(novelty) + own.fitness_share * ranks)

    def _keep(self, behaviours: NDArray[np.float64]) -> None:
        """Let some behaviours enter the archive, ``(n, rows)``."""
        lots = words(self.settings.archive_each, int(self._key), Purpose.PAIR, self.generation).astype(np.int64)
        kept = np.concatenate([self._archive, behaviours[lots * len(behaviours) >> 32]])
        self._archive = kept[max(0, len(kept) - self.settings.archive_most) :]

    def metrics(self) -> dict[str, float]:
        return {"novelty": self._novelty, "archive": float(len(self._archive))}

    def archive(self) -> Archive:
        return Archive(self._archive)

    def state(self) -> dict[str, NDArray[Any]]:
        return {**super().state(), "archive": self._archive}

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        super().restore({name: array for name, array in arrays.items() if name != "archive"}, generation)
        self._archive = arrays["archive"].copy()
