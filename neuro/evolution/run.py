"""A whole run: from random weights until the game is solved, or for some generations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, overload

from neuro.champion import Champion
from neuro.errors import SettingError
from neuro.evolution.algorithms import GeneticSettings
from neuro.evolution.evolution import Evolution
from neuro.evolution.generation import Generation
from neuro.evolution.reporters import Reporter
from neuro.evolution.settings import EvolutionSettings
from neuro.evolution.supervised import Supervised, SupervisedResult, evolve_examples
from neuro.game import Game, checked_game
from neuro.random import random_seed
from neuro.rollout.evaluator import open_evaluator

__all__ = ["Result", "evolve", "is_finished", "run"]


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
    history: list[Generation]
    fingerprint: str
    solved: bool


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
        generations: How many it has at most, counted from its first; no limit when None.
        keep_going: Whether to go on when the game is solved.
        reporters: Who listens.
        stop: Asked between generations whether to stop before the end.
    """
    with ExitStack() as told:
        for reporter in reporters:
            reporter.start(evolution)
            told.callback(reporter.finish, evolution)  # each is told of the end, whatever another raises
        while not (is_finished(evolution, generations, keep_going=keep_going) or stop()):
            record = evolution.step()
            for reporter in reporters:
                reporter.generation(evolution, record)


def is_finished(evolution: Evolution, generations: int | None, *, keep_going: bool) -> bool:
    """Whether a run has reached its end: its last generation, or the game solved where it does not keep going."""
    out_of_time = generations is not None and evolution.generation >= generations
    return out_of_time or (evolution.solved and not keep_going)


@overload
def evolve(
    game: str | Game,
    *,
    seed: int | None = None,
    population: int = 1000,
    generations: int = 1000,
    episodes: int = 4,
    max_steps: int | None = None,
    algorithm: str = "ga",
    level: str = "",
    parameters: Mapping[str, float] | None = None,
    threads: int | None = None,
    engine: str = "local",
    address: str | None = None,
    keep_going: bool = False,
    reporters: Sequence[Reporter] = (),
    **breeding: Any,
) -> Result: ...
@overload
def evolve(
    game: Supervised, *, seed: int | None = None, population: int = 1000, generations: int = 1000, **breeding: Any
) -> SupervisedResult: ...
def evolve(
    game: str | Game | Supervised,
    *,
    seed: int | None = None,
    population: int = 1000,
    generations: int = 1000,
    episodes: int = 4,
    max_steps: int | None = None,
    algorithm: str = "ga",
    level: str = "",
    parameters: Mapping[str, float] | None = None,
    threads: int | None = None,
    engine: str = "local",
    address: str | None = None,
    keep_going: bool = False,
    reporters: Sequence[Reporter] = (),
    **breeding: Any,
) -> Result | SupervisedResult:
    """Evolve networks that play a game, or that have learnt examples.

    Args:
        game: A game's name, the game itself, or ``Supervised`` examples, to which only the seed, population,
            generations and breeding apply.
        seed: Of all that is random; a random one when None. The same seed gives the same result, bit for bit.
        population: Genomes in a generation.
        generations: How many at most; it stops earlier when the game is solved.
        episodes: Courses that each genome flies in a generation.
        max_steps: The longest flight; the game's own when None.
        algorithm: Name of the algorithm.
        level: Name of the game's level; its usual one when empty.
        parameters: Parameters of the rules that differ from the level's, by name.
        threads: Number of threads or workers that evaluate; as many as there are when None.
        engine: Name of what evaluates: "local" for threads, "ray" for workers of a Ray cluster. It changes no result.
        address: Address of a Ray cluster, for example "auto"; one on this machine, for this run alone, when None.
        keep_going: Whether to go on when the game is solved.
        reporters: Who listens.
        **breeding: Fields of ``GeneticSettings``, for example ``mutation_rate=0.1``.

    Raises:
        UnknownNameError: If there is no such game, level, parameter, selection, crossover or engine.
        SettingError: If a value is out of its range.
    """
    if generations < 1:
        raise SettingError(f"generations must be at least 1, not {generations!r}")
    if isinstance(game, Supervised):
        if engine != "local" or address is not None:
            raise SettingError("examples are evaluated on this machine's threads: leave engine and address out")
        return evolve_examples(game, seed=seed, population=population, generations=generations, **breeding)
    chosen = checked_game(game).at(level)
    settings = EvolutionSettings(
        seed=random_seed() if seed is None else seed,
        population=population,
        episodes=episodes,
        max_steps=max_steps,
        algorithm=algorithm,
        parameters=parameters or {},
        breeding=GeneticSettings.of({**chosen.evolution, **breeding}),
    )
    with open_evaluator(chosen, chosen.layers, engine, threads=threads, address=address) as evaluator:
        evolution = Evolution(chosen, settings, evaluator=evaluator)
        run(evolution, generations=generations, keep_going=keep_going, reporters=reporters)
    assert evolution.champion is not None  # at least one generation has been evaluated
    return Result(evolution.champion, evolution.history, evolution.fingerprint, evolution.solved)
