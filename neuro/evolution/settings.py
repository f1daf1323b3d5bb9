"""Settings of a run, and changes of them while it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from neuro.errors import SettingError, UnknownNameError, named
from neuro.evolution.algorithms import algorithm_named, checked_settings, fields_of, made_settings, population_of
from neuro.game import Game
from neuro.network.layers import Value
from neuro.random import checked_seed

__all__ = ["CHAMPION_CHOICES", "CHANGES", "KILL", "WORLD", "Change", "EvolutionSettings", "check_given"]

#: How the champion is chosen among the best of generations, none of which may have passed the exam.
CHAMPION_CHOICES = {
    "same-courses": "they meet on the same courses, which are kept aside from training",
    "fitness": "by the fitness that each had on the courses of its own generation, as in runs of earlier versions",
}

#: How often a run's settings may be changed.
CHANGES = 10_000

#: A change that is no setting: so many of the best of its generation count as its worst, and neither live on nor breed.
KILL = "kill_elite"

#: What the names of the game's own parameters begin with.
WORLD = "parameters."

_ITS_OWN: Any = None  # which becomes a number
_COUNTS = ("episodes", "max_steps", "population")


@dataclass(frozen=True)
class EvolutionSettings:
    """What a run is made of; together with the game and its rules it fixes every bit of it.

    Args:
        seed: Seed of every random draw.
        population: How many genomes a generation has; as the algorithm usually has when None.
        episodes: How many courses each genome is evaluated on in a generation, the same for all.
        max_steps: The longest episode, in steps; the game's own when None.
        parameters: Parameters of the game's rules that differ from their defaults, by name.
        breeding: The algorithm's own settings, an instance of its ``Settings``; their defaults when None.
        algorithm: Name of the algorithm.
        champion_choice: The way to choose the champion, a key of ``CHAMPION_CHOICES``.

    Raises:
        SettingError: If a value is out of its range, or the settings are another algorithm's.
        UnknownNameError: If there is no such algorithm or choice of the champion.
    """

    seed: int
    population: int = _ITS_OWN
    episodes: int = 4
    max_steps: int | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    breeding: Any = None
    algorithm: str = "ga"
    champion_choice: str = "same-courses"

    def __post_init__(self) -> None:
        checked_seed(self.seed)
        if not isinstance(self.parameters, Mapping):
            raise SettingError(f"parameters are given by name, such as {{'gap': 150}}, not {self.parameters!r:.60}")
        kind = algorithm_named(self.algorithm).Settings
        if self.breeding is None:
            object.__setattr__(self, "breeding", kind())
        if not isinstance(self.breeding, kind):
            raise SettingError(f"{self.algorithm} takes its own settings, {kind.__name__}, not {self.breeding!r:.60}")
        checked_settings(self.breeding)
        object.__setattr__(self, "population", population_of(self.algorithm, self.population))
        named("choice of the champion", self.champion_choice, CHAMPION_CHOICES)
        _check_count("population", self.population, 2, 10_000_000)
        _check_count("episodes", self.episodes, 1, 10_000)
        if self.max_steps is not None:
            _check_count("max_steps", self.max_steps, 1, 1_000_000_000)

    def changed(self, name: str, value: Value) -> EvolutionSettings:
        """These settings with one changed.

        Args:
            name: "population", "episodes", "max_steps", a setting of the algorithm, or a parameter of the game's rules
                as "parameters.gravity". ``KILL`` changes no setting; its value is checked.
            value: The new value.

        Raises:
            UnknownNameError: If nothing of that name can be changed while a run goes on.
            SettingError: If the value is out of its range.
        """
        parameter = name.removeprefix(WORLD) if name.startswith(WORLD) else ""
        if name == KILL:
            _check_count(KILL, value, 1, 10_000_000)
            return self
        if parameter:
            return replace(self, parameters={**self.parameters, parameter: _number(name, value)})
        if name in _COUNTS:
            return replace(self, **{name: value})  # type: ignore[arg-type]
        own = [one.name for one in fields_of(self.breeding)]
        if name not in own:
            raise UnknownNameError.of("setting of a running evolution", name, [*_COUNTS, *own, KILL])
        if next(one for one in fields_of(self.breeding) if one.name == name).metadata.get("fixed"):
            raise SettingError(f"{name} is settled when a run begins: begin another with it")
        values = {one: getattr(self.breeding, one) for one in own} | {name: value}
        return replace(self, breeding=made_settings(type(self.breeding), values, of=self.algorithm))


@dataclass(frozen=True)
class Change:
    """A setting that has another value from some generation on.

    Attributes:
        generation: The first that is evaluated under it, and bred by it.
        name: Name of the setting, as for ``EvolutionSettings.changed``.
        value: The new value.
    """

    generation: int
    name: str
    value: Value

    @property
    def of_world(self) -> bool:
        """Whether it changes the game's own parameters: its generation is played in another world."""
        return self.name.startswith(WORLD)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
        raise SettingError(f"{name} must be a number, not {value!r:.60}")
    return float(value)


def check_given(game: object, settings: object) -> None:
    """Refuse what a run cannot be made of.

    Raises:
        SettingError: If they are no game, and no settings of a run.
    """
    if not isinstance(game, Game):
        raise SettingError(f"an Evolution takes a game, such as neuro.find_game('flappy'), not {game!r:.60}")
    if not isinstance(settings, EvolutionSettings):
        raise SettingError(
            f"an Evolution takes EvolutionSettings, such as EvolutionSettings(seed=1), not {settings!r:.60}"
        )


def _check_count(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not low <= value <= high:
        raise SettingError(f"{name} must be a whole number from {low} to {high}, not {value!r}")
