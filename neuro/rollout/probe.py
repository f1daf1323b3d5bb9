"""What networks make of states, outside of any rollout: for windows that look into a network."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.arrays import read_only
from neuro.game import Game
from neuro.network import Layer
from neuro.policies import Genomes, Policy, genome_of, policy_of
from neuro.rollout.program import program
from neuro.rollout.stepwise import Rollout

__all__ = ["Probe", "compile_rollout"]


class Probe:
    """Thinks with any genome of one policy about any states of one game, in the bits of a rollout.

    Args:
        game: The game.
        policy: The policy, or its layers.
        setting: The game's parameters.
    """

    def __init__(self, game: Game, policy: Policy | tuple[Layer, ...], setting: Any) -> None:
        self._program, self._setting = program(game, policy), setting
        self._block = self._program.block()

    def nodes(self, genome: Genomes | NDArray[np.float32], states: NDArray[np.float32]) -> NDArray[np.float32]:
        """All nodes of a network for each state.

        Args:
            genome: Genomes of length 1, or a vector ``(parameters,)``.
            states: ``(rows, n)``, what is remembered included; rows behind that are another agent's.

        Returns:
            float32 ``(nodes, n)``: the inputs, then each layer's outputs.
        """
        asked = genome_of(genome)
        if (roomy := self._program.with_room_for(asked)) is not self._program:
            self._program, self._block = roomy, roomy.block()
        block, lanes, count = self._block, self._program.lanes, states.shape[1]
        self._program.load(block.weights, read_only(asked.packed()), np.zeros(lanes, np.int64))
        found = np.empty((self._program.nodes, count), np.float32)
        for start in range(0, count, lanes):
            part = states[: self._program.rows, start : start + lanes]
            block.state[:, : part.shape[1]] = part
            self._program.think(block, self._setting)
            found[:, start : start + lanes] = block.nodes[: self._program.nodes, : part.shape[1]]
        return found


def compile_rollout(game: Game, policy: Policy | tuple[Layer, ...] | None, setting: Any) -> None:
    """Compile what a rollout and a look into a network need, or load it from the cache, so no step waits for it."""
    genomes = None if policy is None else policy_of(policy).blank(1)
    rollout = Rollout(game, policy, genomes, np.zeros(1, np.uint32), setting=setting, max_steps=1)
    rollout.advance(1, np.zeros((game.action_rows, 1), np.float32))
    if policy is not None and genomes is not None:
        Probe(game, policy, setting).nodes(genomes, rollout.state)
