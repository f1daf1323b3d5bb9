"""Names of the games' environments, and their registration with Gymnasium."""

from __future__ import annotations

import gymnasium

from neuro.errors import NeuroError
from neuro.game import Game, game_names, imported_game

__all__ = ["env_id", "register_games"]


def env_id(game: Game) -> str:
    """What Gymnasium calls a game: ``neuro/XorArena-v0`` for ``xor_arena`` under version 1 of its rules."""
    return f"neuro/{''.join(part.capitalize() for part in game.name.split('_'))}-v{game.version - 1}"


def register_games() -> None:
    """Register every game that is installed; one that cannot be imported is left out.

    Whether a game's facts fit each other is looked at when one of it is made: it takes a second for all.
    """
    for name in game_names():
        try:
            identity = env_id(imported_game(name))
        except (NeuroError, AttributeError, TypeError, ValueError):  # the last three of what is no version
            continue
        if identity not in gymnasium.registry:
            gymnasium.register(
                identity,
                entry_point="neuro.envs.single:GameEnv",
                vector_entry_point="neuro.envs.vector:GameVectorEnv",
                kwargs={"game": name},
            )
