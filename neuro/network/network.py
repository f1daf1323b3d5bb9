"""The network: fixed layers, and one vector of parameters that backprop trains and evolution breeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from neuro.arrays import numbers_of
from neuro.errors import SettingError, ShapeError
from neuro.inline_pictures import figures, network_picture
from neuro.network.architecture import checked_layers, initial_genomes, layer_starts, parameter_count, shapes
from neuro.network.columns import Columns
from neuro.network.forward_backward import Passes, parameter_views
from neuro.network.initialisers import Initialiser
from neuro.network.layers import Layer
from neuro.network.scaling import Scaling
from neuro.operators import Crossover, Gaussian
from neuro.random import checked_seed, random_seed, stream_key

if TYPE_CHECKING:
    from neuro.network.training import Callback, History, Loss, Optimizer, Score, TrainingState

__all__ = ["Network", "checked_layers", "initial_genomes", "layer_starts", "parameter_count", "shapes"]

#: Samples that ``predict`` takes at once: enough to be fast, few enough to keep memory small.
_PREDICTED = 256


def _checked_dtype(dtype: DTypeLike) -> np.dtype[Any]:
    found = np.dtype(dtype)
    if found not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise SettingError(f"a network computes in float32 or float64, not in {dtype!r}")
    return found


class Network:
    """A network whose parameters are one contiguous vector, its *genome*.

    Args:
        layers: ``[Input(5), Dense(8, "tanh"), Dense(2, "sigmoid")]``.
        seed: Draws the first weights; a random one when None.
        initialiser: The distribution that parameters are drawn from; by default He for layers of relu and its kin, and
            Xavier for all others.
        dtype: Type of the parameters and of all that is computed: "float32" or "float64".
        scaling: Scaling of the numbers that ``train``, ``evaluate`` and ``predict`` take to about size 1, and of the
            outputs back; None where they are of that size already.

    Attributes:
        layers: The layers, as given.
        shapes: Shape of each layer's outputs, the Input's first.
        state: What it has been trained with, and how far; None before the first ``train``. It is kept in files, so
            that training goes on in the same bits.
        scaling: The scaling, as given.
        columns: What the inputs and outputs are called, where they are columns of a table; else None.

    Raises:
        SettingError: If the layers do not begin with an Input, the seed is not one, or the type is another.
        ShapeError: If a layer does not fit the one before, or the scaling the inputs or outputs.
        UnknownNameError: If an activation does not exist.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        *,
        seed: int | None = None,
        initialiser: Initialiser | None = None,
        dtype: DTypeLike = "float32",
        scaling: Scaling | None = None,
    ) -> None:
        self._build(layers, dtype, scaling)
        drawn_from = random_seed() if seed is None else checked_seed(seed)
        self._genome[:] = initial_genomes(self.layers, 1, drawn_from, initialiser)[0]

    def _build(self, layers: Sequence[Layer], dtype: DTypeLike, scaling: Scaling | None) -> None:
        self.layers = checked_layers(layers)
        self.shapes = shapes(self.layers)
        self.state: TrainingState | None = None
        self.scaling: Scaling | None = scaling
        self.columns: Columns | None = None
        if scaling is not None:
            scaling.check_shapes(self.shapes[0], self.shapes[-1])
        self._genome: NDArray[Any] = np.zeros(parameter_count(self.layers), _checked_dtype(dtype))

    @classmethod
    def from_genome(
        cls,
        layers: Sequence[Layer],
        genome: ArrayLike,
        *,
        dtype: DTypeLike = "float32",
        scaling: Scaling | None = None,
    ) -> Network:
        """A network of these layers with these parameters.

        Args:
            layers: The layers, of which the first is an Input.
            genome: The parameters, ``(parameter_count,)``; copied.
            dtype: Type of the parameters and of all that is computed: "float32" or "float64".
            scaling: What is done to inputs before, and to outputs after, the layers; None for nothing.

        Raises:
            ShapeError: If the genome is not as long as the layers need.
            SettingError: If it does not hold real numbers.
        """
        network = cls.__new__(cls)
        network._build(layers, dtype, scaling)
        network.genome = genome
        return network

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the parameters: float32 or float64."""
        return self._genome.dtype

    @property
    def parameter_count(self) -> int:
        """Length of the genome."""
        return self._genome.size

    @property
    def genome(self) -> NDArray[Any]:
        """The parameters ``(parameter_count,)``; the network's own memory, not a copy."""
        return self._genome

    @genome.setter
    def genome(self, values: ArrayLike) -> None:
        given = numbers_of(values, "the genome", self.dtype)
        if given.shape != self._genome.shape:
            raise ShapeError(f"the genome of {self!r} has shape {self._genome.shape}, not {given.shape}")
        self._genome[:] = given

    def parameters(self) -> list[tuple[NDArray[Any], ...]]:
        """Weights and biases of each layer that has some: views into the genome.

        Of a Dense layer ``(outputs, inputs)`` and ``(outputs,)``, of a convolution ``(filters, *size, channels)`` and
        ``(filters,)``, of a LayerNorm gains and offsets.
        """
        return [one for one in parameter_views(self.layers, self.shapes, self._genome) if one]

    @property
    def memory(self) -> int:
        """Numbers that the network remembers from one step to the next; 0 without layers such as Recurrent."""
        return sum(layer.memory_rows(shape) for layer, shape in zip(self.layers[1:], self.shapes, strict=False))

    @overload
    def predict(self, x: ArrayLike) -> NDArray[Any]: ...
    @overload
    def predict(self, x: ArrayLike, memory: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]: ...
    def predict(self, x: ArrayLike, memory: ArrayLike | None = None) -> Any:
        """The outputs for one sample or for a batch.

        For float32 networks they have the same bits as in a compiled rollout, and each sample's do not depend on the
        others. A network that remembers is given what it remembers, and returns what it remembers then:

            memory = np.zeros(network.memory)
            for x in seen:
                outputs, memory = network.predict(x, memory)

        Args:
            x: ``(*inputs)`` or ``(n, *inputs)``, for example ``(28, 28, 1)`` or ``(n, 28, 28, 1)``.
            memory: ``(memory,)`` or ``(n, memory)``, as ``x`` has one sample or several; not written to. Without it,
                each sample is the first that is seen.

        Returns:
            In the network's type, ``(*outputs)`` or ``(n, *outputs)``; in float64 where the outputs are scaled. Where
            memory was given, a pair: the outputs, and the new memory in the shape of the old.

        Raises:
            ShapeError: If ``x`` or the memory has another shape.
            SettingError: If ``x`` or the memory does not hold real numbers.
        """
        given = numbers_of(x, "x", self.dtype if self.scaling is None else None)
        inputs = self.shapes[0]
        if given.shape not in (inputs, (given.shape[0] if given.ndim else 0, *inputs)):
            batch = ", ".join(map(str, ("n", *inputs)))
            raise ShapeError(f"predict takes shape {inputs} or ({batch}), not {given.shape}")
        leading = given.shape[: given.ndim - len(inputs)]
        samples = given.reshape(-1, *inputs)
        remembered = np.zeros((len(samples), self.memory), self.dtype)
        if memory is not None:
            remembered[:] = self._checked_memory(memory, leading)
        if self.scaling is not None:
            samples = numbers_of(self.scaling.inputs(samples), "x as the network scales it", self.dtype)
        samples = np.ascontiguousarray(samples)
        outputs = np.empty((len(samples), *self.shapes[-1]), self.dtype)
        passes = Passes(self.layers, self.shapes, self._genome, in_order=self.dtype == np.float32)
        for start in range(0, len(samples), _PREDICTED):
            some = slice(start, start + _PREDICTED)
            outputs[some] = passes.forward(samples[some], remembered[some])
        if self.scaling is not None:
            outputs = self.scaling.outputs(outputs)
        found = outputs.reshape(*leading, *self.shapes[-1])
        return found if memory is None else (found, remembered.reshape(*leading, self.memory))

    def _checked_memory(self, memory: ArrayLike, leading: tuple[int, ...]) -> NDArray[Any]:
        """What is remembered of each sample, ``(n, memory)``."""
        found, wanted = numbers_of(memory, "the memory", self.dtype), (*leading, self.memory)
        if found.shape != wanted:
            raise ShapeError(f"{self!r} remembers {self.memory} numbers: memory of shape {wanted}, not {found.shape}")
        return found.reshape(-1, self.memory) if self.memory else np.zeros((1, 0), self.dtype)

    def train(
        self,
        x: ArrayLike | Iterable[Any],
        y: ArrayLike | None = None,
        *,
        loss: str | Loss | None = None,
        optimizer: str | Optimizer | None = None,
        epochs: int = 10,
        batch_size: int | None = None,
        validation: float | tuple[ArrayLike, ArrayLike] | None = None,
        shuffle: bool | None = None,
        seed: int | None = None,
        callbacks: Sequence[Callback] = (),
    ) -> History:
        """Learn from examples, by backpropagation; see ``neuro.network.training.train`` for the arguments."""
        from neuro.network.training import train

        return train(
            self,
            x,
            y,
            loss=loss,
            optimizer=optimizer,
            epochs=epochs,
            batch_size=batch_size,
            validation=validation,
            shuffle=shuffle,
            seed=seed,
            callbacks=callbacks,
        )

    def evaluate(self, x: ArrayLike, y: ArrayLike, loss: str | Loss | None = None) -> Score:
        """The mean loss and the accuracy on some examples, without learning from them.

        Args:
            x: ``(n, *inputs)``.
            y: Their targets, as for ``train``.
            loss: The loss to compute; when None, the one of the last ``train``, or the one that it would choose.

        Raises:
            ShapeError: If examples, network and loss do not fit each other.
            SettingError: If a number is not finite.
        """
        from neuro.network.training import evaluate

        return evaluate(self, x, y, loss)

    def copy(self) -> Network:
        """An independent network with the same layers and parameters."""
        twin = self._with(self._genome)
        twin.state = self.state and self.state.copy()
        return twin

    def _with(self, genome: NDArray[Any]) -> Network:
        """A network like this with another genome, never trained."""
        found = Network.from_genome(self.layers, genome, dtype=self.dtype, scaling=self.scaling)
        found.columns = self.columns
        return found

    def crossover(self, other: Network, method: str = "uniform", *, rng: Any = None) -> Network:
        """A child of this network and another.

        Args:
            other: A network of the same layers.
            method: "uniform", "one-point", "layer" or "blend"; see ``neuro.operators.crossover``.
            rng: A ``numpy.random.Generator`` or a seed; fresh randomness when None.

        Raises:
            ShapeError: If the two differ in architecture.
            UnknownNameError: If there is no such method.
        """
        if self.layers != other.layers:
            raise ShapeError(f"parents must have the same layers: {self!r} and {other!r} differ")
        if self.scaling != other.scaling:
            raise ShapeError("parents must scale their inputs and outputs in the same way, and these two do not")
        parents, child = np.stack([self._genome, other.genome]), np.empty_like(self._genome)
        pair, starts = np.array([[0, 1]]), layer_starts(self.layers)
        Crossover(method).apply(parents, pair, child[np.newaxis], starts, stream_key(rng), generation=0)
        return self._with(child)

    def mutate(self, mutation: Gaussian, *, rng: Any = None) -> Network:
        """Change this network's genome in place, and return the network.

        Args:
            mutation: The kind of mutation, for example ``Gaussian(rate=0.1, stdev=0.3)``.
            rng: A ``numpy.random.Generator`` or a seed; fresh randomness when None.

        Raises:
            SettingError: If it is no kind of mutation.
        """
        if not hasattr(mutation, "apply"):
            raise SettingError(f"a mutation is one such as Gaussian(rate=0.1, stdev=0.3), not {mutation!r:.60}")
        mutation.apply(self._genome[np.newaxis], stream_key(rng), generation=0)
        return self

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Network)
            and self.layers == other.layers
            and self._genome.tobytes() == other._genome.tobytes()
            and self.scaling == other.scaling
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        inner = ", ".join(_spell(layer) for layer in self.layers)
        return f"Network([{inner}])"

    def _repr_html_(self) -> str:
        """What a notebook shows: its layers, and its links where every layer has them."""
        told = figures({"layers": ", ".join(map(_spell, self.layers)), "numbers": f"{self.genome.size:,}"})
        parameters = parameter_views(self.layers, self.shapes, self._genome)
        inner = zip(self.layers[1:], self.shapes, parameters, strict=False)
        matrices = [layer.links(shape, values) for layer, shape, values in inner]
        drawn = [matrix for matrix in matrices if matrix is not None]
        return told + _drawn(drawn) if len(drawn) == len(self.layers) - 1 else told


def _drawn(matrices: Sequence[NDArray[Any]]) -> str:
    """The picture of layers that are joined by these weights, ``(units, inputs)`` each."""
    sizes = [matrices[0].shape[1], *(len(matrix) for matrix in matrices)]
    first = np.cumsum([0, *sizes])
    links = [
        np.stack([first[k] + column.ravel(), first[k + 1] + row.ravel()], axis=1)
        for k, (row, column) in enumerate(np.indices(matrix.shape) for matrix in matrices)
    ]
    weights = np.concatenate([matrix.ravel() for matrix in matrices])
    title = "a network of " + "-".join(map(str, sizes))
    return network_picture(title, np.repeat(np.arange(len(sizes)), sizes), np.concatenate(links), weights)


def _spell(layer: Layer) -> str:
    values = ", ".join(repr(value) for value in layer.settings().values())
    return f"{type(layer).__name__}({values})"
