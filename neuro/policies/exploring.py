"""Networks that give each choice a value, tried out: the best choice, and now and then another one by chance.

R. Sutton and A. Barto, "Reinforcement learning: an introduction", 2018, section 2.2: epsilon-greedy. What an individual
tries is a step's draw by its own key and the number of the step, which it remembers: so it tries the same again.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.kernels import bind, kernel
from neuro.network import Choice, Dense, Initialiser, Input, Layer, Network, Table
from neuro.network.activations import activation
from neuro.network.architecture import initial_genomes, parameter_count
from neuro.network.lane_network import bind_network, node_count
from neuro.network.layers import Value
from neuro.network.layers.lane_places import LanePlaces
from neuro.policies.explorers import Explorers
from neuro.policies.genomes import Genomes
from neuro.policies.layered import Layered
from neuro.policies.policy import BoundPolicy, RowPolicy
from neuro.policies.sketch import Sketch
from neuro.random import uniform

__all__ = ["Exploring", "ValueNetwork", "ValueTable"]

# Bound by ``Exploring.bind``.
LANES = PARAMETERS = VALUES = CHOICES = HOLD = 0
VALUE: Any = None
TRY: Any = None
CHOOSE: Any = None

_ONE = np.float32(1)


@kernel
def _load_explorer(weights, packed, genome, lane):
    """Write an explorer's network, its share of steps by chance and its key into a lane of ``weights``."""
    networks, which, epsilon, key = packed
    for k in range(PARAMETERS):
        weights[k, lane] = networks[which[genome], k]
    weights[PARAMETERS, lane] = epsilon[genome]
    weights[PARAMETERS + 1, lane] = np.float32(key[genome])


@kernel
def _explore(weights, nodes, memory):
    """In the steps by chance, give another choice a value above all; ``memory`` is the number of the step."""
    for lane in range(LANES):
        turn = np.int64(memory[lane]) // HOLD
        key = np.uint32(weights[(PARAMETERS + 1) * LANES + lane])
        tried = np.int64(uniform(key, 2 * turn + 1) * np.float32(CHOICES))
        largest = nodes[VALUES * LANES + lane]
        for j in range(1, CHOICES):
            value = nodes[(VALUES + j) * LANES + lane]
            largest = value if value > largest else largest
        by_chance = uniform(key, 2 * turn) < weights[PARAMETERS * LANES + lane]
        for j in range(CHOICES):
            value = nodes[(VALUES + j) * LANES + lane]
            nodes[(VALUES + j) * LANES + lane] = largest + _ONE if by_chance and j == tried else value
        memory[lane] += _ONE


@kernel
def _think_explorer(weights, nodes, memory):
    """The values of all choices, those of what is tried by chance, and what becomes of the largest."""
    VALUE(weights, nodes, memory)
    TRY(weights, nodes, memory)
    CHOOSE(weights, nodes, memory)


