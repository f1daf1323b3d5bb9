"""A whole run: from random weights until the game is solved, or for some generations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np

from neuro.champion import Champion
from neuro.errors import NeuroError, SettingError
from neuro.evolution.algorithms import (
    ALGORITHMS,
    Algorithm,
    AlgorithmChoice,
    choices_in,
    policy_bred,
    population_of,
    settings_of,
    values_of_texts,
)
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.evolution.settings import EvolutionSettings
from neuro.evolution.supervised import Supervised, SupervisedEvolution, SupervisedResult
from neuro.game import Game, checked_game
from neuro.inline_pictures import curves, figures
from neuro.network import Layer
from neuro.network.architecture import checked_layers
from neuro.random import random_seed
from neuro.rollout.evaluator import open_evaluator

__all__ = ["Result", "advance", "evolve", "is_finished", "listening", "run"]


@dataclass(frozen=True)
class Result:
    """What a run has found.

    Attributes:
        champion: The best genome, with where it comes from.
        history: A record of each generation.
        fingerprint: A digest of every generation's genomes and fitness, in hexadecimal digits.
        solved: Whether the champion passed the game's exam.
    """

    champion: Champion
    history: list[Generation] = field(repr=False)
    fingerprint: str
    solved: bool

    def _repr_html_(self) -> str:
        """What a notebook shows: how it went, generation by generation, and the champion."""
        best, mean = zip(*((one.best_score, one.mean_score) for one in self.history), strict=True)
        told = {
            "solved": "yes" if self.solved else "not yet",
            "generations": len(best),
            "fingerprint": self.fingerprint,
        }
        return figures(told) + curves("score by generation", {"best": best, "mean": mean}) + self.champion._repr_html_()


def run(
    evolution: Evolution,
    *,
    generations: int | None = None,
    keep_going: bool = False,
    reporters: Sequence[Reporter] = (),
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Evolve until the game is solved.

    Args:
        evolution: The population, from wherever it stands.
        generations: The largest number of generations, counted from the run's first; no limit when None.
        keep_going: Whether to go on when the game is solved.
        reporters: Reporters that listen to the run.
        stop: Asked between generations whether to stop before the end.

    Raises:
        SettingError: If ``stop`` cannot be called, or what shall listen is no list of reporters.
    """
    _check_stop(stop)
    _check_reporters(reporters)
    with listening(evolution, reporters):
        while not (is_finished(evolution, generations, keep_going=keep_going) or stop()):
            advance(evolution, reporters)


def _check_stop(stop: object) -> None:
    """Refuse a ``stop`` that cannot be asked.

    Raises:
        SettingError: If it cannot be called.
    """
    if not callable(stop):
        raise SettingError(f"stop is a function without arguments, asked between generations, not {stop!r:.60}")


def _check_reporters(reporters: object) -> None:
    """Refuse what cannot listen.

    Raises:
        SettingError: If it is no list, or one of it is no reporter.
    """
    if not isinstance(reporters, Sequence) or isinstance(reporters, str):
        raise SettingError(f"reporters are a list, such as [neuro.Recorder('runs/one')], not {reporters!r:.60}")
    for one in reporters:
        if not all(callable(getattr(one, name, None)) for name in ("start", "generation", "finish")):
            raise SettingError(f"a reporter has the methods start, generation and finish; {one!r:.60} has not")


@contextmanager
def listening(evolution: Evolution, reporters: Sequence[Reporter]) -> Iterator[None]:
    """While this context lasts, reporters listen: each is told of the beginning, and of the end whatever is raised."""
    with ExitStack() as told:
        for reporter in reporters:
            reporter.start(evolution)
            told.callback(reporter.finish, evolution)
        yield


def advance(evolution: Evolution, reporters: Sequence[Reporter]) -> Generation:
    """Evolve one generation, and tell those who listen; returns its record."""
    record = evolution.step()
    for reporter in reporters:
        reporter.generation(evolution, record)
    return record


def is_finished(evolution: Evolution, generations: int | None, *, keep_going: bool) -> bool:
    """Whether a run has reached its end: its last generation, or the game solved where it does not keep going."""
    out_of_time = generations is not None and evolution.generation >= generations
    return out_of_time or (evolution.solved and not keep_going)


