"""Who beats whom: the best of a few generations of a game of two players, everyone against everyone."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuro.errors import NeuroError
from neuro.evolution.evolution import Evolution
from neuro.evolution.pairing import AgainstItself
from neuro.evolution.thinning import thin
from neuro.game import Game
from neuro.policies import Genomes, joined_genomes
from neuro.rollout.matches import Matches
from neuro.view.looks import Looks, looks_of_one

__all__ = ["RivalRecord", "Rivals", "has_rivals"]

_MOST = 8  # generations whose best are kept
_COURSES = np.arange(1_000_001, 1_000_005, dtype=np.uint32)  # on which they meet, on both sides
_CLEAR = 0.05  # from which share on one beats another


class Rivals(NamedTuple):
    """The best of some generations, and how they did against each other.

    Args:
        generations: Numbers of the generations, in their order.
        looks: Looks of each generation's champion.
        worth: Share by which each (row) outscored another (column), of what both scored, ``(n, n)``.
    """

    generations: tuple[int, ...] = ()
    looks: tuple[Looks, ...] = ()
    worth: NDArray[np.float64] = np.zeros((0, 0))

    def beats(self, one: int, other: int) -> bool:
        """Whether one beats another, by their places."""
        return bool(self.worth[one, other] > _CLEAR)

    @property
    def circle(self) -> tuple[int, int, int] | None:
        """Places of three of whom each beats the next, and the last the first; with the newest in it if one has it."""
        newest = len(self.generations) - 1
        triples = itertools.permutations(range(newest, -1, -1), 3)
        return next((t for t in triples if all(self.beats(t[k], t[(k + 1) % 3]) for k in range(3))), None)


def has_rivals(game: Game) -> bool:
    """Whether the best of a game's generations can meet: two play it, who do not belong to one another."""
    return game.players == 2 and game.pairing != AgainstItself.name


class RivalRecord:
    """Follows a run of a game of two players, and lets the best of its generations meet.

    Attributes:
        now: The table as it stands; another object after each generation.
    """

    def __init__(self) -> None:
        self.now = Rivals()
        self._best: dict[int, Genomes] = {}
        self._found: dict[tuple[int, int], float] = {}  # by both generations, the earlier first
        self._setting: Any = None

    def add(self, number: int, genomes: Genomes, run: Evolution) -> None:
        """A generation has been evaluated.

        Args:
            number: Number of the generation.
            genomes: Its genomes.
            run: The run, which knows what became of them.
        """
        if run.game.players != 2 or run.results is None or len(run.results.fitness) != len(genomes):
            return
        if run.setting != self._setting:  # another world: what is known of the old one says nothing
            self._setting = run.setting
            self._found.clear()
        self._best[number] = genomes.take([int(run.results.fitness.argmax())])
        self._best = {one: self._best[one] for one in thin(self._best, _MOST)}
        try:
            self._meet(run)
        except NeuroError:  # an engine that plays no matches beside those of the run
            return
        self.now = self._told()

    def _meet(self, run: Evolution) -> None:
        """Let all pairs meet that have not met yet."""
        pairs = [pair for pair in itertools.combinations(self._best, 2) if pair not in self._found]
        if not pairs:
            return
        places = {number: place for place, number in enumerate(self._best)}
        players = np.array([(places[a], places[b]) for pair in pairs for a, b in (pair, pair[::-1])], np.int64)
        matches = Matches(players, np.arange(4 * len(pairs), dtype=np.int64).reshape(-1, 4))
        best = joined_genomes(list(self._best.values()))
        outcome = run.evaluator.evaluate_matches(best, matches, _COURSES, run.setting, run.max_steps)
        scores = outcome.score.reshape(len(pairs), 4, -1).sum(axis=2, dtype=np.float64)
        for pair, (one, other, others, ones) in zip(pairs, scores.tolist(), strict=True):
            total = abs(one + ones) + abs(other + others)
            self._found[pair] = ((one + ones) - (other + others)) / total if total else 0.0

    def _told(self) -> Rivals:
        numbers = tuple(self._best)
        worth = np.zeros((len(numbers), len(numbers)))
        for (i, one), (j, other) in itertools.combinations(enumerate(numbers), 2):
            worth[i, j] = self._found[one, other]
            worth[j, i] = -worth[i, j]
        self._found = {pair: value for pair, value in self._found.items() if set(pair) <= set(numbers)}
        known = dict(zip(self.now.generations, self.now.looks, strict=True))
        looks = tuple(known.get(number) or looks_of_one(self._best[number]) for number in numbers)
        return Rivals(numbers, looks, worth)
