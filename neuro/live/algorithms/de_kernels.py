"""Differential evolution in a page."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuro.live.algorithms import LiveAlgorithm
from neuro.live.algorithms.vector_kernels import KEY, REMEMBERING, WORDS, Kernels, matrix, places
from neuro.operators import differences
from neuro.policies import Policy

__all__ = ["DE"]


def _kernels(policy: Policy) -> Kernels:
    trial = matrix, places, matrix, 0, 0, np.float32(0), 0.0, KEY, 0, WORDS
    return [*REMEMBERING, ("try_differences", differences._try, trial)]


def _facts(policy: Policy) -> dict[str, Any]:
    return {"bases": list(differences.BASES), "picks": differences._PICKS}


#: Differential evolution.
DE = LiveAlgorithm("de", _kernels, _facts, scripts=("vector-search", "de"))
