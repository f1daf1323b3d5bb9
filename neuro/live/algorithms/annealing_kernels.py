"""Simulated annealing in a page."""

from __future__ import annotations

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.vector_kernels import EXPONENTIALS, KEY, NOISE, WORDS, Kernels, floats, matrix
from neuro.operators import exponential, noise, sampling
from neuro.policies import Policy

__all__ = ["ANNEALING"]


def _kernels(policy: Policy) -> Kernels:
    return [
        *NOISE,
        *EXPONENTIALS,
        ("power", exponential.power, (0.0, 0.0)),
        ("draw_uniform", noise._fill_uniform, (floats, 0, KEY, 0, KEY, WORDS)),
        ("place_around_each", sampling._place_around_each, (matrix, 0.0, matrix, matrix)),
    ]


#: Simulated annealing.
ANNEALING = LiveAlgorithm("annealing", _kernels, scripts=("vector-search", "annealing"))
