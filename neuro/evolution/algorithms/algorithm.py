"""What every algorithm can do, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError, SettingError
from neuro.evolution.algorithms.archive import Archive
from neuro.evolution.algorithms.setting_fields import SettingField, checked_settings, fields_of
from neuro.game import Game
from neuro.policies import Genomes, Layered, Policy, Vectors
from neuro.rollout.experience import Experience

__all__ = [
    "ALGORITHMS",
    "GENERAL",
    "USUAL_POPULATION",
    "Algorithm",
    "Dial",
    "Lineage",
    "NoSettings",
    "Results",
    "dial_of",
    "layered",
    "worst_where_nothing",
]

#: The classes of algorithms that have been imported, by name.
ALGORITHMS: dict[str, type[Algorithm]] = {}

#: The arguments of ``evolve``, which every run has: no setting of an algorithm goes by their names.
GENERAL = frozenset(
    {
        *("game", "seed", "population", "generations", "episodes", "max_steps", "algorithm", "layers", "level"),
        *("parameters", "threads", "engine", "address", "keep_going", "reporters", "stop"),
    }
)

#: How many genomes a generation has where neither people nor the algorithm say.
USUAL_POPULATION = 1000

_STEPS = 100  # values of a slider whose step nobody says


class Lineage(NamedTuple):
    """Where the genomes that wait to be evaluated come from: places in the generation before.

    Args:
        elites: Places of those that live on unchanged, the best first: they are the first genomes, ``(elites,)``.
        parents: Two parents for each of the others, ``(children, 2)``; the second counts only where crossover took
            from it.
    """

    elites: NDArray[np.int64]
    parents: NDArray[np.int64]


class Results(NamedTuple):
    """What became of the genomes that were asked for, in their order.

    Args:
        fitness: The mean fitness of each over its courses, float64 ``(population,)``; the larger, the better.
        scores: The score of each on each course, float32 ``(population, episodes)``.
        behaviour: What each did, where the game describes it, float32 ``(population, rows)``; None elsewhere.
        experience: What each saw, chose and gained in its last steps, where ``Algorithm.steps_told`` asks for it.
    """

    fitness: NDArray[np.float64]
    scores: NDArray[np.float32]
    behaviour: NDArray[np.float32] | None = None
    experience: Experience | None = None

    @classmethod
    def of(cls, fitness: NDArray[np.float64]) -> Results:
        """Results of which only the fitness is known, ``(population,)``; it is the score, too."""
        return cls(fitness, fitness[:, np.newaxis].astype(np.float32))


class Dial(NamedTuple):
    """A setting that people can turn while a run goes on.

    Args:
        name: Name of the setting.
        label: Its name for people.
        about: Its meaning, in a sentence.
        value: Its value in the generation that waits.
        low: The least value.
        high: The largest value.
        step: The distance between two values.
        text: A format that writes a value for people, such as ``"{:.0%}"``.
    """

    name: str
    label: str
    about: str
    value: float
    low: float
    high: float
    step: float
    text: str = "{:g}"


@dataclass(frozen=True)
class NoSettings:
    """The settings of an algorithm that has none."""


class Algorithm(ABC):
    """A search over genomes: it sees them and their fitness, and nothing of games.

    A subclass that says its ``name`` is found by it. What people read of it, ``title``, ``source`` and ``note``, and
    the settings it takes, stand beside the name.

    Args:
        policy: What all individuals have in common.
        first: The first generation; the algorithm's own from now on, which it may write to.
        seed: Seed of every random draw.
        settings: An instance of its ``Settings``.

    Attributes:
        name: What people type.
        title: What people read.
        source: The paper that described it first, and its year.
        note: What it cannot promise, in a sentence; it is written into every run's ``run.toml``.
        Settings: Its own settings: a frozen dataclass, see ``setting_fields``.
        policies: Kinds of policies that it can breed.
        usual_population: How many genomes a generation has where nobody says; ``USUAL_POPULATION`` when None.
        breeds: Whether the best live on, parents are mixed and children changed, as the window's lesson tells it.
        settings: The settings of the next ``tell``; may be changed between generations.
        population: How many genomes the next generation has; may be changed between generations.
        lineage: The parents of the genomes; None for the first generation, after ``restore``, and where there are no
            parents.
    """

    name: ClassVar[str]
    title: ClassVar[str] = ""
    source: ClassVar[str] = ""
    note: ClassVar[str] = ""
    Settings: ClassVar[type[Any]] = NoSettings
    policies: ClassVar[tuple[str, ...]] = ("layers",)
    usual_population: ClassVar[int | None] = None
    breeds: ClassVar[bool] = False
    settings: Any
    population: int
    lineage: Lineage | None = None

    def __init_subclass__(cls) -> None:
        """Register a class that says its name.

        Raises:
            NeuroError: If the name is taken or is none, or the settings are not as they should be.
        """
        if "name" in cls.__dict__:
            _register(cls)

    @classmethod
    def policy_for(cls, policy: Policy, settings: Any) -> Policy:  # noqa: ARG003 - for those who breed others
        """The policy of the individuals that it breeds where a game has networks of its own.

        Args:
            policy: The game's own.
            settings: An instance of its ``Settings``.
        """
        return policy

    @classmethod
    def policy_for_game(cls, policy: Policy, settings: Any, game: Game) -> Policy:  # noqa: ARG003 - see above
        """The policy of the individuals that it breeds for a game: ``policy_for``, unless it has to know more.

        Args:
            policy: The game's own.
            settings: An instance of its ``Settings``.
            game: The game.

        Raises:
            SettingError: If it cannot learn this game.
        """
        return cls.policy_for(policy, settings)

    @property
    def steps_told(self) -> int:
        """How many steps of a generation it is told of at most, as ``Results.experience``; 0 for those who search.

        One that learns from steps tries things out: only what it names as its ``best`` may become the champion.
        """
        return 0

    @abstractmethod
    def ask(self) -> Genomes | NDArray[np.float32]:
        """The genomes to evaluate, not to be written to; of vectors also their matrix ``(population, parameters)``.

        Asked again before ``tell``, it gives the same.
        """

    @abstractmethod
    def tell(self, results: Results) -> None:
        """Learn what became of the genomes last asked for, and make the next ones."""

    @abstractmethod
    def state(self) -> dict[str, NDArray[Any]]:
        """Everything that the next generations depend on besides settings, seed and the number of the generation.

        Arrays of float32, float64 or int64 by name; the algorithm's own, good until the next ``tell``.
        """

    @abstractmethod
    def restore(self, arrays: Mapping[str, NDArray[Any]], generation: int) -> None:
        """Go on from a ``state``.

        Args:
            arrays: The arrays that ``state`` gave; copied, since they may not be written to.
            generation: Number of the generation that waits to be evaluated.

        Raises:
            ShapeError: If they are not those of such a population.
        """

    def best(self) -> Genomes | NDArray[np.float32] | None:
        """A genome that was in no population and may be better than all that were, such as a mean.

        It is one genome, or a vector ``(parameters,)``.
        Asked for after each ``tell``; it is examined, and may become the champion.
        """
        return None

    def metrics(self) -> dict[str, float]:
        """Numbers that tell how the search goes, under the same names in every generation.

        They become columns of ``history.csv``, curves in the window, and charts of TensorBoard.
        """
        return {}

    def species(self) -> NDArray[np.int64] | None:
        """The species of each genome that waits, by the number that it has for ever, int64 ``(population,)``.

        None where the algorithm has no species.
        """
        return None

    def archive(self) -> Archive | None:
        """What it has kept of all behaviours that it has seen, for people to look at; None where it keeps none."""
        return None

    def compile(self) -> None:
        """Compile what ``tell`` needs, without changing the search; algorithms without kernels do nothing."""
        return

    @property
    def elites(self) -> int:
        """How many genomes live on unchanged in each generation; 0 for algorithms without an elite."""
        return 0

    def dials(self, generation: int) -> tuple[Dial, ...]:
        """The settings that people can turn while a run goes on.

        Args:
            generation: Number of the generation that waits.
        """
        found = (dial_of(one, getattr(self.settings, one.name)) for one in fields_of(self.settings))
        return tuple(dial for dial in found if dial is not None)

    def turned(self, name: str, value: float, generation: int) -> dict[str, Any]:
        """The settings that change when a dial is turned, by name.

        Args:
            name: Name of the dial.
            value: The new value of the dial.
            generation: Number of the generation that waits.
        """
        whole = any(one.name == name and one.kind is int for one in fields_of(self.settings))
        return {name: round(value) if whole else value}


def layered(policy: Policy, genomes: Genomes, algorithm: str) -> tuple[Layered, Vectors]:
    """A policy of layers and its vectors, for algorithms that breed no other.

    Args:
        policy: What the algorithm was given.
        genomes: The first generation.
        algorithm: Name of the algorithm.

    Raises:
        SettingError: If the policy is of another kind.
    """
    if not isinstance(policy, Layered) or not isinstance(genomes, Vectors):
        raise SettingError(
            f"the algorithm {algorithm!r} breeds networks of layers, not a policy of kind {policy.kind!r}"
        )
    return policy, genomes


def worst_where_nothing(fitness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fitness in which what is no number counts as the worst of all, float64 ``(population,)``."""
    nothing = np.isnan(fitness)
    return np.where(nothing, -np.inf, fitness) if nothing.any() else fitness


