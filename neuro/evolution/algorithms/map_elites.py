"""MAP-Elites: a grid of behaviours, and in each cell the best genome that behaves so; any of them may become a parent.

J.-B. Mouret and J. Clune, "Illuminating search spaces by mapping elites", 2015; children as in V. Vassiliades and J.-B.
Mouret, "Discovering the elite hypervolume by leveraging interspecies correlation", 2018.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.evolution.algorithms.algorithm import Results
from neuro.evolution.algorithms.archive import Archive
from neuro.evolution.algorithms.seen_behaviour import behaviours_in
from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.vector_search import VectorSearch, room_like
from neuro.operators.noise import draw_normal
from neuro.operators.novelty import best_of_each_cell, cells_of
from neuro.operators.sampling import place_between
from neuro.policies import Vectors
from neuro.random import Purpose, words

__all__ = ["MapElites", "MapElitesSettings"]

_KEPT = ("elites", "fitness", "behaviour", "bounds")


@dataclass(frozen=True)
class MapElitesSettings:
    """How the grid is and how children are made; the fields say what each setting means."""

    cells: int = setting(
        32, "Cells of the grid in each direction: more keep more ways to behave apart", low=2, high=256, slider=False
    )
    directions: int = setting(
        2,
        "How many of the numbers that describe a behaviour make the grid, the first ones",
        low=1,
        high=4,
        slider=False,
    )
    iso_size: float = setting(
        0.1, "How far each gene of a child moves from its parent's (standard deviation)", low=0, high=100, span=(0, 1)
    )
    line_size: float = setting(
        0.2, "How far a child moves on the line to another elite (standard deviation)", low=0, high=100, span=(0, 1)
    )


class MapElites(VectorSearch):
    """Elites of all cells, which have children; see ``Algorithm``. The grid grows with the behaviours that are seen."""

    name: ClassVar[str] = "map-elites"
    title: ClassVar[str] = "MAP-Elites"
    source: ClassVar[str] = "J.-B. Mouret and J. Clune, 2015"
    Settings: ClassVar[type[MapElitesSettings]] = MapElitesSettings
    settings: MapElitesSettings

    def begin(self) -> None:
        nothing = np.zeros((0, 0))
        self._forget(nothing)
        self._noise, self._lines = np.empty_like(self.genomes), np.empty(self.population, np.float32)

    def _forget(self, behaviours: NDArray[np.float64]) -> None:
        """Begin with an empty grid for behaviours of some form, ``(0, rows)``."""
        elites = np.zeros((0, self.genomes.shape[1]), np.float32)
        bounds = np.zeros((2, behaviours.shape[1]))
        self.memory = {"elites": elites, "fitness": np.zeros(0), "behaviour": behaviours, "bounds": bounds}

    def tell(self, results: Results) -> None:
        self._behaviours = behaviours_in(results)
        super().tell(results)

    def learn(self, fitness: NDArray[np.float64]) -> None:
        seen = np.flatnonzero(np.isfinite(self._behaviours).all(axis=1) & np.isfinite(fitness))
        if self.memory["behaviour"].shape[1] != self._behaviours.shape[1]:
            self._forget(self._behaviours[:0])
        elites = np.concatenate([self.memory["elites"], self.genomes[seen]])
        known = np.concatenate([self.memory["fitness"], fitness[seen]])
        behaviours = np.concatenate([self.memory["behaviour"], self._behaviours[seen]])
        if not known.size:
            return
        bounds = np.stack([behaviours.min(axis=0), behaviours.max(axis=0)])
        if len(self.memory["fitness"]):  # the grid never shrinks
            before = self.memory["bounds"]
            bounds = np.stack([np.minimum(bounds[0], before[0]), np.maximum(bounds[1], before[1])])
        rows = slice(self.settings.directions)
        best = best_of_each_cell(cells_of(behaviours[:, rows], bounds[:, rows], self.settings.cells), known)
        self.memory = {"elites": elites[best], "fitness": known[best], "behaviour": behaviours[best], "bounds": bounds}

    def sample(self) -> None:
        parents = self.memory["elites"]
        if not len(parents):  # nothing could be seen: all go on from where they are
            parents = self.genomes.copy()
        lots = words(2 * self.population, int(self.key), Purpose.PAIR, self.generation).astype(np.int64)
        places = (lots * len(parents) >> 32).reshape(self.population, 2)
        self.genomes, self._noise = self.room(), room_like(self._noise, self.population)
        self._lines = room_like(self._lines, self.population)
        draw_normal(self._noise, self.key, self.generation, Purpose.MUTATE)
        draw_normal(self._lines, self.key, self.generation, Purpose.CROSS)
        own = self.settings
        place_between(parents, places, own.line_size * self._lines, own.iso_size, self._noise, self.genomes)

    def metrics(self) -> dict[str, float]:
        fitness = self.memory["fitness"]
        mean = math.fsum(fitness) / fitness.size if fitness.size else 0.0
        return {"cells_filled": float(fitness.size), "elite_fitness": mean}

    def archive(self) -> Archive:
        elites = Vectors(self.memory["elites"].astype(np.float32))
        return Archive(self.memory["behaviour"], self.memory["fitness"], elites, self.settings.cells)

    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        needed = ("float32", (self.population, self.genomes.shape[1]))
        genomes = arrays.get("genomes")
        if genomes is None or (genomes.dtype.name, genomes.shape) != needed or {*arrays} != {"genomes", *_KEPT}:
            found = {name: (array.dtype.name, array.shape) for name, array in arrays.items()}
            raise ShapeError(
                f"the search {self.name} goes on from genomes {needed} and {', '.join(_KEPT)}, not {found}"
            )
        self.genomes, self.generation = genomes.copy(), generation
        self.memory = {name: arrays[name].copy() for name in _KEPT}
