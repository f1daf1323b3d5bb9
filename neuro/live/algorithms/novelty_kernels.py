"""Novelty search in a page: the genetic algorithm, and what tells how new a behaviour is."""

from __future__ import annotations

import numpy as np

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.ga import GA
from neuro.live.algorithms.vector_kernels import RANKS, Kernels, doubles
from neuro.operators import novelty
from neuro.policies import Policy

__all__ = ["NOVELTY"]


def _kernels(policy: Policy) -> Kernels:
    rows = np.zeros((2, 2))
    return [
        *GA.kernels(policy),
        RANKS[0],
        ("mean_distances", novelty._mean_distances, (rows, rows, 0, 0, doubles, doubles)),
    ]


#: Novelty search.
NOVELTY = LiveAlgorithm("novelty", _kernels, GA.facts, scripts=("ga", "behaviours", "novelty"))
