"""The state of a network's training to protobuf and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.network import Network
from neuro.network.training import (
    LOSSES,
    MONITORED,
    OPTIMIZERS,
    SCHEDULES,
    BestEpoch,
    Epoch,
    Loss,
    Optimizer,
    Schedule,
    TrainingState,
)
from neuro.random import checked_seed
from neuro.storage import limits, neuro_pb2
from neuro.storage.named_values import check_text, instance, settings_from, settings_to
from neuro.storage.neuro_pb2 import Part, Training
from neuro.storage.numbers import numbers_from, numbers_to
from neuro.storage.refusal import Refusal, require

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
    message = Training(
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
        goal=state.goal,
    )
    if state.best is not None:
        message.best.CopyFrom(_best_to(state.best))
    if state.standing is not None:
        message.standing.CopyFrom(numbers_to(state.standing))
    return message


def _best_to(best: BestEpoch) -> neuro_pb2.BestEpoch:
    return neuro_pb2.BestEpoch(
        monitor=best.monitor,
        epoch=neuro_pb2.Epoch(**asdict(best.epoch)),
        parameters=numbers_to(best.genome),
        improved=neuro_pb2.Epoch(**asdict(best.improved)),
        patience=best.patience,
    )


def _best_from(message: neuro_pb2.BestEpoch, network: Network) -> BestEpoch:
    monitor = message.monitor if message.HasField("monitor") else None
    require(monitor is None or monitor in MONITORED, f"watches {monitor!r:.60} of its epochs, which there is not")
    require(message.patience <= limits.COUNT, f"holds a training with patience={message.patience:,}")
    return BestEpoch(
        monitor=monitor,
        epoch=_epoch_from(message.epoch),
        genome=_genome_from(message.parameters, network, "parameters of the best epoch"),
        improved=_epoch_from(message.improved),
        patience=message.patience,
    )


def _epoch_from(message: neuro_pb2.Epoch) -> Epoch:
    values: dict[str, Any] = {
        field.name: getattr(message, field.name)
        for field in fields(Epoch)
        if not message.DESCRIPTOR.fields_by_name[field.name].has_presence or message.HasField(field.name)
    }
    require(all(math.isfinite(value) for value in values.values()), "holds an epoch whose values are not finite")
    require(1 <= message.number <= limits.COUNT, f"holds an epoch with number={message.number:,}")
    return Epoch(**{"accuracy": None, "validation_loss": None, "validation_accuracy": None, **values})


def _genome_from(message: neuro_pb2.Parameters, network: Network, what: str) -> NDArray[Any]:
    return np.array(numbers_from(message, network.parameter_count, what, "it needs"), network.dtype)


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
    for name in ("batch_size", "epoch", "batch", "step", "goal"):
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
        goal=message.goal,
        best=_best_from(message.best, network) if message.HasField("best") else None,
        standing=(
            _genome_from(message.standing, network, "parameters where training stands")
            if message.HasField("standing")
            else None
        ),
    )
