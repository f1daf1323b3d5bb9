"""The state of a training: all that is needed to go on with it in the same bits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.network.training.loss_history import Epoch
from neuro.network.training.losses import Loss
from neuro.network.training.optimizers import Optimizer

__all__ = ["BestEpoch", "TrainingState"]


@dataclass(frozen=True, eq=False)
class BestEpoch:
    """What `KeepBest` and `EarlyStopping` remember of a training under way.

    Args:
        monitor: The value that they were asked to watch; None where they chose it.
        epoch: The best epoch.
        genome: The parameters after it.
        improved: The last epoch whose improvement counted.
        patience: Epochs without an improvement that end the training; 0 if none do.
    """

    monitor: str | None
    epoch: Epoch
    genome: NDArray[Any]
    improved: Epoch
    patience: int = 0


@dataclass(eq=False)
class TrainingState:
    """What a network is trained with, and where it stands.

    Args:
        loss: What is made small.
        optimizer: The optimizer.
        batch_size: Samples of a step.
        shuffle: Whether each epoch has its own order.
        seed: Seed of the orders and of what Dropout drops.
        slots: What the optimizer remembers, ``(slots, parameters)``.
        epoch: Epochs done.
        batch: Batches done of the next one.
        step: Steps done in all.
        goal: The last epoch that a call of ``train`` was to reach.
        best: What a callback remembers of the best epoch, while training is under way; None once it has ended.
        standing: The parameters where training stands, if it was interrupted and the network has been given the best
            ones instead; else None.
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
    goal: int = 0
    best: BestEpoch | None = None
    standing: NDArray[Any] | None = None

    @property
    def epochs_left(self) -> int:
        """Epochs that ``train`` was asked for, and that are not done: after Ctrl-C, or a power cut."""
        return max(0, self.goal - self.epoch)

    @property
    def is_under_way(self) -> bool:
        """Whether a call of ``train`` has not come to its end."""
        return self.epochs_left > 0 or self.best is not None

    def copy(self) -> TrainingState:
        """An independent state that stands at the same place."""
        return replace(self, slots=self.slots.copy())

    @staticmethod
    def fresh_slots(optimizer: Optimizer, genome: NDArray[Any]) -> NDArray[Any]:
        """What an optimizer remembers before its first step."""
        return np.zeros((optimizer.slots, genome.size), genome.dtype)
