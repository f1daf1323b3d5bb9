"""Checks of a game's view and keys: rollouts are drawn on surfaces that are not shown."""

from __future__ import annotations

from collections.abc import Callable

from neuro.game import Game
from neuro.game_checks.own_process import apart
from neuro.game_checks.random_actions import drawn_actions

__all__ = ["draw_drawn_actions", "picture_is_drawn"]


def draw_drawn_actions(game: Game, begun: Callable[[], None] = lambda: None) -> None:
    """Draw rollouts of the game on surfaces that are not shown; see ``draw_unseen``."""
    from neuro.view.capture.unseen_picture import draw_unseen  # only here: it loads pygame

    draw_unseen(game, drawn_actions, begun)


def picture_is_drawn(game: Game) -> None:
    """Draw the game in a separate process, on surfaces that are not shown."""
    apart(draw_drawn_actions, game)
