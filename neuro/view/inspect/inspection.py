"""An agent's network as plain data: the values of its nodes, and a map of what it would do elsewhere."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.game import Game
from neuro.network import Layer, Network
from neuro.network.architecture import shapes
from neuro.network.forward_backward import parameter_views
from neuro.network.lane_network import memory_count
from neuro.rollout.probe import Probe
from neuro.view.inspect.output_lean import Leaning, Meaning, Scales
from neuro.view.scene import Axis, Plane, Scene, bounded, has_plane
from neuro.view.widgets.dropdown import Choice

__all__ = ["CELLS", "Inspector", "NetworkView", "Pair", "PolicyMap", "describe", "links_of"]

#: Columns and rows of a policy map.
CELLS = (48, 36)


#: Two inputs by number, across and down.
Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class NetworkView:
    """A network at one moment.

    Args:
        name: The owner's name, for people.
        owner: The agent that the network belongs to; another owner has other weights.
        inputs: Names of the inputs.
        outputs: Names of the outputs.
        layers: The values of each layer's nodes, the inputs first: float32 ``(nodes,)`` each.
        weights: The weights of each layer after the first: float32 ``(outputs, inputs)``; empty where none are drawn.
        chosen: Index of the output that decides, or None where every output acts for itself.
        summary: The architecture in a few words.
        changed: Number of weights that people have changed, in a copy of the agent's own.
    """

    name: str
    owner: Hashable
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    layers: tuple[NDArray[np.float32], ...]
    weights: tuple[NDArray[np.float32], ...]
    chosen: int | None
    summary: str
    changed: int = 0


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


def describe(layers: Sequence[Layer]) -> str:
    """An architecture in a few words: "5 – 8 – 2, tanh, sigmoid"."""
    sizes = ["×".join(map(str, shape)) for shape in shapes(layers)]
    activations = [str(layer.settings()["activation"]) for layer in layers if "activation" in layer.settings()]
    remembered = memory_count(layers)
    memory = [f"remembers {remembered}"] if remembered else []
    return ", ".join([" – ".join(sizes), *activations, *memory])


def links_of(network: Network) -> list[NDArray[Any]]:
    """Each layer's weights from its inputs to its outputs ``(outputs, inputs)``, as views into the genome.

    Layers that have others, or too many to be drawn, have none: an empty matrix.
    """
    views = parameter_views(network.layers, network.shapes, network.genome)
    found = zip(network.layers[1:], network.shapes, views, strict=False)
    links = (layer.links(shape, parameters) for layer, shape, parameters in found)
    return [np.zeros((0, 0), network.dtype) if one is None else one for one in links]


class Inspector:
    """Looks into networks of one architecture that play one game.

    Args:
        game: The game.
        layers: Layers of the networks.
        setting: The game's parameters.
    """

    def __init__(self, game: Game, layers: tuple[Layer, ...], setting: Any) -> None:
        self._game, self._layers, self._thinker = game, layers, Probe(game, layers, setting)
        self._scales, self._bounds = Scales(game, layers), game.bounds(setting)
        self._ends = list(itertools.accumulate(math.prod(shape) for shape in shapes(layers)))
        self._inputs, self._rows = len(game.observation), len(game.state)

    def mind(self, genome: NDArray[np.float32], state: NDArray[np.float32], name: str, owner: Hashable) -> NetworkView:
        """The network of an agent in a state ``(rows,)``, what it remembers included; it is only looked at."""
        nodes = self._thinker.nodes(genome, state[:, np.newaxis])[:, 0]
        network = Network.from_genome(self._layers, genome)
        layers = tuple(nodes[start:end] for start, end in itertools.pairwise([0, *self._ends]))
        return NetworkView(
            name=name,
            owner=owner,
            inputs=self._game.observation,
            outputs=self._game.actions,
            layers=layers,
            weights=tuple(links_of(network)),
            chosen=self._chosen(layers[-1]),
            summary=describe(self._layers),
        )

    def _chosen(self, outputs: NDArray[np.float32]) -> int | None:
        """The output that decides: of equals the second of two, the first of more; see ``game.DECISIONS``."""
        if self._game.decision == "versus":
            return 0 if outputs[0] > outputs[1] else 1
        return int(outputs.argmax()) if self._game.decision == "argmax" else None

    def nodes(self, genome: NDArray[np.float32], states: NDArray[np.float32]) -> NDArray[np.float32]:
        """All nodes in each of some states ``(n, rows)``: ``(nodes, n)``."""
        return self._thinker.nodes(genome, np.ascontiguousarray(states.T))

    def leanings(
        self, genome: NDArray[np.float32], states: NDArray[np.float32], scene: Scene, output: int
    ) -> tuple[Meaning, Leaning]:
        """What a network leant to in each of some states ``(n, rows)``."""
        outputs = self._thinker.nodes(genome, np.ascontiguousarray(states.T))[-len(self._game.actions) :]
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
        genome: NDArray[np.float32],
        states: NDArray[np.float32],
        scene: Scene,
        pair: Pair | None,
        owner: Hashable,
        output: int = 0,
    ) -> PolicyMap:
        """What an agent's network would do.

        Args:
            genome: ``(parameters,)``.
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

    def field(
        self, genome: NDArray[np.float32], plane: Plane, state: NDArray[np.float32], scene: Scene
    ) -> NDArray[np.float32]:
        """What a network would do over a plane of two rows of the state, see ``PolicyMap.values``."""
        return _stretched(self._scales.weigh(self._over_states(genome, state, plane), scene, 0).values)

    def _over_states(
        self, genome: NDArray[np.float32], state: NDArray[np.float32], plane: Plane
    ) -> NDArray[np.float32]:
        states = np.repeat(state[:, np.newaxis], CELLS[0] * CELLS[1], axis=1)
        for row, value in plane.still:
            states[row] = value
        states[plane.across.row], states[plane.down.row] = _grid(plane)
        return self._thinker.nodes(genome, states)[-len(self._game.actions) :]

    def _over_inputs(
        self, genome: NDArray[np.float32], seen: NDArray[np.float32], memory: NDArray[np.float32], plane: Plane
    ) -> NDArray[np.float32]:
        samples = np.repeat(seen[np.newaxis], CELLS[0] * CELLS[1], axis=0)
        samples[:, plane.across.row], samples[:, plane.down.row] = _grid(plane)
        network = Network.from_genome(self._layers, genome)
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
