"""An exponential natural evolution strategy in a page."""

from __future__ import annotations

import numpy as np

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.vector_kernels import EXPONENTIALS, NOISE, RANKS, Kernels, doubles, matrix
from neuro.operators import exponential, matrices, ranking
from neuro.policies import Policy

__all__ = ["XNES"]


def _kernels(policy: Policy) -> Kernels:
    square = np.zeros((2, 2))
    return [
        *NOISE,
        *RANKS,
        *EXPONENTIALS,
        ("fill_utilities", ranking._fill_utilities, (doubles,)),
        ("exp", exponential.exp, (0.0,)),
        ("multiply", matrices._multiply, (square, square, square)),
        ("linear_map", matrices._linear_map, (matrix, square, matrix, doubles)),
        ("weighted_outer_sum", matrices._weighted_outer_sum, (matrix, doubles, square)),
    ]


#: An exponential natural evolution strategy.
XNES = LiveAlgorithm("xnes", _kernels, scripts=("vector-search", "distribution-search", "xnes"))
