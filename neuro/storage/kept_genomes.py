"""The best genome of a run in a checkpoint: a vector or a graph in its message, any other kind in arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.policies import Genomes, Graphs, Policy, Vectors, genome_of
from neuro.storage import limits, neuro_pb2
from neuro.storage.graph_messages import genome_from, genome_to
from neuro.storage.numbers import numbers_from, numbers_to
from neuro.storage.refusal import Refusal, require

__all__ = ["arrays_of_best", "best_genome_from", "best_genome_to", "split_arrays", "usual"]

_PREFIX = "best:"  # of the names of arrays that are the best genome's

Arrays = Mapping[str, NDArray[Any]]


def usual(genome: Genomes | None) -> bool:
    """Whether a checkpoint of the first format can hold a best genome."""
    return genome is None or isinstance(genome, Vectors)


def arrays_of_best(genome: Genomes | None) -> dict[str, NDArray[Any]]:
    """The arrays of a best genome that no message holds, by the names that they have in a checkpoint."""
    if usual(genome) or isinstance(genome, Graphs) or genome is None:
        return {}
    return {f"{_PREFIX}{name}": array for name, array in genome.arrays().items()}


def split_arrays(arrays: Arrays) -> tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]:
    """The algorithm's arrays, and those of the best genome by their own names."""
    own = {name: array for name, array in arrays.items() if not name.startswith(_PREFIX)}
    best = {name.removeprefix(_PREFIX): array for name, array in arrays.items() if name not in own}
    return own, best


def best_genome_to(genome: Genomes) -> dict[str, Any]:
    """The fields of a message ``Best`` that hold a genome."""
    if isinstance(genome, Graphs):
        return {"graph": genome_to(genome.inputs, genome.outputs, genome.topologies)}
    return {"genome": numbers_to(genome.rows()[0])} if isinstance(genome, Vectors) else {}


def best_genome_from(message: neuro_pb2.Best, arrays: Arrays, policy: Policy | None) -> Genomes:
    """The genome of a message ``Best``.

    Args:
        message: The message.
        arrays: Arrays of the genome, where no message holds it.
        policy: The run's policy, which makes genomes of arrays; None for somebody who does not need the genome.

    Returns:
        The genome; an empty vector where only the policy could make it, and there is none.

    Raises:
        Refusal: If it makes no sense.
    """
    if message.HasField("graph"):
        return Graphs(message.graph.inputs, message.graph.outputs, genome_from(message.graph))
    if arrays:
        return Vectors(np.zeros((1, 0), np.float32)) if policy is None else _made(policy, arrays)
    count = message.genome.count
    require(count <= limits.PARAMETERS, f"holds a genome of more than {limits.PARAMETERS:,} parameters")
    require(message.genome.dtype == "<f4", f"holds a best genome of type {message.genome.dtype!r:.60}, not of '<f4'")
    return genome_of(numbers_from(message.genome, count, "parameters", "its layers need"))


def _made(policy: Policy, arrays: Arrays) -> Genomes:
    try:
        return genome_of(policy.genomes(arrays))
    except NeuroError as error:
        raise Refusal(f"holds a best genome that its policy does not take: {error}") from None
    except Exception as error:  # code of others
        raise Refusal(f"holds a best genome that its policy {policy.kind!r} fails to make: {error!r:.200}") from error
