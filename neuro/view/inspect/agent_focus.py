"""The agent that is inspected: the one that people chose, else the leader, with its network and its policy map."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.game import Game
from neuro.kernels import ALIVE
from neuro.policies import Genomes, Policy, genome_of_network, policy_of_network
from neuro.view.drawing.shapes import Point
from neuro.view.inspect.inspection import Inspector, NetworkView, PolicyMap
from neuro.view.inspect.policy_plane import PolicyPlane
from neuro.view.inspect.record_breakers import RecordBreaker
from neuro.view.inspect.snapshot import Bend
from neuro.view.inspect.stage import Stage
from neuro.view.scene import Marks

__all__ = ["AgentFocus"]


class AgentFocus:
    """The agent of a rollout that people look at.

    Args:
        game: The game.
        policy: The policy of the agents.
        setting: The game's parameters.
        stage: The stage on which they play.

    Attributes:
        selected: The agent that people chose; None for none.
        changed: Number of weights that people have changed in a copy of its network; the agent itself plays on by its
            own.
    """

    def __init__(self, game: Game, policy: Policy, setting: Any, stage: Stage) -> None:
        self._game, self._policy, self._stage = game, policy, stage
        self._setting, self._insight = setting, Inspector(game, policy, setting)
        self.selected: int | None = None
        self._elsewhere = PolicyPlane()
        self._bends: list[tuple[RecordBreaker, Bend]] = []
        self._own: tuple[int, Genomes] | None = None  # the agent looked at last, and its genome
        self._copy: Genomes | None = None  # of a genome, with other weights
        self._copied: int | None = None  # whose genome that is
        self._copies = 0  # that there have been: each shows another network

    def enter(self, setting: Any) -> None:
        """The game's parameters have changed."""
        self._setting, self._insight = setting, Inspector(self._game, self._policy, setting)
        self._bends.clear()

    def begin(self, policy: Policy, genomes: Genomes, rollout: Hashable) -> None:
        """Another rollout has begun, with these agents."""
        if policy != self._policy:
            self._policy, self._insight = policy, Inspector(self._game, policy, self._setting)
        self._genomes, self._rollout = genomes, rollout
        self.selected, self._own, self._copy = None, None, None

    def _lives(self, agent: int) -> bool:
        """Whether an agent lives, or has won, at the moment in which it is shown."""
        state = self._stage.shown(agent)[-1]
        return bool(state[ALIVE] > 0 or self._game.won(state[:, np.newaxis])[0])

    @property
    def has_fallen(self) -> bool:
        """Whether the chosen agent's death has been shown."""
        return self.selected is not None and not self._lives(self.selected)

    @property
    def agent(self) -> int:
        """The chosen agent while it lives, else the leader, or who led last when all have died."""
        if self.selected is not None and self._lives(self.selected):
            return self.selected
        return self._stage.front

    def set_weight(self, number: int, value: float) -> None:
        """Give a weight of the agent's network another value, in a copy that only the panels show.

        Args:
            number: Index of the link in the network's sketch.
            value: The new one.

        Raises:
            SettingError: If weights of such genomes cannot be changed by hand.
        """
        agent = self.agent
        genome = self._genome_of(agent)
        copy = genome.with_gene(int(self._insight.sketch(genome).links.gene[number]), value)
        self.selected = self._copied = agent
        self._copy = copy
        self._copies += 1

    def restore_weights(self) -> None:
        """Look at the agent's own network again."""
        self._copy = None

    @property
    def changed(self) -> int:
        """See the class."""
        agent = self.agent
        if agent != self._copied or self._copy is None:
            return 0
        return int(np.count_nonzero(self._copy.genes(0) != self._genomes.genes(agent)))

    def _genome_of(self, agent: int) -> Genomes:
        """What is looked at: the agent's own genome, or the copy that people have changed."""
        if agent == self._copied and self._copy is not None:
            return self._copy
        if self._own is None or self._own[0] != agent:
            self._own = agent, self._genomes.take([agent])
        return self._own[1]

    def _owner_of(self, agent: int) -> Hashable:
        return self._rollout, agent, self._copies if agent == self._copied and self._copy is not None else 0

    @property
    def name(self) -> str:
        """The agent's name, for people."""
        agent = self.agent
        if agent == self.selected:
            return f"{self._game.agent} {agent}"
        return "the last one" if self._stage.leader is None else "the leader"

    def place(self) -> Point | None:
        """Where in the world the chosen agent is shown, while it lives."""
        chosen = Marks(leader=None, crowd=False, selected=self.selected)
        dots = [] if self.selected is None else self._stage.scene.dots(chosen)
        return next(((dot.x, dot.y) for dot in dots if dot.agent == self.selected), None)

    def choose(self, at: Point, reach: float, *, crowd: bool) -> None:
        """Choose the agent shown nearest to a place in the world, or none if none is within reach."""
        dots = self._stage.scene.dots(Marks(leader=self._stage.leader, crowd=crowd))
        near = [(math.dist(at, (dot.x, dot.y)), dot.agent) for dot in dots if dot.agent >= 0]
        distance, agent = min(near, default=(math.inf, -1))
        self.selected = agent if distance <= reach else None

    def choose_next(self) -> None:
        """Choose the next agent that lives, by number."""
        living = np.flatnonzero(self._stage.past[-1][ALIVE] > 0)
        if living.size:
            later = living[living > (-1 if self.selected is None else self.selected)]
            self.selected = int(later[0] if later.size else living[0])

    def next_plane(self) -> None:
        """Look at the policy over the next pair of quantities."""
        self._elsewhere.next_plane(self._insight, self._stage.scene)

    def choose_quantity(self, axis: str, which: int) -> None:
        """Look at the policy over another quantity, "across" or "down", by its place among those to choose from."""
        self._elsewhere.choose_quantity(self._insight, axis, which, self._stage.scene)

    def choose_output(self, which: int) -> None:
        """Look at the policy of another output, where each acts for itself."""
        self._elsewhere.output = which

    def mind(self) -> NetworkView:
        """The agent's network now."""
        agent = self.agent
        state = self._stage.shown(agent)[-1]
        mind = self._insight.mind(self._genome_of(agent), state, self.name, self._owner_of(agent))
        return replace(mind, changed=self.changed)

    def policy(self, tick: int) -> PolicyMap | None:
        """What the agent's network would do; computed anew when ``tick`` is another."""
        agent = self.agent
        owner = self._owner_of(agent)
        return self._elsewhere.policy(self._insight, self._genome_of(agent), self._stage, agent, owner, tick)

    def bends(self, milestones: tuple[RecordBreaker, ...], policy: PolicyMap) -> tuple[Bend, ...]:
        """What champions would do over a plane that is the same in every state; each is worked out once."""
        state = self._stage.past[-1][:, 0]
        if [id(one) for one, _ in self._bends] != [id(one) for one in milestones]:
            self._bends = [(one, Bend(one.generation, self._field(one, policy, state))) for one in milestones]
        return tuple(bend for _, bend in self._bends)

    def _field(self, one: RecordBreaker, shown: PolicyMap, state: NDArray[np.float32]) -> NDArray[np.float32]:
        """What a champion would do over the plane of a map that is shown."""
        policy, genome = policy_of_network(one.network), genome_of_network(one.network)
        insight = self._insight if policy == self._policy else Inspector(self._game, policy, self._setting)
        return insight.field(genome, shown.plane, state, self._stage.scene)
