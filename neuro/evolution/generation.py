"""The record of one generation."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neuro.policies import Genomes
from neuro.rollout.outcome import Outcome

__all__ = ["Generation", "chained", "mean_over_courses", "summary"]


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation, evaluated.

    Attributes:
        number: Number of the generation, from 0.
        best_fitness: Fitness of the best genome, the mean over its courses.
        mean_fitness: Mean fitness of all genomes.
        stdev_fitness: Standard deviation of the fitness of all genomes.
        best_score: Score of the best genome, the mean over its courses.
        mean_score: Mean score of all genomes.
        alive: Genomes that lived to the end of their time on every course.
        agent_steps: Steps that living agents took, all together.
        solved: Whether its best genome passed the game's exam, or the algorithm's own candidate.
        flat: Whether all fitness is the same, so that selection has nothing to go by.
        seconds: For evaluating it and breeding the next.
        fingerprint: The run's, up to and with this generation.
        metrics: What the algorithm says of its search, by name; see ``Algorithm.metrics``.
    """

    number: int
    best_fitness: float
    mean_fitness: float
    stdev_fitness: float
    best_score: float
    mean_score: float
    alive: int
    agent_steps: int
    solved: bool
    flat: bool
    seconds: float
    fingerprint: str
    metrics: Mapping[str, float] = field(default_factory=dict)


def chained(before: str, genomes: Genomes, fitness: NDArray[np.float64]) -> str:
    """The fingerprint after one more generation: a digest of the one before, the genomes and their fitness."""
    digest = hashlib.blake2b(bytes.fromhex(before), digest_size=16)
    genomes.update(digest)
    digest.update(fitness.astype("<f8", copy=False).data)
    return digest.hexdigest()


def mean_over_courses(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Means of ``(population, episodes)``, added up course by course: one order on every machine."""
    total = np.zeros(values.shape[0])
    for course in range(values.shape[1]):
        total += values[:, course]
    return np.asarray(total / values.shape[1])


def summary(
    number: int, fitness: NDArray[np.float64], outcome: Outcome, max_steps: int, *, fingerprint: str
) -> Generation:
    """The record of a generation whose best has not been examined, and that took no time yet.

    Args:
        number: Number of the generation, from 0.
        fitness: Fitness of each genome, ``(population,)``.
        outcome: What became of them.
        max_steps: The longest episode.
        fingerprint: The run's.
    """
    mean, best, scores = math.fsum(fitness) / fitness.size, int(fitness.argmax()), mean_over_courses(outcome.score)
    return Generation(
        number=number,
        best_fitness=float(fitness[best]),
        mean_fitness=mean,
        stdev_fitness=math.sqrt(math.fsum((fitness - mean) ** 2) / fitness.size),
        best_score=float(scores[best]),
        mean_score=math.fsum(scores) / fitness.size,
        alive=int((outcome.steps >= max_steps).all(axis=1).sum()),
        agent_steps=outcome.agent_steps,
        solved=False,
        flat=bool(fitness.min() == fitness.max()),
        seconds=0.0,
        fingerprint=fingerprint,
    )
