"""Champions of a run that a person can race, one generation after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from neuro.champion import Champion
from neuro.game import Game
from neuro.numerals import tallied
from neuro.rollout.evaluate import evaluate
from neuro.rollout.program import program

__all__ = ["Rivals"]

_LONGEST = 36_000  # steps of an episode that a person's is compared with: ten minutes of most games


class Rivals:
    """The champions of one run.

    Args:
        game: What they play.
        setting: The game's parameters, as the person plays it.
        champions: Champions in the order of their generations; none where no run is raced.
        raced: The one that plays along at first, if any.
    """

    def __init__(self, game: Game, setting: Any, champions: Sequence[Champion], raced: Champion | None = None) -> None:
        self._game, self._setting, self._champions = game, setting, list(champions)
        self._raced, self._course = raced, -1
        self._scores: list[float] = []

    @property
    def some(self) -> bool:
        """Whether there is any choice."""
        return len(self._champions) > 1

    def next(self) -> Champion:
        """Race the champion of the next generation; after the last one, that of the first."""
        now = -1 if self._raced is None else self._raced.generation
        later = [one for one in self._champions if one.generation > now]
        self._raced = (later or self._champions)[0]
        return self._raced

    def scores(self, course: int) -> list[float]:
        """What each champion reaches on a course, in episodes of ten minutes at most."""
        if course != self._course:
            courses, limit = np.array([course], np.uint32), min(self._game.exam.max_steps, _LONGEST)
            self._course, self._scores = course, []
            for one in self._champions:
                played = evaluate(program(self._game, one.policy), one.genome, courses, self._setting, limit)
                self._scores.append(float(played.score[0, 0]))
        return self._scores

    def verdict(self, course: int, score: float) -> tuple[str, str]:
        """A sentence on the first generation that did better on a course than a person did.

        Returns:
            A sentence, and another one on how far a champion came there; both empty where no run is raced.
        """
        if not self._champions:
            return "", ""
        for one, reached in zip(self._champions, self.scores(course), strict=True):
            if reached > score:
                came = tallied(reached, self._game.score_name)
                return f"Generation {one.generation:,} beat you.", f"It came to {came} on this course"
        best = tallied(max(self.scores(course)), self._game.score_name)
        return "No generation beat you.", f"The best of them came to {best} on this course"
