"""Checks of what algorithms and games give a run: genomes, fitness and the names of metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.evolution.generation import Generation
from neuro.policies import Genomes, Policy, Vectors

__all__ = ["check_finite", "checked_genomes", "checked_metrics", "checked_names", "checked_state"]

_MOST = 64  # metrics
_STORED = (np.float32, np.float64, np.int64)


def checked_names(metrics: Any, algorithm: str) -> tuple[str, ...]:
    """Names of an algorithm's metrics, if a table can hold them as its columns.

    Raises:
        NeuroError: If they are not given by name, there are too many, or one is taken or no plain word.
    """
    if not isinstance(metrics, Mapping):
        raise NeuroError(f"metrics() of {algorithm} returns numbers by name, like {{'step': 0.3}}, not {metrics!r:.60}")
    taken = {one.name for one in fields(Generation)} | {"generation"}
    for name in metrics:
        if name in taken or not (isinstance(name, str) and name.isascii() and name.replace("-", "_").isidentifier()):
            raise NeuroError(f"a metric of {algorithm} is named by a word of letters, digits and _, not {name!r:.60}")
    if len(metrics) > _MOST:
        raise NeuroError(f"{algorithm} has {len(metrics)} metrics, and a table takes {_MOST} at most")
    return tuple(metrics)


def checked_metrics(metrics: Any, names: tuple[str, ...], algorithm: str) -> dict[str, float]:
    """An algorithm's metrics, if they are numbers by the names that it gave before its first generation.

    Raises:
        NeuroError: If they are anything else.
    """
    if checked_names(metrics, algorithm) != names:
        found, wanted = ", ".join(metrics) or "none", ", ".join(names) or "none"
        raise NeuroError(f"metrics() of {algorithm} has other names than before: {found}, where {wanted} were")
    for name, value in metrics.items():
        if np.ndim(value) != 0 or np.asarray(value).dtype.kind not in "biuf":
            raise NeuroError(f"the metric {name!r} of {algorithm} is one number, not {value!r:.60}")
    return {name: float(value) for name, value in metrics.items()}


def checked_state(arrays: Any, algorithm: str) -> dict[str, NDArray[Any]]:
    """The state of an algorithm, if a file can hold it and give it back.

    Raises:
        NeuroError: If it is anything but arrays of float32, float64 or int64 by name.
    """
    wanted = f"state() of {algorithm} returns arrays of float32, float64 or int64 by name"
    if not isinstance(arrays, Mapping):
        raise NeuroError(f"{wanted}, like {{'genomes': self.genomes}}, not {arrays!r:.60}")
    for name, array in arrays.items():
        if not isinstance(name, str) or not name:
            raise NeuroError(f"{wanted}: {name!r} is no name")
        if not isinstance(array, np.ndarray) or array.dtype not in _STORED:
            found = array.dtype if isinstance(array, np.ndarray) else type(array).__name__
            raise NeuroError(f"{wanted}: {name!r} is {found}; np.asarray(..., np.float64) makes one")
    return dict(arrays)


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
    for array in genomes.arrays().values():
        if array.dtype.kind == "f" and (broken := _with_nan(array)).size:
            raise NeuroError(f"the algorithm {algorithm!r} asks for genome {broken[0]}, which holds what is no number")
    return genomes


def _with_nan(array: NDArray[Any]) -> NDArray[np.intp]:
    """The rows of an array that hold something that is no number; a sum tells quickly that there are none."""
    with np.errstate(all="ignore"):
        if not np.isnan(array.sum()):
            return np.zeros(0, np.intp)
    return np.flatnonzero(np.isnan(array).reshape(len(array), -1).any(axis=1))


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
