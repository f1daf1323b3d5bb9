"""MAP-Elites in a page."""

from __future__ import annotations

import numpy as np

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.vector_kernels import NOISE, Kernels, floats, matrix
from neuro.operators import sampling
from neuro.policies import Policy

__all__ = ["MAP_ELITES"]


def _kernels(policy: Policy) -> Kernels:
    between = matrix, np.zeros((2, 2), np.int64), floats, 0.0, matrix, matrix
    return [*NOISE, ("place_between", sampling._place_between, between)]


#: MAP-Elites.
MAP_ELITES = LiveAlgorithm("map-elites", _kernels, scripts=("vector-search", "behaviours", "map-elites"))
