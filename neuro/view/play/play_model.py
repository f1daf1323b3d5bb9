"""A person's rollout, alone or against champions on the same course, and against the person's own last try."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from neuro.champion import Champion
from neuro.game import Game
from neuro.kernels import ALIVE, SCORE
from neuro.rollout.probe import compile_rollout
from neuro.rollout.stepwise import Rollout, rollout_of
from neuro.view.looks import FAMILIES, Looks, looks_of_one
from neuro.view.panels.race_panel import Racer
from neuro.view.scene import Marks, State, make_scene
from neuro.view.screen.preferences import best_score, remember_score
from neuro.view.theme import Theme
from neuro.view.widgets.playback import NORMAL, Playback

__all__ = ["PlayModel"]

_LONGEST = 100_000_000  # steps: no person plays longer
_SEEN = 0.4  # seconds for which the end of a try is seen before a key begins the next one
_COUNT, _EARLY = 0.6, 0.3  # seconds of a count, and before the start in which a press is meant for the start
_WAITING = 3  # presses that wait for their step where every press is one act


class _Try:
    """A person's try on a course, step by step, so that it can play along with the next one."""

    def __init__(self) -> None:
        self._states: list[State] = []

    def add(self, state: State) -> None:
        """Add a state: the first, or the one after a step."""
        self._states.append(state.copy())

    @property
    def begun(self) -> bool:
        """Whether any step of it was played."""
        return len(self._states) > 1

    def at(self, step: int) -> State:
        """The state after so many steps, ``(rows, 1)``; beyond the try's end the agent is dead."""
        if step < len(self._states):
            return self._states[step]
        end = self._states[-1].copy()
        end[ALIVE] = 0
        return end


