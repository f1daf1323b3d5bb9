"""Checks of what algorithms and games give a run: genomes, fitness and the names of metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.evolution.generation import Generation
from neuro.policies import Genomes, Policy, Vectors

__all__ = ["check_finite", "checked_genomes", "checked_names"]

_MOST = 64  # metrics


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
