"""Windows that slide over a sample: where they stand, for one, two and three dimensions alike.

Fewer than three dimensions are three with length 1 in front, so convolution and pooling are written once.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import ClassVar

from neuro.errors import SettingError, ShapeError
from neuro.kernels import kernel
from neuro.network.layers.layer import Array, Layer, Shape, whole_number
from neuro.network.layers.sample_layout import batch_of, lanes_of
from neuro.network.layers.scratch import Scratch

__all__ = ["PADDINGS", "Places", "Windowed", "span_of_tap"]

#: What happens at the edges: no window reaches over them, or as many windows as there are strides.
PADDINGS = ("valid", "same")

_LARGEST = 1_000_000


@kernel
def span_of_tap(shift, stride, width, count):
    """Which windows of a line find their tap inside: the first, one past the last, and where the first finds it.

    Args:
        shift: Place of the first window's tap, which may lie before the line.
        stride: Distance from one window to the next.
        width: Length of the line.
        count: Number of windows.
    """
    first = 0 if shift >= 0 else (stride - 1 - shift) // stride
    last = min(count, (width - 1 - shift) // stride + 1) if shift < width else 0
    last = max(first, last)
    return first, last, shift + first * stride


@dataclass(frozen=True)
class Places:
    """Where windows stand, in three dimensions.

    Attributes:
        inputs: Length of the inputs in each.
        size: Length of a window in each.
        stride: Distance from one window to the next, in each dimension.
        before: Distance by which the first window begins before the inputs, in each dimension.
        outputs: Windows in each.
    """

    inputs: Shape
    size: Shape
    stride: Shape
    before: Shape
    outputs: Shape

    @functools.cached_property
    def geometry(self) -> tuple[int, ...]:
        """All of it, as the 15 numbers that kernels take."""
        return (*self.inputs, *self.size, *self.stride, *self.before, *self.outputs)

    @functools.cached_property
    def tile(self) -> bool:
        """Whether every input is in one window, and in no other."""
        whole = tuple(count * step for count, step in zip(self.outputs, self.stride, strict=True))
        return self.size == self.stride and whole == self.inputs


class Windowed(Layer):
    """A layer that looks at windows of its inputs: what convolution and pooling have in common."""

    in_lanes: ClassVar[bool] = True
    rank: ClassVar[int]
    size: int | tuple[int, ...]
    stride: int | tuple[int, ...]
    padding: str

    def _check_windows(self) -> None:
        for name, value in (("size", self.size), ("stride", self.stride)):
            sizes = value if isinstance(value, tuple) else (value,)
            if isinstance(value, tuple) and len(value) != self.rank:
                raise SettingError(f"{name} of {self._name} is one number or a tuple of {self.rank}, not {value!r}")
            for one in sizes:
                whole_number(f"{name} of {self._name}", one, least=0 if value == self.stride == 0 else 1)
                if one > _LARGEST:
                    raise SettingError(f"{name} of {self._name} is at most {_LARGEST:,}, not {one:,}")
        if self.padding not in PADDINGS:
            raise SettingError(f"padding of {self._name} is one of {', '.join(PADDINGS)}, not {self.padding!r}")

    @property
    def _name(self) -> str:
        return type(self).__name__

    def _each(self, value: int | tuple[int, ...]) -> Shape:
        return value if isinstance(value, tuple) else (value,) * self.rank

    def places(self, shape: Shape) -> Places:
        """Where the windows stand on inputs of that shape.

        Raises:
            ShapeError: If the inputs have another number of dimensions, or are smaller than a window.
        """
        return _places(self, shape)

    def _keep(self, x: Array, scratch: Scratch) -> Array:
        """A batch along lanes, kept so for the pass backward."""
        lanes = lanes_of(x, "inputs", scratch)
        scratch.inputs = batch_of(lanes, x.shape)
        return lanes

    def _output_sizes(self, shape: Shape) -> Shape:
        return self.places(shape).outputs[3 - self.rank :]


@functools.lru_cache(256)
def _places(layer: Windowed, shape: Shape) -> Places:
    if len(shape) != layer.rank + 1:
        wanted = ", ".join((*("depth", "height", "width")[3 - layer.rank :], "channels"))
        raise ShapeError(f"{layer._name} needs inputs of shape ({wanted}), not {shape}")
    size = layer._each(layer.size)
    stride = size if layer.stride == 0 else layer._each(layer.stride)
    before, outputs = [], []
    for length, window, step in zip(shape[:-1], size, stride, strict=True):
        if layer.padding == "same":
            count = math.ceil(length / step)
            before.append(max(0, (count - 1) * step + window - length) // 2)
        else:
            count = (length - window) // step + 1
            before.append(0)
        if count < 1:
            raise ShapeError(f"a window of {size} does not fit into {shape[:-1]}; padding='same' would let it")
        outputs.append(count)
    ones, zeros = (1,) * (3 - layer.rank), (0,) * (3 - layer.rank)
    return Places(
        (*ones, *shape[:-1]), (*ones, *size), (*ones, *stride), (*zeros, *before), (*ones, *outputs)
    )  # fmt: skip
