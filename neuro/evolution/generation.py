"""The record of one generation."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.policies import Genomes, Policy, Vectors
from neuro.rollout.outcome import Outcome

__all__ = [
    "Generation",
    "chained",
    "check_finite",
    "checked_genomes",
    "checked_names",
    "mean_over_courses",
    "summary",
    "without_best",
]

_MOST = 64  # metrics


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


def checked_names(metrics: Mapping[str, float], algorithm: str) -> tuple[str, ...]:
    """Names of an algorithm's metrics, if a table can hold them as its columns.

    Raises:
        NeuroError: If there are too many, or one is taken or no plain word.
    """
    taken = {one.name for one in fields(Generation)} | {"generation"}
    for name in metrics:
        if name in taken or not (isinstance(name, str) and name.isascii() and name.replace("-", "_").isidentifier()):
            raise NeuroError(f"a metric of {algorithm} is named by a word of letters, digits and _, not {name!r:.60}")
    if len(metrics) > _MOST:
        raise NeuroError(f"{algorithm} has {len(metrics)} metrics, and a table takes {_MOST} at most")
    return tuple(metrics)


def checked_genomes(genomes: Genomes, count: int, policy: Policy, algorithm: str) -> Genomes:
    """The genomes that an algorithm asks for, if they are those of a generation.

    Args:
        genomes: What it asks for.
        count: The number of genomes that there must be.
        policy: What they are to be of.
        algorithm: Its name, for the message.

    Raises:
        NeuroError: If they are anything else.
    """
    if len(genomes) != count:
        raise NeuroError(f"the algorithm {algorithm!r} asks for {len(genomes):,} genomes where {count:,} are wanted")
    if isinstance(genomes, Vectors) and genomes.matrix.shape[1] != policy.parameters:
        found = f"{genomes.matrix.shape[1]:,} parameters where the network has {policy.parameters:,}"
        raise NeuroError(f"the algorithm {algorithm!r} asks for genomes of {found}")
    return genomes


def check_finite(fitness: NDArray[np.float64], game: str, generation: int) -> None:
    """Refuse a fitness that is no number, which no algorithm could go by.

    Args:
        fitness: The fitness of each genome.
        game: Title of the game that gave it, for the message.
        generation: Number of the generation.

    Raises:
        NeuroError: If one is not finite.
    """
    broken = np.flatnonzero(~np.isfinite(fitness))
    if broken.size:
        raise NeuroError(
            f"{game}'s rules gave genome {broken[0]} of generation {generation} the fitness {fitness[broken[0]]}; a "
            "fitness must be a finite number (see `fitness` in its rules)"
        )


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


def without_best(fitness: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """The fitness with so many of the best, but for one genome, worse than all others; of equals, the first count."""
    judged, best_first = fitness.copy(), np.argsort(-fitness, kind="stable")
    judged[best_first[: min(count, fitness.size - 1)]] = np.nextafter(fitness.min(), -np.inf)
    return judged


def summary(
    number: int, fitness: NDArray[np.float64], outcome: Outcome, max_steps: int, *, fingerprint: str
) -> Generation:
    """The record of a generation whose best has not been examined, and that took no time yet.

    Args:
        number: Number of the generation, from 0.
        fitness: Fitness of each genome, ``(population,)``.
        outcome: What became of them.
        max_steps: The longest flight.
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
