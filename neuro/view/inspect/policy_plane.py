"""The two quantities that a policy map is drawn over."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Protocol

from neuro.view.inspect.inspection import Genome, Inspector, Pair, PolicyMap
from neuro.view.scene import Scene, State

__all__ = ["PolicyPlane"]

_TRAIL = 40  # steps of the way through a policy map


class _Stage(Protocol):
    @property
    def scene(self) -> Scene:
        """Where the agent plays."""

    def shown(self, agent: int, steps: int = 1) -> State:
        """Its last states."""


class PolicyPlane:
    """The policy that people look at, over the two quantities that they chose; it is worked out once a tick.

    Attributes:
        output: The output that they look at, where each acts for itself.
    """

    def __init__(self) -> None:
        self._pair: Pair | None = None
        self.output = 0
        self._policy: tuple[Hashable, PolicyMap] | None = None

    def next_plane(self, insight: Inspector, scene: Scene) -> None:
        """Look at the policy over the next pair of quantities."""
        self._pair = insight.next_plane(self._pair, scene)

    def choose_quantity(self, insight: Inspector, axis: str, which: int, scene: Scene) -> None:
        """Look at the policy over another quantity, "across" or "down", by its place among those to choose from."""
        self._pair = insight.with_quantity(self._pair, axis, which, scene)

    def policy(
        self, insight: Inspector, genome: Genome, stage: _Stage, agent: int, owner: Hashable, tick: int
    ) -> PolicyMap:
        """What the network of an agent on a stage would do; computed anew when ``owner`` or ``tick`` is another."""
        wanted = (owner, self._pair, self.output, tick)
        if self._policy is None or self._policy[0] != wanted:
            states = stage.shown(agent, _TRAIL)
            self._policy = wanted, insight.policy(genome, states, stage.scene, self._pair, owner, self.output)
        return self._policy[1]
