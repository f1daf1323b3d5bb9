"""A separable natural evolution strategy in a page."""

from __future__ import annotations

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.vector_kernels import EXPONENTIALS, NOISE, RANKS, Kernels, doubles, matrix
from neuro.operators import ranking, sampling
from neuro.policies import Policy

__all__ = ["SNES"]


def _kernels(policy: Policy) -> Kernels:
    return [
        *NOISE,
        *RANKS,
        *EXPONENTIALS,
        ("fill_utilities", ranking._fill_utilities, (doubles,)),
        ("weighted_squares", sampling.weighted_squares, (matrix, doubles, doubles)),
    ]


#: A separable natural evolution strategy.
SNES = LiveAlgorithm("snes", _kernels, scripts=("vector-search", "distribution-search", "snes"))
