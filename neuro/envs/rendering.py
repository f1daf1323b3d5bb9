"""How environments may be rendered. What draws is loaded only when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neuro.errors import UnknownNameError
from neuro.game import Game

if TYPE_CHECKING:
    from neuro.view.easel import Easel

__all__ = ["FPS", "MODES", "easel"]

MODES = ("human", "rgb_array", "ansi")
FPS = 60


def easel(game: Game, setting: Any, mode: str | None) -> Easel | None:
    """What draws a game in a mode; None when nothing is to be drawn.

    Raises:
        UnknownNameError: If there is no such mode.
    """
    if mode is None:
        return None
    if mode not in MODES:
        raise UnknownNameError.of("render mode", mode, MODES)
    from neuro.view.easel import Easel

    return Easel(game, setting, mode)
