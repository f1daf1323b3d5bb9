"""What genomes did, for algorithms that look for what is new."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuro.evolution.algorithms.algorithm import Results
from neuro.game import Game

__all__ = ["behaviour_names", "behaviours_in"]


def behaviours_in(results: Results) -> NDArray[np.float64]:
    """What each genome did, float64 ``(population, rows)``: its fitness and score where the game describes nothing.

    Args:
        results: What became of the genomes.
    """
    if results.behaviour is not None and results.behaviour.shape[1]:
        return results.behaviour.astype(np.float64)
    total = np.zeros(len(results.fitness))
    for course in range(results.scores.shape[1]):
        total += results.scores[:, course]
    return np.stack([results.fitness, total / results.scores.shape[1]], axis=1)


def behaviour_names(game: Game) -> tuple[str, ...]:
    """Names of the rows of ``behaviours_in``.

    Args:
        game: The game that the genomes played.
    """
    return game.behaviour or ("fitness", game.score_name)
