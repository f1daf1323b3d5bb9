"""What networks make of states, outside of any flight: for windows that look into a mind."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.game import Game
from neuro.network import Layer, parameter_count
from neuro.rollout.flight import Flight
from neuro.rollout.program import program

__all__ = ["Thinker", "compile_flight"]


class Thinker:
    """Thinks with any genome of one architecture about any states of one game, in a flight's bits.

    Args:
        game: The game.
        layers: Of the networks.
        setting: The game's parameters.
    """

    def __init__(self, game: Game, layers: tuple[Layer, ...], setting: Any) -> None:
        self._program, self._setting = program(game, layers), setting
        self._block = self._program.block()

    def nodes(self, genome: NDArray[np.float32], states: NDArray[np.float32]) -> NDArray[np.float32]:
        """All nodes of a network for each state.

        Args:
            genome: ``(parameters,)``.
            states: ``(rows, n)``.

        Returns:
            float32 ``(nodes, n)``: the inputs, then each layer's outputs.
        """
        block, lanes, count = self._block, self._program.lanes, states.shape[1]
        block.weights[:] = genome[:, np.newaxis]
        found = np.empty((self._program.nodes, count), np.float32)
        for start in range(0, count, lanes):
            part = states[:, start : start + lanes]
            block.state[:, : part.shape[1]] = part
            self._program.think(block, self._setting)
            found[:, start : start + lanes] = block.nodes[:, : part.shape[1]]
        return found


def compile_flight(game: Game, layers: tuple[Layer, ...] | None, setting: Any) -> None:
    """Compile what a flight and a look into a mind need, or load it from the cache, so that no step waits for it."""
    genomes = None if layers is None else np.zeros((1, parameter_count(layers)), np.float32)
    flight = Flight(game, layers, genomes, np.zeros(1, np.uint32), setting=setting, max_steps=1)
    flight.advance(1, np.zeros((game.action_rows, 1), np.float32))
    if layers is not None and genomes is not None:
        Thinker(game, layers, setting).nodes(genomes[0], flight.state)
