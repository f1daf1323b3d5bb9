"""Agents stepped together with everything visible: for windows, replay, traces and people who play."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.arrays import read_only
from neuro.compile_errors import explained
from neuro.errors import ShapeError
from neuro.game import Game
from neuro.kernels import ALIVE
from neuro.network import GraphNetwork, Layer, Network
from neuro.policies import (
    Genomes,
    Policy,
    Vectors,
    genome_of_network,
    genomes_of,
    policy_of,
    policy_of_network,
)
from neuro.rollout.loop import Block
from neuro.rollout.program import program

__all__ = ["Rollout", "rollout_of", "side_by_side"]


def side_by_side(states: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The states of several rollouts of one game as those of one, float32 ``(..., rows, agents)``.

    What some remember beyond others is 0 for the others.
    """
    most = max(one.shape[-2] for one in states)
    still = [(0, 0)] * (states[0].ndim - 2)
    padded = (np.pad(one, [*still, (0, most - one.shape[-2]), (0, 0)]) for one in states)
    return np.concatenate(list(padded), axis=-1)


class Rollout:
    """Some agents, each on a course, advanced together.

    Args:
        game: What they play.
        policy: The policy of the agents, or its layers; None when a person decides.
        genomes: One for each agent, or a matrix ``(agents, parameters)``; None when a person decides.
        courses: ``(agents,)``, uint32.
        setting: The game's parameters; its defaults when None.
        max_steps: Number of steps after which the rollout is over at the latest.
        persons: How many of a match's players, from the first on, are people, in a game of several; the genome decides
            for all others.
        states: float32 ``(rows, agents)``, in which they begin, what they remember included; the starts of their
            courses, with nothing remembered, when None.

    Attributes:
        state: float32 ``(rows, agents)``: the rows named by ``game.state``, then what each agent's network remembers;
            an agent that died keeps its last state.
        lived: int64 ``(agents,)``, steps that each has lived.
        steps: Steps that were played.

    Raises:
        ShapeError: If the arrays do not fit each other, the game or the layers.
    """

    def __init__(
        self,
        game: Game,
        policy: Policy | tuple[Layer, ...] | None,
        genomes: Genomes | NDArray[np.float32] | None,
        courses: NDArray[np.uint32],
        *,
        setting: Any = None,
        max_steps: int,
        persons: int = 0,
        states: NDArray[np.float32] | None = None,
    ) -> None:
        self.game, self.max_steps, self.steps = game, max_steps, 0
        self.setting = game.setting if setting is None else setting
        given = None if genomes is None else genomes_of(genomes)
        if policy is not None and given is not None:
            policy = policy_of(policy).with_room_for(given)
        self._program = program(game, policy, persons=persons)
        self._parameters = self._program.parameters // game.players
        self._agents = int(np.asarray(courses).size)
        loaded = None if given is None else self._checked(given)
        if states is not None and states.shape != (self._program.rows, self._agents):
            wanted = (self._program.rows, self._agents)
            raise ShapeError(f"{self._agents} courses need states of shape {wanted}, not {states.shape}")
        self._blocks = [self._program.block() for _ in range(math.ceil(self._agents / self._program.lanes))]
        self._lived = np.zeros((len(self._blocks), self._program.lanes), np.int64)
        self.state = np.zeros((self._program.rows, self._agents), np.float32)
        self.lived = np.zeros(self._agents, np.int64)
        for block, agents in zip(self._blocks, self._places(), strict=True):
            self._start(block, agents, loaded, courses)
            if states is not None:
                block.state[:, : agents.stop - agents.start] = states[:, agents]
        self._gather()

    def _checked(self, genomes: Genomes) -> Genomes:
        """The genomes, if there is one for each agent, and each is one of this policy."""
        lengths = genomes.matrix.shape[1] if isinstance(genomes, Vectors) else self._parameters
        if (len(genomes), lengths) != (self._agents, self._parameters):
            raise ShapeError(
                f"{self._agents} courses and {self._parameters} parameters need genomes of shape "
                f"{(self._agents, self._parameters)}, not {(len(genomes), lengths)}"
            )
        return genomes

    def _places(self) -> list[slice]:
        """The agents of each block."""
        lanes = self._program.lanes
        return [slice(k * lanes, min((k + 1) * lanes, self._agents)) for k in range(len(self._blocks))]

    def _start(self, block: Block, agents: slice, genomes: Genomes | None, courses: NDArray[np.uint32]) -> None:
        count = agents.stop - agents.start
        block.courses[:count] = courses[agents]
        if genomes is not None:
            packed, places = read_only(genomes.packed()), np.arange(agents.start, agents.stop)
            for first in range(0, len(block.weights), max(1, self._parameters)):
                self._program.load(block.weights[first : first + self._parameters], packed, places)
        with explained():
            self._program.start(block, self.setting)
        block.state[ALIVE, count:] = 0  # lanes without an agent

    def _gather(self) -> None:
        for block, lived, agents in zip(self._blocks, self._lived, self._places(), strict=True):
            self.state[:, agents] = block.state[:, : agents.stop - agents.start]
            self.lived[agents] = lived[: agents.stop - agents.start]

    @property
    def alive(self) -> NDArray[np.bool_]:
        """Who still lives, ``(agents,)``."""
        return np.asarray(self.state[ALIVE] > 0)

    @property
    def actions(self) -> NDArray[np.float32]:
        """What each, the first of several players, did in the last step that was played, ``(action rows, agents)``.

        It is not to be read of the dead.
        """
        found = np.zeros((self.game.action_rows, self._agents), np.float32)
        for block, agents in zip(self._blocks, self._places(), strict=True):
            found[:, agents] = block.action[: len(found), : agents.stop - agents.start]
        return found

    @property
    def done(self) -> bool:
        """Whether no agent lives any more, or the time is up."""
        return self.steps >= self.max_steps or not bool((self.state[ALIVE] > 0).any())

    def advance(self, steps: int = 1, actions: NDArray[np.float32] | None = None) -> int:
        """Play on, until all are dead or the time is up at the latest.

        Args:
            steps: Number of steps.
            actions: ``(action rows, agents)``, what people decided, of several one below the other; held for all of the
                steps.

        Returns:
            The steps that were played.
        """
        played = self._advance(min(steps, self.max_steps - self.steps), actions, None)
        self._gather()
        return played

    def record(self, steps: int) -> NDArray[np.float32]:
        """Play on, and return the state after each step: float32 ``(steps played, rows, agents)``."""
        limit = min(steps, self.max_steps - self.steps)
        shape = (limit, self._program.rows, self._program.lanes)
        records = [np.zeros(shape, np.float32) for _ in self._blocks]
        played = self._advance(limit, None, records)
        self._gather()
        return np.concatenate(records, axis=2)[:played, :, : self._agents]

    def _advance(
        self, steps: int, actions: NDArray[np.float32] | None, records: list[NDArray[np.float32]] | None
    ) -> int:
        played, nothing = 0, np.zeros((0, self._program.rows, self._program.lanes), np.float32)
        for k, (block, agents) in enumerate(zip(self._blocks, self._places(), strict=True)):
            if actions is not None:
                block.action[: len(actions), : agents.stop - agents.start] = actions[:, agents]
            record = nothing if records is None else records[k]
            with explained():
                lasted = self._program.advance(block, self.setting, self._lived[k], steps, record)
            record[lasted:] = block.state  # no agent of this block is left, while others may live on
            played = max(played, lasted)
        self.steps += played
        return played

    def nodes(self, agent: int) -> NDArray[np.float32]:
        """What one agent's network thinks of what it sees now: its inputs, then each layer's outputs."""
        block, lane = self._blocks[agent // self._program.lanes], agent % self._program.lanes
        self._program.think(block, self.setting)
        return block.nodes[: self._program.nodes, lane].copy()


def rollout_of(network: Network | GraphNetwork, game: Game, course: int, **options: Any) -> Rollout:
    """The rollout of one network on one course.

    Args:
        network: What plays.
        game: What it plays.
        course: Seed of the course.
        **options: What else a ``Rollout`` takes.
    """
    policy, genome = policy_of_network(network), genome_of_network(network)
    return Rollout(game, policy, genome, np.array([course], np.uint32), **options)
