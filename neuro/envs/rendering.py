"""How environments may be rendered. What draws is loaded only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from neuro.errors import UnknownNameError
from neuro.game import Game

if TYPE_CHECKING:
    from neuro.view.screen.env_renderer import EnvRenderer

__all__ = ["MODES", "env_renderer", "metadata"]

MODES = ("human", "rgb_array", "ansi")


def metadata(game: Game, modes: Sequence[str] = MODES) -> dict[str, Any]:
    """How a game may be rendered, and how many of its steps are a second, as Gymnasium and PettingZoo ask for it."""
    return {"render_modes": list(modes), "render_fps": game.steps_per_second}


def env_renderer(game: Game, setting: Any, mode: str | None) -> EnvRenderer | None:
    """What draws a game in a mode; None when nothing is to be drawn.

    Raises:
        UnknownNameError: If there is no such mode.
    """
    if mode is None:
        return None
    if mode not in MODES:
        raise UnknownNameError.of("render mode", mode, MODES)
    from neuro.view.screen.env_renderer import EnvRenderer

    return EnvRenderer(game, setting, mode)
