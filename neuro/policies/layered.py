"""Networks of fixed layers, whose parameters are one vector each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.kernels import bind, kernel
from neuro.network import Initialiser, Layer, Network
from neuro.network.activations import activation
from neuro.network.architecture import checked_layers, initial_genomes, layer_starts, parameter_count, shapes
from neuro.network.lane_network import bind_network, memory_count, node_count, scratch_count
from neuro.network.layers import Shape
from neuro.policies.genomes import Genomes, Vectors
from neuro.policies.policy import BoundPolicy, Policy

__all__ = ["Layered", "load_vector", "policy_of"]

PARAMETERS = 0  # bound by ``Layered.bind``


@kernel
def load_vector(weights, packed, genome, lane):
    """Write a genome, a row of ``packed`` (population, parameters), into a lane of ``weights``."""
    for k in range(PARAMETERS):
        weights[k, lane] = packed[genome, k]


@dataclass(frozen=True)
class Layered(Policy):
    """A network of fixed layers.

    Args:
        layers: The layers, an ``Input`` first.

    Raises:
        SettingError: If they do not begin with an Input.
        ShapeError: If a layer does not fit the one before.
    """

    kind: ClassVar[str] = "layers"
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", checked_layers(self.layers))
        shapes(self.layers)

    @property
    def inputs(self) -> Shape:
        """The shape of the Input."""
        return shapes(self.layers)[0]

    @property
    def outputs(self) -> Shape:
        """The shape of the last layer's outputs."""
        return shapes(self.layers)[-1]

    @property
    def parameters(self) -> int:
        """The length of a genome."""
        return parameter_count(self.layers)

    @property
    def memory(self) -> int:
        """Numbers that an individual remembers from one step to the next."""
        return memory_count(self.layers)

    @property
    def rows(self) -> int:
        """Rows of the parameters, of the nodes, and of what is remembered."""
        return self.parameters + node_count(self.layers) + scratch_count(self.layers) + self.memory

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each layer's genes begin, and the end: for crossover by layer."""
        return layer_starts(self.layers)

    @property
    def preserves_order(self) -> bool:
        """Whether the last layer's activation keeps the order of its sums."""
        return activation(self.layers[-1].activation).order_preserving

    def first(self, population: int, seed: int, initialiser: Initialiser | None = None) -> Vectors:
        """The first generation, float32 ``(population, parameters)``; see ``initial_genomes``."""
        return Vectors(initial_genomes(self.layers, population, seed, initialiser))

    def blank(self, population: int) -> Vectors:
        """Room for a population."""
        return Vectors(np.zeros((population, self.parameters), np.float32))

    def genomes(self, arrays: Mapping[str, NDArray[Any]]) -> Vectors:
        """The rows of the matrix "genomes"."""
        return Vectors(arrays["genomes"])

    def bind(self, lanes: int, *, raw_outputs: bool = False) -> BoundPolicy:
        """The layers as kernels over lanes; see ``Policy.bind``."""
        parameters, nodes = self.parameters, node_count(self.layers)
        return BoundPolicy(
            think=bind_network(self.layers, lanes, raw_outputs=raw_outputs),
            load=bind(load_vector, inline=True, PARAMETERS=parameters),
            parameters=parameters,
            nodes=nodes,
            scratch=scratch_count(self.layers),
            memory=self.memory,
            output=nodes - math.prod(self.outputs),
        )

    def network(self, genome: Genomes) -> Network:
        """The network that a genome makes."""
        if not isinstance(genome, Vectors) or len(genome) != 1:
            raise ShapeError("a network of layers is made of one vector")
        return Network.from_genome(self.layers, genome.matrix[0])


def policy_of(value: Policy | Sequence[Layer]) -> Policy:
    """A policy as it is; layers as ``Layered``."""
    return value if isinstance(value, Policy) else Layered(tuple(value))
