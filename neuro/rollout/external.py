"""Games without rules of ours, such as Gymnasium's environments: what plays them in place of compiled loops."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.kernels import LANES
from neuro.network import Layer
from neuro.network.lane_network import bind_network, node_count
from neuro.network.network import parameter_count

if TYPE_CHECKING:
    from neuro.rollout.evaluate import Outcome

__all__ = ["Foreign", "Minds", "Told"]


class Told(NamedTuple):
    """What is told of one flight: its score, how long it was, and a digest of all that was seen."""

    score: float
    steps: int
    trace: str


class Foreign(ABC):
    """Plays one game with networks of one architecture."""

    is_cached = False

    @abstractmethod
    def compile(self) -> None:
        """Get ready, so that nothing has to be waited for later."""

    @abstractmethod
    def evaluate(
        self,
        genomes: NDArray[np.float32],
        courses: NDArray[np.uint32],
        max_steps: int,
        threads: int | None = None,
    ) -> Outcome:
        """See ``neuro.rollout.evaluate.evaluate``."""

    @abstractmethod
    def replay(self, genome: NDArray[np.float32], course: int, max_steps: int) -> Told:
        """Fly one genome on one course."""

    @abstractmethod
    def pictures(
        self, genome: NDArray[np.float32], course: int, max_steps: int
    ) -> Iterator[tuple[NDArray[np.uint8], float]]:
        """Fly one genome on one course: a picture ``(height, width, 3)`` and the score after each step."""


class Minds:
    """Networks of one architecture that think side by side, in the bits of every rollout.

    Args:
        layers: Theirs.
        genomes: float32 ``(networks, parameters)``.
    """

    def __init__(self, layers: tuple[Layer, ...], genomes: NDArray[np.float32]) -> None:
        self._count, (self._inputs,) = len(genomes), layers[0].output_shape(())
        self._outputs = layers[-1].output_shape((0,))[0]
        blocks, nodes = math.ceil(self._count / LANES), node_count(layers)
        self._think: Any = bind_network(layers, LANES)
        padded = np.zeros((blocks * LANES, parameter_count(layers)), np.float32)
        padded[: self._count] = genomes
        self._weights = np.ascontiguousarray(padded.reshape(blocks, LANES, -1).transpose(0, 2, 1)).reshape(blocks, -1)
        self._nodes = np.zeros((blocks, nodes, LANES), np.float32)

    def think(self, seen: NDArray[np.float32]) -> NDArray[np.float32]:
        """The outputs ``(networks, outputs)`` for what each sees, ``(networks, inputs)``."""
        blocks = len(self._nodes)
        padded = np.zeros((blocks * LANES, self._inputs), np.float32)
        padded[: self._count] = seen
        self._nodes[:, : self._inputs] = padded.reshape(blocks, LANES, self._inputs).transpose(0, 2, 1)
        for weights, nodes in zip(self._weights, self._nodes, strict=True):
            self._think(weights, nodes.reshape(-1))
        answers = self._nodes[:, -self._outputs :].transpose(0, 2, 1).reshape(-1, self._outputs)
        return np.ascontiguousarray(answers[: self._count])
