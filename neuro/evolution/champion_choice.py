"""The champion of a run: which of two genomes is better, and the network that says where it comes from.

The best of one generation and the best of another had different courses, and one course is kinder than another. So the
champion so far and whoever may take its place meet on the same courses, which training never uses.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from neuro.champion import Champion
from neuro.evolution.algorithms import recorded_settings
from neuro.evolution.settings import EvolutionSettings
from neuro.evolution.state import Best
from neuro.game import Game
from neuro.policies import Genomes, Policy
from neuro.random import Purpose, words
from neuro.version import __version__

__all__ = ["Meeting", "champion_of"]

_COURSES = 32  # on which two genomes meet: as many as a block of lanes holds cost no more than one
_FIRST = 8  # of them: who is worse on each of these is not better on the mean


class Meeting:
    """Decides whether a candidate is better than the champion so far, on courses that are the same for both.

    Args:
        evaluate: Gives the fitness of a genome on each of some courses: ``(courses,)``.
    """

    def __init__(self, evaluate: Callable[[Genomes, NDArray[np.uint32]], NDArray[np.float64]]) -> None:
        self._evaluate = evaluate
        self._courses = words(_COURSES, 0, Purpose.MEETING)  # the same for all runs, so that they can be compared
        self._known: tuple[bytes, NDArray[np.float64]] | None = None  # a digest of the champion, and its fitness

    def forget(self) -> None:
        """Forget what the champion reached: the world has changed."""
        self._known = None

    def is_better(self, candidate: Genomes, champion: Genomes) -> bool:
        """Whether a candidate has a larger mean fitness than the champion; both are genomes of length 1."""
        digest, other = champion.digest(), candidate.digest()
        if digest == other:
            return False
        if self._known is None or self._known[0] != digest:
            self._known = digest, self._evaluate(champion, self._courses)
        reached = self._known[1]
        found = self._evaluate(candidate, self._courses[:_FIRST])
        if (found < reached[:_FIRST]).all():
            return False
        found = np.concatenate([found, self._evaluate(candidate, self._courses[_FIRST:])])
        if not math.fsum(found) > math.fsum(reached):
            return False
        self._known = other, found
        return True


def champion_of(best: Best, game: Game, policy: Policy, settings: EvolutionSettings, algorithm: str) -> Champion:
    """The champion that a genome makes.

    Args:
        best: The genome, and what it reached.
        game: The game that it plays.
        policy: The policy that the genome is of.
        settings: The settings of the generation that it was found in.
        algorithm: Name of the algorithm that found it.
    """
    setting = game.setting_with(settings.parameters)
    max_steps = settings.max_steps or game.max_steps
    return Champion(
        network=policy.network(best.genome),
        game=game.name,
        rules_version=game.version,
        setting={name: float(value) for name, value in setting._asdict().items()},
        seed=settings.seed,
        generation=best.generation,
        fitness=best.fitness,
        score=best.score,
        algorithm=algorithm,
        algorithm_settings={"population": settings.population, **recorded_settings(settings.breeding)},
        exam={"courses": settings.episodes, "max_steps": max_steps, "solved": best.solved},
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        made_by=__version__,
        level=game.level,
    )
