"""A rollout that is played ahead and kept, so that it can be shown from any of its steps, forward and back."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.kernels import ALIVE, SCORE
from neuro.rollout.stepwise import Rollout, side_by_side
from neuro.view.scene import Dot, Marks, Scene, State

__all__ = ["RecordedRollout"]

_AFTER = 0.75  # seconds of play that the scene is shown on after a death
_BEFORE = 192  # steps that a scene is told of before the one it shows, for its trails
_CHUNK = 2048  # steps played at a time
_AHEAD = 36_000  # steps played before anything is shown: ten minutes


class RecordedRollout:
    """Shows a recorded rollout in a scene; see ``stage.Stage`` for rollouts of many that are not kept.

    Args:
        scene: What draws it.
        rollouts: One agent each, at its start, on the same course; the first leads, the others are ghosts.
        looks: Looks of the agents, ``(agents, 16)``.
        course: Seed of the course that they play.
        names: Names of the agents, by number, where they are to be shown.

    Attributes:
        scene: What draws it.
        at: The step that is shown.
    """

    def __init__(
        self,
        scene: Scene,
        rollouts: Sequence[Rollout],
        looks: NDArray[np.float32],
        course: int,
        names: Mapping[int, str] | None = None,
    ) -> None:
        self.scene, self._rollouts, self._looks, self._course = scene, rollouts, looks, course
        self._names = names or {}
        self._rows = len(rollouts[0].game.state)
        self._pieces = [side_by_side([rollout.state for rollout in rollouts])[np.newaxis]]
        self._states: NDArray[np.float32] | None = None
        self.at = 0
        self._play_until(_AHEAD)
        scene.begin(self._seen(0), looks, course)

    def _play_until(self, step: int) -> None:
        while not self.complete and sum(len(piece) for piece in self._pieces) <= step:
            self._pieces.append(self._play_on())
            self._states = None

    def _play_on(self) -> NDArray[np.float32]:
        """The next states of all, ``(steps, rows, agents)``; who is done keeps its last state."""
        records = []
        for rollout in self._rollouts:
            record = rollout.record(_CHUNK)[:, :, :1]
            records.append(record if len(record) else rollout.state[np.newaxis])
        longest = max(len(record) for record in records)
        padded = [np.concatenate([record, np.repeat(record[-1:], longest - len(record), axis=0)]) for record in records]
        return side_by_side(padded)

    @property
    def states(self) -> NDArray[np.float32]:
        """All states that are known, the first before any step: ``(steps + 1, rows, agents)``.

        The rows behind the game's are what the agents' networks remember.
        """
        if self._states is None:
            self._states = np.concatenate(self._pieces)
            self._pieces = [self._states]
        return self._states

    @property
    def complete(self) -> bool:
        """Whether the rollout has been played to its end."""
        return all(rollout.done for rollout in self._rollouts)

    @property
    def steps(self) -> int:
        """How many steps are known."""
        return len(self.states) - 1

    @property
    def fell(self) -> bool:
        """Whether no agent lives at the last step."""
        return self.complete and not (self.states[-1, ALIVE] > 0).any()

    @property
    def ending(self) -> str:
        """What the first agent did in the end, "falls" or "wins"; empty where an agent lives at the last step."""
        return "" if not self.fell else "wins" if self._won(self.states[-1]) else "falls"

    def _won(self, state: State) -> bool:
        return bool(self._rollouts[0].game.won(state)[0])

    @property
    def last(self) -> int:
        """The last step that can be shown: some after a death, so that it is seen."""
        return self.steps + (round(_AFTER * self._rollouts[0].game.steps_per_second) if self.fell else 0)

    @property
    def over(self) -> bool:
        """Whether the end is shown."""
        return self.complete and self.at >= self.last

    @property
    def state(self) -> State:
        """The state that is shown, ``(rows, agents)``."""
        return self._state(self.at)

    def _state(self, step: int) -> State:
        found: State = self.states[min(step, self.steps)]
        return found

    def _seen(self, step: int) -> State:
        """The game's rows of a state: what a scene is told."""
        return self._state(step)[: self._rows]

    @property
    def alive(self) -> int:
        """How many live."""
        return int(np.count_nonzero(self.state[ALIVE] > 0))

    @property
    def leader(self) -> int | None:
        """The first agent, until it dies."""
        return 0 if self.state[ALIVE, 0] > 0 or self._won(self.state) else None

    @property
    def best(self) -> float:
        """The first agent's score."""
        return float(self.state[SCORE, 0])

    @property
    def final(self) -> float:
        """The first agent's score at the last step that is known."""
        return float(self.states[-1, SCORE, 0])

    @property
    def scored(self) -> NDArray[np.intp]:
        """Steps at which the score rose."""
        return np.flatnonzero(np.diff(self.states[:, SCORE, 0]) > 0) + 1

    def shown(self, agent: int, steps: int = 1) -> State:
        """The last states ``(steps or fewer, rows)`` up to the one that is shown."""
        end = min(self.at, self.steps) + 1
        found: State = self.states[max(0, end - steps) : end, :, agent]
        return found

    def advance(self, steps: int) -> None:
        """Show a later step, with all that lie between."""
        if not self.complete:
            self._play_until(self.at + steps + _CHUNK)
        for step in range(self.at + 1, min(self.at + steps, self.last) + 1):
            self.scene.track(self._seen(step))
            self.at = step

    def advance_for(self, seconds: float) -> None:
        """Go on for so long of the clock, or to the end."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline and not self.over:
            self.advance(64)

    def go(self, step: int) -> None:
        """Show any step, as it looks when one comes to it from the start."""
        if not self.complete:
            self._play_until(step + _CHUNK)
        step = min(max(step, 0), self.last)
        if 0 <= step - self.at <= _BEFORE:
            self.advance(step - self.at)
            return
        first = max(0, step - _BEFORE)
        self.scene.begin(self._seen(first), self._looks, self._course)
        self.at = first
        self.advance(step - first)

    def dots(self) -> list[Dot]:
        """Where those who play are shown, in the world."""
        return self.scene.dots(Marks(leader=self.leader, crowd=False, names=self._names))

    def draw(self, surface: Surface, rect: Rect, *, still: bool = False) -> None:
        """Draw the step that is shown."""
        self.scene.draw(surface, rect, Marks(leader=self.leader, crowd=False, names=self._names, still=still))
