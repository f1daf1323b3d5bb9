"""Pairing: who plays whom in a generation of a game of several players. Each way is found by name in ``PAIRINGS``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from neuro.errors import SettingError, named
from neuro.random import Purpose, words
from neuro.rollout.matches import Matches, against_itself

__all__ = ["PAIRINGS", "AgainstItself", "AllAgainstAll", "HallOfFame", "Pairing", "RandomOpponents", "pairing"]

PAIRINGS: dict[str, type[Pairing]] = {}

_MOST_ROUNDS = 10_000


@dataclass(frozen=True)
class Pairing(ABC):
    """A way to pair genomes; every draw is by counter, so the same seed gives the same matches."""

    name: ClassVar[str]
    #: How many genomes of earlier generations are kept as opponents.
    kept: ClassVar[int] = 0

    def __init_subclass__(cls) -> None:
        PAIRINGS[cls.name] = cls

    @abstractmethod
    def draw(self, population: int, players: int, seed: int, generation: int, earlier: int = 0) -> Matches:
        """The matches of a generation.

        Args:
            population: Number of genomes.
            players: Players of a match.
            seed: The seed of the run.
            generation: The generation that is evaluated.
            earlier: How many genomes of earlier generations stand behind the population as opponents.

        Raises:
            SettingError: If the pairing does not suit so many players or genomes.
        """


@dataclass(frozen=True)
class RandomOpponents(Pairing):
    """In each round all genomes are dealt out to matches at random, so that each plays once.

    Args:
        rounds: How many rounds a generation has. Where the last match of a round lacks players, genomes that have
            played in it already take their seats; what they reach there does not count.
    """

    name: ClassVar[str] = "random"
    rounds: int = 4

    def draw(self, population: int, players: int, seed: int, generation: int, earlier: int = 0) -> Matches:
        matches = -(-population // players)
        seated = np.empty((self.rounds, matches * players), np.int64)
        seats = np.empty((population, self.rounds), np.int64)
        for round_, row in enumerate(seated):
            drawn = words(population, seed, Purpose.PAIR, generation, round_)
            order = np.argsort(drawn, kind="stable")  # of equal words, the first genome comes first
            row[:] = np.resize(order, row.size)
            seats[order, round_] = round_ * row.size + np.arange(population)
        return Matches(seated.reshape(-1, players), seats)


@dataclass(frozen=True)
class AllAgainstAll(Pairing):
    """Every genome plays every other one once, in games of two; who has the first seat alternates.

    Args:
        most: The largest population: the number of matches grows with its square.
    """

    name: ClassVar[str] = "all"
    most: int = 256

    def draw(self, population: int, players: int, seed: int, generation: int, earlier: int = 0) -> Matches:
        if players != 2:
            raise SettingError(f"all against all is for games of two players; this one has {players}: pair at random")
        if not 2 <= population <= self.most:
            raise SettingError(
                f"all against all is for 2 to {self.most} genomes, not {population:,}: pair at random, or evolve fewer"
            )
        one, other = np.triu_indices(population, 1)
        swapped = (one + other) % 2
        players_of = np.where(swapped[:, np.newaxis], np.stack((other, one), 1), np.stack((one, other), 1))
        seat = np.zeros((population, population), np.int64)
        first = 2 * np.arange(one.size)
        seat[one, other], seat[other, one] = first + swapped, first + 1 - swapped
        apart = ~np.eye(population, dtype=bool)
        return Matches(players_of.astype(np.int64), seat[apart].reshape(population, population - 1))


@dataclass(frozen=True)
class AgainstItself(Pairing):
    """Every genome has all seats of one match, and the first one counts: for rules that move the other players."""

    name: ClassVar[str] = "itself"

    def draw(self, population: int, players: int, seed: int, generation: int, earlier: int = 0) -> Matches:
        return against_itself(population, players)


@dataclass(frozen=True)
class HallOfFame(Pairing):
    """Every genome plays the best of earlier generations (Rosin and Belew, 1997); at first, random opponents.

    Args:
        rounds: How many matches a genome plays, in each seat in turn.
    """

    name: ClassVar[str] = "hall"
    kept: ClassVar[int] = 16
    rounds: int = 4

    def draw(self, population: int, players: int, seed: int, generation: int, earlier: int = 0) -> Matches:
        if not earlier:
            return RandomOpponents(self.rounds).draw(population, players, seed, generation)
        count = population * self.rounds
        drawn = words(count * (players - 1), seed, Purpose.PAIR, generation).astype(np.uint64)
        opponents = population + (drawn * np.uint64(earlier) >> np.uint64(32)).astype(np.int64)
        matches = np.arange(count)
        genome, own = matches // self.rounds, matches % self.rounds % players
        others = np.argsort(np.arange(players) == own[:, np.newaxis], axis=1, kind="stable")[:, :-1]
        seated = np.empty((count, players), np.int64)
        seated[matches, own] = genome
        np.put_along_axis(seated, others, opponents.reshape(count, players - 1), axis=1)
        return Matches(seated, (matches * players + own).reshape(population, self.rounds))


def pairing(text: str) -> Pairing:
    """The pairing that a text names, with its settings behind a colon, such as "hall:rounds=8".

    Raises:
        UnknownNameError: If there is none, or it has no such setting.
        SettingError: If a setting is no whole number from 1.
    """
    name, _, rest = text.partition(":")
    kind, given = named("pairing", name, PAIRINGS), {}
    known = {one.name: one for one in fields(kind)}
    for part in filter(None, rest.split(",")):
        key, _, value = part.partition("=")
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= _MOST_ROUNDS):
            raise SettingError(f"a pairing has whole numbers from 1, for example hall:rounds=8; not {text!r:.60}")
        given[named(f"setting of the pairing {name}", key, known).name] = int(value)
    return kind(**given)
