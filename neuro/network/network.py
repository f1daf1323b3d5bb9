"""The network: fixed layers, and one vector of parameters that backprop trains and evolution breeds."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuro.errors import SettingError, ShapeError
from neuro.genome import Crossover, Gaussian
from neuro.network.activations import Activation, activation
from neuro.network.initialisers import He, Initialiser, Xavier
from neuro.network.layers import Dense, Input, Layer, Shape
from neuro.random import Purpose, checked_seed, random_seed, stream_key, words

__all__ = ["Network", "checked_layers", "initial_genomes", "layer_starts", "parameter_count", "shapes"]


def checked_layers(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """The layers, if a network can be made of them.

    Raises:
        SettingError: If there are none, the first is not an Input, or a later one is.
    """
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
        count: How many.
        seed: Of the run.
        initialiser: How they are drawn; by default He for layers of relu and Xavier for all others.

    Returns:
        float32, ``(count, parameters)``.
    """
    genomes = np.zeros((count, parameter_count(layers)), np.float32)
    starts, before = layer_starts(layers), shapes(layers)
    for index, layer in enumerate(layers[1:]):
        if isinstance(layer, Dense):
            inputs, start = before[index][0], starts[index]
            weights, biases = (
                np.empty((count, layer.units * inputs), np.float32),
                np.empty((count, layer.units), np.float32),
            )
            chosen = initialiser or (He() if layer.activation == "relu" else Xavier())
            stream = words(weights.size + biases.size, seed, Purpose.INITIALISE, index=index)
            chosen.fill(weights.reshape(-1), biases.reshape(-1), stream, inputs, layer.units)
            genomes[:, start : start + weights.shape[1]] = weights
            genomes[:, start + weights.shape[1] : starts[index + 1]] = biases
    return genomes


