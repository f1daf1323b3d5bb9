"""A game's picture for the terminal."""

from __future__ import annotations

import sys

from pygame import Surface

from neuro.errors import NeuroError
from neuro.game import Game
from neuro.view.drawing.text_picture import shrunk
from neuro.view.paint import Paint
from neuro.view.poster import poster_of
from neuro.view.theme import DARK

__all__ = ["game_picture"]

_FINER = 12  # pixels of the poster to a column


def game_picture(game: Game, columns: int, rows: int, *, true_colour: bool) -> list[str]:
    """A game's poster as lines of half blocks; none, and a sentence, where its view cannot be drawn.

    Args:
        game: The game.
        columns: Width in characters.
        rows: Height in characters.
        true_colour: Whether the terminal knows 16 million colours, or only 256.
    """
    surface = Surface((columns * _FINER, 2 * rows * _FINER))
    try:
        poster_of(game)(Paint(surface), DARK, 0.0)
    except NeuroError as error:
        print(f"neuro: {error}", file=sys.stderr)
        return []
    return shrunk(surface, columns, rows, true_colour=true_colour)
