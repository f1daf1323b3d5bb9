"""An evolution strategy in a page."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.vector_kernels import NOISE, RANKS, Kernels, doubles
from neuro.network.training.optimizers import Adam, prepare_gradient
from neuro.policies import Policy

__all__ = ["ES"]


def _kernels(policy: Policy) -> Kernels:
    step = doubles, doubles, np.zeros((2, 2)), 0.0, 1, (0.0, 0.0, 0.0, 0.0)
    return [
        *NOISE,
        *RANKS,
        ("prepare_gradient", prepare_gradient, (doubles, doubles, 0.0, 0.0, 0.0)),
        ("adam", Adam.rule, step),
    ]


def _facts(policy: Policy) -> dict[str, Any]:
    return {"epsilon": Adam().epsilon}


#: An evolution strategy.
ES = LiveAlgorithm("es", _kernels, _facts, scripts=("vector-search", "es"))
