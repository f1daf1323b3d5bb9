"""Changes of settings that wait for their generation: those of an earlier run, and those that are asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from neuro.errors import SettingError
from neuro.evolution.settings import CHANGES, KILL, Change, EvolutionSettings
from neuro.network.layers import Value

__all__ = ["PendingChanges", "evaluations_of", "settings_after"]


class PendingChanges:
    """What will be changed; a window may ask from another thread while a generation is under way.

    Args:
        scheduled: Changes that are known beforehand.
    """

    def __init__(self, scheduled: Iterable[Change]) -> None:
        self._scheduled = list(scheduled)
        self._asked: dict[tuple[int, str], Value] = {}  # by the first generation that it may hold for, and its name
        self._asking = threading.Lock()

    def go_on(self, made: Sequence[Change], generation: int) -> None:
        """Make what was made before a generation again, and afterwards what is scheduled besides."""
        later = [one for one in self._scheduled if one.generation >= generation and one not in made]
        self._scheduled = [*made, *later]

    def ask(self, name: str, value: Value, generation: int, made: int) -> None:
        """Ask for a change that holds from a generation on, or from the next one that begins.

        Raises:
            SettingError: If there were too many, ``made`` among them.
        """
        if made + len(self._scheduled) >= CHANGES:
            raise SettingError(f"a run's settings can be changed {CHANGES:,} times, and these have been")
        with self._asking:
            self._asked[generation, name] = value

    def take_back(self, name: str) -> bool:
        """Forget a change that waits; whether one did."""
        with self._asking:
            waiting = [asked for asked in self._asked if asked[1] == name]
            for asked in waiting:
                del self._asked[asked]
        return bool(waiting)

    def due(self, generation: int) -> list[Change]:
        """The changes that are to be made when a generation begins."""
        with self._asking:
            return self._due(generation)

    def take_due(self, generation: int) -> list[Change]:
        """The same, which then wait no more."""
        with self._asking:
            due = self._due(generation)
            self._scheduled = [one for one in self._scheduled if one.generation > generation]
            self._asked = {asked: value for asked, value in self._asked.items() if asked[0] > generation}
        return due

    def _due(self, generation: int) -> list[Change]:
        scheduled = [one for one in self._scheduled if one.generation <= generation]
        asked = sorted((one for one in self._asked if one[0] <= generation), key=lambda one: one[0])
        return scheduled + [Change(generation, name, self._asked[first, name]) for first, name in asked]


def evaluations_of(settings: EvolutionSettings, changes: Iterable[Change], generations: int) -> int:
    """Episodes of agents that some generations asked for.

    Args:
        settings: The settings that the run began with.
        changes: The changes that were made, in their order.
        generations: Number of generations.
    """
    total, start = 0, 0
    bred = settings.population  # genomes of the first generation under the settings, bred under those before
    for change in [*changes, Change(generations, KILL, 1)]:
        if (end := change.generation) > start:
            total += (bred + (end - start - 1) * settings.population) * settings.episodes
            start, bred = end, settings.population
        settings = settings.changed(change.name, change.value)
    return total


def settings_after(settings: EvolutionSettings, changes: Iterable[Change]) -> EvolutionSettings:
    """The settings after some changes."""
    for change in changes:
        settings = settings.changed(change.name, change.value)
    return settings
