"""Layer normalisation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from neuro.errors import SettingError, ShapeError
from neuro.kernels import bind, kernel
from neuro.network.layers.lane_places import LanePlaces
from neuro.network.layers.layer import Array, Layer, Shape
from neuro.network.layers.scratch import Scratch

__all__ = ["LayerNorm"]

SOURCE = TARGET = GAIN = GROUPS = FEATURES = LANES = 0  # bound by ``LayerNorm.bind``
EPSILON = 0.0


@kernel
def _normalise(x, gain, offset, epsilon, normal, spread, out):
    """Rows ``x`` (n, features): ``normal`` keeps them normalised, ``spread`` (n,) one over each deviation."""
    for r in range(x.shape[0]):
        mean, variance = np.float64(0), np.float64(0)
        for j in range(x.shape[1]):
            mean += np.float64(x[r, j])
        mean /= x.shape[1]
        for j in range(x.shape[1]):
            variance += (np.float64(x[r, j]) - mean) ** 2
        spread[r] = 1.0 / math.sqrt(variance / x.shape[1] + epsilon)
        for j in range(x.shape[1]):
            normal[r, j] = (np.float64(x[r, j]) - mean) * np.float64(spread[r])
            out[r, j] = normal[r, j] * gain[j] + offset[j]


@kernel
def _normalise_back(gradient, gain, normal, spread, by_gain, by_offset, out):
    by_gain[:] = 0
    by_offset[:] = 0
    features = gradient.shape[1]
    for r in range(gradient.shape[0]):
        mean, along = 0.0, 0.0
        for j in range(features):
            by_gain[j] += gradient[r, j] * normal[r, j]
            by_offset[j] += gradient[r, j]
            mean += gradient[r, j] * gain[j]
            along += gradient[r, j] * gain[j] * normal[r, j]
        for j in range(features):
            pull = (mean + normal[r, j] * along) / features
            out[r, j] = (gradient[r, j] * gain[j] - pull) * spread[r]


@kernel
def _normalise_lanes(weights, nodes, memory):
    """Group by group of features, in the bits of ``_normalise``."""
    for group in range(GROUPS):
        for lane in range(LANES):
            mean, variance = np.float64(0), np.float64(0)
            first = (SOURCE + group * FEATURES) * LANES + lane
            for j in range(FEATURES):
                mean += np.float64(nodes[first + j * LANES])
            mean /= FEATURES
            for j in range(FEATURES):
                variance += (np.float64(nodes[first + j * LANES]) - mean) ** 2
            spread = np.float64(np.float32(1.0 / math.sqrt(variance / FEATURES + EPSILON)))
            target = (TARGET + group * FEATURES) * LANES + lane
            for j in range(FEATURES):
                normal = np.float32((np.float64(nodes[first + j * LANES]) - mean) * spread)
                gain, offset = weights[(GAIN + j) * LANES + lane], weights[(GAIN + FEATURES + j) * LANES + lane]
                nodes[target + j * LANES] = normal * gain + offset


@dataclass(frozen=True)
class LayerNorm(Layer):
    """Brings the last dimension of each sample to mean 0 and deviation 1, then gives each feature its gain and offset.

    Ba, Kiros and Hinton (2016). Its part of the genome is the gains, which begin at 1, then the offsets, at 0.

    Args:
        epsilon: Added to the variance, so that equal features do not divide by 0.

    Raises:
        SettingError: If it is not positive.
    """

    kind: ClassVar[str] = "layer-norm"
    epsilon: float = 1e-5

    def __post_init__(self) -> None:
        if not self.epsilon > 0:
            raise SettingError(f"the epsilon of LayerNorm must be above 0, not {self.epsilon!r}")

    def output_shape(self, shape: Shape) -> Shape:
        if not shape:
            raise ShapeError("LayerNorm needs at least one dimension to normalise")
        return shape

    def parameter_shapes(self, shape: Shape) -> tuple[Shape, ...]:
        return shape[-1:], shape[-1:]

    def start(self, parameters: Sequence[Array]) -> None:
        parameters[0][:] = 1

    def bind(self, places: LanePlaces, *, raw: bool = False) -> Any:
        features = places.shape[-1]
        where = {"SOURCE": places.source, "TARGET": places.target, "GAIN": places.weights, "LANES": places.lanes}
        sizes = {"GROUPS": places.count // features, "FEATURES": features, "EPSILON": float(self.epsilon)}
        return bind(_normalise_lanes, inline=True, called=False, memory=False, **where, **sizes)

    def forward(self, x: Array, parameters: Sequence[Array], scratch: Scratch) -> Array:
        rows = np.ascontiguousarray(x).reshape(-1, x.shape[-1])
        scratch.inputs = x
        scratch.sums = scratch.array("normal", rows.shape)
        out, spread = scratch.array("outputs", rows.shape), scratch.array("spread", rows.shape[:1])
        gain, offset = parameters
        _normalise(rows, gain, offset, float(self.epsilon), scratch.sums, spread, out)
        return out.reshape(x.shape)

    def backward(
        self, gradient: Array, parameters: Sequence[Array], gradients: Sequence[Array], scratch: Scratch
    ) -> Array | None:
        rows = np.ascontiguousarray(gradient).reshape(scratch.sums.shape)
        out, spread = scratch.array("inputs", rows.shape), scratch.array("spread", rows.shape[:1])
        by_gain, by_offset = gradients
        _normalise_back(rows, parameters[0], scratch.sums, spread, by_gain, by_offset, out)
        return out.reshape(gradient.shape)