@overload
def evolve(
    game: str | Game,
    *,
    seed: int | None = None,
    population: int | None = None,
    generations: int = 1000,
    episodes: int | None = None,
    max_steps: int | None = None,
    algorithm: str | type[Algorithm] = "ga",
    layers: Sequence[Layer] | None = None,
    level: str | None = None,
    parameters: Mapping[str, float] | None = None,
    threads: int | None = None,
    engine: str = "local",
    address: str | None = None,
    keep_going: bool = False,
    reporters: Sequence[Reporter] = (),
    stop: Callable[[], bool] = lambda: False,
    **settings: Any,
) -> Result: ...
@overload
def evolve(
    game: Supervised,
    *,
    seed: int | None = None,
    population: int | None = None,
    generations: int = 1000,
    algorithm: str | type[Algorithm] = "ga",
    threads: int | None = None,
    keep_going: bool = False,
    reporters: Sequence[Reporter] = (),
    stop: Callable[[], bool] = lambda: False,
    **settings: Any,
) -> SupervisedResult: ...
def evolve(
    game: str | Game | Supervised,
    *,
    seed: int | None = None,
    population: int | None = None,
    generations: int = 1000,
    episodes: int | None = None,
    max_steps: int | None = None,
    algorithm: str | type[Algorithm] = "ga",
    layers: Sequence[Layer] | None = None,
    level: str | None = None,
    parameters: Mapping[str, float] | None = None,
    threads: int | None = None,
    engine: str = "local",
    address: str | None = None,
    keep_going: bool = False,
    reporters: Sequence[Reporter] = (),
    stop: Callable[[], bool] = lambda: False,
    **settings: Any,
) -> Result | SupervisedResult:
    """Evolve networks that play a game, or that have learnt examples.

    Args:
        game: A game's name, the game itself, or ``Supervised`` examples. Examples have their own layers, and neither
            courses, levels nor parameters: to give these with examples is an error.
        seed: Seed of every random draw; a random one when None. The same seed gives the same result, bit for bit.
        population: How many genomes a generation has; 1,000 when None, unless the algorithm says otherwise.
        generations: How many generations there are at most; fewer when the game is solved.
        episodes: How many courses each genome is evaluated on in a generation; as the game says when None.
        max_steps: The longest episode, in steps; the game's own when None.
        algorithm: Name of the algorithm, also with settings as in "ga:mutation_rate=0.4", or its class.
        layers: The layers of the networks; the game's own when None.
        level: Name of the game's level; that of a game which is at one, else its usual one, when None.
        parameters: Parameters of the rules that differ from the level's, by name.
        threads: Number of threads or workers that evaluate; as many as there are when None. Changes no result.
        engine: Name of what evaluates: "local" for threads, "ray" for workers of a Ray cluster. It changes no result.
        address: Address of a Ray cluster, for example "auto"; one on this machine, for this run alone, when None.
        keep_going: Whether to go on when the game is solved.
        reporters: Reporters that listen to the run.
        stop: Asked between generations whether to stop before the end.
        **settings: The algorithm's own settings, for example ``mutation_rate=0.1``.

    Raises:
        UnknownNameError: If there is no such game, level, parameter, algorithm, setting or engine.
        SettingError: If a value is out of its range, or means nothing to examples.
        ShapeError: If the layers do not fit the game.
        NeuroError: If it was stopped before the first generation.
    """
    if not isinstance(generations, (int, np.integer)) or generations < 1:
        raise SettingError(f"generations must be at least 1, not {generations!r:.60}: a whole number")
    _check_stop(stop)
    seed = random_seed() if seed is None else seed
    choice = _choice_of(algorithm)
    given = {**values_of_texts(choice.name, choice.texts), **settings}
    count = population_of(choice.name, population)
    if isinstance(game, Supervised):
        _check_examples(episodes=episodes, max_steps=max_steps, layers=layers, level=level, parameters=parameters)
        if engine != "local" or address is not None:
            raise SettingError("examples are evaluated on this machine's threads: leave engine and address out")
        own = settings_of(choice.name, given, also=_ARGUMENTS)
        on_examples = SupervisedEvolution(game, seed, count, algorithm=choice.name, breeding=own, threads=threads)
        run(on_examples, generations=generations, keep_going=keep_going, reporters=reporters, stop=stop)
        return on_examples.result()
    found = checked_game(game)
    chosen = found.at(level or found.level)
    whole = EvolutionSettings(
        seed=seed,
        population=count,
        episodes=chosen.episodes if episodes is None else episodes,
        max_steps=max_steps,
        algorithm=choice.name,
        parameters=parameters or {},
        breeding=settings_of(choice.name, given, chosen.evolution, also=_ARGUMENTS),
    )
    asked = None if layers is None else checked_layers(layers)
    policy = policy_bred(choice.name, chosen, whole.breeding, asked)
    with open_evaluator(chosen, policy, engine, threads=threads, address=address) as evaluator:
        evolution = Evolution(chosen, whole, layers=policy, evaluator=evaluator)
        run(evolution, generations=generations, keep_going=keep_going, reporters=reporters, stop=stop)
    if evolution.champion is None:
        raise NeuroError("stopped before the first generation: there is no champion yet")
    return Result(evolution.champion, evolution.history, evolution.fingerprint, evolution.solved)


#: What people may have meant by a setting that no algorithm has.
_ARGUMENTS = tuple(inspect.signature(evolve).parameters)[1:-1]


def _choice_of(algorithm: str | type[Algorithm]) -> AlgorithmChoice:
    """An algorithm as it was given: its name, perhaps with settings, or its class.

    Raises:
        SettingError: If it is neither, or more than one.
    """
    if isinstance(algorithm, type) and issubclass(algorithm, Algorithm):
        if ALGORITHMS.get(getattr(algorithm, "name", "")) is not algorithm:
            raise SettingError(f"{algorithm.__qualname__} is not registered: give the class a `name` of its own")
        return AlgorithmChoice(algorithm.name, {})
    choices = choices_in(algorithm) if isinstance(algorithm, str) else []
    if len(choices) != 1:
        raise SettingError(f"an algorithm is a name, such as 'ga', or a class of Algorithm, not {algorithm!r:.60}")
    return choices[0]


def _check_examples(**given: Any) -> None:
    """Refuse what means nothing to examples.

    Raises:
        SettingError: If something of it was given.
    """
    for name, value in given.items():
        if value is not None:
            raise SettingError(f"{name} is for games: Supervised examples have their own layers, and no courses")
