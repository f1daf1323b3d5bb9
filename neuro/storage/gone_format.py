"""The files of gone, the Go library that this project continues: dense networks in float64, a bare protobuf message."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.network import Dense, GraphNetwork, Input, Network
from neuro.network.training import LOSSES, SGD, TrainingState
from neuro.storage import gone_pb2, limits
from neuro.storage.named_values import check_text
from neuro.storage.refusal import Refusal, require
from neuro.storage.wire import parse

__all__ = ["SUFFIX", "gone_from", "gone_to"]

#: Files with this suffix are gone's.
SUFFIX = ".gone"

#: gone's names of activations, and ours.
_ACTIVATIONS = {"id": "identity", "relu": "relu", "sigmoid": "sigmoid", "softmax": "softmax"}
_ACTIVATORS = {ours: theirs for theirs, ours in _ACTIVATIONS.items()}
_USUAL_RATE = 0.01


def gone_from(body: bytes) -> Network:
    """The network that a file of gone holds, in float64; its learning rate and loss become those of its training.

    Raises:
        Refusal: If its shapes do not fit each other, or it is no such file at all.
    """
    message = parse(gone_pb2.NeuralNetwork, body)
    layers = message.Layers
    require(2 <= len(layers) <= limits.LAYERS, f"holds {len(layers)} layers of gone, where there must be two at least")
    sizes = [layer.Nodes for layer in layers]
    require(all(size > 0 for size in sizes), f"holds layers of {sizes} nodes")
    require(sum(sizes) <= limits.NODES, f"holds a network of more than {limits.NODES:,} nodes")
    count = len(layers) - 1
    for name, matrices in (("weights", message.Weights), ("biases", message.Biases)):
        require(len(matrices) == count, f"holds {len(matrices)} matrices of {name} for {count} layers after the first")
    parts = []
    for place, (before, after) in enumerate(itertools.pairwise(sizes), start=1):
        parts.append(_matrix(message.Weights[place - 1], (after, before), f"the weights of layer {place}"))
        parts.append(_matrix(message.Biases[place - 1], (after, 1), f"the biases of layer {place}"))
    dense = [Dense(layer.Nodes, _activation(layer.Activator, place)) for place, layer in enumerate(layers) if place]
    _activation(layers[0].Activator or "id", 0)
    network = Network.from_genome([Input(sizes[0]), *dense], np.concatenate(parts), dtype="float64")
    network.state = _state_from(message, network)
    return network


def _activation(activator: str, place: int) -> str:
    name = check_text(activator, f"the activator of layer {place}")
    require(
        name in _ACTIVATIONS,
        f"holds the activator {name!r} of layer {place}; gone's are {', '.join(map(repr, sorted(_ACTIVATIONS)))}",
    )
    return _ACTIVATIONS[name]


def _matrix(matrix: gone_pb2.Matrix, shape: tuple[int, int], what: str) -> NDArray[np.float64]:
    """The numbers of a matrix ``(rows * columns,)``."""
    found = (matrix.Rows, matrix.Columns)
    require(found == shape, f"holds {what} as {_spell(found)}, but its layers need {_spell(shape)}")
    numbers = len(matrix.Data)
    require(numbers == shape[0] * shape[1], f"holds {numbers:,} numbers for {what}, which are {_spell(shape)}")
    values = np.array(matrix.Data, np.float64)
    require(bool(np.isfinite(values).all()), f"holds {what} with numbers that are not finite")
    return values


def _spell(shape: tuple[int, int]) -> str:
    return f"{shape[0]} × {shape[1]}"


def _state_from(message: gone_pb2.NeuralNetwork, network: Network) -> TrainingState | None:
    """Training one sample at a time at the file's rate; None where the loss or the rate is none of ours."""
    try:
        loss, optimizer = LOSSES[message.Loss or "mse"](), SGD(message.LearningRate)
        loss.check_last(network.layers[-1], network.shapes[-1])
    except (KeyError, NeuroError):
        return None
    slots = TrainingState.fresh_slots(optimizer, network.genome)
    return TrainingState(loss=loss, optimizer=optimizer, batch_size=1, shuffle=True, seed=0, slots=slots)


def gone_to(network: Network | GraphNetwork) -> bytes:
    """The bytes of a file of gone that holds a network.

    Raises:
        Refusal: If it has a layer or an activation that gone does not know, or no layers.
    """
    if not isinstance(network, Network):
        raise Refusal("would hold a network that grew by neat, which gone does not know")
    first, layers = network.shapes[0], network.layers[1:]
    require(len(first) == 1 and bool(layers), "would hold a network of another form than gone's: one row, then Dense")
    for layer in layers:
        ours = layer.activation
        require(
            isinstance(layer, Dense) and ours in _ACTIVATORS,
            f"would hold {layer!r}, but gone knows only Dense layers of {', '.join(sorted(_ACTIVATORS))}",
        )
    columns = [_matrix_to(np.zeros((shape[0], 1))) for shape in network.shapes]
    pairs = _unscaled(network).parameters()
    state = network.state
    message = gone_pb2.NeuralNetwork(
        Weights=[_matrix_to(weights) for weights, _ in pairs],
        Biases=[_matrix_to(biases[:, np.newaxis]) for _, biases in pairs],
        Activations=columns,
        LearningRate=state.optimizer.learning_rate if state else _USUAL_RATE,
        Layers=[gone_pb2.Layer(Nodes=first[0], Activator="id")]
        + [gone_pb2.Layer(Nodes=n.units, Activator=_ACTIVATORS[n.activation]) for n in layers if isinstance(n, Dense)],
        Loss=state.loss.kind if state else "mse",
    )
    return message.SerializeToString(deterministic=True)  # type: ignore[no-any-return]


def _unscaled(network: Network) -> Network:
    """A network in float64 that takes and gives the same numbers without scaling them: its outer layers do that.

    gone has no word for scaling; in its float64, weights can hold it.
    """
    found = Network.from_genome(network.layers, network.genome, dtype="float64")
    scaling = network.scaling
    if scaling is None:
        return found
    weights, biases = found.parameters()[0]
    weights /= scaling.deviation
    biases -= weights @ scaling.mean
    if scaling.target_mean is not None and scaling.target_deviation is not None:
        last = network.layers[-1].activation
        require(last == "identity", f"would scale what {last} gives, for which gone has no layer")
        weights, biases = found.parameters()[-1]
        weights *= scaling.target_deviation[:, np.newaxis]
        biases *= scaling.target_deviation
        biases += scaling.target_mean
    return found


def _matrix_to(values: NDArray[np.float64]) -> gone_pb2.Matrix:
    rows, columns = values.shape
    return gone_pb2.Matrix(Rows=rows, Columns=columns, Data=values.astype(np.float64).ravel())
