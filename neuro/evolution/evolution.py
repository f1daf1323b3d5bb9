"""The population manager: generation after generation, each genome evaluated exactly once."""

from __future__ import annotations

import datetime
import functools
import hashlib
import math
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray

from neuro.champion import Champion
from neuro.errors import NeuroError, SettingError
from neuro.evolution.algorithms import Genetic, GeneticSettings
from neuro.game import Exam, Game
from neuro.network import Layer, Network
from neuro.network.network import initial_genomes, layer_starts
from neuro.random import Purpose, checked_seed, words
from neuro.rollout.evaluate import Outcome, evaluate
from neuro.rollout.program import Program, compile_rollout, program
from neuro.version import __version__

__all__ = ["Evolution", "EvolutionSettings", "Generation"]


@dataclass(frozen=True)
class EvolutionSettings:
    """What a run is made of; together with the game and its rules it fixes every bit of it.

    Args:
        seed: Of all that is random.
        population: Genomes in a generation.
        episodes: Courses that each genome flies in a generation, the same for all.
        max_steps: The longest flight; the game's own when None.
        parameters: Parameters of the game's rules that differ from their defaults.
        breeding: How the genetic algorithm breeds.

    Raises:
        SettingError: If a value is out of its range.
    """

    seed: int
    population: int = 1000
    episodes: int = 4
    max_steps: int | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    breeding: GeneticSettings = field(default_factory=GeneticSettings)

    def __post_init__(self) -> None:
        checked_seed(self.seed)
        _check_count("population", self.population, 2, 10_000_000)
        _check_count("episodes", self.episodes, 1, 10_000)
        if self.max_steps is not None:
            _check_count("max_steps", self.max_steps, 1, 1_000_000_000)


