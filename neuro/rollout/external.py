"""Games without rules of ours, such as Gymnasium's environments: what plays them in place of compiled loops."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.arrays import read_only
from neuro.errors import NeuroError
from neuro.game import Game
from neuro.kernels import LANES, bind, kernel
from neuro.network import Layer
from neuro.policies import Genomes, Policy, genomes_of, policy_of
from neuro.rollout.evaluator import Evaluator

__all__ = ["EpisodeResult", "ExternalEngine", "NetworkBatch", "external_engine"]

THINK: Any = None  # bound by ``NetworkBatch``


@kernel
def _think(weights, nodes, memory):
    THINK(weights, nodes, memory)


class EpisodeResult(NamedTuple):
    """What is told of one episode: its score, how long it was, and a digest of all that was seen."""

    score: float
    steps: int
    trace: str


class ExternalEngine(Evaluator):
    """Plays one game with individuals of one policy, whatever engine a run asks for."""

    name = "local"

    is_cached = False

    @abstractmethod
    def replay(self, genome: Genomes | NDArray[np.float32], course: int, max_steps: int) -> EpisodeResult:
        """Play one genome, of length 1 or a vector, on one course."""

    @abstractmethod
    def pictures(
        self, genome: Genomes | NDArray[np.float32], course: int, max_steps: int
    ) -> Iterator[tuple[NDArray[np.uint8], float]]:
        """Play one genome on one course: a picture ``(height, width, 3)`` and the score after each step."""


def external_engine(game: Game, policy: Policy | tuple[Layer, ...]) -> ExternalEngine:
    """What plays a game without rules of ours.

    Raises:
        NeuroError: If the game has rules.
    """
    if game.engine is None:
        raise NeuroError(f"{game.title} has rules, and no engine of its own")
    engine: ExternalEngine = game.engine(policy)
    return engine


class NetworkBatch:
    """Individuals of one policy that think side by side, in the bits of every rollout.

    Args:
        policy: The policy, or its layers.
        genomes: The genomes of the individuals, or a matrix ``(individuals, parameters)``.
    """

    def __init__(self, policy: Policy | tuple[Layer, ...], genomes: Genomes | NDArray[np.float32]) -> None:
        genomes = genomes_of(genomes)
        policy = policy_of(policy).with_room_for(genomes)
        self._count, (self._inputs,) = len(genomes), policy.inputs
        (self._outputs,) = policy.outputs
        blocks, bound, packed = math.ceil(self._count / LANES), policy.bind(LANES), read_only(genomes.packed())
        self._think: Any = bind(_think, memory=False, THINK=bound.think)
        weights = np.zeros((blocks, bound.parameters, LANES), np.float32)
        for k, some in enumerate(weights):
            bound.fill(some, packed, np.arange(k * LANES, min((k + 1) * LANES, self._count)))
        self._weights = weights.reshape(blocks, -1)
        self._nodes = np.zeros((blocks, bound.nodes + bound.scratch, LANES), np.float32)
        self._memory = np.zeros((blocks, bound.memory * LANES), np.float32)
        self._output, self._values, self._choices = bound.output, bound.values, bound.choices

    def think(self, seen: NDArray[np.float32]) -> NDArray[np.float32]:
        """The outputs ``(networks, outputs)`` for what each sees now, ``(networks, inputs)``; each remembers it."""
        blocks = len(self._nodes)
        padded = np.zeros((blocks * LANES, self._inputs), np.float32)
        padded[: self._count] = seen
        self._nodes[:, : self._inputs] = padded.reshape(blocks, LANES, self._inputs).transpose(0, 2, 1)
        for weights, nodes, memory in zip(self._weights, self._nodes, self._memory, strict=True):
            self._think(weights, nodes.reshape(-1), memory)
        answers = (
            self._nodes[:, self._output : self._output + self._outputs].transpose(0, 2, 1).reshape(-1, self._outputs)
        )
        return np.ascontiguousarray(answers[: self._count])

    def chosen(self) -> NDArray[np.int64]:
        """The number of the choice that each made when it thought last, of a policy of values: ``(networks,)``."""
        values = self._nodes[:, self._values : self._values + self._choices]
        return np.asarray(values.argmax(axis=1).reshape(-1)[: self._count], np.int64)
