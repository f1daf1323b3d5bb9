"""Checks of a game's fields."""

from __future__ import annotations

from collections.abc import Mapping

from neuro.errors import NeuroError
from neuro.evolution.algorithms import settings_of
from neuro.game import DECISIONS, Game
from neuro.game_facts import facts_wrong

__all__ = ["facts_fit"]


def facts_fit(game: Game) -> None:
    """Names, versions, shapes, keys, levels, and settings of evolution."""
    fault = next(facts_wrong(game, DECISIONS), None)
    if fault is not None:
        raise NeuroError(fault)
    others = [name for name, own in game.evolution.items() if isinstance(own, Mapping)]
    for algorithm in ("ga", *others):
        settings_of(algorithm, {}, game.evolution)
