"""What searches have in common that move a normal distribution: its mean, and a step size that they adapt.

The setting ``sigma`` is the step size at the beginning. Whoever changes it while a run goes on sets the step size anew.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.algorithm import Dial
from neuro.evolution.algorithms.setting_fields import setting
from neuro.evolution.algorithms.vector_search import VectorSearch
from neuro.operators.sampling import mean_of

__all__ = ["LARGEST_SIGMA", "DistributionSearch", "sigma_setting"]

#: No step size grows beyond this, where ever larger weights are ever better.
LARGEST_SIGMA = 1e6


def sigma_setting(default: float) -> Any:
    """The field of ``Settings`` that says the step size."""
    about = "The step size: how far the first genomes are from their mean; changed while a run goes on, it is set anew"
    return setting(default, about, low=1e-6, high=100, span=(0.01, 2), label="Step size")


class DistributionSearch(VectorSearch):
    """A search whose memory has "mean" and "sigma", both float64; see ``VectorSearch``.

    Attributes:
        sigma_of_each_gene: Whether each gene has a step size of its own.
    """

    sigma_of_each_gene: ClassVar[bool] = False

    def begin(self) -> None:
        mean, sigma = mean_of(self.genomes), float(self.settings.sigma)
        sizes = np.full(mean.size if self.sigma_of_each_gene else 1, sigma)
        self.memory = {"mean": mean, "sigma": sizes, "sigma asked for": np.array([sigma])}

    def heed_sigma(self) -> None:
        """Set the step size anew if somebody has changed the setting."""
        asked, sigma = self.memory["sigma asked for"], float(self.settings.sigma)
        if asked[0] != sigma:
            asked[0] = sigma
            self.memory["sigma"][:] = sigma

    @property
    def step_size(self) -> float:
        """The step size; the mean where each gene has its own."""
        sigma = self.memory["sigma"]
        return math.fsum(sigma) / sigma.size

    def best(self) -> NDArray[np.float32]:
        return self.memory["mean"].astype(np.float32)

    def metrics(self) -> dict[str, float]:
        return {"sigma": self.step_size}

    def dials(self, generation: int) -> tuple[Dial, ...]:
        """The step size is shown as it is now."""
        shown = super().dials(generation)
        return tuple(one._replace(value=self.step_size) if one.name == "sigma" else one for one in shown)