@dataclass(frozen=True)
class Exploring(RowPolicy):
    """A network of values that is tried out.

    Args:
        input_count: Number of inputs.
        output_count: Number of the game's outputs.
        levels: Values of each output that are a choice, of outputs that are no choices themselves; 0 where each output
            is a choice.
        hold: Steps for which what is tried by chance is held.
    """

    levels: int = 0
    hold: int = 1

    @property
    @abstractmethod
    def values(self) -> tuple[Layer, ...]:
        """The layers up to the values of all choices."""

    @property
    def tries(self) -> Any:
        """The kernel ``(weights, nodes, memory)`` that says what is tried by chance."""
        return _explore

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers of the network that plays."""
        return (*self.values, Choice(self.output_count, self.levels)) if self.levels else self.values

    @property
    def choices(self) -> int:
        """Among how many things it chooses."""
        return self.levels**self.output_count if self.levels else self.output_count

    @property
    def parameters(self) -> int:
        """Parameters of the network."""
        return parameter_count(self.values)

    @property
    def memory(self) -> int:
        """The number of the step."""
        return 1

    @property
    def rows(self) -> int:
        """Rows of the parameters, of what is tried, of the nodes, and of the step's number."""
        return self.parameters + 2 + node_count(self.layers) + self.memory

    @property
    def preserves_order(self) -> bool:
        """Whether the last layer's activation keeps the order of its sums."""
        return True

    def settings(self) -> dict[str, Value]:
        """Its arguments."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def first(self, population: int, seed: int, initialiser: Initialiser | None = None) -> Explorers:
        """One network, drawn as its layers begin, in as many individuals, none of which tries anything."""
        return Explorers.greedy(initial_genomes(self.values, 1, seed)).take(np.zeros(population, np.int64))

    def blank(self, population: int) -> Explorers:
        """A network of zeros in as many individuals."""
        return Explorers.greedy(np.zeros((1, self.parameters), np.float32)).take(np.zeros(population, np.int64))

    def genomes(self, arrays: Mapping[str, NDArray[Any]]) -> Explorers:
        """The explorers of those arrays."""
        return Explorers(**arrays)

    def bind(self, lanes: int, *, raw_outputs: bool = False) -> BoundPolicy:
        """The layers, and between values and outputs what is tried; see ``Policy.bind``."""
        before, nodes = node_count(self.values), node_count(self.layers)
        values = before - self.choices
        constants = {
            "LANES": lanes,
            "PARAMETERS": self.parameters,
            "VALUES": values,
            "CHOICES": self.choices,
            "HOLD": self.hold,
            "VALUE": bind_network(self.values, lanes),
            "CHOOSE": bind_network(self.values[:1], lanes),
        }
        constants["TRY"] = bind(self.tries, inline=True, called=False, **constants)
        if self.levels:
            places = LanePlaces((self.choices,), self.outputs, 0, values, before, 0, nodes, lanes)
            constants["CHOOSE"] = self.layers[-1].bind(places)
        return BoundPolicy(
            think=bind(_think_explorer, inline=True, called=False, **constants),
            load=bind(_load_explorer, inline=True, called=False, PARAMETERS=self.parameters),
            parameters=self.parameters + 2,
            nodes=nodes,
            memory=self.memory,
            output=nodes - self.output_count,
            values=values,
            choices=self.choices,
        )

    def network(self, genome: Genomes) -> Network:
        """The network, which tries nothing by chance."""
        return Network.from_genome(self.layers, self._explorers(genome).genes(0))

    def sketch(self, genome: Genomes) -> Sketch:
        """A column of nodes for each layer, as of any network of layers."""
        return Layered(self.layers).sketch(genome)

    def _explorers(self, genome: Genomes) -> Explorers:
        if not isinstance(genome, Explorers) or len(genome) != 1:
            raise ShapeError(f"a network of values is made of one explorer, not of {genome!r:.60}")
        return genome


@dataclass(frozen=True)
class ValueNetwork(Exploring):
    """Dense layers that give each choice a value.

    Args:
        hidden: Units of each hidden layer.
        depth: Number of hidden layers.
        activation: Name of their activation.
    """

    kind: ClassVar[str] = "value-network"
    hidden: int = 32
    depth: int = 2
    activation: str = "relu"

    def __post_init__(self) -> None:
        activation(self.activation)

    @property
    def values(self) -> tuple[Layer, ...]:
        """The layers up to the values of all choices."""
        between = [Dense(self.hidden, self.activation)] * self.depth
        return (Input(self.input_count), *between, Dense(self.choices))


@dataclass(frozen=True)
class ValueTable(Exploring):
    """A table with a value of each choice in each cell of a grid over what is seen.

    Args:
        bins: Parts into which each input is divided.
    """

    kind: ClassVar[str] = "value-table"
    bins: int = 6

    @property
    def values(self) -> tuple[Layer, ...]:
        """The layers up to the values of all choices."""
        return Input(self.input_count), Table(self.choices, self.bins)