def dial_of(one: SettingField, value: Any) -> Dial | None:
    """The slider of a number with a range; None for any other setting.

    Args:
        one: The setting.
        value: Its value.
    """
    low, high = one.metadata.get("span", (one.low, one.high))
    if one.kind not in (int, float) or None in (low, high, value) or not one.metadata.get("slider", True):
        return None
    step = one.metadata.get("step") or (1 if one.kind is int else (high - low) / _STEPS)
    text = str(one.metadata.get("text", "{:.4g}" if one.kind is float else "{:,.0f}"))
    return Dial(one.name, one.label, one.about, float(value), float(low), float(high), float(step), text)


def _register(cls: type[Algorithm]) -> None:
    there = ALGORITHMS.get(cls.name)
    if there is not None and not _is_the_same(there, cls):
        raise NeuroError(
            f"the name {cls.name!r} is taken by the algorithm {there.__module__}.{there.__qualname__}; give "
            f"{cls.__module__}.{cls.__qualname__} another one"
        )
    if not isinstance(cls.name, str) or not cls.name.isprintable() or not cls.name or set(cls.name) & set(":=, "):
        raise NeuroError(f"an algorithm's name is a word without any of : = , and spaces, not {cls.name!r}")
    _check_settings(cls)
    usual: object = cls.usual_population
    if usual is not None and (isinstance(usual, bool) or not isinstance(usual, int) or usual < 2):
        raise NeuroError(
            f"usual_population of the algorithm {cls.name!r} is a whole number from 2 on, or None, not {usual!r:.60}"
        )
    ALGORITHMS[cls.name] = cls


def _is_the_same(one: type, other: type) -> bool:
    """Whether a class stands where another stood: its module was imported again, or a notebook's cell run again."""
    return (one.__module__, one.__qualname__) == (other.__module__, other.__qualname__)


def _check_settings(cls: type[Algorithm]) -> None:
    """Refuse settings by which no run could begin, or that have the name of an option that every run has."""
    for one in fields_of(cls.Settings):
        if one.name in GENERAL:
            raise NeuroError(
                f"{cls.Settings.__qualname__}.{one.name} of the algorithm {cls.name!r} needs another name: every run "
                f"has an option {one.name!r}"
            )
    try:
        checked_settings(cls.Settings())
    except Exception as error:  # code of others
        raise NeuroError(f"the algorithm {cls.name!r} cannot begin with its own defaults: {error}") from error
