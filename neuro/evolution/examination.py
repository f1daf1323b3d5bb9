"""The exam of a run's best genomes, on courses that are kept aside from training."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from neuro.game import Exam, Game
from neuro.policies import Genomes
from neuro.random import Purpose, words
from neuro.rollout.outcome import Outcome

__all__ = ["Examiner"]

_FAILED_KEPT = 64  # genomes whose failed exam is remembered: elites, which would fail each time
_PASSED_KEPT = 8  # genomes whose passed exam is remembered: the champion, and those that might take its place

Value = TypeVar("Value")


class Examiner:
    """Examines genomes; what became of the latest is remembered.

    Args:
        game: The game, which says what passing takes.
        evaluate: Gives what becomes of one genome on some courses within some steps.
    """

    def __init__(self, game: Game, evaluate: Callable[[Genomes, NDArray[np.uint32], int], Outcome]) -> None:
        self._game, self._evaluate = game, evaluate
        self._failed: dict[bytes, None] = {}  # both in the order of their exams
        self._passed: dict[bytes, float] = {}

    def forget(self) -> None:
        """Forget who has passed or failed: under other rules it might be otherwise."""
        self._failed.clear()
        self._passed.clear()

    def examine(self, genome: Genomes) -> bool:
        """Whether a genome passes, remembering what became of it."""
        digest = genome.digest()
        if digest in self._failed or digest in self._passed:
            return digest in self._passed
        fitness = self._fitness_of(genome)
        if fitness is None:
            _keep(self._failed, digest, None, _FAILED_KEPT)
        else:
            _keep(self._passed, digest, fitness, _PASSED_KEPT)
        return fitness is not None

    def passes(self, genome: Genomes) -> bool:
        """Whether a genome reaches the exam's score on every course that is kept aside from training."""
        return self._fitness_of(genome) is not None

    def is_better(self, candidate: Genomes, champion: Genomes) -> bool:
        """Whether a genome has a larger mean fitness in the exam than another, both of which have passed."""
        found = []
        for genome in (champion, candidate):
            if not self.examine(genome):
                return False
            digest = genome.digest()
            self._passed[digest] = self._passed.pop(digest)  # the latest that was asked for is forgotten last
            found.append(self._passed[digest])
        return found[1] > found[0]

    def _fitness_of(self, genome: Genomes) -> float | None:
        """The fitness of a genome that passes, summed over the exam's courses; None for one that fails."""
        exam = self._game.exam
        courses = words(exam.courses, 0, Purpose.EXAM)  # the same for all runs, so that they can be compared
        limit = min(self._game.max_steps, exam.max_steps)
        while True:  # longer and longer episodes: most genomes fail early
            outcome = self._evaluate(genome, courses, limit)
            if bool((outcome.steps < limit).any()) and not _has_passed(outcome, exam):
                return None
            if limit == exam.max_steps:
                return math.fsum(outcome.fitness[0]) if _has_passed(outcome, exam) else None
            limit = min(4 * limit, exam.max_steps)


def _keep(known: dict[bytes, Value], digest: bytes, value: Value, most: int) -> None:
    """Remember one more, and no more than so many."""
    known[digest] = value
    if len(known) > most:
        del known[next(iter(known))]


def _has_passed(outcome: Outcome, exam: Exam) -> bool:
    return bool((outcome.score >= exam.score).all() and (outcome.fitness >= exam.fitness).all())
