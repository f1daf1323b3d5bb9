"""What is in a file, as plain values that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from neuro.arrays import shortest_float32
from neuro.champion import Champion
from neuro.errors import FileError
from neuro.network import Columns, GraphNetwork, Layer, Network, Scaling
from neuro.network.graph_forward import names_in
from neuro.network.training import TrainingState
from neuro.storage import limits
from neuro.storage.checkpoint import Checkpoint, decode_checkpoint
from neuro.storage.files import frame_of, read
from neuro.storage.frame import Kind
from neuro.storage.gone_format import SUFFIX
from neuro.storage.messages import Model, decode
from neuro.storage.refusal import Refusal

__all__ = ["describe", "describe_file"]


def describe_file(path: Path) -> dict[str, Any]:
    """What is in a file of any kind, in numbers, texts, lists and dictionaries.

    Raises:
        FileError: If there is no such file, or it is anything but whole, unchanged and sensible.
    """
    if path.suffix.lower() == SUFFIX:
        return describe(read(path))
    try:
        frame = frame_of(path, limits.INSPECTED_FILE)
        return describe(decode_checkpoint(frame) if frame.kind == Kind.CHECKPOINT else decode(frame))
    except Refusal as refusal:
        raise FileError(f"{path} {refusal}") from None


def describe(thing: Champion | Model | Network | GraphNetwork | Checkpoint) -> dict[str, Any]:
    """A champion, a checkpoint, or a network with or without its origin, in numbers, texts, lists and dictionaries."""
    if isinstance(thing, Checkpoint):
        return {"kind": "checkpoint", **_describe_checkpoint(thing)}
    if isinstance(thing, Network | GraphNetwork):
        return {"kind": "network", **_describe_network(thing)}
    if isinstance(thing, Model):
        origin = {name: value for name, value in (("created", thing.created), ("made_by", thing.made_by)) if value}
        return {"kind": "network", **origin, **_describe_network(thing.network)}
    return {"kind": "champion", **_describe_origin(thing), **_describe_network(thing.network)}


def _describe_origin(champion: Champion) -> dict[str, Any]:
    names = [field.name for field in fields(champion) if field.name != "network"]
    origin = {name: _plain(getattr(champion, name)) for name in names}
    return {**origin, "setting": {name: shortest_float32(value) for name, value in champion.setting.items()}}


def _describe_checkpoint(checkpoint: Checkpoint) -> dict[str, Any]:
    state, best = checkpoint.state, checkpoint.state.best
    return {
        "game": checkpoint.game,
        "algorithm": checkpoint.algorithm,
        "run": checkpoint.run.hex(),
        "generation": state.generation,
        "fingerprint": state.fingerprint,
        "agent_steps": state.agent_steps,
        "seconds": state.seconds,
        "solved": state.solved,
        "best": best and {name: value for name, value in vars(best).items() if name != "genome"},
        "arrays": {name: f"{array.dtype} {' × '.join(map(str, array.shape))}" for name, array in state.arrays.items()},
        "changes": [f"{change.name} = {change.value} from generation {change.generation}" for change in state.changes],
        "created": checkpoint.created,
        "made_by": checkpoint.made_by,
    }


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


def _describe_graph(network: GraphNetwork) -> dict[str, Any]:
    """A network of any topology: what its outputs depend on, and all weights that are in use."""
    program = network.program
    weights = program.weight[0, : program.length[0]][program.link[0, : program.length[0]] >= 0].astype(np.float64)
    summary = {"min": weights.min(), "max": weights.max(), "mean": weights.mean()} if weights.size else {}
    return {
        "inputs": network.inputs,
        "outputs": network.outputs,
        "hidden": network.hidden_nodes,
        "links": network.links,
        "activations": [network.hidden, network.output],
        **({"other activations": ", ".join(names_in(network.others))} if network.others else {}),
        "recurrent": network.recurrent,
        "weights": {name: float(value) for name, value in summary.items()},
    }


def _describe_network(network: Network | GraphNetwork) -> dict[str, Any]:
    if isinstance(network, GraphNetwork):
        return _describe_graph(network)
    weights = network.genome.astype(np.float64)
    summary = {"min": weights.min(), "max": weights.max(), "mean": weights.mean()} if weights.size else {}
    return {
        "layers": [_spell(layer) for layer in network.layers],
        "parameters": network.parameter_count,
        "weights": {name: float(value) for name, value in summary.items()},
        **({"training": _describe_training(network.state)} if network.state else {}),
        **({"columns": _describe_columns(network.columns)} if network.columns else {}),
        **({"scaling": _describe_scaling(network.scaling)} if network.scaling else {}),
    }


def _describe_columns(columns: Columns) -> dict[str, Any]:
    """What each column holds, in words."""
    told = {one.name: " or ".join(one.words) or "numbers" for one in (*columns.inputs, columns.target)}
    return {**told, "predicted": columns.target.name}


def _describe_scaling(scaling: Scaling) -> str:
    what = "inputs" if scaling.target_mean is None else "inputs and outputs"
    return f"{what} are brought to mean 0 and deviation 1"


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
