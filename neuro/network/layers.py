"""Layers: what a network is built of. A layer is configuration; its parameters live in the network's genome.

A layer class is a frozen dataclass whose fields are its configuration. It is found by its kind in ``LAYERS``, stored
by kind and fields, and put together with its neighbours through shapes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import ClassVar

from neuro.errors import SettingError, ShapeError
from neuro.network.activations import activation

__all__ = ["LAYERS", "Dense", "Input", "Layer", "Shape", "Value"]

Shape = tuple[int, ...]
Value = int | float | str | bool | tuple[int, ...]

LAYERS: dict[str, type[Layer]] = {}


@dataclass(frozen=True)
class Layer:
    """What every layer can say of itself."""

    kind: ClassVar[str]

    def __init_subclass__(cls) -> None:
        LAYERS[cls.kind] = cls

    def settings(self) -> dict[str, Value]:
        """The configuration by field name: ``LAYERS[kind](**settings)`` makes the same layer."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def output_shape(self, shape: Shape) -> Shape:
        """The shape of the outputs, given that of the inputs.

        Raises:
            ShapeError: If the layer cannot follow inputs of that shape.
        """
        raise NotImplementedError

    def parameter_count(self, shape: Shape) -> int:
        """Numbers of the genome that belong to this layer, given the shape of its inputs."""
        return 0


def _positive(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise SettingError(f"{name} must be a whole number of at least 1, not {value!r}")


@dataclass(frozen=True)
class Input(Layer):
    """Where a network begins.

    Args:
        shape: Numbers of one sample: how many, or a tuple for images.

    Raises:
        SettingError: If a dimension is not a positive whole number.
    """

    kind: ClassVar[str] = "input"
    shape: int | tuple[int, ...]

    def __post_init__(self) -> None:
        for size in self.sizes:
            _positive("a dimension of Input", size)

    @property
    def sizes(self) -> Shape:
        """The shape as a tuple."""
        return self.shape if isinstance(self.shape, tuple) else (self.shape,)

    def output_shape(self, shape: Shape) -> Shape:
        """See ``Layer.output_shape``."""
        return self.sizes


@dataclass(frozen=True)
class Dense(Layer):
    """Every output sees every input: ``activation(weights @ inputs + biases)``.

    Its part of the genome is the weights, output by output, then the biases.

    Args:
        units: Outputs.
        activation: A name in ``ACTIVATIONS``.

    Raises:
        SettingError: If ``units`` is not a positive whole number.
        UnknownNameError: If there is no such activation.
    """

    kind: ClassVar[str] = "dense"
    units: int
    activation: str = "identity"

    def __post_init__(self) -> None:
        _positive("units of Dense", self.units)
        activation(self.activation)

    def output_shape(self, shape: Shape) -> Shape:
        """See ``Layer.output_shape``."""
        if len(shape) != 1:
            raise ShapeError(f"Dense({self.units}) needs inputs in one row, not of shape {shape}")
        return (self.units,)

    def parameter_count(self, shape: Shape) -> int:
        """See ``Layer.parameter_count``."""
        return self.units * (math.prod(shape) + 1)
