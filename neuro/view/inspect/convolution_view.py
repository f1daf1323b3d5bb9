"""What the first convolution of a network sees and makes of it, taken out of the network's nodes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.network import Conv2D, Layer
from neuro.network.architecture import shapes
from neuro.network.forward_backward import parameter_views
from neuro.view.inspect.inspection import NetworkView

__all__ = ["ConvolutionView", "convolution_of", "has_convolution"]


class ConvolutionView(NamedTuple):
    """The picture that a convolution sees, its kernels, and what each makes of the picture.

    Args:
        channels: Names of the picture's channels.
        picture: The picture, float32 ``(height, width, channels)``.
        kernels: Weights, float32 ``(filters, height, width, channels)``.
        maps: What each filter says of each window, float32 ``(height, width, filters)``.
    """

    channels: tuple[str, ...]
    picture: NDArray[np.float32]
    kernels: NDArray[np.float32]
    maps: NDArray[np.float32]


def has_convolution(layers: Sequence[Layer]) -> bool:
    """Whether the first layer behind the input is a convolution over pictures."""
    return len(layers) > 1 and isinstance(layers[1], Conv2D)


def convolution_of(layers: Sequence[Layer], mind: NetworkView) -> ConvolutionView:
    """What the convolution of a network sees at a moment.

    Args:
        layers: The network's layers, of which the second is a convolution over pictures.
        mind: The network at that moment.
    """
    seen, made = shapes(tuple(layers[:2]))
    inputs, outputs = math.prod(seen), math.prod(made)
    weights = parameter_views(tuple(layers[:2]), [seen, made], mind.genes)[0][0]
    names = [name.rsplit(" ", 2)[0] for name in itertools.islice(mind.inputs, seen[-1])]
    maps = mind.values[inputs : inputs + outputs].reshape(made)
    return ConvolutionView(tuple(names), mind.values[:inputs].reshape(seen), weights, maps)
