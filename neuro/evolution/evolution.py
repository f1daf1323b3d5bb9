"""The population manager: generation after generation, each genome evaluated exactly once."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from neuro.champion import Champion
from neuro.errors import NeuroError
from neuro.evolution.algorithms import Dial, Lineage, Results, begin_search, policy_bred
from neuro.evolution.arena import Arena, check_told
from neuro.evolution.champion_choice import Meeting, champion_of
from neuro.evolution.checked_results import check_finite, checked_genomes, checked_metrics, checked_names, checked_state
from neuro.evolution.examination import Examiner
from neuro.evolution.generation import Generation, chained, mean_over_courses, summary
from neuro.evolution.memory_check import check_memory
from neuro.evolution.pending_changes import PendingChanges, evaluations_of, settings_after
from neuro.evolution.settings import KILL, Change, EvolutionSettings, check_given
from neuro.evolution.state import Best, EvolutionState
from neuro.game import Game
from neuro.network import Layer
from neuro.network.layers import Value
from neuro.policies import Genomes, Layered, Policy, genome_of, genomes_of
from neuro.random import Purpose, words
from neuro.rollout.evaluator import Evaluator, open_evaluator
from neuro.rollout.outcome import Outcome
from neuro.thread_pool import at_most

__all__ = ["Evolution"]


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
        state: The state to go on from; the beginning when None.
        history: Records of the generations before ``state``.

    Attributes:
        evaluator: What evaluates the genomes.
        settings: Settings of the generation that waits.
        changes: Made so far, in their order.
        faults: What went wrong on the way and was put right, each as (generation, words).
        search: The algorithm at work: to be looked at, not to be told anything.
        results: What it was told last; None before.
        elite_scores: Scores of those who live on from the generation before, the mean over its courses; ``(elites,)``.
        compile_seconds: Seconds that ``compile`` took; 0 before.
        metric_names: Names of the numbers by which the algorithm says how its search goes.

    Raises:
        ShapeError: If the network has other inputs or outputs than the game, or the state is of another network.
        UnknownNameError: If the game has no such parameter.
        SettingError: If game or settings are none, the population is larger than memory, or the engine tells no steps.
        NeuroError: If the algorithm's metrics have names that no file can hold.
    """

    is_kept: ClassVar[bool] = True  # whether a run can be kept in a folder

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
        check_given(game, settings)
        self.game = game.at(game.level)  # its usual level by name, so that records do not differ
        self.initial_settings, self._threads = settings, threads
        self.policy = policy_bred(settings.algorithm, game, settings.breeding, layers)
        self.history: list[Generation] = list(history)
        self.changes: list[Change] = []
        self.faults: list[tuple[int, str]] = []
        self.solved, self.fingerprint, self.agent_steps = False, "", 0
        self.seconds = self.compile_seconds = 0.0
        self._compiled = False
        self.elite_scores = np.zeros(0)
        self.results: Results | None = None
        self._best: Best | None = None
        self._pending = PendingChanges(changes)
        self._between_generations = True
        self.evaluator = evaluator or open_evaluator(game, self.policy, threads=threads)
        check_memory(settings.population, self.policy.parameters, settings.episodes)
        self._examiner, self._meeting = Examiner(self.game, self._outcome_of), Meeting(self._fitness_of)
        self._arena, begun = Arena(self.game, self.policy, settings.seed), (self.policy, self._first(state))
        self.search = self._algorithm = begin_search(settings.algorithm, *begun, settings.seed, settings.breeding)
        check_told(self._algorithm, self.evaluator)
        self.metric_names = checked_names(self._algorithm.metrics(), settings.algorithm)
        self._adopt(settings)
        if state is not None:
            self._restore(state)
        self._bred = self.settings.population  # how many genomes wait

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
        self._examiner.forget()
        self._meeting.forget()

    def _restore(self, state: EvolutionState) -> None:
        if len(self.history) != state.generation:
            raise NeuroError(f"{len(self.history)} records cannot come before generation {state.generation}")
        self.fingerprint, self.solved, self._best = state.fingerprint, state.solved, state.best
        self.agent_steps, self.seconds = state.agent_steps, state.seconds
        self._pending.go_on(state.changes, state.generation)
        self._make_changes(state.generation - 1)
        self._algorithm.restore(self._arena.restore(state.arrays), state.generation)

    def state(self) -> EvolutionState:
        """Where the run stands. Its arrays are the run's own, good until the next ``step``; see ``detached``.

        Raises:
            NeuroError: If the generation under way was broken off, so that there is no such place.
        """
        if not self._between_generations:
            raise NeuroError(f"generation {self.generation} was broken off: there is nothing whole to keep of it")
        return EvolutionState(
            generation=self.generation,
            arrays={**checked_state(self._algorithm.state(), self.algorithm), **self._arena.state()},
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
            name: Name of a setting, as for ``EvolutionSettings.changed``.
            value: The new value.
            generation: The first generation that it may hold for; a window lets the world change after the rollout on
                stage.

        Raises:
            UnknownNameError: If there is no such setting.
            SettingError: If the value is out of its range, or there were too many changes.
        """
        changed = self.settings.changed(name, value)
        self.game.setting_with(changed.parameters)
        check_memory(changed.population, self.policy.parameters, changed.episodes)
        self._pending.ask(name, value, generation, len(self.changes))

    def take_back(self, name: str) -> bool:
        """Forget a change that waits; whether one did. May be called from another thread, too."""
        return self._pending.take_back(name)

    def due(self, generation: int) -> list[Change]:
        """The changes that will be made when a generation begins, which waits."""
        return self._pending.due(generation)

    def _make_changes(self, generation: int) -> None:
        """Make the changes that are due when a generation begins."""
        for change in self._pending.take_due(generation):
            self._adopt(self.settings.changed(change.name, change.value))
            self.changes.append(change)

    @property
    def coming_setting(self) -> NamedTuple:
        """The game's parameters that the generation that waits will be played under."""
        settings = settings_after(self.settings, self.due(self.generation))
        return self.game.setting_with(settings.parameters)

    def settings_at(self, generation: int) -> EvolutionSettings:
        """The settings that a generation was evaluated under."""
        return settings_after(self.initial_settings, (one for one in self.changes if one.generation <= generation))

    @property
    def generation(self) -> int:
        """Number of the generation that waits to be evaluated."""
        return len(self.history)

    @property
    def algorithm(self) -> str:
        """Name of the algorithm."""
        return self._algorithm.name

    @property
    def note(self) -> str:
        """What a record of the run has to say of its exactness; nothing where it comes out again anywhere."""
        return "; ".join(filter(None, (self.game.note, self._algorithm.note)))

    @property
    def evaluations(self) -> int:
        """Episodes of agents that were asked for so far; exams and meetings are not counted."""
        return evaluations_of(self.initial_settings, self.changes, self.generation)

    @property
    def dials(self) -> tuple[Dial, ...]:
        """The algorithm's settings that people can turn, as they are for the generation that waits."""
        return self._algorithm.dials(self.generation)

    def turned(self, name: str, value: float) -> dict[str, Value]:
        """The settings that ``change`` has to be given when a dial is turned, by name."""
        return self._algorithm.turned(name, value, self.generation)

    def __repr__(self) -> str:
        settings, best = self.settings, max((one.best_fitness for one in self.history), default=None)
        told: dict[str, Any] = {"seed": settings.seed, "population": settings.population}
        told |= {"generation": self.generation, "best_fitness": best, "solved": self.solved}
        facts = ", ".join(f"{name}={value!r}" for name, value in told.items() if value is not None)
        return f"{type(self).__name__}({self.game.name!r}, algorithm={self.algorithm!r}, {facts})"

    @property
    def genomes(self) -> Genomes:
        """The genomes that wait to be evaluated; not to be written to."""
        return genomes_of(self._algorithm.ask())

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

    def compile(self) -> None:
        """Compile whatever ``step`` needs, or load it from the cache; a second time does nothing."""
        if self._compiled:
            return
        start = time.perf_counter()
        self._arena.compile(self.evaluator, self.setting, self._algorithm.steps_told)
        self._algorithm.compile()
        self.compile_seconds, self._compiled = time.perf_counter() - start, True

    def step(self) -> Generation:
        """Evaluate the generation that waits, examine its best, and breed the next.

        Raises:
            NeuroError: If the game gives a fitness that is not a finite number, or the algorithm no genomes.
        """
        self.compile()  # outside the time measured here
        start = time.perf_counter()
        self._make_changes(self.generation)
        genomes = checked_genomes(self.genomes, self._bred, self.policy, self.algorithm)
        played, told = (self.courses, self.setting, self.max_steps), self._algorithm.steps_told
        outcome = self._arena.evaluate(self.evaluator, genomes, *played, self.generation, told)
        self.faults += [(self.generation, fault) for fault in outcome.faults]
        fitness = mean_over_courses(outcome.fitness)
        check_finite(fitness, self.game.title, self.generation)
        candidates = [] if told else [self._best_of(genomes, fitness, outcome)]  # who explores is none
        for best in candidates:
            self._arena.keep(best.genome, self.generation)
        fingerprint = self._chained(genomes, fitness)
        record = summary(self.generation, fitness, outcome, self.max_steps, fingerprint=fingerprint)
        self._between_generations, self._bred = False, self.settings.population
        self.results = Results(self._judged(fitness), outcome.score, outcome.mean_behaviour, outcome.experience)
        with at_most(self._threads):
            self._algorithm.tell(self.results)
        if self.lineage is not None:
            self.elite_scores = mean_over_courses(outcome.score[self.lineage.elites])
        solved = self._meet([*candidates, *self._own_candidates()])
        metrics = checked_metrics(self._algorithm.metrics(), self.metric_names, self.algorithm)
        record = replace(record, solved=solved, metrics=metrics, seconds=round(time.perf_counter() - start, 6))
        self._remember(record)
        self._between_generations = True
        return record

    def _chained(self, genomes: Genomes, fitness: NDArray[np.float64]) -> str:
        """The fingerprint after one more generation."""
        return chained(self.fingerprint, genomes, fitness)

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
        return self._algorithm.elites

    def _best_of(self, genomes: Genomes, fitness: NDArray[np.float64], outcome: Outcome) -> Best:
        """The best of a generation, examined."""
        place = int(fitness.argmax())
        score = float(mean_over_courses(outcome.score[place : place + 1])[0])
        return self._examined(genomes.take([place]), float(fitness[place]), score)

    def _own_candidates(self) -> list[Best]:
        """The genome that the algorithm names besides its population, if any, on the courses of the generation."""
        named = self._algorithm.best()
        if named is None:
            return []
        genome = checked_genomes(genome_of(named).copy(), 1, self.policy, self.algorithm)
        outcome = self._outcome_of(genome, self.courses)
        fitness, score = (float(mean_over_courses(values)[0]) for values in (outcome.fitness, outcome.score))
        return [self._examined(genome, fitness, score)] if math.isfinite(fitness) else []

    def _outcome_of(self, genome: Genomes, courses: NDArray[np.uint32], max_steps: int | None = None) -> Outcome:
        """What becomes of one genome on some courses."""
        return self.evaluator.evaluate(genome, courses, self.setting, max_steps or self.max_steps)

    def _fitness_of(self, genome: Genomes, courses: NDArray[np.uint32]) -> NDArray[np.float64]:
        return np.asarray(self._outcome_of(genome, courses).fitness[0], np.float64)

    def _examined(self, genome: Genomes, fitness: float, score: float) -> Best:
        return Best(genome, self.generation, fitness, score, self._examiner.examine(genome))

    def passes_exam(self, genome: Genomes | NDArray[np.float32]) -> bool:
        """Whether a genome reaches the exam's score on every course that is kept aside from training.

        Args:
            genome: Genomes of length 1, or a vector ``(parameters,)``.
        """
        return self._examiner.passes(genome_of(genome))

    def _meet(self, candidates: Sequence[Best]) -> bool:
        """Let candidates take the place of the best so far, if they are better; whether one has passed the exam."""
        for one in candidates:
            if self._best is None or self._is_better(one, self._best):
                self._best = one
                self.__dict__.pop("champion", None)
        return any(one.solved for one in candidates)

    def _is_better(self, candidate: Best, known: Best) -> bool:
        """Whether it passed the exam and the other did not, else whether it is better where they meet."""
        if candidate.solved != known.solved:
            return candidate.solved
        if self.settings.champion_choice == "fitness":
            return candidate.fitness > known.fitness
        judge = self._examiner if known.solved else self._meeting  # the exam's courses are the same for all, too
        return judge.is_better(candidate.genome, known.genome)

    def _remember(self, record: Generation) -> None:
        self.history.append(record)
        self.fingerprint = record.fingerprint
        self.agent_steps += record.agent_steps
        self.seconds += record.seconds
        self.solved = self.solved or record.solved

    @functools.cached_property
    def champion(self) -> Champion | None:
        """The best genome so far, with where it comes from: one that passed the exam before any that did not."""
        if self._best is None:
            return None
        settings = self.settings_at(self._best.generation)
        return champion_of(self._best, self.game, self.policy, settings, self.algorithm)
