"""What is in a file, as plain values that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from neuro.champion import Champion
from neuro.network import Layer, Network
from neuro.network.training import TrainingState
from neuro.storage.messages import Model

__all__ = ["describe"]


def describe(thing: Champion | Model | Network) -> dict[str, Any]:
    """A champion, or a network with or without its origin, in numbers, texts, lists and dictionaries."""
    if isinstance(thing, Network):
        return {"kind": "network", **_describe_network(thing)}
    if isinstance(thing, Model):
        origin = {name: value for name, value in (("created", thing.created), ("made_by", thing.made_by)) if value}
        return {"kind": "network", **origin, **_describe_network(thing.network)}
    return {"kind": "champion", **_describe_origin(thing), **_describe_network(thing.network)}


def _describe_origin(champion: Champion) -> dict[str, Any]:
    names = [field.name for field in fields(champion) if field.name != "network"]
    origin = {name: _plain(getattr(champion, name)) for name in names}
    return {**origin, "setting": {name: _short(value) for name, value in champion.setting.items()}}


def _short(value: float) -> float:
    """A float32 in as few digits as tell it from its neighbours: 0.35, not 0.3499999940395355."""
    return float(str(np.float32(value)))


def _plain(value: Any) -> Any:
    """A value as JSON knows it: no tuples, and none of numpy's numbers."""
    match value:
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
        case tuple():
            return [_plain(one) for one in value]
        case np.generic():
            return value.item()
    return value


def _describe_network(network: Network) -> dict[str, Any]:
    weights = network.genome.astype(np.float64)
    summary = {"min": weights.min(), "max": weights.max(), "mean": weights.mean()} if weights.size else {}
    return {
        "layers": [_spell(layer) for layer in network.layers],
        "parameters": network.parameter_count,
        "weights": {name: float(value) for name, value in summary.items()},
        **({"training": _describe_training(network.state)} if network.state else {}),
    }


def _describe_training(state: TrainingState) -> dict[str, Any]:
    return {
        "loss": state.loss.kind,
        "optimizer": state.optimizer.kind,
        "learning_rate": state.optimizer.learning_rate,
        "schedule": state.optimizer.schedule.kind,
        "batch_size": state.batch_size,
        "epochs": state.epoch,
        "seed": state.seed,
    }


def _spell(layer: Layer) -> str:
    """A layer as people write it, for example ``Dense(8, tanh)``."""
    values = (
        " × ".join(map(str, value)) if isinstance(value, tuple) else str(value) for value in layer.settings().values()
    )
    return f"{type(layer).__name__}({', '.join(values)})"
