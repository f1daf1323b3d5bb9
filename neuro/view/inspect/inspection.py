"""An agent's network as plain data: the values of its nodes, and a map of what it would do elsewhere."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.game import Game
from neuro.network import Layer
from neuro.policies import Genomes, Policy, Sketch, genome_of, policy_of
from neuro.rollout.probe import Probe
from neuro.view.inspect.output_lean import Leaning, Meaning, Scales
from neuro.view.scene import Axis, Plane, Scene, bounded, has_plane
from neuro.view.widgets.dropdown import Choice

__all__ = ["CELLS", "Genome", "Inspector", "NetworkView", "Pair", "PolicyMap"]

#: Columns and rows of a policy map.
CELLS = (48, 36)


#: Two inputs by number, across and down.
Pair = tuple[int, int]

#: Genomes of length 1, or a vector ``(parameters,)``.
Genome = Genomes | NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class NetworkView:
    """A network at one moment.

    Args:
        name: The owner's name, for people.
        owner: The agent that the network belongs to; another owner has other weights.
        inputs: The game's names of its inputs.
        outputs: The game's names of the outputs.
        sketch: The nodes and the links that are drawn.
        values: The value of each node of the sketch, float32 ``(nodes,)``.
        genes: The numbers of its genome, which the links name by their places, float32 ``(genes,)``.
        chosen: Index of the output that decides, or None where every output acts for itself.
        changed: Number of weights that people have changed, in a copy of the agent's own.
    """

    name: str
    owner: Hashable
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    sketch: Sketch
    values: NDArray[np.float32]
    genes: NDArray[np.float32]
    chosen: int | None
    changed: int = 0

    @property
    def input_values(self) -> NDArray[np.float32]:
        """The values of the game's inputs."""
        return self.values[: len(self.inputs)]

    @property
    def output_values(self) -> NDArray[np.float32]:
        """The values of the outputs."""
        return self.values[-len(self.outputs) :]

    @cached_property
    def weights(self) -> NDArray[np.float32]:
        """The weight of each link, ``(links,)``."""
        return self.genes[self.sketch.links.gene]

    @cached_property
    def largest(self) -> NDArray[np.float32]:
        """The size of the largest weight that leads into each column, ``(columns,)``; 1 where all are 0."""
        found = np.zeros(len(self.sketch.columns), np.float32)
        np.maximum.at(found, self.sketch.column_of[self.sketch.links.target], np.abs(self.weights))
        found[found == 0] = 1
        return found

    def scale_of(self, link: int) -> float:
        """The size of the largest weight beside a link: what its own weight is drawn in proportion to."""
        return float(self.largest[self.sketch.column_of[self.sketch.links.target[link]]])

    def output_of(self, node: int) -> int:
        """The index among the outputs of a node that is one; below 0 for all others."""
        return node - (len(self.sketch.nodes) - len(self.outputs))

    def name_of(self, node: int) -> str:
        """The name of a node, for people."""
        told = self.sketch.nodes[node]
        if told.label or told.kind == "hidden":
            return told.label
        return self.inputs[node] if told.kind == "input" else self.outputs[self.output_of(node)]


@dataclass(frozen=True, eq=False)
class PolicyMap:
    """What a network would do over two quantities, all others being as they are.

    Args:
        owner: The agent that the network belongs to.
        plane: The two quantities.
        values: ``(columns, rows)`` from -1 to 1, see ``Leaning``.
        trail: The agent's last places, the newest last: pairs of the two quantities.
        less: The action below 0; see ``Meaning``.
        more: The action above 0; see ``Meaning``.
        across: The quantities that can be chosen from left to right.
        down: The quantities that can be chosen from top to bottom.
        names: Names of the actions that have colours of their own; see ``Meaning``.
        output: The outputs that can be chosen; see ``Meaning``.
        winners: The action that leads in each cell, ``(columns, rows)``; see ``Leaning``.
    """

    owner: Hashable
    plane: Plane
    values: NDArray[np.float32]
    trail: tuple[tuple[float, float], ...]
    less: str
    more: str
    across: Choice
    down: Choice
    names: tuple[str, ...] = ()
    output: Choice | None = None
    winners: NDArray[np.intp] | None = None


