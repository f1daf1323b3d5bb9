"""A run whose champions tell a story: one that falls early, some that come further, one that goes on and on."""

import functools

from games.flappy import game
from neuro.ancestors import find_ancestors
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings

__all__ = ["ancestry", "champions"]


@functools.cache
def champions():
    """The best of each generation that improved on all before, of seed 1, until one is good at it."""
    evolution = Evolution(game.at(""), EvolutionSettings(seed=1, population=400, max_steps=4000))
    found = []
    for _ in range(22):
        evolution.step()
        if not found or evolution.champion is not found[-1]:
            found.append(evolution.champion)
    return tuple(found)


@functools.cache
def ancestry():
    """What is shown of them."""
    return find_ancestors(champions())
