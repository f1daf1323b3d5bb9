"""Selection: which genomes become parents. Each method is found by name in ``SELECTIONS``.

A method sees only fitness, and of it only differences and order: adding a constant to every fitness changes nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from neuro.errors import SettingError, named
from neuro.kernels import kernel
from neuro.operators.ranking import best_first
from neuro.random import Purpose, philox, philox_blocks, room_for
from neuro.thread_pool import share_rows

__all__ = [
    "SELECTIONS",
    "Rank",
    "Roulette",
    "Selection",
    "Tournament",
    "Truncation",
    "Universal",
    "fittest",
    "selection",
]

_PURPOSE = np.uint64(Purpose.SELECT)
_UNIT = 2.0**-32

SELECTIONS: dict[str, type[Selection]] = {}


@kernel
def _tournament(fitness, size, parents, first, key, generation, words):
    population = np.uint64(fitness.size)
    for row in range(parents.shape[0]):
        philox_blocks(words, key, 0, (2 * size + 3) // 4, first + row, generation, _PURPOSE)
        for parent in range(2):
            winner = np.int64((np.uint64(words[parent * size]) * population) >> np.uint64(32))
            best = fitness[winner]
            for draw in range(parent * size + 1, (parent + 1) * size):
                entrant = np.int64((np.uint64(words[draw]) * population) >> np.uint64(32))
                value = fitness[entrant]
                winner = entrant if value > best else winner
                best = value if value > best else best
            parents[row, parent] = winner


@kernel
def _draw_by_share(order, upto, parents, key, generation):
    """Draw the genome ``order[k]`` with a chance of ``upto[k] - upto[k - 1]``; ``upto`` ends at 1."""
    for row in range(parents.shape[0]):
        words = philox(key, np.uint64(0), np.uint64(row), np.uint64(generation), _PURPOSE)
        for parent in range(2):
            place = np.searchsorted(upto, (np.float64(words[parent]) + 0.5) * _UNIT)
            parents[row, parent] = order[min(place, order.size - 1)]


@kernel
def _draw_evenly(order, upto, places, key, generation, words):
    """Let pointers at equal distances choose from shares, and shuffle what they chose; see ``_draw_by_share``."""
    philox_blocks(words, key, 0, (places.size + 4) // 4, 0, generation, _PURPOSE)
    begin = (np.float64(words[places.size]) + 0.5) * _UNIT
    rank = 0
    for k in range(places.size):
        while rank < order.size - 1 and upto[rank] < (k + begin) / places.size:
            rank += 1
        places[k] = order[rank]
    for k in range(places.size - 1, 0, -1):  # R. Fisher and F. Yates, 1938
        other = np.int64((np.uint64(words[k]) * np.uint64(k + 1)) >> np.uint64(32))
        place = places[k]
        places[k] = places[other]
        places[other] = place


def fittest(fitness: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """The places of the best, the best first; of equals, the first comes first.

    Args:
        fitness: ``(population,)``.
        count: Number of places wanted, at most as many as there are.

    Returns:
        int64 ``(count,)``.
    """
    if not 0 < count < fitness.size:
        return best_first(fitness)[:count]
    least = -np.partition(-fitness, count - 1)[count - 1]
    places = np.flatnonzero(~(fitness < least))  # few, where few are wanted: sorting all takes ten times as long
    return np.asarray(places[best_first(fitness[places])[:count]])


def _running_total(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Upper ends of the shares, scaled to end at 1."""
    total = np.cumsum(shares)
    return np.asarray(total / total[-1])


@dataclass(frozen=True)
class Selection(ABC):
    """A method with its *pressure*: the larger, the fewer of the best have all the children."""

    name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        SELECTIONS[cls.name] = cls

    @abstractmethod
    def choose(self, fitness: NDArray[np.float64], children: int, key: np.uint64, generation: int) -> NDArray[np.int64]:
        """Two parents for each child, drawn with replacement.

        Args:
            fitness: ``(population,)``, finite.
            children: Number of children.
            key: The run's key of random draws.
            generation: Number of the parents' generation.

        Returns:
            int64, ``(children, 2)``, places in ``fitness``.
        """


