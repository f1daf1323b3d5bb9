"""What the agents of a run did: where lives ended lately, and the best genome of each way to behave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms import Archive, Results
from neuro.evolution.algorithms.seen_behaviour import behaviours_in
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import mean_over_courses
from neuro.evolution.thinning import thin
from neuro.operators.novelty import best_of_each_cell, cells_of
from neuro.policies import Genomes, joined_genomes

__all__ = ["CELLS", "BehaviourRecord", "Behaviours", "Cell", "Ends", "describes"]

#: Cells of the grid in each direction.
CELLS = 24

_NEWEST, _EARLIER = 240, 40  # dots of the newest generation, and of each that is kept from before
_GENERATIONS = 24  # that are kept


class Ends(NamedTuple):
    """What some agents of one generation did: its number, and the first two numbers of each, ``(n, 2)``."""

    generation: int
    behaviour: NDArray[np.float64]


class Cell(NamedTuple):
    """The best that was seen in a cell of the grid.

    Args:
        column: Column of the grid, counted from the left.
        row: Row of the grid, counted from the least.
        behaviour: What it did, two numbers.
        fitness: Its fitness.
        score: Its score, the mean over its courses; None where it is not known.
        since: The generation in which it was found; -1 when that was before the window was opened.
    """

    column: int
    row: int
    behaviour: tuple[float, float]
    fitness: float
    score: float | None
    since: int


@dataclass(frozen=True, eq=False)
class Behaviours:
    """What agents did, up to one generation.

    Args:
        names: Names of the two numbers that are shown; the second is empty where there is only one.
        low: The least of each that was seen, ``(2,)``.
        high: The largest of each, ``(2,)``.
        ends: What agents did, generation by generation, the newest last.
        cells: The best of each cell of the grid that anybody was in.
        genomes: The genome of each cell; None before there are any.
        newest: The generation that came last; -1 before any.
        filled: How many cells there were after each generation that was followed.
        at_cell: Places among the cells, by column and row.
    """

    names: tuple[str, str]
    low: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))
    high: NDArray[np.float64] = field(default_factory=lambda: np.ones(2))
    ends: tuple[Ends, ...] = ()
    cells: tuple[Cell, ...] = ()
    genomes: Genomes | None = None
    newest: int = -1
    filled: tuple[int, ...] = ()
    at_cell: dict[tuple[int, int], int] = field(default_factory=dict)


def describes(run: Evolution) -> bool:
    """Whether the game says what agents did, or the algorithm keeps an archive of it."""
    return bool(run.game.behaviour) or run.search.archive() is not None


class _Kept(NamedTuple):
    """The best of each cell, as arrays ``(cells, …)``."""

    behaviour: NDArray[np.float64]
    fitness: NDArray[np.float64]
    score: NDArray[np.float64]
    since: NDArray[np.int64]
    genomes: Genomes


class BehaviourRecord:
    """Follows what the agents of a run do, whatever the algorithm.

    Args:
        names: Names of the numbers that describe a behaviour; the first two are followed.
        archive: What the algorithm has kept until now, which is where the record begins.

    Attributes:
        now: What is known up to the newest generation; another object after each.
    """

    def __init__(self, names: tuple[str, ...], archive: Archive | None = None) -> None:
        self._kept: _Kept | None = None
        self.now = Behaviours((*names[:2], "")[:2])  # type: ignore[arg-type]
        if archive is not None and archive.genomes is not None and archive.fitness is not None and len(archive.fitness):
            unknown = np.full(len(archive.fitness), np.nan)
            self._add(-1, _plane(archive.behaviour), archive.fitness, unknown, archive.genomes)

    def add(self, number: int, genomes: Genomes, results: Results) -> None:
        """A generation has been evaluated.

        Args:
            number: Its number.
            genomes: Its genomes, in the order of the results.
            results: What became of them.
        """
        behaviour, fitness = _plane(behaviours_in(results)), results.fitness
        seen = np.flatnonzero(np.isfinite(behaviour).all(axis=1) & np.isfinite(fitness))
        if len(genomes) == len(fitness) and seen.size:
            scores = mean_over_courses(results.scores)
            self._add(number, behaviour[seen], fitness[seen], scores[seen], genomes, seen)

    def _add(
        self,
        number: int,
        behaviour: NDArray[np.float64],
        fitness: NDArray[np.float64],
        score: NDArray[np.float64],
        genomes: Genomes,
        places: NDArray[np.int64] | None = None,
    ) -> None:
        places = np.arange(len(fitness)) if places is None else places
        before, count = self._kept, 0
        since = np.full(len(fitness), number)
        if before is not None:
            count = len(before.fitness)
            behaviour = np.concatenate([before.behaviour, behaviour])
            fitness = np.concatenate([before.fitness, fitness])
            score, since = np.concatenate([before.score, score]), np.concatenate([before.since, since])
        low, high = behaviour.min(axis=0), behaviour.max(axis=0)
        if before is not None:  # the grid never shrinks
            low, high = np.minimum(low, self.now.low), np.maximum(high, self.now.high)
        cells = cells_of(behaviour, np.stack([low, high]), CELLS)
        best = best_of_each_cell(cells, fitness)
        best = np.concatenate([best[best < count], best[best >= count]])
        new = genomes.take(places[best[best >= count] - count])
        known = [] if before is None else [before.genomes.take(best[best < count])]
        chosen = behaviour[best], fitness[best], score[best], since[best]
        self._kept = kept = _Kept(*chosen, joined_genomes([*known, new]))
        told = _told(kept, cells[best])
        ends = self._ends(number, behaviour[count:]) if number >= 0 else ()
        filled = (*self.now.filled, len(told)) if number >= 0 else ()
        at_cell = {(cell.column, cell.row): k for k, cell in enumerate(told)}
        self.now = Behaviours(self.now.names, low, high, ends, told, kept.genomes, number, filled, at_cell)

    def _ends(self, number: int, behaviour: NDArray[np.float64]) -> tuple[Ends, ...]:
        """Those of earlier generations, thinned out, and those of the newest."""
        before = {one.generation: one for one in self.now.ends}
        newest = Ends(number, behaviour[:: -(-len(behaviour) // _NEWEST)])
        earlier = [
            Ends(generation, before[generation].behaviour[:: -(-len(before[generation].behaviour) // _EARLIER)])
            for generation in thin(before, _GENERATIONS)
        ]
        return (*earlier, newest)


def _plane(behaviour: NDArray[np.float64]) -> NDArray[np.float64]:
    """The first two numbers of each behaviour, ``(n, 2)``; the second is 0 where there is only one."""
    first = np.asarray(behaviour, np.float64)[:, :2]
    return first if first.shape[1] == 2 else np.concatenate([first, np.zeros_like(first)], axis=1)


def _told(kept: _Kept, cells: NDArray[np.int64]) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell // CELLS, cell % CELLS, (x, y), fitness, None if score != score else score, since)
        for cell, (x, y), fitness, score, since in zip(
            cells.tolist(), kept.behaviour.tolist(), kept.fitness.tolist(), kept.score.tolist(), kept.since.tolist(),
            strict=True,
        )
    )  # fmt: skip
