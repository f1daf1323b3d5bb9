"""What a comparison is made of: the task, the algorithms, their seeds, and the agent-steps that each run may use."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neuro.errors import SettingError
from neuro.evolution.algorithms import (
    AlgorithmChoice,
    choices_in,
    policy_bred,
    population_of,
    settings_of,
    values_of_texts,
)
from neuro.evolution.evolution import Evolution
from neuro.evolution.evolved_examples import EXAMPLES
from neuro.evolution.settings import EvolutionSettings
from neuro.evolution.supervised import SupervisedEvolution
from neuro.game import Game, find_game
from neuro.network import Layer
from neuro.rollout.evaluator import open_evaluator

__all__ = ["Contest", "algorithms_in"]

_MOST_SEEDS, _MOST_COURSES = 10_000, 10_000
_POPULATION = "population"  # beside an algorithm's own settings


@dataclass(frozen=True, kw_only=True)
class Contest:
    """A comparison of algorithms on one task; it fixes every bit of what comes out but the seconds.

    Args:
        task: Name of a game, or of a data set that evolves.
        algorithms: Algorithms as people write them, such as "es:sigma=0.1"; "population=50" may stand there, too.
        budget: Agent-steps that each run may use.
        seeds: Number of runs of each algorithm.
        first_seed: Seed of the first run of each; the others have the seeds behind it.
        level: Name of the game's level; its usual one when empty.
        population: Genomes of a generation where an algorithm has no ``population=`` beside its name. When None, as
            many as each algorithm usually has; it becomes their number where they agree.
        episodes: Courses that each genome plays in a generation; as the game says when None.
        max_steps: The longest episode of training, in steps; the game's own when None.
        parameters: Parameters of the game's rules that differ from the level's, by name.
        courses: Number of courses, kept aside from training and exam, on which the champions are judged.
        layers: The networks of algorithms that breed layers, an ``Input`` first; the game's own when None.

    Raises:
        SettingError: If a value is out of its range, or an algorithm stands there twice.
    """

    task: str
    algorithms: tuple[str, ...]
    budget: int
    seeds: int = 30
    first_seed: int = 1
    level: str = ""
    population: int | None = None
    episodes: int | None = None
    max_steps: int | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    courses: int = 128
    layers: tuple[Layer, ...] | None = None

    def __post_init__(self) -> None:
        if len(set(self.algorithms)) < len(self.algorithms):
            twice = next(one for one in self.algorithms if self.algorithms.count(one) > 1)
            raise SettingError(f"{twice} is to be compared with itself: name each algorithm once")
        _check("budget", self.budget, 1 << 60)
        _check("seeds", self.seeds, _MOST_SEEDS)
        _check("courses", self.courses, _MOST_COURSES)
        if self.population is None:
            usual = {population_of(choice.name) for one in self.algorithms for choice in choices_in(one)}
            object.__setattr__(self, "population", usual.pop() if len(usual) == 1 else None)
        if self.is_examples and (self.level or self.episodes or self.max_steps or self.parameters or self.layers):
            raise SettingError(
                f"the examples of {self.task} have no levels, courses, steps, parameters or layers: leave them out"
            )

    @property
    def is_examples(self) -> bool:
        """Whether examples are learnt, not a game."""
        return self.task in EXAMPLES

    @property
    def game(self) -> Game:
        """The game, at its level.

        Raises:
            UnknownNameError: If there is no such game or level.
        """
        return find_game(self.task).at(self.level)

    @property
    def runs(self) -> list[tuple[str, int]]:
        """Algorithm and seed of every run, seed by seed, so that all algorithms come on together."""
        seeds = range(self.first_seed, self.first_seed + self.seeds)
        return [(algorithm, seed) for seed in seeds for algorithm in self.algorithms]

    def begin(self, algorithm: str, seed: int) -> Evolution:
        """A run at its beginning, on one thread.

        Args:
            algorithm: One of ``algorithms``.
            seed: Seed of every random draw.

        Raises:
            UnknownNameError: If there is no such game, level, parameter, algorithm or setting.
            SettingError: If a value is out of its range.
            NeuroError: If a package is missing.
        """
        choice, asked = _parted(algorithm, self.population)
        population = population_of(choice.name, asked)
        given = values_of_texts(choice.name, choice.texts)
        if self.is_examples:
            own = settings_of(choice.name, given)
            task = EXAMPLES[self.task]()
            return SupervisedEvolution(task, seed, population, algorithm=choice.name, breeding=own, threads=1)
        game = self.game
        settings = EvolutionSettings(
            seed=seed,
            population=population,
            episodes=game.episodes if self.episodes is None else self.episodes,
            max_steps=self.max_steps,
            algorithm=choice.name,
            parameters=self.parameters,
            breeding=settings_of(choice.name, given, game.evolution),
        )
        policy = policy_bred(choice.name, game, settings.breeding, self.layers)
        evaluator = open_evaluator(game, policy, threads=1)
        return Evolution(game, settings, layers=policy, threads=1, evaluator=evaluator)

    def as_data(self) -> dict[str, Any]:
        """All of it as JSON can hold it; layers where others than the game's own are asked for."""
        told = {**dataclasses.asdict(self), "parameters": dict(self.parameters), "algorithms": list(self.algorithms)}
        layers = [{"kind": one.kind, **one.settings()} for one in self.layers or ()]
        return {name: value for name, value in told.items() if name != "layers"} | (
            {"layers": layers} if layers else {}
        )


def algorithms_in(text: str) -> tuple[str, ...]:
    """The algorithms that a text names, each as ``Contest`` takes it; see ``choices_in``.

    Raises:
        SettingError: If it names none, or a setting stands where none can.
    """
    found = tuple(str(choice) for choice in choices_in(text))
    if not found:
        raise SettingError(f"name algorithms, such as ga,es:sigma=0.1,random (see `neuro algorithms`), not {text!r}")
    return found


def _parted(algorithm: str, population: int | None) -> tuple[AlgorithmChoice, int | None]:
    """An algorithm with its own settings, and the population that people ask for."""
    (choice,) = choices_in(algorithm)
    texts = dict(choice.texts)
    asked = texts.pop(_POPULATION, None)
    if asked is None:
        return choice, population
    if not asked.isdecimal():
        raise SettingError(f"population is a whole number, as in cmaes:population=50, not {asked!r:.60}")
    return AlgorithmChoice(choice.name, texts), int(asked)


def _check(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise SettingError(f"{name} must be a whole number from 1 to {most:,}, not {value:,}")