def _check_count(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not low <= value <= high:
        raise SettingError(f"{name} must be a whole number from {low} to {high}, not {value!r}")


@dataclass(frozen=True)
class Generation:
    """One generation, evaluated.

    Attributes:
        number: From 0.
        best_fitness: Of the best genome, the mean over its courses.
        mean_fitness: Of all genomes.
        stdev_fitness: Of all genomes.
        best_score: Of the best genome, the mean over its courses.
        mean_score: Of all genomes.
        alive: Genomes that lived to the end of their time on every course.
        agent_steps: Steps that living agents took, all together.
        seconds: For evaluating it and breeding the next.
        solved: Whether its best genome passed the game's exam.
        flat: Whether all fitness is the same, so that selection has nothing to go by.
    """

    number: int
    best_fitness: float
    mean_fitness: float
    stdev_fitness: float
    best_score: float
    mean_score: float
    alive: int
    agent_steps: int
    seconds: float
    solved: bool
    flat: bool


@dataclass(frozen=True)
class _Best:
    """The best genome so far."""

    genome: NDArray[np.float32]
    generation: int
    fitness: float
    score: float
    solved: bool


class Evolution:
    """A population that learns to play a game.

    Args:
        game: The game.
        settings: All that the run's bits depend on.
        layers: Of the networks; the game's own when None.
        threads: For evaluation; as many as there are when None. Changes no result.

    Raises:
        ShapeError: If the network has other inputs or outputs than the game.
        UnknownNameError: If the game has no such parameter.
    """

    def __init__(
        self,
        game: Game,
        settings: EvolutionSettings,
        *,
        layers: tuple[Layer, ...] | None = None,
        threads: int | None = None,
    ) -> None:
        self.game, self.settings, self.threads = game, settings, threads
        self.layers = layers or game.layers
        self.setting = game.setting_with(settings.parameters)
        self.max_steps = settings.max_steps or game.max_steps
        self.history: list[Generation] = []
        self.solved = False
        self.fingerprint = ""
        self.agent_steps = 0
        self.seconds = 0.0
        self._best: _Best | None = None
        self._failed: set[bytes] = set()
        self._program: Program = program(game, self.layers)
        first = initial_genomes(self.layers, settings.population, settings.seed, game.initialiser)
        self._algorithm = Genetic(first, layer_starts(self.layers), settings.seed, settings.breeding)

    @property
    def generation(self) -> int:
        """Number of the generation that waits to be evaluated."""
        return len(self.history)

    @property
    def algorithm(self) -> str:
        """Name of the algorithm."""
        return self._algorithm.name

    @property
    def genomes(self) -> NDArray[np.float32]:
        """The genomes that wait to be evaluated, ``(population, parameters)``; not to be written to."""
        return self._algorithm.ask()

    @property
    def courses(self) -> NDArray[np.uint32]:
        """The courses of the generation that waits to be evaluated, ``(episodes,)``."""
        return words(self.settings.episodes, self.settings.seed, Purpose.COURSE, self.generation)

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled loops wait in the cache, so that ``compile`` takes no time to speak of."""
        return self._program.is_cached

    @functools.cached_property
    def compile_seconds(self) -> float:
        """Seconds that compiling took; reading it compiles, or loads from the cache, whatever ``step`` needs."""
        start = time.perf_counter()
        compile_rollout(self._program, self.setting)
        pair = Genetic(self.genomes[:2], layer_starts(self.layers), 0, self.settings.breeding)
        pair.tell(np.zeros(2))
        return time.perf_counter() - start

    def step(self) -> Generation:
        """Evaluate the generation that waits, examine its best, and breed the next.

        Raises:
            NeuroError: If the game gives a fitness that is not a finite number.
        """
        self.compile_seconds  # noqa: B018 - compiles on the first call, outside the time measured here
        start = time.perf_counter()
        genomes = self.genomes
        outcome = evaluate(self._program, genomes, self.courses, self.setting, self.max_steps, self.threads)
        fitness = _mean_over_courses(outcome.fitness)
        self._check_finite(fitness)
        best = self._find_best(genomes, fitness, outcome)
        self.fingerprint = _chain(self.fingerprint, genomes, fitness)
        self._algorithm.tell(fitness)
        seconds = time.perf_counter() - start
        record = _summary(self.generation, fitness, outcome, self.max_steps, best, seconds)
        self._remember(record, best)
        return record

    def _check_finite(self, fitness: NDArray[np.float64]) -> None:
        broken = np.flatnonzero(~np.isfinite(fitness))
        if broken.size:
            raise NeuroError(
                f"{self.game.title}'s rules gave genome {broken[0]} of generation {self.generation} the fitness "
                f"{fitness[broken[0]]}; a fitness must be a finite number (see `fitness` in its rules)"
            )

    def _find_best(self, genomes: NDArray[np.float32], fitness: NDArray[np.float64], outcome: Outcome) -> _Best:
        place = int(fitness.argmax())
        genome = genomes[place].copy()
        score = float(_mean_over_courses(outcome.score[place : place + 1])[0])
        solved = genome.tobytes() not in self._failed and self.passes_exam(genome)
        if not solved:  # an elite that has failed once would fail each time
            self._failed.add(genome.tobytes())
        return _Best(genome, self.generation, float(fitness[place]), score, solved)

    def passes_exam(self, genome: NDArray[np.float32]) -> bool:
        """Whether a genome reaches the exam's score on every course that is kept aside from training."""
        exam = self.game.exam
        courses = words(exam.courses, 0, Purpose.EXAM)  # the same for all runs, so that they can be compared
        limit = min(self.game.max_steps, exam.max_steps)
        while True:  # longer and longer flights: most genomes fail early
            outcome = evaluate(self._program, genome[np.newaxis], courses, self.setting, limit, self.threads)
            if bool((outcome.steps < limit).any()) and not _passed(outcome, exam):
                return False
            if limit == exam.max_steps:
                return _passed(outcome, exam)
            limit = min(4 * limit, exam.max_steps)

    def _remember(self, record: Generation, best: _Best) -> None:
        self.history.append(record)
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
        return Champion(
            network=Network.from_genome(self.layers, self._best.genome),
            game=self.game.name,
            rules_version=self.game.version,
            setting={name: float(value) for name, value in self.setting._asdict().items()},
            seed=self.settings.seed,
            generation=self._best.generation,
            fitness=self._best.fitness,
            score=self._best.score,
            algorithm=self.algorithm,
            algorithm_settings=self._algorithm_settings(),
            exam={
                "courses": self.settings.episodes,
                "max_steps": self.max_steps,
                "solved": self._best.solved,
            },
            created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            made_by=__version__,
        )

    def _algorithm_settings(self) -> dict[str, int | float | str | bool]:
        breeding = {name: value for name, value in asdict(self.settings.breeding).items() if value is not None}
        return {"population": self.settings.population, **breeding}


def _passed(outcome: Outcome, exam: Exam) -> bool:
    return bool((outcome.score >= exam.score).all() and (outcome.fitness >= exam.fitness).all())


def _mean_over_courses(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Means of ``(population, episodes)``, added up course by course: one order on every machine."""
    total = np.zeros(values.shape[0])
    for course in range(values.shape[1]):
        total += values[:, course]
    return np.asarray(total / values.shape[1])


def _chain(before: str, genomes: NDArray[np.float32], fitness: NDArray[np.float64]) -> str:
    """The fingerprint after one more generation: a digest of the one before, the genomes and their fitness."""
    digest = hashlib.blake2b(bytes.fromhex(before), digest_size=16)
    digest.update(genomes.astype("<f4", copy=False).data)
    digest.update(fitness.astype("<f8", copy=False).data)
    return digest.hexdigest()


def _summary(
    number: int, fitness: NDArray[np.float64], outcome: Outcome, max_steps: int, best: _Best, seconds: float
) -> Generation:
    mean = math.fsum(fitness) / fitness.size
    return Generation(
        number=number,
        best_fitness=best.fitness,
        mean_fitness=mean,
        stdev_fitness=math.sqrt(math.fsum((fitness - mean) ** 2) / fitness.size),
        best_score=best.score,
        mean_score=math.fsum(_mean_over_courses(outcome.score)) / fitness.size,
        alive=int((outcome.steps >= max_steps).all(axis=1).sum()),
        agent_steps=outcome.agent_steps,
        seconds=seconds,
        solved=best.solved,
        flat=bool(fitness.min() == fitness.max()),
    )
