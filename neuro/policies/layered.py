"""Networks of fixed layers, whose parameters are one vector each."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.kernels import bind, kernel
from neuro.network import Initialiser, Layer, Network
from neuro.network.activations import activation
from neuro.network.architecture import checked_layers, initial_genomes, layer_starts, parameter_count, shapes
from neuro.network.forward_backward import parameter_views
from neuro.network.lane_network import bind_network, memory_count, node_count, scratch_count
from neuro.network.layers import Shape
from neuro.policies.genomes import Genomes, Vectors
from neuro.policies.policy import BoundPolicy, Policy
from neuro.policies.sketch import Links, Node, Sketch

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

    @property
    def middle(self) -> float:
        """A half after a sigmoid, else 0."""
        return 0.5 if self.layers[-1].activation == "sigmoid" else 0.0

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
            load=bind(load_vector, inline=True, called=False, PARAMETERS=parameters),
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

    def sketch(self, genome: Genomes) -> Sketch:
        """A column of nodes for each layer, and the links of layers that draw some; the same for all genomes."""
        return _sketch(self.layers)


@functools.lru_cache(8)
def _sketch(layers: tuple[Layer, ...]) -> Sketch:
    return Sketch(_nodes(layers), _links(layers), _summary(layers))


def _nodes(layers: tuple[Layer, ...]) -> tuple[Node, ...]:
    found: list[Node] = []
    last = len(layers) - 1
    for k, shape in enumerate(shapes(layers)):
        kind: Literal["input", "hidden", "output"] = "input" if k == 0 else "output" if k == last else "hidden"
        for i in range(math.prod(shape)):
            label = f"node {i + 1}" if kind == "hidden" else ""
            found.append(Node(k / max(1, last), len(found), kind, label))
    return tuple(found)


def _links(layers: tuple[Layer, ...]) -> Links:
    """The links of all layers, each layer's in the order of its genes."""
    before = shapes(layers)
    starts = [0, *itertools.accumulate(math.prod(shape) for shape in before)]
    genes = np.arange(parameter_count(layers))
    nothing = np.zeros(0, np.int64)
    found = [Links(nothing, nothing, nothing, np.zeros(0, np.bool_))]
    for k, parameters in enumerate(parameter_views(layers, before, genes)):
        layer, target = layers[k + 1], starts[k + 1]
        found += _links_between(starts[k], target, layer.links(before[k], parameters), memory=False)
        found += _links_between(target, target, layer.memory_links(before[k], parameters), memory=True)
    return Links(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _links_between(source: int, target: int, genes: NDArray[Any] | None, *, memory: bool) -> list[Links]:
    """Links for a layer's genes ``(outputs, sources)``, from nodes that begin at ``source``; none without genes."""
    if genes is None:
        return []
    row, column = np.indices(genes.shape).reshape(2, -1)
    return [Links(source + column, target + row, genes.reshape(-1), np.full(genes.size, memory))]


def _summary(layers: tuple[Layer, ...]) -> str:
    sizes = ["×".join(map(str, shape)) for shape in shapes(layers)]
    activations = [str(layer.settings()["activation"]) for layer in layers if "activation" in layer.settings()]
    remembered = memory_count(layers)
    memory = [f"remembers {remembered}"] if remembered else []
    return ", ".join([" – ".join(sizes), *activations, *memory])


def policy_of(value: Policy | Sequence[Layer]) -> Policy:
    """A policy as it is; layers as ``Layered``."""
    return value if isinstance(value, Policy) else Layered(tuple(value))
