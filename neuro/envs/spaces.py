"""What agents see and do, as Gymnasium's spaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from neuro.errors import ShapeError
from neuro.game import Game, checked_game

__all__ = ["action_rows", "action_space", "observation_space", "prepared"]


def prepared(game: Game | str, level: str, parameters: Mapping[str, float] | None) -> tuple[Game, Any]:
    """A game on a level, and its parameters with some changed.

    Raises:
        UnknownNameError: If there is no such game, level or parameter.
        SettingError: If a parameter is out of its limits.
    """
    chosen = checked_game(game).at(level)
    return chosen, chosen.setting_with(parameters or {})


def observation_space(game: Game, setting: Any) -> spaces.Box:
    """What an agent sees: a float32 box within the game's bounds."""
    low, high = game.bounds(setting).T
    return spaces.Box(low, high, dtype=np.float32)


def action_space(game: Game) -> spaces.Discrete[Any] | spaces.MultiBinary | spaces.Box:
    """What an agent does.

    ``versus`` gives Discrete(2), where 1 is the first action's doing; ``argmax`` a choice of one; ``threshold`` a bit
    for each; ``continuous`` a number in [-1, 1] for each.
    """
    match game.decision:
        case "versus":
            return spaces.Discrete(2)
        case "argmax":
            return spaces.Discrete(len(game.actions))
        case "threshold":
            return spaces.MultiBinary(len(game.actions))
    return spaces.Box(-1, 1, (len(game.actions),), np.float32)


def action_rows(game: Game, agents: int, actions: Any) -> NDArray[np.float32]:
    """Actions of many agents as the rules read them, float32 ``(agents, action rows)``.

    Raises:
        ShapeError: If they are of other agents or actions.
    """
    found = np.asarray(actions, np.float32)
    if found.size != agents * game.action_rows or found.shape[:1] != (agents,):
        wanted = (agents,) if game.action_rows == 1 else (agents, game.action_rows)
        raise ShapeError(f"{agents} agents of {game.title} need actions of shape {wanted}, not {found.shape}")
    return found.reshape(agents, game.action_rows)
