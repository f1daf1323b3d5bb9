"""Cooperative synapse neuroevolution in a page."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.vector_kernels import KEY, WORDS, Kernels, doubles, matrix, places
from neuro.operators import crossover, mutation, selection, synapses
from neuro.policies import Layered, Policy

__all__ = ["COSYNE"]


def _kernels(policy: Policy) -> Kernels:
    pairs, keyed = np.zeros((2, 2), np.int64), (KEY, 0)
    return [
        ("draw_by_share", selection._draw_by_share, (places, doubles, pairs, *keyed)),
        ("cross_one_point", crossover._bound("one-point"), (matrix, pairs, matrix, 0, places, 0.0, *keyed, WORDS)),
        ("shaped", mutation._shaped, (matrix, doubles, 0, 0, 0.0, *keyed, WORDS)),
        ("exchange_chances", synapses._chances, (doubles, 0.0, 0.0, 0.0, doubles)),
        ("exchange", synapses._exchange, (matrix, doubles, *keyed, WORDS, places)),
    ]


def _facts(policy: Policy) -> dict[str, Any]:
    assert isinstance(policy, Layered)
    return {"starts": policy.starts.tolist(), "shape": mutation.SHAPES.index("cauchy")}


#: Cooperative synapse neuroevolution.
COSYNE = LiveAlgorithm("cosyne", _kernels, _facts, scripts=("vector-search", "cosyne"))