class Network:
    """A feed-forward network whose parameters are one contiguous vector, its *genome*.

    Args:
        layers: ``[Input(5), Dense(8, "tanh"), Dense(2, "sigmoid")]``.
        seed: Draws the first weights; a random one when None.
        initialiser: How they are drawn; by default He for layers of relu and Xavier for all others.

    Raises:
        SettingError: If the layers do not begin with an Input, or the seed is not one.
        ShapeError: If a layer does not fit the one before.
        UnknownNameError: If an activation does not exist.
    """

    def __init__(
        self, layers: Sequence[Layer], *, seed: int | None = None, initialiser: Initialiser | None = None
    ) -> None:
        self.layers = checked_layers(layers)
        self.shapes = shapes(self.layers)
        drawn_from = random_seed() if seed is None else checked_seed(seed)
        self._genome: NDArray[np.float32] = initial_genomes(self.layers, 1, drawn_from, initialiser)[0]

    @classmethod
    def from_genome(cls, layers: Sequence[Layer], genome: ArrayLike) -> Network:
        """A network of these layers with these parameters.

        Raises:
            ShapeError: If the genome is not as long as the layers need.
        """
        network = cls.__new__(cls)
        network.layers = checked_layers(layers)
        network.shapes = shapes(network.layers)
        network._genome = np.zeros(parameter_count(network.layers), np.float32)
        network.genome = genome
        return network

    @property
    def parameter_count(self) -> int:
        """Length of the genome."""
        return self._genome.size

    @property
    def genome(self) -> NDArray[np.float32]:
        """The parameters ``(parameter_count,)``, float32; the network's own memory, not a copy."""
        return self._genome

    @genome.setter
    def genome(self, values: ArrayLike) -> None:
        given = np.asarray(values, np.float32)
        if given.shape != self._genome.shape:
            raise ShapeError(f"the genome of {self!r} has shape {self._genome.shape}, not {given.shape}")
        self._genome[:] = given

    def parameters(self) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Weights ``(outputs, inputs)`` and biases ``(outputs,)`` of each Dense layer: views into the genome."""
        found, start = [], 0
        for layer, shape in zip(self.layers[1:], self.shapes, strict=False):
            if isinstance(layer, Dense):
                middle = start + layer.units * shape[0]
                weights = self._genome[start:middle].reshape(layer.units, shape[0])
                found.append((weights, self._genome[middle : middle + layer.units]))
            start += layer.parameter_count(shape)
        return found

    def predict(self, x: ArrayLike) -> NDArray[np.float32]:
        """The outputs for one sample or for a batch, in the same bits as in a compiled rollout.

        Args:
            x: ``(inputs,)`` or ``(n, inputs)``.

        Returns:
            float32, ``(outputs,)`` or ``(n, outputs)``.

        Raises:
            ShapeError: If ``x`` has another shape.
        """
        given = np.asarray(x, np.float32)
        inputs = self.shapes[0]
        if given.shape not in (inputs, (given.shape[0] if given.ndim else 0, *inputs)):
            batch = ", ".join(map(str, ("n", *inputs)))
            raise ShapeError(f"predict takes shape {inputs} or ({batch}), not {given.shape}")
        nodes = np.ascontiguousarray(given.reshape(-1, *inputs).T)  # (inputs, n)
        dense = [layer for layer in self.layers if isinstance(layer, Dense)]
        for layer, (weights, biases) in zip(dense, self.parameters(), strict=True):
            nodes = _apply(activation(layer.activation), _sums(weights, biases, nodes))
        return np.ascontiguousarray(nodes.T).reshape(*given.shape[:-1], nodes.shape[0])

    def copy(self) -> Network:
        """An independent network with the same layers and parameters."""
        return Network.from_genome(self.layers, self._genome)

    def crossover(self, other: Network, method: str = "uniform", *, rng: Any = None) -> Network:
        """A child of this network and another.

        Args:
            other: A network of the same layers.
            method: "uniform", "one-point", "layer" or "blend"; see ``neuro.genome.crossover``.
            rng: A ``numpy.random.Generator`` or a seed; fresh randomness when None.

        Raises:
            ShapeError: If the two differ in architecture.
            UnknownNameError: If there is no such method.
        """
        if self.layers != other.layers:
            raise ShapeError(f"parents must have the same layers: {self!r} and {other!r} differ")
        parents, child = np.stack([self._genome, other.genome]), np.empty_like(self._genome)
        pair, starts = np.array([[0, 1]]), layer_starts(self.layers)
        Crossover(method).apply(parents, pair, child[np.newaxis], starts, stream_key(rng), generation=0)
        return Network.from_genome(self.layers, child)

    def mutate(self, mutation: Gaussian, *, rng: Any = None) -> Network:
        """Change this network's genome in place, and return the network.

        Args:
            mutation: For example ``Gaussian(rate=0.1, stdev=0.3)``.
            rng: A ``numpy.random.Generator`` or a seed; fresh randomness when None.
        """
        mutation.apply(self._genome[np.newaxis], stream_key(rng), generation=0)
        return self

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Network)
            and self.layers == other.layers
            and self._genome.tobytes() == other._genome.tobytes()
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        inner = ", ".join(_spell(layer) for layer in self.layers)
        return f"Network([{inner}])"


def _spell(layer: Layer) -> str:
    values = ", ".join(repr(value) for value in layer.settings().values())
    return f"{type(layer).__name__}({values})"


def _sums(weights: NDArray[np.float32], biases: NDArray[np.float32], nodes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weighted sums ``(outputs, n)``, added up input by input: the one order that every part keeps to."""
    total = np.repeat(biases[:, np.newaxis], nodes.shape[1], axis=1)
    for i, row in enumerate(nodes):
        total += weights[:, i : i + 1] * row
    return total


def _apply(chosen: Activation, sums: NDArray[np.float32]) -> NDArray[np.float32]:
    from neuro.network.lanes import activate

    return activate(chosen, sums)