class PlayModel:
    """Tries of a person, one after the other. Agent 0 is the person, the others are ghosts.

    On a course that is played again, the last try is the last of the ghosts. A match of several players has no ghosts:
    the first champion has the other seats.

    Args:
        game: What is played.
        course: Seed of the course.
        against: Champions that play the same course.
        theme: Colours of the scene.
        setting: The game's parameters; those of the first champion, or of the level, when None.
        speed: The speed to begin with, see ``speed_index``.
        count_in: Counts of half a second and more before each try, after the press that begins it.

    Attributes:
        heard: Names of sounds for what has happened since they were last taken out.
        waiting: Whether the try begins with the person's first action.
        slowed: Whether any of it was played slower than the game is.
        setting: The game's parameters.
        best: The person's best score, also of earlier times; None before the first try has ended.
    """

    def __init__(
        self,
        game: Game,
        course: int,
        against: Sequence[Champion],
        theme: Theme,
        setting: NamedTuple | None = None,
        speed: str = "1",
        count_in: int = 0,
    ) -> None:
        self.game, self.course, self.against = game, course, list(against)
        self._counts = count_in
        learnt_under = against[0].setting if against else {}
        self.setting = game.setting_with(learnt_under) if setting is None else setting
        self.pace, self._known_as = (
            Playback(speed, game.steps_per_second),
            " ".join((game.name, *map(repr, map(float, self.setting)), str(game.version))),
        )
        self.best = best_score(self._known_as)
        self._scene = make_scene(game, self.setting, theme)
        self.heard: list[str] = []
        self._rest = np.array(game.rest or (0.0,) * game.action_rows, np.float32)
        self._holding: tuple[float, ...] | None = None  # what the keys that are held do
        # Acts that wait for their step; where keys are held, the newest takes the place of the one before.
        self._pressed: deque[tuple[float, ...]] = deque(maxlen=1 if game.held else _WAITING)
        self._present, self._last = _Try(), None  # type: _Try, _Try | None
        compile_rollout(game, None, self.setting)
        self.race(against)

    def race(self, against: Sequence[Champion]) -> None:
        """Let other champions play along, from the start of a new try on."""
        self.against = list(against)
        self._champions = [looks_of_one(champion.genome) for champion in against]
        for policy in {champion.policy for champion in against}:
            compile_rollout(self.game, policy, self.setting)
        self.begin()

    def _rollout_of_person(self) -> Rollout:
        """The person's rollout: of several players, the others are the first champion, if there is one."""
        limits: dict[str, Any] = {"setting": self.setting, "max_steps": _LONGEST}
        if self.game.players == 1 or not self.against:
            return Rollout(self.game, None, None, np.array([self.course], np.uint32), **limits)
        return rollout_of(self.against[0].network, self.game, self.course, persons=1, **limits)

    def begin(self, course: int | None = None) -> None:
        """Start a new try, on another course if one is given."""
        if course is not None and course != self.course:
            self._last = None
        elif self._present.begun and self.game.players == 1:
            self._last = self._present
        self.course, self._steps = self.course if course is None else course, 0
        self.waiting, self.slowed, self._over = True, False, 0.0
        self._left = self._counts * _COUNT  # seconds of the count-in
        self._pressed.clear()
        self._rollouts = [self._rollout_of_person()]
        for champion in self.against if self.game.players == 1 else ():
            limits: dict[str, Any] = {"setting": self.setting, "max_steps": _LONGEST}
            self._rollouts.append(rollout_of(champion.network, self.game, self.course, **limits))
        self._present = _Try()
        self._present.add(self.person)
        self._scene.begin(self._state(), np.array(self._looks(), np.float32), self.course)

    def _state(self) -> State:
        """States of all, ``(rows, racers)``."""
        last = [] if self._last is None else [self._last.at(self._steps)]
        rows = len(self.game.state)
        return np.concatenate([*(rollout.state[:rows] for rollout in self._rollouts), *last], axis=1)

    def _looks(self) -> list[Looks]:
        """Looks of all; the last try is pale."""
        last = [] if self._last is None else [FAMILIES["Frost"]]
        return [FAMILIES["Ember"], *self._champions[: len(self._rollouts) - 1], *last]

    @property
    def person(self) -> NDArray[np.float32]:
        """The person's state, ``(rows, 1)``."""
        return self._rollouts[0].state[: len(self.game.state)]

    @property
    def alive(self) -> bool:
        """Whether the person still plays."""
        return bool(self._rollouts[0].state[ALIVE, 0] > 0)

    @property
    def score(self) -> float:
        """The person's score in this try."""
        return float(self._rollouts[0].state[SCORE, 0])

    @property
    def whole(self) -> bool:
        """Whether all of the course must be seen, with nothing over it."""
        return self._scene.whole

    @property
    def count(self) -> int:
        """What is counted in now: 3, 2, 1; 0 when nothing is."""
        return 0 if self.waiting else math.ceil(self._left / _COUNT)

    @property
    def won(self) -> bool:
        """Whether the person has won."""
        return bool(self.game.won(self.person)[0])

    def press(self, action: tuple[float, ...]) -> None:
        """The person acts, at the next step; once the end of a try has been seen, a new one begins instead."""
        if self.alive:
            begins = self.waiting and self._counts > 0
            self.waiting = False
            if begins or self._left > _EARLY:  # a press a little before the start is meant for the start
                return
            self._pressed.append(action)
            self.heard.append("flap")
        elif self._over >= _SEEN:
            self.begin()
            self.waiting = self._counts == 0

    def hold(self, action: tuple[float, ...] | None) -> None:
        """What the keys do that are held from now on, in games whose keys are held; None when nothing is."""
        self._holding = action if self.game.held else None

    def tick(self, seconds: float) -> None:
        """Time has passed."""
        if self.waiting:
            return
        if self._left > 0:
            if not self.pace.paused:
                self._left = max(0.0, self._left - seconds)
            return
        if not self.alive:
            self._over += seconds
        self.slowed |= self.pace.index < NORMAL
        for _ in range(self.pace.steps(seconds)):
            self._step()

    def _step(self) -> None:
        was_alive, score = self.alive, self.score
        self._steps += 1
        self._rollouts[0].advance(1, self._act()[:, np.newaxis])
        if was_alive:
            self._present.add(self.person)
        for ghost in self._rollouts[1:]:
            ghost.advance(1)
        self._scene.track(self._state())
        if self.score > score:
            self.heard.append("score")
        if was_alive and not self.alive:
            self._end()

    def _act(self) -> NDArray[np.float32]:
        """What the person does in a step: what was pressed, else what is held, else nothing."""
        done = self._pressed.popleft() if self._pressed else self._holding
        return self._rest if done is None else np.array(done, np.float32)

    def _end(self) -> None:
        """The try is over. One that was slowed down is no record."""
        if self.slowed:
            self.heard.append("score" if self.won else "fall")
            return
        record = self.best is not None and self.score > self.best
        self.heard.append("best" if record or self.won else "fall")
        self.best = self.score if self.best is None else max(self.best, self.score)
        remember_score(self._known_as, self.score)

    def racers(self) -> list[Racer]:
        """All who play, the person first."""
        if self.game.players > 1:
            return self._players()
        names = ["you", *(f"generation {champion.generation}" for champion in self.against)]
        if self._last is not None:
            names.append("your last try")
        state = self._state()
        won = self.game.won(state)
        return [
            Racer(name, looks, float(state[SCORE, i]), bool(state[ALIVE, i] > 0), bool(won[i]))
            for i, (name, looks) in enumerate(zip(names, self._looks(), strict=True))
        ]

    def _players(self) -> list[Racer]:
        """The players of a match, by their seats: nobody falls out of one, and in the end the best of them has won."""
        name = f"generation {self.against[0].generation}" if self.against else "an idle player"
        others = [(name, (self._champions or [FAMILIES["Frost"]])[0])] * (self.game.players - 1)
        scores = self.person[SCORE : SCORE + self.game.players, 0].tolist()
        seats = zip([("you", FAMILIES["Ember"]), *others], scores, strict=True)
        best = max(scores) if not self.alive and scores.count(max(scores)) == 1 else None
        return [Racer(name, looks, score, True, score == best) for (name, looks), score in seats]

    def draw(self, surface: Surface, area: Rect, *, still: bool = False) -> None:
        """Draw the newest state."""
        racers = self.racers() if self.game.players == 1 else []
        names = {i: racer.name for i, racer in enumerate(racers) if len(racers) > 1}
        marks = Marks(leader=0, crowned=False, crowd=False, names=names, still=still)
        self._scene.draw(surface, area, marks)
