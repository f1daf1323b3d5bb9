"""Why did it die: the last second of an agent, again and slowly."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.view.scene import Marks, Scene, State, delay_of

__all__ = ["Flashback"]

_SLOWER = 4  # times
_STILL = 1.5  # seconds for which the end stands still


class Flashback:
    """Shows the states before an agent's death; like a ``Stage`` for those who look at it.

    Args:
        scene: A new one.
        states: The last states of all, ``(rows, agents)`` each, up to the one in which its death is shown.
        looks: Of the agents.
        course: That they fly.
        agent: Whose death it is.
        rate: Steps in a second of play.

    Attributes:
        scene: What draws it.
        leader: None: there is nobody to crown.
        past: The states shown so far, the newest last.
    """

    leader: int | None = None

    def __init__(
        self,
        scene: Scene,
        states: Sequence[State],
        looks: NDArray[np.float32],
        course: int,
        agent: int,
        rate: float = 60,
    ) -> None:
        self.scene, self._agent, self._rate, self._due = scene, agent, rate, 0.0
        scene.begin(states[0], looks, course)
        self.past: list[State] = [states[0]]
        self._ahead = deque(states[1:])
        while len(self._ahead) > rate:
            self._track()
        self._still = _STILL

    def _track(self) -> None:
        self.past.append(self._ahead.popleft())
        self.scene.track(self.past[-1])

    @property
    def over(self) -> bool:
        """Whether it has been shown to its end."""
        return self._still <= 0

    def advance(self, seconds: float) -> None:
        """Time has passed."""
        self._due += seconds * self._rate / _SLOWER
        while self._due >= 1 and self._ahead:
            self._track()
            self._due -= 1
        if not self._ahead:
            self._still -= seconds

    def shown(self, agent: int, steps: int = 1) -> State:
        """See ``Stage.shown``; of the one that dies, never a state after its death."""
        end = max(1, len(self.past) - delay_of(self.scene, agent))
        while end > 1 and not self.past[end - 1][0, agent] > 0:
            end -= 1
        return np.stack([self.past[k][:, agent] for k in range(max(0, end - steps), end)])

    def draw(
        self, surface: Surface, rect: Rect, *, crowd: bool = True, selected: int | None = None, still: bool = False
    ) -> None:
        """See ``Stage.draw``: the one that dies is the selected one."""
        self.scene.draw(surface, rect, Marks(leader=None, crowd=crowd, selected=self._agent, still=still))
