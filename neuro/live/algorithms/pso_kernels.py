"""A particle swarm in a page."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.vector_kernels import KEY, REMEMBERING, WORDS, Kernels, matrix, places
from neuro.operators import particles
from neuro.policies import Policy

__all__ = ["PSO"]


def _kernels(policy: Policy) -> Kernels:
    pulls = (np.float32(0),) * 4
    return [*REMEMBERING, ("fly", particles._fly, (matrix, matrix, matrix, places, matrix, 0, *pulls, KEY, 0, WORDS))]


def _facts(policy: Policy) -> dict[str, Any]:
    return {"words": particles._WORDS}


#: A particle swarm.
PSO = LiveAlgorithm("pso", _kernels, _facts, scripts=("vector-search", "pso"))
