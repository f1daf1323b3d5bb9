"""The population manager: generation after generation, each genome evaluated exactly once."""

from __future__ import annotations

import functools
import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from neuro.champion import Champion
from neuro.errors import NeuroError, SettingError
from neuro.evolution.algorithms import Lineage, algorithm_named
from neuro.evolution.champion_choice import champion_of
from neuro.evolution.generation import Generation, mean_over_courses, summary
from neuro.evolution.memory_check import check_memory
from neuro.evolution.settings import CHANGES, KILL, Change, EvolutionSettings
from neuro.evolution.state import Best, EvolutionState
from neuro.game import Exam, Game
from neuro.network import Layer
from neuro.network.layers import Value
from neuro.policies import Genomes, Layered, Policy, genome_of, policy_of
from neuro.random import Purpose, words
from neuro.rollout.evaluator import Evaluator, open_evaluator
from neuro.rollout.outcome import Outcome
from neuro.thread_pool import at_most

__all__ = ["Evolution"]

_FAILED_KEPT = 64  # genomes whose failed exam is remembered: elites, which would fail each time


class Evolution:
    """A population that learns to play a game.

    Args:
        game: The game.
        settings: All that the run's bits depend on.
        layers: The layers of the networks, or another policy; the game's own layers when None.
        threads: Number of threads that breed, and that evaluate where no evaluator is given; as many as there are
            when None.
        evaluator: What evaluates the genomes, on this machine's threads when None. It changes no result, and is closed
            by whoever opened it.
        changes: Settings that take other values from some generation on, as recorded in an earlier run.
        state: Where to go on; at the beginning when None.
        history: Records of the generations before ``state``.

    Attributes:
        evaluator: What evaluates the genomes.
        settings: Of the generation that waits.
        changes: Made so far, in their order.
        faults: What went wrong on the way and was put right, each as (generation, words).
        elite_scores: Of those who live on from the generation before, the mean over its courses; ``(elites,)``.

    Raises:
        ShapeError: If the network has other inputs or outputs than the game, or the state is of another network.
        UnknownNameError: If the game has no such parameter.
        SettingError: If the population is larger than the machine's memory.
    """

    def __init__(
        self,
        game: Game,
        settings: EvolutionSettings,
        *,
        layers: tuple[Layer, ...] | Policy | None = None,
        threads: int | None = None,
        evaluator: Evaluator | None = None,
        changes: Sequence[Change] = (),
        state: EvolutionState | None = None,
        history: Sequence[Generation] = (),
    ) -> None:
        self.game = game.at(game.level)  # its usual level by name, so that records do not differ
        self.initial_settings, self._threads = settings, threads
        self.policy = policy_of(layers or game.layers)
        self.history: list[Generation] = list(history)
        self.changes: list[Change] = []
        self.faults: list[tuple[int, str]] = []
        self.solved = False
        self.fingerprint = ""
        self.agent_steps = 0
        self.seconds = 0.0
        self.elite_scores = np.zeros(0)
        self._best: Best | None = None
        self._failed: dict[bytes, None] = {}  # in the order of failing
        self._scheduled = list(changes)
        self._asked: dict[tuple[int, str], Value] = {}  # by the first generation that it may hold for, and its name
        self._asking = threading.Lock()  # by a window, while a generation is under way
        self._between_generations = True
        self.evaluator = evaluator or open_evaluator(game, self.policy, threads=threads)
        check_memory(settings.population, self.policy.parameters, settings.episodes)
        create = algorithm_named(settings.algorithm)
        self._algorithm = create(self.policy, self._first(state), settings.seed, settings.breeding)
        self._adopt(settings)
        if state is not None:
            self._restore(state)

    def _first(self, state: EvolutionState | None) -> Genomes:
        """The first generation; room for another when it is not wanted."""
        if state is None:
            settings = self.initial_settings
            with at_most(self._threads):
                return self.policy.first(settings.population, settings.seed, self.game.initialiser)
        return self.policy.blank(self.initial_settings.population)

    def _adopt(self, settings: EvolutionSettings) -> None:
        """Go on under these settings."""
        self.setting = self.game.setting_with(settings.parameters)
        self.max_steps = settings.max_steps or self.game.max_steps
        self.settings = settings
        self._algorithm.settings, self._algorithm.population = settings.breeding, settings.population
        self._failed.clear()  # under other rules it might pass

    def _restore(self, state: EvolutionState) -> None:
        if len(self.history) != state.generation:
            raise NeuroError(f"{len(self.history)} records cannot come before generation {state.generation}")
        self.fingerprint, self.solved, self._best = state.fingerprint, state.solved, state.best
        self.agent_steps, self.seconds = state.agent_steps, state.seconds
        later = [one for one in self._scheduled if one.generation >= state.generation and one not in state.changes]
        self._scheduled = [*state.changes, *later]
        self._make_changes(state.generation - 1)
        self._algorithm.restore(state.arrays, state.generation)

    def state(self) -> EvolutionState:
        """Where the run stands. Its arrays are the run's own, good until the next ``step``; see ``detached``.

        Raises:
            NeuroError: If the generation under way was broken off, so that there is no such place.
        """
        if not self._between_generations:
            raise NeuroError(f"generation {self.generation} was broken off: there is nothing whole to keep of it")
        return EvolutionState(
            generation=self.generation,
            arrays=self._algorithm.state(),
            fingerprint=self.fingerprint,
            best=self._best,
            solved=self.solved,
            agent_steps=self.agent_steps,
            seconds=self.seconds,
            changes=tuple(self.changes),
        )

    @property
    def is_between_generations(self) -> bool:
        """Whether no generation is half done, as after an interrupt: then there is a ``state``."""
        return self._between_generations

    def change(self, name: str, value: Value, *, generation: int = 0) -> None:
        """Change a setting from the next generation that begins on; it is recorded in ``changes``.

        May be called from another thread while a generation is under way. Of several values for one setting and
        generation the last one counts.

        Args:
            name: See ``EvolutionSettings.changed``.
            value: The new value.
            generation: It does not hold before this one: a window lets the world change after the flight on stage.

        Raises:
            UnknownNameError: If there is no such setting.
            SettingError: If the value is out of its range, or there were too many changes.
        """
        changed = self.settings.changed(name, value)
        self.game.setting_with(changed.parameters)
        check_memory(changed.population, self.policy.parameters, changed.episodes)
        if len(self.changes) + len(self._scheduled) >= CHANGES:
            raise SettingError(f"a run's settings can be changed {CHANGES:,} times, and these have been")
        with self._asking:
            self._asked[generation, name] = value

    def take_back(self, name: str) -> bool:
        """Forget a change that waits; whether one did. May be called from another thread, too."""
        with self._asking:
            waiting = [asked for asked in self._asked if asked[1] == name]
            for asked in waiting:
                del self._asked[asked]
        return bool(waiting)

    def due(self, generation: int) -> list[Change]:
        """The changes that will be made when a generation begins, which waits."""
        with self._asking:
            return self._due(generation)

    def _due(self, generation: int) -> list[Change]:
        scheduled = [one for one in self._scheduled if one.generation <= generation]
        asked = sorted((one for one in self._asked if one[0] <= generation), key=lambda one: one[0])
        return scheduled + [Change(generation, name, self._asked[first, name]) for first, name in asked]

    def _make_changes(self, generation: int) -> None:
        """Make the changes that are due when a generation begins."""
        with self._asking:
            due = self._due(generation)
            self._scheduled = [one for one in self._scheduled if one.generation > generation]
            self._asked = {asked: value for asked, value in self._asked.items() if asked[0] > generation}
        for change in due:
            self._adopt(self.settings.changed(change.name, change.value))
            self.changes.append(change)

    @property
    def coming_setting(self) -> NamedTuple:
        """The game's parameters that the generation that waits will be flown under."""
        settings = self.settings
        for change in self.due(self.generation):
            settings = settings.changed(change.name, change.value)
        return self.game.setting_with(settings.parameters)

    def settings_at(self, generation: int) -> EvolutionSettings:
        """The settings that a generation was evaluated under."""
        settings = self.initial_settings
        for change in self.changes:
            if change.generation <= generation:
                settings = settings.changed(change.name, change.value)
        return settings

    @property
    def generation(self) -> int:
        """Number of the generation that waits to be evaluated."""
        return len(self.history)

    @property
    def algorithm(self) -> str:
        """Name of the algorithm."""
        return self._algorithm.name

    @property
    def genomes(self) -> Genomes:
        """The genomes that wait to be evaluated; not to be written to."""
        return self._algorithm.ask()

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers of the networks.

        Raises:
            NeuroError: If the individuals are no networks of layers.
        """
        if not isinstance(self.policy, Layered):
            raise NeuroError(f"a policy of kind {self.policy.kind!r} has no layers")
        return self.policy.layers

    @property
    def lineage(self) -> Lineage | None:
        """Where these genomes come from; None where that is not known: see ``Algorithm.lineage``."""
        return self._algorithm.lineage

    @property
    def courses(self) -> NDArray[np.uint32]:
        """The courses of the generation that waits to be evaluated, ``(episodes,)``."""
        return words(self.settings.episodes, self.settings.seed, Purpose.COURSE, self.generation)

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled loops wait in the cache, so that ``compile`` takes no time to speak of."""
        return self.evaluator.is_cached

    @functools.cached_property
    def compile_seconds(self) -> float:
        """Seconds that ``compile`` took; it is called if it has not been."""
        start = time.perf_counter()
        self.evaluator.compile(self.setting)
        first = self.genomes.take([0, 1])
        pair = algorithm_named(self.algorithm)(self.policy, first, 0, self.settings.breeding)
        pair.tell(np.zeros(2))
        return time.perf_counter() - start

    def compile(self) -> None:
        """Compile, or load from the cache, whatever ``step`` needs; done once, and by ``step`` if not before."""
        _ = self.compile_seconds

    def step(self) -> Generation:
        """Evaluate the generation that waits, examine its best, and breed the next.

        Raises:
            NeuroError: If the game gives a fitness that is not a finite number.
        """
        self.compile()  # outside the time measured here
        start = time.perf_counter()
        self._make_changes(self.generation)
        genomes = self.genomes
        outcome = self.evaluator.evaluate(genomes, self.courses, self.setting, self.max_steps)
        self.faults += [(self.generation, fault) for fault in outcome.faults]
        fitness = mean_over_courses(outcome.fitness)
        self._check_finite(fitness)
        best = self._find_best(genomes, fitness, outcome)
        fingerprint = _chain(self.fingerprint, genomes, fitness)
        record = summary(self.generation, fitness, outcome, self.max_steps, solved=best.solved, fingerprint=fingerprint)
        self._between_generations = False
        with at_most(self._threads):
            self._algorithm.tell(self._judged(fitness))
        if self.lineage is not None:
            self.elite_scores = mean_over_courses(outcome.score[self.lineage.elites])
        record = replace(record, seconds=round(time.perf_counter() - start, 6))
        self._remember(record, best)
        self._between_generations = True
        return record

    def _judged(self, fitness: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the algorithm is told: the fitness, where those who are killed count as worse than all others."""
        killed = [cast(int, one.value) for one in self.changes if (one.generation, one.name) == (self.generation, KILL)]
        if not killed:
            return fitness
        judged, best_first = fitness.copy(), np.argsort(-fitness, kind="stable")
        judged[best_first[: min(killed[-1], fitness.size - 1)]] = np.nextafter(fitness.min(), -np.inf)
        return judged

    @property
    def elite(self) -> int:
        """How many genomes live on unchanged in each generation; 0 for algorithms without an elite."""
        return int(getattr(self._algorithm, "elites", 0))

    def _check_finite(self, fitness: NDArray[np.float64]) -> None:
        broken = np.flatnonzero(~np.isfinite(fitness))
        if broken.size:
            raise NeuroError(
                f"{self.game.title}'s rules gave genome {broken[0]} of generation {self.generation} the fitness "
                f"{fitness[broken[0]]}; a fitness must be a finite number (see `fitness` in its rules)"
            )

    def _find_best(self, genomes: Genomes, fitness: NDArray[np.float64], outcome: Outcome) -> Best:
        place = int(fitness.argmax())
        genome = genomes.take([place])
        score = float(mean_over_courses(outcome.score[place : place + 1])[0])
        digest = genome.digest()
        solved = digest not in self._failed and self.passes_exam(genome)
        if not solved:  # an elite that has failed once would fail each time
            self._failed[digest] = None
            if len(self._failed) > _FAILED_KEPT:
                del self._failed[next(iter(self._failed))]
        return Best(genome, self.generation, float(fitness[place]), score, solved)

    def passes_exam(self, genome: Genomes | NDArray[np.float32]) -> bool:
        """Whether a genome reaches the exam's score on every course that is kept aside from training.

        Args:
            genome: Genomes of length 1, or a vector ``(parameters,)``.
        """
        exam = self.game.exam
        courses = words(exam.courses, 0, Purpose.EXAM)  # the same for all runs, so that they can be compared
        limit = min(self.game.max_steps, exam.max_steps)
        while True:  # longer and longer flights: most genomes fail early
            outcome = self.evaluator.evaluate(genome_of(genome), courses, self.setting, limit)
            if bool((outcome.steps < limit).any()) and not _passed(outcome, exam):
                return False
            if limit == exam.max_steps:
                return _passed(outcome, exam)
            limit = min(4 * limit, exam.max_steps)

    def _remember(self, record: Generation, best: Best) -> None:
        self.history.append(record)
        self.fingerprint = record.fingerprint
        self.agent_steps += record.agent_steps
        self.seconds += record.seconds
        known = self._best
        if known is None or (best.solved, best.fitness) > (known.solved, known.fitness):
            self._best = best
            self.__dict__.pop("champion", None)
        self.solved = self.solved or best.solved

    @functools.cached_property
    def champion(self) -> Champion | None:
        """The best genome so far, with where it comes from: one that passed the exam before any that did not."""
        if self._best is None:
            return None
        settings = self.settings_at(self._best.generation)
        return champion_of(self._best, self.game, self.policy, settings, self.algorithm)


def _passed(outcome: Outcome, exam: Exam) -> bool:
    return bool((outcome.score >= exam.score).all() and (outcome.fitness >= exam.fitness).all())


def _chain(before: str, genomes: Genomes, fitness: NDArray[np.float64]) -> str:
    """The fingerprint after one more generation: a digest of the one before, the genomes and their fitness."""
    digest = hashlib.blake2b(bytes.fromhex(before), digest_size=16)
    genomes.update(digest)
    digest.update(fitness.astype("<f8", copy=False).data)
    return digest.hexdigest()
