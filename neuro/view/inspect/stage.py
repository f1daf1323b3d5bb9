"""A rollout on stage: played step by step in front of a scene, with what there is to say about it."""

from __future__ import annotations

import time
from collections import deque

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.kernels import ALIVE, SCORE
from neuro.rollout.stepwise import Rollout
from neuro.view.scene import Marks, Scene, State

__all__ = ["Stage"]

_AFTER = 0.75  # seconds of play that the scene is shown on after the last death
_CHUNK = 64
_KEPT = 128  # states remembered: the longest delay of an agent on stage, and a second before it


class Stage:
    """Shows a rollout in a scene.

    Attributes:
        scene: What draws it.
        rollout: What is played.
        front: The leader, or who led last: panels go on with it when all have died.
        leader: The agent in front: the first of the living with the highest score, else of those who have won; None
            when all have died.
        alive_by_step: Number of agents that lived after each step, from the start on.
        past: The last states ``(rows, agents)``, what networks remember included, the newest last.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.rollout: Rollout
        self.leader: int | None = None
        self.front = 0
        self.alive_by_step: list[int] = []
        self.past: deque[State] = deque(maxlen=_KEPT)
        self._left = 0  # steps that are still shown after the last death

    def begin(self, rollout: Rollout, looks: NDArray[np.float32], course: int) -> None:
        """Put a new rollout on stage."""
        self.rollout, self.leader, self.front, self._left = rollout, 0, 0, round(_AFTER * rollout.game.steps_per_second)
        self.alive_by_step = [rollout.state.shape[1]]
        self.past.clear()
        self.past.append(rollout.state.copy())
        self.scene.begin(self._seen(rollout.state), looks, course)

    @property
    def over(self) -> bool:
        """Whether the rollout is done and its end has been seen."""
        return self.rollout.done and (self._left <= 0 or self.alive > 0)

    @property
    def seconds(self) -> float:
        """Seconds of play that have gone by."""
        return self.rollout.steps / self.rollout.game.steps_per_second

    @property
    def alive(self) -> int:
        """How many live."""
        return int(np.count_nonzero(self.rollout.state[ALIVE] > 0))

    @property
    def won(self) -> int:
        """How many have won."""
        return int(np.count_nonzero(self.rollout.game.won(self.rollout.state)))

    @property
    def best(self) -> float:
        """The best score so far."""
        return float(self.rollout.state[SCORE].max())

    @property
    def mean(self) -> float:
        """The mean score so far, of the living and the dead."""
        return float(self.rollout.state[SCORE].mean())

    @property
    def begun(self) -> float | None:
        """The share of those with a score of one at least; None where scores are no whole numbers from 0 on."""
        scores = self.rollout.state[SCORE]
        if (scores < 0).any() or (scores != np.floor(scores)).any():
            return None
        return float((scores >= 1).mean())

    def advance(self, steps: int) -> int:
        """Play on, then let the end be seen; returns how many agents' steps were played."""
        before = int(self.rollout.lived.sum())
        while steps > 0 and not self.rollout.done:
            states = self.rollout.record(min(steps, _CHUNK))
            for state in states:
                self._follow(state)
            steps -= len(states)
        for _ in range(min(steps, self._left) if self.alive == 0 else 0):
            self._left -= 1
            self._remember(self.rollout.state.copy())
        return int(self.rollout.lived.sum()) - before

    def advance_for(self, seconds: float) -> int:
        """Play on for so long, or until the rollout is over; returns how many agents' steps were played."""
        deadline, played = time.perf_counter() + seconds, 0
        while time.perf_counter() < deadline and not self.over:
            played += self.advance(_CHUNK)
        return played

    def _seen(self, state: State) -> State:
        """The game's rows of a state: what a scene is given."""
        return state[: len(self.rollout.game.state)]

    def _remember(self, state: State) -> None:
        self.past.append(state)
        self.scene.track(self._seen(state))

    def shown(self, agent: int, steps: int = 1) -> State:
        """An agent's last states ``(steps or fewer, rows)`` up to the one that it is shown in now."""
        end = max(1, len(self.past) - self.scene.delay(agent))
        return np.stack([self.past[k][:, agent] for k in range(max(0, end - steps), end)])

    def _follow(self, state: State) -> None:
        self._remember(state)
        living = state[ALIVE] > 0
        self.alive_by_step.append(int(np.count_nonzero(living)))
        if self.leader is None or not living[self.leader]:
            standing = living if living.any() else self.rollout.game.won(state)
            scores = np.where(standing, state[SCORE], -np.inf)
            self.leader = int(scores.argmax()) if standing.any() else None
            self.front = self.front if self.leader is None else self.leader

    def draw(
        self, surface: Surface, rect: Rect, *, crowd: bool = True, selected: int | None = None, still: bool = False
    ) -> None:
        """Draw the newest state; see ``Marks`` for whom, and how."""
        self.scene.draw(surface, rect, Marks(leader=self.leader, crowd=crowd, selected=selected, still=still))
