"""Networks that say how much each choice is preferred, tried out: the more a choice is preferred, the likelier it is.

R. Sutton and A. Barto, "Reinforcement learning: an introduction", 2018, section 13.1: the chances are the softmax of
the preferences. What is drawn follows from an individual's own key and the number of the step, as in ``exploring``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from neuro.kernels import kernel
from neuro.network.math32 import exp_of_negative
from neuro.policies.exploring import ValueNetwork
from neuro.random import uniform

__all__ = ["PreferenceNetwork"]

# Bound by ``Exploring.bind``.
LANES = PARAMETERS = VALUES = CHOICES = HOLD = 0

_ZERO, _ONE = np.float32(0), np.float32(1)


@kernel
def _sample(weights, nodes, memory):
    """In the steps by chance, give what the softmax draws a value above all; ``memory`` is the number of the step."""
    for lane in range(LANES):
        turn = np.int64(memory[lane]) // HOLD
        key = np.uint32(weights[(PARAMETERS + 1) * LANES + lane])
        largest = nodes[VALUES * LANES + lane]
        for j in range(1, CHOICES):
            value = nodes[(VALUES + j) * LANES + lane]
            largest = value if value > largest else largest
        total = _ZERO
        for j in range(CHOICES):
            total += exp_of_negative(nodes[(VALUES + j) * LANES + lane] - largest)
        rest, drawn = uniform(key, 2 * turn + 1) * total, -1
        for j in range(CHOICES):
            rest -= exp_of_negative(nodes[(VALUES + j) * LANES + lane] - largest)
            drawn = j if drawn < 0 and (rest < _ZERO or j == CHOICES - 1) else drawn
        if uniform(key, 2 * turn) < weights[PARAMETERS * LANES + lane]:
            nodes[(VALUES + drawn) * LANES + lane] = largest + _ONE
        memory[lane] += _ONE


@dataclass(frozen=True)
class PreferenceNetwork(ValueNetwork):
    """Dense layers that say how much each choice is preferred."""

    kind: ClassVar[str] = "preference-network"
    activation: str = "tanh"

    @property
    def tries(self) -> Any:
        """The kernel that draws a choice by the softmax of what is preferred."""
        return _sample
