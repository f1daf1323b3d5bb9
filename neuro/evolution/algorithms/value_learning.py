"""What searches by temporal differences have in common: one network of values, and individuals that try it out.

Each individual explores a different share of the time (D. Horgan and others, "Distributed prioritized experience
replay", 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.step_learning import StepLearning, StepSettings

__all__ = ["ExploringSettings", "ValueLearning"]


@dataclass(frozen=True)
class ExploringSettings(StepSettings):
    """How individuals explore; the fields say what each setting means."""

    epsilon: float = setting(
        1.0, "The share of steps by chance of whoever explores most, at the beginning", low=0, high=1, slider=False
    )
    epsilon_decay: float = setting(
        0.95, "What that share is multiplied by from one generation to the next", low=0, high=1, slider=False
    )
    least_epsilon: float = setting(
        0.01, "The share of steps by chance of whoever explores most never falls below this", low=0, high=1
    )
    hold: int = setting(
        1, "For how many steps what is tried by chance is held", low=1, high=1000, fixed=True, slider=False
    )


class ValueLearning(StepLearning):
    """A network of values that individuals try out; see ``Algorithm``."""

    settings: Any

    def shares_by_chance(self) -> NDArray[np.float32]:
        """From one that tries nothing to one that explores most."""
        count = self.population
        ladder = np.arange(count) / (count - 1) if count > 1 else np.ones(1)
        return np.asarray(self.epsilon * ladder, np.float32)

    @property
    def epsilon(self) -> float:
        """The share of steps by chance of whoever explores most in the generation that waits."""
        own, found = self.settings, float(self.settings.epsilon)
        for _ in range(self.generation):  # no power: mathematics libraries differ in their last bits
            if found <= own.least_epsilon:
                break
            found *= own.epsilon_decay
        return max(found, float(own.least_epsilon))
