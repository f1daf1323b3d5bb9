"""What agents of an environment see, choose and gain, written down for algorithms that learn from steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuro.rollout.experience import room_for_steps

__all__ = ["StepNotes"]


class StepNotes:
    """The last steps of agents, as an ``Experience``; what a step gains is the environment's own reward.

    Args:
        agents: Number of agents.
        steps: How many steps are written down at most, of all agents together.
        inputs: Numbers that each sees.

    Attributes:
        experience: What has been written down so far.
    """

    def __init__(self, agents: int, steps: int, inputs: int) -> None:
        self.experience = room_for_steps(agents, steps, inputs)

    def add(
        self,
        agents: NDArray[np.intp],
        seen: NDArray[np.float32],
        chosen: NDArray[np.int64],
        gained: NDArray[Any],
        then: NDArray[np.float32],
        ended: NDArray[np.bool_],
    ) -> None:
        """Write down a step of some agents.

        Args:
            agents: Their numbers, ``(n,)``.
            seen: What each of all agents saw before, ``(agents, inputs)``.
            chosen: What each of all agents chose, ``(agents,)``.
            gained: The rewards of these agents, ``(n,)``.
            then: What these agents see now, ``(n, inputs)``.
            ended: Whether the environment has ended the episodes of these agents, ``(n,)``.
        """
        found = self.experience
        place = found.lived[agents] % found.chosen.shape[1]
        found.seen[agents, place], found.chosen[agents, place] = seen[agents], chosen[agents]
        found.gained[agents, place], found.last[agents], found.ended[agents] = gained, then, ended
        found.lived[agents] += 1
