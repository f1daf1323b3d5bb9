"""The architecture of networks: layers that fit each other, their shapes, and how first parameters are drawn."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, ShapeError
from neuro.network.forward_backward import parameter_views
from neuro.network.initialisers import He, Initialiser, Xavier
from neuro.network.layers import Input, Layer, Shape
from neuro.random import Purpose, words
from neuro.thread_pool import share_rows

__all__ = [
    "MOST_DIMENSIONS",
    "MOST_LAYERS",
    "MOST_NODES",
    "MOST_PARAMETERS",
    "checked_layers",
    "initial_genomes",
    "layer_starts",
    "parameter_count",
    "shapes",
    "too_much_of",
]

#: Of a network that files hold: layers, dimensions of a layer's outputs, nodes (inputs included) and parameters.
MOST_LAYERS = 256
MOST_DIMENSIONS = 8
MOST_NODES = 100_000
MOST_PARAMETERS = 4_000_000


def checked_layers(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """The layers, if a network can be made of them.

    Raises:
        SettingError: If there are none, the first is not an Input, or a later one is.
    """
    if isinstance(layers, str) or not isinstance(layers, Iterable):
        raise SettingError(f"layers are a list, such as [Input(5), Dense(8, 'tanh'), Dense(2)], not {layers!r:.60}")
    layers = tuple(layers)
    if not layers or not isinstance(layers[0], Input):
        first = type(layers[0]).__name__ if layers else "nothing"
        raise SettingError(f"a network begins with Input, for example Input(5); this one begins with {first}")
    for layer in layers[1:]:
        if isinstance(layer, Input) or not isinstance(layer, Layer):
            raise SettingError(f"after its Input a network has layers such as Dense(8, 'tanh'), not {layer!r}")
    return layers


def shapes(layers: Sequence[Layer]) -> list[Shape]:
    """The shape of each layer's outputs, the Input's first.

    Raises:
        ShapeError: If a layer does not fit the one before.
    """
    found: list[Shape] = [layers[0].output_shape(())]
    for before, layer in itertools.pairwise(layers):
        try:
            found.append(layer.output_shape(found[-1]))
        except ShapeError as error:
            raise ShapeError(f"{layer!r} cannot follow {before!r}: {error}") from None
    return found


def parameter_count(layers: Sequence[Layer]) -> int:
    """Length of the genome of a network of these layers, without making one."""
    before = shapes(layers)
    return sum(layer.parameter_count(shape) for layer, shape in zip(layers[1:], before, strict=False))


def too_much_of(layers: Sequence[Layer]) -> str:
    """What a network of these layers has more of than files hold, such as "more than 256 layers"; "" if nothing.

    Asked before memory is taken for the network, and before it learns what is to be kept.
    """
    sizes = shapes(layers)
    counts = {
        "layers": (len(layers), MOST_LAYERS),
        "dimensions in a layer": (max(map(len, sizes)), MOST_DIMENSIONS),
        "nodes": (sum(math.prod(shape) for shape in sizes), MOST_NODES),
        "parameters": (parameter_count(layers), MOST_PARAMETERS),
    }
    return next((f"more than {most:,} {what}" for what, (count, most) in counts.items() if count > most), "")


def layer_starts(layers: Sequence[Layer]) -> NDArray[np.int64]:
    """Where each layer's genes begin in the genome, and the end: ``(layers,)``, the Input has none."""
    before = shapes(layers)
    counts = [layer.parameter_count(shape) for layer, shape in zip(layers[1:], before, strict=False)]
    return np.cumsum([0, *counts], dtype=np.int64)


def initial_genomes(
    layers: Sequence[Layer], count: int, seed: int, initialiser: Initialiser | None = None
) -> NDArray[np.float32]:
    """The first parameters of some networks, drawn from a seed.

    Args:
        layers: The networks'.
        count: Number of genomes.
        seed: The run's seed.
        initialiser: The distribution that parameters are drawn from; by default He for layers of relu and its kin, and
            Xavier for all others.

    Returns:
        float32, ``(count, parameters)``.
    """
    genomes = np.zeros((count, parameter_count(layers)), np.float32)
    starts, before = layer_starts(layers), shapes(layers)
    for index, layer in enumerate(layers[1:]):
        part = genomes[:, starts[index] : starts[index + 1]]
        fans = layer.fans(before[index])
        if fans is not None:
            weights = math.prod(layer.parameter_shapes(before[index])[0])
            chosen = initialiser or (He() if _is_rectified(layer) else Xavier())
            stream = functools.partial(words, seed=seed, purpose=Purpose.INITIALISE, index=index)
            share_rows(functools.partial(_draw, part, weights, stream, chosen, fans), count)
        else:
            for row in part:
                layer.start(parameter_views((layers[0], layer), [before[index]], row)[0])
    return genomes


def _is_rectified(layer: Layer) -> bool:
    """Whether about half of a layer's sums come to nothing in its activation."""
    return layer.activation in ("relu", "leaky-relu", "elu", "gelu", "softplus")


def _draw(
    part: NDArray[np.float32],
    count: int,
    stream: Callable[..., NDArray[np.uint32]],
    chosen: Initialiser,
    fans: tuple[int, int],
    first: int,
    last: int,
) -> None:
    """Fill one layer's part of some genomes ``(networks, parameters)``, of which ``count`` are weights.

    A stream has the words of all weights first, then those of all biases. Drawing some networks after others takes
    little memory besides the genomes'.
    """
    networks, others = last - first, part.shape[1] - count
    weights, biases = np.empty((networks, count), np.float32), np.empty((networks, others), np.float32)
    of_weights = stream(networks * count, first=first * count)
    of_biases = stream(networks * others, first=len(part) * count + first * others)
    chosen.fill(weights.reshape(-1), biases.reshape(-1), np.concatenate((of_weights, of_biases)), *fans)
    part[first:last, :count] = weights
    part[first:last, count:] = biases
