"""Settings of a run, and changes of them while it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np

from neuro.errors import SettingError, UnknownNameError
from neuro.evolution.algorithms import GeneticSettings, algorithm_named
from neuro.network.layers import Value
from neuro.random import checked_seed

__all__ = ["CHANGES", "KILL", "WORLD", "Change", "EvolutionSettings"]

#: How often a run's settings may be changed.
CHANGES = 10_000

#: A change that is no setting: so many of the best of its generation count as its worst, and neither live on nor breed.
KILL = "kill_elite"

#: What the names of the game's own parameters begin with.
WORLD = "parameters."

_COUNTS = ("episodes", "max_steps", "population")


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
        algorithm: Name of the algorithm.

    Raises:
        SettingError: If a value is out of its range.
        UnknownNameError: If there is no such algorithm.
    """

    seed: int
    population: int = 1000
    episodes: int = 4
    max_steps: int | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    breeding: GeneticSettings = field(default_factory=GeneticSettings)
    algorithm: str = "ga"

    def __post_init__(self) -> None:
        checked_seed(self.seed)
        algorithm_named(self.algorithm)
        _check_count("population", self.population, 2, 10_000_000)
        _check_count("episodes", self.episodes, 1, 10_000)
        if self.max_steps is not None:
            _check_count("max_steps", self.max_steps, 1, 1_000_000_000)

    def changed(self, name: str, value: Value) -> EvolutionSettings:
        """These settings with one changed.

        Args:
            name: "population", "episodes", "max_steps", a field of ``GeneticSettings``, or a parameter of the game's
                rules as "parameters.gravity". ``KILL`` changes no setting; its value is checked.
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
        breeding = [one.name for one in fields(GeneticSettings)]
        if name not in breeding:
            raise UnknownNameError.of("setting of a running evolution", name, [*_COUNTS, *breeding, KILL])
        try:
            return replace(self, breeding=replace(self.breeding, **{name: value}))  # type: ignore[arg-type]
        except TypeError:
            raise SettingError(f"{name} cannot be {value!r:.60}") from None


@dataclass(frozen=True)
class Change:
    """A setting that has another value from some generation on.

    Attributes:
        generation: The first that is evaluated under it, and bred by it.
        name: As ``EvolutionSettings.changed`` takes it.
        value: The new value.
    """

    generation: int
    name: str
    value: Value

    @property
    def of_world(self) -> bool:
        """Whether it changes the game's own parameters: its generation is flown in another world."""
        return self.name.startswith(WORLD)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
        raise SettingError(f"{name} must be a number, not {value!r:.60}")
    return float(value)


def _check_count(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not low <= value <= high:
        raise SettingError(f"{name} must be a whole number from {low} to {high}, not {value!r}")
