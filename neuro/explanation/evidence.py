"""What findings go by: a run's settings, the records of its generations, and what was measured by playing on."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from neuro.evolution.generation import Generation
from neuro.evolution.settings import EvolutionSettings
from neuro.explanation.measurements import Measured
from neuro.game import Game
from neuro.policies import Layered, Policy

__all__ = ["EARLY", "Facts"]

#: Generations before which nobody can tell.
EARLY = 10

_RISE = 0.05  # of all that was learnt so far, by which a quarter of the run must have risen to be learning
_NOISE = 2.0  # standard errors, of both quarters together


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known of a run.

    Attributes:
        game: The game, on the run's level.
        settings: The settings of its last generation.
        policy: What all individuals have in common.
        history: The records of its generations, at least one.
        measured: What was measured by playing on; None where the run cannot be played.
    """

    game: Game
    settings: EvolutionSettings
    policy: Policy
    history: Sequence[Generation]
    measured: Measured | None

    @property
    def solved_in(self) -> int | None:
        """The generation whose best passed the exam; None while there is none."""
        return next((one.number for one in self.history if one.solved), None)

    @property
    def recent(self) -> Sequence[Generation]:
        """The last quarter of the run, from 5 to 50 generations."""
        return self.history[-self.window :]

    @property
    def window(self) -> int:
        """How many generations a quarter of the run has, from 5 to 50."""
        return max(5, min(50, len(self.history) // 4))

    @property
    def since_record(self) -> int:
        """How many generations ago the best fitness of all was reached."""
        best = max(range(len(self.history)), key=lambda k: self.history[k].best_fitness)
        return len(self.history) - 1 - best

    @property
    def is_rising(self) -> bool:
        """Whether the last quarter of the run is better than the one before, by its best or its mean fitness."""
        return self._rises(lambda one: one.best_fitness) or self._rises(lambda one: one.mean_fitness)

    def _rises(self, measure: Callable[[Generation], float]) -> bool:
        count = self.window
        if len(self.history) < 2 * count:
            return False
        old, new = np.array([measure(one) for one in self.history[-2 * count :]]).reshape(2, count)
        rise, learnt = np.median(new) - np.median(old), abs(np.median(new) - measure(self.history[0]))
        error = math.sqrt((float(new.var(ddof=1)) + float(old.var(ddof=1))) / count)
        return bool(rise > max(_RISE * learnt, _NOISE * error, 1e-9))

    @property
    def alive(self) -> float:
        """The share of the population that lived to the end of its time on every course, in the last quarter."""
        return statistics.median(one.alive for one in self.recent) / self.settings.population

    @property
    def flat(self) -> float:
        """The share of the last quarter's generations in which all had the same fitness."""
        return sum(one.flat for one in self.recent) / len(self.recent)

    @property
    def max_steps(self) -> int:
        """The longest episode of training, in steps."""
        return self.settings.max_steps or self.game.max_steps

    @property
    def lacks_hidden(self) -> bool:
        """Whether its networks have no hidden nodes, where the game's own have some."""
        own = self.policy
        return isinstance(own, Layered) and len(own.layers) == 2 and len(self.game.layers) > 2

    @property
    def easier(self) -> str:
        """Name of the game's level for people who begin, if it has one and the run was not on it."""
        return "easy" if "easy" in self.game.levels and self.game.level != "easy" else ""
