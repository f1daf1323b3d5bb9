"""How the algorithms of a comparison stand: what each reached, and which of them the seeds set apart.

Runs are put in one order: who solved the task with fewer agent-steps comes first, then those that did not solve it, by
the score of their champion. The test of every two algorithms goes by that order.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from neuro.comparison.ranks import half_width, holm, mann_whitney, quantile, wilson
from neuro.comparison.trial import Trial

__all__ = ["Pair", "Standing", "pairs_of", "standing_of"]

_LEVEL = 0.05


@dataclass(frozen=True)
class Standing:
    """What the runs of one algorithm reached.

    Attributes:
        algorithm: The algorithm, as the comparison names it.
        runs: Number of its runs that have ended.
        solved: Number of its runs that solved the task.
        share: The 95 % interval of the share that solve it (Wilson).
        steps: Agent-steps to solve it, the lower quartile, the median and the upper quartile; infinite for never.
        generations: Generations to solve it, the median.
        seconds: Seconds of one processor to solve it, the quartiles and the median.
        score: Score of the champions, the mean.
        score_half: Half the 95 % interval of that mean.
    """

    algorithm: str
    runs: int
    solved: int
    share: tuple[float, float]
    steps: tuple[float, float, float]
    generations: float
    seconds: tuple[float, float, float]
    score: float
    score_half: float


@dataclass(frozen=True)
class Pair:
    """Two algorithms, beside each other.

    Attributes:
        better: The one whose runs come first in more pairs of runs.
        other: The other one.
        probability: The probability of such a difference by chance, by the test of Mann and Whitney.
        corrected: The probability, corrected for the number of tests (Holm).
        seeds: Runs of each, the fewer of both.
    """

    better: str
    other: str
    probability: float
    corrected: float
    seeds: int

    @property
    def is_separated(self) -> bool:
        """Whether the seeds set the two apart."""
        return self.corrected < _LEVEL

    @property
    def words(self) -> str:
        """What the test says, in a sentence."""
        chance = "p < 0.0001" if self.corrected < 0.0001 else f"p = {self.corrected:.2g}"
        if self.is_separated:
            return f"{self.better} is better than {self.other} ({chance})."
        count = f"{self.seeds:,} seed{'s do' if self.seeds > 1 else ' does'}"
        return f"{count} not separate {self.better} and {self.other} ({chance})."


def standing_of(algorithm: str, trials: Sequence[Trial]) -> Standing:
    """How an algorithm stands.

    Args:
        algorithm: The algorithm.
        trials: Its runs that have ended, at least one.
    """
    solved = sum(one.solved for one in trials)
    scores = np.array([one.score for one in trials])

    def quartiles(name: str) -> tuple[float, float, float]:
        values = [float(getattr(one, name)) if one.solved else math.inf for one in trials]
        return quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)

    return Standing(
        algorithm=algorithm,
        runs=len(trials),
        solved=solved,
        share=wilson(solved, len(trials)),
        steps=quartiles("agent_steps"),
        generations=quartiles("generations")[1],
        seconds=quartiles("seconds"),
        score=float(scores.mean()),
        score_half=float(half_width(scores)),
    )


def pairs_of(trials: Mapping[str, Sequence[Trial]]) -> list[Pair]:
    """Every two algorithms beside each other, in their order.

    Args:
        trials: The runs of each algorithm that have ended, at least one of each.
    """
    places = _places([one for runs in trials.values() for one in runs])
    found = []
    for one, other in combinations(trials, 2):
        ours, theirs = ([places[id(trial)] for trial in trials[name]] for name in (one, other))
        ahead = np.sign(np.subtract.outer(theirs, ours)).sum()
        found.append(((one, other) if ahead >= 0 else (other, one), mann_whitney(ours, theirs)))
    corrected = holm([probability for _, probability in found])
    return [
        Pair(*names, probability, right, min(len(trials[name]) for name in names))
        for (names, probability), right in zip(found, corrected, strict=True)
    ]


def _places(trials: Sequence[Trial]) -> dict[int, int]:
    """The place of every run in the one order, by its identity; runs that are equal share a place."""
    ranks = {id(one): (not one.solved, one.agent_steps if one.solved else -one.score) for one in trials}
    order = {rank: place for place, rank in enumerate(sorted(set(ranks.values())))}
    return {key: order[rank] for key, rank in ranks.items()}
