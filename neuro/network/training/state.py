"""How far a network's training has come: all that is needed to go on in the same bits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.network.training.losses import Loss
from neuro.network.training.optimizers import Optimizer

__all__ = ["TrainingState"]


@dataclass(eq=False)
class TrainingState:
    """What a network is trained with, and where it stands.

    Args:
        loss: What is made small.
        optimizer: How.
        batch_size: Samples of a step.
        shuffle: Whether each epoch has its own order.
        seed: Of the orders and of what Dropout drops.
        slots: What the optimizer remembers, ``(slots, parameters)``.
        epoch: Epochs done.
        batch: Batches done of the next one.
        step: Steps done in all.
    """

    loss: Loss
    optimizer: Optimizer
    batch_size: int
    shuffle: bool
    seed: int
    slots: NDArray[Any]
    epoch: int = 0
    batch: int = 0
    step: int = 0

    def copy(self) -> TrainingState:
        """An independent state that stands at the same place."""
        return replace(self, slots=self.slots.copy())

    @staticmethod
    def fresh_slots(optimizer: Optimizer, genome: NDArray[Any]) -> NDArray[Any]:
        """What an optimizer remembers before its first step."""
        return np.zeros((optimizer.slots, genome.size), genome.dtype)
