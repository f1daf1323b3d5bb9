"""What every layer can say of itself, and where a network begins."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar

from numpy.typing import NDArray

from neuro.errors import SettingError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neuro.network.layers.lane_places import LanePlaces
    from neuro.network.layers.scratch import Scratch

__all__ = ["LAYERS", "Array", "Input", "Layer", "Shape", "Value", "whole_number"]

Shape = tuple[int, ...]
Value = int | float | str | bool | tuple[int, ...]
Array = NDArray[Any]  # float32 or float64

LAYERS: dict[str, type[Layer]] = {}


@dataclass(frozen=True)
class Layer:
    """A layer: its configuration, the shapes that it makes, and its passes forward and backward.

    Attributes:
        kind: Its name in files and in ``LAYERS``.
        in_lanes: Whether it computes along lanes of samples, in loops of our own.
        trainable: Whether backpropagation can train networks with it.
    """

    kind: ClassVar[str]
    in_lanes: ClassVar[bool] = False
    trainable: ClassVar[bool] = True

    def __init_subclass__(cls) -> None:
        if "kind" in cls.__dict__:  # the others are what several layers have in common
            LAYERS[cls.kind] = cls

    @property
    def activation(self) -> str:
        """The name of the activation that its outputs have gone through."""
        return "identity"

    def settings(self) -> dict[str, Value]:
        """The configuration by field name: ``LAYERS[kind](**settings)`` makes the same layer."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def output_shape(self, shape: Shape) -> Shape:
        """The shape of the outputs, given that of the inputs.

        Raises:
            ShapeError: If the layer cannot follow inputs of that shape.
        """
        raise NotImplementedError

    def parameter_shapes(self, shape: Shape) -> tuple[Shape, ...]:
        """Shapes of its arrays of parameters, in the order of the genome, given the shape of its inputs."""
        return ()

    def parameter_count(self, shape: Shape) -> int:
        """Numbers of the genome that belong to this layer, given the shape of its inputs."""
        return sum(math.prod(one) for one in self.parameter_shapes(shape))

    def memory_rows(self, shape: Shape) -> int:
        """Numbers that it remembers from one step to the next, given the shape of its inputs."""
        return 0

    def scratch_rows(self, shape: Shape) -> int:
        """Rows of lanes that it needs while it computes, besides its outputs; see ``bind``."""
        return 0

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        """Its kernel ``(weights, nodes, memory)`` over lanes, which fills its rows of ``nodes`` and of ``memory``.

        Args:
            places: The places of its rows among the nodes.
            raw: Whether its outputs keep the sums before the activation; nothing else changes.

        Raises:
            ShapeError: If the layer cannot play games.
        """
        raise ShapeError(f"{type(self).__name__} cannot play games: it has no kernel over lanes, see Layer.bind")

    def links(self, shape: Shape, parameters: Sequence[Array]) -> Array | None:
        """Weights from each input to each output ``(outputs, inputs)``, to be drawn; None where there are too many."""
        return None

    def memory_links(self, shape: Shape, parameters: Sequence[Array]) -> Array | None:
        """Weights from each output one step before to each output ``(outputs, outputs)``; None for all that forget."""
        return None

    def fans(self, shape: Shape) -> tuple[int, int] | None:
        """Inputs and outputs of each weight, for initialisers; None if ``start`` says how its parameters begin."""
        return None

    def start(self, parameters: Sequence[Array]) -> None:
        """Give the parameters of a layer without ``fans`` their first values; the arrays are 0."""

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        """The outputs for a batch.

        Args:
            x: ``(n, *inputs)``; not to be written to.
            parameters: The layer's, as views into the genome.
            scratch: Keeps what ``backward`` needs.

        Returns:
            ``(n, *outputs)``, in the scratch's memory.
        """
        raise NotImplementedError

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        """Fill the gradients by the parameters, and return that by the inputs.

        Args:
            gradient: The gradient by the outputs of the last ``forward``, ``(n, *outputs)``; may be written to.
            parameters: The layer's.
            gradients: Arrays for the gradients by the parameters, array by array; every number is written.
            scratch: What ``forward`` kept.

        Returns:
            ``(n, *inputs)``; None if ``scratch.first``.
        """
        raise NotImplementedError


def whole_number(name: str, value: object, least: int = 1) -> None:
    """Raise SettingError unless a setting is a whole number.

    Raises:
        SettingError: If it is not, or is too small.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise SettingError(f"{name} must be a whole number of at least {least}, not {value!r}")


@dataclass(frozen=True)
class Input(Layer):
    """Where a network begins.

    Args:
        shape: Numbers of one sample: how many, or a tuple; for an image (height, width, channels).

    Raises:
        SettingError: If a dimension is not a positive whole number.
    """

    kind: ClassVar[str] = "input"
    shape: int | tuple[int, ...]

    def __post_init__(self) -> None:
        for size in self.sizes:
            whole_number("a dimension of Input", size)

    @property
    def sizes(self) -> Shape:
        """The shape as a tuple."""
        return self.shape if isinstance(self.shape, tuple) else (self.shape,)

    def output_shape(self, shape: Shape) -> Shape:
        return self.sizes
