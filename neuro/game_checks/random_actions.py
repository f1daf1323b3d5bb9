"""Random actions to play a game with, drawn from a seed, so that a check finds the same each time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuro.game import Game

__all__ = ["drawn_actions"]


def drawn_actions(game: Game, agents: int, seed: int = 0) -> NDArray[np.float32]:
    """Actions that networks of the game could take, float32 ``(action rows, agents)``; of several players in turn."""
    draw = np.random.default_rng(seed)
    return np.concatenate([_drawn(game, agents, draw) for _ in range(game.players)])


def _drawn(game: Game, agents: int, draw: np.random.Generator) -> NDArray[np.float32]:
    match game.decision:
        case "versus":
            return draw.integers(0, 2, (1, agents)).astype(np.float32)
        case "argmax":
            return draw.integers(0, len(game.actions), (1, agents)).astype(np.float32)
        case "threshold":
            return draw.integers(0, 2, (len(game.actions), agents)).astype(np.float32)
    return draw.uniform(-1, 1, (len(game.actions), agents)).astype(np.float32)
