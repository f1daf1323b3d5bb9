"""Whom people look at: the agent they chose, else the leader; what it thinks, and what it would do."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.game import Game
from neuro.network import Layer
from neuro.view.elsewhere import Elsewhere
from neuro.view.milestones import Milestone
from neuro.view.mind import Insight, Mind, Policy
from neuro.view.scene import Marks
from neuro.view.shapes import Point
from neuro.view.snapshot import Bend
from neuro.view.stage import Stage

__all__ = ["Focus"]

_ALIVE = 0


class Focus:
    """The agent of a flight that people look at.

    Args:
        game: The game.
        layers: Of the agents' networks.
        setting: The game's parameters.
        stage: Where they fly.

    Attributes:
        selected: The agent that people chose; None for none.
    """

    def __init__(self, game: Game, layers: tuple[Layer, ...], setting: Any, stage: Stage) -> None:
        self._game, self._stage = game, stage
        self._insight = Insight(game, layers, setting)
        self.selected: int | None = None
        self._elsewhere = Elsewhere()
        self._bends: list[tuple[Milestone, Bend]] = []

    def begin(self, genomes: NDArray[np.float32], flight: Hashable) -> None:
        """Another flight has begun, with these agents."""
        self._genomes, self._flight = genomes, flight
        self.selected = None

    def _lives(self, agent: int) -> bool:
        """Whether an agent lives, or has won, at the moment in which it is shown."""
        state = self._stage.shown(agent)[-1]
        return bool(state[_ALIVE] > 0 or self._game.won(state[:, np.newaxis])[0])

    @property
    def has_fallen(self) -> bool:
        """Whether the chosen agent's death has been shown."""
        return self.selected is not None and not self._lives(self.selected)

    @property
    def agent(self) -> int | None:
        """The chosen agent while it lives, else the leader; None when neither lives."""
        if self.selected is not None and self._lives(self.selected):
            return self.selected
        return self._stage.leader

    @property
    def name(self) -> str:
        """Of the agent, for people."""
        agent = self.agent
        return f"{self._game.agent} {agent}" if agent == self.selected else "the leader"

    def place(self) -> Point | None:
        """Where in the world the chosen agent is shown, while it lives."""
        chosen = Marks(leader=None, crowd=False, selected=self.selected)
        dots = [] if self.selected is None else self._stage.scene.dots(chosen)
        return next(((dot.x, dot.y) for dot in dots if dot.agent == self.selected), None)

    def choose(self, at: Point, reach: float, *, crowd: bool) -> None:
        """Choose the agent shown nearest to a place in the world, or nobody if none is within reach."""
        dots = self._stage.scene.dots(Marks(leader=self._stage.leader, crowd=crowd))
        near = [(math.dist(at, (dot.x, dot.y)), dot.agent) for dot in dots if dot.agent >= 0]
        distance, agent = min(near, default=(math.inf, -1))
        self.selected = agent if distance <= reach else None

    def choose_next(self) -> None:
        """Choose the next agent that lives, by number."""
        living = np.flatnonzero(self._stage.past[-1][_ALIVE] > 0)
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

    def mind(self) -> Mind | None:
        """The agent's network now."""
        agent = self.agent
        if agent is None:
            return None
        state = self._stage.shown(agent)[-1]
        return self._insight.mind(self._genomes[agent], state, self.name, (self._flight, agent))

    def policy(self, tick: int) -> Policy | None:
        """What the agent's network would do; computed anew when ``tick`` is another."""
        agent = self.agent
        if agent is None:
            return None
        owner = (self._flight, agent)
        return self._elsewhere.policy(self._insight, self._genomes[agent], self._stage, agent, owner, tick)

    def bends(self, milestones: tuple[Milestone, ...], policy: Policy) -> tuple[Bend, ...]:
        """What champions would do over a plane that is the same in every state; each is worked out once."""
        state = self._stage.past[-1][:, 0]
        if [id(one) for one, _ in self._bends] != [id(one) for one in milestones]:
            field, scene = self._insight.field, self._stage.scene
            self._bends = [
                (one, Bend(one.generation, field(one.genome, policy.plane, state, scene))) for one in milestones
            ]
        return tuple(bend for _, bend in self._bends)
