"""What a run's record does not say, measured by playing on from it: the same seed gives the same bits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import mean_over_courses
from neuro.policies import Genomes
from neuro.random import Purpose, words
from neuro.rollout.stepwise import Rollout

__all__ = ["Measured", "measure"]

_SAMPLE = 256  # genomes that are played at most
_UNSEEN = 64  # courses
_WATCHED, _LOOKED_AT = 4, 2_000  # episodes of the champion whose actions are counted, and the steps of each
_AT_LIMIT = 0.99  # of an output's largest value


@dataclass(frozen=True)
class Measured:
    """Figures of the last generation that a run has kept, and of its champion.

    A figure that the algorithm or the game does not have is None: in games of several players none has a fitness alone.

    Attributes:
        spread: The standard deviation of a gene over the population, as a root mean square over all genes, divided by
            the root mean square of all genes.
        first_spread: The spread of the run's first generation.
        distinct: The share of the population that is left when of equal genomes one is counted.
        step: The distance of a child from the parent that it is more like, gene by gene, divided by the root mean
            square of all genes.
        heritage: The share that children keep of their parents' lead over random genomes: 1 for all of it, on
            the same courses.
        pull: The number of standard deviations by which the parents are fitter than the whole population.
        same: The share of the champion's steps in which it did what it did most often.
        saturated: The share of the champion's continuous outputs that were at their limit.
        champion: The champion's mean fitness on the courses that it was chosen on.
        moved: The distance between the means of the population and of the first generation, as a root mean square
            over all genes, divided by that of all genes.
        unseen: The champion's mean fitness on courses that no run trains on.
        random: The mean fitness of the first generation on those.
    """

    spread: float
    first_spread: float
    distinct: float
    step: float | None
    heritage: float | None
    pull: float | None
    same: float | None
    saturated: float | None
    moved: float
    champion: float
    unseen: float | None
    random: float | None


def measure(evolution: Evolution) -> Measured:
    """Measure a run where it stands; one generation is evolved on the way.

    Args:
        evolution: The run, which nobody else goes on with; it has a champion.

    Raises:
        NeuroError: If no generation has been evaluated.
    """
    champion = evolution.champion
    if champion is None:
        raise NeuroError("the first generation is not over yet: there is nothing to measure")
    evolution.compile()
    first = _first(evolution)
    sample = first.take(np.arange(min(len(first), _SAMPLE)))
    unseen = words(_UNSEEN, 0, Purpose.EXAM)
    by_itself = evolution.game.players == 1
    same, saturated = _actions(evolution)
    before = evolution.genomes.copy()
    step, heritage, pull = _inheritance(evolution, before, sample)
    rows = before.rows()
    return Measured(
        spread=_spread(rows),
        first_spread=_spread(first.rows()),
        distinct=len(np.unique(rows, axis=0)) / len(rows),
        step=step,
        heritage=heritage,
        pull=pull,
        same=same,
        saturated=saturated,
        moved=_moved(first.rows(), rows),
        champion=float(champion.fitness),
        unseen=_mean_fitness(evolution, champion.genome, unseen) if by_itself else None,
        random=_mean_fitness(evolution, sample, unseen) if by_itself else None,
    )


def _first(evolution: Evolution) -> Genomes:
    """The first generation of the run, as its algorithm asked for it."""
    begun = evolution.initial_settings, evolution.policy, evolution.evaluator
    return Evolution(evolution.game, begun[0], layers=begun[1], evaluator=begun[2]).genomes.copy()


def _fitness(evolution: Evolution, genomes: Genomes, courses: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Mean fitness of some genomes over some courses, ``(genomes,)``."""
    outcome = evolution.evaluator.evaluate(genomes, courses, evolution.setting, evolution.max_steps)
    return mean_over_courses(outcome.fitness)


def _mean_fitness(evolution: Evolution, genomes: Genomes, courses: NDArray[np.uint32]) -> float:
    """Mean fitness of all of some genomes over some courses."""
    return math.fsum(_fitness(evolution, genomes, courses)) / len(genomes)


def _size(rows: NDArray[np.float32]) -> float:
    return math.sqrt(float(np.mean(np.square(rows, dtype=np.float64))))


def _spread(rows: NDArray[np.float32]) -> float:
    """The root mean square of what sets genomes apart, by that of their genes."""
    size = _size(rows)
    return math.sqrt(float(np.mean(np.var(rows, axis=0, dtype=np.float64)))) / size if size else 0.0


def _moved(first: NDArray[np.float32], rows: NDArray[np.float32]) -> float:
    """How far the mean has moved, by the size of the genes."""
    apart = rows.mean(axis=0, dtype=np.float64) - first.mean(axis=0, dtype=np.float64)
    size = _size(rows)
    return math.sqrt(float(np.mean(apart**2))) / size if size else 0.0


def _inheritance(
    evolution: Evolution, before: Genomes, sample: Genomes
) -> tuple[float | None, float | None, float | None]:
    """The figures ``step``, ``heritage`` and ``pull`` of the next generation; None each where there are no parents."""
    evolution.step()
    lineage, courses = evolution.lineage, evolution.courses
    if lineage is None or not len(lineage.parents):
        return None, None, None
    some = np.unique(np.linspace(0, len(lineage.parents) - 1, _SAMPLE).astype(np.int64))
    children = evolution.genomes.take(len(lineage.elites) + some)
    mothers, fathers = (before.take(lineage.parents[some, which]) for which in (0, 1))
    step = _step(children, mothers, fathers)
    if evolution.game.players > 1:
        return step, None, None
    born, raised = _fitness(evolution, children, courses), _fitness(evolution, mothers, courses)
    everyone = _fitness(evolution, before.take(_places(len(before))), courses)
    base = _mean_fitness(evolution, sample, courses)
    lead = float(raised.mean()) - base
    heritage = (float(born.mean()) - base) / lead if lead > 0 else None
    deviation = float(everyone.std())
    pull = (float(raised.mean()) - float(everyone.mean())) / deviation if deviation > 0 else None
    return step, heritage, pull


def _places(population: int) -> NDArray[np.int64]:
    """Places spread over a population, as many as are played."""
    return np.unique(np.linspace(0, population - 1, _SAMPLE).astype(np.int64))


def _step(children: Genomes, mothers: Genomes, fathers: Genomes) -> float:
    """How far children are from the nearer parent, by the size of the genes; genes are compared one by one."""
    born = children.rows()
    apart = np.minimum(*(np.abs(born - one.rows()).astype(np.float64) for one in (mothers, fathers)))
    size = _size(born)
    return math.sqrt(float(np.mean(apart**2))) / size if size else 0.0


def _actions(evolution: Evolution) -> tuple[float | None, float | None]:
    """The figures ``same`` and ``saturated`` of the champion, on courses that no run trains on."""
    game, champion = evolution.game, evolution.champion
    if not game.has_rules or champion is None:
        return None, None
    courses = words(_WATCHED, 0, Purpose.EXAM)
    limit = min(game.exam.max_steps, _LOOKED_AT)
    rollout = Rollout(
        game,
        champion.policy,
        champion.genome.take([0] * len(courses)),
        courses,
        setting=evolution.setting,
        max_steps=limit,
    )
    seen = []
    while not rollout.done:
        living = rollout.alive
        rollout.advance(1)
        seen.append(rollout.actions[:, living].T)
    done = np.concatenate(seen)
    if game.decision == "continuous":
        return None, float(np.mean(np.abs(done) >= _AT_LIMIT))
    _, counts = np.unique(done, axis=0, return_counts=True)
    return float(counts.max() / counts.sum()), None
