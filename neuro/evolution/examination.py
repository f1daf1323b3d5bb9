"""The exam of a run's best genomes, on courses that are kept aside from training."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from neuro.game import Exam, Game
from neuro.policies import Genomes
from neuro.random import Purpose, words
from neuro.rollout.outcome import Outcome

__all__ = ["Examiner"]

_FAILED_KEPT = 64  # genomes whose failed exam is remembered: elites, which would fail each time


class Examiner:
    """Examines genomes; one that has failed is not examined again.

    Args:
        game: The game, which says what passing takes.
        evaluate: Gives what becomes of one genome on some courses within some steps.
    """

    def __init__(self, game: Game, evaluate: Callable[[Genomes, NDArray[np.uint32], int], Outcome]) -> None:
        self._game, self._evaluate = game, evaluate
        self._failed: dict[bytes, None] = {}  # in the order of failing

    def forget(self) -> None:
        """Forget who has failed: under other rules it might pass."""
        self._failed.clear()

    def examine(self, genome: Genomes) -> bool:
        """Whether a genome passes, remembering those that do not."""
        digest = genome.digest()
        if digest in self._failed:
            return False
        if self.passes(genome):
            return True
        self._failed[digest] = None
        if len(self._failed) > _FAILED_KEPT:
            del self._failed[next(iter(self._failed))]
        return False

    def passes(self, genome: Genomes) -> bool:
        """Whether a genome reaches the exam's score on every course that is kept aside from training."""
        exam = self._game.exam
        courses = words(exam.courses, 0, Purpose.EXAM)  # the same for all runs, so that they can be compared
        limit = min(self._game.max_steps, exam.max_steps)
        while True:  # longer and longer episodes: most genomes fail early
            outcome = self._evaluate(genome, courses, limit)
            if bool((outcome.steps < limit).any()) and not _passed(outcome, exam):
                return False
            if limit == exam.max_steps:
                return _passed(outcome, exam)
            limit = min(4 * limit, exam.max_steps)


def _passed(outcome: Outcome, exam: Exam) -> bool:
    return bool((outcome.score >= exam.score).all() and (outcome.fitness >= exam.fitness).all())
