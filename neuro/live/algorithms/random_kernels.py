"""Random search in a page."""

from __future__ import annotations

from typing import Any

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.vector_kernels import KEY, WORDS, Kernels, doubles, matrix, places
from neuro.operators import mutation
from neuro.policies import Policy
from neuro.random import TOGETHER, room_for

__all__ = ["RANDOM"]


def _kernels(policy: Policy) -> Kernels:
    return [("gaussian", mutation._gaussian, (matrix, 0, 0.0, 0.0, 0.0, KEY, 0, WORDS, places, doubles))]


def _facts(policy: Policy) -> dict[str, Any]:
    genes = mutation._GENES
    return {"genes": genes, "words": room_for(genes + 4) + TOGETHER, "noise": room_for(genes)}


#: Random search.
RANDOM = LiveAlgorithm("random", _kernels, _facts, scripts=("vector-search", "random"))
