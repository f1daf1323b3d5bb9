"""The state of a network's training to protobuf and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np

from neuro.errors import NeuroError
from neuro.network import Network
from neuro.network.training import LOSSES, OPTIMIZERS, SCHEDULES, Loss, Optimizer, Schedule, TrainingState
from neuro.random import checked_seed
from neuro.storage import limits
from neuro.storage.neuro_pb2 import Part, Training
from neuro.storage.numbers import numbers_from, numbers_to
from neuro.storage.refusal import Refusal, require
from neuro.storage.settings import check_text, instance, settings_from, settings_to

__all__ = ["training_from", "training_to"]

Made = TypeVar("Made", Loss, Optimizer, Schedule)


def _part_to(part: Loss | Optimizer | Schedule) -> Part:
    return Part(kind=part.kind, settings=settings_to(part.settings()))


def _part_from(message: Part, registry: Mapping[str, type[Made]], what: str) -> Made:
    kind = check_text(message.kind, f"a kind of {what}")
    require(kind in registry, f"holds a {what} of kind {kind!r}, which this neuro does not know")
    whose = f"a {what} of kind {kind!r}"
    return instance(registry[kind], settings_from(message.settings, whose), whose)


def training_to(state: TrainingState) -> Training:
    """The message of a state.

    Raises:
        Refusal: If a part of it has a setting that cannot be stored.
    """
    return Training(
        loss=_part_to(state.loss),
        optimizer=_part_to(state.optimizer),
        schedule=_part_to(state.optimizer.schedule),
        batch_size=int(state.batch_size),
        shuffle=bool(state.shuffle),
        seed=state.seed,
        epoch=state.epoch,
        batch=state.batch,
        step=state.step,
        slots=numbers_to(state.slots),
    )


def training_from(message: Training, network: Network) -> TrainingState:
    """The state that a message holds of a network's training.

    Raises:
        Refusal: If a part of it is unknown, or does not fit the network.
    """
    try:
        schedule = _part_from(message.schedule, SCHEDULES, "learning-rate schedule")
        optimizer = replace(_part_from(message.optimizer, OPTIMIZERS, "optimizer"), schedule=schedule)
        loss, seed = _part_from(message.loss, LOSSES, "loss"), checked_seed(message.seed)
        loss.check_last(network.layers[-1], network.shapes[-1])
    except NeuroError as error:
        raise Refusal(f"holds a training that makes no sense: {error}") from None
    for name in ("batch_size", "epoch", "batch", "step"):
        value, least = getattr(message, name), 1 if name == "batch_size" else 0
        require(least <= value <= limits.COUNT, f"holds a training with {name}={value:,}")
    count = optimizer.slots * network.parameter_count
    slots = numbers_from(message.slots, count, "numbers of the optimizer", "it needs")
    return TrainingState(
        loss=loss,
        optimizer=optimizer,
        batch_size=message.batch_size,
        shuffle=message.shuffle,
        seed=seed,
        slots=np.array(slots, network.dtype).reshape(optimizer.slots, network.parameter_count),
        epoch=message.epoch,
        batch=message.batch,
        step=message.step,
    )
