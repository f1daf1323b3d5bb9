"""Watching a population learn: what is on stage, what is learnt meanwhile, what is told of it.

Watching never changes a run. On stage is a flight of the generation that waits to be evaluated; when it is
over, or has gone on for half a minute of play, the generation is evaluated without a picture, exactly as
``neuro evolve`` does, and the next one takes the stage. At full speed evolution runs on in its own thread, and
the stage shows glances of the newest one.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.evolution import Evolution
from neuro.evolution.reporters import Reporter
from neuro.rollout.flight import Flight
from neuro.view import birds
from neuro.view.focus import Focus
from neuro.view.keys import Command
from neuro.view.learning import Cohort, Learner
from neuro.view.pace import NORMAL, STEPS_PER_SECOND, Pace
from neuro.view.scene import make_scene
from neuro.view.snapshot import Snapshot
from neuro.view.stage import Stage, compile_flight
from neuro.view.theme import Theme

__all__ = ["RunOptions", "Watching"]

_SHOWN = 30 * STEPS_PER_SECOND  # steps of a generation that are shown: its best birds may never come down
_GLANCE = 240  # steps of a generation that are shown at full speed
_GLANCE_PACE = 4  # times normal speed, at which they are shown


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """How far a run is watched.

    Args:
        generations: How many it has at most; None for no end.
        keep_going: Whether it learns on when the game has been solved.
        speed: At which it begins, see ``pace.speed_index``.
        stay_open: Whether the champion flies on when the run has ended, until people leave.
        reporters: Who is told of each generation.
    """

    generations: int | None = None
    keep_going: bool = False
    speed: str = "1"
    stay_open: bool = True
    reporters: tuple[Reporter, ...] = ()


class Watching:
    """A run on stage.

    Args:
        evolution: The run.
        theme: Colours of the scene.
        options: How far it is watched.

    Attributes:
        drawing: Whether the world is to be drawn.
        best_only: Whether only the leader is to be drawn.
        focus: Whom people look at.
        done: Whether there is nothing more to watch.
    """

    def __init__(self, evolution: Evolution, theme: Theme, options: RunOptions) -> None:
        self.evolution, self.options, self.pace = evolution, options, Pace(options.speed)
        self.stage = Stage(make_scene(evolution.game, evolution.setting, theme))
        self.drawing, self.best_only, self.done = True, False, False
        self.focus = Focus(evolution.game, evolution.layers, evolution.setting, self.stage)
        evolution.compile_seconds  # noqa: B018 - compiles now, for the thread that learns
        compile_flight(evolution.game, evolution.layers, evolution.setting)
        self._learner = Learner(
            evolution, options.generations, keep_going=options.keep_going, reporters=options.reporters
        )
        self._learning = self._ended = False
        self._seconds, self._evolved = 0.0, evolution.agent_steps
        self._rate, self._flights = _Rate(), 0
        self._take_stage()

    @property
    def hurrying(self) -> bool:
        """Whether it learns as fast as it can."""
        return self.pace.at_most and not (self._ended or self.pace.paused)

    @property
    def busy(self) -> bool:
        """Whether a generation is being evaluated."""
        return self._learner.busy

    def close(self) -> None:
        """Finish the generation under way; what was learnt is in the evolution."""
        self._learner.close()

    def tick(self, seconds: float, *, hurried: bool = False) -> None:
        """Time has passed. When hurried, learning is waited for, so that the pictures are always the same."""
        if hurried:
            self._learner.wait()
        glancing = hurried and self.hurrying and not self._learner.finished
        if self._learning and not (self._learner.busy or glancing):
            self._take_stage()
        if self.pace.paused:
            return
        self._seconds += seconds
        if self.hurrying:
            self._hurry(seconds, hurried=hurried)
        elif not self._learning:
            self._play(seconds)

    def _play(self, seconds: float) -> None:
        self._rate.add(seconds, self.stage.advance(self.pace.steps(seconds)))
        if self.stage.over or (not self._ended and self.stage.flight.steps >= _SHOWN):
            self.next_generation()

    def _hurry(self, seconds: float, *, hurried: bool) -> None:
        """Evolve on at full speed, and show the newest generation for a moment at a time."""
        if not self._learning or hurried:  # a generation to a frame when hurried: the pictures are always the same
            self._learning = True
            self._learner.evolve(1 if hurried else math.inf)
        before, self._evolved = self._evolved, self.evolution.agent_steps
        self._rate.add(seconds, self._evolved - before)
        self.stage.advance(round(seconds * STEPS_PER_SECOND * _GLANCE_PACE))
        if self.stage.over or self.stage.flight.steps >= _GLANCE:
            self._show(self._learner.cohort)

    def next_generation(self) -> None:
        """Let this generation be evaluated and the next one on stage; at the end, fly the champion again."""
        if self._ended:
            self._show_champion()
        elif not self._learning:
            self._learning = True
            self._learner.evolve(1)

    def _take_stage(self) -> None:
        """The generation that waits takes the stage, or the champion when the run has ended."""
        self._learning = False
        if not self._learner.finished:
            self._show(self._learner.cohort)
            return
        self._ended, self.done = True, not self.options.stay_open
        if self.pace.at_most:
            self.pace.choose(NORMAL)
        self._show_champion()

    def _show(self, cohort: Cohort) -> None:
        self._fly(cohort.genomes, cohort.number, cohort.course)

    def _show_champion(self) -> None:
        champion = self.evolution.champion
        if champion is None:  # a run of no generations
            self._show(self._learner.cohort)
        else:
            course = int(self.evolution.courses[0])
            self._fly(champion.network.genome[np.newaxis], champion.generation, course)

    def _fly(self, genomes: NDArray[np.float32], number: int, course: int) -> None:
        run, courses = self.evolution, np.full(len(genomes), course, np.uint32)
        looks = birds.looks_of(genomes)
        self._number, self._families = number, birds.family_indices(looks)
        flight = Flight(run.game, run.layers, genomes, courses, setting=run.setting, max_steps=run.max_steps)
        self.stage.begin(flight, looks, course)
        self._flights += 1
        self.focus.begin(genomes, self._flights)

    def obey(self, command: Command) -> None:
        """Do what people want; unknown commands are somebody else's."""
        match command.name:
            case "pause":
                self._pause(not self.pace.paused)
            case "step":
                self._pause(True)
                self.stage.advance(1)
            case "next":
                self.next_generation()
            case "draw":
                self.drawing = not self.drawing
            case "best":
                self.best_only = not self.best_only
            case "choose":
                self.focus.choose_next()
            case "plane":
                self.focus.next_plane()
            case _:
                self._change_speed(command)

    def _pause(self, paused: bool) -> None:
        self.pace.paused = paused
        if paused and self.pace.at_most:
            self._learner.evolve(0)

    def _change_speed(self, command: Command) -> None:
        was_at_most = self.pace.at_most
        self.pace.obey(command)
        if was_at_most and not self.pace.at_most:
            self._learner.evolve(0)
        if was_at_most != self.pace.at_most:
            self._rate = _Rate()

    def snapshot(self) -> Snapshot:
        """What there is to tell of this moment."""
        stage, run = self.stage, self.evolution
        tick = stage.flight.steps if self.pace.paused else int(self._seconds * 10)
        return Snapshot(
            title=run.game.title,
            chips=(run.algorithm, f"seed {run.settings.seed}"),
            generation=run.generation if self.hurrying else self._number,
            alive=stage.alive,
            population=stage.flight.state.shape[1],
            step=stage.flight.steps,
            best=stage.best,
            mean=stage.mean,
            best_ever=max((entry.best_score for entry in run.history), default=None),
            score_name=run.game.score_name,
            rate=self._rate.value,
            seconds=self._seconds,
            history=run.history,
            alive_by_step=stage.alive_by_step,
            families=self._family_shares(),
            speed=self.pace.index,
            paused=self.pace.paused,
            drawing=self.drawing,
            best_only=self.best_only,
            note=self._note(),
            state="paused" if self.pace.paused else "champion" if self._ended else "running",
            agent=run.game.agent,
            diversity=self._learner.diversity,
            selected=self.focus.selected,
            mind=self.focus.mind(),
            policy=self.focus.policy(tick),
        )

    def _family_shares(self) -> list[tuple[float, float]]:
        """By family: its share of the population, and the share of those that live."""
        count, living = len(birds.FAMILIES), self.stage.flight.alive
        everyone = np.bincount(self._families, minlength=count) / self._families.size
        alive = np.bincount(self._families[living], minlength=count) / self._families.size
        return list(zip(everyone.tolist(), alive.tolist(), strict=True))

    def _note(self) -> str:
        """What should be said over the world, if anything."""
        history = self.evolution.history
        if self._ended:
            solved = next((entry.number for entry in history if entry.solved), None)
            end = f"{len(history)} generations are done" if solved is None else f"Solved in generation {solved}"
            return f"{end}: the champion flies on"
        if self.hurrying:
            return f"At full speed: a glance at generation {self._number}"
        if history and history[-1].flat:
            return "All did equally well: selection has nothing to go by yet"
        return ""


class _Rate:
    """How much was done in a second of the clock, over the last second."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, int]] = deque()

    def add(self, seconds: float, count: int) -> None:
        """So much was done in so many seconds."""
        self._past.append((seconds, count))
        while sum(seconds for seconds, _ in self._past) > 1 and len(self._past) > 1:
            self._past.popleft()

    @property
    def value(self) -> float:
        """A second's worth."""
        seconds = sum(seconds for seconds, _ in self._past)
        return sum(count for _, count in self._past) / seconds if seconds else 0.0