def _check(cls: type[Selection], what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise SettingError(f"{cls.name} selection needs a {what} between {low:g} and {high:g}, not {value!r}")


@dataclass(frozen=True)
class Tournament(Selection):
    """The best of ``pressure`` genomes drawn at random (Goldberg and Deb, 1991).

    Args:
        pressure: Genomes in a tournament, a whole number from 1 (nobody is preferred) to 1,000.

    Raises:
        SettingError: If it is not.
    """

    name: ClassVar[str] = "tournament"
    pressure: int = 5

    def __post_init__(self) -> None:
        _check(type(self), "whole pressure", self.pressure, 1, 1000)
        if self.pressure != int(self.pressure):
            raise SettingError(f"tournament selection needs a whole number of entrants, not {self.pressure!r}")

    def choose(self, fitness: NDArray[np.float64], children: int, key: np.uint64, generation: int) -> NDArray[np.int64]:
        parents, size = np.empty((children, 2), np.int64), int(self.pressure)

        def choose(first: int, last: int) -> None:
            words = np.empty(room_for(2 * size), np.uint32)
            _tournament(fitness, size, parents[first:last], first, key, generation, words)

        share_rows(choose, children)
        return parents


@dataclass(frozen=True)
class Truncation(Selection):
    """Any of the best 1 in ``pressure`` (Mühlenbein and Schlierkamp-Voosen, 1993).

    Args:
        pressure: The population over those who may be parents, from 1 (all) to a million.

    Raises:
        SettingError: If it is out of its range.
    """

    name: ClassVar[str] = "truncation"
    pressure: float = 5.0

    def __post_init__(self) -> None:
        _check(type(self), "pressure", self.pressure, 1, 1e6)

    def choose(self, fitness: NDArray[np.float64], children: int, key: np.uint64, generation: int) -> NDArray[np.int64]:
        kept = max(1, int(fitness.size / self.pressure))
        parents = np.empty((children, 2), np.int64)
        _draw_by_share(fittest(fitness, kept), _running_total(np.ones(kept)), parents, key, generation)
        return parents


@dataclass(frozen=True)
class Rank(Selection):
    """By linear rank: the best is drawn ``pressure`` times as often as the average one (Baker, 1985).

    Equals share the mean of their ranks.

    Args:
        pressure: Children of the best over those of the average, from 1 (nobody is preferred) to 2.

    Raises:
        SettingError: If it is out of its range.
    """

    name: ClassVar[str] = "rank"
    pressure: float = 2.0

    def __post_init__(self) -> None:
        _check(type(self), "pressure", self.pressure, 1, 2)

    def shares(self, fitness: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Places by falling fitness, and the upper ends of their shares of all children.

        Args:
            fitness: ``(population,)``.
        """
        order = best_first(fitness)
        falling = -fitness[order]
        rank = (np.searchsorted(falling, falling, "left") + np.searchsorted(falling, falling, "right") - 1) / 2
        below = rank / max(1, fitness.size - 1)  # 0 for the best, 1 for the worst
        return order, _running_total(self.pressure - 2.0 * (self.pressure - 1.0) * below)

    def choose(self, fitness: NDArray[np.float64], children: int, key: np.uint64, generation: int) -> NDArray[np.int64]:
        parents = np.empty((children, 2), np.int64)
        _draw_by_share(*self.shares(fitness), parents, key, generation)
        return parents


@dataclass(frozen=True)
class Universal(Rank):
    """Stochastic universal sampling: shares as by rank, drawn by pointers at equal distances (Baker, 1987).

    So each has as many children as its share promises, up to one.
    """

    name: ClassVar[str] = "universal"

    def choose(self, fitness: NDArray[np.float64], children: int, key: np.uint64, generation: int) -> NDArray[np.int64]:
        places = np.empty(2 * children, np.int64)
        words = np.empty(room_for(2 * children + 1), np.uint32)
        _draw_evenly(*self.shares(fitness), places, key, generation, words)
        return places.reshape(children, 2)


@dataclass(frozen=True)
class Roulette(Selection):
    """In proportion to fitness above the worst, to the power of ``pressure`` (Holland, 1975, with power scaling).

    Args:
        pressure: The power, a whole number from 1 to 10.

    Raises:
        SettingError: If it is not.
    """

    name: ClassVar[str] = "roulette"
    pressure: int = 1

    def __post_init__(self) -> None:
        _check(type(self), "whole pressure", self.pressure, 1, 10)
        if self.pressure != int(self.pressure):
            raise SettingError(f"roulette selection needs a whole power, not {self.pressure!r}")

    def choose(self, fitness: NDArray[np.float64], children: int, key: np.uint64, generation: int) -> NDArray[np.int64]:
        finite = fitness[np.isfinite(fitness)]
        least = finite.min() if finite.size else 0.0
        above = np.maximum(fitness, least) - least
        highest = above.max()
        shares = np.ones_like(above)
        if highest > 0:
            for _ in range(int(self.pressure)):
                shares = shares * (above / highest)
        parents = np.empty((children, 2), np.int64)
        _draw_by_share(np.arange(fitness.size), _running_total(shares), parents, key, generation)
        return parents


def selection(name: str, pressure: float | None = None) -> Selection:
    """The method of that name, with its own default pressure or another.

    Raises:
        UnknownNameError: If there is none; the message names the nearest.
        SettingError: If the pressure does not suit it.
    """
    method = named("selection", name, SELECTIONS)
    return method() if pressure is None else method(pressure=pressure)  # type: ignore[call-arg]
