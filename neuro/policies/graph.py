"""Networks of any topology, each individual its own: what NEAT evolves.

K. O. Stanley and R. Miikkulainen, "Evolving neural networks through augmenting topologies", 2002.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.kernels import bind, kernel
from neuro.network import Initialiser
from neuro.network.activations import activation
from neuro.network.graph_forward import bind_choice, bounded, checked_activation, names_in
from neuro.network.graph_network import GraphNetwork
from neuro.network.layers import Value
from neuro.network.topologies import Topologies, check_ends, empty_topologies
from neuro.policies.genomes import Genomes
from neuro.policies.graph_lanes import load_graph, plan_places, think_graph
from neuro.policies.graph_sketch import sketch_of_graph
from neuro.policies.graphs import Graphs
from neuro.policies.policy import BoundPolicy, RowPolicy
from neuro.policies.row_activations import bind_row_activation
from neuro.policies.sketch import Sketch
from neuro.random import Purpose, normal, philox

__all__ = ["Graph"]

_ROOM = 32  # hidden nodes that kernels are compiled for at first
_ZERO = np.uint64(0)


@kernel
def _draw_weights(weights, key, purpose):
    """Fill ``weights`` (population, links) with draws of mean 0 and deviation 1."""
    for g in range(weights.shape[0]):
        four = philox(key, _ZERO, np.uint64(g), _ZERO, purpose)
        for k in range(weights.shape[1]):
            if k % 4 == 0:
                four = philox(key, np.uint64(k // 4), np.uint64(g), _ZERO, purpose)
            weights[g, k] = np.float32(normal(four[k % 4]))


@dataclass(frozen=True)
class Graph(RowPolicy):
    """A network whose nodes are joined by single links.

    Args:
        input_count: Number of inputs.
        output_count: Number of outputs.
        hidden: Name of the hidden nodes' activation.
        output: Name of the outputs' activation.
        recurrent: Whether links may carry what a node said one step before.
        room: Hidden nodes that kernels are compiled for; no limit, see ``with_room_for``.
        others: Activations that hidden nodes may have instead, such as "relu+sigmoid"; see ``Topologies.activation``.

    Raises:
        UnknownNameError: If there is no such activation.
        SettingError: If an activation looks at several nodes at once, or one of the others is named twice.
        ShapeError: If there are no inputs or outputs, or too many.
    """

    kind: ClassVar[str] = "graph"
    hidden: str = "tanh"
    output: str = "tanh"
    recurrent: bool = False
    room: int = _ROOM
    others: str = ""

    def __post_init__(self) -> None:
        check_ends(self.input_count, self.output_count)
        checked_activation(self.hidden)
        checked_activation(self.output)
        names_in(self.others)

    @property
    def parameters(self) -> int:
        """The links of a first genome; later ones have more."""
        return (self.input_count + 1) * self.output_count

    @property
    def memory(self) -> int:
        """What every node but the inputs said one step before, where links may go back."""
        return self.output_count + self.room if self.recurrent else 0

    @property
    def rows(self) -> int:
        """Rows that are in use where networks have some hidden nodes."""
        return self.parameters + self.input_count + self.output_count + 2 * self.room

    @property
    def preserves_order(self) -> bool:
        """Whether the outputs' activation keeps the order of their sums."""
        return activation(self.output).order_preserving

    @property
    def middle(self) -> float:
        """A half after a sigmoid, else 0."""
        return 0.5 if self.output == "sigmoid" else 0.0

    @property
    def _slots(self) -> int:
        """Operations that networks can have which fit into the room, and one that nobody has."""
        steps, fixed = self.room + self.output_count, self.input_count + 1
        before = steps * (fixed + self.room)
        return 1 + before + (steps * self.output_count if self.recurrent else 0) + (self.room if self.others else 0)

    def with_room_for(self, genomes: Genomes) -> Graph:
        """This policy, with twice the room or more when genomes have grown out of it."""
        found, room = self._checked(genomes), self.room
        while room < found.most_hidden:
            room *= 2
        return self if room == self.room else replace(self, room=room)

    def _checked(self, genomes: Genomes) -> Graphs:
        """The genomes, if they are of this policy."""
        if not isinstance(genomes, Graphs) or (genomes.inputs, genomes.outputs) != (
            self.input_count,
            self.output_count,
        ):
            raise ShapeError(f"genomes of {self} are topologies of as many inputs and outputs, not {genomes!r:.60}")
        return genomes

    def settings(self) -> dict[str, Value]:
        """All but the room, which follows from the genomes."""
        told: dict[str, Value] = {
            "input_count": self.input_count,
            "output_count": self.output_count,
            "hidden": self.hidden,
            "output": self.output,
            "recurrent": self.recurrent,
        }
        return {**told, "others": self.others} if self.others else told

    def first(self, population: int, seed: int, initialiser: Initialiser | None = None) -> Graphs:
        """The first generation: every input and the bias joined to every output, and no hidden node.

        Weights are drawn from a normal distribution of mean 0 and deviation 1, whatever the initialiser.
        """
        found = self.blank(population)
        source, target = np.indices((self.input_count + 1, self.output_count)).reshape(2, -1)
        topologies = found.topologies
        topologies.sizes[:, 0] = self.parameters
        topologies.innovation[:] = np.arange(self.parameters)
        topologies.source[:], topologies.target[:] = source, self.input_count + 1 + target
        topologies.enabled[:] = 1
        _draw_weights(topologies.weight, np.uint64(seed), np.uint64(Purpose.INITIALISE))
        return found

    def blank(self, population: int) -> Graphs:
        """Individuals without links, with room for those of a first generation."""
        return Graphs(self.input_count, self.output_count, empty_topologies(population, self.parameters, 0))

    def genomes(self, arrays: Mapping[str, NDArray[Any]]) -> Graphs:
        """The topologies of those arrays."""
        return Graphs(self.input_count, self.output_count, Topologies(**arrays))

    def bind(self, lanes: int, *, raw_outputs: bool = False) -> BoundPolicy:
        """The union of all lanes' operations as kernels; see ``Policy.bind``."""
        places, parameters = plan_places(self.room + self.output_count, self._slots, lanes)
        in_rows = {name: bind_row_activation(getattr(self, name), lanes) for name in ("hidden", "output")}
        constants: dict[str, Any] = {
            "LANES": lanes,
            "INPUTS": self.input_count,
            "OUTPUTS": self.output_count,
            "ROOM": self.room,
            "SLOTS": self._slots,
            **places,
            "RECURRENT": self.recurrent,
            "RAW": raw_outputs and not self.recurrent,
            "HIDDEN_IN_ROWS": in_rows["hidden"] is not None,
            "OUTPUT_IN_ROWS": in_rows["output"] is not None,
            "HIDDEN": in_rows["hidden"] or bounded(self.hidden),
            "OUTPUT": in_rows["output"] or bounded(self.output),
        }
        if self.others:
            constants |= {"SEVERAL": True, "CHOICE": bind_choice(self.hidden, self.others)}
        return BoundPolicy(
            think=bind(think_graph, inline=True, called=False, **constants),
            load=bind(load_graph, called=False, **constants),
            parameters=parameters,
            nodes=self.input_count + self.output_count + self.room,
            memory=self.memory,
            output=self.input_count,
        )

    def network(self, genome: Genomes) -> GraphNetwork:
        """The network that a topology makes."""
        return GraphNetwork(
            self.input_count,
            self.output_count,
            self._checked(genome).topologies,
            hidden=self.hidden,
            output=self.output,
            recurrent=self.recurrent,
            others=self.others,
        )

    def sketch(self, genome: Genomes) -> Sketch:
        """The nodes that an output depends on, each at its place, and the links in use between them."""
        return sketch_of_graph(self._checked(genome), (self.hidden, *names_in(self.others)), self.output)
