"""Options of ``neuro train`` on how a network learns."""

from __future__ import annotations

from dataclasses import dataclass

from cyclopts import Group, Parameter

__all__ = ["TrainingOptions"]


@Parameter(name="*", group=Group("Learning", sort_key=1))
@dataclass(frozen=True, kw_only=True)
class TrainingOptions:
    """How a network learns; what is not given is the data set's own.

    Args:
        optimizer: sgd, momentum, nesterov, rmsprop, adam or adamw.
        loss: mse, mae, huber, binary-cross-entropy or cross-entropy.
        epochs: Number of passes through the examples.
        batch_size: Examples of a step.
        lr: The learning rate.
        seed: Seed of the first weights and of the order of examples; a random one when not given.
        layers: Sizes from inputs to outputs, for example 784-128-10.
        activation: Activation of the layers between input and output.
        patience: End when the loss on held-out examples has not improved for so many epochs, and keep the best.
    """

    optimizer: str | None = None
    loss: str | None = None
    epochs: int | None = None
    batch_size: int | None = None
    lr: float | None = None
    seed: int | None = None
    layers: str | None = None
    activation: str | None = None
    patience: int | None = None