class Inspector:
    """Looks into individuals of one policy that play one game.

    Args:
        game: The game.
        policy: The policy, or its layers.
        setting: The game's parameters.
    """

    def __init__(self, game: Game, policy: Policy | tuple[Layer, ...], setting: Any) -> None:
        self._game, self._policy = game, policy_of(policy)
        self._thinker = Probe(game, self._policy, setting)
        self._scales, self._bounds = Scales(game, self._policy), game.bounds(setting)
        self._inputs, self._rows = len(game.observation), len(game.state)
        self._sketched: tuple[object, Sketch] | None = None

    def mind(self, genome: Genome, state: NDArray[np.float32], name: str, owner: Hashable) -> NetworkView:
        """The network of an agent in a state ``(rows,)``, what it remembers included; it is only looked at."""
        sketch, outputs = self.sketch(genome), len(self._game.actions)
        values = self._thinker.nodes(genome, state[:, np.newaxis])[sketch.rows, 0]
        return NetworkView(
            name=name,
            owner=owner,
            inputs=self._game.observation,
            outputs=self._game.actions,
            sketch=sketch,
            values=values,
            genes=genome_of(genome).genes(0),
            chosen=self._chosen(values[-outputs:]),
        )

    def sketch(self, genome: Genome) -> Sketch:
        """The nodes and the links of the network that a genome makes; of the genome asked for last it is kept."""
        if self._sketched is None or self._sketched[0] is not genome:
            self._sketched = genome, self._policy.sketch(genome_of(genome))
        return self._sketched[1]

    def _outputs(self, genome: Genome, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """What a network says in each of some states ``(rows, n)``: ``(outputs, n)``."""
        return self._thinker.nodes(genome, states)[self.sketch(genome).rows[-len(self._game.actions) :]]

    def _chosen(self, outputs: NDArray[np.float32]) -> int | None:
        """The output that decides: of equals the second of two, the first of more; see ``game.DECISIONS``."""
        if self._game.decision == "versus":
            return 0 if outputs[0] > outputs[1] else 1
        return int(outputs.argmax()) if self._game.decision == "argmax" else None

    def values(self, genome: Genome, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """The values of the sketch's nodes in each of some states ``(n, rows)``: ``(n, nodes)``."""
        return self._thinker.nodes(genome, np.ascontiguousarray(states.T))[self.sketch(genome).rows].T

    def leanings(
        self, genome: Genome, states: NDArray[np.float32], scene: Scene, output: int
    ) -> tuple[Meaning, Leaning]:
        """What a network leant to in each of some states ``(n, rows)``."""
        outputs = self._outputs(genome, np.ascontiguousarray(states.T))
        return self._scales.meaning(scene, output), self._scales.weigh(outputs, scene, output)

    @property
    def first_pair(self) -> Pair:
        """The first two inputs; twice the only one where there is one."""
        return 0, min(1, self._inputs - 1)

    def next_plane(self, pair: Pair | None, scene: Scene) -> Pair | None:
        """What a policy is shown over next: after the game's own plane (None) all pairs of inputs, one by one."""
        if pair is None:
            return self.first_pair
        across, down = min(pair), max(pair)
        if down + 1 < self._inputs:
            return across, down + 1
        if across + 2 < self._inputs:
            return across + 1, across + 2
        return None if has_plane(scene) else self.first_pair

    def with_quantity(self, pair: Pair | None, axis: str, which: int, scene: Scene) -> Pair | None:
        """The plane when another quantity is chosen on one of its axes, "across" or "down".

        Of the game's own plane both quantities come and go together. A quantity that is on the other axis already
        changes places with the one that it takes the place of.
        """
        wanted = which - (1 if has_plane(scene) else 0)
        if wanted < 0:
            return None
        across, down = pair or self.first_pair
        replaced, kept = (across, down) if axis == "across" else (down, across)
        other = replaced if kept == wanted else kept
        return (wanted, other) if axis == "across" else (other, wanted)

    def policy(
        self,
        genome: Genome,
        states: NDArray[np.float32],
        scene: Scene,
        pair: Pair | None,
        owner: Hashable,
        output: int = 0,
    ) -> PolicyMap:
        """What an agent's network would do.

        Args:
            genome: The network's genome.
            states: ``(n, rows)``, the agent's last ones, the newest last.
            scene: Tells the game's own plane, if it has one.
            pair: The inputs that it is shown over; None for the game's own plane, or the first pair if it has none.
            owner: The agent that the network belongs to.
            output: Index of the output to show, where each acts for itself.
        """
        mine = scene.plane(states[-1, : self._rows])
        if mine is not None and pair is None:
            plane: Plane = mine
            outputs = self._over_states(genome, states[-1], plane)
            trail = states[:, [plane.across.row, plane.down.row]]
        else:
            pair = pair or self.first_pair
            seen = self._thinker.nodes(genome, np.ascontiguousarray(states.T))[: len(self._game.observation)]
            across, down = (self._axis(row, seen[row]) for row in pair)
            plane = Plane(across, down)
            outputs = self._over_inputs(genome, seen[:, -1], states[-1, self._rows :], plane)
            trail = seen[list(pair)].T
        meaning, leaning = self._scales.meaning(scene, output), self._scales.weigh(outputs, scene, output)
        return PolicyMap(
            owner=owner,
            plane=plane,
            values=_stretched(leaning.values),
            trail=tuple(map(tuple, trail.tolist())),
            less=meaning.less,
            more=meaning.more,
            across=self._choice(plane.across, mine, pair),
            down=self._choice(plane.down, mine, pair),
            names=meaning.names,
            output=meaning.output,
            winners=None if leaning.winners is None else leaning.winners.reshape(CELLS),
        )

    def _axis(self, row: int, seen: NDArray[np.float32]) -> Axis:
        """An input within its bounds; without any, as far as it was seen lately, to the next round number."""
        low, high = self._bounds[row].tolist()
        if not bounded(low, high) or low >= high:
            most = max(1.0, float(np.abs(seen).max()))
            power = 10.0 ** math.floor(math.log10(most))
            high = next(power * k for k in (1, 2, 5, 10) if power * k >= most)
            low = -high
        return Axis(self._game.observation[row], row, low, high)

    def _choice(self, axis: Axis, own: Plane | None, pair: Pair | None) -> Choice:
        """The quantities of one axis: the game's own plane, which is a choice for both axes, then all inputs."""
        first = () if own is None else (f"{own.down.name} × {own.across.name}",)
        return Choice((*first, *self._game.observation), 0 if pair is None else len(first) + axis.row, axis.name)

    def field(self, genome: Genome, plane: Plane, state: NDArray[np.float32], scene: Scene) -> NDArray[np.float32]:
        """What a network would do over a plane of two rows of the state, see ``PolicyMap.values``."""
        return _stretched(self._scales.weigh(self._over_states(genome, state, plane), scene, 0).values)

    def _over_states(self, genome: Genome, state: NDArray[np.float32], plane: Plane) -> NDArray[np.float32]:
        states = np.repeat(state[:, np.newaxis], CELLS[0] * CELLS[1], axis=1)
        for row, value in plane.still:
            states[row] = value
        states[plane.across.row], states[plane.down.row] = _grid(plane)
        return self._outputs(genome, states)

    def _over_inputs(
        self, genome: Genome, seen: NDArray[np.float32], memory: NDArray[np.float32], plane: Plane
    ) -> NDArray[np.float32]:
        samples = np.repeat(seen[np.newaxis], CELLS[0] * CELLS[1], axis=0)
        samples[:, plane.across.row], samples[:, plane.down.row] = _grid(plane)
        network = self._policy.network(genome_of(genome))
        remembered = np.repeat(memory[np.newaxis, : network.memory], len(samples), axis=0)
        outputs, _ = network.predict(samples.reshape(-1, *network.shapes[0]), remembered)
        return np.asarray(outputs.T)


def _stretched(leaning: NDArray[np.float32]) -> NDArray[np.float32]:
    """Leanings in all cells from -1 to 1, so that even a hesitant network is legible: ``(columns, rows)``."""
    most = float(np.quantile(np.abs(leaning), 0.95)) or 1.0
    stretched = np.sign(leaning) * np.sqrt(np.minimum(np.abs(leaning) / most, 1))
    return np.asarray(stretched.reshape(CELLS), np.float32)


def _grid(plane: Plane) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The two quantities in the middle of every cell, column by column."""
    across, down = (
        axis.low + (axis.high - axis.low) * (np.arange(count, dtype=np.float32) + 0.5) / count
        for axis, count in zip((plane.across, plane.down), CELLS, strict=True)
    )
    return np.repeat(across, CELLS[1]).astype(np.float32), np.tile(down, CELLS[0]).astype(np.float32)
